#include "sim/tide.h"

#include <array>
#include <cmath>

#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::tide {
namespace {

// Which nodal correction a constituent takes [Schureman 1958, first terms].
enum class Nodal : std::uint8_t { None, M2, O1, K1, K2 };

// V = 15°·hours·cycles + s·moon + h·sun + p·perigee + constant, degrees.
struct Argument {
    std::string_view name;
    int cycles;
    int moon;
    int sun;
    int perigee;
    double constant_deg;
    Nodal nodal;
};

constexpr std::array<Argument, 10> kArguments{{
    {"M2", 2, -2, 2, 0, 0.0, Nodal::M2},
    {"S2", 2, 0, 0, 0, 0.0, Nodal::None},
    {"N2", 2, -3, 2, 1, 0.0, Nodal::M2},
    {"K2", 2, 0, 2, 0, 0.0, Nodal::K2},
    {"K1", 1, 0, 1, 0, 90.0, Nodal::K1},
    {"O1", 1, -2, 1, 0, -90.0, Nodal::O1},
    {"P1", 1, 0, -1, 0, -90.0, Nodal::None},
    {"Q1", 1, -3, 1, 1, -90.0, Nodal::O1},
    {"SA", 0, 0, 1, 0, 0.0, Nodal::None},
    {"SSA", 0, 0, 2, 0, 0.0, Nodal::None},
}};

double wrap_deg(double a) { return a - 360.0 * std::floor(a / 360.0); }
double sin_deg(double a) { return math::sin(deg_to_rad(wrap_deg(a))); }
double cos_deg(double a) { return math::cos(deg_to_rad(wrap_deg(a))); }

// Mean longitudes in degrees [Meeus 1998, ch. 22, 25, 47] and the hours of the day.
struct Sky {
    double hours = 0.0;
    double moon = 0.0;
    double sun = 0.0;
    double perigee = 0.0;
    double node = 0.0;
};

Sky sky_at(Instant t) {
    constexpr std::int64_t kDay_ns = 86'400'000'000'000;
    constexpr std::int64_t kJ2000_ns = 946'728'000'000'000'000;  ///< 2000-01-01T12:00Z
    const std::int64_t of_day = ((t.ns % kDay_ns) + kDay_ns) % kDay_ns;
    const double centuries = static_cast<double>(t.ns - kJ2000_ns) / (static_cast<double>(kDay_ns) * 36'525.0);
    Sky sky;
    sky.hours = static_cast<double>(of_day) / 3.6e12;
    sky.moon = wrap_deg(218.3164477 + 481'267.88123421 * centuries);
    sky.sun = wrap_deg(280.46646 + 36'000.76983 * centuries);
    sky.perigee = wrap_deg(83.3532465 + 4'069.0137287 * centuries);
    sky.node = wrap_deg(125.04452 - 1'934.136261 * centuries);
    return sky;
}

struct Correction {
    double factor = 1.0;
    double angle_deg = 0.0;
};

Correction correction(Nodal nodal, double node_deg) {
    const double c = cos_deg(node_deg);
    const double s = sin_deg(node_deg);
    switch (nodal) {
        case Nodal::M2:
            return {1.0 - 0.037 * c, -2.1 * s};
        case Nodal::O1:
            return {1.009 + 0.187 * c, 10.8 * s};
        case Nodal::K1:
            return {1.006 + 0.115 * c, -8.9 * s};
        case Nodal::K2:
            return {1.024 + 0.286 * c, -17.7 * s};
        case Nodal::None:
            break;
    }
    return {};
}

const Argument* argument_of(std::string_view name) {
    for (const Argument& a : kArguments) {
        if (a.name == name) return &a;
    }
    return nullptr;
}

double sum(const Config& config, Instant t, bool slow_only) {
    const Sky sky = sky_at(t);
    double level_m = 0.0;
    for (const Constituent& c : config.constituents) {
        const Argument* a = argument_of(c.name);
        if (a == nullptr || (slow_only && a->cycles != 0)) continue;
        const Correction nodal = correction(a->nodal, sky.node);
        const double v = 15.0 * a->cycles * sky.hours + a->moon * sky.moon + a->sun * sky.sun +
                         a->perigee * sky.perigee + a->constant_deg;
        level_m += nodal.factor * c.amplitude_m * cos_deg(v + nodal.angle_deg - c.phase_deg);
    }
    return level_m;
}

double carried(const Config& c, double reference_m) { return c.slope * reference_m + c.offset_m + c.surge_m + c.slr_m; }

}  // namespace

Config vung_tau() {
    Config config;
    config.constituents = {{"M2", 28.9841042, 0.7731, 193.77}, {"K1", 15.0410686, 0.5948, 206.62},
                           {"O1", 13.9430356, 0.4468, 164.95}, {"S2", 30.0, 0.302, 228.55},
                           {"SA", 0.0410667, 0.2137, 354.73},  {"P1", 14.9589314, 0.189, 203.02},
                           {"N2", 28.4397295, 0.1626, 174.04}, {"K2", 30.0821373, 0.0939, 239.79},
                           {"Q1", 13.3986609, 0.0848, 147.62}, {"SSA", 0.0821373, 0.0581, 96.61}};
    return config;
}

double reference_level_m(const Config& config, Instant t) { return sum(config, t, false); }
double level_m(const Config& config, Instant t) { return carried(config, sum(config, t - config.lag, false)); }
double mean_level_m(const Config& config, Instant t) { return carried(config, sum(config, t - config.lag, true)); }

void step(State& state, const Config& config, Instant now) {
    state.level_m = level_m(config, now);
    state.mean_level_m = mean_level_m(config, now);
    const double far_m = level_m(config, now - config.upstream_lag);
    state.upstream_level_m = state.mean_level_m + config.upstream_slope * (far_m - state.mean_level_m);
}

std::uint64_t hash(const State& state) {
    StateHash h;
    h.add(state.level_m);
    h.add(state.mean_level_m);
    h.add(state.upstream_level_m);
    return h.value();
}

}  // namespace sd::tide
