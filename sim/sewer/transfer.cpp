#include "sim/sewer/transfer.h"

#include <algorithm>
#include <cstddef>

#include "sim/core/check.h"

namespace sd::sewer {
namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 62;  // no sum of one step comes near the end of int64

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Nearest whole number of quanta; halves away from 0.
std::int64_t quanta(double volume_m3, double quantum_m3) {
    const double n = volume_m3 / quantum_m3;
    SD_CHECK(n > -4e18 && n < 4e18);
    return static_cast<std::int64_t>(n + (n < 0.0 ? -0.5 : 0.5));
}

/// Part of `total` that has come after `done` of `whole`.
std::int64_t part(std::int64_t total, Duration done, Duration whole) {
    if (done >= whole) return total;
    return static_cast<std::int64_t>(static_cast<double>(total) * (done.seconds() / whole.seconds()));
}

/// Lets `node` keep `lack` more quanta by shortening what it gives, link by link.
void hold_back(const Model& model, Scratch& w, std::vector<std::int64_t>& volume, std::int32_t node,
               std::int64_t lack) {
    for (std::int32_t k = model.first_touching[at(node)]; k < model.first_touching[at(node) + 1] && lack > 0; ++k) {
        const std::int32_t l = model.touching[at(k)];
        const Coupling& link = model.links[at(l)];
        std::int64_t& moved = w.moved[at(l)];
        const bool gives = link.from == node ? moved > 0 : moved < 0;
        if (!gives) continue;
        const std::int64_t give = std::min(lack, moved > 0 ? moved : -moved);
        moved += moved > 0 ? -give : give;
        volume[at(node)] += give;
        const std::int32_t other = link.from == node ? link.to : link.from;
        volume[at(other)] -= give;
        lack -= give;
        if (volume[at(other)] < 0 && model.nodes[at(other)].place != kNone) w.short_of.push_back(other);
    }
    SD_CHECK(lack == 0);  // a node gives no more than it had and got
}

/// Water over a rim that spills: all that is more than shaft and pipes hold with the head at the rim.
void spill(const Model& model, State& state, const Scratch& w) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const NodeRow& node = model.nodes[i];
        if (node.rim != Rim::Spills || node.place == kNone || state.head_m[i] <= node.rim_m) continue;
        state.head_m[i] = node.rim_m;
        // Open channels went up with the head: their water as last evaluated, brought back to the rim.
        const double lifted_m = w.head_m[i] - w.change_m[i] - node.rim_m;
        const double channels_m3 = w.volume_m3[i] - w.area_m2[i] * lifted_m;
        const std::int64_t holds = quanta(node.rim_volume_m3 + channels_m3, model.options.quantum_m3);
        const std::int64_t lost = std::max<std::int64_t>(state.volume[i] - holds, 0);
        state.volume[i] -= lost;
        state.ledger.spilled += lost;
    }
}

}  // namespace

void take_out(const Model& model, State& state, const Forcing& forcing) {
    for (std::size_t i = 0; i < forcing.inflow.size(); ++i) {
        if (forcing.inflow[i] >= 0) continue;
        SD_CHECK(model.nodes[i].place != kNone);
        SD_CHECK(state.volume[i] + forcing.inflow[i] >= 0);
        state.volume[i] += forcing.inflow[i];
        state.ledger.inflow += forcing.inflow[i];
    }
}

void bring_in(const Model& model, const State& state, const Forcing& forcing, const Span& span, Duration dt,
              std::span<std::int64_t> gain) {
    std::fill(gain.begin(), gain.end(), 0);
    for (std::size_t i = 0; i < forcing.inflow.size(); ++i) {
        if (forcing.inflow[i] <= 0) continue;
        SD_CHECK(model.nodes[i].place != kNone);
        gain[i] = part(forcing.inflow[i], span.done + dt, span.whole) - part(forcing.inflow[i], span.done, span.whole);
    }
    const double middle_s = (span.begin + span.done).seconds() + 0.5 * dt.seconds();
    for (const Inflow& inflow : model.network.inflows) {
        double flow = inflow.base_m3_s;
        if (inflow.series != kNone) flow += inflow.scale * linear(model.network.curves[at(inflow.series)], middle_s);
        std::int64_t& node = gain[at(inflow.node)];
        node += quanta(flow * dt.seconds(), model.options.quantum_m3);
        if (model.nodes[at(inflow.node)].place != kNone) node = std::max(node, -state.volume[at(inflow.node)]);
    }
}

void move_water(const Model& model, State& state, Scratch& w) {
    for (std::size_t i = 0; i < state.volume.size(); ++i) {
        state.volume[i] += w.gain[i];
        state.ledger.inflow += w.gain[i];
    }
    for (std::size_t l = 0; l < model.links.size(); ++l) {
        const Coupling& link = model.links[l];
        w.moved[l] = quanta(w.passed_m3[l], model.options.quantum_m3);
        state.volume[at(link.from)] -= w.moved[l];
        state.volume[at(link.to)] += w.moved[l];
    }
    for (const std::int64_t volume : state.volume) SD_CHECK(volume > -kMost && volume < kMost);
    // The solver's last digits may ask a nearly dry node for more than it has. Each shortening makes the sum of all
    // transfers smaller, so this ends.
    w.short_of.clear();
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
        if (state.volume[i] < 0 && model.nodes[i].place != kNone) w.short_of.push_back(static_cast<std::int32_t>(i));
    while (!w.short_of.empty()) {
        const std::int32_t node = w.short_of.back();
        w.short_of.pop_back();
        if (state.volume[at(node)] < 0) hold_back(model, w, state.volume, node, -state.volume[at(node)]);
    }
    spill(model, state, w);
}

}  // namespace sd::sewer
