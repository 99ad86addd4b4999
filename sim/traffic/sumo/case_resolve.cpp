#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/traffic/sumo/case_reader.h"
#include "sim/traffic/sumo/classes.h"

namespace sd::sumo {
namespace {

using micro::kNone;
using micro::VClass;

CaseReader::Meaning meaning_of(const std::vector<CaseReader::Meaning>& meanings, std::uint32_t name) {
    return name < meanings.size() ? meanings[name] : CaseReader::Meaning{};
}

/// Types that SUMO has without being told.
void add_standard_types(CaseReader& read) {
    constexpr std::pair<std::string_view, VClass> kStandard[] = {
        {"DEFAULT_VEHTYPE", VClass::Passenger},
        {"DEFAULT_BIKETYPE", VClass::Bicycle},
        {"DEFAULT_TAXITYPE", VClass::Taxi},
        {"DEFAULT_RAILTYPE", VClass::Rail},
    };
    read.types.resize(read.type_names.size());
    for (const auto& [id, cls] : kStandard) {
        const std::uint32_t name = read.type_names.find(id);
        if (name == kNone || read.types[name].single != kNone || read.types[name].distribution != kNone) continue;
        read.types[name].single = static_cast<std::uint32_t>(read.demand.types.size());
        read.demand.types.push_back(type_of_class(cls));
        read.demand.types.back().id = id;
        read.type_weight.push_back(1.0);
    }
}

/// Fills the columns of distributions: members by name, weights from the list or the member's own probability.
template <class Distribution>
void resolve_members(CaseReader& read, const std::vector<CaseReader::RawDistribution>& raw, const Names& names,
                     const std::vector<CaseReader::Meaning>& meanings, const std::vector<double>& own_weight,
                     std::vector<Distribution>& into, std::vector<std::uint32_t> Distribution::*column,
                     std::string_view kind) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
        double sum = 0.0;
        for (const CaseReader::Member& member : raw[i].members) {
            const std::uint32_t index = meaning_of(meanings, member.name).single;
            if (index == kNone) {
                report(read.findings, raw[i].at,
                       fmt::format("distribution '{}' names the {} '{}', which is defined nowhere", into[i].id, kind,
                                   names[member.name]));
                continue;
            }
            const double weight = member.weight < 0.0 ? own_weight[index] : member.weight;
            (into[i].*column).push_back(index);
            into[i].weight.push_back(weight);
            sum += weight;
        }
        if (!(sum > 0.0)) {
            report(read.findings, raw[i].at,
                   fmt::format("distribution '{}' of {}s has nothing to draw from", into[i].id, kind));
        }
    }
}

void resolve_uses(CaseReader& read) {
    for (std::size_t i = 0; i < read.uses.size(); ++i) {
        const CaseReader::Uses& use = read.uses[i];
        micro::Departure& departure = read.demand.departures[i];
        const CaseReader::Meaning type = meaning_of(read.types, use.type);
        departure.type = type.single;
        departure.type_distribution = type.single == kNone ? type.distribution : kNone;
        if (type.single == kNone && type.distribution == kNone) {
            report(read.findings, use.at,
                   fmt::format("'{}': the type '{}' is defined nowhere", departure.id, read.type_names[use.type]),
                   "define it with <vType>, in any file of the case");
        }
        if (use.route == kNone) continue;
        const CaseReader::Meaning route = meaning_of(read.routes, use.route);
        departure.route = route.single;
        departure.route_distribution = route.single == kNone ? route.distribution : kNone;
        if (route.single == kNone && route.distribution == kNone) {
            report(read.findings, use.at,
                   fmt::format("'{}': the route '{}' is defined nowhere", departure.id, read.route_names[use.route]),
                   "define it with <route>, in any file of the case");
        }
    }
}

