// A run that is snapped and taken up by another sheet goes on as the uninterrupted one, bit for bit.
#include "sim/flood/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/core/draw.h"
#include "sim/core/hash.h"
#include "sim/flood/isa.h"
#include "sim/flood/water.h"

namespace sd::flood {
namespace {

constexpr int kNx = 200;
constexpr int kNy = 70;
constexpr int kSteps = 120;

/// Ponds in the west, dry land in the east that a river reaches; `tilt` makes other ground.
std::unique_ptr<Water> rough(Scheme scheme, Precision precision, double tilt = 0.002) {
    Ground g{GridSpec{kNx, kNy, 10.0, {}}, {}, {}};
    g.bed_m.resize(g.grid.cells());
    g.manning.assign(g.grid.cells(), 0.03);
    const Draw draw(11);
    for (std::uint32_t c = 0; c < g.grid.cells(); ++c) {
        const int i = static_cast<int>(c % kNx);
        g.bed_m[c] = (i < 70 ? 1.2 * draw.uniform(stream_of("bed"), c, 0) : 0.3) + tilt * i;
    }
    auto water = make_water(scheme, precision, g, isa_index(""));
    for (std::uint32_t c = 0; c < g.grid.cells(); ++c) {
        if (c % kNx < 60 && draw.chance(stream_of("wet"), c / 5u, 0, 0.3))
            water->set_depth(c, 2.0 * draw.uniform(stream_of("depth"), c, 0));
        if (c % kNx >= 130) water->set_depth(c, 2e-6 * draw.uniform(stream_of("film"), c, 0));  // asleep, not dry
    }
    for (int j = 20; j < 50; ++j) {
        water->open({g.grid.cell(0, j), Side::West, false, 0.0, true, 0.0, 0.0});
        water->open({g.grid.cell(kNx - 1, j), Side::East, false, 0.0, false, 0.0, 0.0});
    }
    for (int j = 0; j < kNy; ++j) water->set_crest(g.grid.cell(30, j), true, 3.0);
    water->watch(0.1);
    return water;
}

void play(Water& water, int from, int until, Parallel& parallel) {
    for (int k = from; k < until; ++k) {
        for (RimFace& f : water.rim()) {
            if (f.flow_given) f.inflow_m2_s = std::max(0.0, 1.5 - std::abs(k - 40) / 30.0);
        }
        if (k == 30) {  // the dyke breaks; what was built is no longer what stands
            for (std::uint32_t j = 30; j < 36; ++j) water.set_crest(j * kNx + 30, true, 0.0);
        }
        (void)water.step(2.0, parallel);
    }
}

using What = std::tuple<Scheme, Precision>;
class FloodSnapshot : public testing::TestWithParam<What> {};

TEST_P(FloodSnapshot, RestoredGoesOnAsUninterrupted) {
    const auto& [scheme, precision] = GetParam();
    Parallel parallel(2);
    const auto whole = rough(scheme, precision);
    play(*whole, 0, kSteps, parallel);
    const Bytes end = whole->snapshot();
    for (std::uint32_t k = 0; k < 4; ++k) {
        const int at = static_cast<int>(Draw(5).uniform(stream_of("at"), k, 0) * kSteps);
        const auto first = rough(scheme, precision);
        play(*first, 0, at, parallel);
        const Bytes taken = first->snapshot();
        const auto second = rough(scheme, precision);
        play(*second, 0, 3, parallel);  // whatever it held before
        const auto restored = second->restore(taken);
        ASSERT_TRUE(restored) << to_text(restored.error());
        EXPECT_EQ(second->hash(), first->hash());
        EXPECT_TRUE(second->snapshot() == taken);
        play(*second, at, kSteps, parallel);
        EXPECT_EQ(second->hash(), whole->hash()) << "snapped at step " << at;
        EXPECT_TRUE(second->snapshot() == end) << "snapped at step " << at;
        EXPECT_TRUE(second->extremes().wet_s == whole->extremes().wet_s);
        EXPECT_EQ(second->volume_m3(), whole->volume_m3());
    }
}

INSTANTIATE_TEST_SUITE_P(Schemes, FloodSnapshot,
                         testing::Values(What{Scheme::Inertia, Precision::F32}, What{Scheme::Inertia, Precision::F64},
                                         What{Scheme::Fv1, Precision::F32}, What{Scheme::Fv1, Precision::F64},
                                         What{Scheme::Fv2, Precision::F32}, What{Scheme::Fv2, Precision::F64}),
                         [](const testing::TestParamInfo<What>& what) {
                             return std::string(name_of(std::get<0>(what.param))) + "_" +
                                    std::string(name_of(std::get<1>(what.param)));
                         });

TEST(FloodSnapshotBytes, AreRefusedWithTheReasonWhenTheyDoNotFit) {
    Parallel parallel(1);
    const auto water = rough(Scheme::Fv1, Precision::F32);
    play(*water, 0, 10, parallel);
    const Bytes taken = water->snapshot();
    const auto reason = [&](Water& to, const Bytes& bytes) {
        const auto restored = to.restore(bytes);
        return restored ? std::string() : to_text(restored.error());
    };
    EXPECT_NE(reason(*rough(Scheme::Fv2, Precision::F32), taken).find("another scheme"), std::string::npos);
    EXPECT_NE(reason(*rough(Scheme::Inertia, Precision::F32), taken).find("another scheme"), std::string::npos);
    EXPECT_NE(reason(*rough(Scheme::Fv1, Precision::F32, 0.003), taken).find("other ground"), std::string::npos);
    for (std::size_t k = 0; k < 40; ++k) {  // any damaged byte, any cut
        Bytes bad = taken;
        bad[k < 20 ? k * 2 : k * (taken.size() / 40)] ^= std::byte{16};
        EXPECT_NE(reason(*water, bad), "") << k;
        EXPECT_NE(reason(*water, Bytes(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(k * 3))), "") << k;
    }
    EXPECT_EQ(reason(*water, taken), "");
}

TEST(FloodSnapshotBytes, ComeBackFromAFileAndStaySmallWhereNothingHappens) {
    Parallel parallel(1);
    Ground g{GridSpec{2048, 1024, 10.0, {}}, {}, {}};
    g.bed_m.assign(g.grid.cells(), 0.0);
    g.manning.assign(g.grid.cells(), 0.03);
    const auto water = make_water(Scheme::Inertia, Precision::F32, g, isa_index(""));
    water->watch(0.1);
    water->set_depth(1000, 2.0);
    for (int k = 0; k < 20; ++k) (void)water->step(2.0, parallel);
    const Bytes taken = water->snapshot();
    EXPECT_LT(taken.size(), g.grid.cells());  // under a byte a cell
    const auto file = std::filesystem::path(testing::TempDir()) / "snapshot_test.water";
    ASSERT_TRUE(write_snapshot(file, taken));
    const auto back = read_snapshot(file);
    std::filesystem::remove(file);
    ASSERT_TRUE(back);
    EXPECT_TRUE(*back == taken);
    EXPECT_FALSE(read_snapshot(file));
}

}  // namespace
}  // namespace sd::flood
