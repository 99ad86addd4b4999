#include "sim/city/importers/net_read.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "sim/city/importers/osm_typemap.h"
#include "sim/city/importers/process.h"

namespace sd::importers {
namespace {

struct Frame {
    double offset_x_m = 0.0;
    double offset_y_m = 0.0;
    Projection to_target;
};

std::vector<double> numbers(const char* text) {
    std::vector<double> out;
    const std::string_view all(text);
    const char* p = all.data();
    const char* const end = p + all.size();
    while (p < end) {
        double value = 0.0;
        const auto [next, error] = std::from_chars(p, end, value);
        if (error != std::errc{}) return {};
        out.push_back(value);
        p = next;
        while (p < end && (*p == ' ' || *p == ',')) ++p;
    }
    return out;
}

std::optional<LocalXY> to_target(const Frame& frame, double x, double y) {
    const auto metres = frame.to_target.forward(x - frame.offset_x_m, y - frame.offset_y_m);
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

Result<Frame> frame_of(const pugi::xml_document& xml, const std::string& file, const std::string& target_crs) {
    const pugi::xml_node location = xml.child("net").child("location");
    const auto offset = numbers(location.attribute("netOffset").as_string("0,0"));
    const std::string projection = location.attribute("projParameter").as_string("!");
    if (!location || offset.size() != 2 || projection == "!" || projection == "-") {
        return fail(file, "its <location> names no projection", "run netconvert with --proj.utm true");
    }
    auto transform = Projection::make(projection, target_crs);
    if (!transform) return fail(transform.error());
    return Frame{offset[0], offset[1], *transform};
}

// True when the lane admits cars or motorbikes; netconvert writes either an allow or a disallow list.
bool drivable(const pugi::xml_node& lane) {
    const std::string_view allow = lane.attribute("allow").as_string();
    const std::string_view disallow = lane.attribute("disallow").as_string();
    if (!allow.empty()) {
        return allow.find("passenger") != std::string_view::npos ||
               allow.find("motorcycle") != std::string_view::npos || allow == "all";
    }
    return disallow.find("passenger") == std::string_view::npos && disallow != "all";
}

struct NetReader {
    const Frame& frame;
    RoadNet net;
    std::map<std::string, NodeId> node_of;
    std::map<std::pair<std::uint32_t, std::uint32_t>, EdgeId> edge_between;

    void add_node(const pugi::xml_node& junction) {
        const auto at = to_target(frame, junction.attribute("x").as_double(), junction.attribute("y").as_double());
        if (!at) return;
        RoadNode node;
        node.at = *at;
        node.signal = std::string_view(junction.attribute("type").as_string()).substr(0, 13) == "traffic_light";
        node.cycle_s = node.signal ? 90.0F : 0.0F;
        node_of[junction.attribute("id").as_string()] = NodeId{static_cast<std::uint32_t>(net.nodes.size())};
        net.nodes.push_back(node);
    }

    void add_edge(const pugi::xml_node& xml) {
        const auto from = node_of.find(xml.attribute("from").as_string());
        const auto to = node_of.find(xml.attribute("to").as_string());
        RoadEdge edge;
        int lanes = 0;
        double width_m = 0.0;
        for (const pugi::xml_node& lane : xml.children("lane")) {
            if (!drivable(lane)) continue;
            ++lanes;
            width_m += lane.attribute("width").as_double(3.2);
            edge.speed_m_s = lane.attribute("speed").as_float(13.9F);
            if (edge.line.empty()) read_line(xml, lane, edge.line);
        }
        if (lanes == 0 || from == node_of.end() || to == node_of.end() || from == to || edge.line.size() < 2) {
            ++net.skipped_edges;
            return;
        }
        edge.from = from->second;
        edge.to = to->second;
        edge.cls = class_of(xml.attribute("type").as_string());
        edge.lanes = static_cast<std::uint8_t>(std::min(lanes, 8));
        edge.width_m = static_cast<float>(width_m);
        edge.name = xml.attribute("name").as_string();
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

    void read_line(const pugi::xml_node& edge, const pugi::xml_node& lane, std::vector<LocalXY>& line) const {
        const char* shape = edge.attribute("shape").as_string(lane.attribute("shape").as_string());
        const std::vector<double> xy = numbers(shape);
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            if (const auto at = to_target(frame, xy[i], xy[i + 1])) line.push_back(*at);
        }
    }
};

}  // namespace

Result<RoadNet> read_sumo_net(const std::filesystem::path& file, const std::string& target_crs) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in) return fail(file.string(), "cannot be read");
    return parse_sumo_net(text.str(), file.string(), target_crs);
}

Result<RoadNet> parse_sumo_net(std::string_view text, const std::string& file, const std::string& target_crs) {
    pugi::xml_document xml;
    const pugi::xml_parse_result parsed = xml.load_buffer(text.data(), text.size());
    if (!parsed) {
        return fail(file, fmt::format("is not a SUMO network: {} at byte {}", parsed.description(), parsed.offset));
    }
    auto frame = frame_of(xml, file, target_crs);
    if (!frame) return fail(frame.error());
    NetReader reader{*frame, {}, {}, {}};
    for (const pugi::xml_node& junction : xml.child("net").children("junction")) {
        if (std::string_view(junction.attribute("type").as_string()) != "internal") reader.add_node(junction);
    }
    for (const pugi::xml_node& edge : xml.child("net").children("edge")) {
        if (std::string_view(edge.attribute("function").as_string()) != "internal") reader.add_edge(edge);
    }
    if (reader.net.edges.empty()) return fail(file, "holds no street that motorbikes or cars may use");
    return std::move(reader.net);
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
