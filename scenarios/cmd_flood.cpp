#include "scenarios/cli.h"
#include "scenarios/flood/cmd_flood_case.h"
#include "scenarios/flood/commands.h"

namespace sd {

void add_flood(Cli& cli) {
    CLI::App* command = cli.app.add_subcommand("flood", "the water engines by themselves");
    add_flood_case(cli, *command);
    add_flood_verify(cli, *command);
    add_flood_sewer(cli, *command);
    add_flood_salinity(cli, *command);
    add_flood_hindcast(cli, *command);
}

}  // namespace sd
