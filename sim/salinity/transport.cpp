#include "sim/salinity/transport.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::salinity {
namespace {

// K A / L on every face; a sluice narrows it, a shut one stops it.
void set_exchange(const State& state, Work& work, const Network& net) {
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double flow = std::fabs(work.carried_m3_s[f]);  // K A = (floor + mixing · B · |Q|/A) A
        work.exchange_m3_s[f] =
            (net.face_mixing_floor_m2_s[f] * work.area_m2[f] + net.face_mixing_m[f] * flow) / net.face_step_m[f];
    }
    for (std::size_t s = 0; s < net.sluices.size(); ++s) {
        const SluiceMesh& sluice = net.sluices[s];
        const double share = state.open_share[s] * sluice.width_m / net.face_width_m[sluice.face];
        work.exchange_m3_s[sluice.face] *= work.drag[sluice.face] < 0.0 ? 0.0 : std::min(1.0, share);
    }
}

// Sub-steps that keep every cell positive: reconstructed values are at most twice a cell's own, so twice its outflow
// and its exchange must not exceed its volume.
int substeps(const State& state, Work& work, const Network& net, double dt_s) {
    std::fill(work.slack.begin(), work.slack.end(), 0.0);
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double q = work.carried_m3_s[f];
        work.slack[net.face_from[f]] += 2.0 * std::max(0.0, q) + work.exchange_m3_s[f];
        work.slack[net.face_to[f]] += 2.0 * std::max(0.0, -q) + work.exchange_m3_s[f];
    }
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        work.slack[net.inflow_cell[i]] += std::max(0.0, -work.inflow_m3_s[i]);
    }
    double most = 1.0;
    for (std::size_t c = 0; c < work.slack.size(); ++c) {
        if (net.cell_is_sea[c] != 0) continue;
        const double volume_m3 = std::min(state.volume_m3[c], work.volume_before_m3[c]);
        SD_CHECK(volume_m3 > 0.0);
        most = std::max(most, work.slack[c] * dt_s / volume_m3);
    }
    return static_cast<int>(std::ceil(most));  // bounded: flow.cpp leaves every cell its film
}

void remember_sea(State& state, Work& work, const Network& net, double sea_g_l, double dt_s) {
    const double memory_s = net.source.sea_memory_s;
    for (std::size_t s = 0; s < net.seas.size(); ++s) {
        const SeaMesh& mesh = net.seas[s];
        SeaMemory& sea = state.sea[s];
        const bool flood = mesh.sign * work.carried_m3_s[mesh.face] > 0.0;
        if (memory_s <= 0.0) {
            work.sea_g_l[s] = sea_g_l;
        } else if (flood) {
            sea.flood_s += dt_s;
            const double phase = kPi * std::min(1.0, sea.flood_s / memory_s);
            work.sea_g_l[s] = sea.last_g_l + (sea_g_l - sea.last_g_l) * 0.5 * (1.0 - math::cos(phase));
        } else {
            sea.flood_s = 0.0;
            sea.last_g_l = state.salt_kg[mesh.inner_cell] / work.volume_before_m3[mesh.inner_cell];
            work.sea_g_l[s] = sea.last_g_l;
        }
    }
}

// Difference across the cell that the van Leer limiter lets through; zero at extremes.
double limited(double before, double after) {
    const double product = before * after;
    return product > 0.0 ? 2.0 * product / (before + after) : 0.0;
}

void set_fluxes(Work& work, const Network& net, double dt_s) {
    const std::vector<double>& c = work.concentration_g_l;
    for (const ReachMesh& mesh : net.reaches) {
        const std::uint32_t end = mesh.first_face + mesh.faces;
        for (std::uint32_t f = mesh.first_face; f < end; ++f) {
            const std::uint32_t from = net.face_from[f];
            const std::uint32_t to = net.face_to[f];
            const double q = work.carried_m3_s[f];
            const double step = c[to] - c[from];
            const std::uint32_t up = q > 0.0 ? from : to;
            double slope = 0.0;
            if (q > 0.0 && f > mesh.first_face) slope = limited(c[from] - c[net.face_from[f - 1]], step);
            if (q <= 0.0 && f + 1 < end) slope = -limited(step, c[net.face_to[f + 1]] - c[to]);
            const double courant = std::fabs(q) * dt_s / work.slack[up];
            const double carried = c[up] + 0.5 * std::max(0.0, 1.0 - courant) * slope;
            work.salt_flux_kg_s[f] = q * carried - work.exchange_m3_s[f] * step;
        }
    }
}

void move_salt(State& state, const Work& work, const Network& net, double dt_s) {
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double moved_kg = work.salt_flux_kg_s[f] * dt_s;
        state.salt_kg[net.face_from[f]] -= moved_kg;
        state.salt_kg[net.face_to[f]] += moved_kg;
    }
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        const std::uint32_t cell = net.inflow_cell[i];
        const double q = work.inflow_m3_s[i];
        const double moved_kg = q * dt_s * (q > 0.0 ? net.source.fresh_g_l : work.concentration_g_l[cell]);
        state.salt_kg[cell] += moved_kg;
        state.salt_in_kg.add(moved_kg);
    }
    for (const SeaMesh& sea : net.seas) state.salt_in_kg.add(sea.sign * work.salt_flux_kg_s[sea.face] * dt_s);
}

}  // namespace

void step_salt(State& state, Work& work, const Network& net, const Forcing& forcing, double dt_s) {
    set_exchange(state, work, net);
    remember_sea(state, work, net, forcing.sea_g_l, dt_s);
    const int parts = substeps(state, work, net, dt_s);
    const double part_s = dt_s / parts;
    for (int k = 0; k < parts; ++k) {
        const double done = static_cast<double>(k) / parts;
        for (std::size_t c = 0; c < work.slack.size(); ++c) {
            const double volume_m3 = work.volume_before_m3[c] + done * (state.volume_m3[c] - work.volume_before_m3[c]);
            work.slack[c] = volume_m3;
            work.concentration_g_l[c] = state.salt_kg[c] / volume_m3;
        }
        for (std::size_t s = 0; s < net.seas.size(); ++s) {
            work.concentration_g_l[net.seas[s].cell] = work.sea_g_l[s];
        }
        set_fluxes(work, net, part_s);
        move_salt(state, work, net, part_s);
    }
    for (std::size_t s = 0; s < net.seas.size(); ++s) {
        state.salt_kg[net.seas[s].cell] = work.sea_g_l[s] * state.volume_m3[net.seas[s].cell];
    }
}

}  // namespace sd::salinity
