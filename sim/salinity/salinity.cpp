#include "sim/salinity/salinity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/salinity/flow.h"
#include "sim/salinity/transport.h"

namespace sd::salinity {
namespace {

constexpr Duration kStep = seconds(60);
constexpr Duration kLongStep = seconds(120);  // of a warm-up but for its last day: half the cost, the same salt to 1 %
constexpr Duration kLastDay = hours(24);
constexpr double kFirstFetch_m = 20'000.0;  // of the guess that the warm-up corrects

// Along the water to the nearest sea; infinite where none can be reached, as behind a shut sluice.
std::vector<double> sea_distance_m(const Network& net) {
    std::vector<double> out(net.cell_area_m2.size(), std::numeric_limits<double>::infinity());
    for (const SeaMesh& sea : net.seas) out[sea.cell] = 0.0;
    std::vector<std::uint8_t> shut(net.face_from.size(), 0);
    for (std::size_t s = 0; s < net.sluices.size(); ++s) {
        if (net.source.sluices[s].open_share <= 0.0) shut[net.sluices[s].face] = 1;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t f = 0; f < net.face_from.size(); ++f) {
            if (shut[f] != 0) continue;
            double& a = out[net.face_from[f]];
            double& b = out[net.face_to[f]];
            const double step_m = net.face_step_m[f];
            if (a > b + step_m) {
                a = b + step_m;
                changed = true;
            } else if (b > a + step_m) {
                b = a + step_m;
                changed = true;
            }
        }
    }
    return out;
}

double level_of(const Network& net, const State& state, std::uint32_t cell) {
    return net.cell_bed_m[cell] + state.volume_m3[cell] / net.cell_area_m2[cell];
}

double salinity_of(const State& state, std::uint32_t cell) { return state.salt_kg[cell] / state.volume_m3[cell]; }

// Cells on both sides of a place and the share of the second.
struct Between {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double share = 0.0;
};

Between between(const Network& net, Place place) {
    const ReachMesh& mesh = net.reaches[place.reach];
    const double steps = std::clamp(place.at_m / mesh.step_m, 0.0, static_cast<double>(mesh.faces));
    const double whole = std::min(std::floor(steps), mesh.faces - 1.0);
    const std::uint32_t face = mesh.first_face + static_cast<std::uint32_t>(whole);
    return {net.face_from[face], net.face_to[face], steps - whole};
}

}  // namespace

void Sum::add(double term) {
    const double next = value + term;
    rest += std::fabs(value) >= std::fabs(term) ? (value - next) + term : (term - next) + value;
    value = next;
}

State make(const Network& network, double level_m, double sea_g_l, double fetch_m) {
    const std::vector<double> distance_m = sea_distance_m(network);
    const double fresh_g_l = network.source.fresh_g_l;
    State state;
    for (std::size_t c = 0; c < network.cell_area_m2.size(); ++c) {
        SD_CHECK(level_m > network.cell_bed_m[c]);
        state.volume_m3.push_back(network.cell_area_m2[c] * (level_m - network.cell_bed_m[c]));
        const double share = distance_m[c] < 1e9 ? math::exp(-distance_m[c] / fetch_m) : 0.0;
        state.salt_kg.push_back(state.volume_m3[c] * (fresh_g_l + (sea_g_l - fresh_g_l) * share));
    }
    state.flow_m3_s.assign(network.face_from.size(), 0.0);
    for (const Sluice& sluice : network.source.sluices) state.open_share.push_back(sluice.open_share);
    for (const SeaMesh& sea : network.seas) state.sea.push_back({salinity_of(state, sea.inner_cell), 0.0});
    return state;
}

Work make_work(const Network& network) {
    const std::size_t cells = network.cell_area_m2.size();
    const std::size_t faces = network.face_from.size();
    const std::size_t nodes = network.source.nodes.size();
    Work work;
    for (auto* column : {&work.level_m, &work.rhs, &work.from_share, &work.to_share, &work.upper,
                         &work.volume_before_m3, &work.outflow_m3_s, &work.slack, &work.concentration_g_l}) {
        column->assign(cells, 0.0);
    }
    for (auto* column : {&work.area_m2, &work.inertia, &work.drag, &work.offset, &work.gain, &work.speed_m_s,
                         &work.carried_m3_s, &work.exchange_m3_s, &work.salt_flux_kg_s}) {
        column->assign(faces, 0.0);
    }
    work.matrix.assign(nodes * nodes, 0.0);
    work.vector.assign(nodes, 0.0);
    work.sea_g_l.assign(network.seas.size(), 0.0);
    work.inflow_m3_s.assign(network.inflow_cell.size(), 0.0);
    return work;
}

