#include "scenarios/traffic/case_outputs.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/trips.h"

namespace sd {

namespace {

template <class File>
Result<void> open_one(std::optional<File>& slot, TrafficOutputs& out, const std::string& name,
                      const std::filesystem::path& folder, Result<File> (*open)(const std::filesystem::path&)) {
    if (name.empty()) return {};
    out.files.push_back(folder / name);
    auto file = open(out.files.back());
    if (!file) return fail(file.error());
    slot = std::move(*file);
    return {};
}

/// Columns count millimetres in 32 bits.
Result<void> check_reach(const micro::Net& net) {
    constexpr double kReach_m = 2e6;
    for (const micro::Lane& lane : net.lanes)
        for (const LocalXY& at : lane.shape)
            if (std::abs(at.x_m) > kReach_m || std::abs(at.y_m) > kReach_m)
                return fail(net.file,
                            "lane '" + lane.id + "' lies more than 2000 km off; columns of places reach no further",
                            "write .fcd.xml, or move the network: netconvert --offset.x, --offset.y");
    return {};
}

Result<void> open_places(TrafficOutputs& out, const micro::Case& of, const std::filesystem::path& folder) {
    const std::string& name = of.options.fcd;
    if (std::filesystem::path(name).extension() != kColumnsEnding)
        return open_one(out.fcd.xml, out, name, folder, sumo::open_fcd);
    if (auto reached = check_reach(of.net); !reached) return reached;
    return open_one(out.fcd.columns, out, name, folder, sumo::FcdColumns::open);
}

/// As SUMO counts: whole periods from where recording begins.
bool places_due(const micro::Options& o, double time_s) {
    const std::int64_t begin_ms = std::llround((o.fcd_begin_s < 0.0 ? o.begin_s : o.fcd_begin_s) * 1e3);
    const std::int64_t period_ms = std::llround(o.fcd_period_s * 1e3), at_ms = std::llround(time_s * 1e3);
    return at_ms >= begin_ms && (period_ms <= 0 || (at_ms - begin_ms) % period_ms == 0);
}

void write_places(FcdOutput& out, const micro::State& s, double time_s) {
    micro::sample(s, out.samples);
    out.number_of_serial.resize(s.serial, micro::kNone);
    for (micro::VehicleSample& v : out.samples) {
        std::uint32_t& number = out.number_of_serial[s.vehicles[v.vehicle].serial];
        if (number == micro::kNone) {
            number = static_cast<std::uint32_t>(out.names.size());
            out.names.push_back(micro::name_of(s, v.vehicle));
        }
        v.vehicle = number;
    }
    std::sort(out.samples.begin(), out.samples.end(),
              [](const auto& a, const auto& b) { return a.vehicle < b.vehicle; });
    if (out.xml) sumo::write(*out.xml, s.scenario, time_s, out.samples, out.names);
    if (out.columns) out.columns->write(s.scenario, time_s, out.samples, out.names);
}

}  // namespace

Result<TrafficOutputs> open_outputs(const micro::Case& of, const std::filesystem::path& folder) {
    TrafficOutputs out;
    const micro::Options& o = of.options;
    std::error_code code;
    if (!folder.empty()) std::filesystem::create_directories(folder, code);
    if (code) return fail(folder.string(), "the folder cannot be made: " + code.message(), "choose another --out");
    if (auto r = open_places(out, of, folder); !r) return fail(r.error());
    if (auto r = open_one(out.trips, out, o.tripinfo, folder, sumo::open_tripinfo); !r) return fail(r.error());
    if (auto r = open_one(out.summary, out, o.summary, folder, sumo::open_summary); !r) return fail(r.error());
    if (!o.statistic.empty()) {
        out.statistic = folder / o.statistic;
        out.files.push_back(out.statistic);
    }
    for (const micro::LoopDetector& loop : of.additional.loops) {
        if (loop.file.empty() || loop.file == "NUL" || out.loops.contains(loop.file)) continue;
        auto file = sumo::open_loops(folder / loop.file);
        if (!file) return fail(file.error());
        out.loops.emplace(loop.file, std::move(*file));
        out.files.push_back(folder / loop.file);
    }
    return out;
}

void write_rows(TrafficOutputs& out, micro::State& s) {
    if (out.trips)
        for (const micro::TripInfo& t : s.out.trips) sumo::write(*out.trips, s.scenario, t);
    if (out.summary)
        for (const micro::SummaryStep& row : s.out.summary) sumo::write(*out.summary, row);
    for (const micro::LoopInterval& row : s.out.loops) {
        const auto file = out.loops.find(s.scenario.additional.loops[row.loop].file);
        if (file != out.loops.end()) sumo::write(file->second, s.scenario, row);
    }
    s.out.trips.clear();
    s.out.summary.clear();
    s.out.loops.clear();
}

void write_step(TrafficOutputs& out, micro::State& s) {
    const double time_s = s.now - s.dt * s.parts;
    if ((out.fcd.xml || out.fcd.columns) && places_due(s.scenario.options, time_s)) write_places(out.fcd, s, time_s);
    write_rows(out, s);
}

Result<void> close_outputs(TrafficOutputs& out, const micro::State& s) {
    for (std::optional<sumo::XmlOutput>* file : {&out.trips, &out.summary, &out.fcd.xml})
        if (*file)
            if (auto r = (*file)->close(); !r) return r;
    if (out.fcd.columns)
        if (auto r = out.fcd.columns->close(); !r) return r;
    for (auto& [name, file] : out.loops)
        if (auto r = file.close(); !r) return r;
    if (!out.statistic.empty()) return sumo::write_statistic(out.statistic, micro::statistic(s));
    return {};
}

}  // namespace sd
