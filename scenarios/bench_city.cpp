#include "scenarios/bench_city.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "scenarios/city_source.h"
#include "scenarios/city_water.h"
#include "sim/city/recipe.h"

namespace sd {
namespace {

/// The storm of scenarios/library/king_tide_rush.yaml.
WorldConfig storm() {
    WorldConfig out;
    out.start = instant_of({2026, 10, 29, 17, 30, 0.0});
    out.tide = tide::vung_tau();
    out.tide.surge_m = 0.35;
    out.weather.storms.push_back({out.start, hours(2), 2.0, 90.0, 0.1});
    return out;
}

double wet_share(const flood::State& state) {
    const GridSpec& grid = state.cells.layout.grid;
    std::size_t wet = 0;
    for (std::uint32_t c = 0; c < grid.cells(); ++c) wet += state.cells.depth_m(c) > flood::kLeastFlow_m ? 1U : 0U;
    return static_cast<double>(wet) / static_cast<double>(grid.cells());
}

Result<void> bench_at(double cell_m, Duration length, int threads, Figures& out) {
    const auto data = data_folder();
    if (!data) return fail(data.error());
    const auto city = build_my_tho(*data / "my_tho", cell_m);
    if (!city) return fail(city.error());
    Parallel parallel(threads);
    auto water = make_city_water(*city, storm(), parallel);
    if (!water) return fail(water.error());
    const auto began = std::chrono::steady_clock::now();
    for (const Instant end = water->now + length; water->now < end;) step(*water, parallel);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const std::string tag = fmt::format("city_{:.0f}m_{}threads", cell_m, threads);
    const auto cells = static_cast<double>(city->grid.cells());
    out.push_back({tag + ".speed", length.seconds() / took.count(), "× real time", 1, "", 0.0});
    out.push_back(
        {tag + ".wet_share", wet_share(water->flood), fmt::format("of {:.2f} M cells", cells / 1e6), 1, "", 0.0});
    out.push_back({tag + ".mass_error", flood::mass_error_relative(water->flood), "relative", 1, "", 0.0});
    return {};
}

}  // namespace

Result<void> bench_city_into(bool quick, int threads, Figures& out) {
    if (auto done = bench_at(10.0, quick ? minutes(5) : minutes(30), threads, out); !done || quick) return done;
    return bench_at(5.0, minutes(30), threads, out);
}

}  // namespace sd
