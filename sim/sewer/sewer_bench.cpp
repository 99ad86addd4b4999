#include "sim/sewer/sewer_bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>

#include "sim/core/check.h"
#include "sim/core/draw.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::sewer {
namespace {

constexpr int kMinutes = 360;
constexpr double kPeak_m3_s = 0.006;  // of one node: 0.05 ha of street at 60 mm/h, 0.7 of it running off
constexpr std::array kDiameters_m = {0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0, 3.5, 4.0};

double diameter_for(double flow_m3_s, double slope) {
    for (const double d : kDiameters_m) {
        const double root = math::cbrt(d / 4.0);
        if (kPi * d * d / 4.0 * root * root * std::sqrt(slope) / 0.013 >= flow_m3_s) return d;
    }
    return kDiameters_m.back();
}

void add_curves(Network& net) {
    Curve storm{"storm", {}, {}};
    // Two bursts, at 45 and 150 minutes, and a long tail.
    storm.x = {0.0, 900.0, 2700.0, 3600.0, 6000.0, 8400.0, 9000.0, 10800.0, 14400.0, 21600.0};
    storm.y = {0.02, 0.10, 1.0, 0.45, 0.10, 0.55, 0.80, 0.20, 0.05, 0.02};
    Curve tide{"tide", {}, {}};
    for (int i = 0; i <= 36; ++i) {
        tide.x.push_back(i * 600.0);
        tide.y.push_back(0.4 + 1.1 * math::sin(2.0 * kPi * i * 600.0 / 44700.0));
    }
    net.curves = {std::move(storm), std::move(tide)};
}

}  // namespace

Network bench_network(int nodes, std::uint64_t seed, int loops) {
    SD_CHECK(nodes >= 2);
    const Draw draw(seed);
    Network net;
    add_curves(net);
    const auto count = static_cast<std::size_t>(nodes);
    std::vector<int> parent(count, 0);
    std::vector<double> upstream(count, 1.0);
    for (std::size_t i = 1; i < count; ++i) {
        const auto k = static_cast<std::uint32_t>(i);
        const std::uint32_t window = std::min(k, 60U);
        parent[i] = static_cast<int>(k - 1 - draw.below(1, k, 0, window));
    }
    for (std::size_t i = count - 1; i > 0; --i) upstream[static_cast<std::size_t>(parent[i])] += upstream[i];
    net.nodes.resize(count);
    net.nodes[0].id = "out";
    net.nodes[0].outfall = Outfall::Series;
    net.nodes[0].series = 1;
    net.nodes[0].flap = true;
    net.nodes[0].invert_m = -1.5;
    for (std::size_t i = 1; i < count; ++i) {
        const auto k = static_cast<std::uint32_t>(i);
        const double slope = draw.uniform(2, k, 0, 0.001, 0.004);
        Conduit pipe;
        pipe.id = "p" + std::to_string(i);
        pipe.from = static_cast<int>(i);
        pipe.to = parent[i];
        pipe.length_m = draw.uniform(2, k, 1, 30.0, 80.0);
        pipe.loss = 0.3;
        pipe.section.height_m = diameter_for(0.7 * kPeak_m3_s * upstream[i], slope);
        Node& node = net.nodes[i];
        node.id = "m" + std::to_string(i);
        node.invert_m = net.nodes[static_cast<std::size_t>(parent[i])].invert_m + slope * pipe.length_m;
        node.rim_m = node.invert_m + pipe.section.height_m + draw.uniform(2, k, 2, 1.2, 2.0);
        node.rim = Rim::Ponds;
        node.ponded_area_m2 = 100.0;
        net.inflows.push_back({static_cast<int>(i), 0.0, 0, kPeak_m3_s, 0});
        net.conduits.push_back(std::move(pipe));
    }
    for (int k = 0; k < loops; ++k) {
        Conduit pipe =
            net.conduits[draw.below(3, static_cast<std::uint32_t>(k), 0, static_cast<std::uint32_t>(nodes - 1))];
        pipe.id = "x" + std::to_string(k);
        const int near = pipe.from > 40 ? pipe.from - 40 : pipe.from + 1;
        pipe.to = near < nodes && near != pipe.from && near > 0 ? near : 1;
        if (pipe.to == pipe.from) continue;
        net.conduits.push_back(std::move(pipe));
    }
    return net;
}

