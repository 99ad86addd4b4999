// Buildings: walls, rough ground, or ground that water passes between.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/gaps.h"
#include "scenarios/flood/raster.h"
#include "scenarios/words.h"

namespace sd {
namespace {

constexpr double kLeastRoom = 0.1;     ///< cells that leave less are walls: their waves would set everybody's step
constexpr double kMostFine = 2.0e6;    ///< cells; larger grids look at buildings in fewer places per cell
constexpr double kBlockedShare = 0.5;  ///< of a cell, when only shares are known

GridFrame frame_of(const CaseReader& in) {
    return {in.out.frame.epsg, in.out.frame.east_m, in.out.frame.north_m, in.grid()};
}

void take(CaseReader& in, const YamlNode& at, const Errors& errors) {
    for (const Error& e : errors) in.error(at, e.file + " " + e.message, e.hint);
}

struct Wanted {
    std::string layer;
    std::string raster;
    std::string as = "blocked";
    double manning = 0.2;
};

/// The built share of every cell, 0…1.
std::optional<std::vector<double>> shares(CaseReader& in, const YamlNode& node, const Wanted& w) {
    const auto read = raster_on(in.path(w.raster), frame_of(in), Resample::Bilinear);
    if (!read) {
        take(in, node, read.error());
        return std::nullopt;
    }
    std::vector<double> share(read->size(), 0.0);
    for (std::size_t c = 0; c < share.size(); ++c) {
        const double v = (*read)[c];
        if (std::isfinite(v) && (v < 0.0 || v > 1.0)) {
            in.error(node, fmt::format("{} holds {:g}, expected the built share of a cell, 0…1", w.raster, v),
                     "divide percents by 100: gdal_calc.py");
            return std::nullopt;
        }
        if (std::isfinite(v)) share[c] = v;
    }
    return share;
}

void leave_gaps(CaseReader& in, Gaps gaps) {
    flood::Ground& ground = in.out.flood_case.ground;
    std::size_t walls = 0;
    for (std::size_t c = 0; c < gaps.room.size(); ++c) {
        if (gaps.room[c] >= kLeastRoom) continue;
        walls += std::isfinite(ground.bed_m[c]) ? 1 : 0;
        ground.bed_m[c] = std::numeric_limits<double>::quiet_NaN();
        gaps.room[c] = 1.0;
    }
    if (walls > 0)
        in.out.warnings.push_back(
            {fmt::format("{} ô có nhà chiếm hơn chín phần mười: được coi là tường", walls),
             fmt::format("{} cells are built up to more than nine tenths: they are walls", walls)});
    ground.room = std::move(gaps.room);
    ground.gap_x = std::move(gaps.gap_x);
    ground.gap_y = std::move(gaps.gap_y);
}

void porous(CaseReader& in, const YamlNode& node, const Wanted& w) {
    if (!w.raster.empty()) {
        if (const auto share = shares(in, node, w)) leave_gaps(in, gaps_of_share(*share, in.grid()));
        return;
    }
    const int fine = static_cast<double>(in.grid().cells()) <= kMostFine ? 8 : 4;
    GridFrame frame = frame_of(in);
    frame.grid.nx *= fine;
    frame.grid.ny *= fine;
    frame.grid.cell_m /= fine;
    const auto plan = polygons_on(in.path(w.layer), frame);
    if (!plan) return take(in, node, plan.error());
    leave_gaps(in, gaps_of_plan(*plan, in.grid(), fine));
}

void by_cells(CaseReader& in, const YamlNode& node, const Wanted& w) {
    std::vector<std::uint8_t> covered;
    if (w.raster.empty()) {
        const auto read = polygons_on(in.path(w.layer), frame_of(in));
        if (!read) return take(in, node, read.error());
        covered = *read;
    } else if (const auto share = shares(in, node, w)) {
        for (const double s : *share) covered.push_back(s >= kBlockedShare ? 1 : 0);
    }
    flood::Ground& ground = in.out.flood_case.ground;
    for (std::size_t c = 0; c < covered.size(); ++c) {
        if (covered[c] == 0) continue;
        if (w.as == "blocked")
            ground.bed_m[c] = std::numeric_limits<double>::quiet_NaN();
        else
            ground.manning[c] = w.manning;
    }
}

}  // namespace

void read_case_buildings(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("buildings");
    if (node == nullptr) return;
    Fields fields(*node, "buildings", in.file, in.errors);
    Wanted w;
    fields.text("layer", w.layer);
    fields.text("raster", w.raster);
    fields.text("as", w.as);
    fields.number("manning", 0.03, 1.0, "s/m^(1/3)", w.manning);
    const YamlNode* as = fields.find("as");
    fields.finish();
    const bool known = w.as == "blocked" || w.as == "rough" || w.as == "porous";
    const flood::Scheme scheme = in.out.flood_case.scheme;
    if (!known) fields.error(*as, "as is \"" + w.as + "\"", suggest(w.as, {"blocked", "rough", "porous"}));
    if (!w.layer.empty() && !w.raster.empty())
        fields.error(*node, "buildings have a layer and a raster", "keep one of them");
    if (w.as == "porous" && scheme != flood::Scheme::Inertia) {
        return fields.error(*as, fmt::format("scheme {} does not know porous buildings", flood::name_of(scheme)),
                            "write scheme: inertia, or as: blocked or rough");
    }
    if (!known) return;
    if (!in.ground_known) return;
    if (w.as == "porous")
        porous(in, *node, w);
    else
        by_cells(in, *node, w);
    const auto& bed = in.out.flood_case.ground.bed_m;
    if (std::none_of(bed.begin(), bed.end(), [](double z) { return std::isfinite(z); })) {
        in.error(*node, "the buildings cover the whole grid: no ground is left", "check the layer and its system");
        in.ground_known = false;
    }
}

}  // namespace sd
