// Ground and bed levels. The terrain is synthetic: zone ranges from the skeleton, a slow fall away from the water
// (natural levees of the delta) and smooth noise.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"
#include "sim/core/math.h"

namespace sd::recipe {
namespace {

/// Smooth noise in [0, 1): values on a lattice of `scale_m`, cubic blend between them.
class ValueNoise {
public:
    ValueNoise(const Draw& draw, std::uint32_t stream, const GridSpec& grid, double scale_m)
        : scale_m_(scale_m),
          nx_(static_cast<int>(grid.nx * grid.cell_m / scale_m) + 3),
          ny_(static_cast<int>(grid.ny * grid.cell_m / scale_m) + 3),
          value_(static_cast<std::size_t>(nx_) * static_cast<std::size_t>(ny_)) {
        for (std::size_t k = 0; k < value_.size(); ++k) {
            value_[k] = draw.uniform(stream, static_cast<std::uint32_t>(k), 0);
        }
    }

    [[nodiscard]] double at(LocalXY p) const {
        const double u = p.x_m / scale_m_;
        const double v = p.y_m / scale_m_;
        const int i = std::clamp(static_cast<int>(u), 0, nx_ - 2);
        const int j = std::clamp(static_cast<int>(v), 0, ny_ - 2);
        const double a = ease(u - i);
        const double b = ease(v - j);
        const double low = value(i, j) * (1.0 - a) + value(i + 1, j) * a;
        const double high = value(i, j + 1) * (1.0 - a) + value(i + 1, j + 1) * a;
        return low * (1.0 - b) + high * b;
    }

private:
    static double ease(double t) { return t * t * (3.0 - 2.0 * t); }
    [[nodiscard]] double value(int i, int j) const {
        return value_[static_cast<std::size_t>(j) * static_cast<std::size_t>(nx_) + static_cast<std::size_t>(i)];
    }
    double scale_m_;
    int nx_;
    int ny_;
    std::vector<double> value_;
};

// Mean over (2·reach+1) cells along one row or column, in place.
void blur_run(std::vector<double>& run, std::vector<double>& sums, int reach) {
    const int n = static_cast<int>(run.size());
    sums.assign(run.size() + 1, 0.0);
    for (int k = 0; k < n; ++k)
        sums[static_cast<std::size_t>(k) + 1] = sums[static_cast<std::size_t>(k)] + run[static_cast<std::size_t>(k)];
    for (int k = 0; k < n; ++k) {
        const int a = std::max(0, k - reach);
        const int b = std::min(n, k + reach + 1);
        run[static_cast<std::size_t>(k)] =
            (sums[static_cast<std::size_t>(b)] - sums[static_cast<std::size_t>(a)]) / (b - a);
    }
}

void blur(Grid<float>& grid, int reach) {
    std::vector<double> run;
    std::vector<double> sums;
    for (int j = 0; j < grid.ny(); ++j) {
        run.assign(grid.row(j).begin(), grid.row(j).end());
        blur_run(run, sums, reach);
        for (int i = 0; i < grid.nx(); ++i) grid(i, j) = static_cast<float>(run[static_cast<std::size_t>(i)]);
    }
    for (int i = 0; i < grid.nx(); ++i) {
        run.clear();
        for (int j = 0; j < grid.ny(); ++j) run.push_back(grid(i, j));
        blur_run(run, sums, reach);
        for (int j = 0; j < grid.ny(); ++j) grid(i, j) = static_cast<float>(run[static_cast<std::size_t>(j)]);
    }
}

// Lowest or highest ground of the zones, smoothed so that no step shows where two zones meet.
Grid<float> zone_level(const Draft& draft, const char* key) {
    const GridSpec& grid = draft.city.grid;
    std::vector<float> of_zone;
    for (const Feature* zone : draft.zones) of_zone.push_back(static_cast<float>(zone->get(key, 1.0)));
    Grid<float> out(grid.nx, grid.ny, 1.0F);
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const std::int16_t z = draft.zone(i, j);
            if (z >= 0) out(i, j) = of_zone[static_cast<std::size_t>(z)];
        }
    }
    blur(out, 6);
    blur(out, 6);
    return out;
}

