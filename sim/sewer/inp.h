// Reads the part of EPA SWMM 5 input files (.inp) that this engine runs: [TITLE] [OPTIONS] [JUNCTIONS] [STORAGE]
// [OUTFALLS] [CONDUITS] [XSECTIONS] [LOSSES] [ORIFICES] [WEIRS] [PUMPS] [CURVES] [TIMESERIES] [INFLOWS] [DWF]
// [COORDINATES]; flow units CMS, LPS, MLD, CFS, GPM, MGD. Format: Rossman & Simon 2022, SWMM User's Manual 5.2, app. D.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/time.h"
#include "sim/sewer/network.h"

namespace sd::sewer {

struct Inp {
    Network network;
    Duration length = hours(6);  ///< END − START
    Instant start;               ///< START_DATE and START_TIME taken as UTC; curve times count from here
    /// Everything in the file that does nothing here or works differently, where it stands and what happens to it.
    std::vector<Error> notices;
};

/// All errors at once, each with file:line:column.
[[nodiscard]] Result<Inp> parse_inp(std::string_view text, const std::string& file);
[[nodiscard]] Result<Inp> read_inp(const std::filesystem::path& path);

}  // namespace sd::sewer
