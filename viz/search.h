// Finding things by name, with or without marks: "my tho" finds "Mỹ Tho".
#pragma once

#include <string>
#include <vector>

#include "sim/city/city.h"
#include "viz/catalogue.h"

namespace sd::viz {

struct SearchHit {
    Msg what = Msg::Place;  ///< Place, Ward, Road or Device
    std::string name;
    LocalXY at;
};

/// Best first: places and wards, then streets, then devices; names that start with the query before others.
[[nodiscard]] std::vector<SearchHit> search_city(const City& city, const std::string& query, std::size_t most);

}  // namespace sd::viz
