#include "sim/flood/fv_sweep.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/units.h"
#include "sim/flood/extremes_kernel.h"

namespace sd::flood {
namespace {

/// The part of row r that lies in one tile.
template <class P>
bool note_row(FvSheet<P>& s, const NoteStep<P>& step, int tx, int r) {
    const std::size_t k = s.layout.at(tx * kTileX, r);
    const NoteRow<P> row{&s.bed[k], &s.depth[k], &s.hu[k], &s.hv[k], nullptr};
    const NoteBlock to = note_block(s.extremes, s.extremes.block(s.layout, tx, r));
    const NoteTable& notes = note_table(s.isa);
    if constexpr (kFine<P>)
        return notes.cells_f64(step, row, to);
    else
        return notes.cells_f32(step, row, to);
}

template <class P>
class Pass {
public:
    using Real = typename P::Real;
    using Depth = typename P::Depth;
    using Part = typename FvSheet<P>::Scratch::Part;

    Pass(FvSheet<P>& sheet, const FvStep<P>& step, Stage stage, Part& part, Range tile_rows)
        : s_(sheet),
          k_(fv_table<P>(sheet.isa)),
          step_(step),
          stage_(stage),
          part_(part),
          begin_(tile_rows.begin * kTileY),
          end_(std::min(tile_rows.end * kTileY, sheet.layout.grid.ny)),
          second_(stage != Stage::Only),
          notes_(sheet.extremes.on && stage != Stage::Correct),
          note_(note_constants<P>(sheet.layout, sheet.extremes)) {}

    void run() {
        const int reach = second_ ? 3 : 2;
        part_.fastest = 0;
        std::fill(part_.made_for.begin(), part_.made_for.end(), -1);
        for (int r = begin_ - reach; r < end_ + reach; ++r) {
            read(r);
            const int faces_row = second_ ? r - 1 : r;
            if (second_ && faces_row > begin_ - reach) slopes_y(faces_row);
            if (faces_row < begin_ - 1) continue;
            faces(faces_row);
            if (faces_row < begin_) continue;
            keep(faces_row - 1);
            if (faces_row > begin_ && faces_row <= end_ + 1) settle(faces_row - 1);
            const int done = faces_row - 2;
            if (done >= begin_ && done < end_) move(done);
        }
    }

private:
    [[nodiscard]] FvWork<P>& work(int r) { return part_.work[static_cast<std::size_t>(r & (kRing - 1))]; }
    [[nodiscard]] int tile_row(int r) const { return std::clamp(r < 0 ? 0 : r / kTileY, 0, s_.layout.tiles_y - 1); }
    [[nodiscard]] const std::vector<Run>& runs(int r) const {
        return s_.scratch->runs[static_cast<std::size_t>(tile_row(r))];
    }

