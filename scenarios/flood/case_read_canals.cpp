// Canals narrower than a cell: lines in the case or in a layer, and what stands at their ends.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenarios/flood/canal_layout.h"
#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/features.h"

namespace sd {
namespace {

constexpr double kNarrowest_m = 0.1;
constexpr double kDeepest_m = 50.0;  ///< below the ground

/// An end that is not a dead one.
struct EndSpec {
    std::size_t canal = 0;
    bool first = true;
    const YamlNode* node = nullptr;
    flood::CanalEndKind kind = flood::CanalEndKind::Level;
    double slope = 0.001;
    hydro::Curve curve;
};

struct Read {
    std::vector<CanalDrawn> lines;
    std::vector<const YamlNode*> nodes;  ///< per line
    std::vector<EndSpec> ends;
};

/// One number for all, or one per point.
std::vector<double> values(CaseReader& in, const YamlNode& node, const std::string& what, std::size_t points,
                           double low, double high) {
    std::vector<double> out;
    const auto add = [&](const YamlNode& at) {
        const auto v = in.number(at, what);
        if (v && (*v < low || *v > high))
            in.error(at, fmt::format("{} is {}, expected {:g}…{:g} m", what, *v, low, high));
        if (v) out.push_back(std::clamp(*v, low, high));
    };
    if (node.kind != NodeKind::List) {
        add(node);
    } else {
        for (const YamlNode& item : node.items) add(item);
        if (node.items.size() != points || points == 0) {
            in.error(node, fmt::format("{} has {} values for {} points", what, node.items.size(), points),
                     "give one number, or one per point of the line");
        }
    }
    if (out.size() != 1 && out.size() != points) out.assign(1, low);
    return out;
}

/// What a line and the defaults of a layer have in common.
void read_section(CaseReader& in, const YamlNode& node, Fields& fields, std::size_t points, CanalDrawn& line) {
    const double widest_m = in.ground_known ? in.grid().cell_m : 1.0e4;
    if (const YamlNode* width = fields.find("width_m")) {
        line.width_m = values(in, *width, "width_m", points, kNarrowest_m, 1.0e4);
        if (*std::max_element(line.width_m.begin(), line.width_m.end()) > widest_m)
            in.error(*width, fmt::format("the canal is wider than a cell of {:g} m", widest_m),
                     "carve it into the terrain: the sheet itself can carry it");
    }
    if (const YamlNode* bed = fields.find("bed_m")) line.bed_m = values(in, *bed, "bed_m", points, -1000.0, 9000.0);
    if (const YamlNode* depth = fields.find("depth_m"))
        line.depth_m = values(in, *depth, "depth_m", points, 0.05, kDeepest_m);
    if (const YamlNode* bank = fields.find("bank_m"))
        line.bank_m = values(in, *bank, "bank_m", points, -1000.0, 9000.0);
    fields.number("side_slope", 0.0, 10.0, "horizontal per vertical", line.side_slope);
    fields.number("manning", 0.005, 0.5, "s/m^(1/3)", line.manning);
    line.level_m = in.first_level_m;
    fields.number("water_level_m", -1000.0, 9000.0, "m", line.level_m);
    if (!line.bed_m.empty() && !line.depth_m.empty())
        in.error(node, "a canal has bed_m and depth_m", "keep one of them");
}

void read_end(CaseReader& in, const YamlNode& node, Read& read, std::size_t canal, bool first, bool placed) {
    EndSpec end;
    Fields fields(node, "the end of a canal", in.file, in.errors);
    bool free = false;
    if (placed) fields.find("at");
    const YamlNode* level = fields.find("level_m");
    const YamlNode* tide = fields.find("tide");
    const YamlNode* flow = fields.find("discharge_m3_s");
    const YamlNode* slope = fields.find("slope");
    fields.truth("free", free);
    fields.number("slope", 1.0e-6, 0.2, "m/m", end.slope);
    fields.finish();
    const int kinds = (level != nullptr ? 1 : 0) + (tide != nullptr ? 1 : 0) + (flow != nullptr ? 1 : 0) +
                      (slope != nullptr ? 1 : 0) + (free ? 1 : 0);
    if (kinds != 1) {
        fields.error(node,
                     fmt::format("the end of a canal has {} of level_m, tide, discharge_m3_s, slope and free", kinds),
                     "give exactly one, or leave it out: a dead end");
        return;
    }
    end.kind = level != nullptr || tide != nullptr ? flood::CanalEndKind::Level
               : flow != nullptr                   ? flood::CanalEndKind::Discharge
               : slope != nullptr                  ? flood::CanalEndKind::Normal
                                                   : flood::CanalEndKind::Critical;
    if (level != nullptr) end.curve = in.series(*level, "level_m", -1000.0, 9000.0, "m");
    if (tide != nullptr) end.curve = read_case_tide(in, *tide);
    if (flow != nullptr) end.curve = in.series(*flow, "discharge_m3_s", -1.0e4, 1.0e4, "m³/s");
    if (end.kind == flood::CanalEndKind::Level) {
        double& highest_m = in.out.flood_case.ground.highest_water_m;
        for (const double level_m : end.curve.y) highest_m = std::max(highest_m, level_m);
    }
    end.canal = canal;
    end.first = first;
    end.node = &node;
    read.ends.push_back(std::move(end));
}

void read_line(CaseReader& in, const YamlNode& node, Fields& fields, const YamlNode& way, Read& read) {
    CanalDrawn line;
    fields.require("name", "name every canal: structures and points refer to it");
    fields.text("name", line.name);
    line.points = in.line(way, "line");
    fields.require("width_m", "of the canal at its bed, m");
    read_section(in, node, fields, line.points.size(), line);
    if (line.bed_m.empty() && line.depth_m.empty())
        fields.error(node, "a canal has neither bed_m nor depth_m",
                     "bed_m above the vertical datum, or depth_m below the ground");
    for (const bool first : {true, false}) {
        if (const YamlNode* end = fields.find(first ? "begin" : "end"))
            read_end(in, *end, read, read.lines.size(), first, false);
    }
    fields.finish();
    if (line.points.size() < 2 || line.width_m.empty() || line.bed_m.size() + line.depth_m.size() == 0) return;
    read.lines.push_back(std::move(line));
    read.nodes.push_back(&node);
}

void add_feature(const OGRLineString& way, const GridFrame& frame, CanalDrawn line, std::vector<CanalDrawn>& out) {
    for (int k = 0; k < way.getNumPoints(); ++k) line.points.push_back(local(frame, way.getX(k), way.getY(k)));
    if (line.points.size() >= 2 && !results::cut({line.name, line.points}, frame.grid).empty())
        out.push_back(std::move(line));
}

/// Every line of a layer that touches the grid; attributes say what differs from the defaults.
Result<std::vector<CanalDrawn>> canals_of_layer(const std::filesystem::path& file, const GridFrame& frame,
                                                const CanalDrawn& defaults, std::vector<Bilingual>& warnings) {
    Attributes attributes({"kênh", "canals"});
    std::vector<CanalDrawn> out;
    const auto one = [](const std::vector<double>& v) { return v.empty() ? std::nan("") : v.front(); };
    const auto done = each_feature(file, frame, [&](OGRFeature& f, const OGRGeometry& shape) {
        CanalDrawn line = defaults;
        line.name = attributes.text(f, "name", "");
        if (line.name.empty()) line.name = fmt::format("canal {}", f.GetFID());
        line.width_m = {attributes.number(f, "width_m", kNarrowest_m, frame.grid.cell_m, one(defaults.width_m))};
        const double bed_m = attributes.number(f, "bed_m", -1000.0, 9000.0, one(defaults.bed_m));
        const double depth_m = attributes.number(f, "depth_m", 0.05, kDeepest_m, one(defaults.depth_m));
        const double bank_m = attributes.number(f, "bank_m", -1000.0, 9000.0, one(defaults.bank_m));
        line.bed_m.assign(std::isfinite(bed_m) ? 1 : 0, bed_m);
        line.depth_m.assign(std::isfinite(bed_m) || !std::isfinite(depth_m) ? 0 : 1, depth_m);
        line.bank_m.assign(std::isfinite(bank_m) ? 1 : 0, bank_m);
        line.manning = attributes.number(f, "manning", 0.005, 0.5, defaults.manning);
        line.side_slope = attributes.number(f, "side_slope", 0.0, 10.0, defaults.side_slope);
        const auto kind = wkbFlatten(shape.getGeometryType());
        if (kind == wkbLineString) add_feature(*shape.toLineString(), frame, line, out);
        if (kind != wkbMultiLineString) return;
        for (const OGRLineString* way : *shape.toMultiLineString()) add_feature(*way, frame, line, out);
    });
    if (!done) return tl::unexpected(done.error());
    attributes.say(warnings);
    return out;
}

/// An end of a layer's canal is named by a place near it.
void read_placed_end(CaseReader& in, const YamlNode& node, Read& read, std::size_t from) {
    const auto at = std::find_if(node.members.begin(), node.members.end(),
                                 [](const YamlMember& m) { return m.first.text == "at"; });
    if (node.kind != NodeKind::Map || at == node.members.end())
        return in.error(node, "an end has no place", "at: [easting, northing] near an end of a canal");
    const auto place = in.place(at->second, "at");
    if (!place) return;
    double best_m = 1.0e300;
    std::size_t canal = 0;
    bool first = true;
    for (std::size_t k = from; k < read.lines.size(); ++k) {
        for (const bool begin : {true, false}) {
            const LocalXY end = begin ? read.lines[k].points.front() : read.lines[k].points.back();
            const double away_m = std::hypot(end.x_m - place->x_m, end.y_m - place->y_m);
            if (away_m >= best_m) continue;
            best_m = away_m;
            canal = k;
            first = begin;
        }
    }
    if (best_m > 5.0 * in.grid().cell_m)
        return in.error(at->second, "no canal of the layer ends within five cells of it",
                        "move it to the end of a canal");
    read_end(in, node, read, canal, first, true);
}

void read_layer(CaseReader& in, const YamlNode& node, Fields& fields, Read& read) {
    CanalDrawn defaults;
    std::string layer;
    fields.text("layer", layer);
    read_section(in, node, fields, 0, defaults);
    const auto ends = in.list(fields, "ends");
    fields.finish();
    if (!in.ground_known) return;
    const GridFrame frame{in.out.frame.epsg, in.out.frame.east_m, in.out.frame.north_m, in.grid()};
    auto lines = canals_of_layer(in.path(layer), frame, defaults, in.out.warnings);
    if (!lines) {
        for (const Error& e : lines.error()) in.error(node, e.file + " " + e.message, e.hint);
        return;
    }
    const std::size_t from = read.lines.size();
    for (CanalDrawn& line : *lines) {
        const bool whole = std::isfinite(line.width_m.front()) && line.bed_m.size() + line.depth_m.size() > 0;
        if (!whole)
            return in.error(node,
                            "canal \"" + line.name + "\" of the layer has no width_m, or neither bed_m nor depth_m",
                            "add the attributes, or give width_m and depth_m here for those that lack them");
        read.lines.push_back(std::move(line));
        read.nodes.push_back(&node);
    }
    if (read.lines.size() == from)
        return in.error(node, layer + " has no line that touches the grid", "check its system");
    for (const YamlNode* end : ends) read_placed_end(in, *end, read, from);
}

/// Names lead from structures and points to canals; of several lines of one name the layers' count on.
void check_names(CaseReader& in, Read& read) {
    for (std::size_t k = 0; k < read.lines.size(); ++k) {
        std::string name = read.lines[k].name;
        for (int n = 2; in.canal_lines.count(name) != 0; ++n) {
            const bool same_item = k > 0 && read.nodes[k] == read.nodes[k - 1];
            if (!same_item && n == 2) in.error(*read.nodes[k], "two canals are called \"" + name + "\"");
            name = fmt::format("{} ({})", read.lines[k].name, n);
        }
        read.lines[k].name = name;
        in.canal_lines[name] = read.lines[k].points;
    }
}

void place_ends(CaseReader& in, Read& read) {
    hydro::Case& c = in.out.flood_case;
    for (EndSpec& end : read.ends) {
        if (end.canal >= c.canals.names.size()) continue;
        const flood::CanalName& name = c.canals.names[end.canal];
        const std::uint32_t k = end.first ? name.first : name.first + name.count - 1;
        if (c.canals.nodes[k].open_water) {
            in.error(*end.node, "canal \"" + name.name + "\" ends in open water, whose level is the sheet's",
                     "leave the end out, or end the canal before");
            continue;
        }
        const bool taken = std::any_of(c.canals.ends.begin(), c.canals.ends.end(),
                                       [k](const flood::CanalEnd& other) { return other.node == k; });
        if (taken) in.error(*end.node, "that end of canal \"" + name.name + "\" is given twice");
        c.canals.ends.push_back({k, end.kind, end.slope});
        c.canal_ends.push_back(std::move(end.curve));
    }
}

}  // namespace

void read_case_canals(CaseReader& in, Fields& top) {
    Read read;
    for (const YamlNode* node : in.list(top, "canals")) {
        Fields fields(*node, "a canal", in.file, in.errors);
        const YamlNode* layer = fields.find("layer");
        const YamlNode* way = fields.find("line");
        if ((layer == nullptr) == (way == nullptr)) {
            fields.error(*node, "a canal has a line, or a layer of many",
                         "line: [[easting, northing], …], or layer: canals.gpkg");
        } else if (layer != nullptr) {
            read_layer(in, *node, fields, read);
        } else {
            read_line(in, *node, fields, *way, read);
        }
    }
    if (read.lines.empty() || !in.ground_known) return;
    check_names(in, read);
    CanalLayout laid = lay_canals(read.lines, in.out.flood_case.ground, in.out.frame.east_m, in.out.frame.north_m);
    for (const CanalProblem& p : laid.problems)
        in.error(*read.nodes[p.canal], "canal \"" + read.lines[p.canal].name + "\": " + p.message, p.hint);
    in.out.warnings.insert(in.out.warnings.end(), laid.warnings.begin(), laid.warnings.end());
    if (!laid.problems.empty()) return;
    in.out.flood_case.canals = std::move(laid.network);
    place_ends(in, read);
}

}  // namespace sd
