#include "scenarios/eyes.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace sd {
namespace {

/// Slower than this is standing in a queue.
constexpr float kMoving_m_s = 0.5F;
constexpr float kWetLand_m = 0.1F;

}  // namespace

SampleList sample_list_of(const City& city, const Scenario& scenario) {
    SampleList list;
    std::set<double> depths{0.1, 0.3, 0.5};
    for (const Expectation& e : scenario.expectations) {
        if (e.subject == Subject::StreetFloodedKm) depths.insert(e.argument);
        if (e.subject != Subject::DeviceReads) continue;
        for (std::size_t d = 0; d < city.devices.size(); ++d) {
            if (city.devices[d].name != e.name) continue;
            list.devices.push_back({static_cast<std::uint32_t>(d)});
            list.device_names.push_back(e.name);
        }
    }
    list.flood_depths_m.assign(depths.begin(), depths.end());
    for (const Station& station : city.stations) list.stations.push_back(station.name);
    return list;
}

TruthEye::TruthEye(const City& city, SampleList list)
    : city_(city), list_(std::move(list)), streets_(street_cells(city)), max_depth_m_(city.grid.nx, city.grid.ny) {}

TruthSample TruthEye::look(const Picture& truth) {
    TruthSample s;
    s.at = truth.at;
    const std::vector<float> street_m = depths_at(truth, city_.grid, streets_.cell);
    for (const double depth : list_.flood_depths_m) s.flooded_km.push_back(flooded_km(streets_, street_m, depth));
    for (const Station& station : city_.stations) {
        const float depth = depths_at(truth, city_.grid, {station.cell}).front();
        s.level_m.push_back(static_cast<double>(city_.ground_m.at(station.cell) + depth));
    }
    s.rain_mm_h = static_cast<double>(truth.weather.rain_mm_h);
    s.river_level_m = static_cast<double>(truth.weather.river_level_m);
    s.vehicles = static_cast<std::uint32_t>(truth.vehicles.id.size());
    double speed_sum = 0.0;
    for (const float v : truth.vehicles.speed_m_s) {
        speed_sum += static_cast<double>(v);
        s.moving += v > kMoving_m_s ? 1U : 0U;
    }
    s.mean_speed_m_s = s.vehicles == 0 ? 0.0 : speed_sum / s.vehicles;
    const auto zeros = [](const std::vector<std::uint8_t>& v) {
        return static_cast<std::uint32_t>(std::count(v.begin(), v.end(), std::uint8_t{0}));
    };
    s.cabinets_off = zeros(truth.cabinet_powered);
    s.sites_down = zeros(truth.site_up);
    s.edges_closed = zeros(truth.edges.open);
    std::size_t wet = 0;
    if (truth.grid == city_.grid) {
        for (int j = 0; j < city_.grid.ny; ++j) {
            const auto depth = truth.depth_m.row(j);
            const auto cover = std::as_const(city_.cover).row(j);
            const auto deepest = max_depth_m_.row(j);
            for (std::size_t i = 0; i < depth.size(); ++i) {
                if (is_water(static_cast<Cover>(cover[i]))) continue;
                deepest[i] = std::max(deepest[i], depth[i]);
                wet += depth[i] > kWetLand_m ? 1 : 0;
            }
        }
    }
    s.wet_km2 = static_cast<double>(wet) * city_.grid.cell_m * city_.grid.cell_m * 1e-6;
    return s;
}

BeliefEye::BeliefEye(const City& city, SampleList list)
    : city_(city), list_(std::move(list)), streets_(street_cells(city)) {
    std::set<std::uint32_t> edges;
    for (const Device& device : city.devices) {
        if (device.kind == DeviceKind::LoopDetector || device.kind == DeviceKind::CameraCounter) {
            edges.insert(device.target);
        }
    }
    detector_edges_.assign(edges.begin(), edges.end());
}

BeliefSample BeliefEye::look(const Picture& belief, const Twin& twin) const {
    BeliefSample s;
    s.at = twin.watermark();
    const auto value_of = [&](DeviceId id) {
        return id.valid() && id.at() < belief.devices.value.size() ? static_cast<double>(belief.devices.value[id.at()])
                                                                   : std::nan("");
    };
    for (const Station& station : city_.stations) s.level_m.push_back(value_of(station.device));
    for (std::size_t k = 0; k < list_.devices.size(); ++k)
        s.device_value[list_.device_names[k]] = value_of(list_.devices[k]);
    double sum = 0.0;
    std::size_t n = 0;
    for (const std::uint32_t e : detector_edges_) {
        if (e >= belief.edges.speed_m_s.size() || std::isnan(belief.edges.speed_m_s[e])) continue;
        sum += static_cast<double>(belief.edges.speed_m_s[e]);
        ++n;
    }
    s.mean_speed_m_s = n == 0 ? 0.0 : sum / static_cast<double>(n);
    s.flooded_km = flooded_km(streets_, depths_at(belief, city_.grid, streets_.cell), 0.3);
    s.readings = twin.counters().readings_received;
    s.accepted = twin.counters().readings_accepted;
    s.alarms = static_cast<std::uint32_t>(twin.alarms().size());
    for (const AlarmView& alarm : twin.alarms()) {
        s.alarms_acknowledged += alarm.state == AlarmState::Acknowledged ? 1U : 0U;
        s.alarms_closed += alarm.state == AlarmState::Closed ? 1U : 0U;
    }
    s.acts_refused = twin.counters().acts_refused;
    s.belief_hash = twin.belief_hash();
    return s;
}

}  // namespace sd
