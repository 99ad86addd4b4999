// Gates, culverts, pumps, dykes, breaches and the sewer.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/flood/case_reader.h"
#include "scenarios/token_reader.h"
#include "scenarios/words.h"
#include "sim/sewer/inp.h"

namespace sd {
namespace {

std::uint32_t gauge(CaseReader& in, TokenReader& t, const hydro::Link& link) {
    if (!t.take("level")) t.complain("level(…)");
    t.take("(");
    const std::string name = t.text("a point's name, inside or outside");
    std::uint32_t cell = 0;
    if (name == "inside" && !link.from.empty()) {
        cell = link.from.front();
    } else if (name == "outside" && !link.to.empty()) {
        cell = link.to.front();
    } else if (const auto known = in.gauges.find(name); known != in.gauges.end()) {
        cell = known->second;
    } else if (!t.failed() && in.ground_known) {
        std::vector<std::string> names;
        if (!link.from.empty()) names = {"inside", "outside"};
        for (const auto& [point, at] : in.gauges) names.push_back(point);
        t.complain_last("no point is called \"" + name + "\"",
                        names.empty() ? "name one under points" : suggest(name, names));
    }
    t.take(")");
    return cell;
}

/// open while level(inside) − level(outside) > 0.10 m
hydro::Rule read_rule(CaseReader& in, const YamlNode& node, const hydro::Link& link) {
    hydro::Rule rule;
    const SentenceContext context{in.file, in.out.frame.epoch, in.out.length};
    auto tokens = tokenize(node, in.file);
    if (!tokens) {
        in.errors.insert(in.errors.end(), tokens.error().begin(), tokens.error().end());
        return rule;
    }
    TokenReader t(node, context, std::move(*tokens));
    if (!t.take("open") || !t.take("while"))
        t.complain("\"open while …\"", "e.g. open while level(inside) - level(outside) > 0.10 m");
    rule.a = gauge(in, t, link);
    if (t.take("-") || t.take("−")) rule.b = gauge(in, t, link);
    rule.below = t.one_of({">", "<"}, "> or <") == "<";
    rule.over_m = t.number("a level in m");
    t.take("m");
    t.finish();
    in.errors.insert(in.errors.end(), t.errors().begin(), t.errors().end());
    return rule;
}

/// What has no sensible default must be said.
void need(Fields& fields, const YamlNode& node, const std::vector<std::string>& keys) {
    for (const std::string& key : keys)
        if (fields.find(key) == nullptr)
            fields.error(node, "\"" + key + "\" is missing", "levels are above the vertical datum");
}

void read_barrel(CaseReader& in, const YamlNode& node, Fields& fields, hydro::Barrel& b) {
    double barrels = 1.0;
    double diameter = 0.0;
    b.length_m = 10.0;
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
    need(fields, node, {"invert_from_m", "invert_to_m"});
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
    if (fields.find("off_below_m") != nullptr)
        need(fields, node, {"on_above_m"});
    else if (link.off_m > link.on_m)
        in.error(node, "the pump stops above the level at which it starts");
}

void read_opening(Fields& fields, const YamlNode& node, hydro::Link& link) {
    need(fields, node, {"sill_m", "width_m"});
    fields.number("sill_m", -1000.0, 9000.0, "m", link.sill_m);
    fields.number("width_m", 0.05, 1000.0, "m", link.width_m);
    fields.number("height_m", 0.01, 100.0, "m", link.height_m);
    Duration travel;
    fields.duration("travel", travel);
    link.travel_s = travel.seconds();
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
    if (const YamlNode* from = fields.require("from", "from: [easting, northing]")) link.from = in.cells(*from, "from");
    if (const YamlNode* to = fields.require("to", "to: [easting, northing]")) link.to = in.cells(*to, "to");
    fields.truth("flap", link.flap);
    fields.truth("needs_power", link.needs_power);
    if (link.kind == hydro::LinkKind::Culvert)
        read_barrel(in, node, fields, link.barrel);
    else if (link.kind == hydro::LinkKind::Pump)
        read_pump(in, node, fields, link);
    else
        read_opening(fields, node, link);
    if (const YamlNode* rule = fields.find("rule")) link.rule = read_rule(in, *rule, link);
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

// The faces that a line runs along: from each corner of the grid near it to the next. `way` in metres of the grid.
std::vector<hydro::DykeFace> faces_along(const GridSpec& g, const std::vector<LocalXY>& way, double crest_m) {
    std::vector<hydro::DykeFace> faces;
    const auto corner = [&](double v, double o) { return static_cast<int>(std::lround((v - o) / g.cell_m)); };
    const auto add = [&](int i, int j, bool west) {
        const bool inside = i >= 0 && j >= 0 && i < g.nx && j < g.ny && (west ? i > 0 : j > 0);
        if (!inside) return;
        const hydro::DykeFace face{g.cell(i, j), west, crest_m};
        const bool known = std::any_of(faces.begin(), faces.end(), [&](const hydro::DykeFace& f) {
            return f.cell == face.cell && f.west == face.west;
        });
        if (!known) faces.push_back(face);
    };
    for (std::size_t k = 0; k + 1 < way.size(); ++k) {
        int i = corner(way[k].x_m, g.origin.x_m);
        int j = corner(way[k].y_m, g.origin.y_m);
        const int i1 = corner(way[k + 1].x_m, g.origin.x_m);
        const int j1 = corner(way[k + 1].y_m, g.origin.y_m);
        const double dx = way[k + 1].x_m - way[k].x_m;
        const double dy = way[k + 1].y_m - way[k].y_m;
        // Corner by corner, always by the step that stays nearer to the straight line.
        while (i != i1 || j != j1) {
            const int si = i < i1 ? 1 : -1;
            const int sj = j < j1 ? 1 : -1;
            const auto off = [&](int ci, int cj) {
                const double x = g.origin.x_m + ci * g.cell_m - way[k].x_m;
                const double y = g.origin.y_m + cj * g.cell_m - way[k].y_m;
                return std::fabs(x * dy - y * dx);
            };
            const bool along_x = j == j1 || (i != i1 && off(i + si, j) <= off(i, j + sj));
            if (along_x) {
                add(si > 0 ? i : i - 1, j, false);
                i += si;
            } else {
                add(i, sj > 0 ? j : j - 1, true);
                j += sj;
            }
        }
    }
    return faces;
}

void read_dyke(CaseReader& in, const YamlNode& node) {
    hydro::Dyke dyke;
    Fields fields(node, "a dyke", in.file, in.errors);
    double crest_m = -1e9;
    fields.text("name", dyke.name);
    fields.number("crest_m", -1000.0, 9000.0, "m", crest_m);
    const YamlNode* way = fields.require("line", "line: [[easting, northing], …]");
    fields.finish();
    if (crest_m < -1e8) fields.error(node, "a dyke has no crest_m", "its level above the vertical datum");
    for (const hydro::Dyke& other : in.out.flood_case.dykes)
        if (other.name == dyke.name) in.error(node, "two dykes are called \"" + dyke.name + "\"", "name every dyke");
    if (way == nullptr) return;
    const auto points = in.line(*way, "line");
    if (!in.ground_known || points.size() < 2) return;
    dyke.faces = faces_along(in.grid(), points, crest_m);
    if (dyke.faces.empty()) in.error(*way, "the dyke touches no face inside the grid");
    in.out.flood_case.dykes.push_back(std::move(dyke));
}

LocalXY middle(const GridSpec& g, const hydro::DykeFace& face) {
    const LocalXY c = g.center_of(face.cell);
    return face.west ? LocalXY{c.x_m - 0.5 * g.cell_m, c.y_m} : LocalXY{c.x_m, c.y_m - 0.5 * g.cell_m};
}

/// +2h30m, or: level("point") > 2.1 m
void read_trigger(CaseReader& in, const YamlNode& node, hydro::Breach& breach) {
    if (!node.text.empty() && node.text.front() == '+') {
        breach.at_s = in.seconds(node, "when").value_or(-1.0);
        return;
    }
    YamlNode rule = node;
    const std::string before = "open while ";
    rule.text = before + node.text;
    rule.place.column -= static_cast<int>(before.size());
    const hydro::Rule read = read_rule(in, rule, {});
    breach.gauge = read.a;
    breach.above_m = read.over_m;
    if (read.below || read.b != hydro::kNoCell) in.error(node, "a breach waits for level(\"point\") > a level");
}

void read_breach(CaseReader& in, const YamlNode& node) {
    hydro::Breach breach;
    Fields fields(node, "a breach", in.file, in.errors);
    std::string dyke;
    Duration grows = minutes(30);
    fields.text("name", breach.name);
    fields.text("dyke", dyke);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    breach.width_m = 20.0;
    fields.number("width_m", 0.1, 5000.0, "m", breach.width_m);
    fields.number("invert_m", -1000.0, 9000.0, "m", breach.invert_m);
    fields.duration("grows", grows);
    breach.grows_s = grows.seconds();
    if (const YamlNode* when = fields.find("when")) read_trigger(in, *when, breach);
    need(fields, node, {"invert_m", "dyke"});
    fields.finish();
    for (const hydro::Breach& other : in.out.flood_case.breaches)
        if (other.name == breach.name) in.error(node, "two breaches are called \"" + breach.name + "\"");
    if (breach.at_s > in.out.length.seconds()) in.error(node, "the breach opens after the end of the run");
    std::vector<std::string> names;
    for (const hydro::Dyke& d : in.out.flood_case.dykes) {
        names.push_back(d.name);
        if (d.name == dyke) breach.faces = d.faces;
    }
    if (breach.faces.empty()) {
        if (in.ground_known) fields.error(node, "no dyke is called \"" + dyke + "\"", suggest(dyke, names));
        return;
    }
    const auto place = at != nullptr ? in.place(*at, "at") : std::nullopt;
    if (!place) return;
    const auto far = [&](const hydro::DykeFace& f) {
        const LocalXY m = middle(in.grid(), f);
        return std::hypot(m.x_m - place->x_m, m.y_m - place->y_m);
    };
    std::stable_sort(breach.faces.begin(), breach.faces.end(),
                     [&](const auto& a, const auto& b) { return far(a) < far(b); });
    if (far(breach.faces.front()) > 5.0 * in.grid().cell_m) {
        in.error(*at, fmt::format("the breach lies {:.0f} m from its dyke", far(breach.faces.front())),
                 "move it onto it");
    }
    in.out.flood_case.breaches.push_back(std::move(breach));
}

int node_of(CaseReader& in, const sewer::Network& net, const YamlNode& at, const std::string& id) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < net.nodes.size(); ++k) {
        if (net.nodes[k].id == id) return static_cast<int>(k);
        names.push_back(net.nodes[k].id);
    }
    in.error(at, "the network has no node \"" + id + "\"", suggest(id, names));
    return -1;
}

void read_inlet(CaseReader& in, const sewer::Network& net, const YamlNode& node) {
    hydro::Inlet inlet;
    Fields fields(node, "an inlet", in.file, in.errors);
    std::string id;
    std::string kind = "grate";
    fields.text("name", inlet.name);
    fields.text("node", id);
    fields.text("kind", kind);
    fields.number("perimeter_m", 0.0, 100.0, "m", inlet.opening.perimeter_m);
    fields.number("area_m2", 0.001, 100.0, "m²", inlet.opening.area_m2);
    fields.number("clogged", 0.0, 1.0, "of the opening", inlet.opening.clogged);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    fields.finish();
    if (kind != "grate" && kind != "manhole") fields.error(node, "kind is \"" + kind + "\", expected grate or manhole");
    inlet.opening.grate = kind == "grate";
    inlet.node = node_of(in, net, node, id);
    if (inlet.name.empty()) inlet.name = id;
    for (const hydro::Inlet& other : in.out.flood_case.drains.inlets)
        if (other.name == inlet.name) in.error(node, "two inlets are called \"" + inlet.name + "\"", "give them names");
    const auto cell = at != nullptr ? in.cell(*at, "at") : std::nullopt;
    if (!cell || inlet.node < 0) return;
    inlet.cell = *cell;
    in.out.flood_case.drains.inlets.push_back(std::move(inlet));
}

}  // namespace

