#include <fmt/format.h>

#include <algorithm>

#include "sim/traffic/sumo/case_reader.h"
#include "sim/traffic/sumo/classes.h"

namespace sd::sumo {
namespace {

using micro::kNone;

micro::ClassSet classes_on(const micro::Net& net, std::uint32_t edge) {
    micro::ClassSet allow = 0;
    const micro::Edge& row = net.edges[edge];
    for (std::uint32_t i = row.lane_begin; i < row.lane_begin + row.lanes; ++i) allow |= net.lanes[i].allow;
    return allow;
}

/// Types that a departure may turn out to be.
std::vector<std::uint32_t> types_of(const micro::DemandFile& demand, const micro::Departure& departure) {
    if (departure.type != kNone) return {departure.type};
    const micro::TypeDistribution& drawn = demand.type_distributions[departure.type_distribution];
    std::vector<std::uint32_t> types;
    for (std::size_t i = 0; i < drawn.types.size(); ++i) {
        if (drawn.weight[i] > 0.0) types.push_back(drawn.types[i]);
    }
    return types;
}

/// The classes of those types, and for each the first type that has it.
struct Classes {
    micro::ClassSet all = 0;
    std::vector<std::uint32_t> types;
};
Classes classes_of(const micro::DemandFile& demand, const micro::Departure& departure) {
    Classes out;
    for (const std::uint32_t type : types_of(demand, departure)) {
        const micro::ClassSet bit = bit_of(demand.types[type].cls);
        if ((out.all & bit) != 0) continue;
        out.all |= bit;
        out.types.push_back(type);
    }
    return out;
}

/// Reports the first of the types that is not in `allowed`; false when there is one.
bool all_allowed(CaseReader& read, std::size_t departure, const Classes& who, micro::ClassSet allowed,
                 const std::string& where) {
    if ((who.all & ~allowed) == 0) return true;
    for (const std::uint32_t type : who.types) {
        const micro::VehicleType& row = read.demand.types[type];
        if ((bit_of(row.cls) & allowed) != 0) continue;
        report(read.findings, read.uses[departure].at,
               fmt::format("'{}' of type '{}' ({}) {}", read.demand.departures[departure].id, row.id, name_of(row.cls),
                           where),
               "see allow and disallow of the lanes");
        return false;
    }
    return true;
}

void check_route(CaseReader& read, std::size_t departure, const Classes& who, const std::vector<std::uint32_t>& edges) {
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const std::string& id = read.net.edges[edges[i]].id;
        if (i > 0) {
            const CaseReader::NextEdge* way = way_between(read, edges[i - 1], edges[i]);
            if (way != nullptr && (who.all & ~way->allow) == 0) continue;
        }
        const micro::ClassSet here = classes_on(read.net, edges[i]);
        if (!all_allowed(read, departure, who, here, fmt::format("finds no lane on edge '{}'", id))) return;
        if (i == 0) continue;
        const CaseReader::NextEdge* way = way_between(read, edges[i - 1], edges[i]);
        const std::string& before = read.net.edges[edges[i - 1]].id;
        if (!all_allowed(read, departure, who, way == nullptr ? 0 : way->allow,
                         fmt::format("finds no lane from edge '{}' to edge '{}'", before, id))) {
            return;
        }
    }
}

}  // namespace

const CaseReader::NextEdge* way_between(const CaseReader& read, std::uint32_t from, std::uint32_t to) {
    const auto& row = read.next_edges[from];
    const auto found =
        std::lower_bound(row.begin(), row.end(), to,
                         [](const CaseReader::NextEdge& next, std::uint32_t edge) { return next.edge < edge; });
    return found != row.end() && found->edge == to ? &*found : nullptr;
}

void check_permissions(CaseReader& read) {
    for (std::size_t i = 0; i < read.demand.departures.size() && !full(read.findings); ++i) {
        const micro::Departure& departure = read.demand.departures[i];
        const Classes who = classes_of(read.demand, departure);
        if (departure.route != kNone) {
            check_route(read, i, who, read.demand.routes[departure.route].edges);
        } else if (departure.route_distribution != kNone) {
            for (const std::uint32_t route : read.demand.route_distributions[departure.route_distribution].routes) {
                check_route(read, i, who, read.demand.routes[route].edges);
            }
        } else {
            check_route(read, i, who, {departure.from});
            check_route(read, i, who, {departure.to});
        }
    }
}

}  // namespace sd::sumo
