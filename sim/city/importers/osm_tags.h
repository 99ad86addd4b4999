// What OpenStreetMap tags mean here; split from the reader so that the tables can be tested and read alone.
#pragma once

#include <optional>
#include <string_view>

#include "sim/city/city.h"

namespace sd::importers {

/// landuse=, leisure=, natural= → cover.
[[nodiscard]] std::optional<Cover> cover_of_tag(std::string_view key, std::string_view value);
/// amenity=, office= → kind of place.
[[nodiscard]] std::optional<PoiKind> poi_of_tag(std::string_view key, std::string_view value);
/// waterway= → default width in m; nullopt = not open water.
[[nodiscard]] std::optional<double> waterway_width_m(std::string_view value);
/// building= → 0 home, 1 shop, 2 industry, 3 public.
[[nodiscard]] int building_use(std::string_view value);
/// "12", "12 m", "12.5m" → metres; nullopt for anything else.
[[nodiscard]] std::optional<double> metres_of(const char* text);

}  // namespace sd::importers
