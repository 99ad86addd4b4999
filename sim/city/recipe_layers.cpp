// What the pack says about itself: every layer with where it comes from.
#include <algorithm>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {

void describe_layers(Draft& draft) {
    City& city = draft.city;
    const auto add = [&](const char* name, Provenance provenance, const char* source, const char* note,
                         std::uint64_t objects) {
        city.meta.layers.push_back({name, provenance, source, note, objects});
    };
    const auto local =
        static_cast<std::uint64_t>(std::count_if(city.edges.begin(), city.edges.end(), [](const RoadEdge& edge) {
            return edge.cls == RoadClass::Residential || edge.cls == RoadClass::Hem;
        }));
    add("terrain", Provenance::Synthetic, "zone ranges of the skeleton, recipe",
        "no survey: smooth noise, banks, low streets", city.grid.cells());
    add("river bed", Provenance::Synthetic, "recipe", "depth grows with the distance to the bank", 0);
    add("cover", Provenance::Assumed, "skeleton", "urban zones by judgement", city.grid.cells());
    add("wards", Provenance::Assumed, "skeleton", "names and codes are facts, outlines are not", city.wards.size());
    add("main streets", Provenance::Traced, "skeleton",
        "directed edges; two of the town streets are drawn in the recipe", city.edges.size() - local);
    add("local streets", Provenance::Synthetic, "recipe", "directed edges; a lattice by zone, and lanes (hẻm)", local);
    add("buildings", Provenance::Synthetic, "recipe", "rows along streets by zone density", city.buildings.size());
    add("canals", Provenance::Assumed, "skeleton", "widths and depths assumed", city.canals.size());
    add("structures", Provenance::Assumed, "skeleton", "sluices; sizes and rules assumed", city.structures.size());
    add("dykes", Provenance::Assumed, "skeleton", "crests not surveyed", city.dykes.size());
    add("drains", Provenance::Synthetic, "recipe",
        "no drainage plan known: catchments by the nearest way over land; pipes are laid under streets by rule "
        "(sim/drain_plan.h)",
        city.drains.size());
    add("population", Provenance::Derived, "ward figures of the skeleton", "spread by zone density",
        city.population.size());
    add("power", Provenance::Synthetic, "recipe", "substations from the skeleton", city.cabinets.size());
    add("telecom", Provenance::Synthetic, "recipe", "some towers from the skeleton", city.sites.size());
    add("buses", Provenance::Assumed, "recipe", "lines invented over real main roads", city.bus_lines.size());
    add("points of interest", Provenance::Assumed, "skeleton", "most positions good to 50–500 m", city.pois.size());
    add("stations", Provenance::Fact, "skeleton, facts", "alarm levels I and II are assumed", city.stations.size());
    add("devices", Provenance::Synthetic, "recipe", "no such network exists", city.devices.size());
}

}  // namespace sd::recipe
