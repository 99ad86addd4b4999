#include "sim/flood/canals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/core/units.h"

namespace sd::flood {
namespace {

constexpr std::uint32_t kKind = 128;              ///< of snapshot
constexpr std::int64_t kFiner = 1024;             ///< canal quanta in one of the sheet's, in single precision
constexpr double kCritical = 0.5443310539518174;  ///< (2/3)^1.5
constexpr double kFilm_m_s = 1.0e-3;  ///< of thin water over the edge: what rain leaves must not hang above a canal
constexpr double kAtOnce_s = 1.0;
constexpr double kFineAlready_m = 1.0e-10;  ///< the sheet's own quantum is small enough
constexpr double kMostQuanta = 4.0e18;      ///< of one node

double section_m2(double width_m, double side_slope, double depth_m) {
    return (width_m + side_slope * depth_m) * depth_m;
}

std::int64_t on_ground(const CanalNode& n, const Water& water) {
    return std::llround(water.held_m(n.cell) / water.quantum_m());
}

Canals::Node node_constants(const CanalNode& n, const Canals& c, const Water& water) {
    Canals::Node out;
    out.bank_m = n.raised ? n.bank_m : water.bed_m(n.cell);
    out.area_per_quantum = c.quantum_m3 / n.length_m;
    if (n.open_water) return out;
    const double deep_m = std::max(0.0, out.bank_m - n.bed_m);
    out.top_m = n.width_m + 2.0 * n.side_slope * deep_m;
    const double quanta = section_m2(n.width_m, n.side_slope, deep_m) * n.length_m / c.quantum_m3;
    out.capacity = static_cast<std::int64_t>(std::min(quanta, kMostQuanta));
    return out;
}

/// Of two nodes the narrower one sets the section; the higher bed and the lower bank bound it.
Canals::Link link_constants(const CanalNetwork& net, const Canals& c, const CanalLink& l) {
    const CanalNode& a = net.nodes[l.a];
    const CanalNode& b = net.nodes[l.b];
    SD_CHECK(!a.open_water || !b.open_water);
    Canals::Link out;
    const bool by_a = b.open_water || (!a.open_water && a.width_m <= b.width_m);
    const CanalNode& narrow = by_a ? a : b;
    out.width_m = narrow.width_m;
    out.side_slope = narrow.side_slope;
    out.mouth = a.open_water || b.open_water;
    out.bed_m = out.mouth ? narrow.bed_m : std::max(a.bed_m, b.bed_m);
    const double na = a.open_water ? b.manning : a.manning;
    const double nb = b.open_water ? a.manning : b.manning;
    out.drag = kGravity_m_s2 * 0.5 * (na * na + nb * nb);
    for (const CanalNode* n : {&a, &b})
        if (!n->open_water) out.even_m += c.quantum_m3 / (n->width_m * n->length_m);
    out.bankful_m = std::numeric_limits<double>::infinity();
    for (const std::uint32_t k : {l.a, l.b}) {
        if (net.nodes[k].open_water || net.nodes[k].raised) continue;
        out.bankful_m = std::min(out.bankful_m, c.node[k].bank_m - out.bed_m);
    }
    return out;
}

void find_neighbours(const CanalNetwork& net, Canals& c) {
    c.at_first.assign(net.nodes.size() + 1, 0);
    for (const CanalLink& l : net.links) {
        ++c.at_first[l.a + 1];
        ++c.at_first[l.b + 1];
    }
    for (std::size_t k = 0; k < net.nodes.size(); ++k) c.at_first[k + 1] += c.at_first[k];
    c.at_link.assign(2 * net.links.size(), 0);
    std::vector<std::uint32_t> next(c.at_first.begin(), c.at_first.end() - 1);
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        c.at_link[next[net.links[l].a]++] = l;
        c.at_link[next[net.links[l].b]++] = l;
    }
}

void count_sharers(const CanalNetwork& net, Canals& c) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // cell, node
    for (std::uint32_t k = 0; k < net.nodes.size(); ++k)
        if (net.nodes[k].open_water) open.emplace_back(net.nodes[k].cell, k);
    std::sort(open.begin(), open.end());
    for (auto first = open.begin(); first != open.end();) {
        const auto last = std::find_if(first, open.end(), [&](const auto& o) { return o.first != first->first; });
        for (auto at = first; at != last; ++at) c.node[at->second].shared_by = static_cast<int>(last - first);
        first = last;
    }
}

std::int64_t quanta_up_to(const CanalNode& n, const Canals& c, std::size_t k) {
    if (n.open_water) return 0;
    const double depth_m = std::max(0.0, n.level_m - n.bed_m);
    const double quanta = section_m2(n.width_m, n.side_slope, depth_m) / c.node[k].area_per_quantum;
    return std::min(c.node[k].capacity, static_cast<std::int64_t>(std::llround(std::min(quanta, kMostQuanta))));
}

