#include "sim/streets/streets.h"

#include <utility>

#include "sim/streets/inside.h"
#include "sim/streets/lanes.h"
#include "sim/streets/right_of_way.h"
#include "sim/streets/signals.h"
#include "sim/streets/turns.h"

namespace sd::streets {

micro::Net make_net(const City& city) {
    const Ground ground = survey(city);
    micro::Net net;
    net.file = city.meta.name;
    net.projection = "!";
    lay_lanes(ground, net);
    const std::vector<std::uint32_t> clocks = clocks_of(city);
    for (std::uint32_t n = 0; n < city.nodes.size(); ++n) {
        const std::vector<Turn> turns = turns_of(ground, net, n);
        RightOfWay rules = right_of_way_of(ground, n, turns);
        std::uint32_t signal = kNone;
        if (signalled(city.nodes[n]) && !turns.empty()) {
            signal = static_cast<std::uint32_t>(net.signals.size());
            net.signals.push_back({net.junctions[n].id, {program_of(ground, n, clocks[n], turns, rules.requests)}});
        }
        lay_inside(ground, n, turns, std::move(rules), signal, net);
    }
    return net;
}

std::vector<std::uint32_t> signal_of_node(const micro::Net& net, const City& city) {
    std::vector<std::uint32_t> signal(city.nodes.size(), kNone);
    for (const micro::Link& link : net.links)
        if (link.signal != kNone) signal[link.junction] = link.signal;
    return signal;
}

}  // namespace sd::streets
