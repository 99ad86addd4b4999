// One step of the canals: what passes the banks, what the ends bring, and what moves along.
#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/canals.h"

namespace sd::flood {
namespace {

constexpr double kLeastWave_m_s = 1.0;            ///< for steps: what comes into a dry canal must not leap
constexpr double kLeastDepth_m = 1.0e-3;          ///< shallower flow stands still, as on the sheet
constexpr double kCritical = 0.5443310539518174;  ///< (2/3)^1.5
constexpr double kCentring = 0.2;                 ///< of the q-centred mean, per Courant number
constexpr double kJustBelow = 1.0 - 1.0 / 1099511627776.0;
constexpr int kWorthThreads = 4096;  ///< fewer links are done before threads are woken

struct Flow {
    double area_m2 = 0.0;   ///< below the banks
    double radius_m = 0.0;  ///< hydraulic, of the whole column
    double wave_m_s = 0.0;
};

/// A trapezoid up to the banks, vertical above them.
Flow flow_at(const Canals::Link& l, double depth_m) {
    const double in_m = std::min(depth_m, l.bankful_m);
    if (in_m <= 0.0) return {};
    const double top_m = l.width_m + 2.0 * l.side_slope * in_m;
    const double side_m = std::sqrt(1.0 + l.side_slope * l.side_slope);
    Flow f;
    f.area_m2 = (l.width_m + l.side_slope * in_m) * in_m;
    const double whole_m2 = f.area_m2 + top_m * (depth_m - in_m);
    f.radius_m = whole_m2 / (l.width_m + 2.0 * in_m * side_m);
    f.wave_m_s = std::sqrt(kGravity_m_s2 * whole_m2 / top_m);
    return f;
}

double weir_m3_s(double up_m, double down_m, double length_m) {
    if (up_m <= 0.0 || up_m <= down_m) return 0.0;
    const double ratio = std::max(0.0, down_m) / up_m;
    const double drowned = math::pow(1.0 - ratio * std::sqrt(ratio), 0.385);  // Villemonte 1947
    return kCritical * std::sqrt(kGravity_m_s2) * length_m * up_m * std::sqrt(up_m) * drowned;
}

/// What a step works on.
struct Step {
    const CanalNetwork& net;
    Canals& c;
    Water& water;
    double dt_s;

