// Cases with exact solutions, and small worlds of random water, shared by the tests of the finite-volume scheme.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/core/parallel.h"
#include "sim/core/units.h"
#include "sim/flood/fv.h"
#include "sim/flood/isa.h"

namespace sd::flood {

using Field = std::function<double(double x_m, double y_m)>;

/// Sheet with bed and depth given at cell centres.
template <class P>
FvSheet<P> sheet_of(const GridSpec& grid, int order, const Field& bed_m, const Field& depth_m, double manning = 0.0,
                    int isa = isa_index("")) {
    double low = 1e9;
    double high = -1e9;
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const LocalXY c = grid.center(i, j);
            low = std::min(low, bed_m(c.x_m, c.y_m));
            high = std::max(high, bed_m(c.x_m, c.y_m));
        }
    }
    FvSheet<P> s = make_fv<P>(grid, low, high, order, isa);
    for (std::uint32_t c = 0; c < grid.cells(); ++c) {
        const LocalXY at = grid.center_of(c);
        set_ground(s, c, bed_m(at.x_m, at.y_m), manning);
        s.set_depth(c, std::max(0.0, depth_m(at.x_m, at.y_m)));
    }
    return s;
}

/// Plays to `until_s` with steps at Courant number 0.45; returns how many.
template <class P>
int play(FvSheet<P>& s, double until_s, Parallel& parallel) {
    double t_s = 0.0;
    int steps = 0;
    double longest = stable_step_s(s, 0.45);
    while (t_s < until_s * (1.0 - 1e-12)) {
        const double dt_s = std::min(longest, until_s - t_s);
        fv_step(s, dt_s, parallel);
        t_s += dt_s;
        ++steps;
        longest = 0.45 * s.layout.grid.cell_m / std::max(1e-9, s.fastest_m_s);
    }
    return steps;
}

/// Σ|h − exact| / Σ exact over all cells.
template <class P>
double relative_l1(const FvSheet<P>& s, const Field& exact_m) {
    double off = 0.0;
    double all = 0.0;
    for (std::uint32_t c = 0; c < s.layout.grid.cells(); ++c) {
        const LocalXY at = s.layout.grid.center_of(c);
        const double h = exact_m(at.x_m, at.y_m);
        off += std::fabs(s.depth_m(c) - h);
        all += h;
    }
    return off / all;
}

}  // namespace sd::flood
