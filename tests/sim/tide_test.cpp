#include "sim/tide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace sd {
namespace {

std::filesystem::path facts() { return std::filesystem::path(SD_SOURCE_DIR) / "data" / "my_tho" / "my_tho_facts.yaml"; }

tide::Config xuan_hoa() { return tide::config_from_facts(facts(), "Xuân Hòa").value(); }

TEST(Tide, HitsThePublishedPredictions) {
    const std::vector<std::pair<std::string, double>> expected{
        {"2024-02-11T00:00Z", -1.631}, {"2024-02-11T06:00Z", 0.311},  {"2024-02-11T12:00Z", 0.336},
        {"2024-02-11T18:00Z", 1.209},  {"2024-03-12T03:00Z", -1.243}, {"2024-08-20T09:00Z", -0.016},
        {"2024-10-18T15:00Z", -0.535}, {"2026-11-22T00:00Z", -1.056}};
    for (const tide::Config& config : {xuan_hoa(), tide::vung_tau()}) {
        for (const auto& [when, level_m] : expected) {
            EXPECT_NEAR(tide::reference_level_m(config, parse_iso(when).value()), level_m, 0.03) << when;
        }
    }
}

TEST(Tide, ReachesTheExtremesOfEachYear) {
    struct Year {
        int year;
        double max_m, min_m;
    };
    for (const Year& y : {Year{2024, 1.67, -2.49}, Year{2025, 1.68, -2.53}, Year{2026, 1.61, -2.59}}) {
        double high = -10.0;
        double low = 10.0;
        const tide::Config config = tide::vung_tau();
        const Instant end = instant_of({y.year + 1, 1, 1, 0, 0, 0.0}, {});
        for (Instant t = instant_of({y.year, 1, 1, 0, 0, 0.0}, {}); t < end; t = t + hours(1)) {
            const double z = tide::reference_level_m(config, t);
            high = std::max(high, z);
            low = std::min(low, z);
        }
        EXPECT_NEAR(high, y.max_m, 0.03) << y.year;
        EXPECT_NEAR(low, y.min_m, 0.03) << y.year;
    }
}

TEST(Tide, TransferIsLagSlopeOffsetSurgeAndRise) {
    tide::Config config = xuan_hoa();
    EXPECT_EQ(config.lag, hours(2));
    config.surge_m = 0.4;
    config.slr_m = 0.1;
    const Instant t = parse_iso("2026-10-28T18:00:00+07:00").value();
    tide::State state;
    tide::step(state, config, t);
    EXPECT_NEAR(state.level_m, 0.908 * tide::reference_level_m(config, t - hours(2)) + 0.116 + 0.5, 1e-12);
}

TEST(Tide, MeanLevelIsWhatTheDailyTideSwingsAround) {
    const tide::Config config = xuan_hoa();
    const Instant start = parse_iso("2026-10-01T00:00Z").value();
    double level = 0.0;
    double mean = 0.0;
    constexpr int kHours = 709;  // two spring-neap cycles
    for (int h = 0; h < kHours; ++h) {
        level += tide::level_m(config, start + hours(h)) / kHours;
        mean += tide::mean_level_m(config, start + hours(h)) / kHours;
    }
    EXPECT_NEAR(level, mean, 0.02);
}

TEST(Tide, WithoutConstituentsTheSeaIsStill) {
    tide::Config config;
    config.offset_m = 0.7;
    EXPECT_EQ(tide::level_m(config, parse_iso("2026-10-01T00:00Z").value()), 0.7);
}

TEST(Tide, NamesTheStationsItKnows) {
    const auto missing = tide::config_from_facts(facts(), "Atlantis");
    ASSERT_FALSE(missing.has_value());
    EXPECT_NE(missing.error()[0].hint.find("Xuân Hòa"), std::string::npos);
    EXPECT_FALSE(tide::config_from_facts("/nowhere/facts.yaml", "Xuân Hòa").has_value());
}

TEST(Tide, BrokenFactsNameTheLine) {
    const auto file = std::filesystem::path(testing::TempDir()) / "tide_broken_facts.yaml";
    std::ofstream(file) << "tide_reference:\n  constituents: [\n";
    const auto broken = tide::config_from_facts(file, "x");
    ASSERT_FALSE(broken.has_value());
    EXPECT_GT(broken.error()[0].line, 0);
    std::ofstream(file) << "tide_reference: {}\n";
    EXPECT_FALSE(tide::config_from_facts(file, "x").has_value());
}

}  // namespace
}  // namespace sd
