#include "sim/flood/inertia.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/units.h"
#include "sim/flood/extremes_kernel.h"
#include "sim/flood/inertia_kernel.h"
#include "sim/flood/isa.h"

namespace sd::flood {
namespace {

constexpr int kMaxParts = 64;

template <class P>
const KernelTable<P>& kernel_table(int isa) {
    if (isa == 1) return kernels_avx2(P{});
    return isa == 2 ? kernels_avx512(P{}) : kernels_baseline(P{});
}

// What one sub-step works on; pointers into the state, valid for its length.
template <class P>
struct Pass {
    SheetOf<P>* sheet = nullptr;
    const KernelTable<P>* kernels = nullptr;
    KernelStep<P> step;
    NoteStep<P> note;
    std::array<int, kMaxParts + 1> cuts{};  ///< tile rows of each part
    int parts = 1;

    [[nodiscard]] std::size_t tile(int tx, int ty) const {
        return static_cast<std::size_t>(ty) * static_cast<std::size_t>(sheet->cells.layout.tiles_x) +
               static_cast<std::size_t>(tx);
    }
    [[nodiscard]] bool active(int tx, int ty) const {
        const Layout& l = sheet->cells.layout;
        return tx < l.tiles_x && ty < l.tiles_y && sheet->active[tile(tx, ty)] != 0;
    }
    // A tile's depth changes when its own faces or those on its east and north sides carry water.
    [[nodiscard]] bool moves(int tx, int ty) const {
        return active(tx, ty) || active(tx + 1, ty) || active(tx, ty + 1);
    }
    [[nodiscard]] KernelTile<P> view(int tx, int ty) const {
        SheetOf<P>& s = *sheet;
        const Layout& l = s.cells.layout;
        const std::size_t k = l.at(tx * kTileX, ty * kTileY);
        const auto now = static_cast<std::size_t>(s.current);
        KernelTile<P> t;
        t.bed = s.cells.bed.data() + k;
        t.depth = s.cells.depth.data() + k;
        t.friction = s.friction.data() + k;
        if (!s.crest_x.empty()) {
            t.crest_x = s.crest_x.data() + k;
            t.crest_y = s.crest_y.data() + k;
        }
        if (!s.gapped.empty() && s.gapped[tile(tx, ty)] != 0) {
            t.roomless = s.roomless.data() + k;
            t.gap_x = s.gap_x.data() + k;
            t.gap_y = s.gap_y.data() + k;
        }
        t.qx_old = s.qx[now].data() + k;
        t.qy_old = s.qy[now].data() + k;
        t.qx = s.qx[1 - now].data() + k;
        t.qy = s.qy[1 - now].data() + k;
        t.keep = s.keep.data() + k;
        t.stride = static_cast<std::ptrdiff_t>(l.stride);
        t.rows = kTileY;
        return t;
    }
};

template <class P>
KernelStep<P> constants(const SheetOf<P>& s, Duration dt) {
    using Real = typename P::Real;
    const Layout& l = s.cells.layout;
    const double metres = unit_m<P>(l);
    const double dt_s = dt.seconds();
    KernelStep<P> k;
    k.theta = static_cast<Real>(s.theta);
    k.side = static_cast<Real>((1.0 - s.theta) / 2.0);
    k.metres = static_cast<Real>(metres);
    k.pull = static_cast<Real>(kGravity_m_s2 * dt_s / l.grid.cell_m * metres);
    k.dt_s = static_cast<Real>(dt_s);
    k.to_depth = static_cast<Real>(dt_s / (l.grid.cell_m * metres));
    k.to_discharge = static_cast<Real>(l.grid.cell_m * metres / dt_s);
    k.least_flow = static_cast<typename P::Depth>(kLeastFlow_m / metres);
    return k;
}

// A tile is worked on when water deep enough to flow stands in it, or west or south of it: these are the cells on
// either side of its faces.
template <class P>
void mark_active(SheetOf<P>& s, typename P::Depth least_flow) {
    const Layout& l = s.cells.layout;
    const auto wide = static_cast<std::size_t>(l.tiles_x);
    const auto flows = [&](std::size_t t) {
        if (s.gap_depth.empty()) return s.cells.tile_max[t] > least_flow;
        return static_cast<double>(s.cells.tile_max[t]) * s.gap_depth[t] > static_cast<double>(least_flow);
    };
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) {
            const std::size_t t = static_cast<std::size_t>(ty) * wide + static_cast<std::size_t>(tx);
            const bool wet = flows(t) || (tx > 0 && flows(t - 1)) || (ty > 0 && flows(t - wide));
            s.active[t] = wet ? 1 : 0;
        }
    }
}

