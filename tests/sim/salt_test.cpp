// The rivers' salt as the city sees it: its gauges read it, its sluices steer it.
#include "sim/salt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "sim/salinity/read.h"

namespace sd {
namespace {

const std::string kFolder = SD_SOURCE_DIR "/data/my_tho/";
constexpr const char* kGate = "Cống Bảo Định";

/// Water everywhere around Mỹ Tho, one sluice, three gauges: behind it, at Xuân Hòa, at Mỹ Tho.
City watery_city() {
    City city;
    city.grid = {180, 110, 100.0, {0.0, 0.0}};
    city.meta.corners = {LonLat{106.285, 10.32}, {106.450, 10.32}, {106.450, 10.42}, {106.285, 10.42}};
    city.cover = Grid<std::uint8_t>(city.grid.nx, city.grid.ny, static_cast<std::uint8_t>(Cover::Canal));
    Structure gate;
    gate.name = kGate;
    city.structures = {gate};
    for (const LonLat at : {LonLat{106.3432, 10.3960}, {106.4096, 10.3355}, {106.3640, 10.3447}}) {
        Device d;
        d.kind = DeviceKind::TideSalinity;
        d.name = "TS-" + std::to_string(city.devices.size());
        d.target =
            city.grid.cell_clamped({(at.lon_deg - 106.285) / 0.165 * 18'000.0, (at.lat_deg - 10.32) / 0.1 * 11'000.0});
        d.period = minutes(5);
        city.devices.push_back(d);
    }
    return city;
}

struct Salt : testing::Test {
    City city = watery_city();
    SamplePlan plan = sample_plan_of(city);
    Instant start = instant_of({2026, 3, 12, 0, 0, 0.0});
    salt::Config config;
    salt::State first;
    structures::State gates = structures::make(city);

    Salt() {
        config.network = std::make_shared<const salinity::Network>(
            salinity::build(salinity::read_description(kFolder + "salinity.yaml").value()));
        config.mouth = tide::config_from_facts(kFolder + "my_tho_facts.yaml", "Vàm Kênh").value();
        first = salt::make(city, plan, config, start);
    }
    float of(const salt::State& state, std::size_t device) const {
        return state.salinity_g_l[plan.device_slot[device]];
    }
    /// Highest salinity behind the gate in `days`, tick by tick.
    float behind(double opening, int days) {
        salt::State state = first;
        gates.opening[0] = static_cast<float>(opening);
        float most = 0.0F;
        for (int minute = 1; minute <= days * 1440; ++minute) {
            salt::step(state, config, gates, start + minutes(minute));
            most = std::max(most, of(state, 0));
        }
        return most;
    }
};

TEST_F(Salt, FallsUpstreamAtTheGauges) {
    EXPECT_EQ(first.seen.size(), 3U);
    ASSERT_EQ(first.gates.size(), 1U);
    EXPECT_GT(of(first, 1), 2.0F);  // the dry season at Xuân Hòa
    EXPECT_LT(of(first, 2), of(first, 1));
    EXPECT_LT(of(first, 0), 0.3F);
}

TEST_F(Salt, AShutSluiceKeepsItOut) {
    const float open = behind(1.0, 7);
    const float shut = behind(0.0, 7);
    std::cout << "behind the sluice after a week: open " << open << ", shut " << shut << " g/l\n";
    EXPECT_LT(shut, 0.3F);
    EXPECT_GT(open, 2.0F * shut);
}

TEST_F(Salt, StepsOncePerMinuteWhateverTheCalls) {
    salt::State often = first;
    salt::State rarely = first;
    for (int s = 1; s <= 600; ++s) {
        const std::uint64_t before = salt::hash(often);
        salt::step(often, config, gates, start + seconds(s));
        EXPECT_EQ(salt::hash(often) != before, s % 60 == 0) << s;
    }
    salt::step(rarely, config, gates, start + minutes(10));
    EXPECT_EQ(salt::hash(often), salt::hash(rarely));
}

// 45 days forget where the warm-up began.
TEST_F(Salt, AMonthMoreOfWarmUpChangesLittle) {
    salt::Config longer = config;
    longer.warm_up = hours(75 * 24);
    const salt::State second = salt::make(city, plan, longer, start);
    for (const std::size_t device : {0U, 1U, 2U}) {
        std::cout << "gauge " << device << ": " << of(first, device) << " and " << of(second, device) << " g/l\n";
        EXPECT_NEAR(of(first, device), of(second, device), 0.05F * of(second, device) + 0.05F);
    }
}

TEST_F(Salt, WithoutANetworkEverythingIsFresh) {
    const salt::Config none;
    salt::State state = salt::make(city, plan, none, start);
    salt::step(state, none, gates, start + minutes(5));
    EXPECT_EQ(of(state, 1), 0.0F);
}

}  // namespace
}  // namespace sd
