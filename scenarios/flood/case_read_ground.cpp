// Terrain, roughness, buildings, the first water and what the ground takes.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/raster.h"
#include "scenarios/words.h"

namespace sd {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLowest_m = -1000.0;  ///< of terrain
constexpr double kHighest_m = 9000.0;
constexpr double kDeepest_m = 1000.0;  ///< of the first water

GridFrame frame_of(const CaseReader& in) {
    return {in.out.frame.epsg, in.out.frame.east_m, in.out.frame.north_m, in.grid()};
}

void take(CaseReader& in, const YamlNode& at, const Errors& errors) {
    for (const Error& e : errors) in.error(at, e.file + " " + e.message, e.hint);
}

/// Ground, water, maxima and results together need about this much; more than the machine has is refused at once.
bool fits(CaseReader& in, const YamlNode& at, double cells) {
    constexpr double kBytesPerCell = 170.0;
    const double memory = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
    if (cells * kBytesPerCell < memory) return true;
    in.error(at,
             fmt::format("{:.0f} million cells need about {:.0f} GB, this machine has {:.0f}", cells / 1e6,
                         cells * kBytesPerCell / 1e9, memory / 1e9),
             "make the box smaller or the cell larger");
    return false;
}

/// box: [west, south, east, north] with a cell that divides it.
bool read_box(CaseReader& in, const YamlNode& box, double cell_m) {
    const auto read = in.box(box);
    if (!read) return false;
    const auto& b = *read;
    const double nx = (b[2] - b[0]) / cell_m;
    const double ny = (b[3] - b[1]) / cell_m;
    if (!(nx >= 1.0 && ny >= 1.0) || std::fabs(nx - std::round(nx)) > 1e-6 || std::fabs(ny - std::round(ny)) > 1e-6) {
        in.error(box, fmt::format("box does not hold whole cells of {} m", cell_m),
                 "swap its corners if they are mixed up, or move one");
        return false;
    }
    if (nx * ny > in.most_cells) {
        in.error(box, fmt::format("box holds more than {:.0f} million cells", in.most_cells / 1e6),
                 "make it smaller, or the cell larger");
        return false;
    }
    if (!fits(in, box, nx * ny)) return false;
    in.out.frame.grid = GridSpec{static_cast<int>(std::lround(nx)), static_cast<int>(std::lround(ny)), cell_m, {}};
    in.out.frame.east_m = b[0];
    in.out.frame.north_m = b[1];
    return true;
}

// A raster without data in some cells is refused unless the file says that nothing is there.
void check_holes(CaseReader& in, const YamlNode& at, const std::string& name, bool walls) {
    const auto& bed = in.out.flood_case.ground.bed_m;
    const auto strange = std::find_if(bed.begin(), bed.end(), [](double z) { return z < kLowest_m || z > kHighest_m; });
    if (strange != bed.end()) {
        const LocalXY c = in.grid().center_of(static_cast<std::uint32_t>(strange - bed.begin()));
        in.error(at,
                 fmt::format("{} holds the height {:g} m at [{:.1f}, {:.1f}], expected {:g}…{:g}", name, *strange,
                             in.out.frame.east_m + c.x_m, in.out.frame.north_m + c.y_m, kLowest_m, kHighest_m),
                 "tell GDAL what means no data: gdal_edit.py -a_nodata -9999 " + name);
        return;
    }
    const auto holes =
        static_cast<std::size_t>(std::count_if(bed.begin(), bed.end(), [](double z) { return !std::isfinite(z); }));
    if (holes == bed.size()) {
        in.error(at, name + " has no heights within the box", "check box and crs");
    } else if (holes > 0 && !walls) {
        const auto first = std::find_if(bed.begin(), bed.end(), [](double z) { return !std::isfinite(z); });
        const LocalXY c = in.grid().center_of(static_cast<std::uint32_t>(first - bed.begin()));
        in.error(at,
                 fmt::format("{} has no height in {} of {} cells, the first at [{:.1f}, {:.1f}]", name, holes,
                             bed.size(), in.out.frame.east_m + c.x_m, in.out.frame.north_m + c.y_m),
                 "fill them (gdal_fillnodata.py), make the box smaller, or write outside: wall");
    }
}

void read_raster(CaseReader& in, Fields& fields, const YamlNode& at, const YamlNode* box, double cell_m) {
    std::string name;
    std::string outside = "refuse";
    fields.text("raster", name);
    fields.text("outside", outside);
    if (outside != "refuse" && outside != "wall") {
        fields.error(*fields.find("outside"), "outside is \"" + outside + "\", expected refuse or wall");
    }
    if (in.out.frame.epsg == 0) return;
    if (box != nullptr) {
        if (!read_box(in, *box, cell_m)) return;
    } else {
        const auto frame = frame_of_raster(in.path(name), in.out.frame.epsg);
        if (!frame) return take(in, at, frame.error());
        if (!fits(in, at, static_cast<double>(frame->grid.cells()))) return;
        in.out.frame.grid = frame->grid;
        in.out.frame.east_m = frame->east_m;
        in.out.frame.north_m = frame->north_m;
    }
    const auto heights = raster_on(in.path(name), frame_of(in), Resample::Bilinear);
    if (!heights) return take(in, at, heights.error());
    in.out.flood_case.ground.bed_m = *heights;
    check_holes(in, at, name, outside == "wall");
    in.ground_known = true;
}

void read_plane(CaseReader& in, Fields& fields, const YamlNode& at, const YamlNode* box, double cell_m) {
    double level = 0.0;
    double east = 0.0;
    double north = 0.0;
    fields.number("level_m", -1000.0, 9000.0, "m", level);
    fields.number("slope_east", -1.0, 1.0, "m/m", east);
    fields.number("slope_north", -1.0, 1.0, "m/m", north);
    if (box == nullptr) {
        fields.error(at, "a terrain without a raster needs a box", "box: [west, south, east, north]");
        return;
    }
    if (!read_box(in, *box, cell_m)) return;
    for (std::uint32_t c = 0; c < in.grid().cells(); ++c) {
        const LocalXY p = in.grid().center_of(c);
        in.out.flood_case.ground.bed_m.push_back(level + east * p.x_m + north * p.y_m);
    }
    in.ground_known = true;
}

void read_terrain(CaseReader& in, Fields& top) {
    const YamlNode* node = top.require("terrain", "terrain: {raster: dem.tif}");
    if (node == nullptr) return;
    Fields fields(*node, "terrain", in.file, in.errors);
    double cell_m = 10.0;
    fields.number("cell_m", 0.01, 10000.0, "m", cell_m);
    const YamlNode* box = fields.find("box");
    if (fields.find("raster") != nullptr) {
        if (box == nullptr && fields.find("cell_m") != nullptr) {
            fields.error(*fields.find("cell_m"), "a raster keeps its own cells unless there is a box",
                         "add box: [west, south, east, north], or leave cell_m out");
        }
        read_raster(in, fields, *node, box, cell_m);
    } else {
        read_plane(in, fields, *node, box, cell_m);
    }
    fields.finish();
    in.out.flood_case.ground.grid = in.grid();
}

/// The whole number that a raster holds for a class.
int class_of(CaseReader& in, const YamlNode& key) {
    const auto number = in.number(key, "a class");
    if (number && std::floor(*number) != *number) in.error(key, "a class is a whole number");
    return number ? static_cast<int>(*number) : -1;
}

void read_roughness(CaseReader& in, Fields& top) {
    std::vector<double>& n = in.out.flood_case.ground.manning;
    double everywhere = 0.03;
    const YamlNode* node = top.find("roughness");
    if (node == nullptr) {
        n.assign(in.grid().cells(), everywhere);
        in.out.warnings.push_back({"không cho độ nhám: hệ số Manning n là 0,03 ở mọi nơi",
                                   "no roughness is given: Manning's n is 0.03 everywhere"});
        return;
    }
    Fields fields(*node, "roughness", in.file, in.errors);
    fields.number("manning", 0.0, 1.0, "s/m^(1/3)", everywhere);
    n.assign(in.grid().cells(), everywhere);
    std::string cover;
    fields.text("landcover", cover);
    const YamlNode* table = fields.find("table");
    fields.finish();
    if (cover.empty() || !in.ground_known) return;
    std::map<int, double> by_class;
    if (table == nullptr || table->kind != NodeKind::Map) {
        fields.error(*node, "landcover needs a table of Manning's n", "table: {10: 0.10, 80: 0.025}");
        return;
    }
    for (const auto& [key, value] : table->members) {
        const double of_class = in.number(value, "table").value_or(everywhere);
        if (of_class < 0.0 || of_class > 1.0) in.error(value, "table holds a Manning's n outside 0…1");
        by_class[class_of(in, key)] = of_class;
    }
    const auto classes = raster_on(in.path(cover), frame_of(in), Resample::Nearest);
    if (!classes) return take(in, *node, classes.error());
    std::map<int, std::size_t> unknown;
    for (std::size_t c = 0; c < n.size(); ++c) {
        const int kind = std::isfinite((*classes)[c]) ? static_cast<int>(std::lround((*classes)[c])) : -1;
        const auto found = by_class.find(kind);
        if (found == by_class.end())
            ++unknown[kind];
        else
            n[c] = found->second;
    }
    for (const auto& [kind, cells] : unknown) {
        in.out.warnings.push_back(
            {fmt::format("loại phủ đất {} không có trong bảng: {} ô lấy n = {}", kind, cells, everywhere),
             fmt::format("land cover class {} is not in the table: {} cells have n = {}", kind, cells, everywhere)});
    }
}

void read_first_water(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("initial");
    if (node == nullptr) return;
    Fields fields(*node, "initial", in.file, in.errors);
    double depth = 0.0;
    double level = kNone;
    std::string raster;
    fields.number("depth_m", 0.0, 1000.0, "m", depth);
    fields.number("level_m", -1000.0, 9000.0, "m", level);
    fields.text("depth_raster", raster);
    fields.finish();
    if ((std::isfinite(level) ? 1 : 0) + (depth > 0.0 ? 1 : 0) + (raster.empty() ? 0 : 1) > 1) {
        fields.error(*node, "initial has more than one of depth_m, level_m and depth_raster", "keep one of them");
    }
    if (std::isfinite(level)) in.first_level_m = level;
    if (!in.ground_known) return;
    std::vector<double> depths(in.grid().cells(), depth);
    if (!raster.empty()) {
        const auto read = raster_on(in.path(raster), frame_of(in), Resample::Bilinear);
        if (!read) return take(in, *node, read.error());
        depths = *read;
    }
    const auto& bed = in.out.flood_case.ground.bed_m;
    for (std::size_t c = 0; c < depths.size(); ++c) {
        if (std::isfinite(level)) depths[c] = std::max(0.0, level - bed[c]);
        if (!std::isfinite(bed[c]) || !std::isfinite(depths[c])) depths[c] = 0.0;
        if (depths[c] < 0.0 || depths[c] > kDeepest_m) {
            in.error(*node,
                     fmt::format("the first water would be {:g} m deep, expected 0…{:g}", depths[c], kDeepest_m));
            break;
        }
        if (depths[c] > 0.0) {
            double& highest_m = in.out.flood_case.ground.highest_water_m;
            highest_m = std::max(highest_m, bed[c] + depths[c]);
        }
    }
    in.out.flood_case.depth_m = std::move(depths);
}

hydro::Soil read_soil(CaseReader& in, const YamlNode& node) {
    Fields fields(node, "losses", in.file, in.errors);
    constexpr double kMmPerHour = 1.0e-3 / 3600.0;
    hydro::Soil soil;
    std::string method = "none";
    double conductivity = 0.5, suction = 290.0, first = 20.0, last = 2.0, decay = 2.0;
    fields.text("method", method);
    if (method == "green_ampt") {  // defaults: silty clay [Rawls et al. 1983]
        soil.kind = hydro::LossKind::GreenAmpt;
        soil.deficit = 0.2;
        fields.number("conductivity_mm_h", 0.0, 500.0, "mm/h", conductivity);
        fields.number("suction_mm", 0.0, 2000.0, "mm", suction);
        fields.number("deficit", 0.0, 0.6, "of the volume", soil.deficit);
    } else if (method == "horton") {
        soil.kind = hydro::LossKind::Horton;
        fields.number("first_mm_h", 0.0, 500.0, "mm/h", first);
        fields.number("last_mm_h", 0.0, 500.0, "mm/h", last);
        fields.number("decay_1_h", 0.01, 100.0, "1/h", decay);
        if (last > first) fields.error(node, "last_mm_h is above first_mm_h", "the ground soaks less as it fills");
    } else if (method == "curve_number") {
        soil.kind = hydro::LossKind::CurveNumber;
        soil.curve_number = 80.0;
        fields.number("curve_number", 30.0, 100.0, "", soil.curve_number);
    } else if (method != "none") {
        fields.error(*fields.find("method"), "method is \"" + method + "\"",
                     suggest(method, {"none", "green_ampt", "horton", "curve_number"}));
    }
    soil.conductivity_m_s = conductivity * kMmPerHour;
    soil.suction_m = suction * 1e-3;
    soil.first_m_s = first * kMmPerHour;
    soil.last_m_s = last * kMmPerHour;
    soil.decay_1_s = decay / 3600.0;
    fields.finish();
    return soil;
}

void read_classes(CaseReader& in, const YamlNode& node, Fields& fields, const std::string& raster) {
    hydro::Hydrology& h = in.out.flood_case.hydrology;
    const YamlNode* classes = fields.find("classes");
    fields.finish();
    if (classes == nullptr || classes->kind != NodeKind::Map) {
        fields.error(node, "a raster of soils needs classes", "classes: {1: {method: green_ampt, …}}");
        return;
    }
    std::map<int, std::uint8_t> index;
    for (const auto& [key, value] : classes->members) {
        if (h.soils.size() >= 255) break;
        index[class_of(in, key)] = static_cast<std::uint8_t>(h.soils.size());
        h.soils.push_back(read_soil(in, value));
    }
    if (!in.ground_known) return;
    const auto kinds = raster_on(in.path(raster), frame_of(in), Resample::Nearest);
    if (!kinds) return take(in, node, kinds.error());
    std::size_t unknown = 0;
    for (std::size_t c = 0; c < kinds->size(); ++c) {
        const double kind = (*kinds)[c];
        const auto found = std::isfinite(kind) ? index.find(static_cast<int>(std::lround(kind))) : index.end();
        if (h.soil_of[c] == hydro::kOutside) continue;
        if (found != index.end())
            h.soil_of[c] = found->second;
        else
            ++unknown;
    }
    if (unknown > 0) {
        in.out.warnings.push_back(
            {fmt::format("{} ô có loại đất không nằm trong danh sách: không thấm nước", unknown),
             fmt::format("{} cells have a soil class that is not listed: they take no water", unknown)});
    }
}

}  // namespace

void read_case_ground(CaseReader& in, Fields& top) {
    read_terrain(in, top);
    read_roughness(in, top);
    read_case_buildings(in, top);
    read_first_water(in, top);
}

void read_case_losses(CaseReader& in, Fields& top) {
    hydro::Hydrology& h = in.out.flood_case.hydrology;
    h.soils = {hydro::Soil{}};
    for (const double z : in.out.flood_case.ground.bed_m) h.soil_of.push_back(std::isfinite(z) ? 0 : hydro::kOutside);
    const YamlNode* node = top.find("losses");
    if (node == nullptr) return;
    const bool by_class = std::any_of(node->members.begin(), node->members.end(),
                                      [](const YamlMember& m) { return m.first.text == "raster"; });
    if (by_class) {
        Fields fields(*node, "losses", in.file, in.errors);
        std::string raster;
        fields.text("raster", raster);
        read_classes(in, *node, fields, raster);
        return;
    }
    h.soils.push_back(read_soil(in, *node));
    for (std::uint8_t& soil : h.soil_of)
        if (soil != hydro::kOutside) soil = 1;
}

}  // namespace sd
