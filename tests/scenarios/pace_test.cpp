#include "scenarios/pace.h"

#include <gtest/gtest.h>

#include <memory>

namespace sd {
namespace {

/// A clock that moves only when somebody waits.
struct FakeWall {
    std::shared_ptr<double> now = std::make_shared<double>(100.0);
    [[nodiscard]] WallClock clock() const {
        return {[now = now] { return *now; }, [now = now](double s) { *now += s; }};
    }
};

TEST(Pace, MaxNeverWaits) {
    const FakeWall wall;
    Pace pace(0.0, wall.clock());
    for (int k = 0; k < 100; ++k)
        EXPECT_TRUE(pace.may_advance(Instant{} + seconds(5 * k), Instant{} + seconds(5 * k + 5)));
    EXPECT_EQ(*wall.now, 100.0);
}

TEST(Pace, SpeedTenTakesATenthOfTheTime) {
    const FakeWall wall;
    Pace pace(10.0, wall.clock());
    for (int k = 0; k < 60; ++k) {
        while (!pace.may_advance(Instant{} + seconds(5 * k), Instant{} + seconds(5 * k + 5))) {
        }
    }
    EXPECT_NEAR(*wall.now - 100.0, 30.0, 0.05);
}

TEST(Pace, PausedLetsOnlyStepsThrough) {
    const FakeWall wall;
    Pace pace(0.0, wall.clock());
    pace.pause();
    EXPECT_FALSE(pace.may_advance(Instant{}, Instant{} + seconds(5)));
    pace.step();
    EXPECT_TRUE(pace.may_advance(Instant{}, Instant{} + seconds(5)));
    EXPECT_FALSE(pace.may_advance(Instant{} + seconds(5), Instant{} + seconds(10)));
    pace.resume();
    EXPECT_TRUE(pace.may_advance(Instant{} + seconds(5), Instant{} + seconds(10)));
}

TEST(Pace, PausesDoNotCountAsRunning) {
    const FakeWall wall;
    Pace pace(0.0, wall.clock());
    *wall.now += 4.0;
    pace.pause();
    *wall.now += 10.0;
    pace.resume();
    *wall.now += 1.0;
    EXPECT_NEAR(pace.running_s(), 5.0, 1e-9);
    EXPECT_NEAR(pace.elapsed_s(), 15.0, 1e-9);
}

}  // namespace
}  // namespace sd
