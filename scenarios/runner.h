// One run from a scenario file to a run directory.
#pragma once

#include <memory>

#include "scenarios/city_source.h"
#include "scenarios/run_options.h"
#include "scenarios/run_result.h"
#include "scenarios/world_setup.h"

namespace sd {

/// What every role begins with.
struct RunSetup {
    RunOptions options;
    Scenario scenario;
    std::shared_ptr<LoadedCity> city;  ///< shared: models keep pointers into it
    RunDir dir;
    WorldConfig world;
    std::vector<std::string> notes;  ///< what was taken for granted, to be told at the start
};

/// Reads the scenario, applies the options, loads and checks the city. Nothing is written yet.
[[nodiscard]] Result<RunSetup> prepare_run(const RunOptions& options);

/// Plays the role that the options name. The exit code is the command's.
[[nodiscard]] Result<Exit> run(const RunOptions& options);

/// Roles; runner.cpp chooses.
[[nodiscard]] Result<Exit> run_simulation(RunSetup& setup);  ///< all or sim
[[nodiscard]] Result<Exit> run_emulators(RunSetup& setup);
[[nodiscard]] Result<Exit> run_twin(RunSetup& setup);

/// Waits until the simulation has laid out the run directory; an error when it does not within a minute.
[[nodiscard]] Result<void> wait_for_simulation(const RunDir& dir);

/// SIGINT and SIGTERM end a run cleanly after the frame in progress.
void catch_stop_signals();
[[nodiscard]] bool stop_requested();
/// After a stop was asked for, the roles of three processes still wait for the simulation to end the run in order: the
/// same Ctrl-C reached it too. True when that has lasted half a minute.
[[nodiscard]] bool out_of_patience();

}  // namespace sd
