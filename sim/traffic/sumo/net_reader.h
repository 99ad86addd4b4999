// A .net.xml as it streams by: columns of the Net that can be filled at once, and what has to wait for other names.
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/sumo/names.h"
#include "sim/traffic/sumo/signal_reader.h"
#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {

/// Names of a net, for everything that refers to it.
struct NetNames {
    Names edges, lanes, junctions, signals;
};

/// A <connection> before its names are looked up.
struct RawLink {
    std::string from, to, via, signal;
    long long from_lane = 0, to_lane = 0, signal_index = -1;
    micro::Link link;  ///< what needs no name
    Place at;
};

struct RawRoundabout {
    std::string junctions, edges;
    Place at;
};

/// Events of one network file.
struct NetReader final : Events {
    micro::Net net;
    NetNames names;
    SignalReader signals;
    std::vector<RawLink> links;
    std::vector<RawRoundabout> roundabouts;
    struct EdgeEnds {
        std::string from, to;
        Place at;
    };
    std::vector<EdgeEnds> edge_ends;  ///< by edge
    struct JunctionLanes {
        std::string incoming, internal;
        Place at;
    };
    std::vector<JunctionLanes> junction_lanes;  ///< by junction
    bool has_root = false;

    explicit NetReader(Findings& all) : findings(all) {}
    bool open(Element& element) override;
    void close(std::string_view name, std::string_view text) override;

private:
    enum class Inside : std::uint8_t { Nothing, Net, Edge, Lane, Junction, Logic, Connection, Other };
    bool open_in_net(Element& element);
    void open_edge(Element& element);
    void open_lane(Element& element);
    void open_junction(Element& element);
    void open_request(Element& element);
    void open_connection(Element& element);
    void open_location(Element& element);
    void close_edge();
    void close_junction();

    Findings& findings;
    std::vector<Inside> inside{Inside::Nothing};
};

/// Looks up every name, checks what belongs together, and gives the net its links, signals and roundabouts. Errors go
/// to findings; the net is sound when there are none.
void resolve(NetReader& read, Findings& findings);
/// Appends a program to its signal; checks it against the links that the signal drives.
void add_program(micro::Net& net, const NetNames& names, ReadProgram&& read, Findings& findings);

}  // namespace sd::sumo
