#include "scenarios/run_result.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/run_ledger.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

using nlohmann::json;

json twin_error_json(const std::vector<ErrorMark>& marks) {
    json list = json::array();
    double rmse = 0.0;
    double base_rmse = 0.0;
    double iou = 0.0;
    double base_iou = 0.0;
    for (const ErrorMark& m : marks) {
        list.push_back(to_json(m));
        rmse += m.rmse_m;
        base_rmse += m.baseline_rmse_m;
        iou += m.iou;
        base_iou += m.baseline_iou;
    }
    const double n = std::max<double>(1.0, static_cast<double>(marks.size()));
    return {{"marks", list},
            {"mean_rmse_m", rmse / n},
            {"mean_baseline_rmse_m", base_rmse / n},
            {"rmse_improvement", base_rmse > 0.0 ? 1.0 - rmse / base_rmse : 0.0},
            {"mean_iou", iou / n},
            {"mean_baseline_iou", base_iou / n},
            {"iou_improvement", base_iou > 0.0 ? iou / base_iou - 1.0 : 0.0}};
}

json drainage_json(const drainage::Figures& f) {
    return {{"outfalls", f.outfalls},
            {"manholes", f.manholes},
            {"outfalls_locked", f.outfalls_locked},
            {"locked_hours", f.locked_hours},
            {"longest_locked_hours", f.longest_locked_hours},
            {"surcharged_peak", f.surcharged_peak},
            {"over_rim_peak", f.over_rim_peak},
            {"swallowed_m3", f.swallowed_m3},
            {"returned_m3", f.returned_m3},
            {"discharged_m3", f.discharged_m3}};
}

/// Longest unbroken time above 2 km, the peak, and length times duration, per threshold; a sample is a minute.
json street_flooded_json(const Series& series) {
    json out = json::object();
    for (std::size_t d = 0; d < series.list.flood_depths_m.size(); ++d) {
        double peak_km = 0.0;
        double km_hours = 0.0;
        std::int64_t minutes_above = 0;
        std::int64_t longest = 0;
        for (const TruthSample& s : series.truth) {
            peak_km = std::max(peak_km, s.flooded_km[d]);
            km_hours += s.flooded_km[d] / 60.0;
            minutes_above = s.flooded_km[d] >= 2.0 ? minutes_above + 1 : 0;
            longest = std::max(longest, minutes_above);
        }
        out[fmt::format("above_{:g}_m", series.list.flood_depths_m[d])] = {
            {"peak_km", peak_km}, {"km_hours", km_hours}, {"minutes_at_least_2_km", longest}};
    }
    return out;
}

}  // namespace

std::string summary_text(const Scenario& scenario, const RunInfo& info, const RunResult& result, const Series& series) {
    const RunFigures& f = result.figures;
    const Ledger& ledger = result.ledger.devices;
    const std::uint64_t sent = ledger.issued + ledger.duplicated - ledger.injected_loss;
    json alarms = json::array();
    for (const AlarmView& a : series.alarms) alarms.push_back(to_json(a));
    json expectations = json::array();
    for (const Verdict& v : result.verdicts) {
        expectations.push_back({{"text", v.text}, {"ok", v.ok}, {"judged", v.judged}, {"found", v.found}});
    }
    json out{{"format", kRunFormat},
             {"scenario", scenario.name},
             {"title_vi", scenario.title_vi},
             {"title_en", scenario.title_en},
             {"seed", scenario.seed},
             {"threads", info.threads},
             {"start", to_iso(scenario.start)},
             {"sim_seconds", f.sim_seconds},
             {"wall_seconds", f.wall_seconds},
             {"speed_factor", f.running_seconds > 0.0 ? f.sim_seconds / f.running_seconds : 0.0},
             {"devices", f.devices},
             {"vehicles_peak", f.vehicles_peak},
             {"vehicles_moving_peak", f.moving_peak},
             {"readings_sent", sent},
             {"readings_per_s", f.sim_seconds > 0.0 ? static_cast<double>(sent) / f.sim_seconds : 0.0},
             {"ledger", ledger_json(result.ledger)},
             {"water_mass_error", f.water_mass_error},
             {"truth_hash", hex(f.truth_hash)},
             {"belief_hash", hex(f.belief_hash)},
             {"city_hash", hex(info.city_hash)},
             {"alarms", alarms},
             {"twin_error", twin_error_json(series.errors)},
             {"street_flooded", street_flooded_json(series)},
             {"drainage", drainage_json(f.drains)},
             {"expectations", expectations},
             {"partial", f.partial},
             {"peak_rss_bytes", f.peak_rss_bytes},
             {"command_line", info.command_line},
             {"version", info.version}};
    return out.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Exit exit_of(const RunResult& result) {
    if (!result.ledger.closes()) return Exit::LedgerOpen;
    const bool failed =
        std::any_of(result.verdicts.begin(), result.verdicts.end(), [](const Verdict& v) { return v.judged && !v.ok; });
    return failed ? Exit::Failed : Exit::Good;
}

std::uint64_t peak_rss_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024u;  // Linux counts KiB
}

}  // namespace sd
