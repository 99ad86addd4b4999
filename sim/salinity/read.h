// Networks and facts from YAML; read.cpp is the only file of the room that knows YAML.
// Every group of numbers names its provenance (traced, fact, derived, assumed, calibrated) and its source.
#pragma once

#include <filesystem>

#include "sim/core/result.h"
#include "sim/salinity/description.h"
#include "sim/salinity/hindcast.h"

namespace sd::salinity {

/// A whole description or every error of the file with its place.
[[nodiscard]] Result<Description> read_description(const std::filesystem::path& file);
/// tide_transfer (but what is only assumed there) and salinity_monthly_max_2024 of a city's facts file.
[[nodiscard]] Result<Facts> read_facts(const std::filesystem::path& facts_yaml);

}  // namespace sd::salinity
