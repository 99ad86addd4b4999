#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "sim/core/grid.h"
#include "sim/core/hash.h"
#include "sim/core/id.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/core/world_view.h"

namespace sd {
namespace {

TEST(Grid, RowsStartOnCacheLines) {
    Grid<float> grid(37, 5, 2.5F);
    for (int j = 0; j < 5; ++j) EXPECT_EQ(reinterpret_cast<std::uintptr_t>(grid.row(j).data()) % 64, 0U);
    grid(36, 4) = 9.0F;
    EXPECT_EQ(grid.at(4U * 37U + 36U), 9.0F);
    EXPECT_EQ(grid.row(4)[36], 9.0F);
    EXPECT_EQ(grid(0, 0), 2.5F);
}

TEST(Grid, CellsAndPlacesAgree) {
    const GridSpec spec{20, 10, 10.0, {100.0, 200.0}};
    EXPECT_EQ(spec.column(100.0), 0);
    EXPECT_EQ(spec.column(99.9), -1);
    EXPECT_EQ(spec.row(299.9), 9);
    EXPECT_EQ(spec.center_of(spec.cell(3, 4)), spec.center(3, 4));
    EXPECT_EQ(spec.cell_clamped({-1e9, 1e9}), spec.cell(0, 9));
}

TEST(Parallel, SplitCoversEverythingOnce) {
    for (int parts = 1; parts <= 7; ++parts) {
        int next = 0;
        for (int part = 0; part < parts; ++part) {
            const Range r = split(23, parts, part);
            EXPECT_EQ(r.begin, next);
            next = r.end;
        }
        EXPECT_EQ(next, 23);
    }
}

TEST(Parallel, EveryIndexIsVisitedOnceWithAnyThreadCount) {
    for (int threads = 1; threads <= 4; ++threads) {
        Parallel parallel(threads);
        std::vector<int> visits(1000, 0);
        auto body = [&](Range r, int) {
            for (int i = r.begin; i < r.end; ++i) ++visits[static_cast<std::size_t>(i)];
        };
        for (int round = 0; round < 200; ++round) parallel.for_ranges(1000, body);
        EXPECT_EQ(std::accumulate(visits.begin(), visits.end(), 0), 200'000);
        EXPECT_EQ(visits[0], 200);
    }
}

TEST(StateHash, SeesOrderAndLength) {
    const std::vector<float> a{1.0F, 2.0F};
    const std::vector<float> b{2.0F, 1.0F};
    StateHash ha;
    ha.add(std::span<const float>(a));
    StateHash hb;
    hb.add(std::span<const float>(b));
    EXPECT_NE(ha.value(), hb.value());
    EXPECT_EQ(hex(0x0123'4567'89ab'cdefULL), "0123456789abcdef");
}

TEST(Ids, NoneIsInvalid) {
    EXPECT_FALSE(NodeId{}.valid());
    EXPECT_TRUE(NodeId{3}.valid());
}

TEST(Error, SaysPlaceAndCure) {
    const Error error{"a.yaml", 3, 7, "expected a number", "write 5 instead of five"};
    EXPECT_EQ(to_text(error), "a.yaml:3:7: expected a number (write 5 instead of five)");
}

TEST(WorldView, InterpolatesLevelsAndHoldsSwitches) {
    TruthFrame a{Instant{0}, {}};
    TruthFrame b{Instant{seconds(10).ns}, {}};
    a[Channel::CellDepth_m] = {0.0F};
    b[Channel::CellDepth_m] = {1.0F};
    a[Channel::SiteUp] = {1.0F};
    b[Channel::SiteUp] = {0.0F};
    const WorldView view(a, b);
    EXPECT_DOUBLE_EQ(view.value(Channel::CellDepth_m, 0, Instant{seconds(4).ns}), 0.4);
    EXPECT_TRUE(view.is_on(Channel::SiteUp, 0, Instant{seconds(9).ns}));
    EXPECT_FALSE(view.is_on(Channel::SiteUp, 0, Instant{seconds(10).ns}));
    EXPECT_DOUBLE_EQ(view.value(Channel::CellDepth_m, 0, Instant{seconds(99).ns}), 1.0);
}

TEST(WorldView, EveryChannelHasANameAndAGroup) {
    for (std::size_t c = 0; c < kChannelCount; ++c) {
        EXPECT_NE(info_of(static_cast<Channel>(c)).name, nullptr);
        EXPECT_LT(static_cast<std::size_t>(info_of(static_cast<Channel>(c)).group), kProbeGroupCount);
    }
}

}  // namespace
}  // namespace sd
