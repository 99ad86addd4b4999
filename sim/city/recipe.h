// The default city: facts + traced skeleton + settings → City. A pure function of the files in `data_folder`
// (data/my_tho), the same bytes on every machine. Parts: recipe_*.cpp in the order of recipe.cpp.
#pragma once

#include <filesystem>

#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// cell_m: of the terrain, 1…1000; 0 = as the recipe says.
[[nodiscard]] Result<City> build_my_tho(const std::filesystem::path& data_folder, double cell_m = 0.0);

}  // namespace sd
