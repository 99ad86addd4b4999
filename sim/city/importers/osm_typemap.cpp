#include "sim/city/importers/osm_typemap.h"

#include <fmt/format.h>

#include <array>

namespace sd::importers {
namespace {

struct StreetType {
    const char* highway;
    int lanes;
    double speed_km_h;
    int priority;
    bool oneway;
    const char* allow;
};

constexpr const char* kAll = "private emergency passenger bus coach delivery truck taxi motorcycle moped bicycle";
constexpr const char* kMotor = "private emergency passenger bus coach delivery truck taxi motorcycle";
constexpr const char* kSmall = "emergency motorcycle moped bicycle";

// Speeds: in-town limits of Circular 31/2019/TT-BGTVT for shared (50) and local (40, 30) streets; lanes as commonly
// built.
constexpr std::array<StreetType, 18> kTypes{{
    {"motorway", 2, 100, 14, true, kMotor},
    {"motorway_link", 1, 60, 9, true, kMotor},
    {"trunk", 2, 80, 12, false, kAll},
    {"trunk_link", 1, 60, 8, false, kAll},
    {"primary", 2, 60, 11, false, kAll},
    {"primary_link", 1, 50, 7, false, kAll},
    {"secondary", 1, 50, 10, false, kAll},
    {"secondary_link", 1, 50, 6, false, kAll},
    {"tertiary", 1, 50, 9, false, kAll},
    {"tertiary_link", 1, 40, 5, false, kAll},
    {"unclassified", 1, 40, 4, false, kAll},
    {"residential", 1, 40, 3, false, kAll},
    {"living_street", 1, 20, 2, false, kAll},
    {"service", 1, 20, 1, false, kAll},
    {"road", 1, 40, 3, false, kAll},
    {"track", 1, 15, 1, false, kSmall},
    {"path", 1, 10, 1, false, kSmall},
    {"alley", 1, 15, 1, false, kSmall},
}};

constexpr std::array<const char*, 10> kDiscard{"footway",  "pedestrian", "steps",        "cycleway", "bridleway",
                                               "corridor", "platform",   "construction", "proposed", "elevator"};

}  // namespace

std::string osm_typemap() {
    std::string out = "<types>\n";
    for (const StreetType& t : kTypes) {
        out += fmt::format(
            "  <type id=\"highway.{}\" numLanes=\"{}\" speed=\"{:.2f}\" priority=\"{}\" oneway=\"{}\" allow=\"{}\"/>\n",
            t.highway, t.lanes, t.speed_km_h / 3.6, t.priority, t.oneway ? "true" : "false", t.allow);
    }
    for (const char* name : kDiscard) out += fmt::format("  <type id=\"highway.{}\" discard=\"true\"/>\n", name);
    return out + "</types>\n";
}

}  // namespace sd::importers