// Tile rows per part with about equal numbers of active tiles. The split never changes a result.
template <class P>
void balance(Pass<P>& p, int threads) {
    const SheetOf<P>& s = *p.sheet;
    const Layout& l = s.cells.layout;
    p.parts = std::min(threads, kMaxParts);
    std::int64_t total = 0;
    for (const std::uint8_t a : s.active) total += a;
    std::int64_t done = 0;
    int part = 0;
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        while (part < p.parts && done * p.parts >= total * part) p.cuts[static_cast<std::size_t>(part++)] = ty;
        for (int tx = 0; tx < l.tiles_x; ++tx) done += p.active(tx, ty) ? 1 : 0;
    }
    for (; part <= p.parts; ++part) p.cuts[static_cast<std::size_t>(part)] = l.tiles_y;
}

// One row of a tile as it is between its buildings: depths there, and discharges over what is open.
template <class P>
struct GapRow {
    std::array<typename P::Depth, kTileX> depth{};
    std::array<typename P::Real, kTileX + 1> x{};
    std::array<typename P::Real, kTileX> y{}, y_north{};

    GapRow(const SheetOf<P>& s, const NoteRow<P>& row, std::size_t k, std::size_t stride) {
        for (std::size_t i = 0; i < kTileX; ++i) {
            const auto less = s.roomless[k + i];
            depth[i] = depth_of<P>(s.cells.layout, s.cells.metres(row.depth[i]) * static_cast<double>(less));
            x[i] = row.x[i] * less;
            y[i] = row.y[i] * less;
            y_north[i] = row.y[i + stride] * less;
        }
        x[kTileX] = row.x[kTileX] * s.roomless[k + kTileX - 1];
    }
    [[nodiscard]] NoteRow<P> row(const typename P::Depth* bed) const {
        return {bed, depth.data(), x.data(), y.data(), y_north.data()};
    }
};

template <class P>
bool note_row(const NoteTable& notes, const NoteStep<P>& step, const NoteRow<P>& row, const NoteBlock& to) {
    if constexpr (kFine<P>) {
        return notes.faces_f64(step, row, to);
    } else {
        return notes.faces_f32(step, row, to);
    }
}

// Apart, so that the compiler makes of the other what it would without it.
template <class P>
[[gnu::noinline]] void note_gapped_tile(SheetOf<P>& s, const NoteStep<P>& step, int tx, int ty) {
    const Layout& l = s.cells.layout;
    const auto now = static_cast<std::size_t>(s.current);
    for (int j = ty * kTileY; j < (ty + 1) * kTileY; ++j) {
        const std::size_t k = l.at(tx * kTileX, j);
        const auto* y = s.qy[now].data() + k;
        const NoteRow<P> row{s.cells.bed.data() + k, s.cells.depth.data() + k, s.qx[now].data() + k, y, y + l.stride};
        (void)note_row(note_table(s.isa), step, GapRow<P>(s, row, k, l.stride).row(row.bed),
                       note_block(s.extremes, s.extremes.block(l, tx, j)));
    }
}

template <class P>
void note_tile(SheetOf<P>& s, const NoteStep<P>& step, int tx, int ty) {
    const Layout& l = s.cells.layout;
    const auto now = static_cast<std::size_t>(s.current);
    const NoteTable& notes = note_table(s.isa);
    const std::size_t t = static_cast<std::size_t>(ty) * static_cast<std::size_t>(l.tiles_x);
    if (!s.gapped.empty() && s.gapped[t + static_cast<std::size_t>(tx)] != 0) return note_gapped_tile(s, step, tx, ty);
    for (int j = ty * kTileY; j < (ty + 1) * kTileY; ++j) {
        const std::size_t k = l.at(tx * kTileX, j);
        const auto* y = s.qy[now].data() + k;
        const NoteRow<P> row{s.cells.bed.data() + k, s.cells.depth.data() + k, s.qx[now].data() + k, y, y + l.stride};
        const bool looked = note_row(notes, step, row, note_block(s.extremes, s.extremes.block(l, tx, j)));
        if (looked && tx + 1 < l.tiles_x) expect_block(s.extremes, s.extremes.block(l, tx + 1, j));
    }
}

