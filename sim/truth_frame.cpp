// The truth as devices may sample it.
#include "sim/world.h"

namespace sd {
namespace {

void fill_cells(TruthFrame& frame, const World& w) {
    const auto& cells = w.plan.of(ProbeGroup::Cell);
    auto& depth_m = frame[Channel::CellDepth_m];
    auto& level_m = frame[Channel::CellLevel_m];
    auto& rain_mm = frame[Channel::CellRain_mm];
    auto& rain_mm_h = frame[Channel::CellRainRate_mm_h];
    for (const std::uint32_t cell : cells) {
        depth_m.push_back(flood::depth_m(w.flood, cell));
        level_m.push_back(flood::level_m(w.flood, cell));
        rain_mm.push_back(static_cast<float>(flood::rain_mm(w.flood, cell)));
        rain_mm_h.push_back(static_cast<float>(weather::rain_mm_h(w.weather, w.city->grid.center_of(cell))));
    }
    frame[Channel::CellSalinity_g_l] = w.salt.salinity_g_l;
    frame[Channel::CellPm25_ug_m3] = w.ambient.pm25_ug_m3;
    frame[Channel::CellNoise_dba] = w.ambient.noise_dba;
}

void fill_edges(TruthFrame& frame, const World& w) {
    for (const std::uint32_t index : w.plan.of(ProbeGroup::Edge)) {
        const EdgeId edge{index};
        const traffic::State& t = w.traffic;
        frame[Channel::EdgeCount].push_back(static_cast<float>(traffic::edge_count(t, edge)));
        frame[Channel::EdgeCountMotorbike].push_back(static_cast<float>(traffic::edge_count_motorbike(t, edge)));
        frame[Channel::EdgeSpeed_m_s].push_back(static_cast<float>(traffic::edge_speed_m_s(t, edge)));
        frame[Channel::EdgeOccupancy].push_back(static_cast<float>(traffic::edge_occupancy(t, edge)));
        frame[Channel::EdgeVehicles].push_back(static_cast<float>(traffic::edge_vehicles(t, edge)));
    }
}

void fill_buses(TruthFrame& frame, const World& w) {
    for (const std::uint32_t slot : w.plan.of(ProbeGroup::Bus)) {
        const traffic::BusView bus = traffic::bus(w.traffic, slot);
        frame[Channel::BusX_m].push_back(bus.x_m);
        frame[Channel::BusY_m].push_back(bus.y_m);
        frame[Channel::BusSpeed_m_s].push_back(bus.speed_m_s);
        frame[Channel::BusInService].push_back(bus.in_service ? 1.0F : 0.0F);
    }
}

void fill_weather(TruthFrame& frame, const weather::State& air) {
    frame[Channel::WindSpeed_m_s] = {static_cast<float>(weather::wind_m_s(air))};
    frame[Channel::WindFrom_deg] = {static_cast<float>(weather::wind_from_deg(air))};
    frame[Channel::AirTemperature_c] = {static_cast<float>(weather::temperature_c(air))};
    frame[Channel::AirHumidity] = {static_cast<float>(weather::humidity(air))};
    frame[Channel::AirPressure_hpa] = {static_cast<float>(weather::pressure_hpa(air))};
    frame[Channel::Daylight] = {static_cast<float>(weather::daylight(air))};
}

}  // namespace

TruthFrame truth_frame(const World& w) {
    TruthFrame frame;
    frame.at = w.now;
    fill_cells(frame, w);
    fill_edges(frame, w);
    fill_buses(frame, w);
    fill_weather(frame, w.weather);
    frame[Channel::CabinetPowered].assign(w.power.cabinet_on.begin(), w.power.cabinet_on.end());
    frame[Channel::CabinetLoad_kw] = w.power.cabinet_load_kw;
    frame[Channel::SiteUp].assign(w.telecom.up.begin(), w.telecom.up.end());
    frame[Channel::SiteBattery] = w.telecom.battery;
    frame[Channel::LotOccupied].assign(w.ambient.lot_occupied.begin(), w.ambient.lot_occupied.end());
    frame[Channel::BinFill] = w.ambient.bin_fill;
    frame[Channel::PopulationDepth_m] = w.population.depth_m;
    frame[Channel::PopulationPowered].assign(w.population.powered.begin(), w.population.powered.end());
    frame[Channel::PopulationTrapped] = w.population.trapped;
    return frame;
}

}  // namespace sd
