#include "sim/sewer/state.h"

#include <cmath>
#include <cstddef>

#include "sim/core/check.h"
#include "sim/sewer/conduit.h"

namespace sd::sewer {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Water that belongs to every node at the state's heads, in m³; into scratch.
void fill_volumes(const Model& model, const State& state, Scratch& w) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const bool unknown = model.nodes[i].place != kNone;
        w.volume_m3[i] = unknown ? shaft(model, model.nodes[i], state.head_m[i]).volume_m3 : 0.0;
    }
    for (const ConduitRow& c : model.conduits) {
        const Section& s = model.sections[at(c.section)];
        const Wet from = wet(s, state.head_m[at(c.from)] - c.z_from_m);
        const Wet to = wet(s, state.head_m[at(c.to)] - c.z_to_m);
        w.volume_m3[at(c.from)] += c.store_from_m * from.area_m2;
        w.volume_m3[at(c.to)] += c.store_to_m * to.area_m2;
    }
}

}  // namespace

State make_state(const Model& model) {
    State state;
    state.volume.assign(model.nodes.size(), 0);
    state.rate_m_s.assign(model.nodes.size(), 0.0);
    for (const NodeRow& node : model.nodes) state.head_m.push_back(node.bottom_m + node.initial_m);
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
        if (model.nodes[i].outfall == Outfall::Level) state.head_m[i] = model.nodes[i].level_m;
    state.flow_m3_s.assign(model.links.size(), 0.0);
    for (std::size_t l = 0; l < model.conduits.size(); ++l) state.flow_m3_s[l] = model.conduits[l].initial_m3_s;
    for (const Pump& pump : model.network.pumps) state.pump_on.push_back(pump.starts_on ? 1 : 0);
    state.next_step = model.options.min_step;
    Scratch w = make_scratch(model);
    fill_volumes(model, state, w);
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        if (model.nodes[i].place == kNone) continue;
        state.volume[i] = static_cast<std::int64_t>(w.volume_m3[i] / model.options.quantum_m3);
        state.ledger.initial += state.volume[i];
    }
    return state;
}

Scratch make_scratch(const Model& model) {
    Scratch w;
    const std::size_t nodes = model.nodes.size();
    const std::size_t links = model.links.size();
    w.begin_m.resize(nodes);
    w.head_m.resize(nodes);
    w.change_m.resize(nodes);
    w.volume_m3.resize(nodes);
    w.area_m2.resize(nodes);
    w.terms.resize(links);
    w.lags.resize(model.conduits.size());
    w.passed_m3.resize(links);
    w.moved.resize(links);
    w.gain.resize(nodes);
    w.pumped_m3_s.resize(model.network.pumps.size());
    w.short_of.reserve(4 * (nodes + links));
    w.matrix.diagonal.resize(model.pattern.size());
    w.matrix.rhs.resize(model.pattern.size());
    w.matrix.upper.resize(model.pattern.later.size());
    w.matrix.lower.resize(model.pattern.later.size());
    return w;
}

std::int64_t imbalance(const State& state) {
    std::int64_t sum = 0;
    for (const std::int64_t v : state.volume) sum += v;
    return sum + state.ledger.spilled - state.ledger.inflow - state.ledger.initial;
}

double head_volume_gap_m3(const Model& model, const State& state, Scratch& scratch) {
    fill_volumes(model, state, scratch);
    double gap = 0.0;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        if (model.nodes[i].place == kNone) continue;
        gap += std::fabs(scratch.volume_m3[i] - static_cast<double>(state.volume[i]) * model.options.quantum_m3);
    }
    return gap;
}

double surface_m2(const Model& model, const State& state, int node) {
    SD_CHECK(node >= 0 && at(node) < model.nodes.size());
    const double head = state.head_m[at(node)];
    double area = shaft(model, model.nodes[at(node)], head).area_m2;
    for (std::int32_t k = model.first_touching[at(node)]; k < model.first_touching[at(node) + 1]; ++k) {
        const std::size_t l = at(model.touching[at(k)]);
        if (l >= model.conduits.size()) continue;
        const ConduitRow& c = model.conduits[l];
        const double z = c.from == node ? c.z_from_m : c.z_to_m;
        const double length = c.from == node ? c.store_from_m : c.store_to_m;
        if (head > z) area += length * wet(model.sections[at(c.section)], head - z).width_m;
    }
    return area;
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(state.at.ns);
    h.add(std::span<const std::int64_t>(state.volume));
    h.add(std::span<const double>(state.head_m));
    h.add(std::span<const double>(state.rate_m_s));
    h.add(std::span<const double>(state.flow_m3_s));
    h.add(std::span<const std::uint8_t>(state.pump_on));
    h.add(state.next_step.ns);
    h.add(state.ledger.initial);
    h.add(state.ledger.inflow);
    h.add(state.ledger.spilled);
    return h.value();
}

}  // namespace sd::sewer
