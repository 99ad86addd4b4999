// Zones and numbers of trips in SUMO's form ("Districts (Traffic assignment zones)", "Importing O/D Matrices"):
// <taz> with <tazSource> and <tazSink> (or edges="…"), and <interval>s of <tazRelation from to count>.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/traffic/demand_matrix.h"
#include "sim/traffic/sumo/read.h"

namespace sd::sumo {

struct MatrixFile {
    micro::DemandMatrix matrix;
    std::vector<micro::Unsupported> unsupported;
};

/// Zones may come after the numbers that use them, and in other files. An interval is a purpose of its own, spread
/// evenly over its time: named by its id (and its begin, where several bear one id), driven by the type or distribution
/// of types of that id. The matrix is sound (check_matrix).
[[nodiscard]] Result<MatrixFile> read_matrix(const std::vector<std::filesystem::path>& files, const micro::Net& net,
                                             const micro::DemandFile& types);
[[nodiscard]] Result<MatrixFile> parse_matrix(const std::vector<TextFile>& files, const micro::Net& net,
                                              const micro::DemandFile& types);

}  // namespace sd::sumo
