// City packs on disk. A pack is a folder with `manifest.json` (meta, provenance, hashes) and one compressed file per
// layer; same city, same bytes. Readers refuse newer formats and migrate older ones.
#pragma once

#include <filesystem>

#include "sim/city/city.h"
#include "sim/core/result.h"

namespace sd {

[[nodiscard]] Result<City> read_pack(const std::filesystem::path& folder);
/// Writes a pack; an existing pack in `folder` is replaced only after the new one is complete.
[[nodiscard]] Result<void> write_pack(const City& city, const std::filesystem::path& folder);

/// Every inconsistency of a city: dangling ids, cells outside the grid, roads that are not connected, devices without
/// target, levels out of range. Empty = good.
[[nodiscard]] Errors check_city(const City& city, const std::string& label);

/// Hash of everything models and emulators read; runs and journals name it.
[[nodiscard]] std::uint64_t city_hash(const City& city);

/// A smaller city: everything inside the rectangle, ids renumbered, roads clipped and kept connected. For fast tests.
[[nodiscard]] Result<City> cut_city(const City& city, LocalXY south_west, LocalXY north_east);

}  // namespace sd
