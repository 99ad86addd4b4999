// The files a traffic case asks for, written as the run goes.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/traffic/engine.h"
#include "sim/traffic/sumo/fcd_columns.h"
#include "sim/traffic/sumo/write.h"

namespace sd {

/// Everybody's places, step by step. The engine uses its numbers again; here a vehicle keeps the one it appears with.
struct FcdOutput {
    std::optional<sumo::XmlOutput> xml;
    std::optional<sumo::FcdColumns> columns;
    std::vector<micro::VehicleSample> samples;
    std::vector<std::string> names;               ///< by appearance
    std::vector<std::uint32_t> number_of_serial;  ///< kNone: not seen yet
};

struct TrafficOutputs {
    std::optional<sumo::XmlOutput> trips, summary;
    FcdOutput fcd;
    std::map<std::string, sumo::XmlOutput> loops;  ///< by file
    std::filesystem::path statistic;               ///< empty: none
    std::vector<std::filesystem::path> files;      ///< all of them, for the last line
};

/// A name with this ending asks for columns instead of SUMO's XML.
inline constexpr const char* kColumnsEnding = ".sdfcd";

/// Opens what the case names, relative to `folder`, which is made if it is not there.
[[nodiscard]] Result<TrafficOutputs> open_outputs(const micro::Case& of, const std::filesystem::path& folder);
/// Writes and takes away the rows that stand ready.
void write_rows(TrafficOutputs& out, micro::State& s);
/// The same, and everybody's place after a step, where one is due.
void write_step(TrafficOutputs& out, micro::State& s);
[[nodiscard]] Result<void> close_outputs(TrafficOutputs& out, const micro::State& s);

}  // namespace sd