std::uint64_t hash_of(const CanalNetwork& net) {
    StateHash h;
    for (const CanalNode& n : net.nodes) {
        h.add(n.cell);
        for (const double v : {n.length_m, n.bed_m, n.width_m, n.side_slope, n.manning, n.bank_m}) h.add(v);
        h.add(static_cast<std::uint32_t>((n.raised ? 1 : 0) + (n.open_water ? 2 : 0)));
    }
    for (const CanalLink& l : net.links) {
        h.add(l.a);
        h.add(l.b);
        h.add(l.length_m);
        h.add(static_cast<std::uint32_t>(l.shut ? 1 : 0));
    }
    for (const CanalEnd& e : net.ends) {
        h.add(e.node);
        h.add(e.kind);
        h.add(e.slope);
    }
    return h.value();
}

SnapshotHead head_of(const CanalNetwork& net) {
    return {kKind, static_cast<std::int32_t>(net.nodes.size()), static_cast<std::int32_t>(net.links.size()),
            hash_of(net)};
}

template <class Archive, class C>
void visit_state(Archive& a, C& c) {
    a.column(c.volume);
    a.column(c.pending);
    a.column(c.q_m3_s);
    a.column(c.end_value);
    a.column(c.end_rest);
    a.column(c.peak_level_m);
    a.column(c.peak_m3_s);
    a.value(c.through_ends);
    a.value(c.limited_steps);
}

}  // namespace

double section_depth_m(double width_m, double side_slope, double area_m2) {
    if (side_slope <= 0.0) return area_m2 / width_m;
    return 2.0 * area_m2 / (width_m + std::sqrt(width_m * width_m + 4.0 * side_slope * area_m2));
}

Canals make_canals(const CanalNetwork& net, const GridSpec& grid, const Water& water) {
    Canals c;
    c.cell_area_m2 = grid.cell_m * grid.cell_m;
    c.per_surface = water.quantum_m() > kFineAlready_m ? kFiner : 1;
    c.quantum_m3 = water.quantum_m() * c.cell_area_m2 / static_cast<double>(c.per_surface);
    for (const CanalNode& n : net.nodes) {
        SD_CHECK(n.cell < grid.cells() && n.length_m > 0.0 && n.width_m > 0.0 && n.side_slope >= 0.0);
        c.node.push_back(node_constants(n, c, water));
    }
    for (const CanalLink& l : net.links) {
        SD_CHECK(l.a < net.nodes.size() && l.b < net.nodes.size() && l.a != l.b && l.length_m > 0.0);
        c.link.push_back(link_constants(net, c, l));
    }
    find_neighbours(net, c);
    count_sharers(net, c);
    for (const CanalEnd& e : net.ends) {
        SD_CHECK(e.node < net.nodes.size() && !net.nodes[e.node].open_water);
        c.node[e.node].held = e.kind == CanalEndKind::Level;
    }
    for (std::size_t k = 0; k < net.nodes.size(); ++k) c.volume.push_back(quanta_up_to(net.nodes[k], c, k));
    c.pending.assign(net.nodes.size(), 0);
    c.q_m3_s.assign(net.links.size(), 0.0);
    c.moved.assign(net.links.size(), 0);
    c.end_value.assign(net.ends.size(), 0.0);
    c.end_rest.assign(net.ends.size(), 0.0);
    c.level_m.assign(net.nodes.size(), 0.0);
    c.filling_m3_s.assign(net.nodes.size(), 0.0);
    c.available.assign(net.nodes.size(), 0);
    c.leaving.assign(net.nodes.size(), 0);
    c.over_banks.assign(net.nodes.size(), 0);
    for (std::uint32_t k = 0; k < net.nodes.size(); ++k) c.peak_level_m.push_back(canal_level_m(net, c, k, water));
    c.peak_m3_s.assign(net.links.size(), 0.0);
    return c;
}

double canal_bed_m(const CanalNetwork& net, std::uint32_t k, const Water& water) {
    return net.nodes[k].open_water ? water.bed_m(net.nodes[k].cell) : net.nodes[k].bed_m;
}

std::int64_t canal_falls(const CanalNetwork& net, const Canals& c, std::uint32_t k, const Water& water, double for_s) {
    const std::int64_t lacking = c.node[k].capacity - c.volume[k];
    if (lacking <= 0) return 0;
    const CanalNode& n = net.nodes[k];
    const std::int64_t there = on_ground(n, water);
    if (there == 0) return 0;
    const double head_m = water.depth_m(n.cell);
    const double m3_s =
        kCritical * std::sqrt(kGravity_m_s2 * head_m) * head_m * 2.0 * n.length_m + kFilm_m_s * c.cell_area_m2;
    const double most = for_s * m3_s / (c.quantum_m3 * static_cast<double>(c.per_surface));
    const std::int64_t falls = std::min(there, static_cast<std::int64_t>(most) + 1);
    return std::min(falls, (lacking + c.per_surface - 1) / c.per_surface);
}

