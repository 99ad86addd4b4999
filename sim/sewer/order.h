// A sparse linear system whose pattern never changes: the elimination order (minimum degree) and every index of the
// factorisation are worked out once. On a tree there is no fill-in and a solve costs O(n). Rows may be unsymmetric,
// the pattern is symmetric. No pivoting: the systems here have columns that sum to more than zero with negative
// off-diagonals (M-matrices), for which elimination in any order is stable.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sd::sewer {

struct Pattern {
    std::vector<std::int32_t> position;  ///< unknown → place in the elimination order
    std::vector<std::int32_t> first;     ///< per pivot: begin of its later neighbours; size n + 1
    std::vector<std::int32_t> later;     ///< neighbours still to eliminate, rising
    std::vector<std::int32_t> fill;      ///< per pivot and pair of its neighbours x < y: the entry (x, y)
    [[nodiscard]] std::size_t size() const { return position.size(); }
    /// Entry of two neighbouring places a < b.
    [[nodiscard]] std::int32_t entry(std::int32_t a, std::int32_t b) const;
};

/// `pairs`: couplings between unknowns 0…n−1; a pair may occur often, equal ends are ignored.
[[nodiscard]] Pattern make_pattern(int n, std::span<const std::pair<std::int32_t, std::int32_t>> pairs);

/// Values by place and entry: upper holds row (earlier), column (later); lower the mirror.
struct Matrix {
    std::vector<double> diagonal;
    std::vector<double> upper;
    std::vector<double> lower;
    std::vector<double> rhs;
};

/// Solves in place: rhs becomes the solution, the values are used up.
void solve(const Pattern& pattern, Matrix& m);

}  // namespace sd::sewer
