// The inner step: heads at its end from the water balance of every node,
//
//   V(H') = V + Δt Σ ± (θ Q' + (1 − θ) Q),   Q' = Q(H'from, H'to),
//
// with θ = 0.55 in conduits (second order in time but for a tenth) and 1 in structures, which switch, by Newton's
// method on the true volumes V(H) (Casulli and Stelling 2013, "A semi-implicit numerical model for urban drainage
// systems", Int. J. Numer. Meth. Fluids 73: full pipes need no slot). The flows that come out are rounded to whole
// quanta and moved, so the counted water closes exactly whatever the heads' last digits are.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/core/check.h"
#include "sim/sewer/conduit.h"
#include "sim/sewer/state.h"
#include "sim/sewer/structure.h"
#include "sim/sewer/transfer.h"

namespace sd::sewer {
namespace {

constexpr int kMostIterations = 20;
constexpr double kConverged_m = 5e-4;  // what is left then is of second order: flows are moved on with the last update
constexpr double kEnd = 0.55;          // θ; above 0.5 swings of the step's own length die out
constexpr double kMostChange_m = 0.5;  // of a head in one iteration: volumes have kinks, far jumps only miss

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Weight of the step's end in what a link passes.
double end_weight(const Model& model, std::size_t link) { return link < model.conduits.size() ? kEnd : 1.0; }

/// Everything one inner step needs beside model, state and scratch.
struct Step {
    const Forcing* forcing;
    double dt_s;
};

double outfall_level(const Model& model, const NodeRow& node, const Forcing& forcing, std::size_t i, double time_s) {
    switch (node.outfall) {
        case Outfall::Level:
            return node.level_m;
        case Outfall::Series:
            return linear(model.network.curves[at(node.series)], time_s);
        case Outfall::External:
            SD_CHECK(i < forcing.outfall_level_m.size());
            return forcing.outfall_level_m[i];
        case Outfall::Free:
        case Outfall::Normal:
        case Outfall::None:
            break;
    }
    return node.bottom_m;
}

/// First guess: the straight line through the last two heads.
void guess(const Model& model, const State& state, Scratch& w, const Step& step) {
    const double end_s = state.at.seconds() + step.dt_s;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const NodeRow& node = model.nodes[i];
        if (node.outfall != Outfall::None)
            w.head_m[i] = outfall_level(model, node, *step.forcing, i, end_s);
        else
            w.head_m[i] = std::max(state.head_m[i] + step.dt_s * state.rate_m_s[i], node.bottom_m);
        w.begin_m[i] = node.outfall != Outfall::None ? w.head_m[i] : state.head_m[i];
    }
}

void add_links(const Model& model, const Scratch& w, std::span<const double> old_m3_s, double dt_s, Matrix& m) {
    for (std::size_t l = 0; l < model.links.size(); ++l) {
        const Coupling& link = model.links[l];
        const Terms& q = w.terms[l];
        const double share = end_weight(model, l);
        const double moved = dt_s * (share * q.flow_m3_s + (1.0 - share) * old_m3_s[l]);
        const double a = dt_s * share * q.by_from;
        const double b = dt_s * share * q.by_to;
        if (link.from_place != kNone) {
            m.diagonal[at(link.from_place)] += a;
            m.rhs[at(link.from_place)] -= moved;
        }
        if (link.to_place != kNone) {
            m.diagonal[at(link.to_place)] += b;
            m.rhs[at(link.to_place)] += moved;
        }
        if (link.entry == kNone) continue;
        const bool from_first = link.from_place < link.to_place;
        m.upper[at(link.entry)] -= from_first ? b : a;
        m.lower[at(link.entry)] -= from_first ? a : b;
    }
}

void add_nodes(const Model& model, const State& state, const Scratch& w, Matrix& m) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const NodeRow& node = model.nodes[i];
        if (node.place == kNone) continue;
        const Stored stored = shaft(model, node, w.head_m[i]);
        const double has = static_cast<double>(state.volume[i] + w.gain[i]) * model.options.quantum_m3;
        double& rhs = m.rhs[at(node.place)];
        rhs += has - (w.volume_m3[i] + stored.volume_m3);
        m.diagonal[at(node.place)] += stored.area_m2 + w.area_m2[i];
    }
}

void evaluate(const Model& model, const State& state, Scratch& w, const Step& step) {
    std::fill(w.volume_m3.begin(), w.volume_m3.end(), 0.0);
    std::fill(w.area_m2.begin(), w.area_m2.end(), 0.0);
    const Pace pace{step.dt_s, std::max(model.options.surge_damping_s / step.dt_s - kEnd, 0.0)};
    eval_conduits(model, w.begin_m, w.head_m, w.lags, step.forcing->setting, pace, w.terms, w.volume_m3, w.area_m2);
    eval_structures(model, *step.forcing, w.head_m, state.pump_on, w.pumped_m3_s, w.terms);
}

