#include "sim/flood_bench.h"

#include <gtest/gtest.h>

#include "sim/flood.h"
#include "sim/flood/limit_kernel.h"

namespace sd {
namespace {

TEST(FloodBench, TimesEveryInstructionSetWithoutLosingWater) {
    for (const std::string_view isa : flood::isas()) {
        const flood::FloodBenchFigures f = flood::bench_flood(128, 2, 2, std::string(isa));
        EXPECT_EQ(f.isa, isa);
        EXPECT_GT(f.engine_mcell_s, 0.0);
        EXPECT_GT(f.limit_mcell_s, 0.0);
        EXPECT_GT(f.dry_city_mcell_s, 0.0);
        EXPECT_EQ(f.mass_error, 0.0);
    }
}

TEST(FloodBench, ProbeReallyMovesWater) {
    flood::LimitProbe probe(128, 10.0);
    Parallel parallel(1);
    const float before = probe.depth_m(70, 64);
    for (int k = 0; k < 40; ++k) probe.step(0.5F, parallel);
    EXPECT_GT(probe.depth_m(70, 64), before + 0.5F);  // the deep half runs into the shallow half
    EXPECT_LT(probe.depth_m(58, 64), 6.0F);
}

}  // namespace
}  // namespace sd
