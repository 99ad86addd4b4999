#include "scenarios/results/geotiff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/results/open_map.h"
#include "tests/scenarios/results/small_flood.h"

namespace sd::results {
namespace {

TEST(GeoTiff, OpensAtItsPlaceNorthUp) {
    const Folder folder("tiff");
    const MapFrame frame = small_frame();
    Maxima maxima(frame.grid.cells());
    add(maxima, small_snapshot(frame.grid, 300.0));
    const auto files = write_maxima_geotiffs(folder / "maps", frame, maxima);
    ASSERT_TRUE(files.has_value()) << to_text(files.error());
    ASSERT_EQ(files->size(), 7U);
    const Map depth = open_map(files->front().string());
    ASSERT_TRUE(depth);
    expect_small_place(*depth);
    EXPECT_EQ(pixel(*depth, 1, 0, 3), 1.0F);
    EXPECT_EQ(pixel(*depth, 1, 4, 3), 5.0F);
    EXPECT_EQ(pixel(*depth, 1, 0, 0), 31.0F);
    EXPECT_EQ(pixel(*depth, 1, 1, 3), kNoData);
    GDALRasterBand& band = *depth->GetRasterBand(1);
    EXPECT_EQ(band.GetNoDataValue(), static_cast<double>(kNoData));
    EXPECT_STREQ(band.GetDescription(), "greatest depth");
    EXPECT_STREQ(band.GetUnitType(), "m");
    EXPECT_STREQ(depth->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    const Map arrival = open_map((folder / "maps/arrival_time.tif").string());
    ASSERT_TRUE(arrival);
    EXPECT_EQ(pixel(*arrival, 1, 0, 3), 300.0F);
    EXPECT_EQ(pixel(*arrival, 1, 1, 3), kNoData);
}

TEST(GeoTiff, HazardHasColoursAndNames) {
    const Folder folder("hazard");
    const MapFrame frame = small_frame();
    std::vector<std::uint8_t> classes(frame.grid.cells(), 0);
    classes[0] = 6;
    classes[19] = 1;
    const auto done = write_hazard_geotiff(folder / "hazard.tif", frame, classes);
    ASSERT_TRUE(done.has_value()) << to_text(done.error());
    const Map map = open_map((folder / "hazard.tif").string());
    ASSERT_TRUE(map);
    expect_small_place(*map);
    GDALRasterBand& band = *map->GetRasterBand(1);
    EXPECT_EQ(band.GetRasterDataType(), GDT_Byte);
    EXPECT_EQ(pixel(*map, 1, 0, 3), 6.0F);
    EXPECT_EQ(pixel(*map, 1, 4, 0), 1.0F);
    EXPECT_EQ(band.GetNoDataValue(), 0.0);
    ASSERT_NE(band.GetColorTable(), nullptr);
    EXPECT_EQ(band.GetColorTable()->GetColorEntry(6)->c1, 103);
    char** names = band.GetCategoryNames();
    ASSERT_EQ(CSLCount(names), 7);
    EXPECT_STREQ(names[1], "H1");
    EXPECT_STREQ(names[6], "H6");
    for (const auto& entry : std::filesystem::directory_iterator(folder / "")) {
        EXPECT_THAT(entry.path().string(), testing::Not(testing::HasSubstr(".new")));
    }
}

TEST(GeoTiff, BigMapsHaveOverviews) {
    const Folder folder("big");
    const MapFrame frame = small_frame(1500, 600);
    Field values(frame.grid.cells(), 1.5F);
    ASSERT_TRUE(write_geotiff(folder / "big.tif", frame, values, {"greatest depth", "m"}).has_value());
    const Map map = open_map((folder / "big.tif").string());
    ASSERT_TRUE(map);
    expect_small_place(*map, 1500, 600);
    EXPECT_EQ(map->GetRasterBand(1)->GetOverviewCount(), 2);
    int bx = 0;
    int by = 0;
    map->GetRasterBand(1)->GetBlockSize(&bx, &by);
    EXPECT_EQ(bx, 256);
    EXPECT_EQ(by, 256);
}

TEST(GeoTiff, NamesTheFileInErrors) {
    const MapFrame frame = small_frame();
    const Field values(frame.grid.cells(), 1.0F);
    const auto done = write_geotiff("/nonexistent/a.tif", frame, values, {"greatest depth", "m"});
    ASSERT_FALSE(done.has_value());
    EXPECT_THAT(to_text(done.error()), testing::HasSubstr("/nonexistent/a.tif"));
}

}  // namespace
}  // namespace sd::results