// The state before the sub-step, in tiles where water moved on the way to it or moves now.
template <class P>
void note_if_moving(const Pass<P>& p, int tx, int ty) {
    SheetOf<P>& s = *p.sheet;
    std::uint8_t& moved = s.extremes.moved[p.tile(tx, ty)];
    const bool moves = p.moves(tx, ty);
    if (moves || moved != 0) note_tile(s, p.note, tx, ty);
    moved = moves ? 1 : 0;
}

template <class P>
void flux_row(const Pass<P>& p, int ty) {
    using Real = typename P::Real;
    SheetOf<P>& s = *p.sheet;
    for (int tx = 0; tx < s.cells.layout.tiles_x; ++tx) {
        const std::size_t t = p.tile(tx, ty);
        if (s.extremes.on) note_if_moving(p, tx, ty);
        if (s.active[t] != 0) {
            p.kernels->flux(p.step, p.view(tx, ty));
            s.stale[t] = 2;
        } else if (s.stale[t] != 0) {  // gone dry: both buffers forget their discharge, one per sub-step
            const KernelTile<P> v = p.view(tx, ty);
            for (int j = 0; j < kTileY; ++j) {
                std::fill_n(v.qx + j * v.stride, kTileX, Real(0));
                std::fill_n(v.qy + j * v.stride, kTileX, Real(0));
            }
            --s.stale[t];
        }
    }
}

template <class P>
void update_row(const Pass<P>& p, int ty, int sign) {
    SheetOf<P>& s = *p.sheet;
    for (int tx = 0; tx < s.cells.layout.tiles_x; ++tx) {
        if (!p.moves(tx, ty)) continue;
        const std::size_t t = p.tile(tx, ty);
        p.kernels->update(p.step, p.view(tx, ty), sign, s.tile_least[t], s.cells.tile_max[t]);
    }
}

template <class P, class Row>
void over_rows(const Pass<P>& p, Parallel& parallel, const Row& row) {
    auto body = [&](Range parts, int) {
        for (int part = parts.begin; part < parts.end; ++part) {
            const auto k = static_cast<std::size_t>(part);
            for (int ty = p.cuts[k]; ty < p.cuts[k + 1]; ++ty) row(ty);
        }
    };
    parallel.for_ranges(p.parts, body);
}

// Fluxes and depths in one sweep: depths of a tile row follow when the fluxes of the next one are known, while both
// are still in the cache. A part's last row waits for its northern neighbour's part.
template <class P>
void sweep(const Pass<P>& p, Parallel& parallel) {
    auto first = [&](Range parts, int) {
        for (int part = parts.begin; part < parts.end; ++part) {
            const auto k = static_cast<std::size_t>(part);
            for (int ty = p.cuts[k]; ty < p.cuts[k + 1]; ++ty) {
                flux_row(p, ty);
                if (ty > p.cuts[k]) update_row(p, ty - 1, 1);
            }
        }
    };
    parallel.for_ranges(p.parts, first);
    auto last = [&](Range parts, int) {
        for (int part = parts.begin; part < parts.end; ++part) {
            const auto k = static_cast<std::size_t>(part);
            if (p.cuts[k + 1] > p.cuts[k]) update_row(p, p.cuts[k + 1] - 1, 1);
        }
    };
    if (p.parts <= kFewParts) return last({0, p.parts}, 0);
    parallel.for_ranges(p.parts, last);
}

template <class P>
bool runs_dry(const SheetOf<P>& s, const Pass<P>& p) {
    const Layout& l = s.cells.layout;
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) {
            if (p.moves(tx, ty) && s.tile_least[p.tile(tx, ty)] < 0) return true;
        }
    }
    return false;
}

// Takes the depths back, scales every cell's outflow to what it holds, and moves the water again. No water is made,
// as clipping at zero would; the result does not depend on the order of cells.
template <class P>
void mend(const Pass<P>& p, Parallel& parallel) {
    SheetOf<P>& s = *p.sheet;
    const int wide = s.cells.layout.tiles_x;
    over_rows(p, parallel, [&](int ty) { update_row(p, ty, -1); });
    over_rows(p, parallel, [&](int ty) {
        for (int tx = 0; tx < wide; ++tx) {
            if (p.moves(tx, ty)) p.kernels->outflow(p.step, p.view(tx, ty));
        }
    });
    over_rows(p, parallel, [&](int ty) {
        for (int tx = 0; tx < wide; ++tx) {
            if (p.active(tx, ty)) p.kernels->scale(p.step, p.view(tx, ty));
        }
    });
    over_rows(p, parallel, [&](int ty) { update_row(p, ty, 1); });
}

}  // namespace

