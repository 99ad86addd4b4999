#include "sim/salinity/read_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace sd::salinity {
namespace {

struct Checker {
    const Description& d;
    const std::string& file;
    Errors& errors;

    void complain(Mark at, std::string message, std::string hint) {
        errors.push_back({file, at.line, at.column, std::move(message), std::move(hint)});
    }

    template <class T>
    void once(const std::vector<T>& rows, const std::vector<Mark>& marks) {
        for (std::size_t k = 0; k < rows.size(); ++k) {
            for (std::size_t j = 0; j < k; ++j) {
                if (rows[j].name != rows[k].name || rows[k].name.empty()) continue;
                complain(marks[k], fmt::format("'{}' is there twice", rows[k].name), "give it a name of its own");
            }
        }
    }

    void known_node(const std::string& name, const Reach& reach, Mark at) {
        const auto same = [&](const Node& n) { return n.name == name; };
        if (std::any_of(d.nodes.begin(), d.nodes.end(), same)) return;
        complain(at, fmt::format("reach '{}' ends at '{}', which is no node", reach.name, name),
                 "add the node or mend the name");
    }

    void on_reach(const std::string& name, const std::string& reach, double at_m, Mark at) {
        const auto found =
            std::find_if(d.reaches.begin(), d.reaches.end(), [&](const Reach& r) { return r.name == reach; });
        if (found == d.reaches.end()) {
            complain(at, fmt::format("'{}' lies on '{}', which is no reach", name, reach),
                     "add the reach or mend the name");
        } else if (at_m > found->length_m) {
            complain(at, fmt::format("'{}' lies at {} m of a reach of {} m", name, at_m, found->length_m),
                     "count from the reach's `from` node");
        }
    }

    void ends_of(const Node& node, Mark at) {
        int ends = 0;
        for (const Reach& reach : d.reaches)
            ends += (reach.from == node.name ? 1 : 0) + (reach.to == node.name ? 1 : 0);
        if (ends == 0) complain(at, fmt::format("no reach ends at '{}'", node.name), "add a reach or drop the node");
        if (ends > 1 && node.kind == NodeKind::Sea) {
            complain(at, fmt::format("{} reaches end at the sea node '{}'", ends, node.name),
                     "give every mouth a sea node of its own");
        }
    }
};

}  // namespace

void check_agreement(const Description& d, const Marks& marks, const std::string& file, Errors& errors) {
    Checker check{d, file, errors};
    check.once(d.nodes, marks.nodes);
    check.once(d.reaches, marks.reaches);
    check.once(d.sluices, marks.sluices);
    check.once(d.stations, marks.stations);
    for (std::size_t k = 0; k < d.reaches.size(); ++k) {
        const Reach& reach = d.reaches[k];
        check.known_node(reach.from, reach, marks.reaches[k]);
        check.known_node(reach.to, reach, marks.reaches[k]);
        if (reach.from == reach.to) {
            check.complain(marks.reaches[k], fmt::format("reach '{}' begins where it ends", reach.name),
                           "two different nodes");
        }
    }
    for (std::size_t k = 0; k < d.nodes.size(); ++k) check.ends_of(d.nodes[k], marks.nodes[k]);
    for (std::size_t k = 0; k < d.sluices.size(); ++k) {
        check.on_reach(d.sluices[k].name, d.sluices[k].reach, d.sluices[k].at_m, marks.sluices[k]);
    }
    for (std::size_t k = 0; k < d.stations.size(); ++k) {
        check.on_reach(d.stations[k].name, d.stations[k].reach, d.stations[k].at_m, marks.stations[k]);
    }
}

}  // namespace sd::salinity
