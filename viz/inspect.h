// What the inspector says about a picked thing, as label and value rows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "viz/catalogue.h"
#include "viz/pick.h"

namespace sd::viz {

struct Inspection {
    std::string title;
    std::vector<std::pair<std::string, std::string>> rows;
};

[[nodiscard]] Inspection inspect(const City& city, const ViewState& view, const Pick& pick, Lang lang);

}  // namespace sd::viz
