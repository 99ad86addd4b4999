// songdoi flood CASE.yaml: the command line of stand-alone cases.
#pragma once

#include <filesystem>
#include <string>

#include "scenarios/cli.h"

namespace sd {

struct FloodCaseWords {
    std::filesystem::path file;
    std::filesystem::path out;
    int threads = 2;
    std::string isa;
    bool check = false;
    bool steer = false;
    bool quiet = false;
};

/// Reads, plays, and says where the results are.
void play_case(Cli& cli, const FloodCaseWords& words);
void add_flood_case(Cli& cli, CLI::App& flood);

}  // namespace sd
