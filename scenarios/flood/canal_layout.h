// Lines of canals laid on a grid: one node per cell they cross, joined where lines meet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/page/html.h"
#include "sim/flood/canals.h"

namespace sd {

/// A canal as a file describes it. Lists hold one value for all, or one per point, with straight lines between.
struct CanalDrawn {
    std::string name;
    std::vector<LocalXY> points;  ///< in the grid's metres, at least two
    std::vector<double> width_m;  ///< at the bed
    std::vector<double> bed_m;    ///< above datum; or empty, and …
    std::vector<double> depth_m;  ///< … below the ground
    std::vector<double> bank_m;   ///< of raised banks, above datum; empty: the ground is the bank
    double side_slope = 0.0;
    double manning = 0.03;
    double level_m = -1.0e9;  ///< at the start
};

struct CanalProblem {
    std::size_t canal = 0;
    std::string message;
    std::string hint;
};
struct CanalLayout {
    flood::CanalNetwork network;  ///< names in the order of the lines
    std::vector<CanalProblem> problems;
    std::vector<Bilingual> warnings;
};

/// Pieces shorter than half a cell go to a neighbour, so that steps need not be short. Where the ground is no higher
/// than the bed the canal has become the sheet's own water: it ends there, or begins again behind. `east_m`, `north_m`
/// of the grid's corner are for messages.
[[nodiscard]] CanalLayout lay_canals(const std::vector<CanalDrawn>& lines, const flood::Ground& ground, double east_m,
                                     double north_m);

/// Where along a line it comes nearest to a place.
struct Nearest {
    double chainage_m = 0.0;
    double away_m = 0.0;
};
[[nodiscard]] Nearest nearest_on(const std::vector<LocalXY>& line, LocalXY place);
/// The node of a canal at this chainage; nothing when the canal is not known.
[[nodiscard]] std::optional<std::uint32_t> node_at(const flood::CanalNetwork& network, std::string_view canal,
                                                   double chainage_m);
/// The link of a canal between two of its nodes nearest to this chainage.
[[nodiscard]] std::optional<std::uint32_t> link_at(const flood::CanalNetwork& network, std::string_view canal,
                                                   double chainage_m);

}  // namespace sd
