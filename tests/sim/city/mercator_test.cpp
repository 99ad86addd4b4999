#include "sim/city/mercator.h"

#include <gtest/gtest.h>

namespace sd {
namespace {

struct Known {
    LonLat geographic;
    Projected utm;
};

// Made with PROJ 9 (gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:32648).
constexpr std::array<Known, 5> kZone48{{
    {{106.28, 10.29}, {640167.069170411, 1137755.90707861}},
    {{106.45, 10.42}, {658721.116990695, 1152213.06487271}},
    {{106.36, 10.355}, {648898.434795008, 1144980.64987574}},
    {{105.0, 0.5}, {500000.0, 55265.0371426491}},
    {{107.9, 21.0}, {801489.879564487, 2324883.56883734}},
}};

TEST(Utm, AgreesWithProjToATenthOfAMillimetre) {
    const auto utm = Utm::of_epsg(32648);
    ASSERT_TRUE(utm);
    for (const Known& k : kZone48) {
        const Projected p = utm->forward(k.geographic);
        EXPECT_NEAR(p.easting_m, k.utm.easting_m, 1.0e-4);
        EXPECT_NEAR(p.northing_m, k.utm.northing_m, 1.0e-4);
    }
}

TEST(Utm, InverseUndoesForward) {
    const auto utm = Utm::of_epsg(32648);
    ASSERT_TRUE(utm);
    for (double lon = 103.0; lon <= 108.0; lon += 0.5) {
        for (double lat = -15.0; lat <= 23.0; lat += 1.5) {
            const LonLat back = utm->inverse(utm->forward({lon, lat}));
            EXPECT_NEAR(back.lon_deg, lon, 1.0e-9);
            EXPECT_NEAR(back.lat_deg, lat, 1.0e-9);
        }
    }
}

TEST(Utm, SouthernZonesHaveTheFalseNorthing) {
    const auto utm = Utm::of_epsg(32748);
    ASSERT_TRUE(utm);
    const Projected p = utm->forward({107.9, -21.0});
    EXPECT_NEAR(p.easting_m, 801489.879564487, 1.0e-4);
    EXPECT_NEAR(p.northing_m, 7675116.43116266, 1.0e-4);
}

TEST(Utm, OtherSystemsAreRefusedByName) {
    const auto utm = Utm::of_epsg(3405);
    ASSERT_FALSE(utm);
    EXPECT_NE(to_text(utm.error()).find("EPSG:3405"), std::string::npos);
    EXPECT_FALSE(Utm::of_epsg(32661));
}

}  // namespace
}  // namespace sd
