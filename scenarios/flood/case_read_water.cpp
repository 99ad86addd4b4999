// What comes in from above and over the rim, and the places that people want to see.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/city_source.h"
#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/exposure.h"
#include "scenarios/flood/raster.h"
#include "scenarios/page/files.h"
#include "scenarios/words.h"
#include "sim/tide.h"

namespace sd {
namespace {

void read_cell_of_rain(CaseReader& in, const YamlNode& node) {
    hydro::RainCell cell;
    Fields fields(node, "a rain cell", in.file, in.errors);
    Duration lasting = minutes(30);
    if (const YamlNode* at = fields.find("from")) cell.from_s = in.seconds(*at, "from").value_or(0.0);
    fields.duration("for", lasting);
    cell.until_s = cell.from_s + lasting.seconds();
    if (const YamlNode* at = fields.require("at", "at: [easting, northing]"))
        cell.start = in.place(*at, "at").value_or(LocalXY{});
    fields.number("peak_mm_h", 0.0, 500.0, "mm/h", cell.peak_mm_h);
    fields.number("radius_m", in.ground_known ? in.grid().cell_m : 1.0, 50000.0, "m", cell.radius_m);
    fields.number("east_m_s", -40.0, 40.0, "m/s", cell.east_m_s);
    fields.number("north_m_s", -40.0, 40.0, "m/s", cell.north_m_s);
    fields.finish();
    in.out.flood_case.hydrology.rain.cells.push_back(cell);
}

void read_map_of_rain(CaseReader& in, const YamlNode& node) {
    hydro::RainMap map;
    Fields fields(node, "a rain map", in.file, in.errors);
    std::string raster;
    if (const YamlNode* at = fields.find("from")) map.from_s = in.seconds(*at, "from").value_or(0.0);
    fields.text("raster", raster);
    fields.finish();
    auto& maps = in.out.flood_case.hydrology.rain.maps;
    if (!maps.empty() && map.from_s <= maps.back().from_s) in.error(node, "rain maps do not rise in time");
    if (!in.ground_known) return;
    // A radar picture is coarse: one value per block of the engine is what the engine looks at.
    map.grid = in.grid();
    map.grid.cell_m *= hydro::kBlock;
    map.grid.nx = (map.grid.nx + hydro::kBlock - 1) / hydro::kBlock;
    map.grid.ny = (map.grid.ny + hydro::kBlock - 1) / hydro::kBlock;
    const auto values = raster_on(
        in.path(raster), {in.out.frame.epsg, in.out.frame.east_m, in.out.frame.north_m, map.grid}, Resample::Bilinear);
    if (!values) {
        for (const Error& e : values.error()) in.error(node, e.file + " " + e.message, e.hint);
        return;
    }
    for (const double v : *values) map.mm_h.push_back(std::isfinite(v) && v > 0.0 ? static_cast<float>(v) : 0.0F);
    maps.push_back(std::move(map));
}

flood::Side side_of(CaseReader& in, const YamlNode* node) {
    const std::vector<std::string> sides{"west", "east", "south", "north"};
    if (node == nullptr) return flood::Side::West;
    const auto at = std::find(sides.begin(), sides.end(), node->text);
    if (at == sides.end()) in.error(*node, "side is \"" + node->text + "\"", suggest(node->text, sides));
    return static_cast<flood::Side>(at == sides.end() ? 0 : at - sides.begin());
}

// Cells of a stretch along one side of the grid.
std::vector<std::uint32_t> stretch(CaseReader& in, const YamlNode& node, flood::Side side, double from_m, double to_m) {
    std::vector<std::uint32_t> cells;
    if (!in.ground_known) return cells;
    const GridSpec& g = in.grid();
    const bool upright = side == flood::Side::West || side == flood::Side::East;
    const int count = upright ? g.ny : g.nx;
    if (from_m >= to_m || from_m < 0.0 || from_m >= count * g.cell_m) {
        in.error(node,
                 fmt::format("the stretch {}…{} m lies off the grid, whose side is {} m long", from_m, to_m,
                             count * g.cell_m),
                 "count metres from the south-west, along the side");
        return cells;
    }
    for (int k = 0; k < count; ++k) {
        const double middle_m = (k + 0.5) * g.cell_m;
        if (middle_m < from_m || middle_m > to_m) continue;
        const std::uint32_t cell = upright ? g.cell(side == flood::Side::West ? 0 : g.nx - 1, k)
                                           : g.cell(k, side == flood::Side::South ? 0 : g.ny - 1);
        if (std::isfinite(in.out.flood_case.ground.bed_m[cell])) cells.push_back(cell);
    }
    if (cells.empty()) in.error(node, "the stretch has no ground", "move it to where the terrain reaches the rim");
    return cells;
}

void read_rim(CaseReader& in, const YamlNode& node) {
    hydro::RimSpec rim;
    Fields fields(node, "a rim", in.file, in.errors);
    double from_m = 0.0;
    double to_m = 1e9;
    bool open = false;
    fields.text("name", rim.name);
    rim.side = side_of(in, fields.require("side", "side: west, east, south or north"));
    fields.number("from_m", -1e9, 1e9, "m", from_m);
    fields.number("to_m", -1e9, 1e9, "m", to_m);
    fields.truth("open", open);
    const YamlNode* level = fields.find("level_m");
    const YamlNode* flow = fields.find("discharge_m3_s");
    const YamlNode* rating = fields.find("rating");
    const YamlNode* tide = fields.find("tide");
    fields.finish();
    const int kinds = (level != nullptr ? 1 : 0) + (flow != nullptr ? 1 : 0) + (rating != nullptr ? 1 : 0) +
                      (tide != nullptr ? 1 : 0) + (open ? 1 : 0);
    if (kinds != 1) {
        fields.error(node, fmt::format("a rim has {} of level_m, discharge_m3_s, rating, tide and open", kinds),
                     "give exactly one");
        return;
    }
    rim.kind = level != nullptr || tide != nullptr ? hydro::RimKind::Level
               : flow != nullptr                   ? hydro::RimKind::Discharge
               : rating != nullptr                 ? hydro::RimKind::Rating
                                                   : hydro::RimKind::Open;
    if (level != nullptr) rim.curve = in.series(*level, "level_m", -1000.0, 9000.0, "m");
    if (flow != nullptr) rim.curve = in.series(*flow, "discharge_m3_s", -1e5, 1e5, "m³/s");
    if (rating != nullptr) {
        rim.curve = in.table(*rating, "rating");
        if (rim.curve.x.size() < 2) in.error(*rating, "a rating needs two or more points", "[[level, m³/s], …]");
        for (const double q : rim.curve.y)
            if (q < 0.0) in.error(*rating, "a rating holds a discharge below zero", "it says what leaves: positive");
    }
    if (tide != nullptr) rim.curve = read_case_tide(in, *tide);
    rim.cells = stretch(in, node, rim.side, from_m, to_m);
    for (const hydro::RimSpec& other : in.out.flood_case.rims) {
        if (other.side != rim.side) continue;
        const bool shared = std::any_of(rim.cells.begin(), rim.cells.end(), [&](std::uint32_t cell) {
            return std::find(other.cells.begin(), other.cells.end(), cell) != other.cells.end();
        });
        if (shared)
            in.error(node, "rims \"" + rim.name + "\" and \"" + other.name + "\" overlap",
                     "let one end where the other begins");
    }
    if (rim.kind == hydro::RimKind::Level) {
        double& highest_m = in.out.flood_case.ground.highest_water_m;
        for (const double level_m : rim.curve.y) highest_m = std::max(highest_m, level_m);
    }
    if (!rim.cells.empty()) in.out.flood_case.rims.push_back(std::move(rim));
}

void read_source(CaseReader& in, const YamlNode& node) {
    hydro::Source source;
    Fields fields(node, "a source", in.file, in.errors);
    fields.text("name", source.name);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    const YamlNode* canal = fields.find("canal");
    const YamlNode* flow = fields.require("m3_s", "m3_s: [[+0h, 0.5], [+1h, 0]]");
    fields.finish();
    const auto cell = at == nullptr      ? std::nullopt
                      : canal != nullptr ? in.canal(*canal, *at, "at")
                                         : in.cell(*at, "at");
    if (flow != nullptr) source.m3_s = in.series(*flow, "m3_s", -1e5, 1e5, "m³/s");
    if (!cell) return;
    source.cell = *cell;
    in.out.flood_case.sources.push_back(std::move(source));
}

results::Line read_line(CaseReader& in, const YamlNode& node, const std::string& what) {
    results::Line line;
    Fields fields(node, what, in.file, in.errors);
    fields.text("name", line.name);
    if (const YamlNode* way = fields.require("line", "line: [[easting, northing], …]")) {
        line.points = in.line(*way, "line");
        const bool off = in.ground_known && line.points.size() > 1 && results::cut(line, in.grid()).empty();
        if (off) in.error(*way, what + " nowhere touches the grid");
    }
    fields.finish();
    return line;
}

/// curves: {residential: FILE, commerce: FILE, industry: FILE}, "depth,fraction" lines instead of the JRC's.
void read_curves(CaseReader& in, const YamlNode& node) {
    Fields fields(node, "curves", in.file, in.errors);
    auto& curves = in.out.exposure.curves;
    for (std::size_t k = 0; k < curves.size(); ++k) {
        std::string name;
        fields.text(std::string(results::name_of(static_cast<results::BuildingUse>(k))), name);
        if (name.empty()) continue;
        const auto text = read_file(in.path(name));
        const auto curve = text ? results::curve_from_csv(*text, in.path(name).string()) : tl::unexpected(text.error());
        if (curve)
            curves[k] = *curve;
        else
            in.errors.insert(in.errors.end(), curve.error().begin(), curve.error().end());
    }
    fields.finish();
}

}  // namespace

hydro::Curve read_case_tide(CaseReader& in, const YamlNode& node) {
    Fields fields(node, "tide", in.file, in.errors);
    std::string station;
    std::string facts;
    double surge = 0.0;
    double rise = 0.0;
    fields.text("station", station);
    fields.text("facts", facts);
    fields.number("surge_m", -5.0, 10.0, "m", surge);
    fields.number("sea_level_rise_m", -1.0, 5.0, "m", rise);
    fields.finish();
    hydro::Curve curve;
    const auto data = data_folder();
    const auto file = !facts.empty() ? in.path(facts)
                      : data         ? *data / "my_tho" / "my_tho_facts.yaml"
                                     : std::filesystem::path{};
    const auto config = tide::config_from_facts(file, station);
    if (!config) {
        for (const Error& e : config.error()) in.error(node, e.message, e.hint);
        return curve;
    }
    for (Duration t; t <= in.out.length + minutes(10); t = t + minutes(5)) {
        curve.x.push_back(t.seconds());
        curve.y.push_back(tide::level_m(*config, in.out.frame.epoch + t) + surge + rise);
    }
    return curve;
}

void read_case_exposure(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("exposure");
    if (node == nullptr) return;
    Fields fields(*node, "exposure", in.file, in.errors);
    std::string buildings;
    std::string roads;
    ExposureDefaults defaults;
    fields.text("buildings", buildings);
    fields.text("roads", roads);
    fields.text("currency", in.out.exposure.currency);
    fields.number("value_per_m2", 0.0, 1e12, "of the currency", defaults.value_per_m2);
    fields.number("plinth_m", 0.0, 10.0, "m", defaults.plinth_m);
    if (const YamlNode* curves = fields.find("curves")) read_curves(in, *curves);
    fields.finish();
    if (!in.ground_known) return;
    const GridFrame frame{in.out.frame.epsg, in.out.frame.east_m, in.out.frame.north_m, in.grid()};
    Errors errors;
    if (!buildings.empty()) {
        const auto read = read_buildings(in.path(buildings), frame, in.out.flood_case.ground.bed_m, defaults,
                                         in.out.exposure, in.out.warnings);
        if (!read) errors = read.error();
    }
    if (!roads.empty()) {
        const auto read = read_roads(in.path(roads), frame, in.out.exposure, in.out.warnings);
        if (!read) errors.insert(errors.end(), read.error().begin(), read.error().end());
    }
    for (const Error& e : errors) in.error(*node, e.file + " " + e.message, e.hint);
}

void read_case_rain(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("rain");
    if (node == nullptr) return;
    hydro::Hydrology& h = in.out.flood_case.hydrology;
    Fields fields(*node, "rain", in.file, in.errors);
    if (const YamlNode* uniform = fields.find("uniform_mm_h")) {
        h.rain.uniform_mm_h = in.series(*uniform, "uniform_mm_h", 0.0, 1000.0, "mm/h");
        const hydro::Curve& curve = h.rain.uniform_mm_h;
        if (curve.x.size() > 1 && curve.y.back() > 0.0 && curve.x.back() < in.out.length.seconds()) {
            in.out.warnings.push_back(
                {fmt::format("mưa tiếp tục {:g} mm/h sau điểm cuối của nó", curve.y.back()),
                 fmt::format("the rain goes on at {:g} mm/h after its last point", curve.y.back())});
        }
    }
    for (const YamlNode* cell : in.list(fields, "cells")) read_cell_of_rain(in, *cell);
    for (const YamlNode* map : in.list(fields, "maps")) read_map_of_rain(in, *map);
    h.rain.maps_until_s = in.out.length.seconds();
    if (const YamlNode* until = fields.find("maps_until")) {
        h.rain.maps_until_s = in.seconds(*until, "maps_until").value_or(0.0);
    }
    Duration every = seconds(5);
    fields.duration("every", every);
    h.every_s = every.seconds();
    fields.finish();
}

void read_case_rims(CaseReader& in, Fields& top) {
    for (const YamlNode* rim : in.list(top, "rims")) read_rim(in, *rim);
    for (const YamlNode* source : in.list(top, "sources")) read_source(in, *source);
}

void read_case_places(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "points")) {
        results::Place point;
        Fields fields(*node, "a point", in.file, in.errors);
        fields.text("name", point.name);
        const YamlNode* at = fields.require("at", "at: [easting, northing]");
        const YamlNode* canal = fields.find("canal");
        fields.finish();
        if (at == nullptr) continue;
        const auto place = canal != nullptr ? in.canal(*canal, *at, "at") : in.cell(*at, "at");
        if (!place) continue;
        if (!in.gauges.emplace(point.name, *place).second)
            in.error(*node, "two points are called \"" + point.name + "\"");
        if (canal != nullptr) {
            in.out.canal_points.push_back({point.name, hydro::canal_node(*place)});
            continue;
        }
        point.at = *in.place(*at, "at");
        in.out.points.push_back(point);
    }
    for (const YamlNode* node : in.list(top, "flow_lines"))
        in.out.flow_lines.push_back(read_line(in, *node, "a flow line"));
    for (const YamlNode* node : in.list(top, "profiles")) in.out.profiles.push_back(read_line(in, *node, "a profile"));
}

}  // namespace sd
