// Buildings that water passes between: what cells hold, how fast they fill, and that nothing else changes.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draw.h"
#include "sim/flood/isa.h"
#include "sim/flood/water.h"

namespace sd::flood {
namespace {

constexpr std::uint32_t kStream = stream_of("gaps_test");

Ground town(bool built) {
    const Draw draw(5);
    const GridSpec grid{150, 70, 10.0, {0.0, 0.0}};
    Ground g{grid, std::vector<double>(grid.cells()), std::vector<double>(grid.cells(), 0.03)};
    for (std::uint32_t c = 0; c < grid.cells(); ++c) g.bed_m[c] = draw.uniform(kStream, c, 0);
    if (!built) return g;
    for (std::uint32_t c = 0; c < grid.cells(); ++c) {
        const bool quarter = c % 150 > 40 && c % 150 < 90 && c / 150 > 20;
        g.room.push_back(quarter ? 0.2 + 0.8 * draw.uniform(kStream, c, 1) : 1.0);
        g.gap_x.push_back(quarter ? draw.uniform(kStream, c, 2) : 1.0);
        g.gap_y.push_back(quarter ? draw.uniform(kStream, c, 3) : 1.0);
    }
    return g;
}

void burst(Water& water, const GridSpec& grid) {
    for (std::uint32_t c = 0; c < grid.cells(); ++c) water.set_depth(c, c % 150 < 50 ? 2.5 : 0.0);
}

void play(Water& water, double for_s, Parallel& parallel) {
    while (for_s > 1e-9) for_s -= water.step(for_s, parallel);
}

class Gaps : public testing::TestWithParam<Precision> {};
INSTANTIATE_TEST_SUITE_P(All, Gaps, testing::Values(Precision::F32, Precision::F64));

TEST_P(Gaps, ABasinFillsAsMuchFasterAsItHasLessRoom) {
    Ground g{GridSpec{20, 20, 5.0, {0.0, 0.0}}, std::vector<double>(400, 0.0), std::vector<double>(400, 0.03)};
    g.room.assign(400, 0.4);
    g.gap_x = g.gap_y = std::vector<double>(400, 0.5);
    const auto water = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    Parallel parallel(1);
    for (int k = 0; k < 100; ++k) {
        water->add(7, 0.8);  // 20 m³ into one cell
        play(*water, 20.0, parallel);
    }
    play(*water, 3600.0, parallel);
    EXPECT_NEAR(water->volume_m3(), 2000.0, 1e-3);
    for (std::uint32_t c = 0; c < 400; ++c) EXPECT_NEAR(water->depth_m(c), 2000.0 / (400 * 25.0 * 0.4), 2e-3);
    EXPECT_NEAR(water->held_m(0), 0.4 * water->depth_m(0), 1e-6);
}

TEST_P(Gaps, NeitherThreadsNorInstructionsMatterAndNothingIsLost) {
    const Ground g = town(true);
    std::uint64_t hash = 0;
    for (int threads = 1; threads <= 4; ++threads) {
        for (const std::string_view isa : isas()) {
            const auto water = make_water(Scheme::Inertia, GetParam(), g, isa_index(isa));
            burst(*water, g.grid);
            const double before_m3 = water->volume_m3();
            Parallel parallel(threads);
            play(*water, 120.0, parallel);
            EXPECT_EQ(water->volume_m3(), before_m3);
            for (std::uint32_t c = 0; c < g.grid.cells(); ++c) ASSERT_GE(water->held_m(c), 0.0);
            if (hash == 0) hash = water->hash();
            EXPECT_EQ(water->hash(), hash) << isa << ", " << threads;
        }
    }
}

TEST_P(Gaps, ASnapshotGoesOnBitForBitOverTheSameBuildingsOnly) {
    const Ground g = town(true);
    Parallel parallel(2);
    const auto one = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    burst(*one, g.grid);
    play(*one, 60.0, parallel);
    const Bytes bytes = one->snapshot();
    play(*one, 60.0, parallel);
    const auto other = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    ASSERT_TRUE(other->restore(bytes));
    play(*other, 60.0, parallel);
    EXPECT_EQ(other->hash(), one->hash());
    const auto open = make_water(Scheme::Inertia, GetParam(), town(false), isa_index(""));
    EXPECT_FALSE(open->restore(bytes));
}

/// Shares of one are open ground, to the bit.
TEST_P(Gaps, FullRoomIsOpenGround) {
    Ground g = town(false);
    const auto open = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    g.room = g.gap_x = g.gap_y = std::vector<double>(g.grid.cells(), 1.0);
    g.room[5000] = 0.9;  // its tile takes the other way; so little water comes that nobody feels it
    g.bed_m[5000] += 50.0;
    Ground high = town(false);
    high.bed_m[5000] += 50.0;
    const auto same = make_water(Scheme::Inertia, GetParam(), high, isa_index(""));
    const auto gapped = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    burst(*same, g.grid);
    burst(*gapped, g.grid);
    same->set_depth(5000, 0.0);
    gapped->set_depth(5000, 0.0);
    Parallel parallel(1);
    play(*same, 120.0, parallel);
    play(*gapped, 120.0, parallel);
    EXPECT_EQ(gapped->hash(), same->hash());
}

TEST_P(Gaps, ExtremesAreThoseBetweenTheBuildings) {
    const Ground g = town(true);
    const auto water = make_water(Scheme::Inertia, GetParam(), g, isa_index(""));
    burst(*water, g.grid);
    water->watch(0.1);
    Parallel parallel(2);
    std::vector<double> deepest(g.grid.cells(), 0.0);
    for (int k = 0; k < 60; ++k) {
        for (std::uint32_t c = 0; c < g.grid.cells(); ++c) deepest[c] = std::max(deepest[c], water->depth_m(c));
        water->step(1.0, parallel);
    }
    const ExtremeFields e = water->extremes();
    for (std::uint32_t c = 0; c < g.grid.cells(); ++c) {
        const double most = std::max(deepest[c], water->depth_m(c));
        if (most < 0.05) continue;
        ASSERT_NEAR(static_cast<double>(e.depth_m[c]), most, 1e-5 * most) << c;
    }
}

}  // namespace
}  // namespace sd::flood
