// "Keep the junction clear": before entering, count the room behind it, up to the next standing vehicle.
#include "sim/traffic/plan.h"
#include "sim/traffic/right_of_way.h"

namespace sd::micro {

namespace {

bool must_keep_clear(const State& s, std::uint32_t link) {
    return s.road.links[link].foes && s.road.links[link].keep_clear;
}

/// Room on a lane up to the first standing vehicle, or all that is not taken.
double room(const State& s, std::uint32_t lane, std::uint32_t ego, bool& stopped) {
    double lengths = 0.0;
    const auto& cars = s.lanes[lane].cars;
    for (std::size_t i = cars.size(); i-- > 0;) {
        const Car& o = cars[i];
        if (o.speed_m_s < kHalting_m_s && o.id != ego && !s.road.lanes[lane].roundabout) {
            stopped = true;
            const Driver& d = s.drivers[o.type];
            return o.pos_m - static_cast<double>(o.length_m) + brake_gap(o.speed_m_s, d.decel, d.tau, s.dt) - lengths;
        }
        lengths += static_cast<double>(o.length_m) + static_cast<double>(o.gap_m);
    }
    return s.road.lanes[lane].length_m - lengths;
}

/// Room behind each item's link. True: something stands ahead.
bool count_room(const Plan& p, double lengths_ahead) {
    double seen = -lengths_ahead;
    bool stopped = false;
    for (std::size_t i = p.first; i < p.items.size(); ++i) {
        Item& item = p.items[i];
        if (item.link == kNone || stopped) {
            item.space = stopped ? seen : item.space + seen;
            continue;
        }
        const RoadLink& link = p.s.road.links[item.link];
        if (link.via != kNone) {
            if (must_keep_clear(p.s, item.link)) {
                seen -= p.s.brutto_m[link.via];
                if (link.via == p.own_lane) seen += p.d.length + p.d.gap;
            } else {
                seen += room(p.s, link.via, p.car.id, stopped);
            }
            item.space = seen;
            continue;
        }
        const Tail& tail = p.s.tails[link.to];
        if (tail.id == kNone || tail.id == p.car.id) {
            if (p.s.road.lanes[link.to].length_m > p.d.length || must_keep_clear(p.s, item.link))
                seen += p.s.road.lanes[link.to].length_m;
            item.space = seen;
            continue;
        }
        bool stands = false;
        seen += room(p.s, link.to, p.car.id, stands);
        item.space = seen;
        if (stands || (tail.flags & (kHasToWait | kAtStop)) != 0) {
            stopped = true;
            item.stopped_ahead = true;
        }
    }
    return stopped;
}

/// Room behind a link that one can drive past counts for the link before it.
bool carry_room_back(const Plan& p, bool stopped) {
    for (std::size_t i = p.items.size() - 1; i > p.first; --i) {
        Item& item = p.items[i - 1];
        const Item& next = p.items[i];
        if (item.link == kNone) continue;
        const bool can_leave = p.s.road.links[item.link].via == kNone || next.link == kNone || next.request;
        bool open = can_leave;
        if (open && i - 1 != p.first && shut(p.s, p.d, item.link)) {
            open = false;
        } else if (open && i - 1 != p.first && !has_priority(state_of(p.s, item.link))) {
            Asking ask;
            ask.arrival_s = item.arrival_s;
            ask.arrival_m_s = item.arrival_v;
            ask.leave_m_s = item.leave_v < 0.0 ? item.pass : item.leave_v;
            ask.length_m = p.d.length;
            ask.decel = p.d.decel;
            ask.timegap_s = p.d.timegap_minor;
            ask.impatience = impatience_of(p.d, p.car.waited_s);
            ask.waited_s = p.car.waited_s;
            ask.id = p.car.id;
            open = opened(p.s, item.link, ask);
        }
        bool on = (is_cont(p.s, item.link) || open) && !item.stopped_ahead;
        if (!open) {
            stopped = true;
            if (i - 1 > p.first) {
                const Item& before = p.items[i - 2];
                if (before.link != kNone && is_cont(p.s, before.link)) on = true;
            }
        }
        if (on) item.space = next.space;
    }
    return stopped;
}

}  // namespace

void keep_junctions_clear(const Plan& p, double lengths_ahead) {
    if (p.s.road.lanes[p.own_lane].roundabout || p.items.size() == p.first) return;
    bool stopped = count_room(p, lengths_ahead);
    if (p.items.size() - p.first > 1) stopped = carry_room_back(p, stopped);
    if (!stopped) return;
    std::size_t from = p.items.size();
    for (std::size_t i = p.first; i < p.items.size(); ++i) {
        const Item& item = p.items[i];
        if (item.link == kNone) continue;
        if (item.space - p.d.length - p.d.gap < 0.0 && must_keep_clear(p.s, item.link)) {
            from = i;
            break;
        }
    }
    if (from == p.items.size() || (from == p.first && p.s.road.lanes[p.own_lane].internal)) return;
    const double brake = brake_gap(p.car.speed_m_s, p.d.decel, 0.0, p.s.dt);
    for (std::size_t i = from; i < p.items.size(); ++i) {
        Item& item = p.items[i];
        if (item.link == kNone) break;
        item.pass = item.wait;
        if (item.dist < brake + kPosEps_m) continue;
        if (!p.s.road.links[item.link].exit || i == p.first || !p.items[i - 1].request) item.request = false;
    }
}

}  // namespace sd::micro
