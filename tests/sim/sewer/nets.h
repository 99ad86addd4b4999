// Small networks for the tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/sewer/state.h"

namespace sd::sewer {

inline Node manhole(std::string id, double invert_m, double rim_m, double area_m2 = 1.2) {
    Node node;
    node.id = std::move(id);
    node.invert_m = invert_m;
    node.rim_m = rim_m;
    node.area_m2 = area_m2;
    return node;
}

inline Node outfall(std::string id, double invert_m, Outfall kind, double level_m = 0.0) {
    Node node;
    node.id = std::move(id);
    node.invert_m = invert_m;
    node.outfall = kind;
    node.level_m = level_m;
    return node;
}

inline Conduit pipe(std::string id, int from, int to, double diameter_m, double length_m, double n = 0.013) {
    Conduit link;
    link.id = std::move(id);
    link.from = from;
    link.to = to;
    link.section.height_m = diameter_m;
    link.length_m = length_m;
    link.manning_n = n;
    return link;
}

inline Curve curve(std::string id, std::vector<double> x, std::vector<double> y) {
    return {std::move(id), std::move(x), std::move(y)};
}

inline Options fixed_step(Duration step) {
    Options options;
    options.min_step = options.max_step = step;
    return options;
}

/// One run: a model, its state and its work space.
struct Rig {
    Model model;
    State state;
    Scratch scratch;
    std::vector<std::int64_t> inflow;

    explicit Rig(Network network, const Options& options = {})
        : model(must(compile(std::move(network), options))),
          state(make_state(model)),
          scratch(make_scratch(model)),
          inflow(model.nodes.size(), 0) {}

    static Model must(Result<Model> result) {
        EXPECT_TRUE(result.has_value()) << to_text(result ? Errors{} : result.error());
        return std::move(result.value());
    }
    [[nodiscard]] double volume_m3(std::size_t node) const {
        return static_cast<double>(state.volume[node]) * model.options.quantum_m3;
    }
    /// Inflows in m³/s held over the span.
    void go(Duration span, const std::vector<std::pair<int, double>>& inflow_m3_s = {}, Forcing forcing = {}) {
        std::fill(inflow.begin(), inflow.end(), 0);
        for (const auto& [node, flow] : inflow_m3_s)
            inflow[static_cast<std::size_t>(node)] +=
                static_cast<std::int64_t>(flow * span.seconds() / model.options.quantum_m3);
        forcing.inflow = inflow;
        advance(model, state, scratch, forcing, span);
    }
    void go_minutes(int count, const std::vector<std::pair<int, double>>& inflow_m3_s = {}, Forcing forcing = {}) {
        for (int i = 0; i < count; ++i) go(minutes(1), inflow_m3_s, forcing);
    }
};

/// Flow of a full circular pipe by Manning.
inline double full_flow(double diameter_m, double slope, double n = 0.013) {
    return kPi * diameter_m * diameter_m / 4.0 * math::pow(diameter_m / 4.0, 2.0 / 3.0) * math::pow(slope, 0.5) / n;
}

}  // namespace sd::sewer
