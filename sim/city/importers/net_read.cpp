#include "sim/city/importers/net_read.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <map>

#include "sim/city/importers/osm_typemap.h"
#include "sim/city/importers/process.h"
#include "sim/traffic/sumo/read.h"

namespace sd::importers {
namespace {

struct Frame {
    LocalXY offset;
    Projection to_target;
};

std::optional<LocalXY> to_target(const Frame& frame, LocalXY at) {
    const auto metres = frame.to_target.forward(at.x_m - frame.offset.x_m, at.y_m - frame.offset.y_m);
    if (!metres) return std::nullopt;
    return LocalXY{metres->easting_m, metres->northing_m};
}

RoadClass class_of(std::string_view type) {
    const auto has = [&](std::string_view word) { return type.find(word) != std::string_view::npos; };
    if (has("motorway")) return RoadClass::Motorway;
    if (has("trunk")) return RoadClass::Trunk;
    if (has("primary")) return RoadClass::Primary;
    if (has("secondary")) return RoadClass::Secondary;
    if (has("tertiary")) return RoadClass::Tertiary;
    if (has("path") || has("track") || has("footway")) return RoadClass::Hem;
    return RoadClass::Residential;
}

Result<Frame> frame_of(const micro::Net& net, const std::string& target_crs) {
    if (net.projection.empty() || net.projection == "!" || net.projection == "-") {
        return fail(net.file, "its <location> names no projection", "run netconvert with --proj.utm true");
    }
    auto transform = Projection::make(net.projection, target_crs);
    if (!transform) return fail(transform.error());
    return Frame{net.offset, *transform};
}

bool drivable(const micro::Lane& lane) {
    return (lane.allow & (bit_of(micro::VClass::Passenger) | bit_of(micro::VClass::Motorcycle))) != 0;
}

bool has_signal(micro::JunctionType type) {
    return type == micro::JunctionType::TrafficLight || type == micro::JunctionType::TrafficLightUnregulated ||
           type == micro::JunctionType::TrafficLightRightOnRed;
}

struct NetReader {
    const micro::Net& from_file;
    const Frame& frame;
    RoadNet net;
    std::vector<NodeId> node_of;  ///< by junction; invalid where the junction is no node
    std::map<std::pair<std::uint32_t, std::uint32_t>, EdgeId> edge_between;

    void add_node(std::uint32_t index) {
        const micro::Junction& junction = from_file.junctions[index];
        const auto at = to_target(frame, junction.at);
        if (!at) return;
        RoadNode node;
        node.at = *at;
        node.signal = has_signal(junction.type);
        node.cycle_s = node.signal ? 90.0F : 0.0F;
        node_of[index] = NodeId{static_cast<std::uint32_t>(net.nodes.size())};
        net.nodes.push_back(node);
    }

    [[nodiscard]] NodeId node_at(std::uint32_t junction) const {
        return junction == micro::kNone ? NodeId{} : node_of[junction];
    }

    void add_edge(const micro::Edge& read) {
        RoadEdge edge;
        edge.from = node_at(read.from);
        edge.to = node_at(read.to);
        int lanes = 0;
        double width_m = 0.0;
        for (std::uint32_t i = read.lane_begin; i < read.lane_begin + read.lanes; ++i) {
            const micro::Lane& lane = from_file.lanes[i];
            if (!drivable(lane)) continue;
            ++lanes;
            width_m += lane.width_m;
            edge.speed_m_s = static_cast<float>(lane.speed_m_s);
            if (edge.line.empty()) read_line(read.shape.empty() ? lane.shape : read.shape, edge.line);
        }
        if (lanes == 0 || !edge.from.valid() || !edge.to.valid() || edge.from == edge.to || edge.line.size() < 2) {
            ++net.skipped_edges;
            return;
        }
        edge.cls = class_of(read.type);
        edge.lanes = static_cast<std::uint8_t>(std::min(lanes, 8));
        edge.width_m = static_cast<float>(width_m);
        edge.name = read.name;
        edge.line.front() = net.nodes[edge.from.at()].at;
        edge.line.back() = net.nodes[edge.to.at()].at;
        double length_m = 0.0;
        for (std::size_t i = 1; i < edge.line.size(); ++i) {
            length_m += std::hypot(edge.line[i].x_m - edge.line[i - 1].x_m, edge.line[i].y_m - edge.line[i - 1].y_m);
        }
        // Written so that a NaN is refused too.
        const bool sound = length_m > 0.1 && length_m < 1e6 && width_m > 0.5 && width_m < 100.0 &&
                           edge.speed_m_s > 0.1F && edge.speed_m_s < 100.0F;
        if (!sound) {
            ++net.skipped_edges;
            return;
        }
        edge.length_m = static_cast<float>(length_m);
        const EdgeId id{static_cast<std::uint32_t>(net.edges.size())};
        const auto back = edge_between.find({edge.to.index, edge.from.index});
        if (back != edge_between.end() && !net.edges[back->second.at()].reverse.valid()) {
            edge.reverse = back->second;
            net.edges[back->second.at()].reverse = id;
        }
        edge_between.emplace(std::pair{edge.from.index, edge.to.index}, id);
        net.edges.push_back(std::move(edge));
    }

