#include "sim/traffic/verify.h"

#include <cmath>

#include "sim/core/check.h"
#include "sim/core/parallel.h"
#include "sim/traffic/engine.h"
#include "sim/traffic/strip.h"

namespace sd::micro {

namespace {

constexpr double kLimit_m_s = 13.89;

std::uint32_t add_edge(Net& net, const std::string& id, std::uint32_t from, std::uint32_t to, LocalXY a, LocalXY b,
                       double length, int lanes, double width) {
    const auto e = static_cast<std::uint32_t>(net.edges.size());
    Edge edge;
    edge.id = id;
    edge.from = from;
    edge.to = to;
    edge.lane_begin = static_cast<std::uint32_t>(net.lanes.size());
    edge.lanes = static_cast<std::uint32_t>(lanes);
    net.edges.push_back(edge);
    for (int k = 0; k < lanes; ++k) {
        Lane lane;
        lane.id = id + "_" + std::to_string(k);
        lane.edge = e;
        lane.index = static_cast<std::uint32_t>(k);
        lane.length_m = length;
        lane.speed_m_s = kLimit_m_s;
        lane.width_m = width;
        const double y = (k - lanes + 0.5) * width;
        lane.shape = {{a.x_m, a.y_m + y}, {b.x_m, b.y_m + y}};
        net.lanes.push_back(lane);
    }
    return e;
}

void add_link(Net& net, std::uint32_t from, std::uint32_t to, std::uint32_t junction, std::uint32_t signal) {
    Link link;
    link.from_lane = from;
    link.to_lane = to;
    link.junction = junction;
    link.signal = signal;
    if (signal != kNone) link.signal_index = static_cast<std::uint32_t>(net.links.size());
    net.links.push_back(link);
}

Case ring_case(const VehicleType& type, int cars, double step_s, int lanes, double width) {
    Case c;
    c.net.file = "ring";
    c.net.junctions.resize(4);
    const LocalXY corner[4] = {{0, 0}, {250, 0}, {250, 250}, {0, 250}};
    for (std::uint32_t i = 0; i < 4; ++i)
        add_edge(c.net, "e" + std::to_string(i), i, (i + 1) % 4, corner[i], corner[(i + 1) % 4], 250.0, lanes, width);
    const auto n = static_cast<std::uint32_t>(lanes);
    for (std::uint32_t i = 0; i < 4; ++i)
        for (std::uint32_t k = 0; k < n; ++k) add_link(c.net, i * n + k, (i + 1) % 4 * n + k, (i + 1) % 4, kNone);
    c.demand.types.push_back(type);
    for (int i = 0; i < cars; ++i) {
        const double x = 1000.0 * i / cars;
        const auto edge = static_cast<std::uint32_t>(x / 250.0);
        Route r;
        for (std::uint32_t k = 0; k < 160; ++k) r.edges.push_back((edge + k) % 4);
        Departure d;
        d.id = std::to_string(i);
        d.type = 0;
        d.route = static_cast<std::uint32_t>(c.demand.routes.size());
        d.entry.pos = DepartPos::Given;
        d.entry.pos_m = std::max(0.01, x - 250.0 * edge);
        d.entry.lane = DepartLane::Given;
        d.entry.lane_index = static_cast<std::uint32_t>(i % lanes);
        c.demand.routes.push_back(r);
        c.demand.departures.push_back(d);
    }
    c.options.step_s = step_s;
    c.options.end_s = 1500.0;
    c.options.time_to_teleport_s = -1.0;
    return c;
}

Case discharge_case(const Discharge& d) {
    Case c;
    c.net.file = "signal";
    c.net.junctions.resize(3);
    const auto n = static_cast<std::uint32_t>(d.lanes);
    add_edge(c.net, "ab", 0, 1, {0, 0}, {1000, 0}, 1000.0, d.lanes, d.lane_width_m);
    add_edge(c.net, "bc", 1, 2, {1000, 0}, {1500, 0}, 500.0, d.lanes, d.lane_width_m);
    SignalProgram program;
    program.id = "1";
    const char* states = "ryG";
    const double seconds[3] = {60.0, 3.0, 57.0};
    for (int i = 0; i < 3; ++i) {
        Phase p;
        p.duration_s = p.min_s = p.max_s = seconds[i];
        p.state.assign(n, states[i]);
        program.phases.push_back(p);
    }
    c.net.signals.push_back({"b", {program}});
    for (std::uint32_t k = 0; k < n; ++k) add_link(c.net, k, n + k, 1, 0);
    c.demand.types = d.types;
    Route r;
    r.edges = {0, 1};
    c.demand.routes.push_back(r);
    for (std::size_t t = 0; t < d.types.size(); ++t) {
        const int streams = d.any_lane ? 4 : 1;
        for (int k = 0; k < streams; ++k) {
            Departure flow;
            flow.id = "f" + std::to_string(t) + std::to_string(k);
            flow.type = static_cast<std::uint32_t>(t);
            flow.route = 0;
            flow.flow = true;
            flow.end_s = d.end_s;
            flow.period_s = 3600.0 * streams / d.per_hour[t];
            flow.entry.lane = d.any_lane ? DepartLane::Random : DepartLane::Best;
            flow.entry.speed = DepartSpeed::Max;
            c.demand.departures.push_back(flow);
        }
    }
    c.options.step_s = d.step_s;
    c.options.end_s = d.end_s;
    c.options.time_to_teleport_s = -1.0;
    c.options.seed = d.seed;
    c.options.lateral_resolution_m = d.lateral_resolution_m;
    return c;
}

}  // namespace

VehicleType table_car(CarFollow follow, double sigma) {
    VehicleType t;
    t.id = "c";
    t.follow = follow;
    t.sigma = sigma;
    t.speed_dev = 0.0;
    t.max_speed_m_s = kLimit_m_s;
    return t;
}

double idm_equilibrium_m_s(const VehicleType& type, double gap_m, double v0_m_s) {
    double low = 0.0, high = v0_m_s - 1e-9;
    for (int i = 0; i < 100; ++i) {
        const double v = (low + high) / 2.0, q = v / v0_m_s;
        const double need = (type.min_gap_m + v * type.tau_s) / std::sqrt(1.0 - q * q * q * q);
        (need < gap_m ? low : high) = v;
    }
    return low;
}

double ring_speed(const VehicleType& type, int cars, double step_s, int threads) {
    auto made = make(ring_case(type, cars, step_s, 1, 3.2));
    SD_CHECK(made.has_value());
    State& s = *made;
    s.out.keep_summary = false;
    Parallel parallel(threads);
    double sum = 0.0;
    std::uint64_t n = 0;
    while (!finished(s)) {
        step(s, parallel);
        if (s.now - step_s < 900.0) continue;
        for (const LaneRow& lane : s.lanes)
            for (const Car& car : lane.cars) sum += car.speed_m_s, ++n;
    }
    return n == 0 ? 0.0 : sum / static_cast<double>(n);
}

VehicleType table_motorbike() {
    VehicleType t;
    t.id = "m";
    t.cls = VClass::Motorcycle;
    t.length_m = 1.9;
    t.width_m = 0.75;
    t.min_gap_m = 1.0;
    t.accel_m_s2 = 3.0;
    t.decel_m_s2 = 5.0;
    t.tau_s = 0.8;
    t.max_speed_m_s = kLimit_m_s;
    t.min_gap_lat_m = 0.3;
    return t;
}

VehicleType strip_car() {
    VehicleType t;
    t.id = "c";
    t.length_m = 4.5;
    t.min_gap_m = 2.0;
    t.min_gap_lat_m = 0.3;
    return t;
}

StripRing strip_ring(const VehicleType& type, int vehicles, int lanes, double step_s) {
    Case c = ring_case(type, vehicles, step_s, lanes, 3.5);
    c.options.end_s = 450.0;
    c.options.lateral_resolution_m = 0.5;
    auto made = make(std::move(c));
    SD_CHECK(made.has_value());
    State& s = *made;
    s.out.keep_summary = false;
    Parallel parallel(1);
    StripRing out{0.0, kNever, 0};
    double speeds = 0.0;
    std::uint64_t steps = 0;
    while (!finished(s)) {
        step(s, parallel);
        out.least_m = std::min(out.least_m, least_clearance(s));
        if (s.now - step_s < 200.0) continue;
        ++steps;
        for (const LaneRow& lane : s.lanes)
            for (const Car& car : lane.cars) speeds += car.speed_m_s;
    }
    out.on_road = s.counts.running;
    out.flow_h = speeds / static_cast<double>(steps) / 1000.0 * 3600.0;  // Σv over the ring's length
    return out;
}

DischargeResult discharge(const Discharge& d) {
    auto made = make(discharge_case(d));
    SD_CHECK(made.has_value());
    State& s = *made;
    s.out.keep_summary = false;
    Parallel parallel(1);
    DischargeResult out{0.0, kNever};
    std::vector<std::uint64_t> seen;  // serial of the last counted, per vehicle number
    std::uint64_t counted = 0;
    int cycles = 0;
    for (int k = 3; 63.0 + 120.0 * k + 55.0 < d.end_s && k < 19; ++k) ++cycles;
    while (!finished(s)) {
        step(s, parallel);
        out.least_room_m = std::min(out.least_room_m, least_room(s));
        seen.resize(s.vehicles.size(), 0);
        for (std::uint32_t k = static_cast<std::uint32_t>(d.lanes); k < s.lanes.size(); ++k)
            for (const Car& car : s.lanes[k].cars) {
                const std::uint64_t mark = s.vehicles[car.id].serial + 1;
                if (seen[car.id] == mark || car.pos_m < 0.1) continue;
                seen[car.id] = mark;
                const double t = s.now - (car.pos_m - 0.1) / std::max(0.1, car.speed_m_s);
                const double cycle = std::floor((t - 63.0) / 120.0);
                const double green = t - 63.0 - 120.0 * cycle;
                if (cycle >= 3.0 && cycle < 3.0 + cycles && green >= 10.0 && green < 55.0) ++counted;
            }
    }
    out.flow_h = static_cast<double>(counted) / (45.0 * cycles) * 3600.0;
    return out;
}

}  // namespace sd::micro
