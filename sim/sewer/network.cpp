#include "sim/sewer/network.h"

#include <cmath>
#include <cstddef>
#include <map>
#include <string_view>

#include <algorithm>

namespace sd::sewer {
namespace {

struct Checker {
    const Network& net;
    Errors errors;
    std::map<std::string, int, std::less<>> node_ids;
    std::map<std::string, int, std::less<>> link_ids;

    void say(int line, std::string message, std::string hint) {
        errors.push_back({net.file, line, line > 0 ? 1 : 0, std::move(message), std::move(hint)});
    }
    void range(int line, const std::string& id, std::string_view what, double value, double least, double most) {
        if (std::isfinite(value) && value >= least && value <= most) return;
        say(line, "'" + id + "': " + std::string(what) + " is out of range",
            "give a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    void id(std::map<std::string, int, std::less<>>& seen, const std::string& name, int line, std::string_view kind) {
        if (name.empty()) say(line, std::string(kind) + " without a name", "give it one");
        const auto [at, fresh] = seen.emplace(name, line);
        if (!fresh) {
            say(line, std::string(kind) + " '" + name + "' occurs twice",
                at->second > 0 ? "first on line " + std::to_string(at->second) : "rename one");
        }
    }
    void curve(int line, const std::string& name, int index) {
        if (index < 0 || static_cast<std::size_t>(index) >= net.curves.size())
            say(line, "'" + name + "' names no curve", "give the index of a curve");
    }
    void ends(int line, const std::string& name, int from, int to) {
        id(link_ids, name, line, "link");
        const auto count = static_cast<int>(net.nodes.size());
        if (from < 0 || from >= count || to < 0 || to >= count) {
            say(line, "link '" + name + "' has an end that is no node", "name two existing nodes");
            return;
        }
        if (from == to) say(line, "link '" + name + "' ends where it begins", "connect two different nodes");
        const bool both = net.nodes[static_cast<std::size_t>(from)].outfall != Outfall::None &&
                          net.nodes[static_cast<std::size_t>(to)].outfall != Outfall::None;
        if (both) say(line, "link '" + name + "' joins two outfalls", "put a junction between them");
    }
};

constexpr double kFar = 1e5;   // metres
constexpr double kWide = 1e8;  // square metres
constexpr double kBig = 1e12;  // anything else

void check_curves(Checker& c) {
    for (const Curve& curve : c.net.curves) {
        if (curve.x.empty() || curve.x.size() != curve.y.size())
            c.say(0, "curve '" + curve.id + "' has no points", "give x and y pairs");
        for (std::size_t i = 0; i < std::min(curve.x.size(), curve.y.size()); ++i) {
            c.range(0, curve.id, "x", curve.x[i], -kBig, kBig);
            c.range(0, curve.id, "y", curve.y[i], -kBig, kBig);
            if (i > 0 && !(curve.x[i] > curve.x[i - 1]))
                c.say(0, "curve '" + curve.id + "' does not rise in x", "sort its points and drop equal ones");
        }
    }
}

void check_nodes(Checker& c) {
    for (const Node& node : c.net.nodes) {
        c.id(c.node_ids, node.id, node.line, "node");
        c.range(node.line, node.id, "invert", node.invert_m, -kFar, kFar);
        if (node.outfall != Outfall::None) {
            if (node.outfall == Outfall::Level) c.range(node.line, node.id, "level", node.level_m, -kFar, kFar);
            if (node.outfall == Outfall::Series) c.curve(node.line, node.id, node.series);
            continue;
        }
        c.range(node.line, node.id, "rim", node.rim_m, node.invert_m, kFar);
        c.range(node.line, node.id, "shaft area", node.area_m2, 0.01, kWide);
        c.range(node.line, node.id, "initial depth", node.initial_m, 0.0, kFar);
        if (node.rim == Rim::Ponds) c.range(node.line, node.id, "ponded area", node.ponded_area_m2, 0.01, kWide);
        if (node.storage == kNone) continue;
        const std::size_t before = c.errors.size();
        c.curve(node.line, node.id, node.storage);
        if (c.errors.size() != before) continue;
        const Curve& storage = c.net.curves[static_cast<std::size_t>(node.storage)];
        for (const double area : storage.y) c.range(node.line, node.id, "storage area", area, 0.0, kWide);
        for (const double depth : storage.x) c.range(node.line, node.id, "storage depth", depth, 0.0, kFar);
    }
}

void check_conduits(Checker& c) {
    for (const Conduit& link : c.net.conduits) {
        c.ends(link.line, link.id, link.from, link.to);
        c.range(link.line, link.id, "length", link.length_m, 0.1, kFar);
        c.range(link.line, link.id, "Manning's n", link.manning_n, 1e-4, 10.0);
        c.range(link.line, link.id, "barrels", link.barrels, 1.0, 1000.0);
        c.range(link.line, link.id, "offset at its beginning", link.offset_from_m, 0.0, kFar);
        c.range(link.line, link.id, "offset at its end", link.offset_to_m, 0.0, kFar);
        c.range(link.line, link.id, "loss coefficient", link.loss, 0.0, 1e4);
        c.range(link.line, link.id, "initial flow", link.initial_m3_s, -1e5, 1e5);
        const SectionSpec& s = link.section;
        c.range(link.line, link.id, "section height", s.height_m, 0.01, 1000.0);
        if (s.shape == Shape::RectClosed || s.shape == Shape::RectOpen)
            c.range(link.line, link.id, "section width", s.width_m, 0.01, 1e5);
        if (s.shape != Shape::Trapezoidal) continue;
        c.range(link.line, link.id, "bottom width", s.width_m, 0.0, 1e5);
        c.range(link.line, link.id, "side slope", s.slope_left, 0.0, 1e3);
        c.range(link.line, link.id, "side slope", s.slope_right, 0.0, 1e3);
        if (s.width_m + s.slope_left + s.slope_right < 0.01)
            c.say(link.line, "'" + link.id + "': the trapezoid has no width", "give a bottom width or side slopes");
    }
}

void check_structures(Checker& c) {
    for (const Orifice& link : c.net.orifices) {
        c.ends(link.line, link.id, link.from, link.to);
        c.range(link.line, link.id, "height", link.height_m, 1e-3, 1000.0);
        if (!link.circular) c.range(link.line, link.id, "width", link.width_m, 1e-3, 1e5);
        c.range(link.line, link.id, "offset", link.offset_m, 0.0, kFar);
        c.range(link.line, link.id, "discharge coefficient", link.discharge, 1e-3, 10.0);
    }
    for (const Weir& link : c.net.weirs) {
        c.ends(link.line, link.id, link.from, link.to);
        c.range(link.line, link.id, "crest", link.crest_m, 0.0, kFar);
        c.range(link.line, link.id, "height", link.height_m, 1e-3, 1000.0);
        c.range(link.line, link.id, "length", link.length_m, 0.0, 1e5);
        c.range(link.line, link.id, "side slope", link.side_slope, 0.0, 1e3);
        c.range(link.line, link.id, "coefficient", link.coefficient, 0.0, 100.0);
        c.range(link.line, link.id, "end coefficient", link.end_coefficient, 0.0, 100.0);
        c.range(link.line, link.id, "number of end contractions", link.contractions, 0.0, 2.0);
    }
    for (const Pump& link : c.net.pumps) {
        c.ends(link.line, link.id, link.from, link.to);
        c.range(link.line, link.id, "switch-on depth", link.on_m, 0.0, kFar);
        c.range(link.line, link.id, "switch-off depth", link.off_m, 0.0, link.on_m);
        const std::size_t before = c.errors.size();
        c.curve(link.line, link.id, link.curve);
        if (c.errors.size() != before) continue;
        for (const double flow : c.net.curves[static_cast<std::size_t>(link.curve)].y)
            c.range(link.line, link.id, "pumped flow", flow, 0.0, 1e5);
    }
    for (const Inflow& inflow : c.net.inflows) {
        const auto count = static_cast<int>(c.net.nodes.size());
        if (inflow.node < 0 || inflow.node >= count) c.say(inflow.line, "inflow into no node", "name a node");
        c.range(inflow.line, "inflow", "base flow", inflow.base_m3_s, -1e5, 1e5);
        c.range(inflow.line, "inflow", "scale", inflow.scale, -1e6, 1e6);
        if (inflow.series == kNone) continue;
        const std::size_t before = c.errors.size();
        c.curve(inflow.line, "inflow", inflow.series);
        if (c.errors.size() != before) continue;
        for (const double y : c.net.curves[static_cast<std::size_t>(inflow.series)].y)
            c.range(inflow.line, "inflow", "flow of the series", inflow.scale * y, -1e5, 1e5);
    }
}

}  // namespace

double linear(const Curve& curve, double x) {
    if (!(x > curve.x.front())) return curve.y.front();
    if (x >= curve.x.back()) return curve.y.back();
    const auto above = std::upper_bound(curve.x.begin(), curve.x.end(), x);
    const auto k = static_cast<std::size_t>(above - curve.x.begin());
    const double share = (x - curve.x[k - 1]) / (curve.x[k] - curve.x[k - 1]);
    return curve.y[k - 1] + share * (curve.y[k] - curve.y[k - 1]);
}

double stepped(const Curve& curve, double x) {
    const auto above = std::upper_bound(curve.x.begin(), curve.x.end(), x);
    return above == curve.x.end() ? curve.y.back() : curve.y[static_cast<std::size_t>(above - curve.x.begin())];
}

Errors check(const Network& network) {
    Checker c{network, {}, {}, {}};
    if (network.nodes.empty()) c.say(0, "the network has no nodes", "give at least one junction");
    check_curves(c);
    check_nodes(c);
    check_conduits(c);
    check_structures(c);
    return std::move(c.errors);
}

}  // namespace sd::sewer
