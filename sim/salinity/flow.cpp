#include "sim/salinity/flow.h"

#include <algorithm>
#include <cmath>

#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::salinity {
namespace {

constexpr double kTheta = 0.55;      // ≥ 0.5 for stability; the rest damps waves of two steps
constexpr double kThin_m = 0.02;     // flowing depth below which a face hardly conducts
constexpr double kFilm_m = 0.01;     // a cell gives away nothing of its last film
constexpr double kSluiceLoss = 0.8;  // μ: contraction and expansion at piers and sill (assumed)
constexpr double kShut_m2 = 1e-6;

// Section, inertia L/(g A dt) and resistance r of r|Q|Q (metres of head) on every face.
void resist(const State& state, Work& work, const Network& net, double dt_s) {
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double level_m = 0.5 * (work.level_m[net.face_from[f]] + work.level_m[net.face_to[f]]);
        const double depth_m = std::max(kThin_m, level_m - net.face_bed_m[f]);
        const double width_m = net.face_width_m[f];
        const double area_m2 = depth_m * width_m;
        const double radius_m = area_m2 / (width_m + 2.0 * depth_m);
        work.area_m2[f] = area_m2;
        work.speed_m_s[f] = state.flow_m3_s[f] / area_m2;
        work.inertia[f] = net.face_step_m[f] / (kGravity_m_s2 * area_m2 * dt_s);
        const double manning2 = net.face_manning2[f];
        work.drag[f] = manning2 > 0.0
                           ? manning2 * net.face_step_m[f] / (area_m2 * area_m2 * radius_m * math::cbrt(radius_m))
                           : 0.0;
    }
}

// Shut sluices get a negative drag as a mark.
void add_sluice_losses(const State& state, Work& work, const Network& net) {
    for (std::size_t s = 0; s < net.sluices.size(); ++s) {
        const SluiceMesh& sluice = net.sluices[s];
        const std::uint32_t f = sluice.face;
        if (work.drag[f] < 0.0) continue;  // another one on this face is shut
        const double level_m = std::max(work.level_m[net.face_from[f]], work.level_m[net.face_to[f]]);
        const double area_m2 =
            kSluiceLoss * state.open_share[s] * sluice.width_m * std::max(0.0, level_m - sluice.sill_m);
        if (area_m2 < kShut_m2) {
            work.drag[f] = -1.0;
        } else {
            work.drag[f] += 0.5 / (kGravity_m_s2 * area_m2 * area_m2);
        }
    }
}

// Head that the change of momentum along the reach takes, divided by the inertia's L/(gA): dQ from Qu in less Qu out.
double advected(const State& state, const Work& work, const ReachMesh& mesh, std::uint32_t f) {
    const double flow = state.flow_m3_s[f];
    const double speed = work.speed_m_s[f];
    double in = flow * speed;
    double out = in;
    if (f > mesh.first_face) {
        const double q = 0.5 * (state.flow_m3_s[f - 1] + flow);
        in = q * (q > 0.0 ? work.speed_m_s[f - 1] : speed);
    }
    if (f + 1 < mesh.first_face + mesh.faces) {
        const double q = 0.5 * (flow + state.flow_m3_s[f + 1]);
        out = q * (q > 0.0 ? speed : work.speed_m_s[f + 1]);
    }
    return (in - out) / mesh.step_m;
}

// New discharge as offset + gain · (level from − level to). The friction's |Q| comes from the exact root of the
// balance at the old levels: taking the old |Q| would make a sluice with little inertia swing between two values.
void couple(const State& state, Work& work, const Network& net, double dt_s) {
    for (const ReachMesh& mesh : net.reaches) {
        for (std::uint32_t f = mesh.first_face; f < mesh.first_face + mesh.faces; ++f) {
            if (work.drag[f] < 0.0) {
                work.offset[f] = work.gain[f] = 0.0;
                continue;
            }
            const double slope_m = work.level_m[net.face_from[f]] - work.level_m[net.face_to[f]];
            const double a = work.inertia[f];
            const double push = a * (state.flow_m3_s[f] + dt_s * advected(state, work, mesh, f));
            const double head = std::fabs(slope_m + push);
            const double guess = 2.0 * head / (a + std::sqrt(a * a + 4.0 * work.drag[f] * head));
            const double divide = 1.0 / (a + work.drag[f] * guess);
            work.offset[f] = (push + (1.0 - kTheta) * slope_m) * divide;
            work.gain[f] = kTheta * divide;
        }
    }
}

