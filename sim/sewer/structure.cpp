#include "sim/sewer/structure.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::sewer {
namespace {

constexpr double kStep_m = 1e-5;     // for slopes by differences
constexpr double kSmooth_m = 1e-4;   // below this head difference √ turns into a straight line: finite slope at rest
constexpr double kSuction_m = 0.02;  // flow out of a node fades below this depth of water

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// √(2 g Δ), straight near 0.
double spout(double head_m) {
    if (head_m <= 0.0) return 0.0;
    return std::sqrt(2.0 * kGravity_m_s2) * head_m / std::sqrt(head_m + kSmooth_m);
}

/// Flow from the higher side `up` to the lower side `down`.
double orifice_down(const Orifice& o, double sill_m, double up_m, double down_m, double open) {
    const double height = o.height_m * open;
    const double depth = up_m - sill_m;
    if (depth <= 0.0 || height <= 0.0) return 0.0;
    const double width = o.circular ? 0.25 * kPi * o.height_m : o.width_m;
    if (o.bottom) {
        // Uncovered it is a weir round its edge up to depth (Cd / 0.414)(A / P), SWMM Reference Manual II.
        const double area = width * height;
        const double edge = o.circular ? kPi * o.height_m : 2.0 * (o.width_m + o.height_m);
        const double covered = std::min(depth / (o.discharge / 0.414 * area / edge), 1.0);
        return o.discharge * area * covered * spout(up_m - std::max(down_m, sill_m));
    }
    const double wetted = std::min(depth, height);
    return o.discharge * width * wetted * spout(up_m - std::max(down_m, sill_m + 0.5 * wetted));
}

/// Villemonte's factor for a drowned weir, straight to 0 over the last hundredth.
double drowned(double ratio, bool notch) {
    if (ratio <= 0.0) return 1.0;
    const double r = std::min(ratio, 0.99);
    const double power = notch ? r * r * std::sqrt(r) : r * std::sqrt(r);
    const double factor = math::pow(1.0 - power, 0.385);
    return ratio <= 0.99 ? factor : factor * (1.0 - std::min(ratio, 1.0)) * 100.0;
}

double weir_free(const Weir& w, double depth_m) {
    const double root = std::sqrt(depth_m);
    const double crest = std::max(w.length_m - 0.1 * w.contractions * depth_m, 0.0);
    return depth_m * root * (w.coefficient * crest + w.end_coefficient * w.side_slope * depth_m);
}

double weir_down(const Weir& w, double crest_m, double up_m, double down_m, double height_m) {
    const double depth = up_m - crest_m;
    if (depth <= 0.0 || height_m <= 0.0) return 0.0;
    const bool notch = w.length_m <= 0.0;
    const double factor = drowned((down_m - crest_m) / depth, notch);
    if (depth <= height_m) return weir_free(w, depth) * factor;
    // Covered: an orifice that agrees with the free weir at its own height. Drowned ones agree less; they change over
    // between one and one and a half heights so that the flow has no jump.
    const double half = 0.5 * height_m;
    const double full = weir_free(w, height_m) / spout(half);
    const double orifice = full * spout(up_m - std::max(down_m, crest_m + half));
    const double weir = full * spout(depth - half) * factor;
    const double share = std::min((depth - height_m) / half, 1.0);
    return weir + share * (orifice - weir);
}

double pump_flow(const Model& model, const Pump& pump, double fixed_m3_s, double from_m, double to_m, double speed) {
    const double depth = from_m - model.nodes[at(pump.from)].bottom_m;
    const Curve& curve = model.network.curves[at(pump.curve)];
    double flow = fixed_m3_s;
    if (pump.kind == PumpCurve::Head) flow = linear(curve, std::max(to_m - from_m, 0.0));
    if (pump.kind == PumpCurve::Depth) flow = linear(curve, depth);
    return speed * flow;
}

/// Share of a flow that its giving node lets go: a sill may lie below the floor of the node behind it.
double let_go(double depth_m) { return std::clamp(depth_m * (1.0 / kSuction_m), 0.0, 1.0); }

template <class Law>
Terms terms_of(const Model& model, const Coupling& link, const Law& law, std::span<const double> head_m, int only) {
    const double from_m = head_m[at(link.from)];
    const double to_m = head_m[at(link.to)];
    const double from_bottom = model.nodes[at(link.from)].bottom_m;
    const double to_bottom = model.nodes[at(link.to)].bottom_m;
    const bool to_outfall = model.nodes[at(link.to)].outfall != Outfall::None;
    const bool from_outfall = model.nodes[at(link.from)].outfall != Outfall::None;
    const auto flow = [&](double from, double to) {
        const double free = law(from, to);
        if (free > 0.0) return from_outfall ? free : free * let_go(from - from_bottom);
        return to_outfall ? free : free * let_go(to - to_bottom);
    };
    const double q = flow(from_m, to_m);
    if (only != 0 && q * only < 0.0) return {};
    const double by_from = (flow(from_m + kStep_m, to_m) - q) * (1.0 / kStep_m);
    const double by_to = (q - flow(from_m, to_m + kStep_m)) * (1.0 / kStep_m);
    return {q, std::max(by_from, 0.0), std::max(by_to, 0.0)};
}

}  // namespace

