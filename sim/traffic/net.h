// A road network as SUMO describes it in .net.xml: edges of lanes, links from lane to lane through junctions, who
// yields to whom, signal programs. What a file says and nothing derived from it; the engine lays its own columns from
// this. Ids are text in files and plain indices here: edges, lanes, links, junctions and signals each count from 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geo.h"

namespace sd::micro {

inline constexpr std::uint32_t kNone = 0xFFFF'FFFFu;

/// SUMO's abstract vehicle classes, in its order [SUMO 1.15, "Abstract Vehicle Class"]. `Ignoring` may drive anywhere.
enum class VClass : std::uint8_t {
    Ignoring,
    Private,
    Emergency,
    Authority,
    Army,
    Vip,
    Pedestrian,
    Passenger,
    Hov,
    Taxi,
    Bus,
    Coach,
    Delivery,
    Truck,
    Trailer,
    Motorcycle,
    Moped,
    Bicycle,
    EVehicle,
    Tram,
    RailUrban,
    Rail,
    RailElectric,
    RailFast,
    Ship,
    Custom1,
    Custom2,
    Count
};
/// A set of classes; bit v is class v. `Ignoring` is in every set.
using ClassSet = std::uint32_t;
[[nodiscard]] constexpr ClassSet bit_of(VClass c) { return 1u << static_cast<unsigned>(c); }
inline constexpr ClassSet kAllClasses = (1u << static_cast<unsigned>(VClass::Count)) - 1u;

enum class EdgeFunction : std::uint8_t { Normal, Internal, Crossing, WalkingArea, Connector };

struct Lane {
    std::string id;
    std::uint32_t edge = kNone;
    std::uint32_t index = 0;   ///< 0 at the kerb
    double length_m = 0.0;     ///< > 0
    double speed_m_s = 13.89;  ///< limit, > 0
    double width_m = 3.2;      ///< > 0
    double friction = 1.0;     ///< 0…1
    ClassSet allow = kAllClasses;
    std::vector<LocalXY> shape;  ///< centre line, ≥ 2 points; its length may differ from length_m
};

struct Edge {
    std::string id;
    std::string name;  ///< of the street, may be empty
    std::string type;
    std::uint32_t from = kNone;  ///< junction; kNone for internal edges
    std::uint32_t to = kNone;
    int priority = -1;
    EdgeFunction function = EdgeFunction::Normal;
    std::vector<LocalXY> shape;    ///< of the street as a whole where the file gives one; lanes have their own
    std::uint32_t lane_begin = 0;  ///< its lanes are [lane_begin, lane_begin + lanes) of Net::lanes, kerb first
    std::uint32_t lanes = 0;
};

enum class LinkState : char {
    Major = 'M',
    Minor = 'm',
    Equal = '=',
    Stop = 's',
    AllwayStop = 'w',
    Zipper = 'Z',
    DeadEnd = '-',
    TlOffBlinking = 'o',
    TlOff = 'O'
};

/// One way from a lane into a lane. Links that start on a normal edge stand at that edge's junction; `via` leads
/// through a chain of internal lanes, each with one link of its own to the next.
struct Link {
    std::uint32_t from_lane = kNone;
    std::uint32_t to_lane = kNone;
    std::uint32_t via_lane = kNone;      ///< first internal lane, kNone when junctions have none
    std::uint32_t junction = kNone;      ///< the one it leads through
    std::uint32_t request = kNone;       ///< its row in Junction::requests, kNone if unrestricted there
    std::uint32_t signal = kNone;        ///< index into Net::signals
    std::uint32_t signal_index = 0;      ///< place in the state string
    char dir = 's';                      ///< s l r t (turn back) L R (partly)
    LinkState state = LinkState::Major;  ///< when signals are off
    double visibility_m = 4.5;           ///< from where foes can be seen, before the stop line
    bool keep_clear = true;
    bool pass = false;  ///< never waits
};

enum class JunctionType : std::uint8_t {
    Priority,
    PriorityStop,
    TrafficLight,
    TrafficLightUnregulated,
    TrafficLightRightOnRed,
    RightBeforeLeft,
    LeftBeforeRight,
    AllwayStop,
    Zipper,
    DeadEnd,
    Unregulated,
    Internal,
    RailSignal,
    RailCrossing,
    District,
    Count
};

/// A link's row of the right-of-way matrix. Bit j of a set speaks of the request with index j.
struct Request {
    std::vector<bool> response;  ///< must wait for these
    std::vector<bool> foes;      ///< crosses or meets these
    bool cont = false;           ///< may wait inside the junction (on the internal junction of its via chain)
};

struct Junction {
    std::string id;
    JunctionType type = JunctionType::Priority;
    LocalXY at;
    std::vector<std::uint32_t> incoming_lanes;
    std::vector<std::uint32_t> internal_lanes;
    std::vector<LocalXY> shape;
    std::vector<Request> requests;  ///< by index; the k-th link over incoming_lanes in order has request k
};

/// One state of a signal. `state` has a letter per signal_index: G g y Y r u s o O.
struct Phase {
    double duration_s = 0.0;  ///< > 0
    double min_s = 0.0;       ///< actuated programs; equal to duration_s when fixed
    double max_s = 0.0;
    std::string state;
    std::vector<std::uint32_t> next;  ///< phases that may follow; empty = the one after it
};

enum class SignalType : std::uint8_t { Static, Actuated, DelayBased };

struct SignalProgram {
    std::string id;
    SignalType type = SignalType::Static;
    double offset_s = 0.0;
    double max_gap_s = 3.0;       ///< actuated: green ends when the gap grows beyond
    double detector_gap_s = 2.0;  ///< actuated: time from detector to stop line
    std::vector<Phase> phases;    ///< ≥ 1
};

struct Signal {
    std::string id;
    std::vector<SignalProgram> programs;  ///< ≥ 1; the last one read is in force
};

struct Roundabout {
    std::vector<std::uint32_t> junctions, edges;
};

struct Net {
    std::string file;        ///< where it was read, for messages
    std::string projection;  ///< proj string, "!" when there is none
    LocalXY offset;          ///< netOffset: projected = net − offset
    std::vector<Edge> edges;
    std::vector<Lane> lanes;
    std::vector<Link> links;
    std::vector<Junction> junctions;
    std::vector<Signal> signals;
    std::vector<Roundabout> roundabouts;
};

}  // namespace sd::micro
