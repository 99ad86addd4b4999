#include "sim/traffic/sumo/net_reader.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "sim/traffic/sumo/classes.h"

namespace sd::sumo {
namespace {

using micro::EdgeFunction;
using micro::JunctionType;
using micro::kNone;
using micro::LinkState;

constexpr std::array<std::pair<std::string_view, EdgeFunction>, 6> kFunctions = {{
    {"normal", EdgeFunction::Normal},
    {"internal", EdgeFunction::Internal},
    {"crossing", EdgeFunction::Crossing},
    {"walkingarea", EdgeFunction::WalkingArea},
    {"connector", EdgeFunction::Connector},
    {"", EdgeFunction::Normal},
}};

// In the order of JunctionType.
constexpr std::array<std::string_view, static_cast<std::size_t>(JunctionType::Count)> kJunctionTypes = {
    "priority",
    "priority_stop",
    "traffic_light",
    "traffic_light_unregulated",
    "traffic_light_right_on_red",
    "right_before_left",
    "left_before_right",
    "allway_stop",
    "zipper",
    "dead_end",
    "unregulated",
    "internal",
    "rail_signal",
    "rail_crossing",
    "district"};

constexpr std::string_view kLinkStates = "Mm=swZ-oO";
constexpr std::string_view kDirections = "slrtLR";
constexpr double kZipperVisibility_m = 100.0;

/// Points "x,y" or "x,y,z" between blanks. Heights are left out: roads are driven in plan.
std::vector<LocalXY> read_shape(Element& element, std::string_view key) {
    const std::string_view text = element.text(key);
    std::vector<LocalXY> shape;
    for (const std::string_view word : words_of(text)) {
        const std::size_t comma = word.find(',');
        const std::string_view rest = comma == std::string_view::npos ? std::string_view() : word.substr(comma + 1);
        const std::size_t second = rest.find(',');
        const auto x = number_of(word.substr(0, comma));
        const auto y = number_of(rest.substr(0, second));
        const bool z = second == std::string_view::npos || number_of(rest.substr(second + 1)).has_value();
        if (!x || !y || !z) {
            element.error(fmt::format("{}: {} holds '{}', which is no point x,y", element.label(), key, word));
            return {};
        }
        if (second != std::string_view::npos) note(element.findings(), element.at(), "heights of shapes");
        shape.push_back({*x, *y});
    }
    return shape;
}

/// "0110", highest index first.
std::vector<bool> read_bits(Element& element, std::string_view key) {
    const std::string_view text = element.need_text(key);
    std::vector<bool> bits(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[text.size() - 1 - i];
        if (c != '0' && c != '1') {
            element.error(fmt::format("request: {}=\"{}\" may hold 0 and 1 only", key, text));
            return {};
        }
        bits[i] = c == '1';
    }
    return bits;
}

void must_be_positive(const Element& element, std::string_view what, double value) {
    if (!(value > 0.0)) element.error(fmt::format("{}: {} is {}; it must be above 0", element.label(), what, value));
}

}  // namespace

bool NetReader::open(Element& element) {
    bool known = true;
    Inside next = Inside::Other;
    if (element.name() == "param" && inside.back() != Inside::Logic && inside.back() != Inside::Nothing) {
        const std::string_view key = element.need_text("key");
        element.harmless({"value"});
        // origId: what netconvert made the street of.
        if (key != "origId") note(findings, element.at(), fmt::format("param {}", key));
        inside.push_back(next);
        return true;
    }
    switch (inside.back()) {
        case Inside::Nothing:
            if (element.name() != "net") {
                element.error(fmt::format("is no SUMO network: its outermost element is <{}>", element.name()),
                              "a network begins with <net>");
            }
            // What netconvert did with these is in lanes and requests already.
            element.harmless({"version", "junctionCornerDetail", "junctionLinkDetail", "limitTurnSpeed",
                              "checkLaneFoesAll", "checkLaneFoesRoundabout", "tlsIgnoreInternalJunctionJam",
                              "walkingareas", "avoidOverlap", "rectangularLaneCut"});
            if (element.flag("lefthand", false)) note(findings, element.at(), "traffic on the left");
            has_root = true;
            next = Inside::Net;
            break;
        case Inside::Net:
            known = open_in_net(element);
            next = element.name() == "edge"                 ? Inside::Edge
                   : element.name() == "junction"           ? Inside::Junction
                   : SignalReader::is_logic(element.name()) ? Inside::Logic
                                                            : Inside::Other;
            break;
        case Inside::Edge:
            known = element.name() == "lane";
            if (known) open_lane(element);
            break;
        case Inside::Junction:
            known = element.name() == "request";
            if (known) open_request(element);
            break;
        case Inside::Logic:
            known = signals.open_inside(element);
            break;
        default:
            known = false;
    }
    if (known) inside.push_back(next);
    return known;
}

bool NetReader::open_in_net(Element& element) {
    const std::string_view name = element.name();
    if (name == "edge") {
        open_edge(element);
    } else if (name == "junction") {
        open_junction(element);
    } else if (name == "connection") {
        open_connection(element);
    } else if (SignalReader::is_logic(name)) {
        signals.open_logic(element);
    } else if (name == "location") {
        open_location(element);
    } else if (name == "roundabout") {
        roundabouts.push_back(
            {std::string(element.text("nodes")), std::string(element.need_text("edges")), element.at()});
    } else if (name == "type" || name == "prohibition") {
        // Defaults that edges repeat, and a wish that netconvert put into the requests.
        element.harmless({"id", "priority", "numLanes", "speed", "allow", "disallow", "oneway", "width",
                          "sidewalkWidth", "bikeLaneWidth", "discard", "spreadType", "prohibitor", "prohibited"});
    } else {
        return false;
    }
    return true;
}

void NetReader::close(std::string_view name, std::string_view) {
    inside.pop_back();
    if (inside.back() != Inside::Net) return;
    if (name == "edge") close_edge();
    if (name == "junction") close_junction();
    if (SignalReader::is_logic(name)) signals.close_logic(findings);
}

void NetReader::open_location(Element& element) {
    const std::string_view offset = element.text("netOffset", "0,0");
    const std::size_t comma = offset.find(',');
    const auto x = number_of(offset.substr(0, comma));
    const auto y = comma == std::string_view::npos ? std::nullopt : number_of(offset.substr(comma + 1));
    if (x && y) {
        net.offset = {*x, *y};
    } else {
        element.error(fmt::format("location: netOffset=\"{}\" is not x,y", offset));
    }
    net.projection = element.text("projParameter", "!");
    element.harmless({"convBoundary", "origBoundary"});
}

void NetReader::open_edge(Element& element) {
    micro::Edge edge;
    edge.id = element.need_text("id");
    edge.name = element.text("name");
    edge.type = element.text("type");
    edge.priority = static_cast<int>(element.whole("priority", -1));
    edge.shape = read_shape(element, "shape");
    edge.lane_begin = static_cast<std::uint32_t>(net.lanes.size());
    const std::string_view function = element.text("function");
    const auto* known =
        std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& row) { return row.first == function; });
    if (known == kFunctions.end()) {
        element.error(fmt::format("edge '{}': function '{}' is unknown", edge.id, function),
                      "internal, crossing, walkingarea, connector or none");
    } else {
        edge.function = known->second;
    }
    if (names.edges.add(edge.id) == kNone) element.error(fmt::format("a second edge '{}'", edge.id), kRenameOne);
    EdgeEnds ends{std::string(element.text("from")), std::string(element.text("to")), element.at()};
    const bool open_ended = edge.function == EdgeFunction::Normal || edge.function == EdgeFunction::Connector;
    if (open_ended && (ends.from.empty() || ends.to.empty())) {
        element.error(fmt::format("edge '{}' has no {} junction", edge.id, ends.from.empty() ? "from" : "to"));
    }
    element.harmless({"spreadType", "length", "speed", "numLanes"});
    // The names stay in step with the edges even where a second one of the same name is refused.
    if (names.edges.size() == net.edges.size() + 1) {
        net.edges.push_back(std::move(edge));
        edge_ends.push_back(std::move(ends));
    }
}

