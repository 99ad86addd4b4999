// For a conduit of length L between heads Hu (upstream) and Hd (downstream), area A, all oriented along the flow Q:
//
//   Q' = Q + Δt [ σ (2V ∂A/∂t + V² ∂A/∂x) − g A (Hd' − Hu')/L − (g n²/R^(4/3) + K/2L) Q'|Q'|/A ]
//
// (continuity used to write ∂(Q²/A)/∂x = −2V ∂A/∂t − V² ∂A/∂x; Roesner et al. 1988, EXTRAN; Rossman 2017, SWMM
// Reference Manual II). Primes are at the step's end: a quadratic in Q', solved in closed form, so that friction and
// pressure together are unconditionally stable. σ fades the inertia terms and the weight of areas moves upstream as
// the Froude number goes from 0.5 to 1, where the information comes from upstream only.
//
// Surges in shafts when pipes fill swing with periods of seconds and would force steps of a tenth of that on a whole
// city. Options::surge_damping τ makes the driving heads H + τ ∂H/∂t: what changes slowly is untouched, a swing of
// angular frequency ω dies at the rate τ ω²/2, the same for every Δt ≤ τ (for Δt > τ backward Euler damps like τ = Δt).
#include "sim/sewer/conduit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/core/units.h"

namespace sd::sewer {
namespace {

constexpr double kFilm_m = 0.01;    // below this depth at the giving end the flow fades out: no water from dry nodes
constexpr double kLeastR43 = 1e-5;  // a film of 0.2 mm
constexpr double kLeastArea_m2 = 1e-9;
constexpr double kMostVelocity_m_s = 15.0;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Both ends with "up" and "down" in the direction of flow.
struct Ends {
    double head_up, head_down, z_up, z_down;
    double rise_up = 0.0, rise_down = 0.0;  ///< of the heads since the step's beginning
};
Ends oriented(const ConduitRow& c, double head_from, double head_to, bool forward) {
    if (forward) return {head_from, head_to, c.z_from_m, c.z_to_m};
    return {head_to, head_from, c.z_to_m, c.z_from_m};
}

/// Depth at which water leaves the downstream end freely: the lower of critical and normal depth.
DepthAt brink_depth(const ConduitRow& c, const Section& s, double flow_m3_s, double drop_m) {
    const double flow = flow_m3_s / c.barrels;
    DepthAt normal{s.full_m, 0.0};
    if (drop_m > 0.0 && c.normal_max_m3_s > 0.0) normal = depth_at(s.normal_m, flow, c.normal_max_m3_s);
    if (c.normal_out && drop_m > 0.0) return normal;
    const DepthAt critical = depth_at(s.critical_m, flow, s.critical_max_m3_s);
    return critical.depth_m < normal.depth_m ? critical : normal;
}

void begin(const ConduitRow& c, const Section& s, double head_from, double head_to, double flow, double dt_s,
           Lag& lag) {
    const double surface_from = std::max(head_from, c.z_from_m);
    const double surface_to = std::max(head_to, c.z_to_m);
    const bool forward = std::fabs(flow) > 1e-9 ? flow > 0.0 : surface_from >= surface_to;
    const Ends e = oriented(c, head_from, head_to, forward);
    const Wet up = wet(s, e.head_up - e.z_up);
    const double y_up = e.head_up - e.z_up;
    double y_down = e.head_down - e.z_down;
    lag.sign = forward ? 1.0 : -1.0;
    lag.flow_m3_s = std::fabs(flow);
    lag.brink_m = 0.0;
    lag.brink_slope = 0.0;
    if (y_down < y_up) {
        const DepthAt brink = brink_depth(c, s, lag.flow_m3_s, e.z_up - e.z_down);
        lag.brink_m = brink.depth_m;
        lag.brink_slope = brink.per_m3_s / c.barrels;
        y_down = std::max(y_down, brink.depth_m);
    }
    const Wet down = wet(s, y_down);
    const double mean = 0.5 * (up.area_m2 + down.area_m2);
    const double width = 0.5 * (up.width_m + down.width_m);
    lag.area_m2 = c.barrels * mean;
    lag.weight_up = 0.5;
    lag.push_m3_s = lag.brake = lag.two_v_m_s = 0.0;
    const double velocity = mean > kLeastArea_m2 ? std::min(lag.flow_m3_s / lag.area_m2, kMostVelocity_m_s) : 0.0;
    if (!(width > 0.0) || velocity <= 0.0) return;  // full at both ends: no free surface, no change of area
    const double froude = velocity / std::sqrt(kGravity_m_s2 * mean / width);
    const double fast = std::clamp(2.0 * (froude - 0.5), 0.0, 1.0);
    lag.weight_up = 0.5 + 0.5 * fast;
    lag.area_m2 = c.barrels * (lag.weight_up * up.area_m2 + (1.0 - lag.weight_up) * down.area_m2);
    const double inertia = 1.0 - fast;
    lag.two_v_m_s = 2.0 * velocity * inertia;
    const double widening = c.barrels * (down.area_m2 - up.area_m2) * inertia * dt_s * velocity / c.length_m;
    // Where the section narrows the term holds the flow back and is taken implicitly; both say the same when steady.
    if (widening >= 0.0)
        lag.push_m3_s = widening * velocity;
    else
        lag.brake = -widening / lag.area_m2;
}

/// Result along the flow.
struct Oriented {
    double flow = 0.0, by_up = 0.0, by_down = 0.0;
};

Oriented momentum(const ConduitRow& c, const Section& s, const Lag& lag, const Ends& e, const Wet& up, Wet down,
                  double last_flow, double open, const Pace& pace) {
    const double y_up = e.head_up - e.z_up;
    const double y_down = e.head_down - e.z_down;
    const double brink =
        std::clamp(lag.brink_m + lag.brink_slope * (last_flow - lag.flow_m3_s), 0.5 * lag.brink_m, s.full_m);
    const bool falls = y_down < brink;  // the tail water does not reach the pipe's own depth
    double surface_down = std::max(e.head_down + pace.lead * e.rise_down, e.z_down);
    double brink_slope = 0.0;
    if (falls) {
        brink_slope = brink < s.full_m ? lag.brink_slope : 0.0;
        surface_down = e.z_down + brink - brink_slope * last_flow;
        down = wet(s, brink);
    }
    const double surface_up = std::max(e.head_up + pace.lead * e.rise_up, e.z_up);
    const double wu = lag.weight_up;
    const double wd = 1.0 - wu;
    const double area = c.barrels * (wu * up.area_m2 + wd * down.area_m2);
    if (area < kLeastArea_m2) return {};
    const double r43 = std::max(wu * up.r43 + wd * down.r43, kLeastR43);
    const double pull = kGravity_m_s2 * pace.dt_s / c.length_m;  // per area and head
    const double drop = surface_up - surface_down;
    // Filling or emptying within a step changes the momentum by no more than half: it must not turn the flow round.
    const double filling = lag.two_v_m_s * (area - lag.area_m2);
    const bool mild = std::fabs(filling) < 0.5 * lag.flow_m3_s;
    const double two_v = mild ? lag.two_v_m_s : 0.0;
    const double fills = mild ? filling : std::clamp(filling, -0.5 * lag.flow_m3_s, 0.5 * lag.flow_m3_s);
    const double drive = lag.flow_m3_s + lag.push_m3_s + fills + pull * area * drop;
    const double linear = 1.0 + lag.brake + pull * area * brink_slope;
    const double y_giving = drive >= 0.0 ? y_up : y_down;
    const double fade = open * std::clamp(y_giving * (1.0 / kFilm_m), 0.0, 1.0);
    const double rhs = drive * fade;
    const double friction = pace.dt_s * (c.gn2 / r43 + c.loss_per_m) / area;
    const double root = std::sqrt(linear * linear + 4.0 * friction * std::fabs(rhs));
    Oriented out;
    out.flow = 2.0 * rhs / (linear + root);
    // Derivatives: of the driving head, and of area and radius where they depend on this end.
    const double per_root = 1.0 / root;
    const double by_area = fade * (pull * drop + two_v) * c.barrels;
    const double q2 = out.flow * std::fabs(out.flow);
    const double by_r43 = q2 * pace.dt_s * c.gn2 / (r43 * r43 * area);
    const double thin = q2 * friction / area * c.barrels;
    const double head = pull * area * fade * (1.0 + pace.lead);
    const double fading_up = drive >= 0.0 && y_up >= 0.0 && y_up < kFilm_m ? drive * open / kFilm_m : 0.0;
    const double fading_down = drive < 0.0 && y_down >= 0.0 && y_down < kFilm_m ? -drive * open / kFilm_m : 0.0;
    const double up_wets = y_up > 0.0 ? wu * ((by_area + thin) * up.width_m + by_r43 * up.dr43) : 0.0;
    out.by_up = std::max(per_root * ((y_up > 0.0 ? head : 0.0) + up_wets + fading_up), 0.0);
    if (falls) {
        out.by_down = std::max(per_root * fading_down, 0.0);
        return out;
    }
    const double down_wets = y_down > 0.0 ? wd * ((by_area + thin) * down.width_m + by_r43 * down.dr43) : 0.0;
    out.by_down = std::max(per_root * (head - down_wets + fading_down), 0.0);
    return out;
}

}  // namespace

void begin_conduits(const Model& model, std::span<const double> head_m, std::span<const double> flow_m3_s, double dt_s,
                    std::span<Lag> lags) {
    for (std::size_t l = 0; l < model.conduits.size(); ++l) {
        const ConduitRow& c = model.conduits[l];
        begin(c, model.sections[at(c.section)], head_m[at(c.from)], head_m[at(c.to)], flow_m3_s[l], dt_s, lags[l]);
    }
}

void eval_conduits(const Model& model, std::span<const double> begin_m, std::span<const double> head_m,
                   std::span<const Lag> lags, std::span<const double> setting, const Pace& pace, std::span<Terms> terms,
                   std::span<double> volume_m3, std::span<double> area_m2) {
    for (std::size_t l = 0; l < model.conduits.size(); ++l) {
        const ConduitRow& c = model.conduits[l];
        const Section& s = model.sections[at(c.section)];
        const double head_from = head_m[at(c.from)];
        const double head_to = head_m[at(c.to)];
        const Wet from = wet(s, head_from - c.z_from_m);
        const Wet to = wet(s, head_to - c.z_to_m);
        volume_m3[at(c.from)] += c.store_from_m * from.area_m2;
        volume_m3[at(c.to)] += c.store_to_m * to.area_m2;
        area_m2[at(c.from)] += head_from >= c.z_from_m ? c.store_from_m * from.width_m : 0.0;
        area_m2[at(c.to)] += head_to >= c.z_to_m ? c.store_to_m * to.width_m : 0.0;
        const Lag& lag = lags[l];
        const bool forward = lag.sign > 0.0;
        const double open = setting.empty() ? 1.0 : setting[l];
        Ends ends = oriented(c, head_from, head_to, forward);
        ends.rise_up = ends.head_up - begin_m[at(forward ? c.from : c.to)];
        ends.rise_down = ends.head_down - begin_m[at(forward ? c.to : c.from)];
        const Oriented q = momentum(c, s, lag, ends, forward ? from : to, forward ? to : from,
                                    lag.sign * terms[l].flow_m3_s, open, pace);
        Terms out{lag.sign * q.flow, forward ? q.by_up : q.by_down, forward ? q.by_down : q.by_up};
        if (c.only != 0 && out.flow_m3_s * c.only < 0.0) out = {};
        terms[l] = out;
    }
}

}  // namespace sd::sewer
