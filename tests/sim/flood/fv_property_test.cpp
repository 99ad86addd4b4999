// Same bytes for any threads, instruction set and orientation; no water made or lost, never a negative depth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/core/draw.h"
#include "sim/core/parallel.h"
#include "sim/flood/fv.h"
#include "sim/flood/isa.h"

namespace sd::flood {
namespace {

constexpr int kN = 96;

using Field = std::function<double(double x_m, double y_m)>;

/// Sheet with bed and depth given at cell centres.
template <class P>
FvSheet<P> sheet_of(const GridSpec& grid, int order, const Field& bed_m, const Field& depth_m, double manning = 0.0,
                    int isa = isa_index("")) {
    double low = 1e9;
    double high = -1e9;
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const LocalXY c = grid.center(i, j);
            low = std::min(low, bed_m(c.x_m, c.y_m));
            high = std::max(high, bed_m(c.x_m, c.y_m));
        }
    }
    FvSheet<P> s = make_fv<P>(grid, low, high, order, isa);
    for (std::uint32_t c = 0; c < grid.cells(); ++c) {
        const LocalXY at = grid.center_of(c);
        set_ground(s, c, bed_m(at.x_m, at.y_m), manning);
        s.set_depth(c, std::max(0.0, depth_m(at.x_m, at.y_m)));
    }
    return s;
}

template <class P>
class FvProperty : public testing::Test {};
using Precisions = testing::Types<F32, F64>;
TYPED_TEST_SUITE(FvProperty, Precisions);

/// Rough ground with ponds and dry land, uneven water: everything happens at once.
struct RoughWorld {
    std::uint64_t seed = 1;
    double bed_m(int i, int j) const {
        const Draw draw(seed);
        const auto cell = static_cast<std::uint32_t>(j * kN + i);
        return 2.0 * draw.uniform(stream_of("bed"), cell, 0) + 0.02 * std::abs(i - kN / 2);
    }
    double depth_m(int i, int j) const {
        const Draw draw(seed);
        const auto cell = static_cast<std::uint32_t>(j * kN + i);
        if (!draw.chance(stream_of("wet"), cell / 7u, 0, 0.4)) return 0.0;
        return 3.0 * draw.uniform(stream_of("depth"), cell, 0);
    }
};

using Turn = std::function<std::pair<int, int>(int i, int j)>;

template <class P>
FvSheet<P> rough(const RoughWorld& world, int order, const Turn& turn, int isa = isa_index("")) {
    auto s = make_fv<P>(GridSpec{kN, kN, 10.0, {}}, 0.0, 4.0, order, isa);
    for (int j = 0; j < kN; ++j) {
        for (int i = 0; i < kN; ++i) {
            const auto [x, y] = turn(i, j);
            set_ground(s, s.layout.grid.cell(x, y), world.bed_m(i, j), 0.03);
            s.set_depth(s.layout.grid.cell(x, y), world.depth_m(i, j));
        }
    }
    return s;
}

const Turn kAsIs = [](int i, int j) { return std::pair(i, j); };

TYPED_TEST(FvProperty, WaterIsNeitherMadeNorLost) {
    Parallel parallel(2);
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        for (const int order : {1, 2}) {
            auto s = rough<TypeParam>({seed}, order, kAsIs);
            const double before = volume_m3(s);
            for (int k = 0; k < 60; ++k) fv_step(s, 0.9, parallel);  // too long on purpose: the limiter must hold
            EXPECT_EQ(volume_m3(s), before) << "seed " << seed << " order " << order;
            const auto least = *std::min_element(s.depth.begin(), s.depth.end());
            EXPECT_GE(least, 0) << "seed " << seed << " order " << order;
        }
    }
}

TYPED_TEST(FvProperty, ThreadsAndInstructionSetsGiveTheSameBytes) {
    for (const int order : {1, 2}) {
        std::uint64_t first = 0;
        for (const std::string_view isa : isas()) {
            for (const int threads : {1, 2, 3, 4, 6}) {
                Parallel parallel(threads);
                auto s = rough<TypeParam>({3}, order, kAsIs, isa_index(isa));
                for (int k = 0; k < 40; ++k) fv_step(s, 0.4, parallel);
                if (first == 0) first = hash(s);
                EXPECT_EQ(hash(s), first) << isa << " threads " << threads << " order " << order;
            }
        }
    }
}

