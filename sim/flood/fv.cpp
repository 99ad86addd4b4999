#include "sim/flood/fv.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/core/units.h"
#include "sim/flood/fv_sweep.h"

namespace sd::flood {
namespace {

template <class P>
typename P::Depth whole(const FvSheet<P>& s, double metres) {
    return depth_of<P>(s.layout, metres);
}

template <class P>
std::size_t tile_at(const FvSheet<P>& s, int tx, int ty) {
    return static_cast<std::size_t>(ty) * static_cast<std::size_t>(s.layout.tiles_x) + static_cast<std::size_t>(tx);
}

/// Water this near to a tile's edge may be felt beyond it within a step: slopes and two stages reach three cells.
constexpr int kReach = 4;

/// Is there water that can move in the part of a tile that lies towards (dx, dy)?
template <class P>
bool wet_towards(const FvSheet<P>& s, int tx, int ty, int dx, int dy, typename P::Depth thin) {
    const auto part = [](int d, int n) {
        return d < 0 ? Range{0, kReach} : d > 0 ? Range{n - kReach, n} : Range{0, n};
    };
    const Range columns = part(dx, kTileX);
    const Range rows = part(dy, kTileY);
    const auto* depth = s.depth.data() + s.layout.at(tx * kTileX, ty * kTileY);
    for (int j = rows.begin; j < rows.end; ++j) {
        const auto* row = depth + static_cast<std::size_t>(j) * s.layout.stride;
        for (int i = columns.begin; i < columns.end; ++i)
            if (row[i] > thin) return true;
    }
    return false;
}

/// Tiles with water that can move, and those around them that it may reach: at the edge of what is worked on,
/// everything is dry.
template <class P>
void wake(FvSheet<P>& s) {
    const Layout& l = s.layout;
    const auto thin = whole(s, kThin_m);
    std::fill(s.awake.begin(), s.awake.end(), std::uint8_t{0});
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) {
            if (!(s.tile_max[tile_at(s, tx, ty)] > thin)) continue;
            for (int y = std::max(0, ty - 1); y <= std::min(l.tiles_y - 1, ty + 1); ++y) {
                for (int x = std::max(0, tx - 1); x <= std::min(l.tiles_x - 1, tx + 1); ++x) {
                    std::uint8_t& awake = s.awake[tile_at(s, x, y)];
                    if (awake == 0 && wet_towards(s, tx, ty, x - tx, y - ty, thin)) awake = 1;
                }
            }
        }
    }
    for (const RimFace& f : s.rim) s.awake[l.tile_of(f.cell)] = 1;
}

template <class P>
void find_runs(FvSheet<P>& s) {
    const Layout& l = s.layout;
    auto& scratch = *s.scratch;
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        auto& runs = scratch.runs[static_cast<std::size_t>(ty)];
        runs.clear();
        const std::uint8_t* awake = s.awake.data() + static_cast<std::ptrdiff_t>(ty) * l.tiles_x;
        for (int tx = 0; tx < l.tiles_x; ++tx) {
            if (awake[tx] == 0) continue;
            if (!runs.empty() && runs.back().second == tx * kTileX)
                runs.back().second += kTileX;
            else
                runs.emplace_back(tx * kTileX, (tx + 1) * kTileX);
        }
        if (!runs.empty()) runs.back().second = std::min(runs.back().second, l.grid.nx);
        const auto k = static_cast<std::size_t>(ty);
        scratch.run_class[k] = k == 0 ? 0 : scratch.run_class[k - 1] + (runs == scratch.runs[k - 1] ? 0 : 1);
    }
}

/// A tile that fell asleep forgets what a first stage left in it.
template <class P>
void forget_sleepers(FvSheet<P>& s) {
    auto& before = s.scratch->awake_before;
    const Layout& l = s.layout;
    for (std::size_t t = 0; t < before.size(); ++t) {
        if (s.order == 2 && before[t] != 0 && s.awake[t] == 0) {
            const auto wide = static_cast<std::size_t>(l.tiles_x);
            for (int j = 0; j < kTileY; ++j) {
                const std::size_t k =
                    l.at(static_cast<int>(t % wide) * kTileX, static_cast<int>(t / wide) * kTileY + j);
                std::copy_n(&s.depth[k], kTileX, &s.depth_next[k]);
                std::fill_n(&s.hu_next[k], kTileX, typename P::Real(0));
                std::fill_n(&s.hv_next[k], kTileX, typename P::Real(0));
            }
        }
        before[t] = s.awake[t];
    }
}

