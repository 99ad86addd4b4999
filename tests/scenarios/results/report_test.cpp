#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "scenarios/page/plot.h"
#include "scenarios/results/flood_report.h"
#include "scenarios/results/png.h"
#include "scenarios/results/report_maps.h"
#include "scenarios/results/svg.h"
#include "tests/scenarios/results/small_flood.h"

namespace sd::results {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A case with everything in it.
struct Everything {
    FloodReport report;
    Field bed_m;
    Maxima maxima;
    Series series;
    Exposure exposure;
    DamageReport damage;

    Everything() : report{}, maxima(small_frame().grid.cells()) {
        report.frame = small_frame();
        report.case_file = "cases/thu.yaml";
        const GridSpec& grid = report.frame.grid;
        bed_m = small_bed(grid);
        const Line line{"tuyến A", {{10.0, 50.0}, {90.0, 50.0}}};
        series = *make_series(grid, bed_m, {{"trạm <1>", {50.0, 30.0}}}, {line}, "case");
        Snapshot now;
        for (int k = 0; k < 20; ++k) {
            now = small_snapshot(grid, 600.0 * k, 0.1F * static_cast<float>(k));
            add(maxima, now);
            series.add(now);
        }
        report.profiles = {profile_along(line, grid, bed_m, now, maxima)};
        exposure.buildings = {{"nhà", "Phường 1", BuildingUse::Residential, {0}, 50.0, 4e6, 0.0, 4.0}};
        exposure.roads = {{"Lê Lợi", "Phường 1", {2, 3}, 1500.0}};
        damage = assess_damage(exposure, maxima.depth_m);
        report.run = {"songdoi 0.1.0", "finite volumes, second order, f64", 0.45, 12345, 0.21, 1.75, 11400.0, 3.8};
        report.ledger = {100.0, 50000.0, -1234.5, 250.0, 0.0, -20.0, 0.0, 49096.0};
        report.warnings = {
            {"mưa chỉ phủ 80 % lưới & không gì khác", "rain covers only 80 % of the grid & nothing else"}};
        report.features = {{FeatureKind::Dyke, "đê Bắc", {{{20.0, 0.0}, {20.0, 40.0}}}},
                           {FeatureKind::Gate, "Cống <A>", {{{15.0, 30.0}, {25.0, 30.0}}}}};
        report.command = "songdoi flood cases/thu.yaml --threads 2";
        report.files = {{"maps.nc", "maps over time"}};
        report.bed_m = &bed_m;
        report.maxima = &maxima;
        report.series = &series;
        report.exposure = &exposure;
        report.damage = &damage;
    }
    Everything(const Everything&) = delete;
    Everything& operator=(const Everything&) = delete;
};

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
    return n;
}

TEST(FloodReportPage, HoldsFiguresAndTablesInBothLanguages) {
    const Everything all;
    const auto page = flood_report_html(all.report);
    ASSERT_TRUE(page.has_value()) << to_text(page.error());
    EXPECT_EQ(count(*page, "href=\"data:image/png;base64,"), 3U);  // depth, hazard, arrival
    EXPECT_EQ(count(*page, "<figure>"), 3U + 4U + 1U);             // level, depth, speed, discharge; one profile
    EXPECT_THAT(*page,
                AllOf(HasSubstr("Độ sâu lớn nhất, m"), HasSubstr("Greatest depth, m"), HasSubstr("Cấp nguy hiểm"),
                      HasSubstr("Hazard class"), HasSubstr("Nước tới sau, phút"), HasSubstr("Water after, min")));
    EXPECT_THAT(*page, AllOf(HasSubstr("Sổ cân bằng nước"), HasSubstr("Water ledger"), HasSubstr("50\u202F000"),
                             HasSubstr("−1\u202F23"), HasSubstr("Residual"), HasSubstr(">0,5<")));
    EXPECT_THAT(*page,
                AllOf(HasSubstr("EPSG:32648"), HasSubstr(">0,45<"), HasSubstr(">0.45<"), HasSubstr("12\u202F345"),
                      HasSubstr("songdoi flood cases/thu.yaml --threads 2"), HasSubstr("maps.nc")));
    EXPECT_THAT(*page, AllOf(HasSubstr("80 % of the grid &amp; nothing"), HasSubstr("trạm &lt;1&gt;"),
                             Not(HasSubstr("trạm <1>"))));
    EXPECT_EQ(count(*page, "class=\"vi\""), count(*page, "class=\"en\"") + 1U);              // and the body's
    EXPECT_THAT(*page, AllOf(Not(HasSubstr("src=\"http")), Not(HasSubstr("href=\"http"))));  // self-contained
    EXPECT_THAT(*page, AllOf(Not(HasSubstr(">nan")), Not(HasSubstr("Lnan"))));
}