    [[nodiscard]] std::int64_t on_ground(std::uint32_t k) const {
        return std::llround(water.held_m(net.nodes[k].cell) / water.quantum_m());
    }
    /// Between the canal and the ground of its cell, in the sheet's quanta; what it was. What is promised stays.
    std::int64_t raise(std::uint32_t k, std::int64_t quanta) const {
        const std::int64_t free = (c.volume[k] + std::min<std::int64_t>(0, c.pending[k])) / c.per_surface;
        if (!net.nodes[k].open_water) quanta = std::min(quanta, std::max<std::int64_t>(0, free));
        const double moved_m = water.add(net.nodes[k].cell, static_cast<double>(quanta) * water.quantum_m());
        const std::int64_t moved = std::llround(moved_m / water.quantum_m());
        c.volume[k] -= moved * c.per_surface;
        c.over_banks[k] -= moved * c.per_surface;
        return moved;
    }
};

// Banks level with the ground: what the canal cannot hold stands on it at once.
void over_ground(const Step& s, std::uint32_t k) {
    const std::int64_t over = s.c.volume[k] - s.c.node[k].capacity;
    if (over >= s.c.per_surface) {
        s.raise(k, over / s.c.per_surface);
    } else if (over < 0) {
        s.raise(k, -canal_falls(s.net, s.c, k, s.water, s.dt_s));
    }
}

// Raised banks are weirs on both sides; half of what would level both at most, so that the sign cannot flip.
void over_banks(const Step& s, std::uint32_t k) {
    const CanalNode& n = s.net.nodes[k];
    const Canals::Node& node = s.c.node[k];
    const double level_m = canal_level_m(s.net, s.c, k, s.water);
    const bool wet = s.water.held_m(n.cell) > 0.0;
    const double ground_m = wet ? s.water.level_m(n.cell) : node.bank_m;
    if (std::max(level_m, ground_m) <= node.bank_m) return;
    const bool out = level_m > ground_m;
    const double m3 = weir_m3_s(std::max(level_m, ground_m) - node.bank_m, std::min(level_m, ground_m) - node.bank_m,
                                2.0 * n.length_m) *
                      s.dt_s;
    const double own_m2 = node.top_m * n.length_m;
    const double ground_m2 = s.c.cell_area_m2 * s.water.room(n.cell);
    const double to_level_m3 = std::fabs(level_m - ground_m) * own_m2 * ground_m2 / (own_m2 + ground_m2);
    const double above_m3 = (std::max(level_m, ground_m) - node.bank_m) * (out ? own_m2 : ground_m2);
    const double most_m3 = std::min({m3, 0.5 * to_level_m3, 0.5 * above_m3});
    const auto quanta = static_cast<std::int64_t>(most_m3 / (s.c.quantum_m3 * static_cast<double>(s.c.per_surface)));
    s.raise(k, out ? quanta : -std::min(quanta, s.on_ground(k)));
}

/// What a node without a trench was given or gave along its links is settled with its cell.
void with_open_water(const Step& s, std::uint32_t k) {
    const std::int64_t has = s.c.volume[k];
    const std::int64_t whole = has >= 0 ? has / s.c.per_surface : -((-has + s.c.per_surface - 1) / s.c.per_surface);
    if (whole != 0) s.raise(k, whole);
    SD_CHECK(s.c.volume[k] >= 0);
}

void pass_banks(const Step& s) {
    std::fill(s.c.over_banks.begin(), s.c.over_banks.end(), 0);
    for (std::uint32_t k = 0; k < s.net.nodes.size(); ++k) {
        if (s.net.nodes[k].open_water) continue;
        if (s.net.nodes[k].raised)
            over_banks(s, k);
        else
            over_ground(s, k);
    }
}

// The end's node stands at a level: in the canal, and above its banks on the ground.
void hold_level(const Step& s, std::uint32_t k, double level_m) {
    const CanalNode& n = s.net.nodes[k];
    const Canals::Node& node = s.c.node[k];
    const double depth_m = std::max(0.0, (n.raised ? level_m : std::min(level_m, node.bank_m)) - n.bed_m);
    const double in_m = n.raised ? std::min(depth_m, node.bank_m - n.bed_m) : depth_m;
    const double area_m2 = (n.width_m + n.side_slope * in_m) * in_m + node.top_m * (depth_m - in_m);
    std::int64_t wanted = std::llround(area_m2 / node.area_per_quantum);
    if (!n.raised) wanted = level_m >= node.bank_m ? node.capacity : std::min(wanted, node.capacity);
    s.c.through_ends += wanted - s.c.volume[k];
    s.c.volume[k] = wanted;
    if (n.raised || level_m <= node.bank_m) return;
    const double lacking = (level_m - s.water.level_m(n.cell)) * s.water.room(n.cell) / s.water.quantum_m();
    const double moved_m = s.water.add(n.cell, std::round(lacking) * s.water.quantum_m());
    s.c.through_ends += std::llround(moved_m / s.water.quantum_m()) * s.c.per_surface;
}

double end_m3_s(const Step& s, const CanalEnd& end, double value) {
    if (end.kind == CanalEndKind::Discharge) return value;
    const CanalNode& n = s.net.nodes[end.node];
    Canals::Link section;
    section.width_m = n.width_m;
    section.side_slope = n.side_slope;
    section.bankful_m = s.c.node[end.node].bank_m - n.bed_m;
    const double depth_m = s.c.level_m[end.node] - n.bed_m;
    if (depth_m <= kLeastDepth_m) return 0.0;
    const Flow f = flow_at(section, depth_m);
    if (end.kind == CanalEndKind::Critical) return -kCritical * f.area_m2 * f.wave_m_s;
    const double two_thirds = math::cbrt(f.radius_m * f.radius_m);
    return -f.area_m2 * two_thirds * std::sqrt(end.slope) / n.manning;
}

void feed_ends(const Step& s) {
    for (std::size_t e = 0; e < s.net.ends.size(); ++e) {
        const CanalEnd& end = s.net.ends[e];
        if (end.kind == CanalEndKind::Level) continue;
        const double due = end_m3_s(s, end, s.c.end_value[e]) * s.dt_s / s.c.quantum_m3 + s.c.end_rest[e];
        std::int64_t& pending = s.c.pending[end.node];
        const std::int64_t there = s.c.volume[end.node] + std::min<std::int64_t>(0, pending);
        const auto moved = std::max(static_cast<std::int64_t>(std::floor(due)), -there);
        s.c.end_rest[e] = std::clamp(due - static_cast<double>(moved), -1.0, 1.0);
        pending += moved;
        s.c.through_ends += moved;
    }
}

void hold_ends(const Step& s) {
    for (std::size_t e = 0; e < s.net.ends.size(); ++e) {
        if (s.net.ends[e].kind == CanalEndKind::Level) hold_level(s, s.net.ends[e].node, s.c.end_value[e]);
    }
}

// What each node fills by, and what it can give.
void look_at_nodes(const Step& s) {
    Canals& c = s.c;
    for (std::uint32_t k = 0; k < s.net.nodes.size(); ++k) {
        if (s.net.nodes[k].open_water) {  // several links share it within the step
            c.available[k] = c.volume[k] + s.on_ground(k) / (c.node[k].shared_by + 1) * c.per_surface;
            c.filling_m3_s[k] = 0.0;
            continue;
        }
        c.available[k] = c.volume[k] + std::min<std::int64_t>(0, c.pending[k]);
        double filling = static_cast<double>(c.pending[k] + c.over_banks[k]) * c.quantum_m3 / s.dt_s;
        for (std::uint32_t at = c.at_first[k]; at < c.at_first[k + 1]; ++at) {
            const std::uint32_t l = c.at_link[at];
            filling += s.net.links[l].a == k ? -c.q_m3_s[l] : c.q_m3_s[l];
        }
        c.filling_m3_s[k] = c.node[k].held ? 0.0 : filling;
    }
}

// Local inertia with the q-centred mean [de Almeida & Bates 2013]: what comes to a node besides this link is this
// link's own discharge and what the node fills by, whatever else meets there. The weight grows with the Courant number,
// so that small steps do not smear.
double next_m3_s(const Step& s, std::size_t k) {
    const CanalLink& l = s.net.links[k];
    const Canals::Link& link = s.c.link[k];
    if (l.shut) return 0.0;
    double a_m = s.c.level_m[l.a];
    double b_m = s.c.level_m[l.b];
    const double depth_m = std::max(a_m, b_m) - link.bed_m;
    if (depth_m <= kLeastDepth_m) return 0.0;
    const Flow f = flow_at(link, depth_m);
    if (f.area_m2 <= 0.0) return 0.0;
    if (link.mouth) {  // over the end of the bed water falls freely
        a_m = std::max(a_m, link.bed_m);
        b_m = std::max(b_m, link.bed_m);
    }
    const double fall_m = std::fabs(a_m - b_m) > link.even_m ? a_m - b_m : 0.0;
    const double q = s.c.q_m3_s[k];
    const double weight = 0.5 * kCentring * std::min(0.5, s.dt_s * f.wave_m_s / l.length_m);
    const double mean = q + weight * (s.c.filling_m3_s[l.a] - s.c.filling_m3_s[l.b]);
    const double push = mean + kGravity_m_s2 * f.area_m2 * s.dt_s * fall_m / l.length_m;
    const double drag = 1.0 + s.dt_s * link.drag * std::fabs(q) / (f.area_m2 * f.radius_m * math::cbrt(f.radius_m));
    const double most = f.area_m2 * f.wave_m_s;
    return std::clamp(push / drag, -most, most);
}

void work_out_links(const Step& s, Parallel& parallel) {
    const double to_quanta = s.dt_s / s.c.quantum_m3;
    auto body = [&](Range r, int) {
        for (int i = r.begin; i < r.end; ++i) {
            const auto k = static_cast<std::size_t>(i);
            // New discharges wait in `moved`: neighbours still look at the old ones' sums only, kept in filling.
            const double q = next_m3_s(s, k);
            s.c.q_m3_s[k] = q;
            s.c.moved[k] = static_cast<std::int64_t>(q * to_quanta);
        }
    };
    const int n = static_cast<int>(s.net.links.size());
    if (n < kWorthThreads)
        body({0, n}, 0);
    else
        parallel.for_ranges(n, body);
}

// No node gives more than it holds: its links share what there is.
bool share_out(const Step& s) {
    Canals& c = s.c;
    std::vector<std::int64_t>& out = c.leaving;
    std::fill(out.begin(), out.end(), 0);
    for (std::size_t k = 0; k < c.moved.size(); ++k)
        out[c.moved[k] > 0 ? s.net.links[k].a : s.net.links[k].b] += std::abs(c.moved[k]);
    bool limited = false;
    for (std::size_t k = 0; k < c.moved.size(); ++k) {
        const std::uint32_t donor = c.moved[k] > 0 ? s.net.links[k].a : s.net.links[k].b;
        if (out[donor] <= c.available[donor]) continue;
        const double keep = static_cast<double>(c.available[donor]) / static_cast<double>(out[donor]) * kJustBelow;
        c.moved[k] = static_cast<std::int64_t>(static_cast<double>(c.moved[k]) * keep);
        c.q_m3_s[k] = static_cast<double>(c.moved[k]) * c.quantum_m3 / s.dt_s;
        limited = true;
    }
    return limited;
}

void move(const Step& s) {
    Canals& c = s.c;
    for (std::size_t k = 0; k < c.moved.size(); ++k) {
        c.volume[s.net.links[k].a] -= c.moved[k];
        c.volume[s.net.links[k].b] += c.moved[k];
        c.peak_m3_s[k] = std::max(c.peak_m3_s[k], std::fabs(c.q_m3_s[k]));
    }
    for (std::uint32_t k = 0; k < s.net.nodes.size(); ++k) {
        c.volume[k] += c.pending[k];
        c.pending[k] = 0;
        if (s.net.nodes[k].open_water) with_open_water(s, k);
        SD_CHECK(c.volume[k] >= 0);
        c.peak_level_m[k] = std::max(c.peak_level_m[k], c.level_m[k]);
    }
}

}  // namespace

double stable_step_s(const CanalNetwork& net, Canals& c, const Water& water) {
    for (std::uint32_t k = 0; k < net.nodes.size(); ++k) c.level_m[k] = canal_level_m(net, c, k, water);
    double most_1_s = 0.0;
    for (std::size_t k = 0; k < net.links.size(); ++k) {
        const CanalLink& l = net.links[k];
        const double depth_m = std::max(c.level_m[l.a], c.level_m[l.b]) - c.link[k].bed_m;
        const double wave_m_s = depth_m > kLeastDepth_m ? flow_at(c.link[k], depth_m).wave_m_s : 0.0;
        most_1_s = std::max(most_1_s, std::max(wave_m_s, kLeastWave_m_s) / l.length_m);
    }
    return most_1_s > 0.0 ? kCanalCourant / most_1_s : 1.0e9;
}

void canal_step(const CanalNetwork& net, Canals& c, Water& water, double dt_s, Parallel& parallel) {
    SD_CHECK(dt_s > 0.0);
    const Step s{net, c, water, dt_s};
    pass_banks(s);
    for (std::uint32_t k = 0; k < net.nodes.size(); ++k) c.level_m[k] = canal_level_m(net, c, k, water);
    feed_ends(s);
    look_at_nodes(s);
    work_out_links(s, parallel);
    if (share_out(s)) ++c.limited_steps;
    move(s);
    hold_ends(s);
}

}  // namespace sd::flood
