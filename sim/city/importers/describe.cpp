// Provenance of an imported pack. A number that a rule made up never hides behind the layer that it was added to.
#include <algorithm>

#include "sim/city/importers/assemble.h"

namespace sd::importers {
namespace {

std::string names_of(const std::vector<std::filesystem::path>& files) {
    std::string out;
    for (const auto& file : files) out += (out.empty() ? "" : ", ") + file.filename().string();
    return out;
}

class Describer {
public:
    explicit Describer(City& city) : city_(&city) {}
    /// A layer without objects is not there.
    void add(const char* name, Provenance provenance, const std::string& source, std::size_t objects,
             const char* note) {
        if (objects > 0) city_->meta.layers.push_back({name, provenance, source, note, objects});
    }

private:
    City* city_;
};

void describe_streets(Describer& layers, const City& city, const std::string& osm) {
    const auto signals =
        std::count_if(city.nodes.begin(), city.nodes.end(), [](const RoadNode& node) { return node.signal; });
    const auto bridges =
        std::count_if(city.edges.begin(), city.edges.end(), [](const RoadEdge& edge) { return edge.bridge; });
    layers.add("streets", Provenance::Imported, osm + " through netconvert", city.edges.size(), "lines, names, class");
    layers.add("lanes and limits", Provenance::Assumed, "class of street", city.edges.size(),
               "where the map has no tag; 3.2 m a lane");
    layers.add("signals", Provenance::Assumed, "placing and timing rule", static_cast<std::size_t>(signals),
               "at the map's signal nodes as netconvert joins them; 90 s cycle and phases by rule");
    layers.add("bridges", Provenance::Assumed, "crossing rule", static_cast<std::size_t>(bridges),
               "where a street meets water; deck 1 m above the ground");
}

}  // namespace

void describe_layers(City& city, const ImportOptions& options, const Assumed& assumed) {
    Describer layers(city);
    const std::string osm = options.osm.filename().string();
    if (options.dem) {
        layers.add("terrain", Provenance::Imported, options.dem->filename().string(), city.grid.cells(),
                   "bilinear; gaps take the mean");
    } else {
        layers.add("terrain", Provenance::Synthetic, "flat default", city.grid.cells(),
                   "no DEM was given; the vertical datum is assumed");
    }
    const std::vector<bool> wet = water_cells(city);
    const auto wet_cells = static_cast<std::size_t>(std::count(wet.begin(), wet.end(), true));
    layers.add("water beds", Provenance::Assumed, "depth rule", wet_cells,
               "1 m (waterways) and 2 m (lakes) below the terrain beside them");
    layers.add("cover", Provenance::Imported, osm, city.grid.cells() - assumed.cover_cells, "land use and water tags");
    layers.add("cover, untagged", Provenance::Assumed, "default", assumed.cover_cells, "counts as mixed, built-up");
    layers.add("wards", Provenance::Assumed, "placing rule", city.wards.size(), "one ward; no boundaries are read");
    describe_streets(layers, city, osm);
    layers.add("buildings", Provenance::Imported, osm, city.buildings.size(), "outlines and uses");
    layers.add("storeys, untagged", Provenance::Assumed, "default", assumed.storeys, "2 storeys of 3.3 m");
    layers.add("plinths", Provenance::Assumed, "default", city.buildings.size(), "0.2 m above the ground");
    layers.add("canals", Provenance::Imported, osm, city.canals.size(), "lines; untagged widths by class");
    layers.add("dykes", Provenance::Imported, names_of(options.layers), city.dykes.size(), "see the import log");
    layers.add("planners' layers", Provenance::Imported, names_of(options.layers), options.layers.size(),
               "files; what was taken from each is in the import log");
    // furnish() marks its substations as places too.
    layers.add("points of interest", Provenance::Imported, osm, city.pois.size() - city.substations.size(), "");
    layers.add("open rims", Provenance::Assumed, "placing rule", city.boundaries.size(), "water leaves freely");
    layers.add("population", Provenance::Assumed, "building volume", city.population.size(), "45 m² a person");
    layers.add("power", Provenance::Assumed, "placing rule", city.cabinets.size(), "");
    layers.add("telecom", Provenance::Assumed, "placing rule", city.sites.size(), "");
    layers.add("car parks and bins", Provenance::Assumed, "placing rule", city.lots.size() + city.bins.size(), "");
    layers.add("devices", Provenance::Assumed, "placing rule", city.devices.size(), "no such network exists");
}

}  // namespace sd::importers
