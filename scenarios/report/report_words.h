// Names that the data carry, as people say them in both languages.
#pragma once

#include <string>

#include "scenarios/page/html.h"

namespace sd {

/// Names that the tables below do not hold are shown as they are, in both languages.
[[nodiscard]] Bilingual rule_words(const std::string& rule);
[[nodiscard]] Bilingual layer_words(const std::string& layer);
[[nodiscard]] Bilingual reason_words(const std::string& reason);
/// "m, Hòn Dấu": the unit of levels with the datum that they stand on.
[[nodiscard]] Bilingual level_unit(const std::string& vertical_datum);

}  // namespace sd