namespace {

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void look(const Model& model, const State& state, SewerBenchFigures& out) {
    double full = 0.0;
    double over = 0.0;
    for (const ConduitRow& c : model.conduits)
        if (state.head_m[static_cast<std::size_t>(c.from)] >
            c.z_from_m + model.sections[static_cast<std::size_t>(c.section)].full_m)
            full += 1.0;
    for (std::size_t i = 1; i < model.nodes.size(); ++i)
        if (state.head_m[i] > model.nodes[i].rim_m) over += 1.0;
    out.surcharged = std::max(out.surcharged, full / static_cast<double>(model.conduits.size()));
    out.ponded = std::max(out.ponded, over / static_cast<double>(model.nodes.size()));
    for (std::size_t l = 0; l < model.conduits.size(); ++l)
        if (model.conduits[l].to == 0) out.least_outfall_m3_s = std::min(out.least_outfall_m3_s, state.flow_m3_s[l]);
}

using Heads = std::vector<std::vector<double>>;  // per minute, per node

Heads run_adaptive(const Model& model, SewerBenchFigures& out) {
    Heads heads;
    State state = make_state(model);
    Scratch scratch = make_scratch(model);
    Scratch spare = make_scratch(model);
    for (int minute = 0; minute < kMinutes; ++minute) {
        const double begin = now_s();
        advance(model, state, scratch, {}, minutes(1));
        out.wall_s += now_s() - begin;
        out.head_volume_m3 = std::max(out.head_volume_m3, head_volume_gap_m3(model, state, spare));
        look(model, state, out);
        heads.push_back(state.head_m);
    }
    out.sim_s = state.at.seconds();
    out.steps = state.steps;
    out.iterations = state.iterations;
    out.unsettled = state.unsettled;
    out.continuity = std::fabs(static_cast<double>(imbalance(state))) /
                     static_cast<double>(state.ledger.inflow + state.ledger.initial);
    return heads;
}

void run_reference(const Model& model, const Heads& heads, int count, SewerBenchFigures& out) {
    State state = make_state(model);
    Scratch scratch = make_scratch(model);
    const double begin = now_s();
    double sum = 0.0;
    for (int minute = 0; minute < count; ++minute) {
        advance(model, state, scratch, {}, minutes(1));
        const std::vector<double>& mine = heads[static_cast<std::size_t>(minute)];
        for (std::size_t i = 1; i < mine.size(); ++i) {
            const double off = std::fabs(mine[i] - state.head_m[i]);
            sum += off;
            if (off <= out.head_off_m) continue;
            out.head_off_m = off;
            out.head_off_at_s = state.at.seconds();
            out.head_off_node = static_cast<int>(i);
        }
    }
    out.reference_wall_s = now_s() - begin;
    out.reference_sim_s = state.at.seconds();
    out.head_off_mean_m = sum / static_cast<double>(model.nodes.size() - 1) / count;
}

}  // namespace

SewerBenchFigures bench_sewer(bool quick, const Options& options) {
    SewerBenchFigures out;
    const Network net = bench_network(2000, 5);
    Result<Model> model = compile(net, options);
    SD_CHECK(model.has_value());
    out.nodes = static_cast<int>(net.nodes.size());
    const Heads heads = run_adaptive(*model, out);
    Options tiny = options;
    tiny.min_step = tiny.max_step = milliseconds(100);
    Result<Model> reference = compile(net, tiny);
    SD_CHECK(reference.has_value());
    run_reference(*reference, heads, quick ? kMinutes / 3 : kMinutes, out);
    return out;
}

}  // namespace sd::sewer
