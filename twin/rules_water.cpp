// River over báo động I–III, water on streets, gauges that no longer measure.
#include <algorithm>
#include <array>
#include <map>

#include "twin/rules.h"

namespace sd {
namespace {

constexpr std::array<Severity, 3> kRiverSeverity{Severity::Minor, Severity::Major, Severity::Critical};

/// Rising fast enough to reach `target` within half an hour, judged by the newest and oldest kept readings.
bool reaches_soon(const History& history, double level, double target) {
    if (history.size() < 4) return false;
    const std::size_t oldest = history.size() - 1;
    const double hours_between = (history.back_at(0) - history.back_at(oldest)).hours();
    if (hours_between <= 0.0) return false;
    const double rise_m_h = (static_cast<double>(history.back(0)) - history.back(oldest)) / hours_between;
    return rise_m_h > 0.0 && level + 0.5 * rise_m_h >= target;
}

struct StreetWater {
    double deepest_m = 0.0;
    int wet = 0;
    int gauges = 0;
    std::uint32_t gauge = 0;  ///< the deepest
};

}  // namespace

void look_river_level(const RuleContext& c, std::vector<Sign>& signs) {
    for (std::size_t s = 0; s < c.city.stations.size(); ++s) {
        const std::uint32_t gauge = c.catalogue.gauge_of_station[s];
        if (gauge == Catalogue::kNoPlace || !c.belief.usable(gauge)) continue;
        const Station& station = c.city.stations[s];
        const History& history = c.belief.history[gauge];
        const auto level = static_cast<double>(history.median3());
        for (std::size_t k = 0; k < station.alarm_m.size(); ++k) {
            const auto alarm_m = static_cast<double>(station.alarm_m[k]);
            if (alarm_m <= 0.0) continue;
            Sign sign;
            sign.key = static_cast<std::uint32_t>(4 * s + k);
            sign.severity = kRiverSeverity.at(k);
            sign.place = station.name;
            sign.at_xy = station.at;
            sign.value = level;
            sign.threshold = alarm_m;
            sign.level = static_cast<int>(k) + 1;
            if (level >= alarm_m) {
                sign.phase = SignPhase::Trip;
            } else if (level >= alarm_m - kRiverPrecursor_m && reaches_soon(history, level, alarm_m)) {
                sign.phase = SignPhase::Pre;
            } else if (level >= alarm_m - kRiverHysteresis_m) {
                sign.phase = SignPhase::Hold;
            } else {
                continue;
            }
            signs.push_back(std::move(sign));
        }
    }
}

void look_street_depth(const RuleContext& c, std::vector<Sign>& signs) {
    std::map<std::uint32_t, StreetWater> streets;
    for (std::uint32_t d = 0; d < c.city.devices.size(); ++d) {
        if (c.city.devices[d].kind != DeviceKind::StreetDepth || !c.belief.usable(d)) continue;
        StreetWater& street = streets[c.catalogue.place_of_device[d]];
        const auto depth = static_cast<double>(c.belief.history[d].median3());
        ++street.gauges;
        if (depth >= kStreetClear_m) ++street.wet;
        if (depth > street.deepest_m) {
            street.deepest_m = depth;
            street.gauge = d;
        }
    }
    for (const auto& [place, street] : streets) {
        if (street.deepest_m < kStreetClear_m) continue;
        const bool major = street.deepest_m >= kStreetMajor_m;
        Sign sign;
        sign.key = place;
        sign.phase = street.deepest_m >= kStreetMinor_m ? SignPhase::Trip : SignPhase::Hold;
        sign.severity = major ? Severity::Major : Severity::Minor;
        sign.place = c.catalogue.places[place].name;
        sign.at_xy = c.city.devices[street.gauge].at;
        sign.value = street.deepest_m;
        sign.threshold = major ? kStreetMajor_m : kStreetMinor_m;
        sign.level = street.wet;
        sign.of = street.gauges;
        signs.push_back(std::move(sign));
    }
}

void look_stuck_gauge(const RuleContext& c, std::vector<Sign>& signs) {
    for (std::uint32_t d = 0; d < c.city.devices.size(); ++d) {
        if (c.belief.quality[d] != Quality::Stuck) continue;
        Sign sign;
        sign.key = d;
        sign.severity = reads_level(c.city.devices[d].kind) ? Severity::Major : Severity::Minor;
        sign.place = c.city.devices[d].name;
        sign.at_xy = c.city.devices[d].at;
        sign.value = static_cast<double>(c.belief.values[d][0]);
        sign.threshold = sign.value;
        sign.level = static_cast<int>((c.belief.at[d] - c.belief.repeats[d].run_since) / minutes(1));
        signs.push_back(std::move(sign));
    }
}

}  // namespace sd