// Right-hand side of continuity in every cell: S/dt · old level + (1 − θ) · old net inflow + θ · known part.
void load(const State& state, Work& work, const Network& net, double dt_s) {
    for (std::size_t c = 0; c < work.rhs.size(); ++c) work.rhs[c] = net.cell_area_m2[c] / dt_s * work.level_m[c];
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        // A sluice that has just been shut carries nothing in the whole step.
        const double old = work.gain[f] > 0.0 ? state.flow_m3_s[f] : 0.0;
        const double known = (1.0 - kTheta) * old + kTheta * work.offset[f];
        work.carried_m3_s[f] = known;
        work.rhs[net.face_from[f]] -= known;
        work.rhs[net.face_to[f]] += known;
    }
}

// Levels inside a reach as rhs + from_share · level(from node) + to_share · level(to node).
void sweep(Work& work, const Network& net, const ReachMesh& mesh, double dt_s) {
    const std::uint32_t n = mesh.faces - 1;
    double last_p = 0.0;
    double last_l = 0.0;
    for (std::uint32_t k = 0; k < n; ++k) {
        const std::uint32_t c = mesh.first_cell + k;
        const double left = kTheta * work.gain[mesh.first_face + k];
        const double right = kTheta * work.gain[mesh.first_face + k + 1];
        const double carried = k == 0 ? 0.0 : left;
        const double before = k == 0 ? 0.0 : work.upper[c - 1];
        const double divide = 1.0 / (net.cell_area_m2[c] / dt_s + left + right - carried * before);
        work.upper[c] = right * divide;
        last_p = (work.rhs[c] + carried * last_p) * divide;
        last_l = (k == 0 ? left : carried * last_l) * divide;
        work.rhs[c] = last_p;
        work.from_share[c] = last_l;
    }
    double next_p = 0.0;
    double next_l = 0.0;
    double next_r = 1.0;
    for (std::uint32_t k = n; k-- > 0;) {
        const std::uint32_t c = mesh.first_cell + k;
        next_p = work.rhs[c] += work.upper[c] * next_p;
        next_l = work.from_share[c] += work.upper[c] * next_l;
        next_r = work.to_share[c] = work.upper[c] * next_r;
    }
}

// Adds a reach's first and last face to the equations of its nodes.
void join(Work& work, const Network& net, const ReachMesh& mesh) {
    const std::size_t n = net.source.nodes.size();
    const std::size_t a = mesh.from_cell - net.first_node_cell;
    const std::size_t b = mesh.to_cell - net.first_node_cell;
    const std::uint32_t first = mesh.first_cell;
    const std::uint32_t last = mesh.first_cell + mesh.faces - 2;
    const double ga = kTheta * work.gain[mesh.first_face];
    const double gb = kTheta * work.gain[mesh.first_face + mesh.faces - 1];
    work.matrix[a * n + a] += ga * (1.0 - work.from_share[first]);
    work.matrix[a * n + b] -= ga * work.to_share[first];
    work.vector[a] += ga * work.rhs[first];
    work.matrix[b * n + b] += gb * (1.0 - work.to_share[last]);
    work.matrix[b * n + a] -= gb * work.from_share[last];
    work.vector[b] += gb * work.rhs[last];
}

// Diagonally dominant, so elimination needs no pivots.
void eliminate(std::vector<double>& m, std::vector<double>& v) {
    const std::size_t n = v.size();
    for (std::size_t k = 0; k < n; ++k) {
        const double divide = 1.0 / m[k * n + k];
        for (std::size_t i = k + 1; i < n; ++i) {
            const double factor = m[i * n + k] * divide;
            if (factor == 0.0) continue;
            for (std::size_t j = k + 1; j < n; ++j) m[i * n + j] -= factor * m[k * n + j];
            v[i] -= factor * v[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) v[k] -= m[k * n + j] * v[j];
        v[k] /= m[k * n + k];
    }
}

void solve_nodes(Work& work, const Network& net, const Forcing& forcing, double dt_s) {
    const std::size_t n = net.source.nodes.size();
    std::fill(work.matrix.begin(), work.matrix.end(), 0.0);
    for (std::size_t k = 0; k < n; ++k) {
        work.matrix[k * n + k] = net.cell_area_m2[net.first_node_cell + k] / dt_s;
        work.vector[k] = work.rhs[net.first_node_cell + k];
    }
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        work.vector[net.inflow_cell[i] - net.first_node_cell] += forcing.inflow_m3_s[i];
    }
    for (const ReachMesh& mesh : net.reaches) join(work, net, mesh);
    for (std::size_t s = 0; s < net.seas.size(); ++s) {
        const std::size_t k = net.seas[s].cell - net.first_node_cell;
        for (std::size_t j = 0; j < n; ++j) work.matrix[k * n + j] = j == k ? 1.0 : 0.0;
        work.vector[k] = forcing.sea_level_m[s];
    }
    eliminate(work.matrix, work.vector);
    for (std::size_t k = 0; k < n; ++k) work.level_m[net.first_node_cell + k] = work.vector[k];
}