    void read_line(const std::vector<LocalXY>& shape, std::vector<LocalXY>& line) const {
        for (const LocalXY point : shape) {
            if (const auto at = to_target(frame, point)) line.push_back(*at);
        }
    }
};

Result<RoadNet> roads_of(const Result<sumo::NetFile>& read, const std::string& target_crs) {
    if (!read) {
        Errors errors = read.error();
        for (Error& error : errors) error.message = "is not a SUMO network: " + error.message;
        return fail(std::move(errors));
    }
    auto frame = frame_of(read->net, target_crs);
    if (!frame) return fail(frame.error());
    NetReader reader{read->net, *frame, {}, std::vector<NodeId>(read->net.junctions.size()), {}};
    for (std::uint32_t i = 0; i < read->net.junctions.size(); ++i) {
        if (read->net.junctions[i].type != micro::JunctionType::Internal) reader.add_node(i);
    }
    for (const micro::Edge& edge : read->net.edges) {
        if (edge.function != micro::EdgeFunction::Internal) reader.add_edge(edge);
    }
    if (reader.net.edges.empty()) return fail(read->net.file, "holds no street that motorbikes or cars may use");
    return std::move(reader.net);
}

}  // namespace

Result<RoadNet> read_sumo_net(const std::filesystem::path& file, const std::string& target_crs) {
    return roads_of(sumo::read_net(file), target_crs);
}

Result<RoadNet> parse_sumo_net(std::string_view text, const std::string& file, const std::string& target_crs) {
    return roads_of(sumo::parse_net(text, file), target_crs);
}

Result<RoadNet> roads_from_osm(const std::filesystem::path& osm, const std::array<double, 4>& bbox_deg,
                               const std::string& target_crs, const std::filesystem::path& work) {
    const auto net_file = work / "roads.net.xml";
    const auto log_file = work / "netconvert.log";
    const auto types_file = work / "streets.typ.xml";
    std::ofstream(types_file) << osm_typemap();
    const std::string box =
        fmt::format("{:.7f},{:.7f},{:.7f},{:.7f}", bbox_deg[0], bbox_deg[1], bbox_deg[2], bbox_deg[3]);
    const Result<void> ran = run_program({"netconvert",
                                          "--osm-files",
                                          osm.string(),
                                          "--type-files",
                                          types_file.string(),
                                          "--output-file",
                                          net_file.string(),
                                          "--proj.utm",
                                          "true",
                                          "--keep-edges.in-geo-boundary",
                                          box,
                                          "--keep-edges.by-vclass",
                                          "passenger,motorcycle",
                                          "--geometry.remove",
                                          "true",
                                          "--remove-edges.isolated",
                                          "true",
                                          "--keep-edges.components",
                                          "1",
                                          "--output.street-names",
                                          "true",
                                          "--junctions.join",
                                          "true",
                                          "--tls.guess-signals",
                                          "true",
                                          "--no-internal-links",
                                          "true",
                                          "--offset.disable-normalization",
                                          "true",
                                          "--no-warnings",
                                          "true"},
                                         log_file);
    if (!ran) return fail(ran.error());
    return read_sumo_net(net_file, target_crs);
}

}  // namespace sd::importers