/// One Newton update of heads and flows; gives the largest change of a head.
double update(const Model& model, const State& state, Scratch& w, const Step& step, bool careful) {
    evaluate(model, state, w, step);
    Matrix& m = w.matrix;
    std::fill(m.diagonal.begin(), m.diagonal.end(), 0.0);
    std::fill(m.upper.begin(), m.upper.end(), 0.0);
    std::fill(m.lower.begin(), m.lower.end(), 0.0);
    std::fill(m.rhs.begin(), m.rhs.end(), 0.0);
    add_links(model, w, state.flow_m3_s, step.dt_s, m);
    add_nodes(model, state, w, m);
    solve(model.pattern, m);
    double most = 0.0;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const std::int32_t place = model.nodes[i].place;
        if (place == kNone) continue;
        const double change = m.rhs[at(place)];
        const double bottom = model.nodes[i].bottom_m;
        // Newton's method can swing between two sides of a kink (a pipe that fills, a gate that shuts): meet halfway.
        const bool swings = careful && change * w.change_m[i] < 0.0;
        const double least = std::max(bottom - w.head_m[i], -kMostChange_m);  // all outflow has faded at the bottom
        w.change_m[i] = std::clamp(swings ? 0.5 * change : change, least, kMostChange_m);
        w.head_m[i] += w.change_m[i];
        most = std::max(most, change < least && least > -kMostChange_m ? -least : std::fabs(change));
    }
    for (std::size_t l = 0; l < model.links.size(); ++l) {
        const Coupling& link = model.links[l];
        Terms& q = w.terms[l];
        const double from = link.from_place != kNone ? m.rhs[at(link.from_place)] : 0.0;
        const double to = link.to_place != kNone ? m.rhs[at(link.to_place)] : 0.0;
        q.flow_m3_s += q.by_from * from - q.by_to * to;
        if (model.only[l] != 0 && q.flow_m3_s * model.only[l] < 0.0) q.flow_m3_s = 0.0;
    }
    return most;
}

/// Heads and flows at the end of a step; false when Newton's method did not settle.
bool settle(const Model& model, State& state, Scratch& w, const Step& step) {
    begin_conduits(model, state.head_m, state.flow_m3_s, step.dt_s, w.lags);
    for (std::size_t l = 0; l < w.terms.size(); ++l) w.terms[l] = {state.flow_m3_s[l], 0.0, 0.0};
    guess(model, state, w, step);
    for (int k = 0; k < kMostIterations; ++k) {
        ++state.iterations;
        if (update(model, state, w, step, k >= 4) <= kConverged_m) return true;
    }
    return false;
}

/// Largest distance of a head from the straight line through its last two values.
double bend(const Model& model, const State& state, const Scratch& w, double dt_s) {
    double most = 0.0;
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const NodeRow& node = model.nodes[i];
        if (node.place == kNone) continue;
        const double line = std::max(state.head_m[i] + dt_s * state.rate_m_s[i], node.bottom_m);
        most = std::max(most, std::fabs(std::max(w.head_m[i], node.bottom_m) - line));
    }
    return most;
}

void accept(const Model& model, State& state, Scratch& w, double dt_s) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        const NodeRow& node = model.nodes[i];
        double head = std::max(w.head_m[i], node.bottom_m);
        if (node.outfall != Outfall::None) head = w.head_m[i];
        state.rate_m_s[i] = (head - state.head_m[i]) / dt_s;
        state.head_m[i] = head;
    }
    for (std::size_t l = 0; l < w.terms.size(); ++l) {
        const double share = end_weight(model, l);
        w.passed_m3[l] = dt_s * (share * w.terms[l].flow_m3_s + (1.0 - share) * state.flow_m3_s[l]);
        state.flow_m3_s[l] = w.terms[l].flow_m3_s;
    }
    move_water(model, state, w);
    ++state.steps;
}

Duration scaled(Duration d, double factor) { return {static_cast<std::int64_t>(static_cast<double>(d.ns) * factor)}; }

/// One inner step within the call; gives its length.
Duration inner(const Model& model, State& state, Scratch& w, const Forcing& forcing, const Span& span) {
    const Options& o = model.options;
    const Duration left = span.whole - span.done;
    Duration dt = std::clamp(state.next_step, o.min_step, o.max_step);
    if (dt >= left)
        dt = left;
    else if (dt + dt > left && left / 2 >= o.min_step)
        dt = left / 2;  // two even steps instead of a crumb at the end
    for (;;) {
        const Step step{&forcing, dt.seconds()};
        bring_in(model, state, forcing, span, dt, w.gain);
        const bool settled = settle(model, state, w, step);
        const double off = settled ? bend(model, state, w, step.dt_s) : 4.0 * o.tolerance_m;
        // The bend grows with the square of the step.
        const double factor = std::clamp(0.9 * std::sqrt(o.tolerance_m / std::max(off, 1e-9)), 0.3, 1.5);
        const bool least = dt <= o.min_step;
        if (off > 2.0 * o.tolerance_m && !least) {
            dt = std::max(scaled(dt, factor), o.min_step);
            state.next_step = dt;
            continue;
        }
        const Duration wish = scaled(dt, factor);
        // A step cut short by the caller says nothing against a longer one.
        const bool cut = dt < state.next_step && factor >= 1.0;
        state.next_step = std::clamp(cut ? std::max(wish, state.next_step) : wish, o.min_step, o.max_step);
        if (!settled) ++state.unsettled;
        accept(model, state, w, step.dt_s);
        return dt;
    }
}

}  // namespace

void advance(const Model& model, State& state, Scratch& scratch, const Forcing& forcing, Duration span) {
    SD_CHECK(span.ns > 0);
    SD_CHECK(forcing.inflow.empty() || forcing.inflow.size() == model.nodes.size());
    SD_CHECK(forcing.setting.empty() || forcing.setting.size() == model.links.size());
    SD_CHECK(forcing.running.empty() || forcing.running.size() == model.links.size());
    take_out(model, state, forcing);
    const Duration begin = state.at;
    Duration done{0};
    while (done < span) {
        begin_pumps(model, state, state.pump_on, scratch.pumped_m3_s);
        const Duration dt = inner(model, state, scratch, forcing, {begin, done, span});
        done = done + dt;
        state.at = begin + done;
    }
}

}  // namespace sd::sewer
