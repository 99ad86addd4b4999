#include "sim/flood/verify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "sim/flood/isa.h"
#include "sim/flood/verify_case.h"

namespace sd::flood {

std::string Way::name() const { return std::string(name_of(scheme)) + "." + std::string(name_of(precision)); }

Played::Played(const Case& what, const Way& way) : grid_(what.grid), lain_(what.grid), lie_(way.lie) {
    if (lie_ != Lie::Straight) std::swap(lain_.nx, lain_.ny);
    Ground ground{lain_, std::vector<double>(lain_.cells()), std::vector<double>(lain_.cells(), what.manning)};
    for (int j = 0; j < grid_.ny; ++j) {
        for (int i = 0; i < grid_.nx; ++i) {
            const LocalXY at = grid_.center(i, j);
            ground.bed_m[cell(i, j)] = what.bed_m(at.x_m, at.y_m);
        }
    }
    if (what.room) build(what, ground);
    water_ = make_water(way.scheme, way.precision, ground, isa_index(""));
    for (int j = 0; j < grid_.ny; ++j) {
        for (int i = 0; i < grid_.nx; ++i) {
            const LocalXY at = grid_.center(i, j);
            const std::uint32_t c = cell(i, j);
            water_->set_depth(c, std::max(0.0, what.level_m(at.x_m, at.y_m) - water_->bed_m(c)));
        }
    }
    for (const Opening& o : what.openings) open(o);
}

void Played::build(const Case& what, Ground& ground) const {
    for (auto* column : {&ground.room, &ground.gap_x, &ground.gap_y}) column->assign(lain_.cells(), 1.0);
    const double half_m = 0.5 * grid_.cell_m;
    for (int j = 0; j < grid_.ny; ++j) {
        for (int i = 0; i < grid_.nx; ++i) {
            const LocalXY at = grid_.center(i, j);
            const std::uint32_t c = cell(i, j);
            ground.room[c] = what.room(at.x_m, at.y_m);
            const double west = what.gap_x(at.x_m - half_m, at.y_m);
            const double south = what.gap_y(at.x_m, at.y_m - half_m);
            // Turned, what was north lies west.
            ground.gap_x[c] = lie_ == Lie::Straight     ? west
                              : lie_ == Lie::Transposed ? south
                                                        : what.gap_y(at.x_m, at.y_m + half_m);
            ground.gap_y[c] = lie_ == Lie::Straight ? south : west;
        }
    }
}

std::uint32_t Played::cell(int i, int j) const {
    if (lie_ == Lie::Transposed) return lain_.cell(j, i);
    return lie_ == Lie::Turned ? lain_.cell(grid_.ny - 1 - j, i) : lain_.cell(i, j);
}

Side Played::turned(Side side) const {
    if (lie_ == Lie::Straight) return side;
    // Transposed: west ↔ south, east ↔ north. Turned: east → north → west → south → east.
    switch (side) {
        case Side::West:
            return Side::South;
        case Side::East:
            return Side::North;
        case Side::South:
            return lie_ == Lie::Transposed ? Side::West : Side::East;
        case Side::North:
            break;
    }
    return lie_ == Lie::Transposed ? Side::East : Side::West;
}

void Played::open(const Opening& o) {
    const bool upright = o.side == Side::West || o.side == Side::East;
    const int n = upright ? grid_.ny : grid_.nx;
    for (int k = 0; k < n; ++k) {
        const double along_m = (k + 0.5) * grid_.cell_m;
        if (along_m < o.from_m || along_m > o.to_m) continue;
        const int i = upright ? (o.side == Side::West ? 0 : grid_.nx - 1) : k;
        const int j = upright ? k : (o.side == Side::South ? 0 : grid_.ny - 1);
        RimFace face;
        face.cell = cell(i, j);
        face.side = turned(o.side);
        face.level_given = o.level_given;
        face.level_m = o.level_m;
        face.flow_given = o.flow_given;
        face.inflow_m2_s = o.inflow_m2_s;
        water_->open(face);
    }
}

void Played::play(double until_s, Parallel& parallel) {
    while (now_s_ < until_s - 1e-9) now_s_ += water_->step(until_s - now_s_, parallel);
}

void Played::set_inflow(double inflow_m2_s) {
    for (RimFace& f : water_->rim()) {
        if (f.flow_given) f.inflow_m2_s = inflow_m2_s;
    }
}

void Played::set_level(double level_m) {
    for (RimFace& f : water_->rim()) {
        if (f.level_given) f.level_m = level_m;
    }
}

Discharge Played::discharge(int i, int j) const {
    const Discharge q = water_->discharge(cell(i, j));
    if (lie_ == Lie::Transposed) return {q.y_m2_s, q.x_m2_s};
    return lie_ == Lie::Turned ? Discharge{q.y_m2_s, -q.x_m2_s} : q;
}

double Played::inflow_m3() const {
    double sum = 0.0;
    for (const RimFace& f : water_->rim()) sum += f.carried_m3;
    return sum;
}

double Played::relative_l1(const Field& exact_depth_m) const {
    double off = 0.0;
    double all = 0.0;
    for (int j = 0; j < grid_.ny; ++j) {
        for (int i = 0; i < grid_.nx; ++i) {
            const LocalXY at = grid_.center(i, j);
            const double h = exact_depth_m(at.x_m, at.y_m);
            off += std::fabs(depth_m(i, j) - h);
            all += h;
        }
    }
    return off / all;
}

VerifyRow same_bytes_row(const Case& what, Way way, double until_s, Parallel& parallel) {
    Played straight(what, way);
    straight.play(until_s, parallel);
    int differ = 0;
    for (const Lie lie : {Lie::Transposed, Lie::Turned}) {
        way.lie = lie;
        Played other(what, way);
        other.play(until_s, parallel);
        for (int j = 0; j < what.grid.ny; ++j) {
            for (int i = 0; i < what.grid.nx; ++i) differ += other.depth_m(i, j) == straight.depth_m(i, j) ? 0 : 1;
        }
    }
    return row_of(what.name + "." + way.name() + ".turned", differ, 0,
                  "cells that differ, transposed and turned by 90°");
}

VerifyRow row_of(std::string name, double value, double bar, std::string note) {
    return {std::move(name), value, bar, value <= bar, std::move(note)};
}

std::vector<Way> ways(const std::vector<Scheme>& schemes) {
    std::vector<Way> out;
    for (const Scheme scheme : schemes) {
        out.push_back({scheme, Precision::F32, Lie::Straight});
        out.push_back({scheme, Precision::F64, Lie::Straight});
    }
    return out;
}

std::vector<VerifyRow> verify(const VerifyPlan& plan, Parallel& parallel) {
    struct Entry {
        std::string_view name;
        void (*run)(const VerifyPlan&, Parallel&, Rows&);
    };
    static constexpr std::array<Entry, 8> kCases{{{"rest", verify_rest},
                                                  {"dam", verify_dams},
                                                  {"basin", verify_basin},
                                                  {"steady", verify_steady},
                                                  {"depressions", verify_depressions},
                                                  {"plain", verify_plain},
                                                  {"canals", verify_canals},
                                                  {"gaps", verify_gaps}}};
    std::vector<VerifyRow> rows;
    for (const Entry& e : kCases) {
        if (!std::string_view(e.name).starts_with(plan.only)) continue;
        if (plan.started) plan.started(std::string(e.name));
        e.run(plan, parallel, rows);
    }
    return rows;
}

}  // namespace sd::flood