/// Whether the stops lie along the edges in their order; two in a row may stand on one edge.
void check_order(CaseReader& read, const std::vector<std::uint32_t>& edges, const std::vector<micro::Stop>& stops,
                 const std::vector<Place>& places, const std::string& whose) {
    std::size_t at = 0;
    double at_m = -1.0;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const std::uint32_t edge = read.net.lanes[stops[i].lane].edge;
        const std::size_t from = stops[i].end_m < at_m ? at + 1 : at;
        const auto found =
            std::find(edges.begin() + static_cast<std::ptrdiff_t>(std::min(from, edges.size())), edges.end(), edge);
        if (found == edges.end()) {
            report(read.findings, places[i],
                   fmt::format("{}: its stop {} on lane '{}' is not on the way that is left of its route", whose, i + 1,
                               read.net.lanes[stops[i].lane].id),
                   "stops come in the order of the route");
            return;
        }
        at = static_cast<std::size_t>(found - edges.begin());
        at_m = stops[i].end_m;
    }
}

void resolve_stops(CaseReader& read) {
    std::vector<std::vector<Place>> of_route(read.demand.routes.size()), of_departure(read.demand.departures.size());
    for (CaseReader::RawStop& raw : read.stops) {
        if (raw.bus_stop != kNone) {
            const std::uint32_t index =
                raw.bus_stop < read.bus_stop_of_name.size() ? read.bus_stop_of_name[raw.bus_stop] : kNone;
            if (index == kNone) {
                report(read.findings, raw.at, fmt::format("there is no bus stop '{}'", read.stop_names[raw.bus_stop]),
                       "does a file with <busStop> miss in additional-files?");
                continue;
            }
            const micro::BusStop& stop = read.additional.bus_stops[index];
            raw.stop.bus_stop = index;
            raw.stop.lane = stop.lane;
            raw.stop.start_m = stop.start_m;
            raw.stop.end_m = stop.end_m;
        }
        auto& stops = raw.of_route ? read.demand.routes[raw.owner].stops : read.demand.departures[raw.owner].stops;
        stops.push_back(raw.stop);
        (raw.of_route ? of_route : of_departure)[raw.owner].push_back(raw.at);
    }
    if (!read.findings.errors.empty()) return;
    for (std::size_t i = 0; i < read.demand.routes.size(); ++i) {
        const micro::Route& route = read.demand.routes[i];
        check_order(read, route.edges, route.stops, of_route[i], fmt::format("route '{}'", route.id));
    }
    for (std::size_t i = 0; i < read.demand.departures.size(); ++i) {
        const micro::Departure& departure = read.demand.departures[i];
        if (departure.stops.empty() || departure.route == kNone) continue;
        check_order(read, read.demand.routes[departure.route].edges, departure.stops, of_departure[i],
                    fmt::format("'{}'", departure.id));
    }
}

void sort_departures(CaseReader& read) {
    if (!read.out_of_order) return;
    const auto& all = read.demand.departures;
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].depart_s >= all[i - 1].depart_s || read.uses[i].at.file != read.uses[i - 1].at.file) continue;
        note(read.findings, read.uses[i].at, "departures out of order (sorted; SUMO leaves out late ones)");
    }
    std::stable_sort(read.demand.departures.begin(), read.demand.departures.end(),
                     [](const auto& a, const auto& b) { return a.depart_s < b.depart_s; });
}

}  // namespace

void resolve(CaseReader& read, micro::Net& net) {
    for (ReadProgram& program : read.signals.programs) {
        if (!program.program.phases.empty() || program.off)
            add_program(net, read.names, std::move(program), read.findings);
    }
    add_standard_types(read);
    resolve_members(read, read.type_members, read.type_names, read.types, read.type_weight,
                    read.demand.type_distributions, &micro::TypeDistribution::types, "type");
    resolve_members(read, read.route_members, read.route_names, read.routes, read.route_weight,
                    read.demand.route_distributions, &micro::RouteDistribution::routes, "route");
    resolve_uses(read);
    resolve_stops(read);
    if (read.findings.errors.empty()) check_permissions(read);
    sort_departures(read);
}

}  // namespace sd::sumo