void read_case_structures(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "structures")) read_link(in, *node);
}

void read_case_dykes(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "dykes")) read_dyke(in, *node);
    for (const YamlNode* node : in.list(top, "breaches")) read_breach(in, *node);
}

void read_case_drains(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("drains");
    if (node == nullptr) return;
    Fields fields(*node, "drains", in.file, in.errors);
    std::string network;
    fields.text("network", network);
    const auto inlets = in.list(fields, "inlets");
    const auto outlets = in.list(fields, "outlets");
    fields.finish();
    if (network.empty()) {
        in.error(*node, "drains has no network", "network: a SWMM .inp file");
        return;
    }
    auto inp = sewer::read_inp(in.path(network));
    if (!inp) {
        in.errors.insert(in.errors.end(), inp.error().begin(), inp.error().end());
        return;
    }
    for (const Error& notice : inp->notices) in.out.warnings.push_back(to_text(notice));
    for (const YamlNode* inlet : inlets) read_inlet(in, inp->network, *inlet);
    for (const YamlNode* outlet : outlets) {
        Fields of(*outlet, "an outlet", in.file, in.errors);
        std::string id;
        of.text("node", id);
        const YamlNode* at = of.require("at", "at: [easting, northing]");
        of.finish();
        const int k = node_of(in, inp->network, *outlet, id);
        const auto cell = at != nullptr ? in.cell(*at, "at") : std::nullopt;
        if (k < 0 || !cell) continue;
        const bool twice = std::any_of(in.out.flood_case.drains.outlets.begin(), in.out.flood_case.drains.outlets.end(),
                                       [k](const hydro::Outlet& o) { return o.node == k; });
        if (twice) in.error(*outlet, "outfall \"" + id + "\" has an outlet already", "its water arrives once");
        sewer::Node& outfall = inp->network.nodes[static_cast<std::size_t>(k)];
        if (outfall.outfall == sewer::Outfall::None) in.error(*outlet, "node \"" + id + "\" is no outfall");
        outfall.outfall = sewer::Outfall::External;
        in.out.flood_case.drains.outlets.push_back({k, *cell});
    }
    if (!in.ground_known) return;
    hydro::Case& c = in.out.flood_case;
    // Where streets and shafts exchange, water above a rim belongs to the street.
    for (const hydro::Inlet& inlet : c.drains.inlets)
        inp->network.nodes[static_cast<std::size_t>(inlet.node)].rim = sewer::Rim::Shaft;
    sewer::Options options;
    c.drains.per_surface = 64;
    options.quantum_m3 = flood::quantum_of_m(c.scheme, c.precision, c.ground) * c.ground.grid.cell_m *
                         c.ground.grid.cell_m / static_cast<double>(c.drains.per_surface);
    auto model = sewer::compile(inp->network, options);
    if (!model) {
        in.errors.insert(in.errors.end(), model.error().begin(), model.error().end());
        return;
    }
    c.drains.model = std::make_shared<const sewer::Model>(std::move(*model));
}

}  // namespace sd
