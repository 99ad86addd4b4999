// The files a traffic case asks for, written as the run goes.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/traffic/engine.h"
#include "sim/traffic/sumo/write.h"

namespace sd {

struct TrafficOutputs {
    std::optional<sumo::XmlOutput> trips, summary, fcd;
    std::map<std::string, sumo::XmlOutput> loops;  ///< by file
    std::filesystem::path statistic;               ///< empty: none
    std::vector<std::filesystem::path> files;      ///< all of them, for the last line
    std::vector<micro::VehicleSample> samples;
    std::vector<std::string> names;
};

/// Opens what the case names, relative to `folder`, which is made if it is not there.
[[nodiscard]] Result<TrafficOutputs> open_outputs(const micro::Case& of, const std::filesystem::path& folder);
/// Writes and takes away the rows that stand ready.
void write_rows(TrafficOutputs& out, micro::State& s);
/// The same, and everybody's place after a step.
void write_step(TrafficOutputs& out, micro::State& s);
[[nodiscard]] Result<void> close_outputs(TrafficOutputs& out, const micro::State& s);

}  // namespace sd