double canal_level_m(const CanalNetwork& net, const Canals& c, std::uint32_t k, const Water& water) {
    const CanalNode& n = net.nodes[k];
    if (n.open_water) return water.level_m(n.cell);
    const Canals::Node& node = c.node[k];
    const std::int64_t falls = n.raised ? 0 : canal_falls(net, c, k, water, kAtOnce_s);
    std::int64_t over = c.volume[k] + falls * c.per_surface - node.capacity;
    if (over >= 0 && n.raised) return node.bank_m + static_cast<double>(over) * node.area_per_quantum / node.top_m;
    const std::int64_t ground = over >= 0 ? on_ground(n, water) : 0;
    if (over >= 0) over += (ground - falls) * c.per_surface;
    if (over >= 0)
        return water.level_m(n.cell) +
               static_cast<double>(over / c.per_surface - ground) * water.quantum_m() / water.room(n.cell);
    const double area_m2 = static_cast<double>(over + node.capacity) * node.area_per_quantum;
    return std::min(node.bank_m, n.bed_m + section_depth_m(n.width_m, n.side_slope, area_m2));
}

double canal_surface_m2(const CanalNetwork& net, const Canals& c, std::uint32_t k, const Water& water) {
    const CanalNode& n = net.nodes[k];
    const std::int64_t falls = n.raised || n.open_water ? 0 : canal_falls(net, c, k, water, kAtOnce_s);
    const bool full = c.volume[k] + falls * c.per_surface >= c.node[k].capacity;
    if (n.open_water || (full && !n.raised)) return c.cell_area_m2 * water.room(n.cell);
    if (full) return c.node[k].top_m * n.length_m;
    const double depth_m = canal_level_m(net, c, k, water) - n.bed_m;
    return (n.width_m + 2.0 * n.side_slope * depth_m) * n.length_m;
}

std::int64_t canal_holds(const CanalNetwork& net, const Canals& c, std::uint32_t k, const Water& water) {
    if (net.nodes[k].open_water) return on_ground(net.nodes[k], water);
    return (c.volume[k] + std::min<std::int64_t>(0, c.pending[k])) / c.per_surface;
}

std::int64_t canal_add(const CanalNetwork& net, Canals& c, std::uint32_t k, std::int64_t quanta, Water& water) {
    if (net.nodes[k].open_water) {
        const double moved_m = water.add(net.nodes[k].cell, static_cast<double>(quanta) * water.quantum_m());
        return std::llround(moved_m / water.quantum_m());
    }
    const std::int64_t moved = std::max(quanta, -canal_holds(net, c, k, water));
    c.pending[k] += moved * c.per_surface;
    return moved;
}

double canal_m3_s(const CanalNetwork& net, const Canals& c, std::uint32_t k) {
    double sum = 0.0;
    int n = 0;
    for (std::uint32_t at = c.at_first[k]; at < c.at_first[k + 1]; ++at) {
        const CanalLink& l = net.links[c.at_link[at]];
        const bool along = (l.a == k && l.b == k + 1) || (l.b == k && l.a + 1 == k);
        if (!along || l.shut) continue;
        sum += c.q_m3_s[c.at_link[at]];
        ++n;
    }
    return n > 0 ? sum / n : 0.0;
}

double volume_m3(const Canals& c) {
    // As on the sheet: in two sums, which no network overflows.
    constexpr std::int64_t kLow = std::int64_t{1} << 30;
    std::int64_t high = 0;
    std::int64_t low = 0;
    for (std::size_t k = 0; k < c.volume.size(); ++k) {
        const std::int64_t v = c.volume[k] + c.pending[k];
        high += v / kLow;
        low += v % kLow;
    }
    return (static_cast<double>(high) * kLow + static_cast<double>(low)) * c.quantum_m3;
}

std::uint64_t hash(const Canals& c) {
    StateHash h;
    h.add(std::span<const std::int64_t>(c.volume));
    h.add(std::span<const std::int64_t>(c.pending));
    h.add(std::span<const double>(c.q_m3_s));
    h.add(c.through_ends);
    return h.value();
}

Bytes snapshot(const CanalNetwork& net, const Canals& c) {
    Bytes out = begin_snapshot(head_of(net), 64 * net.nodes.size() + 1024);
    StateWriter w(out);
    visit_state(w, c);
    end_snapshot(out);
    return out;
}

Result<void> restore(const CanalNetwork& net, Canals& c, std::span<const std::byte> bytes) {
    auto r = open_snapshot(bytes, head_of(net));
    if (!r) return fail(r.error());
    visit_state(*r, c);
    if (r->ok() && r->at_end()) return {};
    return fail("canal snapshot", "does not fit: it is of other canals");
}

}  // namespace sd::flood
