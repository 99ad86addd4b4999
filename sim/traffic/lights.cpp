#include "sim/traffic/lights.h"

#include <algorithm>
#include <cmath>

namespace sd::micro {

namespace {

constexpr double kPassing_s = 1.9;  ///< headway of queued vehicles
constexpr double kLengthWithGap_m = 7.5;

const SignalProgram& program_of(const State& s, std::size_t signal) {
    return s.scenario.net.signals[signal].programs[s.signals[signal].program];
}

bool green_phase(const Phase& p) {
    if (p.state.find_first_of("Gg") == std::string::npos) return false;
    return p.state.find_first_of("Yy") == std::string::npos;
}

void show(State& s, std::size_t signal) {
    const SignalRow& row = s.signals[signal];
    const std::string& state = program_of(s, signal).phases[row.phase].state;
    for (const std::uint32_t link : row.links) {
        const std::uint32_t at = s.road.links[link].signal_index;
        const char c = !row.powered ? 'w' : at < state.size() ? state[at] : 'r';
        if (s.signal_state[link] != c) s.signal_since_s[link] = s.now;
        s.signal_state[link] = c;
    }
}

/// Where a program stands at a time, its offset reckoned in.
void start_program(State& s, std::size_t signal) {
    SignalRow& row = s.signals[signal];
    const SignalProgram& p = program_of(s, signal);
    double cycle = 0.0;
    for (const Phase& phase : p.phases) cycle += phase.duration_s;
    double at = s.now - p.offset_s;
    at -= std::floor(at / cycle) * cycle;
    row.phase = 0;
    while (row.phase + 1 < p.phases.size() && at >= p.phases[row.phase].duration_s)
        at -= p.phases[row.phase++].duration_s;
    row.since_s = s.now - at;
    row.next_s = s.now + p.phases[row.phase].duration_s - at;
}

/// Time since a loop was last covered.
double gap_of(const State& s, const SignalRow& row, std::size_t loop) {
    for (const Car& car : s.lanes[row.loop_lanes[loop]].cars)
        if (car.pos_m >= row.loop_pos_m[loop] && car.pos_m - static_cast<double>(car.length_m) <= row.loop_pos_m[loop])
            return 0.0;
    return s.now - row.loop_seen_s[loop];
}

double shortest_gap(const State& s, std::size_t signal) {
    const SignalRow& row = s.signals[signal];
    const SignalProgram& p = program_of(s, signal);
    const Phase& phase = p.phases[row.phase];
    if (!green_phase(phase) || phase.min_s >= phase.max_s || s.now - row.since_s >= phase.max_s - 1e-9) return kNever;
    double shortest = kNever;
    for (const std::uint32_t loop : row.phase_loops[row.phase]) {
        const double gap = gap_of(s, row, loop);
        if (gap < p.max_gap_s) shortest = std::min(shortest, gap);
    }
    return shortest;
}

void switch_actuated(State& s, std::size_t signal) {
    SignalRow& row = s.signals[signal];
    const SignalProgram& p = program_of(s, signal);
    const double gap = shortest_gap(s, signal);
    const Phase& old = p.phases[row.phase];
    if (gap < kNever) {  // stays green for the one just seen
        const double spent = s.now - row.since_s;
        double more = std::max({old.min_s - spent, p.detector_gap_s - gap, s.dt});
        more = std::min(std::ceil(more - 1e-9), old.max_s - spent);
        row.next_s = s.now + std::max(more, s.dt);
        return;
    }
    row.phase = old.next.empty() ? (row.phase + 1) % static_cast<std::uint32_t>(p.phases.size()) : old.next.front();
    row.since_s = s.now;
    const Phase& now = p.phases[row.phase];
    row.next_s = s.now + (now.min_s < now.max_s ? now.min_s : now.duration_s);
    show(s, signal);
}

void switch_fixed(State& s, std::size_t signal) {
    SignalRow& row = s.signals[signal];
    const SignalProgram& p = program_of(s, signal);
    while (row.next_s <= s.now + 1e-9) {
        const Phase& old = p.phases[row.phase];
        row.phase = old.next.empty() ? (row.phase + 1) % static_cast<std::uint32_t>(p.phases.size()) : old.next.front();
        row.since_s = row.next_s;
        row.next_s += p.phases[row.phase].duration_s;
    }
    show(s, signal);
}

/// A loop before the stop line of every lane that an actuated phase serves.
void lay_loops(State& s, std::size_t signal) {
    SignalRow& row = s.signals[signal];
    const SignalProgram& p = program_of(s, signal);
    row.phase_loops.assign(p.phases.size(), {});
    if (p.type == SignalType::Static) return;
    for (const std::uint32_t link : row.links) {
        const std::uint32_t lane = s.road.links[link].from;
        if (s.road.lanes[lane].internal) continue;
        if (std::find(row.loop_lanes.begin(), row.loop_lanes.end(), lane) != row.loop_lanes.end()) continue;
        double least = kNever;
        for (const Phase& phase : p.phases)
            for (std::uint32_t l = s.road.lanes[lane].link_begin; l < s.road.lanes[lane].link_end; ++l) {
                const std::uint32_t at = s.road.links[l].signal_index;
                if (phase.min_s < phase.max_s && at < phase.state.size() && phase.state[at] == 'G')
                    least = std::min(least, phase.min_s);
            }
        if (least >= kNever) continue;
        const double back =
            std::min(p.detector_gap_s * s.road.lanes[lane].speed_m_s, (least / kPassing_s + 0.5) * kLengthWithGap_m);
        const auto loop = static_cast<std::uint32_t>(row.loop_lanes.size());
        row.loop_lanes.push_back(lane);
        row.loop_pos_m.push_back(std::max(0.0, s.road.lanes[lane].length_m - back));
        row.loop_seen_s.push_back(-kNever);
        s.signal_loops_of_lane[lane].push_back({static_cast<std::uint32_t>(signal), loop});
        s.lane_loops[lane] = 1;
    }
    for (std::size_t phase = 0; phase < p.phases.size(); ++phase)
        for (std::uint32_t loop = 0; loop < row.loop_lanes.size(); ++loop) {
            const RoadLane& lane = s.road.lanes[row.loop_lanes[loop]];
            bool all = true, any = false;
            for (std::uint32_t l = lane.link_begin; l < lane.link_end; ++l) {
                const std::uint32_t at = s.road.links[l].signal_index;
                const char c = at < p.phases[phase].state.size() ? p.phases[phase].state[at] : 'r';
                any = any || c == 'G';
                all = all && is_green(c);
            }
            if (all && any) row.phase_loops[phase].push_back(loop);
        }
}

}  // namespace

void make_lights(State& s) {
    s.signal_loops_of_lane.resize(s.road.lanes.size());
    for (std::size_t l = 0; l < s.road.links.size(); ++l) s.signal_state[l] = static_cast<char>(s.road.links[l].state);
    s.signals.resize(s.scenario.net.signals.size());
    for (std::size_t l = 0; l < s.road.links.size(); ++l)
        if (s.road.links[l].signal != kNone)
            s.signals[s.road.links[l].signal].links.push_back(static_cast<std::uint32_t>(l));
    for (std::size_t i = 0; i < s.signals.size(); ++i) {
        s.signals[i].program = static_cast<std::uint32_t>(s.scenario.net.signals[i].programs.size() - 1);
        start_program(s, i);
        lay_loops(s, i);
        show(s, i);
    }
}

void step_lights(State& s) {
    for (std::size_t i = 0; i < s.signals.size(); ++i) {
        if (s.signals[i].next_s > s.now + 1e-9) continue;
        if (program_of(s, i).type == SignalType::Static)
            switch_fixed(s, i);
        else
            switch_actuated(s, i);
    }
}

}  // namespace sd::micro
