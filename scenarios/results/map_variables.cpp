#include "scenarios/results/map_variables.h"

#include <fmt/format.h>
#include <netcdf.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "scenarios/results/crs.h"

namespace sd::results {
namespace {

constexpr std::array<MapVariable, 4> kSlices{{
    {"depth", "depth of water above the ground", "flood_water_thickness", "m", "time: point"},
    {"level", "level of the water above the vertical datum", "water_surface_height_above_reference_datum", "m",
     "time: point"},
    {"x_velocity", "depth-averaged velocity of the water towards growing x", "", "m s-1", "time: point"},
    {"y_velocity", "depth-averaged velocity of the water towards growing y", "", "m s-1", "time: point"},
}};
constexpr std::array<MapVariable, 2> kCanals{{
    {"canal_depth", "depth of water above the bed of the canal in the cell", "", "m", "time: point"},
    {"canal_level", "level of the water in the canal above the vertical datum",
     "water_surface_height_above_reference_datum", "m", "time: point"},
}};
constexpr std::array<MapVariable, 6> kMaxima{{
    {"max_depth", "greatest depth", "flood_water_thickness", "m", "time: maximum"},
    {"max_level", "greatest level", "water_surface_height_above_reference_datum", "m", "time: maximum"},
    {"max_speed", "greatest speed", "flood_water_speed", "m s-1", "time: maximum"},
    {"max_depth_speed", "greatest product of depth and speed at the same moment", "", "m2 s-1", "time: maximum"},
    {"arrival_time", "time from the start until the cell is first wet", "", "s", "time: minimum"},
    {"wet_duration", "time that the cell is wet", "flood_water_duration_above_threshold", "s", "time: sum"},
}};

constexpr std::size_t kLargestChunk = 1024;
constexpr int kDeflate = 2;

/// "seconds since 2026-10-28 11:00:00" in UTC, as CF spells it.
std::string time_units(Instant epoch) {
    const CivilTime c = civil_of(epoch, Duration{});
    const int decimals = epoch.ns % 1'000'000'000 == 0 ? 0 : 6;
    return fmt::format("seconds since {:04}-{:02}-{:02} {:02}:{:02}:{:0{}.{}f}", c.year, c.month, c.day, c.hour,
                       c.minute, c.second, decimals == 0 ? 2 : 9, decimals);
}

}  // namespace

std::span<const MapVariable, 4> slice_variables() { return kSlices; }
std::span<const MapVariable, 2> canal_variables() { return kCanals; }
std::span<const MapVariable, 6> maximum_variables() { return kMaxima; }

void NetcdfFile::text(int variable, const char* name, const std::string& value) {
    if (!value.empty()) check(nc_put_att_text(id_, variable, name, value.size(), value.data()));
}

void NetcdfFile::number(int variable, const char* name, double value) {
    check(nc_put_att_double(id_, variable, name, NC_DOUBLE, 1, &value));
}

void NetcdfFile::pack(int variable, bool over_time) {
    const std::array<std::size_t, 3> chunk{1, std::min(ny_, kLargestChunk), std::min(nx_, kLargestChunk)};
    check(nc_def_var_chunking(id_, variable, NC_CHUNKED, chunk.data() + (over_time ? 0 : 1)));
    check(nc_def_var_deflate(id_, variable, 1, 1, kDeflate));
}

int NetcdfFile::map(const MapVariable& about, bool over_time, bool has_crs, const std::string& datum) {
    const std::array<int, 3> dimensions{time_, y_, x_};
    int variable = -1;
    check(nc_def_var(id_, about.name, NC_FLOAT, over_time ? 3 : 2, dimensions.data() + (over_time ? 0 : 1), &variable));
    pack(variable, over_time);
    check(nc_def_var_fill(id_, variable, NC_FILL, &kFill));
    text(variable, "long_name", about.long_name);
    text(variable, "standard_name", about.standard_name);
    text(variable, "units", about.units);
    text(variable, "cell_methods", about.cell_methods);
    if (has_crs) text(variable, "grid_mapping", "crs");
    text(variable, "vertical_datum", datum);
    return variable;
}

int NetcdfFile::hazard(bool has_crs) {
    const std::array<int, 2> dimensions{y_, x_};
    constexpr signed char kDry = 0;
    constexpr std::array<signed char, 6> kFlags{1, 2, 3, 4, 5, 6};
    int variable = -1;
    check(nc_def_var(id_, "hazard", NC_BYTE, 2, dimensions.data(), &variable));
    pack(variable, false);
    check(nc_def_var_fill(id_, variable, NC_FILL, &kDry));
    text(variable, "long_name", "greatest flood hazard class, Australian Rainfall and Runoff 2016, table 6.7.4");
    check(nc_put_att_schar(id_, variable, "flag_values", NC_BYTE, kFlags.size(), kFlags.data()));
    text(variable, "flag_meanings", "H1 H2 H3 H4 H5 H6");
    if (has_crs) text(variable, "grid_mapping", "crs");
    return variable;
}

void NetcdfFile::crs(const MapFrame& frame, const Crs& system) {
    int variable = -1;
    check(nc_def_var(id_, "crs", NC_INT, 0, nullptr, &variable));
    text(variable, "grid_mapping_name", system.grid_mapping_name);
    for (const auto& [name, value] : system.parameters) number(variable, name.c_str(), value);
    text(variable, "crs_wkt", system.wkt2);
    text(variable, "spatial_ref", system.wkt);  // what GDAL before 3.5 reads
    text(variable, "epsg_code", fmt::format("EPSG:{}", frame.epsg));
    const GridSpec& g = frame.grid;
    text(variable, "GeoTransform",
         fmt::format("{} {} 0 {} 0 {}", frame.east_m, g.cell_m, frame.north_m + g.ny * g.cell_m, -g.cell_m));
}

Result<void> NetcdfFile::axes(const MapFrame& frame, const std::string& file) {
    const GridSpec& g = frame.grid;
    nx_ = static_cast<std::size_t>(g.nx);
    ny_ = static_cast<std::size_t>(g.ny);
    check(nc_def_dim(id_, "time", NC_UNLIMITED, &time_));
    check(nc_def_dim(id_, "y", ny_, &y_));
    check(nc_def_dim(id_, "x", nx_, &x_));
    check(nc_def_var(id_, "time", NC_DOUBLE, 1, &time_, &time_variable));
    text(time_variable, "standard_name", "time");
    text(time_variable, "long_name", "time");
    text(time_variable, "units", time_units(frame.epoch));
    text(time_variable, "calendar", "standard");
    text(time_variable, "axis", "T");
    int x = -1;
    int y = -1;
    check(nc_def_var(id_, "y", NC_DOUBLE, 1, &y_, &y));
    check(nc_def_var(id_, "x", NC_DOUBLE, 1, &x_, &x));
    for (const auto& [variable, axis] : {std::pair{x, "x"}, std::pair{y, "y"}}) {
        text(variable, "standard_name", fmt::format("projection_{}_coordinate", axis));
        text(variable, "long_name", fmt::format("{} of the cell's centre", *axis == 'x' ? "easting" : "northing"));
        text(variable, "units", "m");
        text(variable, "axis", *axis == 'x' ? "X" : "Y");
    }
    if (frame.epsg != 0) {
        const auto system = crs_of(frame.epsg, file);
        if (!system) return fail(system.error());
        crs(frame, *system);
    }
    std::vector<double> at(std::max(nx_, ny_));
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = frame.east_m + (static_cast<double>(i) + 0.5) * g.cell_m;
    check(nc_put_var_double(id_, x, at.data()));
    for (std::size_t j = 0; j < at.size(); ++j) at[j] = frame.north_m + (static_cast<double>(j) + 0.5) * g.cell_m;
    check(nc_put_var_double(id_, y, at.data()));
    return {};
}

}  // namespace sd::results
