#include <fmt/format.h>

#include <algorithm>

#include "sim/traffic/sumo/case_reader.h"
#include "sim/traffic/sumo/classes.h"

namespace sd::sumo {

using micro::kNone;

std::uint32_t CaseReader::need_lane(Element& element) {
    const std::string_view name = element.need_text("lane");
    if (name.empty()) return kNone;
    const std::uint32_t lane = names.lanes.find(name);
    if (lane == kNone)
        element.error(fmt::format("{}: lane '{}' is not in the network", element.label(), name), kOtherNet);
    return lane;
}

/// Metres along a lane; below 0 counts from its end. Beyond its ends is an error unless friendlyPos asks to clamp.
double CaseReader::position_on(Element& element, std::uint32_t lane, std::string_view key, double standard) {
    const double length_m = net.lanes[lane].length_m;
    double at_m = element.number(key, standard);
    if (at_m < 0.0) at_m += length_m;
    if (at_m >= 0.0 && at_m <= length_m) return at_m;
    if (!element.flag("friendlyPos", false)) {
        element.error(fmt::format("{}: {}=\"{}\" is beyond lane '{}' of {} m", element.label(), key, element.text(key),
                                  net.lanes[lane].id, length_m),
                      "friendlyPos=\"true\" takes the nearest end");
    }
    return std::clamp(at_m, 0.0, length_m);
}

void CaseReader::open_bus_stop(Element& element) {
    micro::BusStop stop;
    stop.id = element.need_text("id");
    stop.lane = need_lane(element);
    stop.lines = element.text("lines");
    element.harmless({"name", "color", "friendlyPos"});
    const std::uint32_t name = stop_names.intern(stop.id);
    if (bus_stop_of_name.size() <= name) bus_stop_of_name.resize(name + 1, kNone);
    if (bus_stop_of_name[name] != kNone) element.error(fmt::format("a second bus stop '{}'", stop.id), kRenameOne);
    if (stop.lane == kNone) return;
    stop.start_m = position_on(element, stop.lane, "startPos", 0.0);
    stop.end_m = position_on(element, stop.lane, "endPos", net.lanes[stop.lane].length_m);
    if (!(stop.start_m < stop.end_m)) {
        element.error(fmt::format("{} reaches from {} m to {} m", element.label(), stop.start_m, stop.end_m));
    }
    bus_stop_of_name[name] = static_cast<std::uint32_t>(additional.bus_stops.size());
    additional.bus_stops.push_back(std::move(stop));
}

namespace {

template <class Detector>
void read_detector(Element& element, Detector& detector) {
    detector.id = element.need_text("id");
    const std::string_view key = element.has("period") ? "period" : "freq";
    detector.period_s = element.time(key, 0.0);
    if (element.has(key) && !(detector.period_s > 0.0)) {
        element.error(fmt::format("{}: {} is {} s; it must be above 0", element.label(), key, detector.period_s));
    }
    detector.file = element.need_text("file");
    element.harmless({"name", "friendlyPos"});
}

template <class Detectors>
void refuse_twins(const Element& element, const Detectors& detectors, const std::string& id) {
    // Detectors are few and come in runs; a table for each kind would not pay.
    for (const auto& other : detectors) {
        if (other.id == id) element.error(fmt::format("a second {} '{}'", element.name(), id), kRenameOne);
    }
}

}  // namespace

void CaseReader::open_loop(Element& element) {
    micro::LoopDetector loop;
    read_detector(element, loop);
    refuse_twins(element, additional.loops, loop.id);
    loop.lane = need_lane(element);
    if (loop.lane == kNone) return;
    static_cast<void>(element.need_number("pos"));
    loop.pos_m = position_on(element, loop.lane, "pos", 0.0);
    additional.loops.push_back(std::move(loop));
}

void CaseReader::open_area(Element& element) {
    micro::AreaDetector area;
    read_detector(element, area);
    refuse_twins(element, additional.areas, area.id);
    if (element.has("lanes")) {
        for (const std::string_view word : words_of(element.text("lanes"))) {
            const std::uint32_t lane = names.lanes.find(word);
            if (lane == kNone) {
                element.error(fmt::format("{}: lane '{}' is not in the network", element.label(), word), kOtherNet);
                return;
            }
            area.lanes.push_back(lane);
        }
    } else if (const std::uint32_t lane = need_lane(element); lane != kNone) {
        area.lanes.push_back(lane);
    }
    if (area.lanes.empty()) return;
    const double last_m = net.lanes[area.lanes.back()].length_m;
    const bool open_end = !element.has("endPos");
    area.end_m = open_end ? last_m : position_on(element, area.lanes.back(), "endPos", last_m);
    if (element.has("pos")) {
        area.start_m = position_on(element, area.lanes.front(), "pos", 0.0);
        if (open_end && element.has("length")) {
            area.end_m = std::min(last_m, area.start_m + element.number("length", last_m));
        }
    } else if (element.has("length")) {
        area.start_m = std::max(0.0, area.end_m - element.number("length", 0.0));
    }
    if (area.lanes.size() == 1 && !(area.start_m < area.end_m)) {
        element.error(fmt::format("{} reaches from {} m to {} m", element.label(), area.start_m, area.end_m));
    }
    additional.areas.push_back(std::move(area));
}

void CaseReader::open_gates(Element& element) {
    micro::GateDetector gates;
    read_detector(element, gates);
    refuse_twins(element, additional.gates, gates.id);
    additional.gates.push_back(std::move(gates));
}

void CaseReader::open_gate(Element& element) {
    micro::GateDetector::Gate gate;
    gate.lane = need_lane(element);
    if (gate.lane == kNone) return;
    static_cast<void>(element.need_number("pos"));
    gate.pos_m = position_on(element, gate.lane, "pos", 0.0);
    micro::GateDetector& gates = additional.gates.back();
    (element.name() == "detEntry" ? gates.entries : gates.exits).push_back(gate);
}

void CaseReader::open_rerouter(Element& element) {
    micro::Rerouter rerouter;
    rerouter.id = element.need_text("id");
    refuse_twins(element, additional.rerouters, rerouter.id);
    for (const std::string_view word : words_of(element.need_text("edges"))) {
        const std::uint32_t edge = read_edge(element, word);
        if (edge != kNone) rerouter.edges.push_back(edge);
    }
    element.harmless({"pos", "name"});
    additional.rerouters.push_back(std::move(rerouter));
}

void CaseReader::open_closing(Element& element) {
    micro::Rerouter::Closing closing;
    closing.begin_s = interval_begin_s;
    closing.end_s = interval_end_s;
    closing.edge = read_edge(element, element.need_text("id"));
    closing.allow = element.has("allow") || element.has("disallow") ? read_classes(element) : 0;
    if (closing.edge != kNone) additional.rerouters.back().closings.push_back(closing);
}

}  // namespace sd::sumo
