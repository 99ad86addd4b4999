#include <fmt/format.h>

#include <memory>

#include "scenarios/cli.h"
#include "sim/city/importers/import.h"
#include "sim/city/pack.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

struct ImportWords {
    ImportOptions options;
    std::filesystem::path dem;
    std::filesystem::path attributes;
    std::vector<double> bbox;
    std::filesystem::path out;
};

void import(Cli& cli, ImportWords& words) {
    if (!words.dem.empty()) words.options.dem = words.dem;
    if (!words.attributes.empty()) words.options.attribute_map = words.attributes;
    if (!words.bbox.empty()) {
        words.options.bbox_deg = std::array<double, 4>{words.bbox[0], words.bbox[1], words.bbox[2], words.bbox[3]};
    }
    ImportLog log;
    const auto city = import_city(words.options, log);
    for (const std::string& line : log.lines) fmt::print(stderr, "import: {}\n", line);
    if (!city) return report_errors(cli, city.error());
    if (const auto written = write_pack(*city, words.out); !written) return report_errors(cli, written.error());
    fmt::print("{}  {}\n", words.out.string(), hex(city_hash(*city)));
}

}  // namespace

void add_city_import(Cli& cli, CLI::App& city) {
    auto words = std::make_shared<ImportWords>();
    ImportOptions& o = words->options;
    CLI::App* command = city.add_subcommand("import", "make a city pack from OpenStreetMap, terrain and GIS layers");
    command->footer("Example: songdoi city import --osm town.osm.pbf --dem terrain.tif --out out/town_pack");
    command->add_option("--osm", o.osm, ".osm, .osm.gz, .osm.bz2 or .osm.pbf")->required();
    command->add_option("--dem", words->dem, "terrain: any raster that GDAL reads");
    command->add_option("--layers", o.layers, "planners' layers: GeoPackage, Shapefile, DXF; may be repeated");
    command->add_option("--attributes", words->attributes, "which layer and field means what (docs/import.md)");
    command->add_option("--bbox", words->bbox, "west,south,east,north in degrees; default: the file's own bounds")
        ->delimiter(',')
        ->expected(4);
    command->add_option("--epsg", o.epsg, "metric target system, e.g. 32648 or 9210; default: the UTM zone");
    command->add_option("--datum", o.vertical_datum, "vertical datum of the terrain");
    command->add_option("--cell", o.cell_m, "cell size in metres, 2…100");
    command->add_option("--name", o.name, "the city's name");
    command->add_option("--out", words->out, "folder of the pack")->required();
    command->callback([&cli, words] { import(cli, *words); });
}

}  // namespace sd
