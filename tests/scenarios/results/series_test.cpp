#include "scenarios/results/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/flood/water.h"
#include "tests/scenarios/results/small_flood.h"

namespace sd::results {
namespace {

TEST(Series, HydrographsNameTheirUnits) {
    const MapFrame frame = small_frame();
    auto series = make_series(frame.grid, small_bed(frame.grid), {{"cầu, bờ bắc", {50.0, 30.0}}}, {}, "case.yaml");
    ASSERT_TRUE(series.has_value());
    series->add(small_snapshot(frame.grid, 0.0));
    series->add(small_snapshot(frame.grid, 90.5, 0.5F));
    EXPECT_EQ(hydrograph_csv(*series, frame.epoch),
              "time_s,time,point,bed_m,level_m,depth_m,speed_m_s\n"
              "0,2026-10-28T18:00:00+07:00,\"cầu, bờ bắc\",0.5,13.5,13,0.559\n"
              "90.5,2026-10-28T18:01:30.5+07:00,\"cầu, bờ bắc\",0.5,7,6.5,0.559\n");
    EXPECT_EQ(hydrograph_csv(*series, frame.epoch, 1),
              "90.5,2026-10-28T18:01:30.5+07:00,\"cầu, bờ bắc\",0.5,7,6.5,0.559\n");
}

TEST(Series, DischargeIsPositiveToTheLeftWhateverTheLinesShape) {
    const MapFrame frame = small_frame(40, 40);
    Snapshot s;
    s.depth_m.assign(frame.grid.cells(), 2.0F);
    s.level_m.assign(frame.grid.cells(), 2.5F);
    s.x_m2_s.assign(frame.grid.cells(), 0.0F);
    s.y_m2_s.assign(frame.grid.cells(), 3.0F);  // northward
    const Line straight{"thẳng", {{100.0, 400.0}, {500.0, 400.0}}};
    const Line crooked{"gãy", {{100.0, 400.0}, {233.0, 617.0}, {391.0, 55.0}, {500.0, 400.0}}};
    const Line back{"ngược", {{500.0, 410.0}, {100.0, 390.0}}};
    EXPECT_NEAR(discharge_m3_s(cut(straight, frame.grid), s), 1200.0, 1e-6);
    EXPECT_NEAR(discharge_m3_s(cut(crooked, frame.grid), s), 1200.0, 1e-6);
    EXPECT_NEAR(discharge_m3_s(cut(back, frame.grid), s), -1200.0, 1e-6);
    auto series = make_series(frame.grid, Field(frame.grid.cells(), 0.5F), {}, {straight}, "case.yaml");
    ASSERT_TRUE(series.has_value());
    series->add(s);
    EXPECT_EQ(discharge_csv(*series, frame.epoch),
              "time_s,time,line,discharge_m3_s\n0,2026-10-28T18:00:00+07:00,thẳng,1200\n");
}

TEST(Series, ProfilesHaveOnePointPerCell) {
    const MapFrame frame = small_frame();
    Maxima maxima(frame.grid.cells());
    add(maxima, small_snapshot(frame.grid, 0.0, 2.0F));
    const Snapshot now = small_snapshot(frame.grid, 60.0);
    const Line line{"tuyến 1", {{10.0, 10.0}, {70.0, 10.0}}};
    const Profile profile = profile_along(line, frame.grid, small_bed(frame.grid), now, maxima);
    EXPECT_EQ(profile_csv({profile}),
              "line,time_s,chainage_m,bed_m,level_m,depth_m,max_level_m\n"
              "tuyến 1,60,5,0.5,1.5,1,2.5\n"
              "tuyến 1,60,20,0.5,,0,\n"  // the dry cell
              "tuyến 1,60,40,0.5,3.5,3,6.5\n"
              "tuyến 1,60,55,0.5,4.5,4,8.5\n");
}

TEST(Series, LinesAreCutOnlyInsideTheGrid) {
    const GridSpec grid = small_frame().grid;
    double length_m = 0.0;
    for (const LinePiece& p : cut({"qua", {{-50.0, -50.0}, {150.0, 150.0}}}, grid)) {
        length_m += std::hypot(p.dx_m, p.dy_m);
    }
    EXPECT_NEAR(length_m, std::hypot(80.0, 80.0), 1e-9);
    EXPECT_TRUE(cut({"ngoài", {{-50.0, 0.0}, {-50.0, 100.0}}}, grid).empty());
}

TEST(Series, NamesEveryPlaceThatLiesOutside) {
    const MapFrame frame = small_frame();
    const auto series = make_series(frame.grid, small_bed(frame.grid), {{"A", {500.0, 0.0}}, {"B", {10.0, 10.0}}},
                                    {{"C", {{10.0, 10.0}}}}, "case.yaml");
    ASSERT_FALSE(series.has_value());
    EXPECT_EQ(series.error().size(), 2U);
    EXPECT_THAT(to_text(series.error()), testing::AllOf(testing::HasSubstr("case.yaml"), testing::HasSubstr("\"A\""),
                                                        testing::HasSubstr("\"C\"")));
}

TEST(Snapshots, ReadTheSheet) {
    flood::Ground ground{{3, 2, 10.0, {}}, std::vector<double>(6, 1.0), std::vector<double>(6, 0.03)};
    ground.bed_m[5] = std::nan("");
    const auto water = flood::make_water(flood::Scheme::Fv1, flood::Precision::F64, ground, 0);
    water->set_depth(1, 0.25);
    Snapshot s;
    take_snapshot(*water, bed_of(ground), ground.grid, 12.0, s);
    EXPECT_EQ(s.t_s, 12.0);
    EXPECT_NEAR(s.depth_m[1], 0.25, 1e-6);
    EXPECT_NEAR(s.level_m[1], 1.25, 1e-6);
    EXPECT_EQ(s.depth_m[0], 0.0F);
    EXPECT_EQ(s.x_m2_s[1], 0.0F);
    const Field bed = bed_of(ground);
    EXPECT_EQ(bed[0], 1.0F);
    EXPECT_TRUE(std::isnan(bed[5]));
}

}  // namespace
}  // namespace sd::results
