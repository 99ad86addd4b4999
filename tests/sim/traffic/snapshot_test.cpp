#include "sim/traffic/snapshot.h"

#include <gtest/gtest.h>

#include "sim/core/draw.h"
#include "sim/traffic/engine.h"
#include "tests/sim/traffic/town.h"

namespace sd::micro {
namespace {

State made(const Case& c) { return std::move(*make(c)); }

Case busy_crossing(Control control, double lateral_m, double per_hour = 1200.0) {
    Case c = crossing(control, 2, per_hour);
    c.options.lateral_resolution_m = lateral_m;
    c.options.time_to_teleport_s = 40.0;
    c.additional.loops.push_back({"l", 1, 100.0, 60.0, "e1.xml"});
    return c;
}

TEST(Snapshot, GoesOnBitForBitOnAnyNumberOfThreads) {
    const Draw draw(5);
    for (std::uint32_t round = 0; round < 6; ++round) {
        const Case c = busy_crossing(round % 2 == 0 ? Control::Signal : Control::Priority, round < 3 ? 0.0 : 0.8);
        State through = made(c);
        const int at = 20 + static_cast<int>(draw.below(1, round, 0, 200));
        Parallel one(1), two(2), three(3);
        for (int i = 0; i < at; ++i) step(through, two);
        const archive::Bytes bytes = save(through);
        State again = made(c);
        for (int i = 0; i < 7; ++i) step(again, one);  // what it had done before does not matter
        ASSERT_TRUE(load(again, bytes).has_value());
        EXPECT_EQ(hash(again), hash(through));
        EXPECT_EQ(save(again), bytes);
        for (int i = 0; i < 300; ++i) {
            step(through, one);
            step(again, three);
            ASSERT_EQ(hash(again), hash(through)) << "round " << round << ", " << i << " steps after " << at;
        }
        EXPECT_EQ(statistic(again).duration_s, statistic(through).duration_s);
        EXPECT_EQ(again.loops.front().entered, through.loops.front().entered);
        EXPECT_GT(through.counts.arrived, 50u);
    }
}

TEST(Snapshot, RefusesWhatIsNotItsOwn) {
    const Case c = busy_crossing(Control::Signal, 0.0);
    State s = made(c);
    Parallel parallel(1);
    for (int i = 0; i < 50; ++i) step(s, parallel);
    const std::uint64_t before = hash(s);
    const archive::Bytes bytes = save(s);
    archive::Bytes bent = bytes;
    bent[bent.size() / 2] ^= 1;
    EXPECT_FALSE(load(s, bent).has_value());
    EXPECT_FALSE(load(s, archive::Bytes(bytes.begin(), bytes.begin() + 100)).has_value());
    EXPECT_FALSE(load(s, {}).has_value());
    State other = made(crossing(Control::Signal, 1, 300.0));
    const auto refused = load(other, bytes);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(to_text(refused.error()).find("another case"), std::string::npos);
    EXPECT_EQ(hash(s), before);
}

}  // namespace
}  // namespace sd::micro
