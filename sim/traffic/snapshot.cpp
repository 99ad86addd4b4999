#include "sim/traffic/snapshot.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "sim/core/hash.h"
#include "sim/traffic/move.h"

namespace sd::micro {

using archive::Ref;

template <class A>
void fields(A& a, Ref<A, Car> v) {
    a(v.pos_m, v.speed_m_s, v.accel_m_s2, v.waited_s, v.length_m, v.gap_m, v.factor, v.lat_m, v.width_m, v.id, v.type,
      v.flags, v.aim_m);
}
template <class A>
void fields(A& a, Ref<A, Partial> v) {
    a(v.car, v.back_m, v.front_lane);
}
template <class A>
void fields(A& a, Ref<A, LaneRow> v) {
    a(v.cars, v.partials);
}
template <class A>
void fields(A& a, Ref<A, Approach> v) {
    a(v.id, v.lane, v.arrival_s, v.leave_s, v.arrival_m_s, v.leave_m_s, v.braking_m_s, v.waited_s, v.dist_m,
      v.speed_m_s, v.decel, v.length_m, v.will_pass);
}
template <class A>
void fields(A& a, Ref<A, Stop> v) {
    a(v.lane, v.start_m, v.end_m, v.duration_s, v.until_s, v.bus_stop, v.parking);
}
template <class A>
void fields(A& a, Ref<A, PlannedStop> v) {
    a(v.at, v.stop);
}
template <class A>
void fields(A& a, Ref<A, ChangeState> v) {
    a(v.own, v.speed_gain, v.keep_right, v.look_ahead_m_s, v.blocker_m, v.left_m, v.advice, v.advices, v.dont_brake);
}
template <class A>
void fields(A& a, Ref<A, Vehicle> v) {
    a(v.where, v.departure, v.copy, v.serial, v.type, v.route, v.at, v.best, v.lane, v.factor, v.arrival_pos_m,
      v.wish_s, v.depart_s, v.depart_pos_m, v.depart_speed_m_s, v.depart_lane, v.waiting_s, v.stopped_s, v.loss_s,
      v.driven_m, v.waits, v.reroutes, v.looked_s, v.was_waiting, v.entry_s, v.entry_firm_s, v.conflict_s, v.moving_s,
      v.stop_dist_m, v.proceed_s, v.stops, v.next_stop, v.stop_left_s, v.at_stop, v.behind, v.behinds, v.change);
}
template <class A>
void fields(A& a, Ref<A, RouteRow> v) {
    a(v.edges, v.users);
}
template <class A>
void fields(A& a, Ref<A, SignalRow> v) {
    a(v.program, v.phase, v.next_s, v.since_s, v.loop_seen_s, v.powered);
}
template <class A>
void fields(A& a, Ref<A, LoopRow> v) {
    a(v.lane, v.pos_m, v.begin_s, v.passed, v.entered, v.entered_motorbikes, v.speed_sum, v.length_sum, v.slow_sum,
      v.occupied_s, v.next_s);
}
template <class A>
void fields(A& a, Ref<A, Counts> v) {
    a(v.loaded, v.inserted, v.arrived, v.discarded, v.given_up, v.running, v.teleports_jam, v.teleports_yield,
      v.teleports_wrong_lane, v.emergency_stops, v.collisions, v.lane_changes, v.updates, v.depart_delay_s, v.travel_s);
}
template <class A>
void fields(A& a, Ref<A, RunStatistic> v) {
    a(v.trips, v.route_length_m, v.speed_m_s, v.duration_s, v.waiting_s, v.time_loss_s, v.depart_delay_s);
}
template <class A>
void fields(A& a, Ref<A, BestLane> v) {
    a(v.lane, v.length_m, v.current_m, v.offset, v.continues, v.lane_begin, v.lane_end, v.link_begin, v.link_end);
}
template <class A>
void fields(A& a, Ref<A, BestLanes::Row> v) {
    a(v.begin, v.n, v.key_begin, v.key_n, v.same);
}
template <class A>
void fields(A& a, Ref<A, BestLanes> v) {
    a(v.rows, v.table, v.lanes, v.links, v.keys);
}

namespace {

constexpr std::uint64_t kMagic = 0x3130'5446'4152'5453;  // "STRAFT01"

/// What a snapshot fits: the network's and the demand's size and the steps.
std::uint64_t fits(const State& s) {
    StateHash h;
    h.add(static_cast<std::uint64_t>(s.road.lanes.size()));
    h.add(static_cast<std::uint64_t>(s.road.links.size()));
    h.add(static_cast<std::uint64_t>(s.signals.size()));
    h.add(static_cast<std::uint64_t>(s.loops.size()));
    h.add(static_cast<std::uint64_t>(s.scenario.demand.departures.size()));
    h.add(static_cast<std::uint64_t>(s.scenario.demand.types.size()));
    for (const RoadLane& lane : s.road.lanes) h.add(lane.length_m);
    h.add(s.scenario.options.begin_s);
    h.add(s.scenario.options.seed);
    h.add(s.dt);
    h.add(s.strip);
    return h.value();
}

/// Those who approach, of all parts together: the next run may have another number of them.
struct Noted {
    std::vector<std::uint32_t> links;
    std::vector<std::vector<Approach>> approaches;
};
Noted noted_of(const State& s) {
    Noted out;
    for (const Scratch& part : s.scratch)
        for (const std::uint32_t link : part.noted_links) out.links.push_back(link);
    std::sort(out.links.begin(), out.links.end());
    out.links.erase(std::unique(out.links.begin(), out.links.end()), out.links.end());
    for (const std::uint32_t link : out.links) {
        auto& all = out.approaches.emplace_back();
        for (const Scratch& part : s.scratch)
            all.insert(all.end(), part.approaches[link].begin(), part.approaches[link].end());
    }
    return out;
}

/// Everything that moves, in one order for both ways.
template <class A>
void visit(A& a, Ref<A, State> s, Ref<A, Noted> noted) {
    a(s.best, s.tick, s.now, s.routes, s.free_routes, s.demand_routes, s.lanes, s.lane_water_m, s.edge_water_m,
      s.link_water_m, s.limit_m_s, s.partial_lanes, s.vehicles, s.free_ids, s.serial, s.signal_state, s.signal_since_s);
    for (auto& row : s.signals) a(row);
    a(noted.links, noted.approaches, s.waiting, s.teleporting, s.next_departure, s.open_flows, s.flow_next_s,
      s.flow_done, s.failed_s, s.edge_speed_m_s, s.past_speed_m_s, s.edge_used, s.past_at, s.loops, s.counts,
      s.out.statistic);
}

}  // namespace

archive::Bytes save(const State& s) {
    archive::Writer writer;
    writer(kMagic, fits(s));
    const Noted noted = noted_of(s);
    visit<archive::Writer>(writer, s, noted);
    archive::Bytes bytes = writer.bytes();
    const std::uint64_t sum = hash_bytes(bytes.data(), bytes.size());
    const auto* tail = reinterpret_cast<const std::uint8_t*>(&sum);
    bytes.insert(bytes.end(), tail, tail + sizeof sum);
    return bytes;
}

Result<void> load(State& s, const archive::Bytes& bytes) {
    std::uint64_t sum = 0, magic = 0, whose = 0;
    if (bytes.size() < 3 * sizeof sum) return fail("traffic snapshot", "it ends too early", "take it again");
    const std::size_t body = bytes.size() - sizeof sum;
    std::memcpy(&sum, bytes.data() + body, sizeof sum);
    if (sum != hash_bytes(bytes.data(), body))
        return fail("traffic snapshot", "its bytes have been changed since it was taken", "take it again");
    archive::Bytes inner(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(body));
    archive::Reader reader(inner);
    reader(magic, whose);
    if (magic != kMagic) return fail("traffic snapshot", "it is none of this version", "take it with this program");
    if (whose != fits(s))
        return fail("traffic snapshot", "it was taken of another case", "load the case it belongs to");
    State fresh = s;
    Noted noted;
    visit<archive::Reader>(reader, fresh, noted);
    if (!reader.problem().empty()) return fail("traffic snapshot", reader.problem(), "take it again");
    fresh.best.known.clear();
    for (std::uint32_t row = 0; row < fresh.best.rows.size(); ++row) fresh.best.index(row);
    fresh.scratch.assign(1, {});
    fresh.scratch.front().approaches.resize(fresh.road.links.size());
    fresh.scratch.front().noted_links = noted.links;
    for (std::size_t i = 0; i < noted.links.size(); ++i)
        fresh.scratch.front().approaches[noted.links[i]] = std::move(noted.approaches[i]);
    fresh.holds.assign(fresh.lanes.size(), 0);
    fresh.shown.assign(fresh.lanes.size(), 1);  // tails of what was there before go
    for (std::uint32_t lane = 0; lane < fresh.lanes.size(); ++lane) note_cars(fresh, lane);
    for (const std::uint32_t lane : fresh.partial_lanes) fresh.holds[lane] |= kHoldsPartials;
    freeze(fresh, {0, static_cast<int>(fresh.lanes.size())});
    s = std::move(fresh);
    return {};
}

}  // namespace sd::micro