void step(State& state, Work& work, const Network& network, const Forcing& forcing, double dt_s) {
    SD_CHECK(dt_s > 0.0 && dt_s <= 120.0);
    SD_CHECK(forcing.sea_level_m.size() == network.seas.size());
    SD_CHECK(forcing.inflow_m3_s.size() == network.inflow_cell.size());
    SD_CHECK(state.volume_m3.size() == work.level_m.size() && state.flow_m3_s.size() == work.gain.size());
    step_flow(state, work, network, forcing, dt_s);
    step_salt(state, work, network, forcing, dt_s);
}

void set_forcing(Forcing& forcing, const Network& network, Instant t, const LevelAt& tide_level_m) {
    forcing.sea_level_m.clear();
    forcing.inflow_m3_s.clear();
    forcing.sea_g_l = seasonal(network.source.season.sea_g_l, t);
    const double river_m3_s = seasonal(network.source.season.discharge_m3_s, t);
    for (const Node& node : network.source.nodes) {
        if (node.kind == NodeKind::Sea) {
            forcing.sea_level_m.push_back(node.sea_gain * tide_level_m(t - node.sea_lag) + node.sea_offset_m);
        } else if (node.kind == NodeKind::Inflow) {
            forcing.inflow_m3_s.push_back(node.river_share * river_m3_s + node.own_flow_m3_s);
        }
    }
}

State spin_up(const Network& network, Instant until, Duration warm_up, const LevelAt& tide_level_m) {
    Instant now = until - kStep * (warm_up / kStep);
    Forcing forcing;
    set_forcing(forcing, network, now, tide_level_m);
    State state = make(network, tide_level_m(now), forcing.sea_g_l, kFirstFetch_m);
    Work work = make_work(network);
    while (now < until) {
        const Duration dt = until - now > kLastDay ? kLongStep : kStep;
        now = now + dt;
        set_forcing(forcing, network, now, tide_level_m);
        step(state, work, network, forcing, static_cast<double>(dt / seconds(1)));
    }
    return state;
}

double salinity_g_l(const Network& network, const State& state, Place place) {
    const Between at = between(network, place);
    return (1.0 - at.share) * salinity_of(state, at.a) + at.share * salinity_of(state, at.b);
}

double level_m(const Network& network, const State& state, Place place) {
    const Between at = between(network, place);
    return (1.0 - at.share) * level_of(network, state, at.a) + at.share * level_of(network, state, at.b);
}

double flow_m3_s(const Network& network, const State& state, Place place) {
    const ReachMesh& mesh = network.reaches[place.reach];
    const double face = std::clamp(place.at_m / mesh.step_m - 0.5, 0.0, mesh.faces - 1.0);
    const double whole = std::min(std::floor(face), mesh.faces - 2.0);
    const double share = face - whole;
    const std::size_t f = mesh.first_face + static_cast<std::size_t>(whole);
    return (1.0 - share) * state.flow_m3_s[f] + share * state.flow_m3_s[f + 1];
}

std::vector<ProfilePoint> profile(const Network& network, const State& state, std::uint32_t reach) {
    const ReachMesh& mesh = network.reaches[reach];
    std::vector<ProfilePoint> out;
    for (std::uint32_t k = 0; k <= mesh.faces; ++k) {
        const Place place{reach, k * mesh.step_m};
        out.push_back({place.at_m, level_m(network, state, place), flow_m3_s(network, state, place),
                       salinity_g_l(network, state, place)});
    }
    return out;
}

Totals totals(const Network& network, const State& state) {
    Sum water;
    Sum salt;
    for (std::size_t c = 0; c < state.volume_m3.size(); ++c) {
        if (network.cell_is_sea[c] != 0) continue;
        water.add(state.volume_m3[c]);
        salt.add(state.salt_kg[c]);
    }
    return {water.total(), salt.total()};
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(std::span<const double>(state.volume_m3));
    h.add(std::span<const double>(state.salt_kg));
    h.add(std::span<const double>(state.flow_m3_s));
    h.add(std::span<const double>(state.open_share));
    for (const SeaMemory& sea : state.sea) {
        h.add(sea.last_g_l);
        h.add(sea.flood_s);
    }
    for (const Sum& sum : {state.water_in_m3, state.salt_in_kg}) {
        h.add(sum.value);
        h.add(sum.rest);
    }
    return h.value();
}

double seasonal(const std::array<double, 12>& monthly, Instant t) {
    const CivilTime day = civil_of(t);
    const Instant begin = instant_of({day.year, day.month, 1, 0, 0, 0.0});
    const bool december = day.month == 12;
    const Instant end = instant_of({december ? day.year + 1 : day.year, december ? 1 : day.month + 1, 1, 0, 0, 0.0});
    const double share = (t - begin).seconds() / (end - begin).seconds() - 0.5;
    const auto here = static_cast<std::size_t>(day.month - 1);
    const double other = monthly[(here + (share < 0.0 ? 11U : 1U)) % 12U];
    return monthly[here] + std::fabs(share) * (other - monthly[here]);
}

}  // namespace sd::salinity
