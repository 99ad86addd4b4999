// songdoi traffic demand: trips from zones and an origin–destination matrix.
#include <fmt/format.h>

#include <limits>
#include <memory>

#include "scenarios/traffic/commands.h"
#include "sim/traffic/demand_matrix.h"
#include "sim/traffic/sumo/matrix.h"
#include "sim/traffic/sumo/write.h"

namespace sd {
namespace {

using Paths = std::vector<std::filesystem::path>;

struct DemandWords {
    std::filesystem::path net, out;
    Paths types, zones, relations;
    std::vector<double> hours;
    micro::DrawTrips how{1, 1.0, 0.0, std::numeric_limits<double>::infinity()};
};

/// The network and the vehicle types; whatever else stands beside the types does not drive here.
Result<micro::Case> read_types(const DemandWords& words) {
    sumo::CaseFiles files;
    files.net.path = words.net;
    for (const auto& file : words.types) files.additional.push_back({file});
    auto of = sumo::read_case(files);
    if (!of) return of;
    of->demand.routes.clear();
    of->demand.route_distributions.clear();
    return of;
}

void make_demand(Cli& cli, const DemandWords& words) {
    auto of = read_types(words);
    if (!of) return report_errors(cli, of.error());
    Paths tables = words.zones;
    tables.insert(tables.end(), words.relations.begin(), words.relations.end());
    auto read = sumo::read_matrix(tables, of->net, of->demand);
    if (!read) return report_errors(cli, read.error());
    for (micro::Purpose& purpose : read->matrix.purposes) {
        purpose.entry.lane = micro::DepartLane::Free;  // as od2trips lets them enter
        purpose.entry.speed = micro::DepartSpeed::Max;
        if (!words.hours.empty()) purpose.profile = micro::hourly_profile(words.hours);
    }
    if (const Errors wrong = micro::check_matrix(read->matrix, of->net); !wrong.empty())
        return report_errors(cli, wrong);
    of->demand.departures = micro::draw_trips(read->matrix, words.how);
    if (auto written = sumo::write_demand(words.out, *of); !written)
        return report_errors(cli, written.error(), Exit::Failed);
    for (const micro::Unsupported& u : read->unsupported)
        fmt::print("not used: {} ({}:{}, {}×)\n", u.what, u.file, u.line, u.times);
    fmt::print("wrote {}: {} trips between {} zones\n", words.out.string(), of->demand.departures.size(),
               read->matrix.zones.size());
}

}  // namespace

void add_traffic_demand(Cli& cli, CLI::App& traffic) {
    auto words = std::make_shared<DemandWords>();
    CLI::App* demand = traffic.add_subcommand("demand", "trips from zones and numbers of trips between them");
    demand->footer(
        "Example: songdoi traffic demand --net-file town.net.xml --taz-files taz.xml --tazrelation-files od.xml \\\n"
        "           --additional-files types.add.xml --output-file trips.rou.xml\n"
        "Options are those of SUMO's od2trips. An interval's id names the type that drives its trips; the file that "
        "is\n"
        "written holds the types too, and both SUMO and songdoi traffic drive it. Streets of a zone are drawn by "
        "weight;\n"
        "the same seed gives the same trips, and another zone or purpose leaves the others' trips as they are.");
    demand->add_option("-n,--net-file", words->net, "the network")->required();
    demand->add_option("--taz-files", words->zones, "zones: <taz> with <tazSource> and <tazSink>, or edges")
        ->required()
        ->delimiter(',');
    demand->add_option("-z,--tazrelation-files", words->relations, "numbers of trips: <interval>, <tazRelation>")
        ->required()
        ->delimiter(',');
    demand->add_option("-a,--additional-files", words->types, "vehicle types")->delimiter(',');
    demand->add_option("-o,--output-file", words->out, "the trips; .gz: compressed")->required();
    demand
        ->add_option("--timeline", words->hours,
                     "the day's 24 hours' shares of all trips (default: evenly over each "
                     "interval's own time)")
        ->delimiter(',')
        ->expected(24)
        ->check(CLI::NonNegativeNumber);
    demand->add_option("-s,--scale", words->how.scale, "of all numbers")->check(CLI::NonNegativeNumber);
    demand->add_option("-b,--begin", words->how.begin_s, "leaves out earlier trips, s");
    demand->add_option("-e,--end", words->how.end_s, "leaves out trips from this second on");
    demand->add_option("--seed", words->how.seed, "another number gives other chance");
    demand->callback([&cli, words] { make_demand(cli, *words); });
}

}  // namespace sd