void NetReader::open_lane(Element& element) {
    if (net.edges.empty()) return;
    micro::Edge& edge = net.edges.back();
    micro::Lane lane;
    lane.id = element.need_text("id");
    lane.edge = static_cast<std::uint32_t>(net.edges.size() - 1);
    lane.index = edge.lanes;
    const long long index = element.need_whole("index");
    // netconvert numbers the second parts of inner ways 0, each of them.
    const bool counted = edge.function != EdgeFunction::Internal || index != 0;
    if (element.has("index") && counted && index != static_cast<long long>(edge.lanes)) {
        element.error(fmt::format("lane '{}' has index {}; lane {} of edge '{}' was to come", lane.id, index,
                                  edge.lanes, edge.id));
    }
    lane.length_m = element.need_number("length");
    lane.speed_m_s = element.need_number("speed");
    lane.width_m = element.number("width", 3.2);
    lane.friction = element.number("friction", 1.0);
    if (element.has("length")) must_be_positive(element, "its length", lane.length_m);
    if (element.has("speed")) must_be_positive(element, "its speed", lane.speed_m_s);
    must_be_positive(element, "its width", lane.width_m);
    if (lane.friction < 0.0 || lane.friction > 1.0) {
        element.error(fmt::format("lane '{}': friction {} is outside 0…1", lane.id, lane.friction));
    }
    lane.allow = read_classes(element);
    lane.shape = read_shape(element, "shape");
    if (lane.shape.size() < 2) element.error(fmt::format("lane '{}' has a shape of fewer than two points", lane.id));
    if (names.lanes.add(lane.id) == kNone) {
        element.error(fmt::format("a second lane '{}'", lane.id), kRenameOne);
        return;
    }
    element.harmless({"customShape"});
    net.lanes.push_back(std::move(lane));
    ++edge.lanes;
}

