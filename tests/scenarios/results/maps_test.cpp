#include "scenarios/results/maps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netcdf.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/scenarios/results/open_map.h"
#include "tests/scenarios/results/small_flood.h"

namespace sd::results {
namespace {

std::string sub(const std::filesystem::path& file, const std::string& variable) {
    return "NETCDF:\"" + file.string() + "\":" + variable;
}

void write_two_slices(const std::filesystem::path& file, const MapFrame& frame) {
    auto maps = MapFile::create(file, frame, small_bed(frame.grid));
    ASSERT_TRUE(maps.has_value()) << to_text(maps.error());
    Maxima maxima(frame.grid.cells());
    for (const double t_s : {0.0, 600.0}) {
        const Snapshot s = small_snapshot(frame.grid, t_s, t_s > 0.0 ? 0.5F : 1.0F);
        add(maxima, s);
        ASSERT_TRUE(maps->append(s).has_value());
    }
    EXPECT_EQ(maps->slices(), 2U);
    EXPECT_FALSE(std::filesystem::exists(file));
    const auto done = maps->finish(maxima);
    ASSERT_TRUE(done.has_value()) << to_text(done.error());
    EXPECT_TRUE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(maps->partial()));
}

TEST(Maps, GdalOpensThemAtTheirPlaceNorthUp) {
    const Folder folder("maps");
    write_two_slices(folder / "maps.nc", small_frame());
    const Map depth = open_map(sub(folder / "maps.nc", "depth"));
    ASSERT_TRUE(depth);
    expect_small_place(*depth);
    ASSERT_EQ(depth->GetRasterCount(), 2);
    EXPECT_EQ(pixel(*depth, 1, 0, 3), 1.0F);      // south-west
    EXPECT_EQ(pixel(*depth, 1, 4, 3), 5.0F);      // south-east
    EXPECT_EQ(pixel(*depth, 2, 0, 0), 15.5F);     // north-west, half the depth
    EXPECT_EQ(pixel(*depth, 1, 1, 3), -9999.0F);  // dry
    EXPECT_EQ(pixel(*depth, 1, 4, 0), -9999.0F);  // outside
    EXPECT_EQ(depth->GetRasterBand(1)->GetNoDataValue(), -9999.0);
    EXPECT_STREQ(depth->GetRasterBand(1)->GetUnitType(), "m");
    EXPECT_STREQ(depth->GetRasterBand(2)->GetMetadataItem("NETCDF_DIM_time"), "600");
    EXPECT_STREQ(depth->GetMetadataItem("time#units"), "seconds since 2026-10-28 11:00:00");
    EXPECT_STREQ(depth->GetMetadataItem("depth#standard_name"), "flood_water_thickness");
    EXPECT_STREQ(depth->GetMetadataItem("x#standard_name"), "projection_x_coordinate");
    EXPECT_STREQ(depth->GetMetadataItem("NC_GLOBAL#Conventions"), "CF-1.8");
}

TEST(Maps, CarryCanalsInTheCellsTheyLieIn) {
    const Folder folder("canals");
    const MapFrame frame = small_frame();
    auto maps = MapFile::create(folder / "maps.nc", frame, small_bed(frame.grid), kWet_m, true);
    ASSERT_TRUE(maps.has_value()) << to_text(maps.error());
    Snapshot s = small_snapshot(frame.grid, 0.0);
    s.canal_depth_m.assign(frame.grid.cells(), std::numeric_limits<float>::quiet_NaN());
    s.canal_level_m = s.canal_depth_m;
    s.canal_depth_m[7] = 1.25F;
    s.canal_level_m[7] = 0.75F;
    ASSERT_TRUE(maps->append(s).has_value());
    ASSERT_TRUE(maps->finish(Maxima(frame.grid.cells())).has_value());
    const Map depth = open_map(sub(folder / "maps.nc", "canal_depth"));
    const Map level = open_map(sub(folder / "maps.nc", "canal_level"));
    ASSERT_TRUE(depth && level);
    EXPECT_EQ(pixel(*depth, 1, 2, 2), 1.25F);
    EXPECT_EQ(pixel(*level, 1, 2, 2), 0.75F);
    EXPECT_EQ(pixel(*depth, 1, 3, 2), -9999.0F);
}

TEST(Maps, CarryVelocitiesLevelsAndMaxima) {
    const Folder folder("maxima");
    write_two_slices(folder / "maps.nc", small_frame());
    const auto at = [&](const char* variable, int column, int row) {
        const Map map = open_map(sub(folder / "maps.nc", variable));
        return map ? pixel(*map, 1, column, row) : -1.0F;
    };
    EXPECT_EQ(at("x_velocity", 2, 3), 0.5F);
    EXPECT_EQ(at("y_velocity", 2, 3), -0.25F);
    EXPECT_EQ(at("level", 2, 3), 3.5F);
    EXPECT_EQ(at("bed", 2, 3), 0.5F);
    EXPECT_EQ(at("max_depth", 2, 0), 33.0F);
    EXPECT_NEAR(at("max_speed", 2, 3), 0.5590F, 1e-4F);
    EXPECT_EQ(at("hazard", 2, 3), 5.0F);  // 3 m, 0.56 m/s, 1.7 m²/s
    EXPECT_EQ(at("arrival_time", 2, 3), 0.0F);
    EXPECT_EQ(at("wet_duration", 2, 3), 600.0F);
    EXPECT_EQ(at("max_depth", 1, 3), -9999.0F);
    EXPECT_EQ(at("hazard", 4, 0), 0.0F);  // outside
}

TEST(Maps, AreCompressedAndChunkedBySlice) {
    const Folder folder("chunks");
    write_two_slices(folder / "maps.nc", small_frame());
    int id = 0;
    int variable = 0;
    int storage = 0;
    int shuffle = 0;
    int deflate = 0;
    int level = 0;
    std::array<std::size_t, 3> chunk{};
    ASSERT_EQ(nc_open((folder / "maps.nc").c_str(), NC_NOWRITE, &id), 0);
    ASSERT_EQ(nc_inq_varid(id, "depth", &variable), 0);
    EXPECT_EQ(nc_inq_var_chunking(id, variable, &storage, chunk.data()), 0);
    EXPECT_EQ(nc_inq_var_deflate(id, variable, &shuffle, &deflate, &level), 0);
    EXPECT_EQ(nc_close(id), 0);
    EXPECT_EQ(storage, NC_CHUNKED);
    EXPECT_EQ(chunk, (std::array<std::size_t, 3>{1, 4, 5}));
    EXPECT_EQ(shuffle, 1);
    EXPECT_EQ(level, 2);
}

TEST(Maps, ThatWereNotFinishedKeepTheirPartialName) {
    const Folder folder("partial");
    const MapFrame frame = small_frame();
    {
        auto maps = MapFile::create(folder / "maps.nc", frame, small_bed(frame.grid));
        ASSERT_TRUE(maps.has_value());
        ASSERT_TRUE(maps->append(small_snapshot(frame.grid, 0.0)).has_value());
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "maps.nc"));
    const Map depth = open_map(sub(folder / "maps.partial.nc", "depth"));
    ASSERT_TRUE(depth);
    expect_small_place(*depth);
    EXPECT_EQ(pixel(*depth, 1, 0, 3), 1.0F);
}

