#include "sim/flood/water.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood/inertia.h"

namespace sd::flood {
namespace {

constexpr double kFvCourant = 0.45;
constexpr double kInertiaCourant = 0.5;

struct Relief {
    double low_m = std::numeric_limits<double>::infinity();
    double high_m = -std::numeric_limits<double>::infinity();
};

Relief relief_of(const Ground& ground) {
    SD_CHECK(ground.bed_m.size() == ground.grid.cells() && ground.manning.size() == ground.grid.cells());
    Relief r;
    for (const double z : ground.bed_m) {
        if (!std::isfinite(z)) continue;
        r.low_m = std::min(r.low_m, z);
        r.high_m = std::max(r.high_m, z);
    }
    r.high_m = std::max(r.high_m, ground.highest_water_m);
    SD_CHECK(r.low_m <= r.high_m);
    return r;
}

/// Bytes per cell that no snapshot exceeds by much, and memory not written to costs nothing.
constexpr std::size_t kMostPerCell = 64;

Result<void> whole(const StateReader& reader) {
    if (reader.ok() && reader.at_end()) return {};
    return fail("water snapshot", "does not fit: its rims or extremes are not of this water");
}

template <class P>
class FvWater final : public Water {
public:
    FvWater(const Ground& ground, int order, int isa) {
        const Relief relief = relief_of(ground);
        s_ = make_fv<P>(ground.grid, relief.low_m, relief.high_m, order, isa);
        for (std::uint32_t c = 0; c < ground.grid.cells(); ++c) {
            if (std::isfinite(ground.bed_m[c])) set_ground(s_, c, ground.bed_m[c], ground.manning[c]);
        }
    }
    double step(double longest_s, Parallel& parallel) override {
        const double cell_m = s_.layout.grid.cell_m;
        double dt_s = longest_s;
        if (began_) dt_s = std::min(dt_s, kFvCourant * cell_m / std::max(1e-9, s_.fastest_m_s));
        if (!began_) dt_s = std::min(dt_s, stable_step_s(s_, kFvCourant));
        began_ = true;
        fv_step(s_, dt_s, parallel);
        for (std::size_t f = 0; f < s_.rim.size(); ++f) {
            if (s_.rim[f].flow_given && !s_.rim[f].level_given) due_m3_[f] += s_.rim[f].inflow_m2_s * dt_s * cell_m;
            make_up(f);
        }
        // A wet rim wakes a dry plain: without waves yet, the next step is as long as the inflow's own speed allows.
        for (const RimFace& f : s_.rim) {
            const double q = f.flow_given ? std::fabs(f.inflow_m2_s) : 0.0;
            if (q > 0.0) s_.fastest_m_s = std::max(s_.fastest_m_s, 2.0 * math::cbrt(q * kGravity_m_s2));
        }
        return dt_s;
    }
    double bed_m(std::uint32_t cell) const override { return s_.bed_m(cell); }
    double depth_m(std::uint32_t cell) const override { return s_.depth_m(cell); }
    Discharge discharge(std::uint32_t cell) const override {
        const std::size_t k = s_.layout.at(cell);
        return {static_cast<double>(s_.hu[k]), static_cast<double>(s_.hv[k])};
    }
    void set_held(std::uint32_t cell, double depth_m) override {
        const double before_m = s_.depth_m(cell);
        s_.set_depth(cell, depth_m);
        if (depth_m < before_m) slow_down(s_.layout.at(cell), s_.depth_m(cell) / before_m);
        // Water put on dry ground runs as a front; the next step must not be longer than it allows.
        const double wave_m_s = (before_m > kThin_m ? 1.0 : 2.0) * std::sqrt(kGravity_m_s2 * depth_m);
        if (depth_m > before_m && began_) s_.fastest_m_s = std::max(s_.fastest_m_s, wave_m_s);
    }
    void tell_through(std::uint32_t, Side, double) override {}
    void set_crest(std::uint32_t cell, bool west, double crest_m) override {
        flood::set_crest(s_, cell, west, crest_m);
    }
    double deepest_m(std::uint32_t cell) const override {
        return top_m<P>(s_.layout) - (s_.bed_m(cell) - s_.layout.datum_m);
    }
    double quantum_m() const override { return flood::quantum_m<P>(s_.layout); }
    void depths(int row, std::span<double> out) const override {
        const std::size_t k = s_.layout.at(0, row);
        const double metres = s_.metres();
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = metres * static_cast<double>(s_.depth[k + i]);
    }
    void discharges(int row, std::span<double> x_m2_s, std::span<double> y_m2_s) const override {
        const std::size_t k = s_.layout.at(0, row);
        for (std::size_t i = 0; i < x_m2_s.size(); ++i) x_m2_s[i] = static_cast<double>(s_.hu[k + i]);
        for (std::size_t i = 0; i < y_m2_s.size(); ++i) y_m2_s[i] = static_cast<double>(s_.hv[k + i]);
    }
    void add_row(int row, std::span<const double> more_m) override {
        const std::size_t k = s_.layout.at(0, row);
        const double units = 1.0 / s_.metres();
        auto* most = s_.tile_max.data() + s_.layout.tile_of(s_.layout.grid.cell(0, row));
        for (std::size_t i = 0; i < more_m.size(); ++i) {
            const Depth before = s_.depth[k + i];
            const Depth after = before + static_cast<Depth>(more_m[i] * units);
            SD_CHECK(after >= Depth{});
            s_.depth[k + i] = after;
            if (after < before) slow_down(k + i, static_cast<double>(after) / static_cast<double>(before));
            most[i / kTileX] = std::max(most[i / kTileX], after);
        }
    }
    void open(const RimFace& face) override {
        s_.rim.push_back(face);
        due_m3_.push_back(0.0);
    }
    std::vector<RimFace>& rim() override { return s_.rim; }
    void watch(double threshold_m) override { flood::watch(s_, threshold_m); }
    ExtremeFields extremes() override {
        look(s_);
        return fields_of(s_.extremes, s_.layout);
    }
    double volume_m3() const override { return flood::volume_m3(s_); }
    std::uint64_t hash() const override { return flood::hash(s_); }
    Bytes snapshot() const override {
        Bytes out = begin_snapshot(head_of(s_), s_.layout.size() * kMostPerCell);
        StateWriter w(out);
        visit(w, s_);
        w.column(due_m3_);
        w.value(began_);
        end_snapshot(out);
        return out;
    }
    Result<void> restore(std::span<const std::byte> snapshot) override {
        auto r = open_snapshot(snapshot, head_of(s_));
        if (!r) return fail(r.error());
        visit(*r, s_);
        r->column(due_m3_);
        r->value(began_);
        return whole(*r);
    }

private:
    using Depth = typename P::Depth;
    void slow_down(std::size_t k, double share) {
        s_.hu[k] *= static_cast<typename P::Real>(share);
        s_.hv[k] *= static_cast<typename P::Real>(share);
    }
    // The Riemann solver carries about the given inflow; what is still due, the rim cell gets as whole quanta.
    void make_up(std::size_t f) {
        RimFace& face = s_.rim[f];
        if (!face.flow_given || face.level_given) return;  // with both, the solver decides what passes
        const double area_m2 = s_.layout.grid.cell_m * s_.layout.grid.cell_m;
        const double before_m = s_.depth_m(face.cell);
        const double wanted_m = before_m + (due_m3_[f] - face.carried_m3) / area_m2;
        s_.set_depth(face.cell, std::clamp(wanted_m, 0.0, std::max(before_m, deepest_m(face.cell))));
        face.carried_m3 += (s_.depth_m(face.cell) - before_m) * area_m2;
        // What the cell does not hold, or has no room for, is not owed: only the rest of a quantum is.
        const double quantum_m3 = quantum_m() * area_m2;
        due_m3_[f] = face.carried_m3 + std::clamp(due_m3_[f] - face.carried_m3, -quantum_m3, quantum_m3);
    }

