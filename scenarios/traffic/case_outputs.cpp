#include "scenarios/traffic/case_outputs.h"

#include "sim/traffic/trips.h"

namespace sd {

namespace {

using Open = Result<sumo::XmlOutput> (*)(const std::filesystem::path&);

Result<void> open_one(std::optional<sumo::XmlOutput>& slot, TrafficOutputs& out, const std::string& name,
                      const std::filesystem::path& folder, Open open) {
    if (name.empty()) return {};
    out.files.push_back(folder / name);
    auto file = open(out.files.back());
    if (!file) return fail(file.error());
    slot = std::move(*file);
    return {};
}

}  // namespace

Result<TrafficOutputs> open_outputs(const micro::Case& of, const std::filesystem::path& folder) {
    TrafficOutputs out;
    const micro::Options& o = of.options;
    std::error_code code;
    if (!folder.empty()) std::filesystem::create_directories(folder, code);
    if (code) return fail(folder.string(), "the folder cannot be made: " + code.message(), "choose another --out");
    if (auto r = open_one(out.trips, out, o.tripinfo, folder, sumo::open_tripinfo); !r) return fail(r.error());
    if (auto r = open_one(out.summary, out, o.summary, folder, sumo::open_summary); !r) return fail(r.error());
    if (auto r = open_one(out.fcd, out, o.fcd, folder, sumo::open_fcd); !r) return fail(r.error());
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
    if (out.fcd) {
        micro::sample(s, out.samples);
        out.names.resize(s.vehicles.size());
        for (const micro::VehicleSample& v : out.samples) out.names[v.vehicle] = micro::name_of(s, v.vehicle);
        sumo::write(*out.fcd, s.scenario, s.now - s.dt * s.parts, out.samples, out.names);
    }
    write_rows(out, s);
}

Result<void> close_outputs(TrafficOutputs& out, const micro::State& s) {
    for (std::optional<sumo::XmlOutput>* file : {&out.trips, &out.summary, &out.fcd})
        if (*file)
            if (auto r = (*file)->close(); !r) return r;
    for (auto& [name, file] : out.loops)
        if (auto r = file.close(); !r) return r;
    if (!out.statistic.empty()) return sumo::write_statistic(out.statistic, micro::statistic(s));
    return {};
}

}  // namespace sd