TEST(FloodReportPage, DrawsWhatStandsOnTheMap) {
    const Everything all;
    const auto page = flood_report_html(all.report);
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(count(*page, ">dyke<"), 3U);  // a legend row of each map
    EXPECT_EQ(count(*page, ">gate<"), 3U);
    EXPECT_EQ(count(*page, ">breach<"), 0U);
    EXPECT_EQ(count(*page, "Cống &lt;A&gt;</text>"), 3U);  // beside its mark
    const GridSpec& grid = all.report.frame.grid;
    const MapPlace place{grid, 10.0, 10.0, 2.0};
    const std::string dyke = features_svg({all.report.features[0]}, place);
    const double foot = 10.0 + 2.0 * grid.ny * grid.cell_m;  // the south rim
    EXPECT_THAT(dyke, HasSubstr(fmt::format("M50.0 {:.1f}L50.0 {:.1f}", foot, foot - 80.0)));
    EXPECT_THAT(dyke, Not(HasSubstr("đê Bắc")));
}

TEST(FloodReportPage, LeavesOutWhatIsNotThere) {
    FloodReport bare;
    bare.frame = small_frame();
    const auto page = flood_report_html(bare);
    ASSERT_TRUE(page.has_value());
    EXPECT_THAT(*page, AllOf(HasSubstr("Water ledger"), HasSubstr("No warnings."), Not(HasSubstr("<figure>")),
                             Not(HasSubstr("Damage")), Not(HasSubstr("Long profiles"))));
}

TEST(FloodReportPage, IsWrittenWhole) {
    const Folder folder("report");
    const Everything all;
    const auto done = write_flood_report(folder / "report.html", all.report);
    ASSERT_TRUE(done.has_value()) << to_text(done.error());
    EXPECT_GT(std::filesystem::file_size(folder / "report.html"), 10'000U);
    EXPECT_FALSE(write_flood_report("/nonexistent/report.html", all.report).has_value());
}

TEST(FloodReportPage, ScaleBarsAreRound) {
    EXPECT_DOUBLE_EQ(bar_length_m(7300.0), 5000.0);
    EXPECT_DOUBLE_EQ(bar_length_m(499.0), 200.0);
    EXPECT_DOUBLE_EQ(bar_length_m(1.0), 1.0);
    EXPECT_DOUBLE_EQ(round_step(0.0, 10.0, 5), 2.0);
    EXPECT_DOUBLE_EQ(round_step(0.0, 0.9, 10), 0.1);
}

TEST(FloodReportPage, ChartsKeepPeaksOfLongSeries) {
    Plot plot{{"t", "t"}, {"m", "m"}, {{{"a", "a"}, "#000000", false, false, {}}}, {}, true};
    for (int k = 0; k < 50000; ++k) plot.lines[0].points.emplace_back(k, k == 31415 ? 100.5 : 1.0);
    const std::string svg = plot_html(plot);
    EXPECT_LT(svg.size(), 150'000U);
    EXPECT_THAT(svg, HasSubstr("> 120<"));  // the axis has room for the peak
    plot.lines[0].points = {{0.0, std::nan("")}};
    EXPECT_THAT(plot_html(plot), Not(HasSubstr("<svg")));
}

TEST(FloodReportPage, PicturesAreRealPng) {
    Pixels pixels{3, 2, std::vector<Pixel>(6, Pixel{10, 20, 30, 255})};
    pixels.at[5] = {200, 0, 0, 0};
    const auto bytes = png_bytes(pixels);
    ASSERT_TRUE(bytes.has_value()) << to_text(bytes.error());
    EXPECT_EQ(bytes->substr(0, 8), "\x89PNG\r\n\x1a\n");
}

}  // namespace
}  // namespace sd::results
