// From a scenario's `city:` to a City: a recipe of this project (built once, then kept as a pack in the cache), or a
// pack folder; whole or cut.
#pragma once

#include <filesystem>
#include <string>

#include "scenarios/scenario.h"
#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

/// The project's data folder: $SONGDOI_DATA, else the nearest `data` beside or above the program or working folder.
[[nodiscard]] Result<std::filesystem::path> data_folder();

/// True when `base` names a recipe rather than a folder.
[[nodiscard]] bool is_recipe(const std::string& base);

/// Builds a recipe's city without cache.
[[nodiscard]] Result<City> build_recipe(const std::string& base);

struct LoadedCity {
    City city;
    std::filesystem::path pack;  ///< where it was read from or cached
    std::uint64_t hash = 0;      ///< of the city as used, after the cut
};
/// `near` resolves relative pack folders (the scenario file's folder is tried, then the working folder).
[[nodiscard]] Result<LoadedCity> load_city(const CityChoice& choice, const std::filesystem::path& near,
                                           const std::filesystem::path& cache);

}  // namespace sd
