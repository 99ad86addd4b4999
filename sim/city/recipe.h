// The default city: facts + traced skeleton + settings → City. A pure function of the files in `data_folder`
// (data/my_tho), the same bytes on every machine. Parts: recipe_*.cpp in the order of recipe.cpp.
#pragma once

#include <filesystem>

#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

[[nodiscard]] Result<City> build_my_tho(const std::filesystem::path& data_folder);

}  // namespace sd
