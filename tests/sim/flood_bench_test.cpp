#include "sim/flood_bench.h"

#include <gtest/gtest.h>

#include "sim/flood/isa.h"

namespace sd {
namespace {

TEST(FloodBench, TimesEverySchemeAndInstructionSet) {
    Parallel parallel(2);
    for (const std::string_view isa : flood::isas()) {
        for (const auto scheme : {flood::Scheme::Inertia, flood::Scheme::Fv1, flood::Scheme::Fv2}) {
            flood::FloodBenchCase what;
            what.scheme = scheme;
            what.n = 128;
            what.isa = std::string(isa);
            EXPECT_GT(flood::seconds_per_step(what, 2, parallel), 0.0);  // stops the program when water is lost
            what.wet_share = 0.05;
            EXPECT_GT(flood::seconds_per_step(what, 2, parallel), 0.0);
        }
    }
}

}  // namespace
}  // namespace sd
