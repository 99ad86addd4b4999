#include "scenarios/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "scenarios/sample_list.h"

namespace sd {
namespace {

struct Point {
    Instant at;
    double value = 0.0;
};

std::vector<Point> series_of(const Expectation& e, const Evidence& seen) {
    std::vector<Point> out;
    const auto add_truth = [&](auto value_of) {
        for (const TruthSample& s : seen.truth) out.push_back({s.at, value_of(s)});
    };
    const auto pick = [](const std::vector<double>& column, std::optional<std::size_t> i) {
        return i && *i < column.size() ? column[*i] : std::nan("");
    };
    switch (e.subject) {
        case Subject::StreetFloodedKm: {
            const auto i = seen.list.depth_index(e.argument);
            add_truth([&](const TruthSample& s) { return pick(s.flooded_km, i); });
            break;
        }
        case Subject::Level: {
            const auto i = seen.list.station_index(e.name);
            add_truth([&](const TruthSample& s) { return pick(s.level_m, i); });
            break;
        }
        case Subject::Vehicles:
            add_truth([](const TruthSample& s) { return static_cast<double>(s.vehicles); });
            break;
        case Subject::MovingVehicles:
            add_truth([](const TruthSample& s) { return static_cast<double>(s.moving); });
            break;
        case Subject::DeviceReads:
            for (const BeliefSample& s : seen.belief) {
                const auto found = s.device_value.find(e.name);
                out.push_back({s.at, found == s.device_value.end() ? std::nan("") : found->second});
            }
            break;
        case Subject::Alarms:
            for (const BeliefSample& s : seen.belief) out.push_back({s.at, static_cast<double>(s.alarms)});
            break;
        case Subject::DepthRmse:
            for (const ErrorMark& m : seen.errors) out.push_back({m.at, m.rmse_m});
            break;
        case Subject::DepthIou:
            for (const ErrorMark& m : seen.errors) out.push_back({m.at, m.iou});
            break;
        default:
            break;
    }
    return out;
}

/// A run may be shorter than its scenario; what lies beyond its end stays open.
bool ran_to(Instant at, const Evidence& seen) { return !seen.truth.empty() && seen.truth.back().at >= at; }

bool within(const Expectation& e, double v) {
    if (std::isnan(v)) return false;
    return (e.low_open ? v > e.low : v >= e.low) && (e.high_open ? v < e.high : v <= e.high);
}

std::string seen_range(const std::vector<Point>& points) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Point& p : points) {
        if (std::isnan(p.value)) continue;
        low = std::min(low, p.value);
        high = std::max(high, p.value);
    }
    return low > high ? "no value was seen" : fmt::format("seen {:.3f}..{:.3f}", low, high);
}

Verdict judge_by(const Expectation& e, const std::vector<Point>& points, bool over) {
    Verdict v{e.text, false, over, {}};
    bool holding = false;
    Instant since;
    for (const Point& p : points) {
        if (p.at > e.at) break;
        if (!within(e, p.value)) {
            holding = false;
            continue;
        }
        if (!holding) since = p.at;
        holding = true;
        if (p.at - since >= e.held) {
            v.ok = v.judged = true;
            v.found = fmt::format("held from {} (value {:.3f} at {})", to_clock(since), p.value, to_clock(p.at));
            return v;
        }
    }
    v.found = seen_range(points);
    return v;
}

Verdict judge_series(const Expectation& e, const Evidence& seen) {
    const std::vector<Point> points = series_of(e, seen);
    const bool reached = ran_to(e.at, seen);
    if (e.when == When::By) return judge_by(e, points, reached);
    Verdict v{e.text, false, reached, {}};
    if (points.empty()) {
        v.found = "no value was seen";
        return v;
    }
    if (e.when == When::Always) {
        const auto bad =
            std::find_if(points.begin(), points.end(), [&](const Point& p) { return !within(e, p.value); });
        v.ok = bad == points.end();
        if (!v.ok) v.judged = true;
        v.found = v.ok ? seen_range(points) : fmt::format("{:.3f} at {}", bad->value, to_clock(bad->at));
        return v;
    }
    auto at = points.end() - 1;
    if (e.when == When::At) {
        at = std::find_if(points.begin(), points.end(), [&](const Point& p) { return p.at >= e.at; });
        if (at == points.end()) {
            v.found = "the run ended before " + to_clock(e.at);
            return v;
        }
        v.judged = true;
    }
    v.ok = within(e, at->value);
    v.found = fmt::format("{:.3f} at {}", at->value, to_clock(at->at));
    return v;
}

Verdict judge_alarm(const Expectation& e, const Evidence& seen) {
    Verdict v{e.text, false, true, {}};
    const AlarmView* first = nullptr;
    for (const AlarmView& alarm : seen.alarms) {
        const bool named = alarm.rule == e.name && (e.place.empty() || alarm.place == e.place);
        if (named && alarm.since <= e.at && (first == nullptr || alarm.since < first->since)) first = &alarm;
    }
    const bool wanted = e.subject == Subject::Alarm;
    v.ok = (first != nullptr) == wanted;
    v.judged = first != nullptr || ran_to(e.at, seen);
    v.found = first == nullptr ? "no such alarm" : fmt::format("{} at {}", first->place, to_clock(first->since));
    return v;
}

}  // namespace

std::vector<Verdict> judge(const std::vector<Expectation>& expectations, const Evidence& seen) {
    std::vector<Verdict> out;
    for (const Expectation& e : expectations) {
        if (e.subject == Subject::Alarm || e.subject == Subject::NoAlarm) {
            out.push_back(judge_alarm(e, seen));
        } else if (e.subject == Subject::LedgerCloses) {
            out.push_back({e.text, seen.ledger_closes, true,
                           seen.ledger_closes ? "every reading is accounted for" : "readings are missing or invented"});
        } else {
            out.push_back(judge_series(e, seen));
        }
        if (!out.back().judged) out.back().ok = false;
    }
    return out;
}

}  // namespace sd