double orifice_flow(const Orifice& orifice, double sill_m, double from_m, double to_m, double open) {
    if (from_m >= to_m) return orifice_down(orifice, sill_m, from_m, to_m, open);
    return -orifice_down(orifice, sill_m, to_m, from_m, open);
}

double weir_flow(const Weir& weir, double crest_m, double from_m, double to_m, double open) {
    const double height = weir.height_m * open;
    const double crest = crest_m + weir.height_m - height;
    if (from_m >= to_m) return weir_down(weir, crest, from_m, to_m, height);
    return -weir_down(weir, crest, to_m, from_m, height);
}

void begin_pumps(const Model& model, const State& state, std::span<std::uint8_t> on, std::span<double> pumped_m3_s) {
    for (std::size_t p = 0; p < model.network.pumps.size(); ++p) {
        const Pump& pump = model.network.pumps[p];
        const double depth = state.head_m[at(pump.from)] - model.nodes[at(pump.from)].bottom_m;
        const bool always = pump.on_m <= 0.0 && pump.off_m <= 0.0;
        if (always) on[p] = pump.starts_on ? 1 : 0;
        if (!always && depth >= pump.on_m) on[p] = 1;
        if (!always && depth <= pump.off_m) on[p] = 0;
        const Curve& curve = model.network.curves[at(pump.curve)];
        pumped_m3_s[p] = 0.0;
        if (pump.kind == PumpCurve::DepthStep) pumped_m3_s[p] = stepped(curve, depth);
        if (pump.kind == PumpCurve::Volume) {
            const double volume = static_cast<double>(state.volume[at(pump.from)]) * model.options.quantum_m3;
            pumped_m3_s[p] = stepped(curve, volume);
        }
    }
}

void eval_structures(const Model& model, const Forcing& forcing, std::span<const double> head_m,
                     std::span<const std::uint8_t> pump_on, std::span<const double> pumped_m3_s,
                     std::span<Terms> terms) {
    std::size_t l = model.conduits.size();
    const auto open = [&forcing](std::size_t link) { return forcing.setting.empty() ? 1.0 : forcing.setting[link]; };
    for (const Orifice& o : model.network.orifices) {
        const double sill = model.nodes[at(o.from)].bottom_m + o.offset_m;
        const double share = open(l);
        const auto flow = [&](double from, double to) { return orifice_flow(o, sill, from, to, share); };
        terms[l] = terms_of(model, model.links[l], flow, head_m, model.only[l]);
        ++l;
    }
    for (const Weir& w : model.network.weirs) {
        const double crest = model.nodes[at(w.from)].bottom_m + w.crest_m;
        const double share = open(l);
        const auto flow = [&](double from, double to) { return weir_flow(w, crest, from, to, share); };
        terms[l] = terms_of(model, model.links[l], flow, head_m, model.only[l]);
        ++l;
    }
    for (std::size_t p = 0; p < model.network.pumps.size(); ++p, ++l) {
        const Pump& pump = model.network.pumps[p];
        const bool runs = pump_on[p] != 0 && (forcing.running.empty() || forcing.running[l] != 0);
        terms[l] = {};
        if (!runs) continue;
        const double speed = open(l);
        const auto flow = [&](double from, double to) {
            return pump_flow(model, pump, pumped_m3_s[p], from, to, speed);
        };
        terms[l] = terms_of(model, model.links[l], flow, head_m, 1);
    }
}

}  // namespace sd::sewer
