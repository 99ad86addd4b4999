// Nodes of .inp files and what flows into them.
#include <algorithm>
#include <cmath>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/sewer/inp_reader.h"

namespace sd::sewer::inp {
namespace {

constexpr double kFar = 1e6;

double least_area_m2(const Reader& r) {
    constexpr double kSwmm_m2 = 12.566 * 0.3048 * 0.3048;  // a shaft four feet wide
    const double given = r.least_area * r.length_m * r.length_m;
    return given >= 0.01 ? given : kSwmm_m2;
}

/// Registers a node of this line; nullptr when its name is taken.
Node* add_node(Reader& r, const Line& line) {
    auto& nodes = r.out.network.nodes;
    if (!r.add(r.nodes, line, "node", static_cast<int>(nodes.size()))) return nullptr;
    Node& node = nodes.emplace_back();
    node.id = line.tokens[0].text;
    node.line = line.number;
    node.invert_m = r.number(line, 1, "invert elevation", -kFar, kFar) * r.length_m;
    node.area_m2 = least_area_m2(r);
    r.ymax_missing.push_back(false);
    r.extra_m.push_back(0.0);
    return &node;
}

int add_curve(Reader& r, Curve curve) {
    r.out.network.curves.push_back(std::move(curve));
    r.curve_kinds.emplace_back("made");
    return static_cast<int>(r.out.network.curves.size()) - 1;
}

/// Copy of a curve with y in other units; the curve itself where nothing changes.
int scaled(Reader& r, int index, double y_scale) {
    if (y_scale == 1.0) return index;
    Curve copy = r.out.network.curves[static_cast<std::size_t>(index)];
    for (double& y : copy.y) y *= y_scale;
    return add_curve(r, std::move(copy));
}

/// A daily tide curve (seconds of the day → level) laid out over the days of the run.
int unroll(Reader& r, const Line& line, int index) {
    const Curve day = r.out.network.curves[static_cast<std::size_t>(index)];
    Curve out{day.id, {}, {}};
    const double begin_s = ((r.out.start - Instant{}) % hours(24)).seconds();
    const double days = std::ceil(((r.end - r.out.start).seconds() + begin_s) / 86400.0);
    if (day.x.empty() || day.x.front() < 0.0 || day.x.back() > 86400.0 || days > 4000.0) {
        r.fail(line, 3, "the tide '" + day.id + "' does not fit days of 24 hours", "give hours 0 to 24 and fewer days");
        return index;
    }
    for (int d = -1; d <= static_cast<int>(std::max(days, 1.0)); ++d) {
        for (std::size_t i = 0; i < day.x.size(); ++i) {
            const double x = d * 86400.0 + day.x[i] - begin_s;
            if (!out.x.empty() && x <= out.x.back()) continue;  // hour 24 of one day is hour 0 of the next
            out.x.push_back(x);
            out.y.push_back(day.y[i]);
        }
    }
    return add_curve(r, std::move(out));
}

/// area = a0 + a1 depth^a2 as a curve; straight between 33 points, exact where a2 is 0 or 1.
Curve functional(const std::string& id, double a0, double a1, double a2, double depth_m, double length_m) {
    Curve out{id, {}, {}};
    const double area = length_m * length_m;
    for (int i = 0; i <= 32; ++i) {
        const double depth = depth_m * i / 32.0;
        const double rise = a2 == 0.0 ? 1.0 : math::pow(depth / length_m, a2);
        out.x.push_back(depth);
        out.y.push_back(std::max((a0 + a1 * rise) * area, 0.0));
    }
    return out;
}

/// Depth → area of [STORAGE]; gives the token after it, or 0 after an error.
std::size_t read_shape(Reader& r, const Line& line, Node& node, double depth_m) {
    const auto kind = r.word(line, 4, "shape of the storage");
    if (!kind) return 0;
    if (same(*kind, "TABULAR")) {
        node.storage = r.find(r.curves, line, 5, "storage curve");
        return node.storage == kNone ? 0 : 6;
    }
    const double most = 1e9;
    if (same(*kind, "FUNCTIONAL")) {
        const double a1 = r.number(line, 5, "coefficient", -most, most);
        const double a2 = r.number(line, 6, "exponent", 0.0, 10.0);
        const double a0 = r.number_or(line, 7, "constant", -most, most, 0.0);
        node.storage = add_curve(r, functional(node.id, a0, a1, a2, std::max(depth_m, 0.01), r.length_m));
        return 8;
    }
    if (same(*kind, "CYLINDRICAL")) {
        const double area = r.number(line, 5, "length", 0.0, 1e6) * r.number(line, 6, "width", 0.0, 1e6);
        node.area_m2 = std::max(0.25 * kPi * area * r.length_m * r.length_m, 0.01);
        return 8;
    }
    r.fail(line, 4, "storage shape '" + std::string(*kind) + "' is not supported",
           "use TABULAR, FUNCTIONAL or CYLINDRICAL");
    return 0;
}

}  // namespace

void read_junction(Reader& r, const Line& line) {
    Node* node = add_node(r, line);
    if (!node) return;
    const double depth = r.number_or(line, 2, "full depth", 0.0, kFar, 0.0) * r.length_m;
    node->initial_m = r.number_or(line, 3, "initial depth", 0.0, kFar, 0.0) * r.length_m;
    r.extra_m.back() = r.number_or(line, 4, "surcharge depth", 0.0, kFar, 0.0) * r.length_m;
    const double ponded = r.number_or(line, 5, "ponded area", 0.0, 1e9, 0.0) * r.length_m * r.length_m;
    r.ymax_missing.back() = depth <= 0.0;
    node->rim_m = node->invert_m + depth + r.extra_m.back();
    node->rim = r.ponding && ponded >= 0.01 ? Rim::Ponds : Rim::Spills;
    node->ponded_area_m2 = ponded;
}

void read_storage(Reader& r, const Line& line) {
    Node* node = add_node(r, line);
    if (!node) return;
    const double depth = r.number(line, 2, "full depth", 0.0, kFar) * r.length_m;
    node->initial_m = r.number(line, 3, "initial depth", 0.0, kFar) * r.length_m;
    const std::size_t next = read_shape(r, line, *node, depth);
    const double surcharge = next == 0 ? 0.0 : r.number_or(line, next, "surcharge depth", 0.0, kFar, 0.0) * r.length_m;
    node->rim_m = node->invert_m + depth + surcharge;
    node->rim = Rim::Spills;
    if (next != 0 && line.tokens.size() > next + 1)
        r.note(line.number, line.tokens[next + 1].column, "storage '" + node->id + "'",
               "evaporation and seepage are not computed; ignored");
}

void read_outfall(Reader& r, const Line& line) {
    Node* node = add_node(r, line);
    if (!node) return;
    const auto kind = r.word(line, 2, "kind of outfall");
    node->outfall = Outfall::Free;
    if (!kind) return;
    std::size_t gate = 4;
    if (same(*kind, "FREE") || same(*kind, "NORMAL")) {
        node->outfall = same(*kind, "FREE") ? Outfall::Free : Outfall::Normal;
        gate = 3;
    } else if (same(*kind, "FIXED")) {
        node->outfall = Outfall::Level;
        node->level_m = r.number(line, 3, "level", -kFar, kFar) * r.length_m;
    } else if (same(*kind, "TIDAL")) {
        const int curve = r.find(r.curves, line, 3, "tide curve");
        if (curve != kNone) {
            const int laid = unroll(r, line, curve);
            node->outfall = Outfall::Series;
            node->series = laid;
        }
    } else if (same(*kind, "TIMESERIES")) {
        const int series = r.find(r.series, line, 3, "time series");
        if (series != kNone) {
            node->outfall = Outfall::Series;
            node->series = scaled(r, series, r.length_m);
        }
    } else {
        r.fail(line, 2, "unknown kind of outfall '" + std::string(*kind) + "'",
               "use FREE, NORMAL, FIXED, TIDAL or TIMESERIES");
    }
    node->flap = r.yes(line, gate);
    if (line.tokens.size() > gate + 1)
        r.note(line.number, line.tokens[gate + 1].column, "outfall '" + node->id + "'",
               "its water is not routed to a subcatchment; it leaves");
}

void read_inflow(Reader& r, const Line& line) {
    const int node = r.find(r.nodes, line, 0, "node");
    const auto what = r.word(line, 1, "constituent");
    if (node == kNone || !what) return;
    if (!same(*what, "FLOW"))
        return r.note(line.number, line.tokens[1].column, "inflow of " + std::string(*what),
                      "water quality is not computed; ignored");
    Inflow inflow;
    inflow.node = node;
    inflow.line = line.number;
    const auto name = r.word(line, 2, "time series (\"\" for none)");
    if (name && !name->empty() && *name != "*") inflow.series = r.find(r.series, line, 2, "time series");
    const double unit = r.number_or(line, 4, "units factor", -1e9, 1e9, 1.0);
    inflow.scale = unit * r.number_or(line, 5, "scale factor", -1e9, 1e9, 1.0) * r.flow_m3_s;
    inflow.base_m3_s = r.number_or(line, 6, "base flow", -1e9, 1e9, 0.0) * r.flow_m3_s;
    if (line.tokens.size() > 7 && !line.tokens[7].text.empty())
        r.note(line.number, line.tokens[7].column, "pattern " + std::string(line.tokens[7].text),
               "time patterns do not apply; the base flow is constant");
    r.out.network.inflows.push_back(inflow);
}

void read_dry_weather(Reader& r, const Line& line) {
    const int node = r.find(r.nodes, line, 0, "node");
    const auto what = r.word(line, 1, "constituent");
    if (node == kNone || !what) return;
    if (!same(*what, "FLOW"))
        return r.note(line.number, line.tokens[1].column, "dry weather load of " + std::string(*what),
                      "water quality is not computed; ignored");
    Inflow inflow;
    inflow.node = node;
    inflow.line = line.number;
    inflow.base_m3_s = r.number(line, 2, "average flow", -1e9, 1e9) * r.flow_m3_s;
    for (std::size_t k = 3; k < line.tokens.size(); ++k)
        if (!line.tokens[k].text.empty())
            r.note(line.number, line.tokens[k].column, "pattern " + std::string(line.tokens[k].text),
                   "time patterns do not apply; the flow stays at its average");
    r.out.network.inflows.push_back(inflow);
}

void read_coordinates(Reader& r, const Line& line) {
    const int node = r.find(r.nodes, line, 0, "node");
    if (node == kNone) return;
    r.out.network.nodes[static_cast<std::size_t>(node)].at = {r.number(line, 1, "x", -1e9, 1e9),
                                                              r.number(line, 2, "y", -1e9, 1e9)};
}

}  // namespace sd::sewer::inp
