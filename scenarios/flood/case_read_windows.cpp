// Finer windows inside a case's grid.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/raster.h"
#include "scenarios/words.h"

namespace sd {
namespace {

/// The coarse cells of a box that lies on the grid's lines; false with an error otherwise.
bool read_cells(CaseReader& in, const YamlNode& box, hydro::Window& window) {
    const auto read = in.box(box);
    if (!read) return false;
    const GridSpec& g = in.grid();
    std::array<double, 4> b{};
    for (std::size_t k = 0; k < 4; ++k) {
        b[k] = ((*read)[k] - (k % 2 == 0 ? in.out.frame.east_m : in.out.frame.north_m)) / g.cell_m;
        if (std::fabs(b[k] - std::round(b[k])) > 1e-6) {
            in.error(box.items[k], fmt::format("{} does not lie on a line of the {} m grid", (*read)[k], g.cell_m),
                     "move it to a whole number of cells from the grid's corner");
            return false;
        }
    }
    window.i0 = static_cast<int>(std::lround(b[0]));
    window.j0 = static_cast<int>(std::lround(b[1]));
    window.i1 = static_cast<int>(std::lround(b[2]));
    window.j1 = static_cast<int>(std::lround(b[3]));
    if (window.i0 < 1 || window.j0 < 1 || window.i1 >= g.nx || window.j1 >= g.ny || window.i0 >= window.i1 ||
        window.j0 >= window.j1) {
        in.error(box, "the window does not lie inside the grid, a cell away from its rim",
                 "make it smaller, or swap its corners");
        return false;
    }
    return true;
}

/// Ground of the window: its own raster, or the case's cells split.
bool lay_ground(CaseReader& in, const YamlNode& node, const std::string& raster, double manning, hydro::Window& w) {
    const hydro::Case& c = in.out.flood_case;
    const GridSpec fine = hydro::fine_grid(in.grid(), w);
    if (static_cast<double>(fine.cells()) > in.most_cells) {
        in.error(node, fmt::format("the window has more than {:.0f} million cells", in.most_cells / 1e6),
                 "make its box or refine smaller");
        return false;
    }
    w.ground.grid = fine;
    std::vector<double> heights;
    if (!raster.empty()) {
        const GridFrame frame{in.out.frame.epsg, in.out.frame.east_m + fine.origin.x_m,
                              in.out.frame.north_m + fine.origin.y_m, fine};
        auto read = raster_on(in.path(raster), frame, Resample::Bilinear);
        if (!read) {
            for (const Error& e : read.error()) in.error(node, e.file + " " + e.message, e.hint);
            return false;
        }
        heights = std::move(*read);
    }
    for (std::uint32_t cell = 0; cell < fine.cells(); ++cell) {
        const std::uint32_t under = in.grid().cell_clamped(fine.center_of(cell));
        const double bed_m = heights.empty() ? c.ground.bed_m[under] : heights[cell];
        const double first_m = c.depth_m.empty() ? 0.0 : c.depth_m[under];
        const double level_m = first_m > 0.0 ? c.ground.bed_m[under] + first_m : -1e9;
        w.ground.bed_m.push_back(bed_m);
        w.ground.manning.push_back(manning > 0.0 ? manning : c.ground.manning[under]);
        w.depth_m.push_back(std::isfinite(bed_m) ? std::max(0.0, level_m - bed_m) : 0.0);
        w.soil_of.push_back(std::isfinite(bed_m) ? c.hydrology.soil_of[under] : hydro::kOutside);
    }
    const bool some =
        std::any_of(w.ground.bed_m.begin(), w.ground.bed_m.end(), [](double z) { return std::isfinite(z); });
    if (!some) in.error(node, "the window has no ground", "check its box and raster");
    return some;
}

void read_window(CaseReader& in, const YamlNode& node) {
    hydro::Window window;
    Fields fields(node, "a window", in.file, in.errors);
    std::string scheme = "fv2";
    std::string precision = "f32";
    std::string raster;
    double refine = 4.0;
    double manning = 0.0;
    fields.text("name", window.name);
    fields.text("scheme", scheme);
    fields.text("precision", precision);
    fields.text("raster", raster);
    fields.number("refine", 2.0, 64.0, "fine cells a side", refine);
    fields.number("manning", 0.001, 1.0, "s/m^(1/3)", manning);
    const YamlNode* box = fields.require("box", "box: [west, south, east, north]");
    fields.finish();
    if (scheme != "fv1" && scheme != "fv2")
        fields.error(*fields.find("scheme"), "scheme is \"" + scheme + "\"", suggest(scheme, {"fv1", "fv2"}));
    if (precision != "f32" && precision != "f64")
        fields.error(*fields.find("precision"), "precision is \"" + precision + "\", expected f32 or f64");
    if (window.name.empty() || window.name.find_first_of("/\\.") != std::string::npos)
        fields.error(node, "a window needs a name without dots and slashes", "its maps go into a folder of that name");
    window.refine = static_cast<int>(refine);
    if (window.refine != refine) fields.error(*fields.find("refine"), "refine is not a whole number");
    window.scheme = scheme == "fv1" ? flood::Scheme::Fv1 : flood::Scheme::Fv2;
    window.precision = precision == "f64" ? flood::Precision::F64 : flood::Precision::F32;
    if (box == nullptr || !in.ground_known || !read_cells(in, *box, window)) return;
    for (const hydro::Window& other : in.out.flood_case.windows) {
        const bool apart = window.i0 > other.i1 || window.i1 < other.i0 || window.j0 > other.j1 || window.j1 < other.j0;
        if (!apart) in.error(node, "windows \"" + window.name + "\" and \"" + other.name + "\" touch");
    }
    if (lay_ground(in, node, raster, manning, window)) in.out.flood_case.windows.push_back(std::move(window));
}

}  // namespace

void read_case_windows(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "windows")) read_window(in, *node);
    hydro::Case& c = in.out.flood_case;
    for (const hydro::Window& window : c.windows) hydro::cut_out(window, c.ground, c.depth_m, c.hydrology.soil_of);
}

}  // namespace sd