TYPED_TEST(FvProperty, ATurnedWorldGivesTheTurnedBytes) {
    const Turn transpose = [](int i, int j) { return std::pair(j, i); };
    const Turn mirror = [](int i, int j) { return std::pair(kN - 1 - i, j); };
    const Turn quarter = [](int i, int j) { return std::pair(kN - 1 - j, i); };
    Parallel parallel(1);
    for (const int order : {1, 2}) {
        auto straight = rough<TypeParam>({5}, order, kAsIs);
        for (int k = 0; k < 50; ++k) fv_step(straight, 0.4, parallel);
        for (const Turn& turn : {transpose, mirror, quarter}) {
            auto turned = rough<TypeParam>({5}, order, turn);
            for (int k = 0; k < 50; ++k) fv_step(turned, 0.4, parallel);
            int differ = 0;
            for (int j = 0; j < kN; ++j) {
                for (int i = 0; i < kN; ++i) {
                    const auto [x, y] = turn(i, j);
                    differ += straight.depth[straight.layout.at(i, j)] != turned.depth[turned.layout.at(x, y)] ? 1 : 0;
                }
            }
            EXPECT_EQ(differ, 0) << "order " << order;
        }
    }
}

TYPED_TEST(FvProperty, ACopyGoesOnAsTheOriginal) {
    Parallel parallel(2);
    for (const int order : {1, 2}) {
        auto s = rough<TypeParam>({9}, order, kAsIs);
        for (int k = 0; k < 17; ++k) fv_step(s, 0.4, parallel);
        auto copy = s;
        copy.scratch.reset();
        for (int k = 0; k < 23; ++k) fv_step(s, 0.4, parallel);
        for (int k = 0; k < 23; ++k) fv_step(copy, 0.4, parallel);
        EXPECT_EQ(hash(copy), hash(s)) << "order " << order;
    }
}

TYPED_TEST(FvProperty, SleepingTilesStayOutOfTheWork) {
    Parallel parallel(1);
    auto s = make_fv<TypeParam>(GridSpec{640, 320, 10.0, {}}, 0.0, 1.0, 2, isa_index(""));
    for (std::uint32_t c = 0; c < s.layout.grid.cells(); ++c) set_ground(s, c, 0.5, 0.03);
    const auto awake_tiles = [&s] { return std::count(s.awake.begin(), s.awake.end(), std::uint8_t{1}); };
    s.set_depth(s.layout.grid.cell(30, 8), 0.4);
    fv_step(s, 0.5, parallel);
    EXPECT_EQ(awake_tiles(), 1);  // the water is far from every edge of its tile
    s.set_depth(s.layout.grid.cell(62, 14), 0.4);
    fv_step(s, 0.5, parallel);
    EXPECT_EQ(awake_tiles(), 4);  // near a corner: three neighbours too
}

/// What comes over the rim is counted to the last quantum.
TYPED_TEST(FvProperty, TheRimsLedgerCloses) {
    Parallel parallel(2);
    for (const int order : {1, 2}) {
        auto s = sheet_of<TypeParam>(
            GridSpec{80, 40, 5.0, {}}, order, [](double x, double) { return x * 0.002; },
            [](double x, double) { return 1.0 - x * 0.002; }, 0.03);
        for (int j = 0; j < 40; ++j) {
            RimFace sea;
            sea.cell = s.layout.grid.cell(0, j);
            sea.side = Side::West;
            sea.level_given = true;
            sea.level_m = 1.6;
            s.rim.push_back(sea);
            RimFace river;
            river.cell = s.layout.grid.cell(79, j);
            river.side = Side::East;
            river.flow_given = true;
            river.inflow_m2_s = 0.5;
            s.rim.push_back(river);
        }
        for (int i = 0; i < 80; ++i) {
            RimFace north;
            north.cell = s.layout.grid.cell(i, 39);
            north.side = Side::North;
            s.rim.push_back(north);
        }
        const double before = volume_m3(s);
        for (int k = 0; k < 200; ++k) fv_step(s, 0.3, parallel);
        double over_rim = 0.0;
        for (const RimFace& f : s.rim) over_rim += f.carried_m3;
        EXPECT_NE(over_rim, 0.0);
        EXPECT_NEAR(volume_m3(s) - before, over_rim, 1e-9 * before) << "order " << order;
    }
}

}  // namespace
}  // namespace sd::flood
