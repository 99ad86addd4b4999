// One pass over the sheet, row by row from south to north: while row r is read, the faces of the row before are worked
// out, then what cells can give, then the row before that is moved. A row's numbers stay in the cache from its first
// use to its last. For fv.cpp only.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "sim/flood/fv.h"

namespace sd::flood {

/// Rows that are in work at once: at most five, kept under r mod 8.
inline constexpr int kRing = 8;

/// A stretch of awake tiles in one tile row: cells [begin, end).
using Run = std::pair<int, int>;

template <class P>
struct FvSheet<P>::Scratch {
    struct Part {
        std::array<Column<Real>, 18> numbers;  ///< of FvWork, kRing rows each
        std::array<FvWork<P>, kRing> work;     ///< at column 0
        std::array<int, kRing> made_for{};     ///< tile row whose runs the row was cleared for; −1 none
        // Rows beyond the part as they were before the step, for sweeps in place.
        Column<Depth> depth_south, depth_north;
        Column<Real> hu_south, hu_north, hv_south, hv_north;
        Real fastest = 0;
        std::vector<double> carried;  ///< per rim face, units of Depth, this stage
    };
    std::vector<Part> parts;
    std::vector<std::vector<Run>> runs;                  ///< per tile row
    std::vector<int> run_class;                          ///< tile rows with equal runs share a number
    std::vector<std::vector<std::uint32_t>> rim_of_row;  ///< indices into rim
    std::vector<std::uint8_t> awake_before;
    Column<Depth> wall_bed, dry_depth;  ///< one row of wall
    Column<Real> dry;
};

/// Which state a sweep reads and where it leaves the result.
enum class Stage : std::uint8_t { Only, Predict, Correct };

template <class P>
[[nodiscard]] const FvTable<P>& fv_table(int isa);
template <class P>
[[nodiscard]] FvStep<P> fv_constants(const FvSheet<P>& sheet, double dt_s);
template <class P>
void prepare_scratch(FvSheet<P>& sheet, int threads);
/// One tile as it stands, into the extremes.
template <class P>
void note_tile(FvSheet<P>& sheet, std::size_t tile);
/// Every part's rows, in parallel.
template <class P>
void sweep(FvSheet<P>& sheet, const FvStep<P>& step, Stage stage, Parallel& parallel);

}  // namespace sd::flood
