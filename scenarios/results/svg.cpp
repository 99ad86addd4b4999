#include "scenarios/results/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/results/csv.h"

namespace sd::results {
Bilingual number_words(double value, int decimals) {
    std::string en = csv_number(value, decimals);
    if (en.empty()) en = "–";
    if (en.front() == '-') en.replace(0, 1, "−");
    std::string vi = en;
    std::replace(vi.begin(), vi.end(), '.', ',');
    return {vi, en};
}

std::string html_of(const Bilingual& words) {
    return words.vi == words.en ? escape_html(words.en) : both(escape_html(words.vi), escape_html(words.en));
}

std::string svg_text(double x, double y, const Bilingual& words, const char* anchor, const std::string& extra) {
    const auto one = [&](const std::string& text, const char* language) {
        return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}{}>{}</text>", x, y, anchor, language,
                           extra.empty() ? "" : " " + extra, escape_html(text));
    };
    if (words.vi == words.en) return one(words.en, "");
    return one(words.vi, " class=\"vi\"") + one(words.en, " class=\"en\"");
}

double round_step(double lo, double hi, int count) {
    const double raw = std::max(hi - lo, 1e-12) / count;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double digit = raw / power;
    return power * (digit < 1.5 ? 1.0 : digit < 3.5 ? 2.0 : digit < 7.5 ? 5.0 : 10.0);
}

}  // namespace sd::results
