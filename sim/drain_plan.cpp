#include "sim/drain_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/drain_tree.h"

namespace sd::drainage {
namespace {

constexpr double kSpacing_m = 80.0;
constexpr double kManning = 0.015;  ///< old concrete
constexpr double kSlope = 0.001;    ///< the delta is flat
constexpr double kMostHeight_m = 1.0;
constexpr double kCover_m = 0.3;
constexpr double kLeastDepth_m = 0.3;           ///< of a manhole
constexpr double kDesignDepth_m = 0.05;         ///< over a grate that passes its share of the capacity
constexpr double kClearPerPerimeter_m = 0.075;  ///< 0.12 m² of clear opening on 1.6 m of edge
constexpr double kLeastShaft_m2 = 1.2;
constexpr double kMostShaft_m2 = 200.0;
constexpr double kSurgeDamping_s = 1.0;  ///< less than by default: a shut flap gate must not see a surge as head
constexpr std::array kDiameters_m = {0.4, 0.5, 0.6, 0.8, 1.0};

double full_flow_m3_s(double area_m2, double perimeter_m) {
    const double root = math::cbrt(area_m2 / perimeter_m);
    return area_m2 * root * root * std::sqrt(kSlope) / kManning;
}

sewer::SectionSpec section_for(double flow_m3_s) {
    for (const double d : kDiameters_m) {
        if (full_flow_m3_s(kPi * d * d / 4.0, kPi * d) >= flow_m3_s) return {sewer::Shape::Circular, d};
    }
    double width_m = 1.0;
    while (width_m < 8.0 && full_flow_m3_s(width_m * kMostHeight_m, 2.0 * (width_m + kMostHeight_m)) < flow_m3_s) {
        width_m += 0.25;
    }
    return {sewer::Shape::RectClosed, kMostHeight_m, width_m};
}

double area_of(const sewer::SectionSpec& s) {
    return s.shape == sewer::Shape::Circular ? kPi * s.height_m * s.height_m / 4.0 : s.height_m * s.width_m;
}

/// A catchment being laid.
struct Draft {
    const City& city;
    const Drain& drain;
    std::vector<Manhole> holes;
    std::vector<double> upstream;  ///< inlets whose water passes a manhole
    sewer::Network net;
    Trunk out;
};

double distance_m(const City& city, std::uint32_t a, std::uint32_t b) {
    const LocalXY p = city.grid.center_of(a);
    const LocalXY q = city.grid.center_of(b);
    return std::sqrt((p.x_m - q.x_m) * (p.x_m - q.x_m) + (p.y_m - q.y_m) * (p.y_m - q.y_m));
}

void count_upstream(Draft& d) {
    d.upstream.assign(d.holes.size(), 0.0);
    for (std::size_t k = d.holes.size(); k-- > 0;) {
        d.upstream[k] += static_cast<double>(d.holes[k].inlets.size());
        if (d.holes[k].parent >= 0) d.upstream[static_cast<std::size_t>(d.holes[k].parent)] += d.upstream[k];
    }
}

/// From the outfall up: pipes rise with their slope but keep their cover where the street is low.
void lay_pipes(Draft& d) {
    sewer::Node mouth;
    mouth.id = d.drain.name + ":out";
    mouth.outfall = sewer::Outfall::External;
    mouth.flap = true;
    mouth.invert_m = static_cast<double>(d.drain.invert_m);
    d.net.nodes.push_back(mouth);
    d.out.crown_m.push_back(d.drain.invert_m);
    d.out.place.push_back(d.drain.outfall_cell);
    const double all = std::max(1.0, static_cast<double>(d.drain.inlet_cells.size()));
    for (std::size_t k = 0; k < d.holes.size(); ++k) {
        const Manhole& hole = d.holes[k];
        const auto parent = static_cast<std::size_t>(std::int64_t{hole.parent} + 1);
        sewer::Conduit pipe;
        pipe.id = d.drain.name + ":p" + std::to_string(k + 1);
        pipe.from = static_cast<int>(k + 1);
        pipe.to = static_cast<int>(parent);
        pipe.section = section_for(static_cast<double>(d.drain.inlet_m3_s) * d.upstream[k] / all);
        pipe.length_m = std::max(20.0, distance_m(d.city, hole.cell, d.out.place[parent]));
        pipe.manning_n = kManning;
        pipe.loss = 0.5;
        sewer::Node node;
        node.id = d.drain.name + ":m" + std::to_string(k + 1);
        node.at = d.city.grid.center_of(hole.cell);
        node.rim_m = static_cast<double>(d.city.ground_m.at(hole.cell));
        const double down_m = d.net.nodes[parent].invert_m;
        const double covered_m = node.rim_m - kCover_m - pipe.section.height_m;
        node.invert_m = std::min(std::max(down_m, std::min(down_m + kSlope * pipe.length_m, covered_m)),
                                 node.rim_m - kLeastDepth_m);
        d.out.crown_m.push_back(static_cast<float>(node.invert_m + pipe.section.height_m));
        d.out.place.push_back(hole.cell);
        d.net.nodes.push_back(std::move(node));
        d.net.conduits.push_back(std::move(pipe));
    }
}

/// What pipes do not hold of the register's storage stands in gullies and house connections: shaft area.
void widen_shafts(Draft& d) {
    double pipes_m3 = 0.0;
    double height_m = 0.0;
    for (const sewer::Conduit& pipe : d.net.conduits) pipes_m3 += area_of(pipe.section) * pipe.length_m;
    for (std::size_t k = 1; k < d.net.nodes.size(); ++k) height_m += d.net.nodes[k].rim_m - d.net.nodes[k].invert_m;
    const double rest_m3 = static_cast<double>(d.drain.storage_m3) - pipes_m3;
    const double area_m2 = std::clamp(rest_m3 / std::max(height_m, 0.1), kLeastShaft_m2, kMostShaft_m2);
    for (std::size_t k = 1; k < d.net.nodes.size(); ++k) d.net.nodes[k].area_m2 = area_m2;
}

void add_pump(Draft& d) {
    if (d.drain.pump_m3_s <= 0.0F) return;
    d.net.curves.push_back({"pump", {0.1, 0.4}, {0.0, static_cast<double>(d.drain.pump_m3_s)}});
    sewer::Pump pump;
    pump.id = d.drain.name + ":pump";
    pump.from = 1;
    pump.to = 0;
    pump.curve = 0;
    pump.kind = sewer::PumpCurve::Depth;
    d.net.pumps.push_back(std::move(pump));
    d.out.pump_link = static_cast<std::int32_t>(d.net.conduits.size());
    d.out.pump_cabinet = d.drain.pump_cabinet;
}

void add_inlets(Draft& d) {
    d.out.first_inlet.assign(1, 0);  // the outfall has none
    for (std::size_t k = 0; k < d.holes.size(); ++k) {
        d.out.first_inlet.push_back(static_cast<std::uint32_t>(d.out.inlets.size()));
        for (const std::uint32_t cell : d.holes[k].inlets) {
            d.out.inlets.push_back({cell, static_cast<std::int32_t>(k + 1)});
        }
    }
    d.out.first_inlet.push_back(static_cast<std::uint32_t>(d.out.inlets.size()));
    const double each_m3_s =
        static_cast<double>(d.drain.inlet_m3_s) / std::max(1.0, static_cast<double>(d.out.inlets.size()));
    d.out.grate.grate = true;
    d.out.grate.perimeter_m = each_m3_s / (1.66 * kDesignDepth_m * std::sqrt(kDesignDepth_m));
    d.out.grate.area_m2 = kClearPerPerimeter_m * d.out.grate.perimeter_m;
}

Result<Trunk> lay(const City& city, const Drain& drain, const sewer::Options& options) {
    Draft d{city, drain, {}, {}, {}, {}};
    if (!drain.inlet_cells.empty()) {
        d.holes = manholes_of(city, drain.inlet_cells, drain.outfall_cell, kSpacing_m);
    } else {
        d.holes.push_back({drain.outfall_cell, -1, {}});
    }
    d.net.file = "drain " + drain.name;
    d.out.name = drain.name;
    d.out.outfall_cell = drain.outfall_cell;
    count_upstream(d);
    lay_pipes(d);
    widen_shafts(d);
    add_pump(d);
    add_inlets(d);
    auto model = sewer::compile(std::move(d.net), options);
    if (!model) return fail(std::move(model.error()));
    d.out.model = std::move(*model);
    return std::move(d.out);
}

}  // namespace

Result<Plan> make_plan(const City& city, const flood::Layout& layout) {
    Plan plan;
    plan.units = {layout.volume_m3(), kPerSurface};
    sewer::Options options;
    options.quantum_m3 = layout.volume_m3() / static_cast<double>(kPerSurface);
    options.surge_damping_s = kSurgeDamping_s;
    for (const Drain& drain : city.drains) {
        auto trunk = lay(city, drain, options);
        if (!trunk) return fail(std::move(trunk.error()));
        plan.trunks.push_back(std::move(*trunk));
    }
    return plan;
}

}  // namespace sd::drainage