TEST(Maps, OfAKilledProcessAreReadableUpToTheLastSlice) {
    const Folder folder("killed");
    const pid_t child = ::fork();
    if (child == 0) {
        const MapFrame frame = small_frame();
        auto maps = MapFile::create(folder / "maps.nc", frame, small_bed(frame.grid));
        for (int k = 0; k < 7; ++k) {
            if (!maps || !maps->append(small_snapshot(frame.grid, 60.0 * k))) ::_exit(1);
        }
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const Map depth = open_map(sub(folder / "maps.partial.nc", "depth"));
    ASSERT_TRUE(depth);
    expect_small_place(*depth);
    ASSERT_EQ(depth->GetRasterCount(), 7);
    EXPECT_EQ(pixel(*depth, 7, 0, 0), 31.0F);
}

TEST(Maps, RefuseTimeThatStandsStill) {
    const Folder folder("time");
    const MapFrame frame = small_frame();
    auto maps = MapFile::create(folder / "maps.nc", frame, small_bed(frame.grid));
    ASSERT_TRUE(maps.has_value());
    ASSERT_TRUE(maps->append(small_snapshot(frame.grid, 60.0)).has_value());
    const auto again = maps->append(small_snapshot(frame.grid, 60.0));
    ASSERT_FALSE(again.has_value());
    EXPECT_THAT(to_text(again.error()), testing::HasSubstr("does not follow"));
}

TEST(Maps, NameTheFileInErrors) {
    const MapFrame frame = small_frame();
    const auto nowhere = MapFile::create("/nonexistent/maps.nc", frame, small_bed(frame.grid));
    ASSERT_FALSE(nowhere.has_value());
    EXPECT_THAT(to_text(nowhere.error()), testing::HasSubstr("/nonexistent/maps.partial.nc"));
    const Folder folder("epsg");
    for (const int epsg : {4326, 999999}) {
        MapFrame odd = frame;
        odd.epsg = epsg;
        const auto made = MapFile::create(folder / "maps.nc", odd, small_bed(frame.grid));
        ASSERT_FALSE(made.has_value());
        EXPECT_THAT(to_text(made.error()), testing::HasSubstr("EPSG:" + std::to_string(epsg)));
    }
}

TEST(Maps, WithoutACoordinateSystemStillHaveTheirPlace) {
    const Folder folder("plain");
    MapFrame frame = small_frame();
    frame.epsg = 0;
    write_two_slices(folder / "maps.nc", frame);
    const Map depth = open_map(sub(folder / "maps.nc", "depth"));
    ASSERT_TRUE(depth);
    std::array<double, 6> t{};
    ASSERT_EQ(depth->GetGeoTransform(t.data()), CE_None);
    EXPECT_EQ(t[0], 650000.0);
    EXPECT_EQ(t[3], 1145080.0);
    EXPECT_EQ(pixel(*depth, 1, 0, 3), 1.0F);
}

}  // namespace
}  // namespace sd::results
