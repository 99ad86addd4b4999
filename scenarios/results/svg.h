// Drawings of the report as SVG inside the page: words in both languages, numbers with a comma in Vietnamese.
#pragma once

#include <string>

#include "scenarios/page/html.h"

namespace sd::results {

/// "1,25" and "1.25": at most `decimals` digits after the point, without zeros at the end; "–" for NaN.
[[nodiscard]] Bilingual number_words(double value, int decimals);
/// Both languages as HTML; the words themselves are plain text.
[[nodiscard]] std::string html_of(const Bilingual& words);

/// SVG text in both languages. `anchor` is start, middle or end; `extra` holds further attributes.
[[nodiscard]] std::string svg_text(double x, double y, const Bilingual& words, const char* anchor,
                                   const std::string& extra = {});

/// About `count` round steps that cover lo … hi: the steps' size, 1, 2 or 5 times a power of ten.
[[nodiscard]] double round_step(double lo, double hi, int count);

}  // namespace sd::results