    FvSheet<P> s_;
    std::vector<double> due_m3_;  ///< per face, since the start
    bool began_ = false;
};

template <class P>
class InertiaWater final : public Water {
public:
    InertiaWater(const Ground& ground, int isa) {
        const Relief relief = relief_of(ground);
        size_sheet(s_, layout_for(ground.grid, relief.low_m, relief.high_m));
        s_.isa = isa;
        const Layout& l = s_.cells.layout;
        for (std::uint32_t c = 0; c < ground.grid.cells(); ++c) {
            if (!std::isfinite(ground.bed_m[c])) continue;
            s_.cells.bed[l.at(c)] = depth_of<P>(l, ground.bed_m[c] - l.datum_m);
            s_.friction[l.at(c)] = static_cast<Real>(0.5 * kGravity_m_s2 * ground.manning[c] * ground.manning[c]);
        }
        if (!ground.room.empty()) set_gaps(s_, ground.room, ground.gap_x, ground.gap_y);
    }
    double step(double longest_s, Parallel& parallel) override {
        Duration dt{std::llround(longest_s * 1e9)};
        dt = dt / sub_steps_for(s_, dt, kInertiaCourant);
        if (dt.ns < 1) dt.ns = 1;
        sub_step(s_, dt, parallel);
        for (std::size_t f = 0; f < rim_.size(); ++f) cross(f, dt.seconds());
        return dt.seconds();
    }
    double bed_m(std::uint32_t cell) const override { return s_.cells.bed_m(cell); }
    double depth_m(std::uint32_t cell) const override { return standing_m(s_, cell); }
    Discharge discharge(std::uint32_t cell) const override {
        const std::size_t k = s_.cells.layout.at(cell);
        const auto now = static_cast<std::size_t>(s_.current);
        return {0.5 * static_cast<double>(s_.qx[now][k] + s_.qx[now][k + 1]),
                0.5 * static_cast<double>(s_.qy[now][k] + s_.qy[now][k + s_.cells.layout.stride])};
    }
    double held_m(std::uint32_t cell) const override { return s_.cells.depth_m(cell); }
    double room(std::uint32_t cell) const override {
        return s_.roomless.empty() ? 1.0 : 1.0 / static_cast<double>(s_.roomless[s_.cells.layout.at(cell)]);
    }
    void set_held(std::uint32_t cell, double held_m) override {
        SD_CHECK(held_m >= 0.0);
        const Layout& l = s_.cells.layout;
        s_.cells.add(cell, depth_of<P>(l, held_m) - s_.cells.depth[l.at(cell)]);
    }
    void tell_through(std::uint32_t cell, Side side, double out_m2_s) override {
        RimFace face;
        face.cell = cell;
        face.side = side;
        tell_neighbours(face, -out_m2_s);
    }
    void set_crest(std::uint32_t cell, bool west, double crest_m) override {
        flood::set_crest(s_, cell, west, crest_m);
    }
    double deepest_m(std::uint32_t cell) const override {
        return top_m<P>(s_.cells.layout) - (bed_m(cell) - s_.cells.layout.datum_m);
    }
    double quantum_m() const override { return flood::quantum_m<P>(s_.cells.layout); }
    void depths(int row, std::span<double> out) const override {
        const std::size_t k = s_.cells.layout.at(0, row);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = s_.cells.metres(s_.cells.depth[k + i]);
        if (s_.roomless.empty()) return;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] *= static_cast<double>(s_.roomless[k + i]);
    }
    void holds(int row, std::span<double> out) const override {
        const std::size_t k = s_.cells.layout.at(0, row);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = s_.cells.metres(s_.cells.depth[k + i]);
    }
    void discharges(int row, std::span<double> x_m2_s, std::span<double> y_m2_s) const override {
        const std::size_t k = s_.cells.layout.at(0, row);
        const Real* x = s_.qx[static_cast<std::size_t>(s_.current)].data() + k;
        const Real* y = s_.qy[static_cast<std::size_t>(s_.current)].data() + k;
        const Real* y_north = y + s_.cells.layout.stride;
        for (std::size_t i = 0; i < x_m2_s.size(); ++i) x_m2_s[i] = 0.5 * static_cast<double>(x[i] + x[i + 1]);
        for (std::size_t i = 0; i < y_m2_s.size(); ++i) y_m2_s[i] = 0.5 * static_cast<double>(y[i] + y_north[i]);
    }
    void add_row(int row, std::span<const double> more_m) override {
        const Layout& l = s_.cells.layout;
        const std::size_t k = l.at(0, row);
        const double units = 1.0 / unit_m<P>(l);
        Depth* most = s_.cells.tile_max.data() + l.tile_of(l.grid.cell(0, row));
        for (std::size_t i = 0; i < more_m.size(); ++i) {
            const Depth after = s_.cells.depth[k + i] + static_cast<Depth>(more_m[i] * units);
            SD_CHECK(after >= 0);
            s_.cells.depth[k + i] = after;
            most[i / kTileX] = std::max(most[i / kTileX], after);
        }
    }
    void open(const RimFace& face) override {
        rim_.push_back(face);
        rest_.push_back(0.0);
    }
    std::vector<RimFace>& rim() override { return rim_; }
    void watch(double threshold_m) override { flood::watch(s_, threshold_m); }
    ExtremeFields extremes() override {
        look(s_);
        return fields_of(s_.extremes, s_.cells.layout);
    }
    double volume_m3() const override { return flood::volume_m3<P>(s_.cells.layout, s_.cells.depth); }
    std::uint64_t hash() const override {
        StateHash h;
        const auto now = static_cast<std::size_t>(s_.current);
        h.add(std::span<const Depth>(s_.cells.depth));
        h.add(std::span<const Real>(s_.qx[now]));
        h.add(std::span<const Real>(s_.qy[now]));
        return h.value();
    }
    Bytes snapshot() const override {
        Bytes out = begin_snapshot(head_of(s_), s_.cells.layout.size() * kMostPerCell);
        StateWriter w(out);
        visit(w, s_);
        visit(w, rim_);
        w.column(rest_);
        end_snapshot(out);
        return out;
    }
    Result<void> restore(std::span<const std::byte> snapshot) override {
        auto r = open_snapshot(snapshot, head_of(s_));
        if (!r) return fail(r.error());
        visit(*r, s_);
        visit(*r, rim_);
        r->column(rest_);
        return whole(*r);
    }

private:
    using Real = typename P::Real;
    using Depth = typename P::Depth;

