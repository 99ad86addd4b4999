// One line of `songdoi bench`.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace sd {

struct Figure {
    std::string name;
    double value = 0.0;
    std::string unit;
    int runs = 1;
    std::string reference;  ///< what `ratio` compares with, or what to hold the value against; empty = nothing
    double ratio = 0.0;     ///< 0 = nothing measured in this run to divide by
};

using Figures = std::vector<Figure>;

/// 0 of nothing.
[[nodiscard]] inline double median(std::vector<double> v) {
    if (v.empty()) return 0.0;
    std::sort(v.begin(), v.end());
    return 0.5 * (v[(v.size() - 1) / 2] + v[v.size() / 2]);
}

}  // namespace sd
