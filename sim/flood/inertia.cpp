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

const KernelTable& kernel_table(int isa) {
    if (isa == 1) return kernels_avx2();
    return isa == 2 ? kernels_avx512() : kernels_baseline();
}

// What one sub-step works on; pointers into the state, valid for its length.
struct Pass {
    Sheet* sheet = nullptr;
    const KernelTable* kernels = nullptr;
    KernelStep step;
    NoteStep<F32> note;
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
    [[nodiscard]] KernelTile view(int tx, int ty) const {
        Sheet& s = *sheet;
        const Layout& l = s.cells.layout;
        const std::size_t k = l.at(tx * kTileX, ty * kTileY);
        const auto now = static_cast<std::size_t>(s.current);
        KernelTile t;
        t.bed = s.cells.bed.data() + k;
        t.depth = s.cells.depth.data() + k;
        t.friction = s.friction.data() + k;
        if (!s.crest_x.empty()) {
            t.crest_x = s.crest_x.data() + k;
            t.crest_y = s.crest_y.data() + k;
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

KernelStep constants(const Sheet& s, Duration dt) {
    const Layout& l = s.cells.layout;
    const double dt_s = dt.seconds();
    KernelStep k;
    k.theta = static_cast<float>(s.theta);
    k.side = static_cast<float>((1.0 - s.theta) / 2.0);
    k.quantum_m = static_cast<float>(l.quantum_m);
    k.pull = static_cast<float>(kGravity_m_s2 * dt_s / l.grid.cell_m * l.quantum_m);
    k.dt_s = static_cast<float>(dt_s);
    k.to_quanta = static_cast<float>(dt_s / (l.grid.cell_m * l.quantum_m));
    k.to_discharge = static_cast<float>(l.grid.cell_m * l.quantum_m / dt_s);
    k.least_flow = static_cast<std::int32_t>(kLeastFlow_m / l.quantum_m);
    return k;
}

// A tile is worked on when water deep enough to flow stands in it, or west or south of it: these are the cells on
// either side of its faces.
void mark_active(Sheet& s, std::int32_t least_flow) {
    const Layout& l = s.cells.layout;
    const auto wide = static_cast<std::size_t>(l.tiles_x);
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) {
            const std::size_t t = static_cast<std::size_t>(ty) * wide + static_cast<std::size_t>(tx);
            const bool wet = s.cells.tile_max[t] > least_flow || (tx > 0 && s.cells.tile_max[t - 1] > least_flow) ||
                             (ty > 0 && s.cells.tile_max[t - wide] > least_flow);
            s.active[t] = wet ? 1 : 0;
        }
    }
}

// Tile rows per part with about equal numbers of active tiles. The split never changes a result.
void balance(Pass& p, int threads) {
    const Sheet& s = *p.sheet;
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

void note_tile(Sheet& s, const NoteStep<F32>& step, int tx, int ty) {
    const Layout& l = s.cells.layout;
    const auto now = static_cast<std::size_t>(s.current);
    const NoteTable& notes = note_table(s.isa);
    for (int j = ty * kTileY; j < (ty + 1) * kTileY; ++j) {
        const std::size_t k = l.at(tx * kTileX, j);
        const float* y = s.qy[now].data() + k;
        const bool looked =
            notes.faces(step, {s.cells.bed.data() + k, s.cells.depth.data() + k, s.qx[now].data() + k, y, y + l.stride},
                        note_block(s.extremes, s.extremes.block(l, tx, j)));
        if (looked && tx + 1 < l.tiles_x) expect_block(s.extremes, s.extremes.block(l, tx + 1, j));
    }
}

NoteStep<F32> note_constants(const Sheet& s) {
    const double quantum_m = s.cells.layout.quantum_m;
    return {static_cast<float>(quantum_m), static_cast<float>(s.extremes.now_s),
            static_cast<std::int32_t>(std::floor(s.extremes.threshold_m / quantum_m))};
}

// The state before the sub-step, in tiles where water moved on the way to it or moves now.
void note_if_moving(const Pass& p, int tx, int ty) {
    Sheet& s = *p.sheet;
    std::uint8_t& moved = s.extremes.moved[p.tile(tx, ty)];
    const bool moves = p.moves(tx, ty);
    if (moves || moved != 0) note_tile(s, p.note, tx, ty);
    moved = moves ? 1 : 0;
}

void flux_row(const Pass& p, int ty) {
    Sheet& s = *p.sheet;
    for (int tx = 0; tx < s.cells.layout.tiles_x; ++tx) {
        const std::size_t t = p.tile(tx, ty);
        if (s.extremes.on) note_if_moving(p, tx, ty);
        if (s.active[t] != 0) {
            p.kernels->flux(p.step, p.view(tx, ty));
            s.stale[t] = 2;
        } else if (s.stale[t] != 0) {  // gone dry: both buffers forget their discharge, one per sub-step
            const KernelTile v = p.view(tx, ty);
            for (int j = 0; j < kTileY; ++j) {
                std::fill_n(v.qx + j * v.stride, kTileX, 0.0F);
                std::fill_n(v.qy + j * v.stride, kTileX, 0.0F);
            }
            --s.stale[t];
        }
    }
}

void update_row(const Pass& p, int ty, int sign) {
    Sheet& s = *p.sheet;
    for (int tx = 0; tx < s.cells.layout.tiles_x; ++tx) {
        if (!p.moves(tx, ty)) continue;
        const std::size_t t = p.tile(tx, ty);
        p.kernels->update(p.step, p.view(tx, ty), sign, s.tile_least[t], s.cells.tile_max[t]);
    }
}

template <class Row>
void over_rows(const Pass& p, Parallel& parallel, const Row& row) {
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
void sweep(const Pass& p, Parallel& parallel) {
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

bool runs_dry(const Sheet& s, const Pass& p) {
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
void mend(const Pass& p, Parallel& parallel) {
    Sheet& s = *p.sheet;
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

void sub_step(Sheet& s, Duration dt, Parallel& parallel) {
    Pass p;
    p.sheet = &s;
    p.kernels = &kernel_table(s.isa);
    p.step = constants(s, dt);
    p.note = note_constants(s);
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

void watch(Sheet& s, double threshold_m) { begin(s.extremes, s.cells.layout, threshold_m); }

void look(Sheet& s) {
    SD_CHECK(s.extremes.on);
    const Layout& l = s.cells.layout;
    for (int ty = 0; ty < l.tiles_y; ++ty) {
        for (int tx = 0; tx < l.tiles_x; ++tx) note_tile(s, note_constants(s), tx, ty);
    }
}

void size_sheet(Sheet& s, const Layout& layout) {
    s.cells.layout = layout;
    const std::size_t n = layout.size();
    const auto tiles = static_cast<std::size_t>(layout.tiles_x) * static_cast<std::size_t>(layout.tiles_y);
    s.cells.bed.assign(n, kWall);
    s.cells.depth.assign(n, 0);
    s.cells.tile_max.assign(tiles, 0);
    s.friction.assign(n, 0.0F);
    for (auto& q : s.qx) q.assign(n, 0.0F);
    for (auto& q : s.qy) q.assign(n, 0.0F);
    s.keep.assign(n, 1.0F);
    s.active.assign(tiles, 0);
    s.stale.assign(tiles, 0);
    s.tile_least.assign(tiles, 0);
}

int sub_steps_for(const Sheet& s, Duration dt, double cfl) {
    std::int32_t most = 0;
    for (const std::int32_t d : s.cells.tile_max) most = std::max(most, d);
    const double wave_m_s = std::sqrt(kGravity_m_s2 * s.cells.layout.quantum_m * most);
    const double n = std::ceil(dt.seconds() * wave_m_s / (cfl * s.cells.layout.grid.cell_m));
    return static_cast<int>(std::clamp(n, 1.0, 1.0e6));
}

void set_crest(Sheet& s, std::uint32_t cell, bool west, double crest_m) {
    const Layout& l = s.cells.layout;
    if (s.crest_x.empty()) {
        s.crest_x.assign(l.size(), 0);
        s.crest_y.assign(l.size(), 0);
    }
    const double quanta = std::clamp((crest_m - l.datum_m) / l.quantum_m, 0.0, kTop);
    (west ? s.crest_x : s.crest_y)[l.at(cell)] = static_cast<std::int32_t>(std::llround(quanta));
}

Velocity velocity(const Sheet& s, std::uint32_t cell) {
    const Layout& l = s.cells.layout;
    const std::size_t k = l.at(cell);
    const double h = l.quantum_m * s.cells.depth[k];
    if (h < kLeastFlow_m) return {};
    const auto now = static_cast<std::size_t>(s.current);
    const double qx = 0.5 * (s.qx[now][k] + s.qx[now][k + 1]);
    const double qy = 0.5 * (s.qy[now][k] + s.qy[now][k + l.stride]);
    return {static_cast<float>(qx / h), static_cast<float>(qy / h)};
}

}  // namespace sd::flood
