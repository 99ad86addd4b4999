// Trips from an origin–destination matrix: how many vehicles go from zone to zone for a purpose, spread over the day by
// that purpose's profile, entering and leaving by the streets of the zones. Every vehicle's draws are a function of
// (seed, purpose, cell of the matrix, its number in the cell): more zones, other purposes or another time window leave
// the others' trips as they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/demand.h"

namespace sd::micro {

/// Streets by which trips of a zone begin and end, drawn by weight.
struct Zone {
    std::string id;
    std::vector<std::uint32_t> sources, sinks;         ///< edges of the Net
    std::vector<double> source_weights, sink_weights;  ///< ≥ 0, sum > 0 where trips use them
};

/// Piecewise constant over time. Shares need no certain sum: only their proportions count.
struct Profile {
    struct Piece {
        double begin_s = 0.0, end_s = 0.0;  ///< ascending, no overlaps
        double share = 0.0;                 ///< ≥ 0
    };
    std::vector<Piece> pieces;
};
/// 24 shares, one an hour from midnight.
[[nodiscard]] Profile hourly_profile(const std::vector<double>& shares);

/// Why people travel; each purpose has its own vehicles, times and matrix.
struct Purpose {
    std::string id;                           ///< unique; names its vehicles
    std::uint32_t type = kNone;               ///< index into DemandFile::types, or
    std::uint32_t type_distribution = kNone;  ///< into its distributions
    Profile profile;
    std::vector<double> trips;  ///< expected over the whole profile, origin × zones + destination; ≥ 0
    Entry entry;
};

struct DemandMatrix {
    std::vector<Zone> zones;
    std::vector<Purpose> purposes;
};

/// Everything that is wrong with it: sizes, weights, edges that are no streets of the net, profiles.
[[nodiscard]] Errors check_matrix(const DemandMatrix& matrix, const Net& net);

struct DrawTrips {
    std::uint64_t seed = 1;
    double scale = 1.0;  ///< ≥ 0, of all trips
    double begin_s = 0.0;
    double end_s = 86400.0;  ///< only departures in [begin_s, end_s) are given
};

/// Trips by time, then purpose, origin, destination and number. The matrix must be sound (check_matrix). A cell gives
/// its expected number of trips over the whole profile, a broken one as one more by chance: the mean over seeds is
/// the expectation exactly, and no cell is ever off by one or more.
[[nodiscard]] std::vector<Departure> draw_trips(const DemandMatrix& matrix, const DrawTrips& how);

}  // namespace sd::micro
