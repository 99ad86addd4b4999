#include "sim/city/canvas.h"

#include <gtest/gtest.h>

#include "sim/city/map_frame.h"
#include "sim/city/preview.h"
#include "tests/sim/city/my_tho.h"

namespace sd {
namespace {

constexpr Rgb kWhite{255, 255, 255};
constexpr Rgb kBlack{0, 0, 0};

TEST(Canvas, FillsPixelsWhoseCentresAreInside) {
    Canvas canvas(20, 20, kWhite);
    canvas.fill({{{2, 3}, {12, 3}, {12, 9}, {2, 9}}}, kBlack);
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 20; ++x) {
            const bool in = x >= 2 && x < 12 && y >= 3 && y < 9;
            EXPECT_EQ(canvas.at(x, y), in ? kBlack : kWhite) << x << ' ' << y;
        }
    }
}

TEST(Canvas, DrawingOutsideIsNothing) {
    Canvas canvas(8, 8, kWhite);
    canvas.line({{-50, -50}, {-20, 90}}, 3.0, kBlack);
    canvas.disc({100, 100}, 5.0, kBlack);
    canvas.fill({{{-9, -9}, {-1, -9}, {-1, -1}}}, kBlack);
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) EXPECT_EQ(canvas.at(x, y), kWhite);
    }
}

TEST(Canvas, PngCarriesItsSizeInTheHeader) {
    const auto png = Canvas(300, 7, kWhite).png();
    ASSERT_GT(png.size(), 24U);
    EXPECT_EQ(png[1], 'P');
    EXPECT_EQ(png[18] * 256 + png[19], 300);
    EXPECT_EQ(png[23], 7);
}

TEST(Canvas, VietnameseLettersHaveGlyphsOfTheirOwn) {
    const auto font = Font::load();
    if (!font) GTEST_SKIP() << to_text(font.error());
    const auto missing = (*font)->glyph(0xFFFE, 40.0);
    for (const char32_t letter : U"ịđảừễỹƯỚ") {
        if (letter == 0) continue;
        EXPECT_NE((*font)->glyph(letter, 40.0).coverage, missing.coverage) << static_cast<unsigned>(letter);
    }
    EXPECT_NEAR(Canvas::text_width(**font, "mm", 20.0), 2.0 * Canvas::text_width(**font, "m", 20.0), 1.0e-9);
}

TEST(ColourOn, InterpolatesAndClamps) {
    const std::vector<ColourStop> ramp{{0.0, {0, 0, 0}}, {2.0, {200, 100, 50}}};
    EXPECT_EQ(colour_on(ramp, -1.0), (Rgb{0, 0, 0}));
    EXPECT_EQ(colour_on(ramp, 1.0), (Rgb{100, 50, 25}));
    EXPECT_EQ(colour_on(ramp, 9.0), (Rgb{200, 100, 50}));
}

TEST(MapFrame, PlacesTheCornersOfTheCityAtTheCornersOfTheMap) {
    if (!Font::load()) GTEST_SKIP() << "no font installed";
    const City& city = test::my_tho();
    auto map = MapFrame::make(
        city, {.map_width_px = 500, .title = "t", .subtitle = "", .ramp_title = "", .ramp = {}, .legend = {}});
    ASSERT_TRUE(map);
    const PixelXY sw = map->at(LocalXY{0, 0});
    const PixelXY ne = map->at(LocalXY{city.grid.nx * 10.0, city.grid.ny * 10.0});
    EXPECT_NEAR(ne.x - sw.x, 500.0, 1.0e-6);
    EXPECT_NEAR(sw.y - ne.y, 500.0 * city.grid.ny / city.grid.nx, 1.0);
}

// The warning is red; without synthetic terrain the sheet has none of that red.
TEST(MapFrame, SyntheticTerrainIsSaidOnTheFace) {
    if (!Font::load()) GTEST_SKIP() << "no font installed";
    City city = test::tiny_city();
    const auto red_pixels = [&] {
        auto map = MapFrame::make(
            city, {.map_width_px = 900, .title = "t", .subtitle = "", .ramp_title = "", .ramp = {}, .legend = {}});
        EXPECT_TRUE(map);
        map->finish();
        std::size_t red = 0;
        for (int y = 0; y < map->canvas().height(); ++y) {
            for (int x = 0; x < map->canvas().width(); ++x) red += map->canvas().at(x, y) == Rgb{176, 30, 30} ? 1 : 0;
        }
        return red;
    };
    EXPECT_EQ(red_pixels(), 0U);
    city.meta.synthetic_terrain = true;
    EXPECT_GT(red_pixels(), 50U);
}

TEST(DescribeCity, NamesEveryLayerAndTheWarning) {
    const std::string text = describe_city(test::my_tho());
    for (const LayerInfo& layer : test::my_tho().meta.layers) EXPECT_NE(text.find(layer.name), std::string::npos);
    EXPECT_NE(text.find("không dùng để phê duyệt"), std::string::npos);
    EXPECT_NE(text.find("OpenStreetMap"), std::string::npos);
}

}  // namespace
}  // namespace sd
