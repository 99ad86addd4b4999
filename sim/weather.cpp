#include "sim/weather.h"

#include <algorithm>
#include <cmath>

#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::weather {
namespace {

constexpr double kCellReach = 4.0;       ///< radii beyond which a cell's rain counts as nothing (3e-4 of its peak)
constexpr double kAirMemory_s = 1200.0;  ///< air follows rain and sun with this lag

double depth_mm(const Idf& idf, double return_period_y, double minutes) {
    return minutes <= 0.0 ? 0.0 : idf_mm_h(idf, return_period_y, minutes) * minutes / 60.0;
}

// Depth fallen `elapsed_min` into a Keifer–Chu storm: before and after the peak each side holds, around the peak, its
// share of the depth that the curve gives for the corresponding whole duration [Keifer & Chu 1957].
double chicago_mm(const Idf& idf, const Storm& s, double elapsed_min) {
    const double all_min = s.duration.seconds() / 60.0;
    const double t = std::clamp(elapsed_min, 0.0, all_min);
    const double r = std::clamp(s.peak_position, 0.0, 1.0);
    const double total = depth_mm(idf, s.return_period_y, all_min);
    const double peak_min = r * all_min;
    if (t < peak_min) return r * (total - depth_mm(idf, s.return_period_y, (peak_min - t) / r));
    if (r >= 1.0) return total;
    return r * total + (1.0 - r) * depth_mm(idf, s.return_period_y, (t - peak_min) / (1.0 - r));
}

double storms_mm(const Config& config, Instant t) {
    double sum = 0.0;
    for (const Storm& s : config.storms) sum += storm_depth_mm(config, s, t);
    return sum;
}

// Trapezium over the cell's life: up in a fifth, down in a fifth.
double envelope(double life) {
    if (life < 0.0 || life > 1.0) return 0.0;
    return std::min(1.0, 5.0 * std::min(life, 1.0 - life));
}

void collect(State& state, const Cell& c, Instant now) {
    if (now < c.from || c.duration.ns <= 0) return;
    const double age_s = (now - c.from).seconds();
    const double rate = c.peak_mm_h * envelope(age_s / c.duration.seconds());
    if (!(rate > 0.0)) return;
    const LocalXY at{c.start.x_m + c.velocity_x_m_s * age_s, c.start.y_m + c.velocity_y_m_s * age_s};
    state.active.push_back({at, c.radius_m, rate});
}

// Sine of the sun's height; declination after Cooper (1969).
double sun_height(const Config& config, Instant now) {
    const CivilTime local = civil_of(now);
    const Instant new_year = instant_of({local.year, 1, 1, 0, 0, 0.0});
    const double day = (now - new_year).hours() / 24.0 + 1.0;
    const double declination = deg_to_rad(23.45) * math::sin(2.0 * kPi * (284.0 + day) / 365.0);
    const double latitude = deg_to_rad(config.latitude_deg);
    const double hour_angle = 2.0 * kPi * (local.hour + local.minute / 60.0 + local.second / 3600.0 - 12.0) / 24.0;
    return math::sin(latitude) * math::sin(declination) +
           math::cos(latitude) * math::cos(declination) * math::cos(hour_angle);
}

// Where the air would settle at this hour under this rain.
State air_target(const State& state, const Config& config, Instant now) {
    const CivilTime local = civil_of(now);
    const double hour = local.hour + local.minute / 60.0 + local.second / 3600.0;
    double rain = state.storm_mm_h;
    for (const ActiveCell& c : state.active) rain += 0.3 * c.now_mm_h;  // a cell covers part of the city
    const double wet = rain / (rain + 10.0);                            // 0 dry … 1 downpour
    const double swing = math::cos(2.0 * kPi * (hour - 14.0) / 24.0);   // warmest at 14 h
    State air;
    air.daylight = std::max(0.0, sun_height(config, now));
    air.temperature_c = config.temperature_c + config.temperature_swing_c * swing * (1.0 - 0.6 * wet) - 3.0 * wet;
    air.humidity = std::clamp(0.80 - 0.12 * swing * (1.0 - wet) + 0.17 * wet, 0.0, 1.0);
    air.pressure_hpa = config.pressure_hpa + 1.4 * math::cos(4.0 * kPi * (hour - 10.0) / 24.0) - 1.0 * wet;
    air.wind_m_s = std::max(0.2, config.wind_m_s * (1.0 + 0.4 * swing) + 6.0 * wet);
    air.wind_from_deg = config.wind_from_deg + 25.0 * swing;
    return air;
}

void set_air(State& state, const State& target, double share) {
    const auto towards = [share](double& value, double goal) { value += (goal - value) * share; };
    towards(state.temperature_c, target.temperature_c);
    towards(state.humidity, target.humidity);
    towards(state.pressure_hpa, target.pressure_hpa);
    towards(state.wind_m_s, target.wind_m_s);
    towards(state.wind_from_deg, target.wind_from_deg);
    state.daylight = target.daylight;
}

}  // namespace

