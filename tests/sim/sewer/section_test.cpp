#include "sim/sewer/section.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/units.h"

namespace sd::sewer {
namespace {

TEST(Section, TablesFollowTheExactGeometry) {
    SectionSpec trapezoid;
    trapezoid.shape = Shape::Trapezoidal;
    trapezoid.height_m = 2.0;
    trapezoid.width_m = 1.0;
    trapezoid.slope_left = 1.5;
    trapezoid.slope_right = 1.0;
    for (const SectionSpec& spec : {SectionSpec{Shape::Circular, 1.2}, SectionSpec{Shape::RectClosed, 1.0, 2.0},
                                    SectionSpec{Shape::RectOpen, 1.0, 2.0}, trapezoid}) {
        const Section s = make_section(spec);
        for (int k = 1; k < 400; ++k) {
            const double y = spec.height_m * k / 400.0;
            const Geometry g = geometry(spec, y);
            const Wet w = wet(s, y);
            EXPECT_NEAR(w.area_m2, g.area_m2, 2e-4 * s.area_full_m2);
            if (k < 390) {
                const double radius = g.area_m2 / g.perimeter_m;
                EXPECT_NEAR(w.r43, radius * std::cbrt(radius), 0.004 * s.r43_full) << k;
                EXPECT_NEAR(w.width_m, g.width_m, 0.08 * spec.height_m) << k;
            }
        }
    }
}

TEST(Section, FullPipeHasTheWellKnownFigures) {
    const Section s = make_section({Shape::Circular, 1.0});
    EXPECT_NEAR(s.area_full_m2, kPi / 4.0, 1e-9);
    EXPECT_NEAR(s.r43_full, std::pow(0.25, 4.0 / 3.0), 1e-9);
    // A circle conveys 1.076 times its full flow at 0.938 of its diameter (Chow 1959, table 2-1 and figure 6-5).
    EXPECT_NEAR(s.conveyance_max / (s.area_full_m2 * std::pow(0.25, 2.0 / 3.0)), 1.0757, 0.001);
    EXPECT_EQ(wet(s, 3.0).area_m2, s.area_full_m2);
    EXPECT_EQ(wet(s, 3.0).width_m, 0.0);
    EXPECT_EQ(wet(s, -1.0).area_m2, 0.0);
}

TEST(Section, CriticalDepthOfARectangle) {
    const SectionSpec spec{Shape::RectOpen, 2.0, 3.0};
    const Section s = make_section(spec);
    for (const double q : {0.05, 0.5, 2.0, 8.0, 20.0}) {
        const double exact = std::cbrt(q * q / 9.0 / kGravity_m_s2);  // (q²/g)^(1/3), q per metre of width
        const DepthAt found = depth_at(s.critical_m, q, s.critical_max_m3_s);
        EXPECT_NEAR(found.depth_m, exact, 2e-3) << q;
        EXPECT_NEAR(found.per_m3_s, 2.0 / 3.0 * exact / q, 0.05 * exact / q + 1e-3) << q;
    }
}

}  // namespace
}  // namespace sd::sewer
