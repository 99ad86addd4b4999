// What a description's parts must agree on: names that exist once, chainages on their reaches, boundaries with one
// reach each. Knows places in the file but no YAML.
#pragma once

#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/salinity/description.h"

namespace sd::salinity {

struct Mark {
    int line = 0;  ///< 1-based
    int column = 0;
};

/// Where each part of a description stands in its file, in the same order.
struct Marks {
    std::vector<Mark> nodes;
    std::vector<Mark> reaches;
    std::vector<Mark> sluices;
    std::vector<Mark> stations;
};

void check_agreement(const Description& description, const Marks& marks, const std::string& file, Errors& errors);

}  // namespace sd::salinity
