// SUMO's files on arbitrary bytes: a case whose columns hang together, or errors with their place, never a crash. One
// source, one program a kind of file (SD_FUZZ_PART), so that each gets its minute and its own corpus.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/core/check.h"
#include "sim/traffic/sumo/fcd_columns.h"
#include "sim/traffic/sumo/matrix.h"
#include "sim/traffic/sumo/read.h"
#include "tests/sim/traffic/sumo/small_case.h"

namespace {

using sd::micro::kNone;

void check_errors(const sd::Errors& errors) {
    SD_CHECK(!errors.empty() && errors.size() <= 50);
    for (const sd::Error& error : errors) SD_CHECK(!error.message.empty() && error.line >= 0);
}

void check_net(const sd::micro::Net& net) {
    const auto within = [](std::uint32_t index, std::size_t size) { return index == kNone || index < size; };
    for (const sd::micro::Edge& edge : net.edges) {
        SD_CHECK(edge.lanes > 0 && edge.lane_begin + edge.lanes <= net.lanes.size());
        SD_CHECK(within(edge.from, net.junctions.size()) && within(edge.to, net.junctions.size()));
    }
    for (const sd::micro::Lane& lane : net.lanes) {
        SD_CHECK(lane.length_m > 0.0 && lane.speed_m_s > 0.0 && lane.width_m > 0.0 && lane.shape.size() >= 2);
    }
    for (const sd::micro::Link& link : net.links) {
        SD_CHECK(link.from_lane < net.lanes.size() && link.to_lane < net.lanes.size());
        SD_CHECK(within(link.via_lane, net.lanes.size()) && within(link.junction, net.junctions.size()));
        SD_CHECK(within(link.signal, net.signals.size()));
        if (link.request != kNone) SD_CHECK(link.request < net.junctions[link.junction].requests.size());
    }
    for (const sd::micro::Signal& signal : net.signals) {
        SD_CHECK(!signal.programs.empty());
        for (const sd::micro::SignalProgram& program : signal.programs) SD_CHECK(!program.phases.empty());
    }
}

void check_case(const sd::micro::Case& of) {
    check_net(of.net);
    for (const sd::micro::Departure& departure : of.demand.departures) {
        SD_CHECK((departure.type < of.demand.types.size()) !=
                 (departure.type_distribution < of.demand.type_distributions.size()));
        const int ways = (departure.route < of.demand.routes.size() ? 1 : 0) +
                         (departure.route_distribution < of.demand.route_distributions.size() ? 1 : 0) +
                         (departure.from < of.net.edges.size() ? 1 : 0);
        SD_CHECK(ways == 1 && departure.depart_s >= 0.0);
        SD_CHECK(!departure.flow || departure.period_s > 0.0 || departure.probability_s > 0.0);
        for (const sd::micro::Stop& stop : departure.stops) SD_CHECK(stop.lane < of.net.lanes.size());
    }
    for (const sd::micro::Route& route : of.demand.routes) SD_CHECK(!route.edges.empty());
    for (const sd::micro::LoopDetector& loop : of.additional.loops) {
        SD_CHECK(loop.pos_m >= 0.0 && loop.pos_m <= of.net.lanes[loop.lane].length_m);
    }
}

[[maybe_unused]] void net(const std::string& text) {
    const auto read = sd::sumo::parse_net(text, "fuzz.net.xml");
    read ? check_net(read->net) : check_errors(read.error());
}

/// Routes and additional files are one grammar; the bytes stand for a file of either sort.
[[maybe_unused]] void demand(const std::string& text) {
    const auto read = sd::sumo::parse_case(sd::sumo::small::kNet,
                                           {{"add.xml", sd::sumo::small::kAdditional}, {"fuzz.rou.xml", text}});
    read ? check_case(*read) : check_errors(read.error());
}
[[maybe_unused]] void additional(const std::string& text) {
    const auto read =
        sd::sumo::parse_case(sd::sumo::small::kNet, {{"fuzz.add.xml", text}, {"rou.xml", sd::sumo::small::kRoutes}});
    read ? check_case(*read) : check_errors(read.error());
}

[[maybe_unused]] void config(const std::string& text) {
    const auto read = sd::sumo::parse_config(text, "folder/fuzz.sumocfg");
    if (!read) return check_errors(read.error());
    SD_CHECK(read->options.step_s > 0.0 && !read->net.path.empty());
}

[[maybe_unused]] void matrix(const std::string& text) {
    static const sd::micro::Case of = *sd::sumo::parse_case(
        sd::sumo::small::kNet, {{"add.xml", sd::sumo::small::kAdditional}, {"rou.xml", sd::sumo::small::kRoutes}});
    const auto read = sd::sumo::parse_matrix({{"fuzz.xml", text}}, of.net, of.demand);
    if (!read) return check_errors(read.error());
    SD_CHECK(check_matrix(read->matrix, of.net).empty());
    double trips = 0.0;
    for (const sd::micro::Purpose& purpose : read->matrix.purposes) {
        for (const double cell : purpose.trips) trips += cell;
    }
    if (trips > 1e4) return;
    for (const sd::micro::Departure& trip : draw_trips(read->matrix, {}))
        SD_CHECK(trip.from != kNone && trip.to != kNone);
}

/// Readers that take a file get one on the memory disk.
[[maybe_unused]] std::filesystem::path on_disk(const std::string& text) {
    static const std::filesystem::path file = [] {
        const std::filesystem::path shm = "/dev/shm";
        const auto base = std::filesystem::is_directory(shm) ? shm : std::filesystem::temp_directory_path();
        return base / ("songdoi-fuzz-sumo-" + std::to_string(::getpid()));
    }();
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

/// The way of every file of a case: zlib unpacks what looks packed and hands on the rest.
[[maybe_unused]] void packed(const std::string& text) {
    const auto read = sd::sumo::read_net(on_disk(text));
    read ? check_net(read->net) : check_errors(read.error());
}

[[maybe_unused]] void columns(const std::string& text) {
    const auto read = sd::sumo::read_fcd_columns(on_disk(text), [](const sd::sumo::FcdStep& step) {
        for (const sd::sumo::FcdRow& row : step.rows) SD_CHECK(row.vehicle < step.vehicles.size());
    });
    if (!read) check_errors(read.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SD_FUZZ_PART(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
