#include "scenarios/cli.h"
#include "scenarios/traffic/commands.h"

namespace sd {

void add_traffic(Cli& cli) {
    CLI::App* command = cli.app.add_subcommand("traffic", "the traffic engine by itself: plays SUMO's cases");
    add_traffic_case(cli, *command);
    add_traffic_verify(cli, *command);
    add_traffic_demand(cli, *command);
    add_traffic_fcd(cli, *command);
}

}  // namespace sd