    // A level is set; an inflow is added; over an open rim water leaves at critical depth.
    void cross(std::size_t f, double dt_s) {
        RimFace& face = rim_[f];
        const Layout& l = s_.cells.layout;
        const double quantum = quantum_m();
        const double held = held_m(face.cell) / quantum;  // whole, as everything counted in quanta here
        double wanted = 0.0;
        if (face.level_given) {
            wanted = std::max(0.0, (face.level_m - bed_m(face.cell)) * room(face.cell) / quantum) - held;
        } else {
            const double h = depth_m(face.cell);
            const double out_m2_s =
                0.5443310539518174 * room(face.cell) * h * std::sqrt(kGravity_m_s2 * h);  // (2/3)^1.5
            const double in_m2_s = face.flow_given ? face.inflow_m2_s : -out_m2_s;
            wanted = in_m2_s * dt_s / (l.grid.cell_m * quantum) + rest_[f];
        }
        const double free = std::max(0.0, deepest_m(face.cell) * room(face.cell) / quantum - held);
        const double moved = std::clamp(std::round(wanted), -held, std::floor(free));
        // What the cell does not hold, or has no room for, is not owed: only the rest of a quantum is.
        if (face.flow_given) rest_[f] = std::clamp(wanted - moved, -1.0, 1.0);
        s_.cells.add(face.cell, static_cast<Depth>(moved * (quantum / unit_m<P>(l))));
        face.carried_m3 += moved * quantum * l.grid.cell_m * l.grid.cell_m;
        tell_neighbours(face, moved * quantum * l.grid.cell_m / dt_s);
    }
    // The q-centred mean of the first face inside looks at the rim's face too, where the walls' zero would brake it.
    void tell_neighbours(const RimFace& face, double inflow_m2_s) {
        const std::size_t k = s_.cells.layout.at(face.cell);
        const std::size_t stride = s_.cells.layout.stride;
        auto& x = s_.qx[static_cast<std::size_t>(s_.current)];
        auto& y = s_.qy[static_cast<std::size_t>(s_.current)];
        const auto q = static_cast<Real>(inflow_m2_s);
        switch (face.side) {
            case Side::West:
                x[k] = face.level_given ? x[k + 1] : q;
                break;
            case Side::East:
                x[k + 1] = face.level_given ? x[k] : -q;
                break;
            case Side::South:
                y[k] = face.level_given ? y[k + stride] : q;
                break;
            case Side::North:
                y[k + stride] = face.level_given ? y[k] : -q;
                break;
        }
    }