/// What runs dry in one step falls asleep before its row is read again.
template <class P>
void note_sleepers(FvSheet<P>& s) {
    auto& moved = s.extremes.moved;
    for (std::size_t t = 0; t < moved.size(); ++t) {
        if (moved[t] != 0 && s.awake[t] == 0) note_tile(s, t);
        moved[t] = s.awake[t];
    }
}

struct Beyond {
    std::size_t inside = 0;
    std::size_t outside = 0;
    double normal = 1.0;  ///< + where inflow is along the axis
    bool along_x = true;
};

Beyond beyond(const Layout& l, const RimFace& f) {
    const std::size_t k = l.at(f.cell);
    switch (f.side) {
        case Side::West:
            return {k, k - 1, 1.0, true};
        case Side::East:
            return {k, k + 1, -1.0, true};
        case Side::South:
            return {k, k - l.stride, 1.0, false};
        case Side::North:
            break;
    }
    return {k, k + l.stride, -1.0, false};
}

/// Puts what stands beyond the rim into the cells just outside the grid.
template <class P>
void fill_beyond(FvSheet<P>& s, Column<typename P::Depth>& depth, Column<typename P::Real>& hu,
                 Column<typename P::Real>& hv) {
    using Real = typename P::Real;
    for (const RimFace& f : s.rim) {
        const Beyond b = beyond(s.layout, f);
        s.bed[b.outside] = s.bed[b.inside];
        depth[b.outside] =
            f.level_given
                ? std::max(typename P::Depth(0),
                           static_cast<typename P::Depth>(whole(s, f.level_m - s.layout.datum_m) - s.bed[b.inside]))
                : depth[b.inside];
        const double was = static_cast<double>(depth[b.inside]);
        const double ratio = was > 0.0 ? static_cast<double>(depth[b.outside]) / was : 0.0;
        hu[b.outside] = static_cast<Real>(static_cast<double>(hu[b.inside]) * ratio);
        hv[b.outside] = static_cast<Real>(static_cast<double>(hv[b.inside]) * ratio);
        if (!f.flow_given) continue;
        (b.along_x ? hu : hv)[b.outside] = static_cast<Real>(b.normal * f.inflow_m2_s);
        (b.along_x ? hv : hu)[b.outside] = 0;
    }
}

template <class P>
void take_stock(FvSheet<P>& s) {
    const double unit_m3 = unit_m<P>(s.layout) * s.layout.grid.cell_m * s.layout.grid.cell_m;
    for (const auto& part : s.scratch->parts) {
        for (std::size_t f = 0; f < s.rim.size(); ++f) s.rim[f].carried_m3 += part.carried[f] * unit_m3;
    }
}

template <class P>
void note_fastest(FvSheet<P>& s) {
    for (const auto& part : s.scratch->parts)
        s.fastest_m_s = std::max(s.fastest_m_s, static_cast<double>(part.fastest));
}

}  // namespace

template <class P>
double FvSheet<P>::metres() const {
    return unit_m<P>(layout);
}

template <class P>
void FvSheet<P>::set_depth(std::uint32_t cell, double depth_m) {
    SD_CHECK(depth_m >= 0.0);
    const Depth d = whole(*this, depth_m);
    depth[layout.at(cell)] = d;
    if (order == 2) depth_next[layout.at(cell)] = d;  // a tile asleep holds the same in both stages
    Depth& most = tile_max[layout.tile_of(cell)];
    most = std::max(most, d);
}

template <class P>
FvSheet<P> make_fv(const GridSpec& grid, double lowest_m, double highest_m, int order, int isa) {
    SD_CHECK(order == 1 || order == 2);
    SD_CHECK(grid.nx >= 1 && grid.ny >= 1 && highest_m >= lowest_m);
    FvSheet<P> s;
    s.order = order;
    s.isa = isa;
    s.layout = layout_for(grid, lowest_m, highest_m);
    const std::size_t n = s.layout.size();
    s.bed.assign(n, kWallOf<P>);
    s.depth.assign(n, 0);
    s.hu.assign(n, 0);
    s.hv.assign(n, 0);
    s.drag.assign(n, 0);
    if (order == 2) {
        s.depth_next.assign(n, 0);
        s.half_net.assign(n, 0);
        s.hu_next.assign(n, 0);
        s.hv_next.assign(n, 0);
    }
    const std::size_t tiles = tile_at(s, 0, s.layout.tiles_y);
    s.tile_max.assign(tiles, 0);
    s.awake.assign(tiles, 0);
    return s;
}

