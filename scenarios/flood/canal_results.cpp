#include "scenarios/flood/canal_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/page/files.h"
#include "scenarios/results/csv.h"
#include "scenarios/results/geotiff.h"

namespace sd {
namespace {

/// Where several canals lie in a cell, the map shows the one whose bed is lowest.
template <class Value>
results::Field on_map(const hydro::Case& c, const Value& value) {
    results::Field field(c.ground.grid.cells(), std::numeric_limits<float>::quiet_NaN());
    std::vector<double> bed_m(field.size(), 1.0e9);
    for (std::uint32_t k = 0; k < c.canals.nodes.size(); ++k) {
        const flood::CanalNode& n = c.canals.nodes[k];
        if (n.open_water || n.bed_m >= bed_m[n.cell]) continue;
        bed_m[n.cell] = n.bed_m;
        field[n.cell] = static_cast<float>(value(k));
    }
    return field;
}

double peak_m3_s(const flood::CanalNetwork& net, const flood::Canals& canals, std::uint32_t k) {
    double most = 0.0;
    for (std::uint32_t at = canals.at_first[k]; at < canals.at_first[k + 1]; ++at) {
        const flood::CanalLink& link = net.links[canals.at_link[at]];
        if (link.a + 1 == link.b) most = std::max(most, canals.peak_m3_s[canals.at_link[at]]);
    }
    return most;
}

}  // namespace

void CanalResults::take(const hydro::CaseState& state, results::Snapshot& snapshot) const {
    if (!any()) return;
    const hydro::Case& c = file_->flood_case;
    const auto level = [&](std::uint32_t k) { return flood::canal_level_m(c.canals, state.canals, k, *state.water); };
    snapshot.canal_level_m = on_map(c, level);
    snapshot.canal_depth_m = on_map(c, [&](std::uint32_t k) { return level(k) - c.canals.nodes[k].bed_m; });
}

std::string CanalResults::curves(const hydro::CaseState& state, bool head) const {
    if (file_->canal_points.empty()) return {};
    const hydro::Case& c = file_->flood_case;
    std::string out = head ? "time_s,time,point,bed_m,level_m,depth_m,discharge_m3_s\n" : "";
    const Instant at = file_->frame.epoch + Duration{std::llround(state.t_s * 1e9)};
    for (const CanalPoint& p : file_->canal_points) {
        const double bed_m = flood::canal_bed_m(c.canals, p.node, *state.water);
        const double level_m = flood::canal_level_m(c.canals, state.canals, p.node, *state.water);
        out += fmt::format("{:.1f},{},{},{},{},{},{}\n", state.t_s, to_iso(at), results::csv_text(p.name),
                           results::csv_number(bed_m, 4), results::csv_number(level_m, 4),
                           results::csv_number(level_m - bed_m, 4),
                           results::csv_number(flood::canal_m3_s(c.canals, state.canals, p.node), 4));
    }
    return out;
}

std::string CanalResults::log_words(const hydro::CaseState& state) const {
    if (!any()) return {};
    const hydro::Case& c = file_->flood_case;
    double deepest_m = 0.0;
    for (std::uint32_t k = 0; k < c.canals.nodes.size(); ++k) {
        if (c.canals.nodes[k].open_water) continue;
        deepest_m = std::max(deepest_m,
                             flood::canal_level_m(c.canals, state.canals, k, *state.water) - c.canals.nodes[k].bed_m);
    }
    return fmt::format(" {:.3f} {:.3f} {:.3f}", state.canal_courant, flood::volume_m3(state.canals), deepest_m);
}

std::string CanalResults::table(const hydro::CaseState& state) const {
    const hydro::Case& c = file_->flood_case;
    std::string out =
        "canal,chainage_m,east_m,north_m,length_m,width_m,bed_m,bank_m,open_water,level_m,depth_m,discharge_m3_s,"
        "max_level_m,max_depth_m,max_discharge_m3_s\n";
    for (const flood::CanalName& name : c.canals.names) {
        for (std::uint32_t k = name.first; k < name.first + name.count; ++k) {
            const flood::CanalNode& n = c.canals.nodes[k];
            const double bed_m = flood::canal_bed_m(c.canals, k, *state.water);
            const double level_m = flood::canal_level_m(c.canals, state.canals, k, *state.water);
            out += results::csv_text(name.name);
            for (const double v : {n.chainage_m, file_->frame.east_m + n.at.x_m, file_->frame.north_m + n.at.y_m,
                                   n.length_m, n.width_m, bed_m, state.canals.node[k].bank_m})
                out += "," + results::csv_number(v, 3);
            out += n.open_water ? ",1" : ",0";
            const double peak_m = state.canals.peak_level_m[k];
            for (const double v : {level_m, level_m - bed_m, flood::canal_m3_s(c.canals, state.canals, k), peak_m,
                                   peak_m - bed_m, peak_m3_s(c.canals, state.canals, k)})
                out += "," + results::csv_number(v, 4);
            out += "\n";
        }
    }
    return out;
}

Result<void> CanalResults::write(const hydro::CaseState& state, const std::filesystem::path& out,
                                 std::vector<std::pair<std::string, std::string>>& files) const {
    if (!any()) return {};
    if (const auto w = write_file(out / "canals.csv", table(state)); !w) return w;
    files.emplace_back("canals.csv", "every cell of the canals: section, last and greatest level and discharge");
    if (!file_->canal_points.empty()) files.emplace_back("canal_hydrographs.csv", "curves at points on canals");
    if (!file_->output.geotiff) return {};
    const hydro::Case& c = file_->flood_case;
    const auto peak = [&](std::uint32_t k) { return state.canals.peak_level_m[k]; };
    const results::Field level = on_map(c, peak);
    const results::Field depth = on_map(c, [&](std::uint32_t k) { return peak(k) - c.canals.nodes[k].bed_m; });
    std::error_code code;
    std::filesystem::create_directories(out / "maps", code);
    for (const auto& [name, field, what] : {std::tuple{"max_canal_level", &level, "greatest level in canals"},
                                            std::tuple{"max_canal_depth", &depth, "greatest depth in canals"}}) {
        const std::string tiff = std::string("maps/") + name + ".tif";
        if (auto done = results::write_geotiff(out / tiff, file_->frame, *field, {what, "m"}); !done) return done;
        files.emplace_back(tiff, "GeoTIFF");
    }
    return {};
}

}  // namespace sd
