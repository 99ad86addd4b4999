#include "emulators/people.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "emulators/people_words.h"

namespace sd {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// After this share of a cell's people has told, the rest are half as eager.
constexpr double kEnoughShare = 0.01;
constexpr double kNightEagerness = 0.3;  // 23:00–05:00
constexpr double kRumourShare = 0.04;    // of water reports: hearsay from elsewhere
constexpr double kDepthErrorSd = 0.25;   // relative
constexpr double kDepthStep_m = 0.05;

// Shares, mean delay from seeing to being through, and how far off the stated place is (GPS, words, an address).
struct ChannelHabit {
    ChannelKind channel;
    double up_to;  // cumulative share
    double delay_s;
    double blur_m;
};
constexpr std::array<ChannelHabit, 3> kHabits{{{ChannelKind::Call1022, 0.45, 240.0, 90.0},
                                               {ChannelKind::App, 0.72, 120.0, 15.0},
                                               {ChannelKind::Zalo, 1.0, 180.0, 60.0}}};

const ChannelHabit& habit_of(ChannelKind channel) {
    for (const ChannelHabit& habit : kHabits) {
        if (habit.channel == channel) return habit;
    }
    return kHabits.back();
}

std::uint64_t key(ReportKind kind, std::int64_t second) {
    return static_cast<std::uint64_t>(second) * 8 + static_cast<std::uint64_t>(kind);
}

double eagerness(std::int64_t second, Duration utc_offset) {
    const int hour = civil_of({second * kSecond}, utc_offset).hour;
    return hour < 5 || hour >= 23 ? kNightEagerness : 1.0;
}

// No water to speak of, light, nobody stuck.
bool calm(const WorldView& view, std::uint32_t cell, Instant at) {
    return view.value(Channel::PopulationDepth_m, cell, at) <= kReportDepth_m &&
           view.is_on(Channel::PopulationPowered, cell, at) &&
           !(view.value(Channel::PopulationTrapped, cell, at) > 0.0);
}

double stated_depth(double depth_m, double error) {
    const double said = std::max(0.0, depth_m * (1.0 + kDepthErrorSd * std::clamp(error, -2.5, 2.5)));
    return std::max(kDepthStep_m, std::nearbyint(said / kDepthStep_m) * kDepthStep_m);
}

}  // namespace

double flood_severity(double depth_m) {
    return std::clamp((depth_m - kReportDepth_m) / (0.5 - kReportDepth_m), 0.0, 2.0);
}

People::People(const City& city, Draw draw)
    : city_(&city), draw_(draw), seq_(city.population.size(), 0), told_(city.population.size()) {}

// For std heap functions: the top is the earliest; ties by cell and kind so that the order is one.
bool People::later(const Pending& a, const Pending& b) {
    return std::make_tuple(a.at_ns, a.cell, a.seen_s, static_cast<int>(a.kind)) >
           std::make_tuple(b.at_ns, b.cell, b.seen_s, static_cast<int>(b.kind));
}

void People::decide(std::uint32_t cell, ReportKind kind, std::int64_t second, double depth_m) {
    const std::uint64_t k = key(kind, second);
    Pending pending;
    pending.seen_s = second;
    pending.cell = cell;
    pending.kind = kind;
    pending.depth_m = static_cast<float>(depth_m);
    if (kind == ReportKind::Flooded && draw_.chance(stream_of("people.rumour"), cell, k, kRumourShare)) {
        pending.kind = ReportKind::Rumour;
    }
    const double pick = draw_.uniform(stream_of("people.channel"), cell, k);
    const auto habit =
        std::find_if(kHabits.begin(), kHabits.end(), [&](const ChannelHabit& h) { return pick < h.up_to; });
    pending.channel = habit->channel;
    const double delay_s = 20.0 + draw_.exponential(stream_of("people.delay"), cell, k, habit->delay_s);
    pending.at_ns = second * kSecond + static_cast<std::int64_t>(delay_s * 1e9);
    pending_.push_back(pending);
    std::push_heap(pending_.begin(), pending_.end(), later);
}

