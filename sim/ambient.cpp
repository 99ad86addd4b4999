#include "sim/ambient.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/population_day.h"

namespace sd::ambient {
namespace {

constexpr float kBackgroundPm25_ug_m3 = 18.0F;  // rural delta mean; assumed
constexpr float kPm25PerVehicle = 8.0F;         // µg/m³ · m per vehicle at 1 m/s of wind: busy streets add some tens
constexpr double kPm25Mixing_s = 600.0;         // relaxation of the street air
constexpr float kWashout_per_mm_h = 0.02F;      // share of dust that 1 mm/h of rain keeps down
constexpr double kQuiet_dba = 42.0;
constexpr double kVehicle_dba_at_1m = 78.0;  // one moped at town speed, power sum below
constexpr double kParkingPace_h = 0.75;      // mean time in which a lot follows the wanted occupancy
constexpr double kCollect_h = 4.0;           // bins are emptied at this hour
constexpr double kNearest_m = 5.0;

LocalXY middle(const City& city, const RoadEdge& edge) {
    const LocalXY a = city.nodes[edge.from.at()].at;
    const LocalXY b = city.nodes[edge.to.at()].at;
    return {(a.x_m + b.x_m) / 2.0, (a.y_m + b.y_m) / 2.0};
}

// Insertion into a short sorted list; equal distances keep the lower edge number.
void offer(NearEdges& near, std::uint32_t edge, float distance_m) {
    std::size_t at = near.count;
    while (at > 0 && near.distance_m[at - 1] > distance_m) --at;
    if (at >= NearEdges::kMost) return;
    if (near.count < NearEdges::kMost) ++near.count;
    for (std::size_t k = near.count - 1; k > at; --k) {
        near.edge[k] = near.edge[k - 1];
        near.distance_m[k] = near.distance_m[k - 1];
    }
    near.edge[at] = edge;
    near.distance_m[at] = distance_m;
}

NearEdges near_edges(const City& city, const std::vector<LocalXY>& middles, std::uint32_t cell, std::uint32_t slot) {
    NearEdges near;
    near.slot = slot;
    const LocalXY c = city.grid.center_of(cell);
    for (std::size_t e = 0; e < middles.size(); ++e) {
        const double dx = middles[e].x_m - c.x_m;
        const double dy = middles[e].y_m - c.y_m;
        offer(near, static_cast<std::uint32_t>(e),
              static_cast<float>(std::max(kNearest_m, std::sqrt(dx * dx + dy * dy))));
    }
    return near;
}

std::vector<NearEdges> all_near_edges(const City& city, const SamplePlan& plan) {
    std::vector<std::uint32_t> slots;
    for (std::size_t d = 0; d < city.devices.size(); ++d) {
        const DeviceKind kind = city.devices[d].kind;
        if (kind == DeviceKind::AirQuality || kind == DeviceKind::Noise) slots.push_back(plan.device_slot[d]);
    }
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    std::vector<LocalXY> middles;
    if (!slots.empty()) {
        middles.reserve(city.edges.size());
        for (const RoadEdge& edge : city.edges) middles.push_back(middle(city, edge));
    }
    std::vector<NearEdges> out;
    out.reserve(slots.size());
    for (const std::uint32_t slot : slots) {
        out.push_back(near_edges(city, middles, plan.of(ProbeGroup::Cell)[slot], slot));
    }
    return out;
}

void step_air(State& state, const Inputs& inputs, Duration dt) {
    const auto mix = static_cast<float>(1.0 - math::exp(-dt.seconds() / kPm25Mixing_s));
    const float dilution = 1.0F / std::max(0.5F, inputs.wind_m_s);
    const float washed = 1.0F / (1.0F + kWashout_per_mm_h * inputs.rain_mm_h);
    const double rain_dba = 50.0 + 0.2 * static_cast<double>(std::min(inputs.rain_mm_h, 100.0F));
    const double background =
        math::pow(10.0, kQuiet_dba / 10.0) + (inputs.rain_mm_h > 0.1F ? math::pow(10.0, rain_dba / 10.0) : 0.0);
    const double source = math::pow(10.0, kVehicle_dba_at_1m / 10.0);
    for (const NearEdges& near : state.near) {
        float dust = 0.0F;
        double sound = 0.0;
        for (std::size_t k = 0; k < near.count; ++k) {
            const float vehicles = inputs.edge_vehicles[near.edge[k]];
            dust += vehicles / near.distance_m[k];
            sound += static_cast<double>(vehicles) /
                     (static_cast<double>(near.distance_m[k]) * static_cast<double>(near.distance_m[k]));
        }
        const float wanted = (kBackgroundPm25_ug_m3 + kPm25PerVehicle * dust * dilution) * washed;
        state.pm25_ug_m3[near.slot] += (wanted - state.pm25_ug_m3[near.slot]) * mix;
        state.noise_dba[near.slot] =
            static_cast<float>(math::log(background + source * sound) * (10.0 / 2.302585092994046));
    }
}

// Each second at most one vehicle arrives or leaves, with the chance that makes the mean follow the wanted occupancy,
// plus a turnover that leaves the mean alone.
void step_parking(State& state, const City& city, Draw draw, double hour, Instant now, Duration dt) {
    const double wanted_share = day::at_hour(day::kParking, hour);
    const double share = std::min(1.0, dt.hours() / kParkingPace_h);
    const auto tick = static_cast<std::uint64_t>(now.ns);
    for (std::size_t l = 0; l < city.lots.size(); ++l) {
        const auto entity = static_cast<std::uint32_t>(l);
        const double gap = wanted_share * city.lots[l].capacity - state.lot_occupied[l];
        const double turnover = 0.5 * share * state.lot_occupied[l];
        std::int32_t& cars = state.lot_occupied[l];
        if (draw.chance(stream_of("lot.arrive"), entity, tick, turnover + std::max(0.0, gap * share))) ++cars;
        if (draw.chance(stream_of("lot.leave"), entity, tick, turnover + std::max(0.0, -gap * share))) --cars;
        cars = std::clamp(cars, 0, city.lots[l].capacity);
    }
}

void step_bins(State& state, const City& city, double hour, Duration dt) {
    const double pace = day::at_hour(day::kWaste, hour) * dt.hours();
    const bool collecting = hour >= kCollect_h && hour < kCollect_h + 1.0;
    for (std::size_t b = 0; b < city.bins.size(); ++b) {
        // The round takes an hour: bins are emptied in the order of the register.
        const double turn = kCollect_h + static_cast<double>(b) / static_cast<double>(city.bins.size());
        if (collecting && hour - dt.hours() < turn && turn <= hour) state.bin_fill[b] = 0.0F;
        const double fill =
            static_cast<double>(state.bin_fill[b]) + static_cast<double>(city.bins[b].fill_per_h) * pace;
        state.bin_fill[b] = static_cast<float>(std::min(1.0, fill));
    }
}

}  // namespace

State make(const City& city, const SamplePlan& plan, Instant now) {
    State state;
    const auto& cells = plan.of(ProbeGroup::Cell);
    state.pm25_ug_m3.assign(cells.size(), kBackgroundPm25_ug_m3);
    state.noise_dba.assign(cells.size(), static_cast<float>(kQuiet_dba));
    state.near = all_near_edges(city, plan);
    const double hour = day::hour_of(now, city.meta.utc_offset);
    for (const ParkingLot& lot : city.lots) {
        state.lot_occupied.push_back(static_cast<std::int32_t>(lot.capacity * day::at_hour(day::kParking, hour)));
    }
    // Filling since the last collection at the mean pace.
    const double since_h = hour >= kCollect_h ? hour - kCollect_h : hour + 24.0 - kCollect_h;
    for (const WasteBin& bin : city.bins) {
        state.bin_fill.push_back(static_cast<float>(std::min(1.0, static_cast<double>(bin.fill_per_h) * since_h)));
    }
    return state;
}

void step(State& state, const City& city, const SamplePlan& plan, const Inputs& inputs, Draw draw, Instant now,
          Duration dt) {
    SD_CHECK(state.pm25_ug_m3.size() == plan.of(ProbeGroup::Cell).size());
    SD_CHECK(state.near.empty() || inputs.edge_vehicles.size() == city.edges.size());
    const double hour = day::hour_of(now, city.meta.utc_offset);
    step_air(state, inputs, dt);
    step_parking(state, city, draw, hour, now, dt);
    step_bins(state, city, hour, dt);
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(std::span<const float>(state.pm25_ug_m3));
    h.add(std::span<const float>(state.noise_dba));
    h.add(std::span<const std::int32_t>(state.lot_occupied));
    h.add(std::span<const float>(state.bin_fill));
    return h.value();
}

}  // namespace sd::ambient
