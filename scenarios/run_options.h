// What the command line says about a run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/core/time.h"

namespace sd {

enum class Role : std::uint8_t { All, Sim, Emulators, Twin };

struct RunOptions {
    std::filesystem::path scenario;
    std::filesystem::path out;    ///< empty: out/<scenario name>
    std::filesystem::path cache;  ///< empty: .cache beside `out`
    std::optional<Duration> length;
    std::optional<std::uint64_t> seed;
    double speed = 0.0;  ///< × real time, 0 = max
    int threads = 2;
    Role role = Role::All;
    std::string bus = "tcp://127.0.0.1:5700";  ///< first of three neighbouring ports
    bool tap = false;                          ///< publish live pictures
    bool view = false;                         ///< and start the viewer on them
    std::optional<bool> pictures;  ///< of the scene, afterwards; empty: with the report, where songdoi-view is there
    bool report = true;
    bool quiet = false;
    Duration keyframe_every = seconds(60);
    int hash_every = 1;  ///< ticks
    std::string isa;     ///< of the flood kernels, empty = best
    std::string command_line;
};

}  // namespace sd
