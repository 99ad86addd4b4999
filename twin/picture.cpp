#include "twin/picture.h"

#include <algorithm>

namespace sd {
namespace {

WeatherView weather_of(const City& city, const Catalogue& catalogue, const Belief& belief, const FloodBelief& flood) {
    WeatherView weather;
    weather.rain_mm_h = flood.rain_mm_h();
    int stations = 0;
    for (std::size_t d = 0; d < city.devices.size(); ++d) {
        const auto device = static_cast<std::uint32_t>(d);
        if (city.devices[d].kind != DeviceKind::Weather || !belief.usable(device)) continue;
        weather.wind_m_s += belief.values[d][1];
        ++stations;
    }
    if (stations > 0) weather.wind_m_s /= static_cast<float>(stations);
    if (catalogue.main_gauge != Catalogue::kNoPlace && belief.readings[catalogue.main_gauge] > 0) {
        weather.river_level_m = belief.history[catalogue.main_gauge].median3();
    }
    // The sun needs no sensor: its height at 10° N by the clock, good enough to shade a map.
    const CivilTime local = civil_of(belief.now, city.meta.utc_offset);
    const double hour = local.hour + local.minute / 60.0;
    const double height = 1.0 - std::min(1.0, (hour - 12.0) * (hour - 12.0) / 36.0);
    weather.daylight = static_cast<float>(height);
    return weather;
}

}  // namespace

Picture belief_picture(const City& city, const Catalogue& catalogue, const Belief& belief, const FloodBelief& flood,
                       const TrafficBelief& traffic, const AlarmBook& alarms) {
    Picture picture;
    picture.eye = Eye::Belief;
    picture.at = belief.now;
    picture.grid = city.grid;
    picture.depth_m = flood.depth_m();
    picture.edges = traffic.edges();
    picture.devices.value.reserve(city.devices.size());
    for (const auto& values : belief.values) picture.devices.value.push_back(values[0]);
    picture.devices.at = belief.at;
    picture.devices.quality = belief.quality;
    picture.cabinet_powered = belief.cabinet_powered;
    picture.site_up = belief.site_up;
    picture.alarms = alarms.all();
    picture.weather = weather_of(city, catalogue, belief, flood);
    return picture;
}

}  // namespace sd
