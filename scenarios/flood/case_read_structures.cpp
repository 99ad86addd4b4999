// Weirs, gates, culverts and pumps.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scenarios/flood/canal_layout.h"
#include "scenarios/flood/case_reader.h"

namespace sd {
namespace {

constexpr const char* kLevel = "a level above the vertical datum, m";

void read_barrel(CaseReader& in, const YamlNode& node, Fields& fields, hydro::Barrel& b) {
    double barrels = 1.0;
    double diameter = 0.0;
    b.length_m = 10.0;
    fields.require("invert_from_m", kLevel);
    fields.require("invert_to_m", kLevel);
    fields.number("invert_from_m", -1000.0, 9000.0, "m", b.invert_a_m);
    fields.number("invert_to_m", -1000.0, 9000.0, "m", b.invert_b_m);
    fields.number("diameter_m", 0.05, 20.0, "m", diameter);
    fields.number("barrel_width_m", 0.05, 50.0, "m", b.width_m);
    fields.number("barrel_height_m", 0.05, 20.0, "m", b.height_m);
    fields.number("length_m", 0.0, 10000.0, "m", b.length_m);
    fields.number("manning", 0.005, 0.2, "s/m^(1/3)", b.manning);
    fields.number("losses", 0.0, 20.0, "V²/2g", b.losses);
    fields.number("barrels", 1.0, 100.0, "", barrels);
    b.barrels = static_cast<int>(barrels);
    if (b.barrels != barrels) in.error(node, "barrels is not a whole number");
    if (diameter > 0.0) b.height_m = diameter;
    if (diameter > 0.0 && b.width_m > 0.0) in.error(node, "a culvert has a diameter and a width", "keep one of them");
    if (b.height_m <= 0.0) in.error(node, "a culvert has no size", "diameter_m, or barrel_width_m and barrel_height_m");
}

void read_pump(CaseReader& in, const YamlNode& node, Fields& fields, hydro::Link& link) {
    if (const YamlNode* curve = fields.require("curve", "curve: [[lift_m, m3_s], …]")) {
        link.pump_m3_s = in.table(*curve, "curve");
        for (const double q : link.pump_m3_s.y)
            if (q < 0.0) in.error(*curve, "the pump's curve holds a discharge below zero");
    }
    link.on_m = -1e9;
    link.off_m = -1e9;
    fields.number("on_above_m", -1000.0, 9000.0, "m", link.on_m);
    link.off_m = link.on_m;
    fields.number("off_below_m", -1000.0, 9000.0, "m", link.off_m);
    if (fields.find("off_below_m") != nullptr) fields.require("on_above_m", kLevel);
    if (link.off_m > link.on_m && fields.find("on_above_m") != nullptr)
        in.error(node, "the pump stops above the level at which it starts");
}

void read_opening(Fields& fields, hydro::Link& link) {
    fields.require("sill_m", kLevel);
    fields.require("width_m", "of the opening, m");
    fields.number("sill_m", -1000.0, 9000.0, "m", link.sill_m);
    fields.number("width_m", 0.05, 1000.0, "m", link.width_m);
    fields.number("height_m", 0.01, 100.0, "m", link.height_m);
    Duration travel;
    fields.duration("travel", travel);
    link.travel_s = travel.seconds();
}

/// on: a canal, at: a place: it closes the canal there and joins both sides, in the direction of the canal's line.
void read_on_canal(CaseReader& in, Fields& fields, const YamlNode& on, hydro::Link& link) {
    bool against = false;
    fields.truth("against", against);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    for (const char* key : {"from", "to"})
        if (const YamlNode* side = fields.find(key))
            in.error(*side, "a structure on a canal has its sides from the canal", "leave from and to out");
    const auto chainage_m = at != nullptr ? in.along_canal(on, *at, "at") : std::nullopt;
    if (!chainage_m || in.out.flood_case.canals.names.empty()) return;
    flood::CanalNetwork& net = in.out.flood_case.canals;
    const auto l = link_at(net, on.text, *chainage_m);
    if (!l) {
        in.error(*at, "canal \"" + on.text + "\" lies in one cell: nothing can close it", "make the cells smaller");
        return;
    }
    net.links[*l].shut = true;
    link.from = {hydro::canal_place(net.links[*l].a)};
    link.to = {hydro::canal_place(net.links[*l].b)};
    if (against) std::swap(link.from, link.to);
}

void read_sides(CaseReader& in, Fields& fields, hydro::Link& link) {
    if (const YamlNode* on = fields.find("on")) return read_on_canal(in, fields, *on, link);
    if (const YamlNode* from = fields.require("from", "from: [easting, northing]")) link.from = in.cells(*from, "from");
    if (const YamlNode* to = fields.require("to", "to: [easting, northing]")) link.to = in.cells(*to, "to");
}

void read_link(CaseReader& in, const YamlNode& node) {
    static const std::vector<std::string> kinds{"weir", "gate", "culvert", "pump"};
    hydro::Link link;
    Fields fields(node, "a structure", in.file, in.errors);
    std::string kind;
    for (const std::string& name : kinds) {
        if (fields.find(name) == nullptr) continue;
        kind = name;
        fields.text(name, link.name);
    }
    if (kind.empty()) {
        fields.error(node, "a structure has no kind", "begin it with one of weir, gate, culvert, pump and its name");
        return;
    }
    link.kind = static_cast<hydro::LinkKind>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin());
    read_sides(in, fields, link);
    fields.truth("flap", link.flap);
    fields.truth("needs_power", link.needs_power);
    if (link.kind == hydro::LinkKind::Culvert)
        read_barrel(in, node, fields, link.barrel);
    else if (link.kind == hydro::LinkKind::Pump)
        read_pump(in, node, fields, link);
    else
        read_opening(fields, link);
    if (const YamlNode* rule = fields.find("rule")) link.rule = read_case_rule(in, *rule, link);
    fields.finish();
    for (const std::uint32_t cell : link.from) {
        if (std::find(link.to.begin(), link.to.end(), cell) == link.to.end()) continue;
        in.error(node, "\"" + link.name + "\" begins and ends in the same cell", "move its ends to both sides");
        return;
    }
    for (const hydro::Link& other : in.out.flood_case.links)
        if (other.name == link.name) in.error(node, "two structures are called \"" + link.name + "\"");
    if (!link.from.empty() && !link.to.empty()) in.out.flood_case.links.push_back(std::move(link));
}

}  // namespace

void read_case_structures(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "structures")) read_link(in, *node);
}

}  // namespace sd
