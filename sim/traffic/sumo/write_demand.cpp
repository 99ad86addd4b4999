#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <limits>

#include "sim/traffic/sumo/classes.h"
#include "sim/traffic/sumo/write.h"

namespace sd::sumo {
namespace {

using micro::DepartLane;
using micro::DepartPos;
using micro::DepartSpeed;
using micro::kNone;

/// Appends ` key="value"`; numbers in the shortest form that reads back the same.
template <class T>
void attribute(std::string& out, std::string_view key, const T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
        fmt::format_to(std::back_inserter(out), " {}=\"{}\"", key, value);
    } else {
        fmt::format_to(std::back_inserter(out), " {}=\"{}\"", key, escaped(value));
    }
}

void write_type(std::string& out, const micro::VehicleType& type) {
    out += "    <vType";
    attribute(out, "id", type.id);
    attribute(out, "vClass", name_of(type.cls));
    attribute(out, "carFollowModel", std::string_view(type.follow == micro::CarFollow::Idm ? "IDM" : "Krauss"));
    attribute(out, "length", type.length_m);
    attribute(out, "width", type.width_m);
    attribute(out, "minGap", type.min_gap_m);
    attribute(out, "accel", type.accel_m_s2);
    attribute(out, "decel", type.decel_m_s2);
    attribute(out, "emergencyDecel", type.emergency_decel_m_s2);
    attribute(out, "sigma", type.sigma);
    attribute(out, "tau", type.tau_s);
    attribute(out, "maxSpeed", type.max_speed_m_s);
    const bool open = std::isinf(type.speed_factor_max);
    attribute(out, "speedFactor",
              open ? fmt::format("normc({},{},{})", type.speed_factor, type.speed_dev, type.speed_factor_min)
                   : fmt::format("normc({},{},{},{})", type.speed_factor, type.speed_dev, type.speed_factor_min,
                                 type.speed_factor_max));
    attribute(out, "startupDelay", type.startup_delay_s);
    if (type.follow == micro::CarFollow::Idm) attribute(out, "delta", type.idm_delta);
    attribute(out, "lcStrategic", type.lc_strategic);
    attribute(out, "lcCooperative", type.lc_cooperative);
    attribute(out, "lcSpeedGain", type.lc_speed_gain);
    attribute(out, "lcKeepRight", type.lc_keep_right);
    attribute(out, "lcAssertive", type.lc_assertive);
    attribute(out, "jmIgnoreFoeProb", type.jm_ignore_foe_prob);
    attribute(out, "jmTimegapMinor", type.jm_timegap_minor_s);
    attribute(out, "minGapLat", type.min_gap_lat_m);
    attribute(out, "impatience", type.impatience);
    attribute(out, "emissionClass", type.emission_class);
    attribute(out, "color", fmt::format("{:.3f},{:.3f},{:.3f}", type.colour[0], type.colour[1], type.colour[2]));
}

void write_rerouting(std::string& out, micro::Rerouting rerouting) {
    if (rerouting == micro::Rerouting::ByChance) return;
    fmt::format_to(std::back_inserter(out), "        <param key=\"has.rerouting.device\" value=\"{}\"/>\n",
                   rerouting == micro::Rerouting::Always);
}

void write_stops(std::string& out, const micro::Case& of, const std::vector<micro::Stop>& stops) {
    for (const micro::Stop& stop : stops) {
        out += "        <stop";
        if (stop.bus_stop != kNone) {
            attribute(out, "busStop", of.additional.bus_stops[stop.bus_stop].id);
        } else {
            attribute(out, "lane", of.net.lanes[stop.lane].id);
            attribute(out, "startPos", stop.start_m);
            attribute(out, "endPos", stop.end_m);
        }
        attribute(out, "duration", stop.duration_s);
        if (stop.until_s >= 0.0) attribute(out, "until", stop.until_s);
        if (stop.parking) attribute(out, "parking", std::string_view("true"));
        out += "/>\n";
    }
}

std::string edge_ids(const micro::Case& of, const std::vector<std::uint32_t>& edges) {
    std::string ids;
    for (const std::uint32_t edge : edges) ids += (ids.empty() ? "" : " ") + of.net.edges[edge].id;
    return ids;
}

/// `probability` < 0: none. Stands inside a vehicle or a distribution, or alone.
void write_route(std::string& out, const micro::Case& of, const micro::Route& route, double probability) {
    out += "    <route";
    if (!route.id.empty()) attribute(out, "id", route.id);
    attribute(out, "edges", edge_ids(of, route.edges));
    if (probability >= 0.0) attribute(out, "probability", probability);
    if (route.stops.empty()) {
        out += "/>\n";
        return;
    }
    out += ">\n";
    write_stops(out, of, route.stops);
    out += "    </route>\n";
}

/// Of a vehicle: `route_distribution` may be nameless, and stands inside it then.
void write_routes_by_chance(std::string& out, const micro::Case& of, const micro::RouteDistribution& drawn) {
    out += "    <routeDistribution";
    if (!drawn.id.empty()) attribute(out, "id", drawn.id);
    out += ">\n";
    for (std::size_t i = 0; i < drawn.routes.size(); ++i) {
        const micro::Route& route = of.demand.routes[drawn.routes[i]];
        if (route.id.empty()) {
            write_route(out, of, route, drawn.weight[i]);
        } else {
            out += "    <route";
            attribute(out, "refId", route.id);
            attribute(out, "probability", drawn.weight[i]);
            out += "/>\n";
        }
    }
    out += "    </routeDistribution>\n";
}

void write_types_by_chance(std::string& out, const micro::Case& of, const micro::TypeDistribution& drawn) {
    std::string ids, weights;
    for (std::size_t i = 0; i < drawn.types.size(); ++i) {
        ids += (i == 0 ? "" : " ") + of.demand.types[drawn.types[i]].id;
        weights += (i == 0 ? "" : " ") + fmt::format("{}", drawn.weight[i]);
    }
    out += "    <vTypeDistribution";
    attribute(out, "id", drawn.id);
    attribute(out, "vTypes", ids);
    attribute(out, "probabilities", weights);
    out += "/>\n";
}

void write_entry(std::string& out, const micro::Entry& entry) {
    constexpr std::string_view kLanes[] = {"first", "best", "free", "random", "allowed"};
    constexpr std::string_view kPositions[] = {"base", "free", "random", "random_free", "last"};
    constexpr std::string_view kSpeeds[] = {"", "max", "random", "desired", "speedLimit", "last", "avg"};
    if (entry.lane == DepartLane::Given) {
        attribute(out, "departLane", entry.lane_index);
    } else if (entry.lane != DepartLane::First) {
        attribute(out, "departLane", kLanes[static_cast<std::size_t>(entry.lane)]);
    }
    if (entry.pos == DepartPos::Given) {
        attribute(out, "departPos", entry.pos_m);
    } else if (entry.pos != DepartPos::Base) {
        attribute(out, "departPos", kPositions[static_cast<std::size_t>(entry.pos)]);
    }
    if (entry.speed != DepartSpeed::Given) {
        attribute(out, "departSpeed", kSpeeds[static_cast<std::size_t>(entry.speed)]);
    } else if (entry.speed_m_s != 0.0) {
        attribute(out, "departSpeed", entry.speed_m_s);
    }
    if (!std::isinf(entry.arrival_pos_m)) attribute(out, "arrivalPos", entry.arrival_pos_m);
}

void write_times(std::string& out, const micro::Departure& departure) {
    if (!departure.flow) {
        attribute(out, "depart", departure.depart_s);
        return;
    }
    attribute(out, "begin", departure.depart_s);
    if (!std::isinf(departure.end_s)) attribute(out, "end", departure.end_s);
    if (departure.number > 0) attribute(out, "number", departure.number);
    if (departure.poisson) {
        attribute(out, "period", fmt::format("exp({})", 1.0 / departure.period_s));
    } else if (departure.probability_s > 0.0) {
        attribute(out, "probability", departure.probability_s);
    } else {
        attribute(out, "period", departure.period_s);
    }
}

void write_departure(std::string& out, const micro::Case& of, const micro::Departure& departure) {
    const micro::DemandFile& demand = of.demand;
    const std::string_view kind = departure.flow ? "flow" : departure.from != kNone ? "trip" : "vehicle";
    fmt::format_to(std::back_inserter(out), "    <{}", kind);
    attribute(out, "id", departure.id);
    attribute(out, "type",
              departure.type != kNone ? demand.types[departure.type].id
                                      : demand.type_distributions[departure.type_distribution].id);
    write_times(out, departure);
    if (departure.from != kNone) {
        attribute(out, "from", of.net.edges[departure.from].id);
        attribute(out, "to", of.net.edges[departure.to].id);
        if (!departure.via.empty()) attribute(out, "via", edge_ids(of, departure.via));
    }
    const micro::Route* const route = departure.route == kNone ? nullptr : &demand.routes[departure.route];
    const micro::RouteDistribution* const drawn =
        departure.route_distribution == kNone ? nullptr : &demand.route_distributions[departure.route_distribution];
    if (route != nullptr && !route->id.empty()) attribute(out, "route", route->id);
    if (drawn != nullptr && !drawn->id.empty()) attribute(out, "route", drawn->id);
    write_entry(out, departure.entry);
    if (!departure.line.empty()) attribute(out, "line", departure.line);
    out += ">\n";
    if (route != nullptr && route->id.empty()) write_route(out, of, *route, -1.0);
    if (drawn != nullptr && drawn->id.empty()) write_routes_by_chance(out, of, *drawn);
    write_stops(out, of, departure.stops);
    write_rerouting(out, departure.rerouting);
    fmt::format_to(std::back_inserter(out), "    </{}>\n", kind);
}

}  // namespace

