// Subcommands of `songdoi traffic`.
#pragma once

#include "scenarios/cli.h"

namespace sd {

void add_traffic_case(Cli& cli, CLI::App& traffic);
void add_traffic_verify(Cli& cli, CLI::App& traffic);
void add_traffic_demand(Cli& cli, CLI::App& traffic);
void add_traffic_fcd(Cli& cli, CLI::App& traffic);

}  // namespace sd
