#include "sim/traffic/sumo/case_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace sd::sumo {

using micro::kNone;

CaseReader::CaseReader(const micro::Net& of, const NetNames& all_names, const micro::Options& run, Findings& all)
    : net(of), names(all_names), options(run), findings(all), next_edges(of.edges.size()) {
    for (const micro::Link& link : net.links) {
        const micro::Lane& from = net.lanes[link.from_lane];
        const micro::Lane& to = net.lanes[link.to_lane];
        micro::ClassSet allow = from.allow & to.allow;
        if (link.via_lane != kNone) allow &= net.lanes[link.via_lane].allow;
        auto& row = next_edges[from.edge];
        const auto place = std::lower_bound(row.begin(), row.end(), to.edge,
                                            [](const NextEdge& next, std::uint32_t edge) { return next.edge < edge; });
        if (place != row.end() && place->edge == to.edge) {
            place->allow |= allow;
        } else {
            row.insert(place, {to.edge, allow});
        }
    }
}

bool CaseReader::open(Element& element) {
    Inside next = Inside::Leaf;
    bool known = true;
    if (inside.back() == Inside::Nothing) {
        // SUMO asks for no certain outermost element: <routes>, <additional>, <add> are all in use.
        element.harmless({"version"});
        next = Inside::Files;
    } else if (inside.back() == Inside::Files) {
        known = open_in_files(element, next);
    } else if (element.name() == "param" && inside.back() != Inside::Logic) {
        open_param(element);
    } else {
        known = open_nested(element, next);
    }
    if (known) inside.push_back(next);
    return known;
}

bool CaseReader::open_in_files(Element& element, Inside& next) {
    const std::string_view name = element.name();
    if (name == "routes" || name == "additional" || name == "add" || name == "additionals" || name == "tlLogics") {
        element.harmless({"version"});
        next = Inside::Files;
    } else if (name == "vType") {
        open_type(element);
        next = Inside::Type;
    } else if (name == "vTypeDistribution") {
        open_type_distribution(element);
        next = Inside::TypeDistribution;
    } else if (name == "route") {
        open_route(element);
        next = Inside::Route;
    } else if (name == "routeDistribution") {
        open_route_distribution(element);
        next = Inside::RouteDistribution;
    } else if (name == "vehicle" || name == "trip" || name == "flow") {
        open_departure(element);
        next = Inside::Departure;
    } else if (SignalReader::is_logic(name)) {
        signals.open_logic(element);
        next = Inside::Logic;
    } else {
        return open_placed(element, next);
    }
    return true;
}

bool CaseReader::open_placed(Element& element, Inside& next) {
    const std::string_view name = element.name();
    if (name == "busStop" || name == "trainStop") {
        open_bus_stop(element);
    } else if (name == "e1Detector" || name == "inductionLoop") {
        open_loop(element);
    } else if (name == "e2Detector" || name == "laneAreaDetector") {
        open_area(element);
    } else if (name == "e3Detector" || name == "entryExitDetector") {
        open_gates(element);
        next = Inside::Gates;
    } else if (name == "rerouter") {
        open_rerouter(element);
        next = Inside::Rerouter;
    } else {
        return false;
    }
    return true;
}

bool CaseReader::open_nested(Element& element, Inside& next) {
    const std::string_view name = element.name();
    switch (inside.back()) {
        case Inside::TypeDistribution:
            if (name != "vType") return false;
            if (element.has("refId")) {
                type_members.back().members.push_back(
                    {type_names.intern(element.need_text("refId")), element.number("probability", -1.0)});
            } else {
                open_type(element);
                next = Inside::Type;
            }
            return true;
        case Inside::RouteDistribution:
            if (name != "route") return false;
            open_route(element);
            next = Inside::Route;
            return true;
        case Inside::Route:
            if (name != "stop") return false;
            open_stop(element);
            return true;
        case Inside::Departure:
            if (name == "route") {
                open_route(element);
                next = Inside::Route;
            } else if (name == "routeDistribution") {
                open_route_distribution(element);
                next = Inside::RouteDistribution;
            } else if (name == "stop") {
                open_stop(element);
            } else {
                return false;
            }
            return true;
        case Inside::Logic:
            return signals.open_inside(element);
        case Inside::Gates:
            if (name != "detEntry" && name != "detExit") return false;
            open_gate(element);
            return true;
        case Inside::Rerouter:
            if (name != "interval") return false;
            interval_begin_s = element.time("begin", 0.0);
            interval_end_s = element.time("end", std::numeric_limits<double>::infinity());
            if (!(interval_end_s > interval_begin_s)) element.error("an interval that ends before it begins");
            next = Inside::Interval;
            return true;
        case Inside::Interval:
            if (name != "closingReroute") return false;
            open_closing(element);
            return true;
        default:
            return false;
    }
}

void CaseReader::open_param(Element& element) {
    const std::string_view key = element.need_text("key");
    const bool of_type = inside.back() == Inside::Type && !demand.types.empty();
    const bool of_departure = inside.back() == Inside::Departure && !demand.departures.empty();
    if (key == "has.rerouting.device" && (of_type || of_departure)) {
        const auto on = element.flag("value", true) ? micro::Rerouting::Always : micro::Rerouting::Never;
        (of_type ? demand.types.back().rerouting : demand.departures.back().rerouting) = on;
        return;
    }
    element.harmless({"value"});
    note(findings, element.at(), fmt::format("param {}", key));
}

