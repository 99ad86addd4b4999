#include "sim/city/pack.h"

#include <nlohmann/json.hpp>

#include "sim/city/pack_check.h"
#include "sim/city/pack_fields.h"
#include "sim/city/pack_files.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kPackFormat = 1;
constexpr std::uint64_t kLargestManifest = 4U << 20;
constexpr std::array<const char*, 6> kProvenance{"traced", "fact", "derived", "assumed", "synthetic", "imported"};

std::string_view magic() { return "songdoi city"; }

json meta_to_json(const CityMeta& meta) {
    json corners = json::array();
    for (const LonLat& c : meta.corners) corners.push_back({c.lon_deg, c.lat_deg});
    json layers = json::array();
    for (const LayerInfo& layer : meta.layers) {
        layers.push_back({{"name", layer.name},
                          {"provenance", kProvenance[static_cast<std::size_t>(layer.provenance)]},
                          {"source", layer.source},
                          {"note", layer.note},
                          {"objects", layer.objects}});
    }
    json out{{"name", meta.name},
             {"province", meta.province},
             {"epsg", meta.epsg},
             {"origin_easting_m", meta.origin_easting_m},
             {"origin_northing_m", meta.origin_northing_m},
             {"vertical_datum", meta.vertical_datum},
             {"corners", corners},
             {"utc_offset_ns", meta.utc_offset.ns},
             {"attribution", meta.attribution},
             {"licence", meta.licence},
             {"synthetic_terrain", meta.synthetic_terrain},
             {"layers", layers}};
    if (!meta.notes.empty()) out["notes"] = meta.notes;  // packs of recipes have none and keep their bytes
    return out;
}

Provenance provenance_named(const std::string& name) {
    for (std::size_t k = 0; k < kProvenance.size(); ++k) {
        if (name == kProvenance[k]) return static_cast<Provenance>(k);
    }
    return Provenance::Assumed;
}

CityMeta meta_of_json(const json& from) {
    CityMeta meta;
    meta.name = from.at("name").get<std::string>();
    meta.province = from.at("province").get<std::string>();
    meta.epsg = from.at("epsg").get<int>();
    meta.origin_easting_m = from.at("origin_easting_m").get<double>();
    meta.origin_northing_m = from.at("origin_northing_m").get<double>();
    meta.vertical_datum = from.at("vertical_datum").get<std::string>();
    for (std::size_t k = 0; k < meta.corners.size(); ++k) {
        const json& c = from.at("corners").at(k);
        meta.corners[k] = {c.at(0).get<double>(), c.at(1).get<double>()};
    }
    meta.utc_offset = nanoseconds(from.at("utc_offset_ns").get<std::int64_t>());
    meta.attribution = from.at("attribution").get<std::string>();
    meta.licence = from.at("licence").get<std::string>();
    meta.synthetic_terrain = from.at("synthetic_terrain").get<bool>();
    for (const json& layer : from.at("layers")) {
        meta.layers.push_back({layer.at("name").get<std::string>(),
                               provenance_named(layer.at("provenance").get<std::string>()),
                               layer.at("source").get<std::string>(), layer.at("note").get<std::string>(),
                               layer.at("objects").get<std::uint64_t>()});
    }
    meta.notes = from.value("notes", std::vector<std::string>{});
    return meta;
}

/// Brings a manifest of an older format up to kPackFormat, one step per format.
Result<void> migrate(json& manifest, const std::string& file) {
    if (manifest.value("kind", "") != magic()) return fail(file, "is not the manifest of a city pack");
    const int format = manifest.at("format").get<int>();
    if (format > kPackFormat) {
        return fail(
            file, "has format " + std::to_string(format) + ", this program reads up to " + std::to_string(kPackFormat),
            "use a newer program");
    }
    if (format < 1) return fail(file, "has format " + std::to_string(format), "formats begin with 1");
    return {};
}