void People::look(const WorldView& view, std::uint32_t cell, std::int64_t second) {
    const Instant at{second * kSecond};
    const double people = static_cast<double>(city_->population[cell].people);
    const double depth_m = view.value(Channel::PopulationDepth_m, cell, at);
    const bool powered = view.is_on(Channel::PopulationPowered, cell, at);
    const double trapped = view.value(Channel::PopulationTrapped, cell, at);
    const std::array<double, kHazards> rate_per_h{people * kFloodReports_per_h * flood_severity(depth_m),
                                                  powered ? 0.0 : people * kDarkReports_per_h,
                                                  trapped * kTrappedReports_per_h};
    constexpr std::array<ReportKind, kHazards> kKinds{ReportKind::Flooded, ReportKind::PowerOut, ReportKind::Trapped};
    for (std::size_t h = 0; h < kHazards; ++h) {
        std::uint32_t& told = told_[cell][h];
        if (!(rate_per_h[h] > 0.0)) {
            told = 0;
            continue;
        }
        const double enough = kEnoughShare * people + 1.0;
        const double eager = kKinds[h] == ReportKind::Trapped ? 1.0 : eagerness(second, city_->meta.utc_offset);
        const double chance = rate_per_h[h] / 3600.0 * eager * enough / (enough + told);
        if (!draw_.chance(stream_of("people.tell"), cell, key(kKinds[h], second), chance)) continue;
        ++told;
        decide(cell, kKinds[h], second, depth_m);
    }
}

CitizenReport People::say(const Pending& pending) {
    const PopulationCell& cell = city_->population[pending.cell];
    const std::uint64_t k = key(pending.kind, pending.seen_s);
    const bool rumour = pending.kind == ReportKind::Rumour;
    const double blur_m = rumour ? 600.0 : habit_of(pending.channel).blur_m;
    CitizenReport report;
    report.population_cell = pending.cell;
    report.seq = ++seq_[pending.cell];
    report.at = {pending.at_ns};
    report.kind = pending.kind;
    report.channel = pending.channel;
    report.where = {cell.at.x_m + blur_m * draw_.normal(stream_of("people.x"), pending.cell, k),
                    cell.at.y_m + blur_m * draw_.normal(stream_of("people.y"), pending.cell, k)};
    if (pending.kind != ReportKind::PowerOut) {
        const double exaggerated = static_cast<double>(pending.depth_m) * (rumour ? 1.6 : 1.0);
        report.depth_m =
            static_cast<float>(stated_depth(exaggerated, draw_.normal(stream_of("people.depth"), pending.cell, k)));
    }
    const std::string_view ward = cell.ward.valid() ? std::string_view(city_->wards[cell.ward.at()].name) : "";
    report.text = report_words(pending.kind, static_cast<double>(report.depth_m), ward,
                               draw_.below(stream_of("people.words"), pending.cell, k, 3));
    return report;
}

void People::emit(const WorldView& view, std::vector<CitizenReport>& out) {
    const std::int64_t first = view.from().ns / kSecond + 1;
    const std::int64_t last = view.until().ns / kSecond;
    for (std::uint32_t cell = 0; cell < seq_.size(); ++cell) {
        if (calm(view, cell, view.from()) && calm(view, cell, view.until())) {
            told_[cell] = {};  // between two calm moments it is calm: most cells of most days
            continue;
        }
        for (std::int64_t second = first; second <= last; ++second) look(view, cell, second);
    }
    while (!pending_.empty() && pending_.front().at_ns <= view.until().ns) {
        std::pop_heap(pending_.begin(), pending_.end(), later);
        const Pending pending = pending_.back();
        pending_.pop_back();
        // A phone without a network tells nobody.
        const CellSiteId site = city_->population[pending.cell].site;
        if (site.valid() && !view.is_on(Channel::SiteUp, site.index, {pending.at_ns})) continue;
        out.push_back(say(pending));
    }
}

void People::add_to(StateHash& hash) const {
    hash.add(std::span<const std::uint32_t>(seq_));
    for (const auto& told : told_) hash.add(std::span<const std::uint32_t>(told));
    auto queue = pending_;
    std::sort(queue.begin(), queue.end(), later);
    for (const Pending& pending : queue) {
        hash.add(pending.at_ns);
        hash.add(pending.seen_s);
        hash.add(pending.cell);
        hash.add(pending.kind);
        hash.add(pending.channel);
        hash.add(pending.depth_m);
    }
}

}  // namespace sd
