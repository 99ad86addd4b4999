// A town's tree (with and without loops) under a storm and a tide: adaptive steps against tiny ones, and calls of
// any length against each other.
#include <algorithm>
#include <cmath>

#include "sim/sewer/sewer_bench.h"
#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

class Tree : public ::testing::TestWithParam<int> {};

TEST_P(Tree, AdaptiveStepsStayWithinFiveCentimetresOfTinyOnes) {
    const Network net = bench_network(150, 3, GetParam());
    Rig adaptive(net);
    Rig ticks(net);
    Rig tiny(net, fixed_step(milliseconds(100)));
    double off = 0.0;
    double off_ticks = 0.0;
    double surcharged = 0.0;
    for (int i = 0; i < 100; ++i) {
        adaptive.go(minutes(1));
        tiny.go(minutes(1));
        for (int k = 0; k < 60; ++k) ticks.go(seconds(1));
        for (std::size_t n = 1; n < net.nodes.size(); ++n) {
            off = std::max(off, std::fabs(adaptive.state.head_m[n] - tiny.state.head_m[n]));
            off_ticks = std::max(off_ticks, std::fabs(ticks.state.head_m[n] - tiny.state.head_m[n]));
            surcharged += tiny.state.head_m[n] > net.nodes[n].rim_m - 0.8 ? 1.0 : 0.0;
        }
        ASSERT_EQ(imbalance(adaptive.state), 0);
        ASSERT_GE(adaptive.state.flow_m3_s[0], 0.0);  // p1 ends at the gated outfall
    }
    EXPECT_GT(surcharged, 100.0);  // the case is not a tame one
    EXPECT_LT(off, 0.05);
    EXPECT_LT(off_ticks, 0.05);
    EXPECT_LT(adaptive.state.steps * 10, tiny.state.steps);
    EXPECT_EQ(adaptive.state.unsettled, 0);
}

INSTANTIATE_TEST_SUITE_P(Loops, Tree, ::testing::Values(0, 12));

TEST(Order, SolvesMeshesAsWellAsTrees) {
    // A grid of 12 × 12 unknowns: the solution is put in, the right-hand side follows from it.
    const int side = 12;
    std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
    for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
            if (i + 1 < side) pairs.emplace_back(j * side + i, j * side + i + 1);
            if (j + 1 < side) pairs.emplace_back(j * side + i, (j + 1) * side + i);
        }
    }
    const Pattern pattern = make_pattern(side * side, pairs);
    const auto n = static_cast<std::size_t>(side * side);
    Matrix m;
    m.diagonal.assign(n, 0.5);
    m.rhs.assign(n, 0.0);
    m.upper.assign(pattern.later.size(), 0.0);
    m.lower.assign(pattern.later.size(), 0.0);
    std::vector<double> wanted(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto place = static_cast<std::size_t>(pattern.position[i]);
        wanted[place] = std::sin(static_cast<double>(i));
        m.rhs[place] = 0.5 * wanted[place];
    }
    double weight = 1.0;
    for (const auto& [a, b] : pairs) {
        weight = weight < 5.0 ? weight + 0.7 : 1.0;
        const auto p = static_cast<std::size_t>(pattern.position[static_cast<std::size_t>(a)]);
        const auto q = static_cast<std::size_t>(pattern.position[static_cast<std::size_t>(b)]);
        const auto low = std::min(p, q);
        const auto high = std::max(p, q);
        const auto entry =
            static_cast<std::size_t>(pattern.entry(static_cast<std::int32_t>(low), static_cast<std::int32_t>(high)));
        // Columns sum to 0.5; rows do not: unsymmetric as a fall is.
        m.diagonal[p] += weight;
        m.diagonal[q] += 0.5 * weight;
        const double row_p = -0.5 * weight;  // row p, column q
        const double row_q = -weight;        // row q, column p
        (p == low ? m.upper : m.lower)[entry] = row_p;
        (p == low ? m.lower : m.upper)[entry] = row_q;
        m.rhs[p] += weight * wanted[p] + row_p * wanted[q];
        m.rhs[q] += 0.5 * weight * wanted[q] + row_q * wanted[p];
    }
    solve(pattern, m);
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(m.rhs[i], wanted[i], 1e-10);
}

}  // namespace
}  // namespace sd::sewer
