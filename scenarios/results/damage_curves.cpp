#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/results/damage.h"

namespace sd::results {
namespace {

/// Huizinga et al. 2017, averages of Asia: tables 3-2 (residential), 3-6 (commerce), 3-11 (industry).
const std::array<DamageCurve, 3> kJrcAsia{{
    {{{0.0, 0.0},
      {0.5, 0.33},
      {1.0, 0.49},
      {1.5, 0.62},
      {2.0, 0.72},
      {3.0, 0.87},
      {4.0, 0.93},
      {5.0, 0.98},
      {6.0, 1.0}}},
    {{{0.0, 0.0},
      {0.5, 0.38},
      {1.0, 0.54},
      {1.5, 0.66},
      {2.0, 0.76},
      {3.0, 0.88},
      {4.0, 0.94},
      {5.0, 0.98},
      {6.0, 1.0}}},
    {{{0.0, 0.0},
      {0.5, 0.28},
      {1.0, 0.48},
      {1.5, 0.63},
      {2.0, 0.72},
      {3.0, 0.86},
      {4.0, 0.91},
      {5.0, 0.96},
      {6.0, 1.0}}},
}};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<double> number(std::string_view text) {
    const std::string_view word = trimmed(text);
    double value = 0.0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

std::optional<std::pair<double, double>> point_of(std::string_view line) {
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto depth_m = number(line.substr(0, comma));
    const auto fraction = number(line.substr(comma + 1));
    if (!depth_m || !fraction) return std::nullopt;
    return std::pair{*depth_m, *fraction};
}

/// What is wrong with a point after the others; empty when nothing is.
std::string wrong_with(const DamageCurve& curve, double depth_m, double fraction) {
    if (!(fraction >= 0.0 && fraction <= 1.0)) return fmt::format("the fraction {} is not in 0…1", fraction);
    if (!(depth_m >= 0.0 && depth_m < 1000.0)) return fmt::format("the depth {} m is not in 0…1000", depth_m);
    if (curve.points.empty()) return {};
    if (depth_m <= curve.points.back().first) return fmt::format("the depth {} m does not grow", depth_m);
    if (fraction < curve.points.back().second) return fmt::format("the fraction {} falls", fraction);
    return {};
}

}  // namespace

std::string_view name_of(BuildingUse use) {
    constexpr std::array<std::string_view, 3> kNames{"residential", "commerce", "industry"};
    return kNames[static_cast<std::size_t>(use)];
}

const DamageCurve& jrc_asia(BuildingUse use) { return kJrcAsia[static_cast<std::size_t>(use)]; }

double damage_fraction(const DamageCurve& curve, double depth_m) {
    const auto& points = curve.points;
    if (points.empty() || !(depth_m > 0.0)) return 0.0;
    if (depth_m >= points.back().first) return points.back().second;
    const auto above = std::upper_bound(points.begin(), points.end(), depth_m,
                                        [](double depth, const auto& point) { return depth < point.first; });
    if (above == points.begin()) return above->second * depth_m / above->first;  // from nothing at the floor
    const auto below = above - 1;
    const double share = (depth_m - below->first) / (above->first - below->first);
    return below->second + share * (above->second - below->second);
}

Result<DamageCurve> curve_from_csv(std::string_view text, const std::string& file) {
    DamageCurve curve;
    Errors errors;
    bool head_may_come = true;
    int line_number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line_number;
        if (line.empty() || line.front() == '#') continue;
        const auto point = point_of(line);
        const bool head = !point && head_may_come;
        head_may_come = false;
        if (head) continue;
        const std::string wrong = point ? wrong_with(curve, point->first, point->second)
                                        : "\"" + std::string(line) + "\" is not a depth and a fraction";
        if (wrong.empty()) {
            curve.points.push_back(*point);
        } else {
            errors.push_back({file, line_number, 0, wrong, "e.g. 0.5,0.33: metres above the floor, share lost"});
        }
    }
    if (errors.empty() && curve.points.size() < 2) {
        errors.push_back({file, 0, 0, "a damage curve needs two points or more", "lines of depth,fraction"});
    }
    if (!errors.empty()) return fail(std::move(errors));
    return curve;
}

}  // namespace sd::results