Result<void> read_layers(const fs::path& folder, const json& files, City& city) {
    Errors errors;
    pack::each_layer(city, [&](const char* name, auto& layer) {
        if (!errors.empty()) return;
        const std::string file = (folder / (std::string(name) + ".zst")).string();
        const json& entry = files.at(name);
        const auto packed = pack::read_file(file, pack::kLargestLayer);
        if (!packed) {
            errors = packed.error();
            return;
        }
        if (hex(hash_bytes(packed->data(), packed->size())) != entry.at("hash").get<std::string>()) {
            errors.push_back(
                {file, 0, 0, "its hash is not the one in the manifest", "the file is damaged: copy it again"});
            return;
        }
        const auto raw = pack::decompress(*packed, entry.at("bytes").get<std::uint64_t>(), file);
        if (!raw) {
            errors = raw.error();
            return;
        }
        archive::Reader reader(*raw);
        reader(layer);
        if (!reader.ok()) errors.push_back({file, 0, 0, reader.problem(), "write the pack again"});
        if (reader.ok() && !reader.at_end()) errors.push_back({file, 0, 0, "has bytes after its end", ""});
    });
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

Result<City> read_checked(const fs::path& folder) {
    const std::string file = (folder / "manifest.json").string();
    const auto bytes = pack::read_file(file, kLargestManifest);
    if (!bytes) return fail(bytes.error());
    json manifest = json::parse(bytes->begin(), bytes->end());
    if (const auto migrated = migrate(manifest, file); !migrated) return fail(migrated.error());
    City city;
    city.meta = meta_of_json(manifest.at("meta"));
    const json& grid = manifest.at("grid");
    city.grid = {grid.at("nx").get<int>(),
                 grid.at("ny").get<int>(),
                 grid.at("cell_m").get<double>(),
                 {grid.at("x_m").get<double>(), grid.at("y_m").get<double>()}};
    if (const auto read = read_layers(folder, manifest.at("files"), city); !read) return fail(read.error());
    Errors errors = check_references(city, folder.string());
    if (!errors.empty()) return fail(std::move(errors));
    if (hex(city_hash(city)) != manifest.at("city_hash").get<std::string>()) {
        return fail(file, "its city_hash is not that of its layers", "the manifest was edited: write the pack again");
    }
    return city;
}

}  // namespace

Result<City> read_pack(const fs::path& folder) {
    try {
        return read_checked(folder);
    } catch (const json::exception& e) {
        return fail((folder / "manifest.json").string(), std::string("is not a manifest: ") + e.what(),
                    "write the pack again");
    }
}

Result<void> write_pack(const City& city, const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::exists(folder / "manifest.json", error) && !fs::is_empty(folder, error)) {
        return fail(folder.string(), "exists and is no pack", "name a new folder; nothing was overwritten");
    }
    const fs::path fresh = folder.string() + ".new";
    fs::remove_all(fresh, error);
    fs::create_directories(fresh, error);
    if (error) return fail(fresh.string(), "cannot be made: " + error.message());
    json files = json::object();
    Errors errors;
    pack::each_layer(city, [&](const char* name, const auto& layer) {
        if (!errors.empty()) return;
        archive::Writer writer;
        writer(layer);
        const archive::Bytes packed = pack::compress(writer.bytes());
        files[name] = {{"bytes", writer.bytes().size()}, {"hash", hex(hash_bytes(packed.data(), packed.size()))}};
        const auto written = pack::write_file(fresh / (std::string(name) + ".zst"), packed.data(), packed.size());
        if (!written) errors = written.error();
    });
    if (!errors.empty()) return fail(std::move(errors));
    const json manifest{{"kind", magic()},
                        {"format", kPackFormat},
                        {"city_hash", hex(city_hash(city))},
                        {"meta", meta_to_json(city.meta)},
                        {"grid",
                         {{"nx", city.grid.nx},
                          {"ny", city.grid.ny},
                          {"cell_m", city.grid.cell_m},
                          {"x_m", city.grid.origin.x_m},
                          {"y_m", city.grid.origin.y_m}}},
                        {"files", files}};
    const std::string text = manifest.dump(1) + "\n";
    if (auto written = pack::write_file(fresh / "manifest.json", text.data(), text.size()); !written) return written;
    return pack::swap_folder(fresh, folder);
}

std::uint64_t city_hash(const City& city) {
    StateHash hash;
    hash.add(city.grid.nx);
    hash.add(city.grid.ny);
    hash.add(city.grid.cell_m);
    hash.add(city.grid.origin.x_m);
    hash.add(city.grid.origin.y_m);
    hash.add(city.meta.epsg);
    hash.add(city.meta.origin_easting_m);
    hash.add(city.meta.origin_northing_m);
    hash.add(city.meta.utc_offset.ns);
    pack::each_layer(city, [&](const char*, const auto& layer) {
        archive::Writer writer;
        writer(layer);
        hash.add(std::span<const std::uint8_t>(writer.bytes()));
    });
    return hash.value();
}

}  // namespace sd