    SheetOf<P> s_;
    std::vector<RimFace> rim_;
    std::vector<double> rest_;  ///< parts of a quantum still due, per face
};

template <class P>
std::unique_ptr<Water> make_water_of(Scheme scheme, const Ground& ground, int isa) {
    if (scheme == Scheme::Inertia) return std::make_unique<InertiaWater<P>>(ground, isa);
    SD_CHECK(ground.room.empty());
    return std::make_unique<FvWater<P>>(ground, scheme == Scheme::Fv2 ? 2 : 1, isa);
}

}  // namespace

double Water::add(std::uint32_t cell, double more_m) {
    const double before_m = held_m(cell);
    set_held(cell, std::clamp(before_m + more_m, 0.0, std::max(before_m, deepest_m(cell) * room(cell))));
    return held_m(cell) - before_m;
}

std::unique_ptr<Water> make_water(Scheme scheme, Precision precision, const Ground& ground, int isa) {
    SD_CHECK(isa >= 0);
    if (precision == Precision::F64) return make_water_of<F64>(scheme, ground, isa);
    return make_water_of<F32>(scheme, ground, isa);
}

double quantum_of_m(Precision precision, const Ground& ground) {
    if (precision == Precision::F64) return kFineQuantum_m;
    const Relief relief = relief_of(ground);
    return layout_for(ground.grid, relief.low_m, relief.high_m).quantum_m;
}

std::string_view name_of(Scheme scheme) {
    switch (scheme) {
        case Scheme::Inertia:
            return "inertia";
        case Scheme::Fv1:
            return "fv1";
        case Scheme::Fv2:
            break;
    }
    return "fv2";
}

std::string_view name_of(Precision precision) { return precision == Precision::F64 ? "f64" : "f32"; }

}  // namespace sd::flood
