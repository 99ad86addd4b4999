// Traffic that stands, districts that fall silent, power that is off, citizens that call.
#include <algorithm>
#include <map>

#include "twin/rules.h"
#include "twin/traffic_belief.h"

namespace sd {
namespace {

constexpr Duration kSurgeWindow = minutes(15);
constexpr std::size_t kDistrictAtLeast = 5;    ///< devices, below which silence says little
constexpr std::uint32_t kSiteKeys = 1U << 16;  ///< site keys lie above ward keys
constexpr std::uint32_t kSubstationKeys = 1U << 16;

struct StreetFlow {
    double ratio = 0.0;
    int edges = 0;
    int flooded = 0;
    LocalXY at_xy;
};

void add_silence(const RuleContext& c, const std::vector<std::uint32_t>& devices, std::uint32_t key,
                 const std::string& place, LocalXY at_xy, std::vector<Sign>& signs) {
    if (devices.size() < kDistrictAtLeast) return;
    const auto silent =
        std::count_if(devices.begin(), devices.end(), [&c](std::uint32_t d) { return c.belief.silent(d); });
    const double share = static_cast<double>(silent) / static_cast<double>(devices.size());
    if (share < kSilentClearShare) return;
    Sign sign;
    sign.key = key;
    sign.phase = share >= kSilentShare ? SignPhase::Trip : SignPhase::Hold;
    sign.severity = share >= 0.8 ? Severity::Critical : Severity::Major;
    sign.place = place;
    sign.at_xy = at_xy;
    sign.value = share;
    sign.threshold = kSilentShare;
    sign.level = static_cast<int>(silent);
    sign.of = static_cast<int>(devices.size());
    signs.push_back(std::move(sign));
}

Sign outage_sign(std::uint32_t key, std::string place, LocalXY at_xy, std::uint32_t off, std::uint32_t all) {
    Sign sign;
    sign.key = key;
    sign.severity = off >= 10 ? Severity::Critical : (off >= 3 ? Severity::Major : Severity::Minor);
    sign.place = std::move(place);
    sign.at_xy = at_xy;
    sign.value = static_cast<double>(off);
    sign.threshold = 1.0;
    sign.level = static_cast<int>(off);
    sign.of = static_cast<int>(all);
    return sign;
}

std::uint32_t ward_of(const City& city, LocalXY at) {
    const std::int16_t w = city.ward.empty() ? std::int16_t{-1} : city.ward.at(city.grid.cell_clamped(at));
    return w < 0 ? WardId::kNone : static_cast<std::uint32_t>(w);
}

}  // namespace

void look_congestion(const RuleContext& c, std::vector<Sign>& signs) {
    std::map<std::uint32_t, StreetFlow> streets;
    for (std::uint32_t d = 0; d < c.city.devices.size(); ++d) {
        const Device& device = c.city.devices[d];
        if (info_of(device.kind).group != ProbeGroup::Edge || !c.belief.usable(d)) continue;
        const RoadEdge& edge = c.city.edges[device.target];
        StreetFlow& street = streets[c.catalogue.place_of_edge[device.target]];
        street.ratio += speed_reading(c.belief, c.city, d) / std::max(1.0, static_cast<double>(edge.speed_m_s));
        ++street.edges;
        if (deepest_on(edge, c.depth_m) > kStreetClear_m) ++street.flooded;
        street.at_xy = device.at;
    }
    for (const auto& [place, street] : streets) {
        const double ratio = street.ratio / street.edges;
        // Slow because of water is the flood's alarm, not a second one.
        if (2 * street.flooded >= street.edges || ratio >= kSlowClearShare) continue;
        Sign sign;
        sign.key = place;
        sign.phase = ratio < kSlowShare ? SignPhase::Trip : SignPhase::Hold;
        sign.severity = ratio < 0.5 * kSlowShare ? Severity::Major : Severity::Minor;
        sign.place = c.catalogue.places[place].name;
        sign.at_xy = street.at_xy;
        sign.value = ratio;
        sign.threshold = kSlowShare;
        sign.level = street.edges;
        signs.push_back(std::move(sign));
    }
}

void look_silent_district(const RuleContext& c, std::vector<Sign>& signs) {
    for (std::uint32_t w = 0; w < c.city.wards.size(); ++w) {
        add_silence(c, c.catalogue.devices_of_ward[w], w, c.city.wards[w].name, c.city.wards[w].label, signs);
    }
    for (std::uint32_t s = 0; s < c.city.sites.size(); ++s) {
        add_silence(c, c.catalogue.devices_of_site[s], kSiteKeys + s, c.city.sites[s].name, c.city.sites[s].at, signs);
    }
}

void look_power_outage(const RuleContext& c, std::vector<Sign>& signs) {
    struct Outage {
        std::uint32_t off = 0;
        LocalXY at_xy;
    };
    std::map<std::uint32_t, Outage> by_substation;
    std::map<std::uint32_t, Outage> by_ward;
    for (std::size_t k = 0; k < c.city.cabinets.size(); ++k) {
        if (c.belief.cabinet_powered[k] == 0 && c.city.cabinets[k].substation.valid()) {
            ++by_substation[c.city.cabinets[k].substation.index].off;
        }
    }
    // Half of a substation's cabinets off at once is one event, told once; what else is off is told by ward.
    const auto whole = [&](SubstationId s) {
        const std::uint32_t off = s.valid() ? by_substation[s.index].off : 0;
        return off >= 2 && 2 * off >= c.catalogue.cabinets_per_substation[s.at()];
    };
    for (std::size_t k = 0; k < c.city.cabinets.size(); ++k) {
        const Cabinet& cabinet = c.city.cabinets[k];
        if (c.belief.cabinet_powered[k] != 0 || whole(cabinet.substation)) continue;
        Outage& outage = by_ward[ward_of(c.city, cabinet.at)];
        ++outage.off;
        outage.at_xy = cabinet.at;
    }
    for (const auto& [s, outage] : by_substation) {
        if (!whole(SubstationId{s})) continue;
        const Substation& substation = c.city.substations[s];
        signs.push_back(outage_sign(kSubstationKeys + s, substation.name, substation.at, outage.off,
                                    c.catalogue.cabinets_per_substation[s]));
    }
    for (const auto& [w, outage] : by_ward) {
        const bool known = w != WardId::kNone;
        signs.push_back(outage_sign(known ? w : kSubstationKeys - 1, known ? c.city.wards[w].name : "?", outage.at_xy,
                                    outage.off, 0));
    }
}

void look_citizen_surge(const RuleContext& c, std::vector<Sign>& signs) {
    struct Calls {
        int recent = 0;
        int before = 0;  ///< of the 45 minutes before
        LocalXY at_xy;
    };
    std::map<std::uint32_t, Calls> wards;
    for (const CitizenReport& report : c.belief.reports) {
        const WardId ward = c.city.population[report.population_cell].ward;
        if (!ward.valid()) continue;
        Calls& calls = wards[ward.index];
        if (report.at > c.belief.now - kSurgeWindow) {
            ++calls.recent;
            calls.at_xy = report.where;
        } else {
            ++calls.before;
        }
    }
    for (const auto& [w, calls] : wards) {
        if (calls.recent < kSurgeClearReports) continue;
        // `before` covers three windows: a surge is at least three times the usual.
        const bool surge = calls.recent >= kSurgeReports && calls.recent >= calls.before;
        Sign sign;
        sign.key = w;
        sign.phase = surge ? SignPhase::Trip : SignPhase::Hold;
        sign.severity = calls.recent >= 5 * kSurgeReports ? Severity::Major : Severity::Minor;
        sign.place = c.city.wards[w].name;
        sign.at_xy = calls.at_xy;
        sign.value = calls.recent;
        sign.threshold = kSurgeReports;
        sign.level = calls.recent;
        signs.push_back(std::move(sign));
    }
}

}  // namespace sd
