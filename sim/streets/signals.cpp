#include "sim/streets/signals.h"

#include <algorithm>
#include <string>

namespace sd::streets {
namespace {

constexpr double kAmber_s = 3.0;
constexpr double kAllRed_s = 2.0;
constexpr double kLeastGreen_s = 5.0;
constexpr float kNear_m = 90.0F;

void add_phase(micro::SignalProgram& program, double duration_s, std::string state) {
    micro::Phase phase;
    phase.duration_s = phase.min_s = phase.max_s = duration_s;
    phase.state = std::move(state);
    program.phases.push_back(std::move(phase));
}

}  // namespace

std::vector<std::uint32_t> clocks_of(const City& city) {
    std::vector<std::uint32_t> clock(city.nodes.size());
    for (std::uint32_t n = 0; n < clock.size(); ++n) clock[n] = n;
    bool changed = true;
    while (changed) {
        changed = false;
        for (const RoadEdge& edge : city.edges) {
            const std::uint32_t a = edge.from.index, b = edge.to.index;
            if (edge.length_m > kNear_m || !signalled(city.nodes[a]) || !signalled(city.nodes[b])) continue;
            const std::uint32_t lowest = std::min(clock[a], clock[b]);
            changed = changed || clock[a] != lowest || clock[b] != lowest;
            clock[a] = clock[b] = lowest;
        }
    }
    return clock;
}

micro::SignalProgram program_of(const Ground& g, std::uint32_t node, std::uint32_t clock,
                                const std::vector<Turn>& turns, const std::vector<micro::Request>& requests) {
    const auto cycle_s = static_cast<double>(g.city.nodes[node].cycle_s);
    const auto stream = [&](std::size_t t) { return g.city.edges[turns[t].in].green_phase % 2; };
    micro::SignalProgram program;
    program.id = "0";
    // by chance of the clock's node, so that green waves are nobody's privilege
    const double shift = static_cast<double>(clock * 2654435761u >> 16) / 65536.0;
    program.offset_s = shift > 0.0 ? (1.0 - shift) * cycle_s : 0.0;
    const double green_s = std::max(kLeastGreen_s, 0.5 * cycle_s - kAmber_s - kAllRed_s);
    for (const int green : {0, 1}) {
        std::string go(turns.size(), 'r'), caution = go;
        for (std::size_t t = 0; t < turns.size(); ++t) {
            if (stream(t) != green) continue;
            bool free = true;
            for (std::size_t f = 0; f < turns.size(); ++f)
                free = free && !(requests[t].response[f] && stream(f) == green);
            go[t] = free ? 'G' : 'g';
            caution[t] = 'y';
        }
        const std::string halt(turns.size(), 'r');
        add_phase(program, green_s, std::move(go));
        add_phase(program, kAmber_s, std::move(caution));
        add_phase(program, kAllRed_s, halt);
    }
    return program;
}

}  // namespace sd::streets
