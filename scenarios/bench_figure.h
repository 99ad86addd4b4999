// One line of `songdoi bench`.
#pragma once

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

}  // namespace sd
