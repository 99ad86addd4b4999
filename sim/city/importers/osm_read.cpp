#include "sim/city/importers/osm_read.h"

#include <algorithm>
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/sparse_mem_array.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/io/xml_output.hpp>
#include <osmium/visitor.hpp>
#include <set>

#include "sim/city/importers/osm_tags.h"

namespace sd::importers {
namespace {

using Index = osmium::index::map::SparseMemArray<osmium::unsigned_object_id_type, osmium::Location>;
using Locations = osmium::handler::NodeLocationsForWays<Index>;

LonLat place_of(const osmium::NodeRef& ref) { return {ref.location().lon(), ref.location().lat()}; }

int whole_of(const char* text) { return static_cast<int>(metres_of(text).value_or(0.0)); }

// Decides what a closed shape is; nullopt when none of our business.
std::optional<OsmPolygon> classify(const osmium::TagList& tags) {
    OsmPolygon polygon;
    if (const char* building = tags["building"]; building != nullptr && std::string_view(building) != "no") {
        polygon.what = OsmPolygon::What::Building;
        polygon.height_m = metres_of(tags["height"]).value_or(0.0);
        polygon.storeys = whole_of(tags["building:levels"]);
        polygon.use = building_use(building);
        return polygon;
    }
    if (tags.has_tag("natural", "water") || tags.has_key("water") || tags.has_tag("waterway", "riverbank") ||
        tags.has_tag("landuse", "reservoir") || tags.has_tag("landuse", "basin")) {
        polygon.what = OsmPolygon::What::Water;
        return polygon;
    }
    for (const osmium::Tag& tag : tags) {
        if (const auto cover = cover_of_tag(tag.key(), tag.value())) {
            polygon.what = OsmPolygon::What::Cover;
            polygon.cover = *cover;
            return polygon;
        }
    }
    return std::nullopt;
}

class Collector : public osmium::handler::Handler {
public:
    explicit Collector(OsmData& data) : data_(data) {}

    void node(const osmium::Node& node) {
        if (!node.location().valid()) return;
        const LonLat at{node.location().lon(), node.location().lat()};
        stretch(at);
        add_place(node.tags(), at);
    }

    void way(const osmium::Way& way) {
        if (way.tags().has_key("highway")) ++data_.highways;
        const char* kind = way.tags()["waterway"];
        if (kind == nullptr) return;
        const auto width = waterway_width_m(kind);
        if (!width || way.tags().has_tag("tunnel", "culvert")) return;
        OsmWaterway water;
        water.name = way.tags().get_value_by_key("name", "");
        const auto tagged = metres_of(way.tags()["width"]);
        water.width_m = tagged.value_or(*width);
        water.width_tagged = tagged.has_value();
        for (const osmium::NodeRef& ref : way.nodes()) {
            if (ref.location().valid()) water.line.push_back(place_of(ref));
        }
        if (water.line.size() >= 2) data_.waterways.push_back(std::move(water));
    }

    void area(const osmium::Area& area) {
        const auto polygon = classify(area.tags());
        if (!polygon) return;
        for (const auto& ring : area.outer_rings()) {
            OsmPolygon copy = *polygon;
            for (const osmium::NodeRef& ref : ring) copy.outer.push_back(place_of(ref));
            if (copy.outer.size() > 3) copy.outer.pop_back();  // osmium repeats the first point
            if (&ring == &*area.outer_rings().begin()) add_place(area.tags(), copy.outer.front());
            data_.polygons.push_back(std::move(copy));
        }
    }

private:
    void stretch(LonLat at) {
        if (data_.bounds_from_header) return;
        auto& b = data_.bounds_deg;
        b = first_ ? std::array<double, 4>{at.lon_deg, at.lat_deg, at.lon_deg, at.lat_deg}
                   : std::array<double, 4>{std::min(b[0], at.lon_deg), std::min(b[1], at.lat_deg),
                                           std::max(b[2], at.lon_deg), std::max(b[3], at.lat_deg)};
        first_ = false;
    }

    void add_place(const osmium::TagList& tags, LonLat at) {
        for (const osmium::Tag& tag : tags) {
            if (const auto kind = poi_of_tag(tag.key(), tag.value())) {
                data_.places.push_back({tags.get_value_by_key("name", ""), *kind, at});
                return;
            }
        }
    }

    OsmData& data_;
    bool first_ = true;
};

void read_bounds(const osmium::io::File& file, OsmData& data) {
    osmium::io::Reader reader(file, osmium::osm_entity_bits::nothing);
    const osmium::Box box = reader.header().joined_boxes();
    reader.close();
    if (!box.valid()) return;
    data.bounds_deg = {box.bottom_left().lon(), box.bottom_left().lat(), box.top_right().lon(), box.top_right().lat()};
    data.bounds_from_header = true;
}

}  // namespace

Result<OsmData> read_osm(const std::filesystem::path& file) {
    try {
        OsmData data;
        const osmium::io::File input(file.string());
        read_bounds(input, data);
        osmium::area::Assembler::config_type config;
        osmium::area::MultipolygonManager<osmium::area::Assembler> areas(config);
        osmium::relations::read_relations(input, areas);

        Index index;
        Locations locations(index);
        locations.ignore_errors();  // extracts cut ways: their missing nodes are skipped, not fatal
        Collector collector(data);
        osmium::io::Reader reader(input);
        osmium::apply(reader, locations, collector,
                      areas.handler([&](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, collector); }));
        reader.close();
        data.broken_areas = areas.stats().invalid_locations;
        if (data.highways == 0 && data.polygons.empty()) {
            return fail(file.string(), "holds no streets, buildings or water",
                        "give an OpenStreetMap extract (.osm, .osm.gz, .osm.bz2, .osm.pbf) of a town");
        }
        return data;
    } catch (const std::exception& error) {
        return fail(file.string(), std::string("cannot be read as OpenStreetMap data: ") + error.what(),
                    "expected .osm, .osm.gz, .osm.bz2 or .osm.pbf; download the extract again if it is cut short");
    }
}

Result<void> write_roads_osm(const std::filesystem::path& osm, const std::filesystem::path& out) {
    try {
        const osmium::io::File input(osm.string());
        std::set<osmium::object_id_type> nodes;
        std::set<osmium::object_id_type> ways;
        {
            osmium::io::Reader reader(input, osmium::osm_entity_bits::way);
            while (const osmium::memory::Buffer buffer = reader.read()) {
                for (const auto& way : buffer.select<osmium::Way>()) {
                    if (!way.tags().has_key("highway") || way.tags().has_tag("area", "yes")) continue;
                    ways.insert(way.id());
                    for (const auto& ref : way.nodes()) nodes.insert(ref.ref());
                }
            }
            reader.close();
        }
        osmium::io::Writer writer(osmium::io::File(out.string(), "osm"), osmium::io::overwrite::allow);
        osmium::io::Reader reader(input, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way);
        while (const osmium::memory::Buffer buffer = reader.read()) {
            for (const auto& object : buffer.select<osmium::OSMObject>()) {
                const auto& wanted = object.type() == osmium::item_type::node ? nodes : ways;
                if (wanted.count(object.id()) != 0) writer(object);
            }
        }
        reader.close();
        writer.close();
        return {};
    } catch (const std::exception& error) {
        return fail(osm.string(), std::string("its streets cannot be extracted: ") + error.what());
    }
}

}  // namespace sd::importers
