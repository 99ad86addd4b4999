#include "sim/salinity/hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/check.h"

namespace sd::salinity {
namespace {

constexpr Duration kStep = seconds(60);
constexpr int kLevelEvery = 5;      // minutes between level samples
constexpr int kMostLag = 48;        // of those samples
constexpr double kLagBar_h = 0.75;  // the fits' own residual is 0.23–0.27 m, a tenth of the range
constexpr double kGainBar = 1.2;

struct Watch {
    std::vector<Place> places;                      // of the network's stations
    std::vector<std::array<double, 13>> month_max;  // per station, by month
    std::vector<std::vector<double>> level_m;       // per station, March, every 5 min
    std::vector<double> tide_m;                     // the same for the mouth, from kMostLag samples earlier
};

void look(Watch& watch, Hindcast& out, const Network& net, const State& state, Instant now, std::int64_t minute) {
    const int month = civil_of(now).month;
    for (std::size_t s = 0; s < watch.places.size(); ++s) {
        const double salt_g_l = salinity_g_l(net, state, watch.places[s]);
        double& most = watch.month_max[s][static_cast<std::size_t>(month)];
        most = std::max(most, salt_g_l);
        if (minute % 60 == 0) out.hourly_g_l[s].push_back(salt_g_l);
        if (month == 3 && minute % kLevelEvery == 0) watch.level_m[s].push_back(level_m(net, state, watch.places[s]));
    }
}

// Covariance of the station with the mouth's tide `lag` samples earlier, and both variances.
struct Fit {
    double correlation = 0.0;
    double gain = 0.0;
};

Fit fit_at(const std::vector<double>& level_m, const std::vector<double>& tide_m, int lag) {
    const std::size_t shift = static_cast<std::size_t>(kMostLag - lag);
    const auto n = static_cast<double>(level_m.size());
    double mean_x = 0.0;
    double mean_y = 0.0;
    for (std::size_t k = 0; k < level_m.size(); ++k) {
        mean_x += tide_m[k + shift] / n;
        mean_y += level_m[k] / n;
    }
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    for (std::size_t k = 0; k < level_m.size(); ++k) {
        const double x = tide_m[k + shift] - mean_x;
        const double y = level_m[k] - mean_y;
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    return {xy / std::sqrt(xx * yy), xy / xx};
}

TideRow compare_tide(const TideFact& fact, const TideFact& mouth, const std::vector<double>& level_m,
                     const std::vector<double>& tide_m) {
    TideRow row{fact.station, fact.lag_h - mouth.lag_h, 0.0, fact.slope / mouth.slope, 0.0, false};
    double best = -2.0;
    for (int lag = 0; lag <= kMostLag; ++lag) {
        const Fit fit = fit_at(level_m, tide_m, lag);
        if (fit.correlation <= best) continue;
        best = fit.correlation;
        row.lag_h = lag * kLevelEvery / 60.0;
        row.gain = fit.gain;
    }
    const double ratio = row.gain / row.gain_fact;
    row.ok = std::fabs(row.lag_h - row.lag_fact_h) <= kLagBar_h && ratio < kGainBar && ratio > 1.0 / kGainBar;
    return row;
}

std::size_t station_index(const Network& net, const std::string& name) {
    const auto& all = net.source.stations;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Station& s) { return s.name == name; });
    return static_cast<std::size_t>(found - all.begin());
}

void compare(Hindcast& out, const Watch& watch, const Network& net, const Facts& facts) {
    for (const SaltFact& fact : facts.salt) {
        const std::size_t s = station_index(net, fact.station);
        if (s == watch.places.size() || fact.month < 2 || fact.month > 4) continue;
        const double simulated = watch.month_max[s][static_cast<std::size_t>(fact.month)];
        const double ratio = simulated / fact.max_g_l;
        out.salt.push_back({fact.station, fact.month, fact.max_g_l, simulated, ratio,
                            ratio <= kSaltFactor && ratio >= 1.0 / kSaltFactor});
    }
    for (const TideFact& fact : facts.tide) {
        const std::size_t s = station_index(net, fact.station);
        if (s == watch.places.size()) continue;
        out.tide.push_back(compare_tide(fact, facts.tide.front(), watch.level_m[s], watch.tide_m));
    }
}

Watch make_watch(const Network& net) {
    Watch watch;
    for (const Station& station : net.source.stations) watch.places.push_back(find_station(net, station.name).value());
    watch.month_max.assign(watch.places.size(), {});
    watch.level_m.resize(watch.places.size());
    return watch;
}

}  // namespace

Hindcast hindcast_2024(const Network& network, const Facts& facts, const LevelAt& tide_level_m) {
    const Instant begin = instant_of({2024, 1, 1, 0, 0, 0.0});
    const Instant watched = instant_of({2024, 2, 15, 0, 0, 0.0});
    const Instant end = instant_of({2024, 5, 1, 0, 0, 0.0});
    const Instant march = instant_of({2024, 3, 1, 0, 0, 0.0});
    SD_CHECK(!facts.tide.empty());
    Watch watch = make_watch(network);
    Hindcast out;
    out.hourly_g_l.resize(watch.places.size());
    for (int k = -kMostLag; k < 31 * 24 * 60 / kLevelEvery + kMostLag; ++k) {
        watch.tide_m.push_back(tide_level_m(march + minutes(std::int64_t{k} * kLevelEvery)));
    }
    State state = spin_up(network, begin, hours(1), tide_level_m);
    const Totals first = totals(network, state);
    const double first_in_m3 = state.water_in_m3.total();
    const double first_in_kg = state.salt_in_kg.total();
    Work work = make_work(network);
    Forcing forcing;
    std::int64_t minute = 0;
    for (Instant now = begin; now < end; now = now + kStep, ++minute) {
        if (now >= watched) look(watch, out, network, state, now, minute);
        set_forcing(forcing, network, now + kStep, tide_level_m);
        step(state, work, network, forcing, kStep.seconds());
    }
    const Totals last = totals(network, state);
    const double water_m3 = last.water_m3 - first.water_m3 - (state.water_in_m3.total() - first_in_m3);
    const double salt_kg = last.salt_kg - first.salt_kg - (state.salt_in_kg.total() - first_in_kg);
    out.water_closure = std::fabs(water_m3) / first.water_m3;
    out.salt_closure = std::fabs(salt_kg) / first.salt_kg;
    compare(out, watch, network, facts);
    return out;
}

std::string to_text(const Hindcast& hindcast) {
    std::string out = "station        month   fact  simulated  ratio  (g/l, monthly maximum, 2024; calibrated)\n";
    for (const SaltRow& row : hindcast.salt) {
        out += fmt::format("{:<14} {:>5} {:>6.2f} {:>10.2f} {:>6.2f}  {}\n", row.station, row.month, row.fact_g_l,
                           row.simulated_g_l, row.ratio, row.ok ? "ok" : "OUT");
    }
    out += "station        lag fact  lag (h)  gain fact   gain  (level against the mouth, March)\n";
    for (const TideRow& row : hindcast.tide) {
        out += fmt::format("{:<14} {:>8.2f} {:>8.2f} {:>10.3f} {:>6.3f}  {}\n", row.station, row.lag_fact_h, row.lag_h,
                           row.gain_fact, row.gain, row.ok ? "ok" : "OUT");
    }
    out += fmt::format("closure: water {:.1e}, salt {:.1e}\n", hindcast.water_closure, hindcast.salt_closure);
    return out;
}

}  // namespace sd::salinity