void solve_levels(Work& work, const Network& net, const Forcing& forcing, double dt_s) {
    for (const ReachMesh& mesh : net.reaches) sweep(work, net, mesh, dt_s);
    solve_nodes(work, net, forcing, dt_s);
    for (const ReachMesh& mesh : net.reaches) {
        const double from_m = work.level_m[mesh.from_cell];
        const double to_m = work.level_m[mesh.to_cell];
        for (std::uint32_t c = mesh.first_cell; c < mesh.first_cell + mesh.faces - 1; ++c) {
            work.level_m[c] = work.rhs[c] + work.from_share[c] * from_m + work.to_share[c] * to_m;
        }
    }
}

// A cell gives at most what stands above its film; faces that would take more are all cut by one share.
void cut_to_stock(State& state, Work& work, const Network& net, double dt_s) {
    std::fill(work.outflow_m3_s.begin(), work.outflow_m3_s.end(), 0.0);
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double q = work.carried_m3_s[f];
        work.outflow_m3_s[q > 0.0 ? net.face_from[f] : net.face_to[f]] += std::fabs(q);
    }
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        work.outflow_m3_s[net.inflow_cell[i]] += std::max(0.0, -work.inflow_m3_s[i]);
    }
    bool dry = false;
    for (std::size_t c = 0; c < work.outflow_m3_s.size(); ++c) {
        const double stock_m3 = std::max(0.0, state.volume_m3[c] - kFilm_m * net.cell_area_m2[c]);
        const bool short_of = net.cell_is_sea[c] == 0 && work.outflow_m3_s[c] * dt_s > stock_m3;
        work.slack[c] = short_of ? stock_m3 / (work.outflow_m3_s[c] * dt_s) : 1.0;
        dry = dry || short_of;
    }
    if (!dry) return;
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        if (work.inflow_m3_s[i] < 0.0) work.inflow_m3_s[i] *= work.slack[net.inflow_cell[i]];
    }
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double share = work.slack[work.carried_m3_s[f] > 0.0 ? net.face_from[f] : net.face_to[f]];
        work.carried_m3_s[f] *= share;
        state.flow_m3_s[f] *= share;
    }
}

void move_water(State& state, Work& work, const Network& net, const Forcing& forcing, double dt_s) {
    work.volume_before_m3 = state.volume_m3;
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double moved_m3 = work.carried_m3_s[f] * dt_s;
        state.volume_m3[net.face_from[f]] -= moved_m3;
        state.volume_m3[net.face_to[f]] += moved_m3;
    }
    for (std::size_t i = 0; i < net.inflow_cell.size(); ++i) {
        const double moved_m3 = work.inflow_m3_s[i] * dt_s;
        state.volume_m3[net.inflow_cell[i]] += moved_m3;
        state.water_in_m3.add(moved_m3);
    }
    for (std::size_t s = 0; s < net.seas.size(); ++s) {
        const SeaMesh& sea = net.seas[s];
        state.volume_m3[sea.cell] = net.cell_area_m2[sea.cell] * (forcing.sea_level_m[s] - net.cell_bed_m[sea.cell]);
        state.water_in_m3.add(sea.sign * work.carried_m3_s[sea.face] * dt_s);
    }
}

}  // namespace

void step_flow(State& state, Work& work, const Network& net, const Forcing& forcing, double dt_s) {
    for (std::size_t c = 0; c < state.volume_m3.size(); ++c) {
        work.level_m[c] = net.cell_bed_m[c] + state.volume_m3[c] / net.cell_area_m2[c];
    }
    resist(state, work, net, dt_s);
    add_sluice_losses(state, work, net);
    couple(state, work, net, dt_s);
    load(state, work, net, dt_s);
    solve_levels(work, net, forcing, dt_s);
    for (std::size_t f = 0; f < net.face_from.size(); ++f) {
        const double slope_m = work.level_m[net.face_from[f]] - work.level_m[net.face_to[f]];
        state.flow_m3_s[f] = work.offset[f] + work.gain[f] * slope_m;
        work.carried_m3_s[f] += kTheta * work.gain[f] * slope_m;
    }
    work.inflow_m3_s = forcing.inflow_m3_s;
    cut_to_stock(state, work, net, dt_s);
    move_water(state, work, net, forcing, dt_s);
}

}  // namespace sd::salinity