void NetReader::close_edge() {
    if (net.edges.empty() || net.edges.back().lanes != 0) return;
    report(findings, edge_ends.back().at, fmt::format("edge '{}' has no lane", net.edges.back().id));
}

void NetReader::open_junction(Element& element) {
    micro::Junction junction;
    junction.id = element.need_text("id");
    junction.at = {element.need_number("x"), element.need_number("y")};
    const std::string_view type = element.need_text("type");
    const auto* known = std::find(kJunctionTypes.begin(), kJunctionTypes.end(), type);
    if (known == kJunctionTypes.end()) {
        element.error(fmt::format("junction '{}': type '{}' is unknown", junction.id, type),
                      "priority, traffic_light, right_before_left, dead_end, …");
    } else {
        junction.type = static_cast<JunctionType>(known - kJunctionTypes.begin());
    }
    junction.shape = read_shape(element, "shape");
    element.harmless({"rightOfWay", "radius", "customShape", "fringe", "name", "z", "tl"});
    JunctionLanes lanes{std::string(element.text("incLanes")), std::string(element.text("intLanes")), element.at()};
    if (names.junctions.add(junction.id) == kNone) {
        element.error(fmt::format("a second junction '{}'", junction.id), kRenameOne);
        return;
    }
    net.junctions.push_back(std::move(junction));
    junction_lanes.push_back(std::move(lanes));
}

void NetReader::open_request(Element& element) {
    if (net.junctions.empty()) return;
    micro::Junction& junction = net.junctions.back();
    const long long index = element.need_whole("index");
    if (element.has("index") && index != static_cast<long long>(junction.requests.size())) {
        element.error(fmt::format("junction '{}': request {} where {} was to come", junction.id, index,
                                  junction.requests.size()));
    }
    micro::Request request;
    request.response = read_bits(element, "response");
    request.foes = read_bits(element, "foes");
    request.cont = element.flag("cont", false);
    junction.requests.push_back(std::move(request));
}

void NetReader::close_junction() {
    if (net.junctions.empty()) return;
    const micro::Junction& junction = net.junctions.back();
    for (std::size_t i = 0; i < junction.requests.size(); ++i) {
        const micro::Request& request = junction.requests[i];
        if (request.response.size() == junction.requests.size() && request.foes.size() == junction.requests.size()) {
            continue;
        }
        report(findings, junction_lanes.back().at,
               fmt::format("junction '{}': request {} speaks of {} and {} links, the junction has {} requests",
                           junction.id, i, request.response.size(), request.foes.size(), junction.requests.size()),
               "response and foes have a digit per request");
    }
}

void NetReader::open_connection(Element& element) {
    RawLink raw;
    raw.at = element.at();
    raw.from = element.need_text("from");
    raw.to = element.need_text("to");
    raw.from_lane = element.need_whole("fromLane");
    raw.to_lane = element.need_whole("toLane");
    raw.via = element.text("via");
    raw.signal = element.text("tl");
    if (!raw.signal.empty()) raw.signal_index = element.need_whole("linkIndex");
    const std::string_view state = element.need_text("state");
    if (state.size() == 1 && kLinkStates.find(state[0]) != std::string_view::npos) {
        raw.link.state = static_cast<LinkState>(state[0]);
    } else if (!state.empty()) {
        element.error(fmt::format("connection {} → {}: state '{}' is unknown", raw.from, raw.to, state),
                      "one of M m = s w Z - o O");
    }
    const std::string_view dir = element.text("dir", "s");
    if (dir.size() == 1 && kDirections.find(dir[0]) != std::string_view::npos) {
        raw.link.dir = dir[0];
    } else if (dir == "T") {  // turning back where traffic keeps left
        raw.link.dir = 't';
    } else {
        element.error(fmt::format("connection {} → {}: direction '{}' is unknown", raw.from, raw.to, dir),
                      "one of s l r t L R");
    }
    raw.link.visibility_m = element.number(
        "visibility", raw.link.state == LinkState::Zipper ? kZipperVisibility_m : micro::Link{}.visibility_m);
    raw.link.keep_clear = element.flag("keepClear", true);
    raw.link.pass = element.flag("pass", false);
    element.harmless({"uncontrolled", "shape", "customShape", "length"});
    links.push_back(std::move(raw));
}

}  // namespace sd::sumo
