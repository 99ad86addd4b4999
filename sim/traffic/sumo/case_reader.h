// Demand and additional files as they stream by. SUMO lets any element stand in any of them and names be used before
// they are defined, so one reader takes all files of a case in turn and looks names up at the end.
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/sumo/net_reader.h"

namespace sd::sumo {

struct CaseReader final : Events {
    /// What a name of a type (or route) stands for.
    struct Meaning {
        std::uint32_t single = micro::kNone, distribution = micro::kNone;
    };
    struct RawStop {
        micro::Stop stop;
        std::uint32_t bus_stop = micro::kNone;  ///< in stop_names
        bool of_route = false;
        std::uint32_t owner = 0;  ///< route or departure
        Place at;
    };
    struct Member {
        std::uint32_t name = 0;  ///< in type_names or route_names
        double weight = -1.0;    ///< < 0: what its own probability says
    };
    struct RawDistribution {
        std::vector<Member> members;
        Place at;
    };
    struct Uses {
        std::uint32_t type = 0;              ///< in type_names
        std::uint32_t route = micro::kNone;  ///< in route_names, where it has none of its own
        Place at;
    };

    const micro::Net& net;
    const NetNames& names;
    const micro::Options& options;
    Findings& findings;

    micro::DemandFile demand;
    micro::Additional additional;
    SignalReader signals;
    Names type_names, route_names, vehicle_names, stop_names;
    std::vector<Meaning> types, routes;  ///< by name; may be shorter than the names
    std::vector<double> type_weight;     ///< by VehicleType
    std::vector<double> route_weight;    ///< by Route
    std::vector<Place> route_at;
    std::vector<RawDistribution> type_members, route_members;
    std::vector<RawStop> stops;
    std::vector<Uses> uses;  ///< by Departure
    std::vector<std::uint32_t> bus_stop_of_name;
    std::vector<std::vector<std::uint32_t>> next_edges;  ///< by edge, sorted
    bool out_of_order = false;
    bool empty_flow = false;  ///< the flow that is open has no vehicles

    CaseReader(const micro::Net& of, const NetNames& all_names, const micro::Options& run, Findings& all);
    bool open(Element& element) override;
    void close(std::string_view name, std::string_view text) override;

private:
    enum class Inside : std::uint8_t {
        Nothing,
        Files,
        TypeDistribution,
        Type,
        Route,
        RouteDistribution,
        Departure,
        Logic,
        Rerouter,
        Interval,
        Gates,
        Leaf
    };
    bool open_in_files(Element& element, Inside& next);
    bool open_nested(Element& element, Inside& next);
    bool open_placed(Element& element, Inside& next);
    void open_param(Element& element);
    // types
    void open_type(Element& element);
    void open_type_distribution(Element& element);
    // demand
    void open_route(Element& element);
    void open_route_distribution(Element& element);
    void open_departure(Element& element);
    void close_departure();
    void open_stop(Element& element);
    std::vector<std::uint32_t> read_edges(const Element& element, std::string_view list, std::string_view whose);
    std::uint32_t read_edge(const Element& element, std::string_view name);
    void read_times(Element& element, micro::Departure& departure);
    void read_flow(Element& element, micro::Departure& departure);
    void read_ends(Element& element, micro::Departure& departure);
    // additional
    void open_bus_stop(Element& element);
    void open_loop(Element& element);
    void open_area(Element& element);
    void open_gates(Element& element);
    void open_gate(Element& element);
    void open_rerouter(Element& element);
    void open_closing(Element& element);
    std::uint32_t need_lane(Element& element);
    double position_on(Element& element, std::uint32_t lane, std::string_view key, double standard);

    std::vector<Inside> inside{Inside::Nothing};
    double interval_begin_s = 0.0, interval_end_s = 0.0;
};

/// After the last file: looks up types, routes and stops, orders the departures, applies signal programs to `net`.
void resolve(CaseReader& read, micro::Net& net);

/// Departure lanes, positions, speeds and the end of the way, of vehicle, trip and flow.
void read_entry(Element& element, micro::Entry& entry);
/// A <vType>'s attributes over the defaults of its class.
[[nodiscard]] micro::VehicleType read_type(Element& element);

}  // namespace sd::sumo
