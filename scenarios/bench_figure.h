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
    std::string reference;  ///< what `ratio` compares with; empty = nothing, and no ratio is given
    double ratio = 0.0;
};

using Figures = std::vector<Figure>;

}  // namespace sd
