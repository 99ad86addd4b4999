#include "scenarios/flood/case_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "scenarios/flood/case_features.h"
#include "scenarios/page/files.h"
#include "scenarios/results/csv.h"
#include "scenarios/results/geotiff.h"
#include "sim/core/units.h"

namespace sd {
namespace {

constexpr double kRimWet_m = 0.05;   ///< deeper at a closed rim, and the wall shapes the result
constexpr double kFastShare = 0.01;  ///< of the wet cells

std::string scheme_words(const hydro::Case& c) {
    const std::string precision(flood::name_of(c.precision));
    switch (c.scheme) {
        case flood::Scheme::Inertia:
            return "local inertia, " + precision;
        case flood::Scheme::Fv1:
            return "finite volumes, first order, " + precision;
        case flood::Scheme::Fv2:
            break;
    }
    return "finite volumes, second order, " + precision;
}

std::vector<std::uint8_t> open_rim(const hydro::Case& c) {
    std::vector<std::uint8_t> open(c.ground.grid.cells(), 0);
    for (const hydro::RimSpec& rim : c.rims)
        for (const std::uint32_t cell : rim.cells) open[cell] = 1;
    return open;
}

struct Look {
    double deepest_m = 0.0;
    double fastest_m_s = 0.0;  ///< speed
    double wave_m_s = 0.0;     ///< speed + celerity
    std::size_t wet = 0;
    std::size_t supercritical = 0;
};

Look look_at(const results::Snapshot& s, double threshold_m) {
    Look look;
    for (std::size_t k = 0; k < s.depth_m.size(); ++k) {
        const auto d = static_cast<double>(s.depth_m[k]);
        if (d <= results::kWet_m) continue;
        const double speed = std::hypot(static_cast<double>(s.x_m2_s[k]), static_cast<double>(s.y_m2_s[k])) / d;
        const double wave = std::sqrt(kGravity_m_s2 * d);
        look.deepest_m = std::max(look.deepest_m, d);
        look.fastest_m_s = std::max(look.fastest_m_s, speed);
        look.wave_m_s = std::max(look.wave_m_s, speed + wave);
        if (d > threshold_m) ++look.wet;
        if (d > threshold_m && speed > wave) ++look.supercritical;
    }
    return look;
}

results::Maxima maxima_of(flood::Water& water, const results::Field& bed_m, double t_s, double threshold_m) {
    flood::ExtremeFields e = water.extremes();
    results::Maxima m(e.depth_m.size());
    m.arrival_s = std::move(e.arrival_s);
    m.duration_s = std::move(e.wet_s);
    m.last_s = t_s;
    m.arrival_m = threshold_m;
    for (std::size_t k = 0; k < e.depth_m.size(); ++k) {
        if (static_cast<double>(e.depth_m[k]) < m.wet_m) continue;
        m.depth_m[k] = e.depth_m[k];
        m.level_m[k] = bed_m[k] + e.depth_m[k];
        m.speed_m_s[k] = e.speed_m_s[k];
        m.depth_speed_m2_s[k] = e.depth_speed_m2_s[k];
    }
    return m;
}

}  // namespace

Result<CaseResults> CaseResults::open(const FloodCaseFile& file, const std::filesystem::path& out) {
    CaseResults r(file, out);
    const GridSpec& grid = file.frame.grid;
    r.bed_m_ = results::bed_of(file.flood_case.ground);
    auto series = results::make_series(grid, r.bed_m_, file.points, file.flow_lines, file.file.string());
    if (!series) return tl::unexpected(series.error());
    r.series_ = std::move(*series);
    r.warnings_ = file.warnings;
    r.open_rim_ = open_rim(file.flood_case);
    std::string head =
        fmt::format("{}: {} cells of {} m, {}\n", file.name, grid.cells(), grid.cell_m, scheme_words(file.flood_case));
    head += "time_s steps dt_s courant volume_m3 residual_m3 deepest_m fastest_m_s wet_cells";
    head += r.canals_.any() ? " canal_courant canal_m3 canal_deepest_m\n" : "\n";
    if (auto begun = append_file(out / "run.log", head); !begun) return tl::unexpected(begun.error());
    if (!file.flood_case.links.empty()) {
        auto begun = append_file(out / "structures.csv", "time_s,time,structure,opening,discharge_m3_s,passed_m3\n");
        if (!begun) return tl::unexpected(begun.error());
    }
    if (file.output.netcdf) {
        auto maps = results::MapFile::create(out / "maps.nc", file.frame, r.bed_m_, results::kWet_m, r.canals_.any());
        if (!maps) return tl::unexpected(maps.error());
        r.maps_ = std::move(*maps);
    }
    return r;
}

/// What one output adds to the log and the tables of curves.
Result<void> CaseResults::grow(const hydro::CaseState& state, const std::string& line) {
    const Instant epoch = file_->frame.epoch;
    const std::string at = to_iso(epoch + Duration{std::llround(state.t_s * 1e9)});
    std::string links;
    for (std::size_t k = 0; k < state.links.size(); ++k) {
        const hydro::LinkState& link = state.links[k];
        links += fmt::format("{:.1f},{},{},{:.3f},{:.4f},{:.3f}\n", state.t_s, at,
                             results::csv_text(file_->flood_case.links[k].name), link.opening, link.flow_m3_s,
                             link.passed_m3);
    }
    const std::size_t last = series_.t_s.size() - 1;
    const std::vector<std::pair<const char*, std::string>> texts{
        {"run.log", line},
        {"structures.csv", links},
        {"hydrographs.csv", series_.points.empty() ? "" : results::hydrograph_csv(series_, epoch, last)},
        {"flows.csv", series_.flows.empty() ? "" : results::discharge_csv(series_, epoch, last)},
        {"canal_hydrographs.csv", canals_.curves(state, last == 0)}};
    for (const auto& [name, text] : texts) {
        if (text.empty()) continue;
        if (auto added = append_file(out_ / name, text); !added) return added;
    }
    return {};
}

double CaseResults::wet_share() const {
    const Look look = look_at(now_, file_->output.threshold_m);
    return static_cast<double>(look.wet) / static_cast<double>(std::max<std::size_t>(1, now_.depth_m.size()));
}

Result<void> CaseResults::take(const hydro::CaseState& state) {
    results::take_snapshot(*state.water, bed_m_, file_->frame.grid, state.t_s, now_);
    if (!series_.t_s.empty() && series_.t_s.back() >= state.t_s) return {};
    series_.add(now_);
    canals_.take(state, now_);
    const double map_s = file_->output.maps_every.seconds();
    const bool map_due = state.t_s >= next_map_s_ - 1e-9 || state.t_s >= file_->length.seconds() - 1e-9;
    if (maps_ && map_due) {
        if (auto added = maps_->append(now_); !added) return added;
        next_map_s_ = state.t_s + map_s;
    }
    const Look look = look_at(now_, file_->output.threshold_m);
    review(look.wet, look.supercritical);
    const hydro::Budget b = hydro::budget(file_->flood_case, state);
    const double courant = state.last_s * look.wave_m_s / file_->frame.grid.cell_m;
    courant_ = std::max(courant_, courant);
    return grow(state, fmt::format("{:.1f} {} {:.3f} {:.3f} {:.3f} {:.3g} {:.3f} {:.3f} {}{}\n", state.t_s, state.steps,
                                   state.last_s, courant, b.now_m3, b.residual_m3(), look.deepest_m, look.fastest_m_s,
                                   look.wet, canals_.log_words(state)));
}

// What a reviewer would look for in every output.
void CaseResults::review(std::size_t wet, std::size_t supercritical) {
    const GridSpec& g = file_->frame.grid;
    for (int j = 0; j < g.ny; ++j) {
        for (int i = 0; i < g.nx; i += (j == 0 || j == g.ny - 1 || i == g.nx - 1) ? 1 : std::max(1, g.nx - 1)) {
            const std::uint32_t cell = g.cell(i, j);
            const auto depth_m = static_cast<double>(now_.depth_m[cell]);
            if (open_rim_[cell] != 0 || depth_m <= rim_depth_m_) continue;
            rim_depth_m_ = depth_m;
            rim_at_ = g.center_of(cell);
        }
    }
    if (wet > 0) fast_share_ = std::max(fast_share_, static_cast<double>(supercritical) / static_cast<double>(wet));
}

Result<void> CaseResults::write_maxima(hydro::CaseState& state) {
    maxima_ = maxima_of(*state.water, bed_m_, state.t_s, file_->output.threshold_m);
    if (maps_) {
        if (auto done = maps_->finish(maxima_); !done) return done;
        files_.emplace_back("maps.nc", "depth, level and velocity over time, and all maxima (NetCDF-CF)");
    }
    if (!file_->output.geotiff) return {};
    const auto tiffs = results::write_maxima_geotiffs(out_ / "maps", file_->frame, maxima_);
    if (!tiffs) return tl::unexpected(tiffs.error());
    for (const auto& tiff : *tiffs) files_.emplace_back("maps/" + tiff.filename().string(), "GeoTIFF");
    return {};
}

Result<void> CaseResults::write_windows(hydro::CaseState& state) {
    if (!file_->output.geotiff) return {};
    for (std::size_t k = 0; k < state.windows.size(); ++k) {
        const hydro::Window& window = file_->flood_case.windows[k];
        results::MapFrame frame = file_->frame;
        frame.grid = window.ground.grid;
        frame.east_m += window.ground.grid.origin.x_m;
        frame.north_m += window.ground.grid.origin.y_m;
        const results::Maxima maxima =
            maxima_of(*state.windows[k].water, results::bed_of(window.ground), state.t_s, file_->output.threshold_m);
        const auto folder = std::filesystem::path("windows") / window.name;
        const auto tiffs = results::write_maxima_geotiffs(out_ / folder, frame, maxima);
        if (!tiffs) return tl::unexpected(tiffs.error());
        for (const auto& tiff : *tiffs) files_.emplace_back((folder / tiff.filename()).string(), "GeoTIFF of a window");
    }
    return {};
}

Result<void> CaseResults::write_curves() {
    for (const results::Line& line : file_->profiles) {
        profiles_.push_back(results::profile_along(line, file_->frame.grid, bed_m_, now_, maxima_));
    }
    if (!profiles_.empty()) {
        const auto written = write_file(out_ / "profiles.csv", results::profile_csv(profiles_));
        if (!written) return written;
        files_.emplace_back("profiles.csv", "curves");
    }
    if (!series_.points.empty()) files_.emplace_back("hydrographs.csv", "curves");
    if (!series_.flows.empty()) files_.emplace_back("flows.csv", "curves");
    if (!file_->flood_case.links.empty())
        files_.emplace_back("structures.csv", "opening, discharge and volume of every structure");
    files_.emplace_back("run.log", "steps, Courant numbers, volume error, warnings");
    files_.emplace_back("orders.csv", "orders and what became of them");
    files_.emplace_back("summary.json", "ledger, speed, hash");
    return {};
}

Result<void> CaseResults::write_damage() {
    const results::Exposure& exposure = file_->exposure;
    if (exposure.buildings.empty() && exposure.roads.empty()) return {};
    damage_ = results::assess_damage(exposure, maxima_.depth_m);
    const std::vector<std::pair<std::string, std::string>> texts{
        {"damage_buildings.csv", results::building_damage_csv(exposure, *damage_)},
        {"damage_roads.csv", results::road_damage_csv(exposure, *damage_)},
        {"damage_wards.csv", results::ward_damage_csv(exposure, *damage_)},
        {"damage.json", results::damage_json(exposure, *damage_)}};
    for (const auto& [name, text] : texts) {
        if (const auto w = write_file(out_ / name, text); !w) return tl::unexpected(w.error());
        files_.emplace_back(name, "damage by the JRC curves for Asia");
    }
    return {};
}

results::FloodReport CaseResults::report_of(const hydro::CaseState& state, const RunWords& words) const {
    const hydro::Budget b = hydro::budget(file_->flood_case, state);
    results::FloodReport report;
    report.frame = file_->frame;
    report.case_file = file_->file.string();
    report.run.engine = fmt::format("songdoi, {}, {} threads", words.isa, words.threads);
    report.run.scheme = scheme_words(file_->flood_case);
    report.run.courant = courant_;
    report.run.steps = static_cast<std::size_t>(state.steps);
    report.run.shortest_s = state.shortest_s;
    report.run.longest_s = state.longest_s;
    report.run.simulated_s = state.t_s;
    report.run.wall_s = words.wall_s;
    report.ledger.initial_m3 = b.initial_m3;
    report.ledger.rain_m3 = b.rain_m3;
    report.ledger.infiltration_m3 = b.infiltration_m3;
    report.ledger.boundary_m3 = b.rims_m3 + b.sources_m3 + b.canals_m3;
    report.ledger.sewer_m3 = b.sewer_m3;
    report.ledger.final_m3 = b.now_m3;
    report.bed_m = &bed_m_;
    report.maxima = &maxima_;
    report.series = &series_;
    report.profiles = profiles_;
    if (damage_) {
        report.exposure = &file_->exposure;
        report.damage = &*damage_;
    }
    report.warnings = warnings_;
    report.features = features_of(*file_, state);
    report.command = words.command;
    report.files = files_;
    return report;
}

void CaseResults::last_warnings(const hydro::CaseState& state) {
    const auto say = [&](std::string vi, std::string en) { warnings_.push_back({std::move(vi), std::move(en)}); };
    if (rim_depth_m_ > kRimWet_m) {
        const double east_m = file_->frame.east_m + rim_at_.x_m;
        const double north_m = file_->frame.north_m + rim_at_.y_m;
        say(fmt::format("nước sâu {:.2f} m ở biên kín gần [{:.1f}, {:.1f}]: mở biên ở đó hoặc mở rộng vùng tính",
                        rim_depth_m_, east_m, north_m),
            fmt::format(
                "water stood {:.2f} m deep at the closed rim near [{:.1f}, {:.1f}]: open a rim there or enlarge "
                "the box",
                rim_depth_m_, east_m, north_m));
    }
    if (fast_share_ > kFastShare && file_->flood_case.scheme == flood::Scheme::Inertia) {
        say(fmt::format("{:.0f} % số ô có nước chảy nhanh hơn sóng của nó: quán tính cục bộ bỏ qua đối lưu, hãy dùng "
                        "scheme: fv1 hoặc fv2",
                        100.0 * fast_share_),
            fmt::format("{:.0f} % of the wet cells flowed faster than their waves: local inertia has no advection, use "
                        "scheme: fv1 or fv2",
                        100.0 * fast_share_));
    }
    if (state.sewer.unsettled > 0) {
        say(fmt::format("{} bước tính cống thoát nước chưa hội tụ", state.sewer.unsettled),
            fmt::format("{} sewer steps did not settle", state.sewer.unsettled));
    }
    const hydro::SewerBudget sewer = hydro::sewer_budget(file_->flood_case, state);
    if (sewer.away_m3 > 0.001 * std::max(1.0, sewer.stored_m3)) {
        say(fmt::format(
                "{:.1f} m³ rời khỏi vùng tính từ cống: qua hố ga không có cửa thu, hoặc cửa xả không có nơi nhận",
                sewer.away_m3),
            fmt::format("{:.1f} m³ left the case from the sewer: over manholes without an inlet, or through outfalls "
                        "without an outlet",
                        sewer.away_m3));
    }
    if (std::fabs(sewer.owed_m3) > 1.0) {
        say(fmt::format("còn nợ {:.1f} m³ mà cống đã lấy từ mặt đất khô ở cửa xả", -sewer.owed_m3),
            fmt::format("{:.1f} m³ that the sewer took from dry ground at its outfalls are still owed",
                        -sewer.owed_m3));
    }
}

Result<void> CaseResults::finish(hydro::CaseState& state, const RunWords& words) {
    last_warnings(state);
    std::string lines;
    for (const Bilingual& warning : warnings_) lines += "warning: " + warning.en + "\n";
    if (auto added = append_file(out_ / "run.log", lines); !added) return added;
    if (auto done = write_maxima(state); !done) return done;
    if (auto done = write_windows(state); !done) return done;
    if (auto done = write_curves(); !done) return done;
    if (auto done = canals_.write(state, out_, files_); !done) return done;
    if (auto done = write_damage(); !done) return done;
    return results::write_flood_report(out_ / "report.html", report_of(state, words));
}

}  // namespace sd
