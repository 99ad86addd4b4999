#include "sim/city/recipe.h"

#include "sim/city/recipe_draft.h"

namespace sd {

Result<City> build_my_tho(const std::filesystem::path& data_folder, double cell_m) {
    auto source = recipe::read_source(data_folder, cell_m);
    if (!source) return fail(source.error());
    recipe::Draft draft;
    draft.source = std::move(*source);
    draft.draw = Draw(draft.source.settings.seed);
    draft.city.meta = draft.source.meta;
    draft.city.grid = draft.source.grid;
    recipe::lay_cover(draft);
    recipe::raise_ground(draft);
    recipe::lay_roads(draft);
    recipe::shape_streets(draft);
    recipe::raise_banks(draft);
    recipe::place_structures(draft);
    recipe::place_houses(draft);
    recipe::place_power(draft);
    recipe::place_people(draft);
    recipe::lay_drains(draft);
    recipe::place_assets(draft);
    recipe::lay_bus_lines(draft);
    recipe::place_devices(draft);
    recipe::describe_layers(draft);
    return std::move(draft.city);
}

}  // namespace sd