void CaseReader::close(std::string_view, std::string_view) {
    const Inside closed = inside.back();
    inside.pop_back();
    if (closed == Inside::Logic) signals.close_logic(findings);
    if (closed == Inside::Departure) close_departure();
}

std::uint32_t CaseReader::read_edge(const Element& element, std::string_view name) {
    const std::uint32_t edge = names.edges.find(name);
    if (edge == kNone) {
        element.error(fmt::format("{}: edge '{}' is not in the network", element.label(), name), kOtherNet);
    } else if (net.edges[edge].function == micro::EdgeFunction::Internal) {
        element.error(fmt::format("{}: edge '{}' lies inside a junction", element.label(), name));
        return kNone;
    }
    return edge;
}

/// The edges of a list; each must lead to the next.
std::vector<std::uint32_t> CaseReader::read_edges(const Element& element, std::string_view list,
                                                  std::string_view whose) {
    std::vector<std::uint32_t> edges;
    const auto words = words_of(list);
    edges.reserve(words.size());
    for (const std::string_view word : words) {
        const std::uint32_t edge = read_edge(element, word);
        if (edge == kNone) return {};
        if (!edges.empty()) {
            if (way_between(*this, edges.back(), edge) == nullptr) {
                element.error(fmt::format("{}: no connection leads from edge '{}' to edge '{}'", whose,
                                          net.edges[edges.back()].id, word),
                              "name the edges between them, or use a <trip>");
                return {};
            }
        }
        edges.push_back(edge);
    }
    if (words.empty()) element.error(fmt::format("{} has no edges", whose));
    return edges;
}

void CaseReader::open_route(Element& element) {
    const bool of_vehicle = inside.back() == Inside::Departure;
    const bool of_distribution = inside.back() == Inside::RouteDistribution;
    if (of_distribution && element.has("refId")) {
        route_members.back().members.push_back(
            {route_names.intern(element.need_text("refId")), element.number("probability", -1.0)});
        return;
    }
    micro::Route route;
    const std::string whose = of_vehicle && !demand.departures.empty()
                                  ? fmt::format("the route of '{}'", demand.departures.back().id)
                                  : element.label();
    route.id = element.text("id");
    if (route.id.empty() && !of_vehicle && !of_distribution) static_cast<void>(element.need_text("id"));
    route.edges = read_edges(element, element.need_text("edges"), whose);
    element.harmless({"color"});
    const double weight = element.number("probability", 1.0);
    if (weight < 0.0) element.error(fmt::format("{}: probability {} is below 0", whose, weight));
    const std::uint32_t index = static_cast<std::uint32_t>(demand.routes.size());
    if (!route.id.empty() || of_distribution) {
        const std::string known = route.id.empty() ? fmt::format("\n{}", index) : route.id;
        const std::uint32_t name = route_names.intern(known);
        if (routes.size() <= name) routes.resize(name + 1);
        if (routes[name].single != kNone || routes[name].distribution != kNone) {
            element.error(fmt::format("a second route (or distribution of routes) '{}'", route.id), kRenameOne);
        }
        routes[name].single = index;
        if (of_distribution) route_members.back().members.push_back({name, weight});
    }
    if (of_vehicle && !demand.departures.empty()) {
        if (demand.departures.back().route != kNone || uses.back().route != kNone) {
            element.error(fmt::format("'{}' has two routes", demand.departures.back().id));
        }
        demand.departures.back().route = index;
    }
    demand.routes.push_back(std::move(route));
    route_weight.push_back(weight);
    route_at.push_back(element.at());
}

void CaseReader::open_route_distribution(Element& element) {
    const bool of_vehicle = inside.back() == Inside::Departure && !demand.departures.empty();
    const std::uint32_t index = static_cast<std::uint32_t>(demand.route_distributions.size());
    const std::string id(of_vehicle ? element.text("id") : element.need_text("id"));
    if (of_vehicle) demand.departures.back().route_distribution = index;
    if (!id.empty()) {
        const std::uint32_t name = route_names.intern(id);
        if (routes.size() <= name) routes.resize(name + 1);
        if (routes[name].single != kNone || routes[name].distribution != kNone) {
            element.error(fmt::format("a second route (or distribution of routes) '{}'", id), kRenameOne);
        }
        routes[name].distribution = index;
    }
    element.harmless({"last"});
    demand.route_distributions.push_back({id, {}, {}});
    RawDistribution raw;
    raw.at = element.at();
    const auto listed = words_of(element.text("routes"));
    const auto weights = words_of(element.text("probabilities"));
    if (!weights.empty() && weights.size() != listed.size()) {
        element.error(
            fmt::format("{}: {} probabilities for {} routes", element.label(), weights.size(), listed.size()));
    }
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto value = i < weights.size() ? number_of(weights[i]) : std::optional<double>(-1.0);
        if (!value || (i < weights.size() && *value < 0.0)) {
            element.error(fmt::format("{}: probability '{}' is no number ≥ 0", element.label(), weights[i]));
        }
        raw.members.push_back({route_names.intern(listed[i]), value.value_or(1.0)});
    }
    route_members.push_back(std::move(raw));
}

}  // namespace sd::sumo