double idf_mm_h(const Idf& idf, double return_period_y, double duration_min) {
    const double lg = math::log(return_period_y) / 2.302585092994046;
    // 1 l/s/ha is 0.36 mm/h.
    return 0.36 * idf.a * (1.0 + idf.c * lg) / math::pow(duration_min + idf.b_min, idf.n);
}

double storm_depth_mm(const Config& config, const Storm& storm, Instant t) {
    if (storm.duration.ns <= 0 || t <= storm.start) return 0.0;
    const double all = chicago_mm(config.idf, storm, storm.duration.seconds() / 60.0);
    const double now = chicago_mm(config.idf, storm, (t - storm.start).seconds() / 60.0);
    return storm.total_mm > 0.0 ? now / all * storm.total_mm : now;
}

State make(const Config& config, Instant start) {
    State state;
    state.now = start;
    for (const Cell& c : config.cells) collect(state, c, start);
    set_air(state, air_target(state, config, start), 1.0);
    return state;
}

void step(State& state, const Config& config, Instant now, Duration dt) {
    state.now = now;
    const double fallen_mm = storms_mm(config, now) - storms_mm(config, now - dt);
    state.storm_mm_h = fallen_mm / dt.hours();
    state.storm_total_mm += fallen_mm;
    state.active.clear();
    for (const Cell& c : config.cells) collect(state, c, now);
    std::erase_if(state.added, [now](const Cell& c) { return now > c.from + c.duration; });
    for (const Cell& c : state.added) collect(state, c, now);
    set_air(state, air_target(state, config, now), std::min(1.0, dt.seconds() / kAirMemory_s));
}

void add_cell(State& state, const Cell& cell) { state.added.push_back(cell); }

double rain_mm_h(const State& state, LocalXY at) {
    double rate = state.storm_mm_h;
    for (const ActiveCell& c : state.active) {
        const double dx = at.x_m - c.at.x_m;
        const double dy = at.y_m - c.at.y_m;
        const double radii2 = (dx * dx + dy * dy) / (c.radius_m * c.radius_m);
        if (radii2 < kCellReach * kCellReach) rate += c.now_mm_h * math::exp(-0.5 * radii2);
    }
    return rate;
}

bool is_dry(const State& state) { return state.storm_mm_h <= 0.0 && state.active.empty(); }

double wind_m_s(const State& state) { return state.wind_m_s; }
double wind_from_deg(const State& state) { return state.wind_from_deg; }
double temperature_c(const State& state) { return state.temperature_c; }
double humidity(const State& state) { return state.humidity; }
double pressure_hpa(const State& state) { return state.pressure_hpa; }
double daylight(const State& state) { return state.daylight; }

std::uint64_t hash(const State& state) {
    StateHash h;
    for (const double v : {state.storm_mm_h, state.storm_total_mm, state.wind_m_s, state.wind_from_deg,
                           state.temperature_c, state.humidity, state.pressure_hpa, state.daylight}) {
        h.add(v);
    }
    for (const ActiveCell& c : state.active) {
        for (const double v : {c.at.x_m, c.at.y_m, c.radius_m, c.now_mm_h}) h.add(v);
    }
    for (const Cell& c : state.added) h.add(c.from.ns);
    return h.value();
}

}  // namespace sd::weather
