// The real network against what was measured, and the shapes every tidal river shows.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "sim/salinity/hindcast.h"
#include "sim/salinity/read.h"
#include "sim/tide.h"

namespace sd::salinity {
namespace {

const std::string kFolder = SD_SOURCE_DIR "/data/my_tho/";

const Network& my_tho() {
    static const Network net = build(read_description(kFolder + "salinity.yaml").value());
    return net;
}

LevelAt mouth_tide() {
    const auto config = tide::config_from_facts(kFolder + "my_tho_facts.yaml", "Vàm Kênh").value();
    return [config](Instant t) { return tide::level_m(config, t); };
}

const Hindcast& hindcast() {
    static const Hindcast out =
        hindcast_2024(my_tho(), read_facts(kFolder + "my_tho_facts.yaml").value(), mouth_tide());
    return out;
}

std::size_t column_of(const std::string& station) {
    std::size_t k = 0;
    while (my_tho().source.stations[k].name != station) ++k;
    return k;
}

TEST(SalinityHindcast, MonthlyMaximaOfTheDrySeasonWithinAFactorOfOneAndAHalf) {
    std::cout << to_text(hindcast());
    int seen = 0;
    for (const SaltRow& row : hindcast().salt) {
        EXPECT_TRUE(row.ok) << row.station << " month " << row.month << ": " << row.simulated_g_l << " for "
                            << row.fact_g_l;
        ++seen;
    }
    EXPECT_EQ(seen, 12);  // four stations, three months
}

TEST(SalinityHindcast, TheTideTravelsUpAsMeasured) {
    ASSERT_EQ(hindcast().tide.size(), 4U);
    for (const TideRow& row : hindcast().tide) {
        EXPECT_TRUE(row.ok) << row.station << ": lag " << row.lag_h << " h for " << row.lag_fact_h << ", gain "
                            << row.gain << " for " << row.gain_fact;
    }
}

TEST(SalinityHindcast, NothingIsLostInFourMonths) {
    EXPECT_LT(hindcast().water_closure, 1e-12);
    EXPECT_LT(hindcast().salt_closure, 1e-12);
}

double mean(const std::vector<double>& column) {
    double sum = 0.0;
    for (const double v : column) sum += v;
    return sum / static_cast<double>(column.size());
}

// The mean profile falls like exp(−x/L) from station to station, L of a tidal river: 10 to 40 km.
TEST(SalinityHindcast, SaltDecaysLandwardAboutExponentially) {
    const double mouth = mean(hindcast().hourly_g_l[column_of("Vàm Kênh")]);
    const double half = mean(hindcast().hourly_g_l[column_of("Vàm Giồng")]);
    const double far = mean(hindcast().hourly_g_l[column_of("Xuân Hòa")]);
    const double up = mean(hindcast().hourly_g_l[column_of("Mỹ Tho")]);
    const double first_m = 21'500.0 / std::log(mouth / half);
    const double second_m = 16'800.0 / std::log(half / far);
    std::cout << "e-folding " << first_m << " m, then " << second_m << " m\n";
    for (const double scale_m : {first_m, second_m}) {
        EXPECT_GT(scale_m, 10'000.0);
        EXPECT_LT(scale_m, 40'000.0);
    }
    EXPECT_LT(up, far);
}

// Hours by which the salt at a station follows the mouth's within the day (best correlation of the hourly changes
// about a running mean of 25 hours).
int salt_lag_h(const std::string& station) {
    const auto daily = [](const std::vector<double>& v, std::size_t k) {
        double sum = 0.0;
        for (std::size_t j = k - 12; j <= k + 12; ++j) sum += v[j];
        return v[k] - sum / 25.0;
    };
    const auto& mouth = hindcast().hourly_g_l[column_of("Vàm Kênh")];
    const auto& there = hindcast().hourly_g_l[column_of(station)];
    double best = -1.0;
    int best_lag = -1;
    for (int lag = 0; lag < 9; ++lag) {
        double xy = 0.0;
        double xx = 0.0;
        double yy = 0.0;
        for (std::size_t k = 24; k + 24 < mouth.size(); ++k) {
            const double x = daily(mouth, k);
            const double y = daily(there, k + static_cast<std::size_t>(lag));
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        if (xy / std::sqrt(xx * yy) <= best) continue;
        best = xy / std::sqrt(xx * yy);
        best_lag = lag;
    }
    return best_lag;
}

TEST(SalinityHindcast, TheSaltPeaksLaterUpstream) {
    const int giong = salt_lag_h("Vàm Giồng");
    const int hoa = salt_lag_h("Xuân Hòa");
    std::cout << "salt follows the mouth by " << giong << " h at Vàm Giồng, " << hoa << " h at Xuân Hòa\n";
    EXPECT_GE(giong, 1);
    EXPECT_GE(hoa, giong);
    EXPECT_LE(hoa, 5);
}

// Two weeks of March from the same state: what the sluice at Bảo Định and the river's discharge do.
struct Outcome {
    double behind_gate_g_l = 0.0;
    double xuan_hoa_g_l = 0.0;
};

Outcome two_weeks(double open_share, double discharge_factor) {
    Network net = my_tho();
    const Instant begin = instant_of({2024, 3, 10, 0, 0, 0.0});
    const LevelAt tide = mouth_tide();
    static const State start = spin_up(my_tho(), begin, hours(24 * 25), tide);
    for (double& q : net.source.season.discharge_m3_s) q *= discharge_factor;
    State state = start;
    state.open_share[find_sluice(net, "Cống Bảo Định").value()] = open_share;
    Work work = make_work(net);
    Forcing forcing;
    Outcome out;
    const Place behind{find_reach(net, "Kênh Bảo Định, thượng").value(), 1'500.0};
    for (int k = 1; k <= 14 * 1440; ++k) {
        set_forcing(forcing, net, begin + minutes(k), tide);
        step(state, work, net, forcing, 60.0);
        out.behind_gate_g_l = std::max(out.behind_gate_g_l, salinity_g_l(net, state, behind));
        out.xuan_hoa_g_l = std::max(out.xuan_hoa_g_l, salinity_g_l(net, state, find_station(net, "Xuân Hòa").value()));
    }
    return out;
}

TEST(SalinityHindcast, SluiceKeepsTheCanalFreshAndTheRiverPushesSaltBack) {
    const Outcome shut = two_weeks(0.0, 1.0);
    const Outcome open = two_weeks(1.0, 1.0);
    const Outcome flood = two_weeks(0.0, 4.0);
    std::cout << "behind the gate: shut " << shut.behind_gate_g_l << ", open " << open.behind_gate_g_l
              << " g/l; Xuân Hòa " << shut.xuan_hoa_g_l << ", at four times the discharge " << flood.xuan_hoa_g_l
              << " g/l\n";
    EXPECT_LT(shut.behind_gate_g_l, 0.25);
    EXPECT_GT(open.behind_gate_g_l, 0.25);
    EXPECT_GT(open.behind_gate_g_l, 2.0 * shut.behind_gate_g_l);
    EXPECT_LT(flood.xuan_hoa_g_l, 0.8 * shut.xuan_hoa_g_l);
}

}  // namespace
}  // namespace sd::salinity
