// A reference case that both engines play, and what each makes of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scenarios/traffic/sumo_workplace.h"
#include "sim/traffic/output.h"
#include "sim/traffic/sumo/read.h"

namespace sd {

/// Copied into a temporary folder. A case without induction loops gets one in the middle of every street's lanes.
struct NetCase {
    SumoWorkplace place;
    std::filesystem::path config;
    std::vector<std::filesystem::path> loops;  ///< files SUMO writes its loops' rows to
    std::filesystem::path added;               ///< the file of loops we made; empty: the case has its own
    micro::Case of;
    std::uint64_t hash = 0;  ///< of all its bytes
};
[[nodiscard]] Result<NetCase> open_net_case(const std::filesystem::path& references, const std::string& folder,
                                            const std::string& file, double end_s);

/// One run.
struct NetFigures {
    std::vector<double> durations_s;       ///< of the trips that arrived
    std::map<std::string, double> passed;  ///< vehicles over each induction loop, by its name
};
struct OurRun {
    micro::RunStatistic statistic;
    NetFigures figures;
};
[[nodiscard]] Result<OurRun> play_ours(const NetCase& net, std::uint64_t seed, int threads);

/// SUMO's own program. What it found is kept in the temporary folder, under a name that follows from the case's bytes,
/// the program's version and the seed: the next verification does not play it again.
[[nodiscard]] Result<NetFigures> play_sumo(const NetCase& net, std::uint64_t seed);

}  // namespace sd
