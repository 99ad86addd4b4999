#include "emulators/people.h"

#include <gtest/gtest.h>

#include <cmath>

#include "emulators/people_words.h"
#include "tests/emulators/small_city.h"

namespace sd {
namespace {

using test::Town;

std::vector<CitizenReport> reports(Town& town, const TruthFrame& world, Duration run, Duration step = minutes(1)) {
    std::vector<CitizenReport> out;
    TruthFrame before = world;
    before.at = town.now.at;
    for (Duration t; t < run; t = t + step) {
        TruthFrame after = before;
        after.at = before.at + step;
        town.fleet->emit_reports(WorldView(before, after), out);
        before = after;
    }
    return out;
}

TruthFrame flooded(const Town& town, float depth_m) {
    TruthFrame world = town.now;
    world[Channel::PopulationDepth_m] = {depth_m, 0.0F};
    return world;
}

TEST(People, AreQuietWhenDryLitAndFree) {
    Town town(true);
    EXPECT_TRUE(reports(town, town.now, hours(24)).empty());
    EXPECT_TRUE(reports(town, flooded(town, 0.15F), hours(24)).empty()) << "a wet street is no news";
}

TEST(People, ReportMoreTheDeeperItIs) {
    const auto count = [](float depth_m) {
        Town town(true);
        return reports(town, flooded(town, depth_m), hours(12)).size();
    };
    const std::size_t ankle = count(0.20F);
    const std::size_t knee = count(0.50F);
    const std::size_t waist = count(0.85F);
    EXPECT_GT(ankle, 0U);
    EXPECT_GT(knee, ankle);
    EXPECT_GT(waist, knee);
}

TEST(People, FirstHourFollowsTheRateAndLaterHoursTire) {
    // With k told, the rate is r·e/(e + k): the mean count N(t) solves N + N²/2e ≈ r·t.
    const double people = 400.0;
    double first = 0.0;
    double all = 0.0;
    const int towns = 40;
    for (int seed = 1; seed <= towns; ++seed) {
        Town town(true, 1, static_cast<std::uint64_t>(seed));
        const auto said = reports(town, flooded(town, 0.5F), hours(6), minutes(6));
        for (const auto& report : said) first += report.at < town.now.at + hours(1) ? 1 : 0;
        all += static_cast<double>(said.size());
    }
    first /= towns;
    all /= towns;
    const double calm = civil_of(test::kStart).hour >= 5 && civil_of(test::kStart).hour < 17 ? 1.0 : 0.0;
    ASSERT_EQ(calm, 1.0) << "the test starts by day";
    const double enough = 0.01 * people + 1.0;
    const auto mean = [&](double h) {
        return std::sqrt(enough * enough + 2.0 * enough * people * kFloodReports_per_h * h) - enough;
    };
    EXPECT_NEAR(all, mean(6.0), 1.5);
    EXPECT_GT(first, 0.5 * mean(1.0));
    EXPECT_LT(first, mean(1.0) * 1.1) << "nobody tells before seeing";
    EXPECT_LT(all, 6.0 * mean(1.0));
}

TEST(People, TellWhatTheySeeRoundedAndRoughlyRight) {
    Town town(true);
    const auto said = reports(town, flooded(town, 0.5F), hours(24));
    ASSERT_GT(said.size(), 20U);
    double sum = 0.0;
    int n = 0;
    for (std::size_t i = 0; i < said.size(); ++i) {
        EXPECT_EQ(said[i].population_cell, 0U);
        EXPECT_EQ(said[i].seq, i + 1);
        const double steps = static_cast<double>(said[i].depth_m) / 0.05;
        EXPECT_NEAR(steps, std::round(steps), 1e-4);
        EXPECT_GT(steps, 0.5);
        EXPECT_NE(said[i].text.find("Phường 1"), std::string::npos) << said[i].text;
        EXPECT_GE(said[i].at, said[i > 0 ? i - 1 : 0].at);
        if (said[i].kind != ReportKind::Flooded) continue;
        sum += static_cast<double>(said[i].depth_m);
        ++n;
        EXPECT_NEAR(said[i].where.x_m, town.city.population[0].at.x_m, 450.0);
    }
    EXPECT_NEAR(sum / n, 0.5, 0.08);
}

TEST(People, DarkAndTrappedPeopleSaySo) {
    Town town(true);
    TruthFrame world = town.now;
    world[Channel::PopulationPowered] = {0.0F, 1.0F};
    world[Channel::PopulationTrapped] = {0.0F, 6.0F};
    const auto said = reports(town, world, hours(4));
    int dark = 0;
    int trapped = 0;
    for (const auto& report : said) {
        dark += report.kind == ReportKind::PowerOut && report.population_cell == 0 ? 1 : 0;
        trapped += report.kind == ReportKind::Trapped && report.population_cell == 1 ? 1 : 0;
    }
    EXPECT_GT(dark, 0);
    EXPECT_GT(trapped, 0);
    EXPECT_EQ(static_cast<std::size_t>(dark + trapped), said.size());
}

TEST(People, WithoutANetworkNobodyHearsThem) {
    Town town(true);
    TruthFrame world = flooded(town, 1.0F);
    world[Channel::SiteUp] = {0.0F, 1.0F};
    EXPECT_TRUE(reports(town, world, hours(6)).empty());
}

TEST(People, SplittingAnIntervalChangesNothing) {
    Town coarse(true);
    Town fine(true);
    const auto a = reports(coarse, flooded(coarse, 0.8F), hours(2), minutes(4));
    const auto b = reports(fine, flooded(fine, 0.8F), hours(2), seconds(5));
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].at, b[i].at);
        EXPECT_EQ(a[i].text, b[i].text);
        EXPECT_EQ(a[i].depth_m, b[i].depth_m);
    }
    EXPECT_EQ(coarse.fleet->state_hash(), fine.fleet->state_hash());
}

TEST(PeopleWords, MeasureOnTheBodyAndSpellVietnamese) {
    EXPECT_EQ(body_words(0.10), "ngập mắt cá chân");
    EXPECT_EQ(body_words(0.50), "ngập tới đầu gối");
    EXPECT_EQ(body_words(3.0), "ngập tới ngực");
    EXPECT_EQ(report_words(ReportKind::Flooded, 0.5, "Phường 1", 0),
              "Nước ngập tới đầu gối ở Phường 1, xe chết máy nhiều.");
    EXPECT_EQ(report_words(ReportKind::PowerOut, 0.0, "", 1), "Mất điện, khi nào có lại?");
    for (const auto kind : {ReportKind::Flooded, ReportKind::PowerOut, ReportKind::Trapped, ReportKind::Rumour}) {
        for (std::uint32_t v = 0; v < 6; ++v) {
            EXPECT_EQ(report_words(kind, 0.4, "Phường 1", v).find('{'), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace sd
