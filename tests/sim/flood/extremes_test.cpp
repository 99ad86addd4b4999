// Extremes kept tile by tile while the water steps against the plainest reckoning after every step, cell by cell.
#include "sim/flood/extremes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "sim/core/draw.h"
#include "sim/core/hash.h"
#include "sim/flood/isa.h"
#include "sim/flood/water.h"

namespace sd::flood {
namespace {

constexpr int kNx = 150;  // not whole tiles
constexpr int kNy = 70;
constexpr double kThreshold_m = 0.1;

struct Naive {
    std::vector<double> depth_m, speed_m_s, force_m2_s, arrival_s, wet_s;
    std::vector<bool> wet;
    explicit Naive(std::size_t n)
        : depth_m(n), speed_m_s(n), force_m2_s(n), arrival_s(n, -1.0), wet_s(n), wet(n, false) {}
    void look(const Water& water, double now_s, double since_last_s) {
        for (std::uint32_t c = 0; c < depth_m.size(); ++c) {
            const double h = water.depth_m(c);
            const Discharge q = water.discharge(c);
            const double force = h > kLeastSpeedDepth_m ? std::hypot(q.x_m2_s, q.y_m2_s) : 0.0;
            depth_m[c] = std::max(depth_m[c], h);
            speed_m_s[c] = std::max(speed_m_s[c], force > 0.0 ? force / h : 0.0);
            force_m2_s[c] = std::max(force_m2_s[c], force);
            if (wet[c]) wet_s[c] += since_last_s;
            wet[c] = h > kThreshold_m;
            if (wet[c] && arrival_s[c] < 0.0) arrival_s[c] = now_s;
        }
    }
};

/// Ponds on rough ground beside a dry plain; a river that swells and falls, a sea that rises and falls.
std::unique_ptr<Water> rough(Scheme scheme, Precision precision, int isa) {
    Ground g{GridSpec{kNx, kNy, 10.0, {}}, {}, {}};
    g.bed_m.resize(g.grid.cells());
    g.manning.assign(g.grid.cells(), 0.03);
    const Draw draw(7);
    for (std::uint32_t c = 0; c < g.grid.cells(); ++c) {
        const int i = static_cast<int>(c % kNx);
        g.bed_m[c] = (i < 70 ? 1.5 * draw.uniform(stream_of("bed"), c, 0) : 0.3) + 0.004 * i;
    }
    g.bed_m[g.grid.cell(20, 30)] = std::numeric_limits<double>::quiet_NaN();  // a wall
    auto water = make_water(scheme, precision, g, isa);
    for (std::uint32_t c = 0; c < g.grid.cells(); ++c) {
        const bool pond = c % kNx < 60 && draw.chance(stream_of("wet"), c / 5u, 0, 0.3);
        if (pond && std::isfinite(g.bed_m[c])) water->set_depth(c, 2.0 * draw.uniform(stream_of("depth"), c, 0));
    }
    for (int j = 20; j < 50; ++j) {
        RimFace river{g.grid.cell(0, j), Side::West, false, 0.0, true, 0.0, 0.0};
        water->open(river);
        RimFace sea{g.grid.cell(kNx - 1, j), Side::East, true, 0.0, false, 0.0, 0.0};
        water->open(sea);
    }
    return water;
}

void force(Water& water, int step) {
    const double swell = step < 60 ? step / 60.0 : std::max(0.0, 2.0 - step / 60.0);
    for (RimFace& f : water.rim()) {
        if (f.flow_given) f.inflow_m2_s = 1.5 * swell;
        if (f.level_given) f.level_m = 0.5 + 1.6 * swell;
    }
}

using What = std::tuple<Scheme, Precision>;

ExtremeFields played(const What& what, std::string_view isa, int threads, Naive* naive) {
    auto water = rough(std::get<0>(what), std::get<1>(what), isa_index(isa));
    Parallel parallel(threads);
    water->watch(kThreshold_m);
    if (naive != nullptr) naive->look(*water, 0.0, 0.0);
    double now_s = 0.0;
    for (int k = 0; k < 180; ++k) {
        force(*water, k);
        const double dt_s = water->step(2.0, parallel);
        now_s += dt_s;
        if (naive != nullptr) naive->look(*water, now_s, dt_s);
    }
    return water->extremes();
}

std::uint64_t hash_of(const ExtremeFields& f) {
    StateHash h;
    for (const auto* v : {&f.depth_m, &f.speed_m_s, &f.depth_speed_m2_s, &f.arrival_s, &f.wet_s})
        h.add(std::span<const float>(*v));
    return h.value();
}

class FloodExtremes : public testing::TestWithParam<What> {};

TEST_P(FloodExtremes, AreWhatPlainReckoningFinds) {
    Naive naive(kNx * kNy);
    const ExtremeFields f = played(GetParam(), "", 2, &naive);
    int arrived = 0;
    int left = 0;
    for (std::size_t c = 0; c < f.depth_m.size(); ++c) {
        ASSERT_EQ(f.depth_m[c], static_cast<float>(naive.depth_m[c])) << c;
        ASSERT_NEAR(f.speed_m_s[c], naive.speed_m_s[c], 1e-6 + 1e-6 * naive.speed_m_s[c]) << c;
        ASSERT_NEAR(f.depth_speed_m2_s[c], naive.force_m2_s[c], 1e-6 + 1e-6 * naive.force_m2_s[c]) << c;
        ASSERT_NEAR(f.wet_s[c], naive.wet_s[c], 1e-3) << c;
        ASSERT_EQ(std::isnan(f.arrival_s[c]), naive.arrival_s[c] < 0.0) << c;
        if (naive.arrival_s[c] >= 0.0) {
            ASSERT_NEAR(f.arrival_s[c], naive.arrival_s[c], 1e-4) << c;
            ++arrived;
            left += naive.wet[c] ? 0 : 1;
        }
    }
    EXPECT_GT(arrived, 2000);  // else the case shows nothing
    EXPECT_LT(arrived, kNx * kNy - 500);
    EXPECT_GT(left, 200);
}

TEST_P(FloodExtremes, AreTheSameForAnyThreadsAndInstructionSet) {
    const std::uint64_t first = hash_of(played(GetParam(), "baseline", 1, nullptr));
    for (const std::string_view isa : isas()) {
        for (const int threads : {1, 2, 3, 4, 6})
            EXPECT_EQ(hash_of(played(GetParam(), isa, threads, nullptr)), first) << isa << " threads " << threads;
    }
}

INSTANTIATE_TEST_SUITE_P(Schemes, FloodExtremes,
                         testing::Values(What{Scheme::Inertia, Precision::F32}, What{Scheme::Inertia, Precision::F64},
                                         What{Scheme::Fv1, Precision::F32}, What{Scheme::Fv1, Precision::F64},
                                         What{Scheme::Fv2, Precision::F32}, What{Scheme::Fv2, Precision::F64}),
                         [](const testing::TestParamInfo<What>& what) {
                             return std::string(name_of(std::get<0>(what.param))) + "_" +
                                    std::string(name_of(std::get<1>(what.param)));
                         });

}  // namespace
}  // namespace sd::flood
