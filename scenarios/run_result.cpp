#include "scenarios/run_result.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/core/hash.h"
#include "twin/store.h"
#include "twin/twin.h"

namespace sd {
namespace {

using nlohmann::json;

json ledger_json(const Ledger& ledger) {
    json rejected = json::object();
    std::uint64_t total = 0;
    for (std::size_t r = 0; r < static_cast<std::size_t>(RejectReason::Count); ++r) {
        total += ledger.rejected[r];
        if (ledger.rejected[r] > 0) rejected[name_of(static_cast<RejectReason>(r))] = ledger.rejected[r];
    }
    return {{"issued", ledger.issued}, {"duplicated", ledger.duplicated}, {"accepted", ledger.accepted},
            {"rejected", total},       {"rejected_by_reason", rejected},  {"injected_loss", ledger.injected_loss},
            {"lost", ledger.lost},     {"invented", ledger.invented},     {"unexplained", ledger.unexplained}};
}

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

/// Longest unbroken time above 2 km and the peak, per threshold.
json street_flooded_json(const Series& series) {
    json out = json::object();
    for (std::size_t d = 0; d < series.list.flood_depths_m.size(); ++d) {
        double peak_km = 0.0;
        std::int64_t minutes_above = 0;
        std::int64_t longest = 0;
        for (const TruthSample& s : series.truth) {
            peak_km = std::max(peak_km, s.flooded_km[d]);
            minutes_above = s.flooded_km[d] >= 2.0 ? minutes_above + 1 : 0;
            longest = std::max(longest, minutes_above);
        }
        out[fmt::format("above_{:g}_m", series.list.flood_depths_m[d])] = {{"peak_km", peak_km},
                                                                           {"minutes_at_least_2_km", longest}};
    }
    return out;
}

}  // namespace

Result<Ledger> join_run_ledger(const RunDir& dir) {
    auto index = open_index_reader(dir.twin_index());
    if (!index) return fail(std::move(index.error()));
    const auto disk = make_posix_disk();
    const LedgerRows rows = [&](const std::function<void(const LedgerRow&)>& visit) {
        (*index)->each_reading([&](const StoredReading& r) { visit({r.device, r.boot, r.seq, 0xFF}); });
        (*index)->each_reject([&](const StoredReject& r) { visit({r.device, r.boot, r.seq, r.reason}); });
    };
    return join_ledger(*disk, dir.issues(), rows);
}

std::string ledger_text(const Ledger& ledger) {
    std::string out =
        fmt::format("issued {}\nduplicated {}\naccepted {}\n", ledger.issued, ledger.duplicated, ledger.accepted);
    for (std::size_t r = 0; r < static_cast<std::size_t>(RejectReason::Count); ++r) {
        if (ledger.rejected[r] == 0) continue;
        out += fmt::format("rejected {} {}\n", name_of(static_cast<RejectReason>(r)), ledger.rejected[r]);
    }
    out += fmt::format("injected_loss {}\nlost {}\ninvented {}\nunexplained {}\n", ledger.injected_loss, ledger.lost,
                       ledger.invented, ledger.unexplained);
    for (const Ledger::Example& e : ledger.examples) {
        out += fmt::format("example device {} boot {} seq {}\n", e.device, e.boot, e.seq);
    }
    return out + (ledger.closes() ? "the ledger closes\n" : "the ledger does NOT close\n");
}

std::string summary_text(const Scenario& scenario, const RunInfo& info, const RunResult& result, const Series& series) {
    const RunFigures& f = result.figures;
    const Ledger& ledger = result.ledger;
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
             {"ledger", ledger_json(ledger)},
             {"water_mass_error", f.water_mass_error},
             {"truth_hash", hex(f.truth_hash)},
             {"belief_hash", hex(f.belief_hash)},
             {"city_hash", hex(info.city_hash)},
             {"alarms", alarms},
             {"twin_error", twin_error_json(series.errors)},
             {"street_flooded", street_flooded_json(series)},
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