    /// Row r of the state that this stage reads, at column 0.
    [[nodiscard]] FvRow<P> row(int r) const {
        const Layout& l = s_.layout;
        auto& scratch = *s_.scratch;
        if (r < -1 || r > l.tiles_y * kTileY) {
            return {scratch.wall_bed.data() + 16, scratch.dry_depth.data() + 16, scratch.dry.data() + 16,
                    scratch.dry.data() + 16, scratch.dry.data() + 16};
        }
        const std::size_t at = l.at(0, r);
        if (stage_ == Stage::Correct)
            return {&s_.bed[at], &s_.depth_next[at], &s_.hu_next[at], &s_.hv_next[at], &s_.drag[at]};
        const bool in_place = stage_ == Stage::Only;
        if (in_place && r < begin_)
            return copied(part_.depth_south, part_.hu_south, part_.hv_south, begin_ - 1 - r, at);
        if (in_place && r >= end_) return copied(part_.depth_north, part_.hu_north, part_.hv_north, r - end_, at);
        return {&s_.bed[at], &s_.depth[at], &s_.hu[at], &s_.hv[at], &s_.drag[at]};
    }
    [[nodiscard]] FvRow<P> copied(Column<Depth>& depth, Column<Real>& hu, Column<Real>& hv, int away,
                                  std::size_t at) const {
        const std::size_t k = static_cast<std::size_t>(away) * s_.layout.stride + 16;
        return {&s_.bed[at], &depth[k], &hu[k], &hv[k], &s_.drag[at]};
    }
    [[nodiscard]] const Depth* crests(const Column<Depth>& of, int r) const {
        const bool outside = r < -1 || r > s_.layout.tiles_y * kTileY;
        return outside ? s_.scratch->dry_depth.data() + 16 : of.data() + s_.layout.at(0, r);
    }
    static FvRow<P> shift(FvRow<P> r, int i) { return {r.bed + i, r.depth + i, r.hu + i, r.hv + i, r.drag + i}; }
    [[nodiscard]] FvWork<P> shifted(int r, int i) {
        const FvWork<P>& w = work(r);
        FvWork<P> out;
        const auto to = [i](Real* p) { return p + i; };
        out.h = to(w.h);
        out.u = to(w.u);
        out.v = to(w.v);
        out.keep = to(w.keep);
        out.x_mass = to(w.x_mass);
        out.x_left = to(w.x_left);
        out.x_right = to(w.x_right);
        out.y_mass = to(w.y_mass);
        out.y_left = to(w.y_left);
        out.y_right = to(w.y_right);
        out.x_along = to(w.x_along);
        out.y_along = to(w.y_along);
        out.x_h = to(w.x_h);
        out.x_e = to(w.x_e);
        out.x_u = to(w.x_u);
        out.y_h = to(w.y_h);
        out.y_e = to(w.y_e);
        out.y_v = to(w.y_v);
        return out;
    }