// Distance from each river cell to the nearest cell that is no river.
Grid<float> river_to_bank(const City& city) {
    Grid<std::uint8_t> land(city.grid.nx, city.grid.ny, 0);
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const auto cover = static_cast<Cover>(city.cover(i, j));
            land(i, j) = cover == Cover::River || cover == Cover::Canal ? 0 : 1;
        }
    }
    return distance_field(city.grid, land, 2000.0F);
}

/// Levels are kept in steps of 1/256 m: finer ones would be false precision and make the pack large.
float rounded(double level_m) { return static_cast<float>(std::floor(level_m * 256.0 + 0.5) / 256.0); }

void lower_canals(Draft& draft) {
    City& city = draft.city;
    for (const CanalLine& canal : city.canals) {
        const double half = 0.5 * canal.width_m;
        const int reach = static_cast<int>(half / city.grid.cell_m) + 2;
        for (const std::uint32_t cell : cells_under(city.grid, canal.line)) {
            const int ci = static_cast<int>(cell) % city.grid.nx;
            const int cj = static_cast<int>(cell) / city.grid.nx;
            for (int j = std::max(0, cj - reach); j <= std::min(city.grid.ny - 1, cj + reach); ++j) {
                for (int i = std::max(0, ci - reach); i <= std::min(city.grid.nx - 1, ci + reach); ++i) {
                    if (static_cast<Cover>(city.cover(i, j)) != Cover::Canal) continue;
                    city.ground_m(i, j) = std::min(city.ground_m(i, j), rounded(canal.bed_m));
                }
            }
        }
    }
}

void lower_lakes(Draft& draft) {
    City& city = draft.city;
    for (const Feature* lake : draft.source.layer("lake")) {
        const double depth = lake->get("depth_m", 2.0);
        fill_rings(city.grid, lake->parts, [&](int i, int j) {
            if (static_cast<Cover>(city.cover(i, j)) == Cover::Lake) city.ground_m(i, j) = rounded(0.8 - depth);
        });
    }
}

}  // namespace

void raise_ground(Draft& draft) {
    City& city = draft.city;
    const Settings& s = draft.settings();
    const GridSpec& grid = city.grid;
    const Grid<float> low = zone_level(draft, "ground_m_min");
    const Grid<float> high = zone_level(draft, "ground_m_max");
    const Grid<float> to_bank = river_to_bank(city);
    const ValueNoise broad(draft.draw, stream_of("recipe.noise.broad"), grid, 640.0);
    const ValueNoise middle(draft.draw, stream_of("recipe.noise.middle"), grid, 170.0);
    const ValueNoise fine(draft.draw, stream_of("recipe.noise.fine"), grid, 45.0);
    city.ground_m = Grid<float>(grid.nx, grid.ny, 0.0F);
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const LocalXY p = grid.center(i, j);
            const double noise = 0.7 * broad.at(p) + 0.2 * middle.at(p) + 0.1 * fine.at(p);
            if (static_cast<Cover>(city.cover(i, j)) == Cover::River) {
                const double shore = 1.0 - math::exp(-to_bank(i, j) / s.river_shore_scale_m);
                const double bed = s.river_shore_bed_m + (s.river_bed_m - s.river_shore_bed_m) * shore;
                city.ground_m(i, j) = rounded(bed + 0.8 * (broad.at(p) - 0.5) * shore);
                continue;
            }
            // 0.10 m above the zone's own level at the water, 0.10 m below it from 1.5 km on.
            const double levee = 0.10 - 0.20 * std::min(1.0, draft.to_water_m(i, j) / 1500.0);
            const double ground = low(i, j) + (high(i, j) - low(i, j)) * noise + levee;
            city.ground_m(i, j) = rounded(ground);
        }
    }
    lower_canals(draft);
    lower_lakes(draft);
}

}  // namespace sd::recipe
