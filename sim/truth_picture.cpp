// The truth as an all-seeing eye sees it.
#include <cmath>
#include <limits>

#include "sim/inputs.h"
#include "sim/world.h"

namespace sd {
namespace {

// The gauge whose alarm levels the city is run by; the first station when none has any.
const Station* main_gauge(const City& city) {
    for (const Station& station : city.stations) {
        if (station.alarm_m[2] > 0.0F) return &station;
    }
    return city.stations.empty() ? nullptr : &city.stations.front();
}

bool is_alive(const World& w, const Device& device) {
    const bool powered = !device.cabinet.valid() || w.power.cabinet_on[device.cabinet.at()] != 0;
    const bool linked = !device.site.valid() || w.telecom.up[device.site.at()] != 0;
    return powered && linked;
}

}  // namespace

Picture truth_picture(const World& w) {
    const City& city = *w.city;
    Picture picture;
    picture.eye = Eye::Truth;
    picture.at = w.now;
    picture.grid = city.grid;
    picture.depth_m = flood::depth_grid(w.flood);
    traffic::fill(picture.vehicles, w.traffic, city);
    traffic::fill(picture.edges, w.traffic, city);
    picture.devices.value.assign(city.devices.size(), std::numeric_limits<float>::quiet_NaN());
    picture.devices.at.assign(city.devices.size(), w.now);
    for (const Device& device : city.devices) {
        picture.devices.quality.push_back(is_alive(w, device) ? Quality::Good : Quality::Silent);
    }
    picture.cabinet_powered = w.power.cabinet_on;
    picture.site_up = w.telecom.up;
    picture.weather.rain_mm_h = static_cast<float>(mean_rain_mm_h(w));
    picture.weather.wind_m_s = static_cast<float>(weather::wind_m_s(w.weather));
    picture.weather.wind_from_deg = static_cast<float>(weather::wind_from_deg(w.weather));
    picture.weather.daylight = static_cast<float>(weather::daylight(w.weather));
    if (const Station* gauge = main_gauge(city)) {
        picture.weather.river_level_m = flood::level_m(w.flood, gauge->cell);
    }
    return picture;
}

}  // namespace sd