    // A slot that last held a row of other runs is wiped first: outside the runs everything is zero, and keep is one.
    void wipe(int r) {
        const auto slot = static_cast<std::size_t>(r & (kRing - 1));
        const int kind = s_.scratch->run_class[static_cast<std::size_t>(tile_row(r))];
        if (part_.made_for[slot] == kind) return;
        part_.made_for[slot] = kind;
        const std::size_t stride = s_.layout.stride;
        for (std::size_t c = 0; c < part_.numbers.size(); ++c) {
            std::fill_n(part_.numbers[c].data() + slot * stride, stride, c == 3 ? Real(1) : Real(0));
        }
    }
    void read(int r) {
        wipe(r);
        const FvRow<P> here = row(r);
        for (const auto& [begin, end] : runs(r)) {
            k_.primitives[second_ ? 1 : 0](step_, shift(here, begin), shifted(r, begin), end - begin);
        }
        if (notes_ && r >= begin_ && r < end_) note(r);
        if (!second_) return;
        for (const auto& [begin, end] : runs(r)) {
            k_.slopes_x(step_, shift(here, begin), shifted(r, begin), end - begin);
        }
    }
    void note(int r) {
        for (const auto& [begin, end] : runs(r)) {
            for (int i = begin; i < end; i += kTileX) {
                const bool looked = note_row(s_, note_, i / kTileX, r);
                if (looked && r + 1 < end_) expect_block(s_.extremes, s_.extremes.block(s_.layout, i / kTileX, r + 1));
            }
        }
    }
    void slopes_y(int r) {
        const FvRow<P> south = row(r - 1);
        const FvRow<P> here = row(r);
        const FvRow<P> north = row(r + 1);
        for (const auto& [begin, end] : runs(r)) {
            k_.slopes_y(step_, shift(south, begin), shift(here, begin), shift(north, begin), shifted(r - 1, begin),
                        shifted(r, begin), shifted(r + 1, begin), end - begin);
        }
    }
    void faces(int r) {
        const FvRow<P> south = row(r - 1);
        const FvRow<P> here = row(r);
        const bool dykes = !s_.crest_x.empty();
        const int kind = (second_ ? 1 : 0) + (dykes ? 2 : 0);
        const Depth* crest_x = dykes ? crests(s_.crest_x, r) : nullptr;
        const Depth* crest_y = dykes ? crests(s_.crest_y, r) : nullptr;
        for (const auto& [begin, end] : runs(r)) {
            const FvRow<P> at = shift(here, begin);
            const Real x =
                k_.faces_x[kind](step_, at, shifted(r, begin), dykes ? crest_x + begin : nullptr, end - begin);
            const Real y = k_.faces_y[kind](step_, shift(south, begin), at, shifted(r - 1, begin), shifted(r, begin),
                                            dykes ? crest_y + begin : nullptr, end - begin);
            // Only faces of the grid's own cells, each side's rim alike: a turned city takes the same steps.
            if (r >= begin_ && r < end_) part_.fastest = std::max(part_.fastest, x);
            if (r >= begin_ && r <= end_) part_.fastest = std::max(part_.fastest, y);
        }
    }
    void keep(int r) {
        const FvRow<P> here = row(r);
        for (const auto& [begin, end] : runs(r)) {
            if (r < 0 || r >= s_.layout.grid.ny) {  // what stands beyond the rim never runs out
                std::fill_n(work(r).keep + begin, end - begin, Real(1));
                continue;
            }
            k_.keep(step_, shift(here, begin), shifted(r, begin), shifted(r + 1, begin), end - begin);
        }
    }
    void settle(int r) {
        for (const auto& [begin, end] : runs(r))
            k_.settle(step_, shifted(r - 1, begin), shifted(r, begin), end - begin);
    }
    void move(int r) {
        const FvRow<P> here = row(r);
        const std::size_t base = s_.layout.at(0, r);
        const std::size_t tiles = static_cast<std::size_t>(tile_row(r)) * static_cast<std::size_t>(s_.layout.tiles_x);
        for (const auto& [begin, end] : runs(r)) {
            for (int i = begin; i < end; i += kTileX) {
                const int n = std::min(kTileX, end - i);
                const Depth most = move_tile(r, shift(here, i), base + static_cast<std::size_t>(i), i, n);
                Depth& tile = s_.tile_max[tiles + static_cast<std::size_t>(i / kTileX)];
                if (stage_ == Stage::Predict) continue;
                tile = r % kTileY == 0 ? most : std::max(tile, most);
            }
        }
        count_rim(r);
    }
    Depth move_tile(int r, const FvRow<P>& here, std::size_t at, int i, int n) {
        const FvWork<P> mine = shifted(r, i);
        const FvWork<P> north = shifted(r + 1, i);
        if (stage_ == Stage::Only) return k_.update(step_, here, mine, north, n);
        FvStage<P> out;
        out.half_net = &s_.half_net[at];
        if (stage_ == Stage::Predict) {
            out.depth = &s_.depth_next[at];
            out.hu = &s_.hu_next[at];
            out.hv = &s_.hv_next[at];
            return k_.predict(step_, here, mine, north, out, n);
        }
        out.depth = &s_.depth[at];
        out.hu = &s_.hu[at];
        out.hv = &s_.hv[at];
        return k_.correct(step_, here, mine, north, out, n);
    }

    // The rim's faces once more, one by one, in the kernels' own arithmetic: what the ledger counts is what moved.
    void count_rim(int r) {
        const auto nx = static_cast<std::uint32_t>(s_.layout.grid.nx);
        for (const std::uint32_t f : s_.scratch->rim_of_row[static_cast<std::size_t>(r)]) {
            const RimFace& face = s_.rim[f];
            part_.carried[f] = static_cast<double>(through(face.side, r, static_cast<std::ptrdiff_t>(face.cell % nx)));
        }
    }
    [[nodiscard]] Depth through(Side side, int r, std::ptrdiff_t i) {
        const FvWork<P>& w = work(r);
        switch (side) {
            case Side::West:
                return scaled(w.x_mass[i]);
            case Side::East:
                return -scaled(w.x_mass[i + 1]);
            case Side::South:
                return scaled(w.y_mass[i]);
            case Side::North:
                break;
        }
        return -scaled(work(r + 1).y_mass[i]);
    }
    [[nodiscard]] Depth scaled(Real mass) const {
        const Real moved = mass * (second_ ? step_.to_half : step_.to_depth);
        if constexpr (kFine<P>) {
            const double round = 6144.0;  // as the kernels
            return (moved + round) - round;
        } else {
            return static_cast<Depth>(moved);
        }
    }

