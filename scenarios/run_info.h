// run.json: everything needed to make the same run again, and who is running it now.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/run_dir.h"
#include "scenarios/run_options.h"
#include "scenarios/scenario.h"

namespace sd {

struct RunInfo {
    std::string scenario_file;
    std::string scenario_text;
    std::uint64_t seed = 1;
    std::int64_t length_ns = 0;
    int threads = 1;
    int hash_every = 1;
    std::string isa;
    std::uint64_t city_hash = 0;
    std::string city_pack;
    std::string command_line;
    std::string version;
    std::string began;         ///< wall date, for people
    std::int64_t process = 0;  ///< of the simulation while it is live
};

[[nodiscard]] std::string run_info_text(const RunInfo& info);
[[nodiscard]] Result<RunInfo> read_run_info(const RunDir& dir);
/// The scenario as it was run: seed and length as overridden then.
[[nodiscard]] Result<Scenario> scenario_of(const RunInfo& info);
/// The process that wrote it still exists.
[[nodiscard]] bool is_live(const RunInfo& info);

inline constexpr const char* kVersion = "0.1.0";

}  // namespace sd
