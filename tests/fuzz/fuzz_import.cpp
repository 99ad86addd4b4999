// What comes into a city from outside, on arbitrary bytes: a value or errors, never a crash. One source, one program a
// parser (SD_FUZZ_PART), so that each gets its minute and its own corpus.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/city/importers/layers.h"
#include "sim/city/importers/net_read.h"
#include "sim/city/importers/osm_read.h"
#include "sim/city/importers/osm_tags.h"
#include "sim/city/importers/osm_typemap.h"
#include "sim/city/pack.h"
#include "sim/city/pack_fields.h"
#include "sim/core/check.h"

namespace {

/// Readers that take a file get one on the memory disk.
std::filesystem::path scratch(const std::string& name) {
    static const std::filesystem::path folder = [] {
        const std::filesystem::path shm = "/dev/shm";
        const auto base = std::filesystem::is_directory(shm) ? shm : std::filesystem::temp_directory_path();
        auto made = base / ("songdoi-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(made);
        return made;
    }();
    return folder / name;
}

[[maybe_unused]] void attribute_map(const std::string& text) {
    if (const auto rules = sd::importers::parse_attribute_map(text, "map.yaml")) {
        for (const sd::importers::LayerRule& rule : *rules) SD_CHECK(!rule.match.empty());
    }
}

[[maybe_unused]] void street_net(const std::string& text) {
    const auto net = sd::importers::parse_sumo_net(text, "net.xml", "EPSG:32648");
    if (!net) return;
    SD_CHECK(!net->edges.empty());
    for (const sd::RoadEdge& edge : net->edges) {
        SD_CHECK(edge.from.at() < net->nodes.size() && edge.to.at() < net->nodes.size() && edge.line.size() >= 2);
        SD_CHECK(edge.lanes >= 1 && edge.width_m > 0.0F && edge.speed_m_s > 0.0F && edge.length_m >= 0.0F);
        SD_CHECK(!edge.reverse.valid() || edge.reverse.at() < net->edges.size());
    }
}

/// Tags alone, and the same bytes as an OpenStreetMap document.
[[maybe_unused]] void street_map(const std::string& text) {
    using namespace sd::importers;
    const auto cut = text.find('=');
    const std::string key = text.substr(0, cut);
    const std::string value = cut == std::string::npos ? std::string() : text.substr(cut + 1);
    static_cast<void>(cover_of_tag(key, value));
    static_cast<void>(poi_of_tag(key, value));
    static_cast<void>(waterway_width_m(value));
    SD_CHECK(building_use(value) >= 0 && building_use(value) <= 3);
    if (const auto metres = metres_of(value.c_str())) SD_CHECK(*metres >= 0.0 && *metres <= 1e4);
    SD_CHECK(osm_typemap().find("highway.") != std::string::npos);
    std::ofstream(scratch("map.osm"), std::ios::binary) << text;
    const auto map = read_osm(scratch("map.osm"));
    if (map) static_cast<void>(write_roads_osm(scratch("map.osm"), scratch("roads.osm")));
}

/// The bytes as every layer of a pack; what can be read must be written to the same bytes again.
[[maybe_unused]] void pack_layers(const std::string& text) {
    const sd::archive::Bytes bytes(text.begin(), text.end());
    sd::City city;
    sd::pack::each_layer(city, [&](const char*, auto& layer) {
        sd::archive::Reader reader(bytes);
        reader(layer);
        if (!reader.ok() || !reader.at_end()) return;
        sd::archive::Writer writer;
        writer(layer);
        SD_CHECK(writer.bytes() == bytes);
    });
}

/// All layers of one city after each other, so that the checks of their references are reached too.
[[maybe_unused]] void pack_city(const std::string& text) {
    const sd::archive::Bytes bytes(text.begin(), text.end());
    sd::City city;
    sd::archive::Reader reader(bytes);
    reader(city.grid.nx, city.grid.ny, city.grid.cell_m, city.grid.origin.x_m, city.grid.origin.y_m);
    sd::pack::each_layer(city, [&](const char*, auto& layer) { reader(layer); });
    if (!reader.ok()) return;
    if (sd::check_city(city, "fuzz").empty()) static_cast<void>(sd::city_hash(city));
}

[[maybe_unused]] void manifest(const std::string& text) {
    std::ofstream(scratch("manifest.json"), std::ios::binary) << text;
    static_cast<void>(sd::read_pack(scratch("")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SD_FUZZ_PART(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
