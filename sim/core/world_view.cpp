#include "sim/core/world_view.h"

#include "sim/core/check.h"

namespace sd {
namespace {

using G = ProbeGroup;

constexpr std::array<ChannelInfo, kChannelCount> kChannels{{
    {"cell_depth_m", G::Cell, false},
    {"cell_level_m", G::Cell, false},
    {"cell_rain_mm", G::Cell, false},
    {"cell_rain_rate_mm_h", G::Cell, false},
    {"cell_salinity_g_l", G::Cell, false},
    {"cell_pm25_ug_m3", G::Cell, false},
    {"cell_noise_dba", G::Cell, false},
    {"edge_count", G::Edge, true},
    {"edge_count_motorbike", G::Edge, true},
    {"edge_speed_m_s", G::Edge, false},
    {"edge_occupancy", G::Edge, false},
    {"edge_vehicles", G::Edge, true},
    {"cabinet_powered", G::Cabinet, true},
    {"cabinet_load_kw", G::Cabinet, false},
    {"site_up", G::CellSite, true},
    {"site_battery", G::CellSite, false},
    {"bus_x_m", G::Bus, false},
    {"bus_y_m", G::Bus, false},
    {"bus_speed_m_s", G::Bus, false},
    {"bus_in_service", G::Bus, true},
    {"lot_occupied", G::ParkingLot, true},
    {"bin_fill", G::WasteBin, false},
    {"population_depth_m", G::Population, false},
    {"population_powered", G::Population, true},
    {"population_trapped", G::Population, true},
    {"wind_speed_m_s", G::City, false},
    {"wind_from_deg", G::City, true},
    {"air_temperature_c", G::City, false},
    {"air_humidity", G::City, false},
    {"air_pressure_hpa", G::City, false},
    {"daylight", G::City, false},
}};

}  // namespace

const ChannelInfo& info_of(Channel channel) { return kChannels[static_cast<std::size_t>(channel)]; }

double WorldView::value(Channel channel, std::uint32_t slot, Instant t) const {
    const auto& a = (*before_)[channel];
    const auto& b = (*after_)[channel];
    SD_CHECK(slot < a.size() && slot < b.size());
    if (t <= before_->at || info_of(channel).step) return t >= after_->at ? b[slot] : a[slot];
    if (t >= after_->at) return b[slot];
    const double share = (t - before_->at).seconds() / (after_->at - before_->at).seconds();
    return a[slot] + (static_cast<double>(b[slot]) - a[slot]) * share;
}

}  // namespace sd