    FvSheet<P>& s_;
    const FvTable<P>& k_;
    FvStep<P> step_;
    Stage stage_;
    Part& part_;
    int begin_;
    int end_;
    bool second_;
    bool notes_;
    NoteStep<P> note_;
};

/// Two rows either side of a part as they are before a sweep in place.
template <class P>
void copy_halo(FvSheet<P>& s, typename FvSheet<P>::Scratch::Part& part, Range tile_rows) {
    const Layout& l = s.layout;
    const auto copy = [&](int r, std::size_t slot, auto& depth, auto& hu, auto& hv) {
        if (r < -1 || r > l.tiles_y * kTileY) return;
        const std::size_t from = l.at(0, r) - 16;
        const std::size_t to = slot * l.stride;
        std::copy_n(s.depth.begin() + static_cast<std::ptrdiff_t>(from), l.stride,
                    depth.begin() + static_cast<std::ptrdiff_t>(to));
        std::copy_n(s.hu.begin() + static_cast<std::ptrdiff_t>(from), l.stride,
                    hu.begin() + static_cast<std::ptrdiff_t>(to));
        std::copy_n(s.hv.begin() + static_cast<std::ptrdiff_t>(from), l.stride,
                    hv.begin() + static_cast<std::ptrdiff_t>(to));
    };
    for (int away = 0; away < 2; ++away) {
        const auto slot = static_cast<std::size_t>(away);
        copy(tile_rows.begin * kTileY - 1 - away, slot, part.depth_south, part.hu_south, part.hv_south);
        copy(std::min(tile_rows.end * kTileY, l.grid.ny) + away, slot, part.depth_north, part.hu_north, part.hv_north);
    }
}

template <class P>
void size_part(const FvSheet<P>& s, typename FvSheet<P>::Scratch::Part& part) {
    const std::size_t stride = s.layout.stride;
    const std::size_t columns = part.numbers.size();
    for (std::size_t c = 0; c < columns; ++c) part.numbers[c].assign(stride * kRing, 0);
    for (std::size_t r = 0; r < kRing; ++r) {
        const auto at = [&](std::size_t c) { return part.numbers[c].data() + r * stride + 16; };
        part.work[r] = {at(0), at(1),  at(2),  at(3),  at(4),  at(5),  at(6),  at(7),  at(8),
                        at(9), at(10), at(11), at(12), at(13), at(14), at(15), at(16), at(17)};
    }
    for (auto* c : {&part.depth_south, &part.depth_north}) c->assign(2 * stride, 0);
    for (auto* c : {&part.hu_south, &part.hu_north, &part.hv_south, &part.hv_north}) c->assign(2 * stride, 0);
    part.carried.assign(s.rim.size(), 0.0);
}

}  // namespace

template <class P>
const FvTable<P>& fv_table(int isa) {
    if (isa == 1) return fv_avx2(P{});
    return isa == 2 ? fv_avx512(P{}) : fv_baseline(P{});
}

template <class P>
FvStep<P> fv_constants(const FvSheet<P>& s, double dt_s) {
    using Real = typename P::Real;
    FvStep<P> c;
    const double unit_m = s.metres();
    c.metres = static_cast<Real>(unit_m);
    c.gravity = static_cast<Real>(kGravity_m_s2);
    c.dt_s = static_cast<Real>(dt_s);
    c.dt_dx = static_cast<Real>(dt_s / s.layout.grid.cell_m);
    c.dx_g = static_cast<Real>(s.layout.grid.cell_m / kGravity_m_s2);
    c.to_depth = static_cast<Real>(dt_s / (s.layout.grid.cell_m * unit_m));
    c.to_half = static_cast<Real>(0.5 * dt_s / (s.layout.grid.cell_m * unit_m));
    c.thin_m = static_cast<Real>(kThin_m);
    c.smooth_m = static_cast<Real>(kSmooth_m);
    c.margin = static_cast<Real>(kFine<P> ? 16.0 * kFineQuantum_m : 16.0);
    c.wall = kWallOf<P>;
    return c;
}

template <class P>
void prepare_scratch(FvSheet<P>& s, int threads) {
    if (!s.scratch) s.scratch = std::make_shared<typename FvSheet<P>::Scratch>();
    auto& scratch = *s.scratch;
    const auto rows = static_cast<std::size_t>(s.layout.tiles_y);
    if (scratch.runs.size() != rows) {
        scratch.runs.resize(rows);
        scratch.run_class.assign(rows, 0);
        scratch.awake_before.assign(s.awake.size(), 0);
        scratch.wall_bed.assign(s.layout.stride, fv_constants(s, 1.0).wall);
        scratch.dry_depth.assign(s.layout.stride, 0);
        scratch.dry.assign(s.layout.stride, 0);
        for (auto& runs : scratch.runs) runs.reserve(static_cast<std::size_t>(s.layout.tiles_x) / 2 + 1);
    }
    const auto parts = static_cast<std::size_t>(std::min(threads, s.layout.tiles_y));
    if (scratch.parts.size() == parts && scratch.parts[0].carried.size() == s.rim.size()) return;
    scratch.rim_of_row.assign(rows * kTileY, {});
    for (std::size_t f = 0; f < s.rim.size(); ++f) {
        const std::uint32_t row = s.rim[f].cell / static_cast<std::uint32_t>(s.layout.grid.nx);
        scratch.rim_of_row[row].push_back(static_cast<std::uint32_t>(f));
    }
    scratch.parts.resize(parts);
    for (auto& part : scratch.parts) size_part(s, part);
}

template <class P>
void note_tile(FvSheet<P>& s, std::size_t tile) {
    const auto wide = static_cast<std::size_t>(s.layout.tiles_x);
    const NoteStep<P> step = note_constants<P>(s.layout, s.extremes);
    const int first = static_cast<int>(tile / wide) * kTileY;
    for (int r = first; r < std::min(first + kTileY, s.layout.grid.ny); ++r)
        (void)note_row(s, step, static_cast<int>(tile % wide), r);
}

template <class P>
void sweep(FvSheet<P>& s, const FvStep<P>& step, Stage stage, Parallel& parallel) {
    auto& parts = s.scratch->parts;
    const int n = static_cast<int>(parts.size());
    const auto rows_of = [&](int part) { return split(s.layout.tiles_y, n, part); };
    if (stage == Stage::Only) {
        auto halo = [&](Range r, int) {
            for (int p = r.begin; p < r.end; ++p) copy_halo(s, parts[static_cast<std::size_t>(p)], rows_of(p));
        };
        if (n <= kFewParts)
            halo({0, n}, 0);
        else
            parallel.for_ranges(n, halo);
    }
    auto body = [&](Range r, int) {
        for (int p = r.begin; p < r.end; ++p) {
            auto& part = parts[static_cast<std::size_t>(p)];
            std::fill(part.carried.begin(), part.carried.end(), 0.0);
            Pass<P>(s, step, stage, part, rows_of(p)).run();
        }
    };
    parallel.for_ranges(n, body);
}

template const FvTable<F32>& fv_table<F32>(int);
template const FvTable<F64>& fv_table<F64>(int);
template FvStep<F32> fv_constants(const FvSheet<F32>&, double);
template FvStep<F64> fv_constants(const FvSheet<F64>&, double);
template void prepare_scratch(FvSheet<F32>&, int);
template void prepare_scratch(FvSheet<F64>&, int);
template void note_tile(FvSheet<F32>&, std::size_t);
template void note_tile(FvSheet<F64>&, std::size_t);
template void sweep(FvSheet<F32>&, const FvStep<F32>&, Stage, Parallel&);
template void sweep(FvSheet<F64>&, const FvStep<F64>&, Stage, Parallel&);

}  // namespace sd::flood
