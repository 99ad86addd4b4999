#include "scenarios/results/hazard.h"

#include <gtest/gtest.h>

#include "tests/scenarios/results/small_flood.h"

namespace sd::results {
namespace {

struct Row {
    double depth_m;
    double speed_m_s;
    double depth_speed_m2_s;
    Hazard expected;
};

TEST(Hazard, LimitsBelongToTheLowerClass) {
    const Row rows[] = {
        {0.0, 0.0, 0.0, Hazard::Dry},   {0.01, 0.0, 0.0, Hazard::H1},   {0.3, 1.0, 0.3, Hazard::H1},
        {0.301, 0.0, 0.0, Hazard::H2},  {0.2, 1.51, 0.301, Hazard::H2}, {0.5, 1.2, 0.6, Hazard::H2},
        {0.501, 0.0, 0.0, Hazard::H3},  {1.2, 0.5, 0.6, Hazard::H3},    {1.201, 0.0, 0.0, Hazard::H4},
        {0.4, 1.51, 0.601, Hazard::H4}, {2.0, 0.5, 1.0, Hazard::H4},    {2.001, 0.0, 0.0, Hazard::H5},
        {0.6, 1.7, 1.001, Hazard::H5},  {0.1, 2.0, 0.2, Hazard::H1},    {0.1, 2.001, 0.2, Hazard::H5},
        {4.0, 1.0, 4.0, Hazard::H5},    {4.001, 0.0, 0.0, Hazard::H6},  {0.1, 4.0, 0.4, Hazard::H5},
        {0.1, 4.001, 0.4, Hazard::H6},  {2.0, 2.1, 4.001, Hazard::H6},
    };
    for (const Row& r : rows) {
        EXPECT_EQ(hazard_of(r.depth_m, r.speed_m_s, r.depth_speed_m2_s), r.expected)
            << r.depth_m << " m, " << r.speed_m_s << " m/s, " << r.depth_speed_m2_s << " m²/s";
    }
}

TEST(Hazard, OfTheMaximaIsTheGreatestThatEverWas) {
    Maxima maxima(1);
    Hazard greatest = Hazard::Dry;
    for (int k = 0; k < 60; ++k) {  // shallow and fast first, deep and slow later
        const double depth_m = 0.02 * (k + 1);
        const double speed_m_s = 1.9 * (60 - k) / 60.0;
        const auto q = static_cast<float>(depth_m * speed_m_s);
        Snapshot s{static_cast<double>(k), {static_cast<float>(depth_m)}, {0.0F}, {q}, {0.0F}};
        add(maxima, s);
        greatest = std::max(greatest, hazard_of(depth_m, speed_m_s, depth_m * speed_m_s));
    }
    EXPECT_EQ(hazard_map(maxima), std::vector<std::uint8_t>{static_cast<std::uint8_t>(greatest)});
}

}  // namespace
}  // namespace sd::results
