#include "sim/population.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "sim/population_day.h"
#include "tests/sim/power_city.h"

namespace sd {
namespace {

constexpr std::array<float, 3> kNone{0.0F, 0.0F, 0.0F};

TEST(Population, PeopleAreConservedAtEveryHour) {
    const City city = test::asset_city();
    for (int hour = 0; hour < 24; ++hour) {
        const auto present = population::make(city, test::at_clock(hour, 30)).present;
        EXPECT_NEAR(std::accumulate(present.begin(), present.end(), 0.0), 800.0, 1e-2) << hour;
    }
}

TEST(Population, NightIsAtHomeAndMorningAtWork) {
    const City city = test::asset_city();
    EXPECT_GT(population::make(city, test::at_clock(2)).present[1], 450.0F);
    EXPECT_LT(population::make(city, test::at_clock(9)).present[1], 250.0F);
    EXPECT_GT(population::make(city, test::at_clock(9)).present[2], 300.0F);
}

TEST(Population, TownWithoutJobsStaysHome) {
    City city = test::asset_city();
    for (auto& cell : city.population) cell.jobs = 0.0F;
    EXPECT_EQ(population::make(city, test::at_clock(9)).present[0], 300.0F);
}

TEST(Population, SeesWaterPowerAndTrappedPeople) {
    City city = test::asset_city();
    city.population[1].cabinet = CabinetId{};
    power::State power = power::make(city, test::at_clock(9));
    power.cabinet_on = {0, 0, 1};
    auto state = population::make(city, test::at_clock(9));
    const std::uint64_t before = population::hash(state);
    population::step(state, city, power, std::array{0.1F, 0.2F, 0.3F}, std::array{0.0F, 4.0F, 0.0F}, test::at_clock(9));
    EXPECT_EQ(state.depth_m, (std::vector<float>{0.1F, 0.2F, 0.3F}));
    EXPECT_EQ(state.trapped[1], 4.0F);
    EXPECT_EQ(state.powered, (std::vector<std::uint8_t>{0, 1, 1})) << "a cell without cabinet counts as powered";
    EXPECT_NE(population::hash(state), before);
    population::step(state, city, power, kNone, kNone, test::at_clock(9));
    EXPECT_EQ(state.depth_m[2], 0.0F);
}

TEST(Day, TablesAreLinearBetweenHoursAndWrapAtMidnight) {
    EXPECT_NEAR(day::hour_of(test::at_clock(23, 30), kVietNamOffset), 23.5, 1e-12);
    EXPECT_NEAR(day::at_hour(day::kHomeLoad, 23.5), (day::kHomeLoad[23] + day::kHomeLoad[0]) / 2.0, 1e-6);
    EXPECT_EQ(day::at_hour(day::kHomeLoad, 19.0), 1.0);
    EXPECT_NEAR(day::hour_of(Instant{-1}, Duration{}), 24.0, 1e-9) << "before 1970 the clock still runs forward";
}

}  // namespace
}  // namespace sd
