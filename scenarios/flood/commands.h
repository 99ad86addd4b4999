// songdoi flood: the water engines by themselves, a sub-command each.
#pragma once

#include "scenarios/cli.h"

namespace sd {

void add_flood_verify(Cli& cli, CLI::App& flood);    ///< the surface engine against exact answers
void add_flood_sewer(Cli& cli, CLI::App& flood);     ///< a SWMM .inp network
void add_flood_salinity(Cli& cli, CLI::App& flood);  ///< the dry season of 2024 again
void add_flood_hindcast(Cli& cli, CLI::App& flood);  ///< recorded floods of the default city again

}  // namespace sd
