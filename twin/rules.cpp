#include "twin/rules.h"

namespace sd {
namespace {

constexpr Rule kRules[] = {
    {"river_level", minutes(2), minutes(10), look_river_level},
    {"street_depth", minutes(1), minutes(5), look_street_depth},
    {"stuck_gauge", seconds(0), minutes(2), look_stuck_gauge},
    {"congestion", minutes(5), minutes(5), look_congestion},
    {"silent_district", minutes(1), minutes(3), look_silent_district},
    {"power_outage", seconds(30), minutes(2), look_power_outage},
    {"citizen_surge", seconds(0), minutes(10), look_citizen_surge},
};

}  // namespace

std::span<const Rule> rules() { return kRules; }

std::vector<std::string> rule_names() {
    std::vector<std::string> names;
    for (const Rule& rule : kRules) names.emplace_back(rule.name);
    return names;
}

}  // namespace sd
