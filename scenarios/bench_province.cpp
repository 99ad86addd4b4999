#include "scenarios/bench_province.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <fstream>

#include "scenarios/flood/case_play.h"

namespace sd {
namespace {

constexpr double kCell_m = 20.0;
constexpr int kGates = 200;

/// A gently sloping plain under two to four metres of water, with banks and hollows.
void lay_ground(FloodCaseFile& file, int n) {
    hydro::Case& c = file.flood_case;
    file.frame.grid = GridSpec{n, n, kCell_m, {}};
    c.ground.grid = file.frame.grid;
    const std::size_t cells = file.frame.grid.cells();
    c.ground.bed_m.reserve(cells);
    c.depth_m.reserve(cells);
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const double bed_m = -3.0 + 1.0e-5 * kCell_m * i + 0.8 * std::sin(0.02 * i) * std::sin(0.031 * j);
            c.ground.bed_m.push_back(bed_m);
            c.depth_m.push_back(0.3 - bed_m);
        }
    }
    c.ground.manning.assign(cells, 0.03);
    c.hydrology.soil_of.assign(cells, 0);
    c.hydrology.soils = {hydro::Soil{}};
}

void add_water(FloodCaseFile& file, int n) {
    hydro::Case& c = file.flood_case;
    hydro::RimSpec sea;
    sea.name = "sea";
    sea.kind = hydro::RimKind::Level;
    for (int j = 0; j < n; ++j) sea.cells.push_back(file.frame.grid.cell(0, j));
    for (int t = 0; t <= 24; ++t) {
        sea.curve.x.push_back(300.0 * t);
        sea.curve.y.push_back(0.3 + 0.9 * std::sin(2.0 * 3.14159265 * 300.0 * t / 44712.0));
    }
    c.rims = {sea};
    c.hydrology.rain.uniform_mm_h = {"", {0.0, 3600.0, 7200.0}, {10.0, 60.0, 10.0}};
    for (int k = 0; k < kGates; ++k) {
        const int i = 3 + k * (n - 8) / kGates;
        const int j = 3 + (k * 37) % (n - 8);
        hydro::Link gate;
        gate.name = fmt::format("G{}", k);
        gate.from = {file.frame.grid.cell(i, j)};
        gate.to = {file.frame.grid.cell(i + 2, j)};
        gate.sill_m = -2.0;
        gate.width_m = 10.0;
        gate.height_m = 3.0;
        gate.rule = {gate.from.front(), gate.to.front(), false, 0.01};
        c.links.push_back(gate);
        file.points.push_back({gate.name, file.frame.grid.center(i, j)});
    }
}

/// Resident memory, bytes.
double resident() {
    std::ifstream in("/proc/self/statm");
    double pages = 0.0;
    in >> pages >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
}

}  // namespace

Result<void> bench_province_into(bool quick, int threads, Figures& out) {
    const int n = quick ? 836 : 2508;
    FloodCaseFile file;
    file.name = "province";
    file.frame.epsg = 32648;
    file.frame.east_m = 600000.0;
    file.frame.north_m = 1100000.0;
    file.length = minutes(quick ? 20 : 120);
    file.output.every = minutes(1);
    file.output.maps_every = hours(1);
    lay_ground(file, n);
    add_water(file, n);
    FloodPlayPlan plan;
    plan.out = std::filesystem::temp_directory_path() / fmt::format("songdoi-province-{}", ::getpid());
    plan.threads = threads;
    double most = 0.0;
    plan.progress = [&most](double, double) {
        most = std::max(most, resident());
        return false;
    };
    const auto played = play_flood_case(std::move(file), plan);
    std::error_code code;
    std::filesystem::remove_all(plan.out, code);
    if (!played) return tl::unexpected(played.error());
    const double cells = static_cast<double>(n) * n;
    const std::string tag = fmt::format("province.{}M.threads{}", std::lround(cells / 1e6), threads);
    const double factor = played->simulated_s / played->wall_s;
    out.push_back({tag + ".speed", factor, "x real time", 1, "real time, results included", factor});
    out.push_back({tag + ".wet", 100.0 * played->wet_share, "%", 1, "", 0.0});
    out.push_back(
        {tag + ".updates", cells * static_cast<double>(played->steps) / played->wall_s / 1e6, "Mcell/s", 1, "", 0.0});
    out.push_back({tag + ".memory", most / cells, "B/cell", 1, "", 0.0});
    const double residual = std::fabs(played->budget.residual_m3()) / played->budget.throughput_m3();
    out.push_back({tag + ".volume_error", residual, "1", 1, "", 0.0});
    return {};
}

}  // namespace sd
