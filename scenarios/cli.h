// The command line: one function per command adds it to the parser. A command stores its exit code.
#pragma once

#include <CLI/CLI.hpp>

#include "scenarios/run_result.h"
#include "sim/core/result.h"

namespace sd {

struct Cli {
    CLI::App& app;
    int exit_code = 0;
    std::string command_line;  ///< as typed, for reports
};

/// Prints errors on stderr and sets exit code 2 (or another).
void report_errors(Cli& cli, const Errors& errors, Exit exit = Exit::Usage);

void add_run(Cli& cli);
void add_check(Cli& cli);
void add_city(Cli& cli);
void add_city_import(Cli& cli, CLI::App& city);
void add_replay(Cli& cli);
void add_ledger(Cli& cli);
void add_alarms(Cli& cli);
void add_report(Cli& cli);
void add_bench(Cli& cli);
void add_flood(Cli& cli);
void add_traffic(Cli& cli);
void add_frame(Cli& cli);
void add_console(Cli& cli);  ///< pause, resume, step, speed, inject, status, stop

}  // namespace sd
