#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/traffic/sumo/case_reader.h"

namespace sd::sumo {
namespace {

using micro::DepartLane;
using micro::DepartPos;
using micro::DepartSpeed;
using micro::kNone;

constexpr std::array<std::pair<std::string_view, DepartLane>, 5> kLanes = {{
    {"first", DepartLane::First},
    {"best", DepartLane::Best},
    {"free", DepartLane::Free},
    {"random", DepartLane::Random},
    {"allowed", DepartLane::Allowed},
}};
constexpr std::array<std::pair<std::string_view, DepartPos>, 5> kPositions = {{
    {"base", DepartPos::Base},
    {"free", DepartPos::Free},
    {"random", DepartPos::Random},
    {"random_free", DepartPos::RandomFree},
    {"last", DepartPos::Last},
}};
constexpr std::array<std::pair<std::string_view, DepartSpeed>, 6> kSpeeds = {{
    {"max", DepartSpeed::Max},
    {"random", DepartSpeed::Random},
    {"desired", DepartSpeed::Desired},
    {"speedLimit", DepartSpeed::SpeedLimit},
    {"last", DepartSpeed::Last},
    {"avg", DepartSpeed::Avg},
}};

template <class Rows, class Kind>
bool found_word(const Rows& rows, std::string_view word, Kind& kind) {
    for (const auto& [name, value] : rows) {
        if (name != word) continue;
        kind = value;
        return true;
    }
    return false;
}

/// Mean seconds between vehicles of `period="exp(rate)"`.
std::optional<double> exponential_period(std::string_view text) {
    if (text.substr(0, 4) != "exp(" || text.back() != ')') return std::nullopt;
    const auto rate = number_of(text.substr(4, text.size() - 5));
    if (!rate || !(*rate > 0.0)) return std::nullopt;
    return 1.0 / *rate;
}

}  // namespace

void read_entry(Element& element, micro::Entry& entry) {
    const std::string_view lane = element.text("departLane");
    if (!lane.empty() && !found_word(kLanes, lane, entry.lane)) {
        const auto index = whole_of(lane);
        if (index && *index >= 0 && *index < 1000) {
            entry.lane = DepartLane::Given;
            entry.lane_index = static_cast<std::uint32_t>(*index);
        } else {
            element.error(fmt::format("{}: departLane '{}' is unknown", element.label(), lane),
                          "a lane's index, or first, best, free, random, allowed");
        }
    }
    const std::string_view pos = element.text("departPos");
    if (pos == "stop" || pos == "splitFront") {
        note(element.findings(), element.at(), fmt::format("departPos {} (taken as base)", pos));
    } else if (!pos.empty() && !found_word(kPositions, pos, entry.pos)) {
        entry.pos = DepartPos::Given;
        entry.pos_m = element.number("departPos", 0.0);
    }
    const std::string_view speed = element.text("departSpeed");
    if (!speed.empty() && !found_word(kSpeeds, speed, entry.speed)) {
        entry.speed_m_s = element.number("departSpeed", 0.0);
        if (entry.speed_m_s < 0.0) {
            element.error(fmt::format("{}: departSpeed {} is below 0", element.label(), entry.speed_m_s));
        }
    }
    const std::string_view arrival = element.text("arrivalPos", "max");
    if (arrival == "random" || arrival == "center") {
        note(element.findings(), element.at(), fmt::format("arrivalPos {} (taken as max)", arrival));
    } else if (arrival != "max") {
        entry.arrival_pos_m = element.number("arrivalPos", entry.arrival_pos_m);
    }
}

void CaseReader::read_times(Element& element, micro::Departure& departure) {
    if (departure.flow) {
        departure.depart_s = element.time("begin", options.begin_s);
        const double standard = options.end_s >= 0.0 ? options.end_s : std::numeric_limits<double>::infinity();
        departure.end_s = element.time("end", standard);
        if (element.has("end") && departure.end_s < departure.depart_s) {
            element.error(fmt::format("{} ends at {} s, before it begins at {} s", element.label(), departure.end_s,
                                      departure.depart_s));
        }
        read_flow(element, departure);
        return;
    }
    const std::string_view depart = element.text("depart");
    for (const std::string_view word : {"triggered", "containerTriggered", "split", "now", "begin"}) {
        if (depart != word) continue;
        element.error(fmt::format("{}: depart=\"{}\" is not supported", element.label(), depart),
                      "give the time of departure");
        return;
    }
    departure.depart_s = element.need_time("depart");
    if (departure.depart_s < 0.0) {
        element.error(fmt::format("{} departs at {} s, before time begins", element.label(), departure.depart_s));
    }
}

void CaseReader::read_flow(Element& element, micro::Departure& flow) {
    const bool number = element.has("number");
    if (number) {
        const long long value = element.whole("number", 0);
        if (value < 0) element.error(fmt::format("{}: number {} is below 0", element.label(), value));
        flow.number = static_cast<std::uint64_t>(std::max(0LL, value));
        if (value == 0) {
            note(findings, element.at(), "flow of no vehicles (left out, as SUMO does)");
            empty_flow = true;
            return;
        }
    }
    const std::string_view hourly = element.has("perHour") ? "perHour" : "vehsPerHour";
    const int ways =
        (element.has(hourly) ? 1 : 0) + (element.has("period") ? 1 : 0) + (element.has("probability") ? 1 : 0);
    if (ways > 1 || (ways == 0 && !number)) {
        element.error(
            fmt::format("{} must say how often: one of vehsPerHour, period, probability, number", element.label()));
        return;
    }
    if (element.has(hourly)) {
        const double rate = element.number(hourly, 1.0);
        if (!(rate > 0.0))
            element.error(fmt::format("{}: {} is {}; it must be above 0", element.label(), hourly, rate));
        flow.period_s = 3600.0 / rate;
    } else if (element.has("period")) {
        const auto mean = exponential_period(trimmed(element.text("period", " ")));
        flow.poisson = mean.has_value();
        flow.period_s = mean ? *mean : element.time("period", 1.0);
        if (!(flow.period_s > 0.0)) {
            element.error(fmt::format("{}: period is {}; it must be above 0", element.label(), flow.period_s));
        }
    } else if (element.has("probability")) {
        flow.probability_s = element.number("probability", 0.5);
        if (!(flow.probability_s > 0.0) || flow.probability_s > 1.0) {
            element.error(fmt::format("{}: probability {} is outside 0…1", element.label(), flow.probability_s));
        }
    } else if (!(flow.end_s < std::numeric_limits<double>::infinity())) {
        element.error(fmt::format("{} spreads {} vehicles over a time without end", element.label(), flow.number),
                      "give end, period or vehsPerHour");
    } else if (flow.number > 0) {
        flow.period_s = (flow.end_s - flow.depart_s) / static_cast<double>(flow.number);
    }
}

void CaseReader::read_ends(Element& element, micro::Departure& departure) {
    for (const std::string_view key :
         {"fromTaz", "toTaz", "fromJunction", "toJunction", "fromLonLat", "toLonLat", "fromXY", "toXY"}) {
        if (!element.has(key)) continue;
        if (element.has("route") || (element.has("from") && element.has("to"))) {
            note(findings, element.at(), fmt::format("attribute {} of {}", key, element.name()));
        } else {
            element.error(fmt::format("{}: {} is not supported", element.label(), key),
                          "give from and to as edges (duarouter does so)");
            return;
        }
    }
    if (element.has("from")) departure.from = read_edge(element, element.need_text("from"));
    if (element.has("to")) departure.to = read_edge(element, element.need_text("to"));
    if (element.has("to") && !element.has("from")) element.error(fmt::format("{} has to but no from", element.label()));
    if (element.has("from") && !element.has("to")) departure.to = departure.from;  // as SUMO does
    for (const std::string_view word : words_of(element.text("via"))) {
        const std::uint32_t edge = read_edge(element, word);
        if (edge != kNone) departure.via.push_back(edge);
    }
}

void CaseReader::open_departure(Element& element) {
    micro::Departure departure;
    departure.id = element.need_text("id");
    departure.flow = element.name() == "flow";
    if (vehicle_names.add(departure.id) == kNone) {
        element.error(fmt::format("a second vehicle, trip or flow '{}'", departure.id), kRenameOne);
    }
    Uses use;
    use.at = element.at();
    use.type = type_names.intern(element.text("type", "DEFAULT_VEHTYPE"));
    if (element.name() != "trip" && element.has("route")) use.route = route_names.intern(element.need_text("route"));
    read_times(element, departure);
    if (element.name() != "vehicle") read_ends(element, departure);
    if (element.name() == "trip" && !element.has("from") && !element.has("to") && !element.has("fromTaz")) {
        element.error(fmt::format("{} has neither from nor to", element.label()));
    }
    read_entry(element, departure.entry);
    departure.line = element.text("line");
    element.harmless({"color"});
    if (!demand.departures.empty() && departure.depart_s < demand.departures.back().depart_s) out_of_order = true;
    demand.departures.push_back(std::move(departure));
    uses.push_back(use);
}

void CaseReader::close_departure() {
    if (demand.departures.empty()) return;
    if (std::exchange(empty_flow, false)) {
        const auto owner = static_cast<std::uint32_t>(demand.departures.size() - 1);
        while (!stops.empty() && !stops.back().of_route && stops.back().owner == owner) stops.pop_back();
        demand.departures.pop_back();
        uses.pop_back();
        return;
    }
    const micro::Departure& departure = demand.departures.back();
    const bool way = departure.route != kNone || departure.route_distribution != kNone || uses.back().route != kNone ||
                     departure.from != kNone;
    if (!way && findings.errors.empty()) {
        report(findings, uses.back().at, fmt::format("'{}' has no route", departure.id),
               "give it route=, a <route> of its own, or from and to");
    }
}

void CaseReader::open_stop(Element& element) {
    const bool of_route = inside.back() == Inside::Route;
    if (of_route ? demand.routes.empty() : demand.departures.empty()) return;
    RawStop raw;
    raw.at = element.at();
    raw.of_route = of_route;
    raw.owner = static_cast<std::uint32_t>((of_route ? demand.routes.size() : demand.departures.size()) - 1);
    raw.stop.duration_s = element.time("duration", 0.0);
    raw.stop.until_s = element.time("until", -1.0);
    raw.stop.parking = element.flag("parking", false);
    if (raw.stop.duration_s < 0.0) element.error(fmt::format("a stop of {} s", raw.stop.duration_s));
    element.harmless({"lane", "startPos", "endPos"});
    if (element.flag("triggered", false) || element.flag("containerTriggered", false)) {
        note(findings, element.at(), "stop that waits for persons or containers (left out)");
        return;
    }
    if (!element.has("duration") && !element.has("until")) {
        element.error("a stop without duration and until would never end", "say how long: duration=\"20\"");
    }
    for (const std::string_view key : {"containerStop", "chargingStation", "parkingArea"}) {
        if (!element.has(key)) continue;
        note(findings, element.at(), fmt::format("stop at a {} (left out)", key));
        return;
    }
    if (element.has("busStop") || element.has("trainStop")) {
        raw.bus_stop = stop_names.intern(element.need_text(element.has("busStop") ? "busStop" : "trainStop"));
    } else if (element.has("lane")) {
        raw.stop.lane = need_lane(element);
        if (raw.stop.lane == kNone) return;
        const double length_m = net.lanes[raw.stop.lane].length_m;
        raw.stop.end_m = position_on(element, raw.stop.lane, "endPos", length_m);
        raw.stop.start_m = position_on(element, raw.stop.lane, "startPos", std::max(0.0, raw.stop.end_m - 0.2));
        if (raw.stop.start_m > raw.stop.end_m) {
            element.error(fmt::format("a stop from {} m to {} m", raw.stop.start_m, raw.stop.end_m));
        }
    } else {
        element.error("a stop that is nowhere", "give busStop or lane");
        return;
    }
    stops.push_back(raw);
}

}  // namespace sd::sumo