template <class P>
void set_ground(FvSheet<P>& s, std::uint32_t cell, double bed_m, double manning) {
    const std::size_t k = s.layout.at(cell);
    s.bed[k] = whole(s, bed_m - s.layout.datum_m);
    s.drag[k] = static_cast<typename P::Real>(kGravity_m_s2 * manning * manning);
}

template <class P>
void set_crest(FvSheet<P>& s, std::uint32_t cell, bool west, double crest_m) {
    if (s.crest_x.empty()) {
        s.crest_x.assign(s.layout.size(), 0);
        s.crest_y.assign(s.layout.size(), 0);
    }
    const double above_m = std::clamp(crest_m - s.layout.datum_m, 0.0, top_m<P>(s.layout));
    (west ? s.crest_x : s.crest_y)[s.layout.at(cell)] = whole(s, above_m);
}

template <class P>
double stable_step_s(const FvSheet<P>& s, double courant) {
    double fastest = 1e-9;
    for (std::uint32_t c = 0; c < s.layout.grid.cells(); ++c) {
        const std::size_t k = s.layout.at(c);
        const double h = s.depth_m(c);
        if (h <= kThin_m) continue;
        const double speed =
            std::max(std::fabs(static_cast<double>(s.hu[k])), std::fabs(static_cast<double>(s.hv[k]))) / h;
        fastest = std::max(fastest, speed + 2.0 * std::sqrt(kGravity_m_s2 * h));  // as fast as a front on dry bed
    }
    return courant * s.layout.grid.cell_m / fastest;
}

template <class P>
void watch(FvSheet<P>& s, double threshold_m) {
    begin(s.extremes, s.layout, threshold_m);
}

template <class P>
void look(FvSheet<P>& s) {
    SD_CHECK(s.extremes.on);
    for (std::size_t t = 0; t < s.tile_max.size(); ++t) note_tile(s, t);
}

template <class P>
void fv_step(FvSheet<P>& s, double dt_s, Parallel& parallel) {
    SD_CHECK(dt_s > 0.0);
    prepare_scratch(s, parallel.threads());
    wake(s);
    find_runs(s);
    forget_sleepers(s);
    if (s.extremes.on) note_sleepers(s);
    const FvStep<P> step = fv_constants(s, dt_s);
    s.fastest_m_s = 0.0;
    fill_beyond(s, s.depth, s.hu, s.hv);
    sweep(s, step, s.order == 1 ? Stage::Only : Stage::Predict, parallel);
    take_stock(s);
    note_fastest(s);
    s.extremes.now_s += dt_s;
    if (s.order == 1) return;
    fill_beyond(s, s.depth_next, s.hu_next, s.hv_next);
    sweep(s, step, Stage::Correct, parallel);
    take_stock(s);
    note_fastest(s);
}

template <class P>
double volume_m3(const FvSheet<P>& s) {
    return volume_m3<P>(s.layout, s.depth);
}

template <class P>
std::uint64_t hash(const FvSheet<P>& s) {
    StateHash h;
    for (int j = 0; j < s.layout.grid.ny; ++j) {
        const std::size_t k = s.layout.at(0, j);
        const auto n = static_cast<std::size_t>(s.layout.grid.nx);
        h.add(std::span<const typename P::Depth>(&s.depth[k], n));
        h.add(std::span<const typename P::Real>(&s.hu[k], n));
        h.add(std::span<const typename P::Real>(&s.hv[k], n));
    }
    return h.value();
}

template struct FvSheet<F32>;
template struct FvSheet<F64>;
template FvSheet<F32> make_fv(const GridSpec&, double, double, int, int);
template FvSheet<F64> make_fv(const GridSpec&, double, double, int, int);
template void set_ground(FvSheet<F32>&, std::uint32_t, double, double);
template void set_ground(FvSheet<F64>&, std::uint32_t, double, double);
template void set_crest(FvSheet<F32>&, std::uint32_t, bool, double);
template void set_crest(FvSheet<F64>&, std::uint32_t, bool, double);
template double stable_step_s(const FvSheet<F32>&, double);
template double stable_step_s(const FvSheet<F64>&, double);
template void fv_step(FvSheet<F32>&, double, Parallel&);
template void fv_step(FvSheet<F64>&, double, Parallel&);
template void watch(FvSheet<F32>&, double);
template void watch(FvSheet<F64>&, double);
template void look(FvSheet<F32>&);
template void look(FvSheet<F64>&);
template double volume_m3(const FvSheet<F32>&);
template double volume_m3(const FvSheet<F64>&);
template std::uint64_t hash(const FvSheet<F32>&);
template std::uint64_t hash(const FvSheet<F64>&);

}  // namespace sd::flood