Result<void> write_demand(const std::filesystem::path& file, const micro::Case& of) {
    auto opened = XmlOutput::open(file, "routes", "routes_file");
    if (!opened) return fail(opened.error());
    XmlOutput& out = *opened;
    for (const micro::VehicleType& type : of.demand.types) {
        write_type(out.buffer(), type);
        if (type.rerouting == micro::Rerouting::ByChance) {
            out.buffer() += "/>\n";
        } else {
            out.buffer() += ">\n";
            write_rerouting(out.buffer(), type.rerouting);
            out.buffer() += "    </vType>\n";
        }
        out.flush_when_full();
    }
    for (const auto& drawn : of.demand.type_distributions) write_types_by_chance(out.buffer(), of, drawn);
    for (const micro::Route& route : of.demand.routes) {
        if (!route.id.empty()) write_route(out.buffer(), of, route, -1.0);
        out.flush_when_full();
    }
    for (const auto& drawn : of.demand.route_distributions) {
        if (!drawn.id.empty()) write_routes_by_chance(out.buffer(), of, drawn);
        out.flush_when_full();
    }
    for (const micro::Departure& departure : of.demand.departures) {
        write_departure(out.buffer(), of, departure);
        out.flush_when_full();
    }
    return out.close();
}

}  // namespace sd::sumo
