// Mixed traffic: bodies never overlap, whatever the seed, and the step's length does not matter.
#include "sim/traffic/strip.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/traffic/engine.h"
#include "sim/traffic/verify.h"
#include "tests/sim/traffic/town.h"

namespace sd::micro {
namespace {

Discharge mix(std::uint64_t seed, double step_s) {
    Discharge d;
    d.types = {table_motorbike(), strip_car()};
    d.per_hour = {7000.0 * 0.85, 7000.0 * 0.15};
    d.lane_width_m = 3.5;
    d.lateral_resolution_m = 0.5;
    d.any_lane = true;
    d.seed = seed;
    d.step_s = step_s;
    d.end_s = 600.0;
    return d;
}

TEST(Strip, BodiesNeverOverlap) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        Discharge d = mix(seed, 0.5);
        d.lanes = seed == 2 ? 2 : 1;
        EXPECT_GE(discharge(d).least_room_m, 0.0) << seed;
    }
}

TEST(Strip, TheStepDoesNotMatter) {
    const double fine = discharge(mix(7, 0.25)).flow_h;
    EXPECT_NEAR(discharge(mix(7, 1.0)).flow_h, fine, 0.05 * fine);
    EXPECT_NEAR(discharge(mix(7, 0.5)).flow_h, fine, 0.05 * fine);
}

TEST(Strip, MotorbikesUseWhatCarsLeave) {
    // a lane of motorbikes carries far more than a lane of cars
    Discharge bikes = mix(7, 0.5);
    bikes.types = {table_motorbike()};
    bikes.per_hour = {9000.0};
    EXPECT_GT(discharge(bikes).flow_h, 2.0 * 1950.0);
}

/// Cars one way, motorbikes the other, over a crossing.
State mixed_crossing(Control control, std::uint64_t seed) {
    Case c = crossing(control, 2, 1500.0);
    c.demand.types.push_back(table_motorbike());
    c.demand.departures[1].type = 1;
    c.demand.departures[1].period_s /= 2.0;
    c.options.lateral_resolution_m = 0.5;
    c.options.seed = seed;
    auto s = make(std::move(c));
    EXPECT_TRUE(s.has_value());
    return std::move(*s);
}

TEST(Strip, BodiesNeverOverlapOnTheWayToACrossing) {
    for (const Control control : {Control::Priority, Control::Signal})
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            State s = mixed_crossing(control, seed);
            Parallel parallel(1);
            for (int i = 0; i < 300; ++i) {
                step(s, parallel);
                ASSERT_GE(least_clearance(s), 0.0) << seed << " at " << s.now;
            }
            EXPECT_GT(s.counts.arrived, 100u);
        }
}

TEST(Strip, ThreadsChangeNothing) {
    std::set<std::uint64_t> hashes;
    for (int threads = 1; threads <= 4; ++threads) {
        State s = mixed_crossing(Control::Signal, 5);
        Parallel parallel(threads);
        for (int i = 0; i < 120; ++i) step(s, parallel);
        hashes.insert(hash(s));
    }
    EXPECT_EQ(hashes.size(), 1u);
}

TEST(PassSpeed, GrowsWithClearance) {
    EXPECT_DOUBLE_EQ(pass_speed(0.0, 0.3), kCreep_m_s);
    EXPECT_NEAR(clearance_for(pass_speed(0.6, 0.3), 0.3), 0.6, 1e-12);
    EXPECT_GT(pass_speed(1.0, 0.3), pass_speed(0.5, 0.3));
}

}  // namespace
}  // namespace sd::micro