template <class P>
void sub_step(SheetOf<P>& s, Duration dt, Parallel& parallel) {
    Pass<P> p;
    p.sheet = &s;
    p.kernels = &kernel_table<P>(s.isa);
    p.step = constants(s, dt);
    p.note = note_constants<P>(s.cells.layout, s.extremes);
    mark_active(s, p.step.least_flow);
    balance(p, parallel.threads());
    sweep(p, parallel);
    if (runs_dry(s, p)) {
        ++s.limited_steps;
        mend(p, parallel);
        SD_CHECK(!runs_dry(s, p));
    }
    s.current = 1 - s.current;
    s.extremes.now_s += dt.seconds();
}

template <class P>
void watch(SheetOf<P>& s, double threshold_m) {
    begin(s.extremes, s.cells.layout, threshold_m);
}

template <class P>
void look(SheetOf<P>& s) {
    SD_CHECK(s.extremes.on);
    const Layout& l = s.cells.layout;
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) note_tile(s, note_constants<P>(l, s.extremes), tx, ty);
    }
}

template <class P>
void size_sheet(SheetOf<P>& s, const Layout& layout) {
    s.cells.layout = layout;
    const std::size_t n = layout.size();
    const auto tiles = static_cast<std::size_t>(layout.tiles_x) * static_cast<std::size_t>(layout.tiles_y);
    s.cells.bed.assign(n, kWallOf<P>);
    s.cells.depth.assign(n, 0);
    s.cells.tile_max.assign(tiles, 0);
    s.friction.assign(n, 0);
    for (auto& q : s.qx) q.assign(n, 0);
    for (auto& q : s.qy) q.assign(n, 0);
    s.keep.assign(n, 1);
    s.active.assign(tiles, 0);
    s.stale.assign(tiles, 0);
    s.tile_least.assign(tiles, 0);
}

// By cells, so that how they fall into tiles does not matter.
template <class P>
double fastest_between(const SheetOf<P>& s, std::size_t tile, double most) {
    const Layout& l = s.cells.layout;
    const auto wide = static_cast<std::size_t>(l.tiles_x);
    for (int j = 0; j < kTileY; ++j) {
        const std::size_t k = l.at(static_cast<int>(tile % wide) * kTileX, static_cast<int>(tile / wide) * kTileY + j);
        for (std::size_t i = k; i < k + kTileX; ++i)
            most = std::max(most, static_cast<double>(s.cells.depth[i]) * static_cast<double>(s.gap_pace[i]));
    }
    return most;
}

template <class P>
int sub_steps_for(const SheetOf<P>& s, Duration dt, double cfl) {
    typename P::Depth deepest = 0;
    for (const auto d : s.cells.tile_max) deepest = std::max(deepest, d);
    double most = static_cast<double>(deepest);
    for (std::size_t t = 0; t < s.gap_wave.size(); ++t) {
        if (static_cast<double>(s.cells.tile_max[t]) * s.gap_wave[t] > most) most = fastest_between(s, t, most);
    }
    const double wave_m_s = std::sqrt(kGravity_m_s2 * unit_m<P>(s.cells.layout) * most);
    const double n = std::ceil(dt.seconds() * wave_m_s / (cfl * s.cells.layout.grid.cell_m));
    return static_cast<int>(std::clamp(n, 1.0, 1.0e6));
}

template <class P>
void set_crest(SheetOf<P>& s, std::uint32_t cell, bool west, double crest_m) {
    const Layout& l = s.cells.layout;
    if (s.crest_x.empty()) {
        s.crest_x.assign(l.size(), 0);
        s.crest_y.assign(l.size(), 0);
    }
    const double above_m = std::clamp(crest_m - l.datum_m, 0.0, top_m<P>(l));
    (west ? s.crest_x : s.crest_y)[l.at(cell)] = depth_of<P>(l, above_m);
}

