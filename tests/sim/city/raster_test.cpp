#include "sim/city/raster.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draw.h"

namespace sd {
namespace {

TEST(CellsUnder, AnyLineIsFourConnected) {
    const GridSpec grid{40, 30, 10.0, {}};
    const Draw draw(7);
    for (std::uint32_t k = 0; k < 300; ++k) {
        std::vector<LocalXY> line;
        for (std::uint32_t n = 0; n < 3; ++n)
            line.push_back({draw.uniform(1, k, n, 1, 399), draw.uniform(2, k, n, 1, 299)});
        const auto cells = cells_under(grid, line);
        ASSERT_FALSE(cells.empty());
        EXPECT_EQ(cells.front(), grid.cell_clamped(line.front()));
        EXPECT_EQ(cells.back(), grid.cell_clamped(line.back()));
        for (std::size_t c = 1; c < cells.size(); ++c) {
            const LocalXY a = grid.center_of(cells[c - 1]);
            const LocalXY b = grid.center_of(cells[c]);
            EXPECT_NEAR(std::abs(a.x_m - b.x_m) + std::abs(a.y_m - b.y_m), 10.0, 1.0e-9);
        }
    }
}

TEST(FillRings, PaintsExactlyTheCentresInside) {
    const GridSpec grid{50, 50, 10.0, {}};
    const std::vector<Ring> rings{{{33, 41}, {402, 77}, {371, 460}, {52, 380}},
                                  {{151.3, 150}, {250.7, 160}, {203.9, 260}}};
    Grid<std::uint8_t> mark(50, 50, 0);
    fill_rings(grid, rings, [&](int i, int j) { mark(i, j) = 1; });
    for (int j = 0; j < 50; ++j) {
        for (int i = 0; i < 50; ++i) EXPECT_EQ(mark(i, j) == 1, inside(grid.center(i, j), rings)) << i << ' ' << j;
    }
}

TEST(DistanceField, IsWithinEightPercentOfEuclid) {
    const GridSpec grid{61, 61, 10.0, {}};
    Grid<std::uint8_t> mark(61, 61, 0);
    mark(30, 30) = 1;
    const Grid<float> field = distance_field(grid, mark, 10000.0F);
    for (int j = 0; j < 61; ++j) {
        for (int i = 0; i < 61; ++i) {
            const double exact = 10.0 * std::hypot(i - 30, j - 30);
            EXPECT_GE(field(i, j), exact - 1.0e-3);
            EXPECT_LE(field(i, j), 1.083 * exact + 1.0e-3);
        }
    }
}

TEST(AreaOf, IsPositiveCounterClockwise) {
    EXPECT_DOUBLE_EQ(area_of({{0, 0}, {4, 0}, {4, 3}, {0, 3}}), 12.0);
    EXPECT_DOUBLE_EQ(area_of({{0, 3}, {4, 3}, {4, 0}, {0, 0}}), -12.0);
}

TEST(PointAt, WalksThePolyline) {
    const std::vector<LocalXY> line{{0, 0}, {10, 0}, {10, 10}};
    EXPECT_DOUBLE_EQ(length_of(line), 20.0);
    EXPECT_EQ(point_at(line, 15.0), (LocalXY{10, 5}));
    EXPECT_EQ(point_at(line, 99.0), (LocalXY{10, 10}));
}

}  // namespace
}  // namespace sd