template <class P>
void set_gaps(SheetOf<P>& s, std::span<const double> room, std::span<const double> gap_x,
              std::span<const double> gap_y) {
    using Real = typename P::Real;
    const Layout& l = s.cells.layout;
    for (auto* column : {&s.roomless, &s.gap_x, &s.gap_y}) column->assign(l.size(), Real(1));
    const std::size_t tiles = s.active.size();
    s.gapped.assign(tiles, 0);
    s.gap_pace.assign(l.size(), Real(0));
    s.gap_wave.assign(tiles, 0.0);
    s.gap_depth.assign(tiles, 1.0);
    const auto nx = static_cast<std::uint32_t>(l.grid.nx);
    for (std::uint32_t c = 0; c < l.grid.cells(); ++c) {
        SD_CHECK(room[c] > 0.0 && room[c] <= 1.0 && gap_x[c] >= 0.0 && gap_x[c] <= 1.0 && gap_y[c] >= 0.0 &&
                 gap_y[c] <= 1.0);
        s.roomless[l.at(c)] = static_cast<Real>(1.0 / room[c]);
        s.gap_x[l.at(c)] = static_cast<Real>(gap_x[c]);
        s.gap_y[l.at(c)] = static_cast<Real>(gap_y[c]);
        if (room[c] == 1.0 && gap_x[c] == 1.0 && gap_y[c] == 1.0) continue;
        const std::uint32_t east = c % nx + 1 < nx ? c + 1 : c;
        const std::uint32_t north = c + nx < l.grid.cells() ? c + nx : c;
        const double most = std::max({gap_x[c], gap_y[c], gap_x[east], gap_y[north]});
        for (const std::uint32_t beside : {c, east, north}) s.gapped[l.tile_of(beside)] = 1;
        double& wave = s.gap_wave[l.tile_of(c)];
        double& depth = s.gap_depth[l.tile_of(c)];
        const auto pace = static_cast<Real>(std::max(1.0, most / (room[c] * room[c])));
        s.gap_pace[l.at(c)] = pace;
        wave = std::max(wave, static_cast<double>(pace));
        depth = std::max(depth, 1.0 / room[c]);
    }
}

template <class P>
double standing_m(const SheetOf<P>& s, std::uint32_t cell) {
    const double held_m = s.cells.depth_m(cell);
    return s.roomless.empty() ? held_m : held_m * static_cast<double>(s.roomless[s.cells.layout.at(cell)]);
}

template <class P>
Velocity velocity(const SheetOf<P>& s, std::uint32_t cell) {
    const Layout& l = s.cells.layout;
    const std::size_t k = l.at(cell);
    const double h = s.cells.depth_m(cell);
    if (h < kLeastFlow_m) return {};
    const auto now = static_cast<std::size_t>(s.current);
    const double qx = 0.5 * (s.qx[now][k] + s.qx[now][k + 1]);
    const double qy = 0.5 * (s.qy[now][k] + s.qy[now][k + l.stride]);
    return {static_cast<float>(qx / h), static_cast<float>(qy / h)};
}

template void size_sheet(SheetOf<F32>&, const Layout&);
template int sub_steps_for(const SheetOf<F32>&, Duration, double);
template void sub_step(SheetOf<F32>&, Duration, Parallel&);
template void set_crest(SheetOf<F32>&, std::uint32_t, bool, double);
template void set_gaps(SheetOf<F32>&, std::span<const double>, std::span<const double>, std::span<const double>);
template double standing_m(const SheetOf<F32>&, std::uint32_t);
template void watch(SheetOf<F32>&, double);
template void look(SheetOf<F32>&);
template Velocity velocity(const SheetOf<F32>&, std::uint32_t);
template void size_sheet(SheetOf<F64>&, const Layout&);
template int sub_steps_for(const SheetOf<F64>&, Duration, double);
template void sub_step(SheetOf<F64>&, Duration, Parallel&);
template void set_crest(SheetOf<F64>&, std::uint32_t, bool, double);
template void set_gaps(SheetOf<F64>&, std::span<const double>, std::span<const double>, std::span<const double>);
template double standing_m(const SheetOf<F64>&, std::uint32_t);
template void watch(SheetOf<F64>&, double);
template void look(SheetOf<F64>&);
template Velocity velocity(const SheetOf<F64>&, std::uint32_t);

}  // namespace sd::flood
