#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/core/draw.h"
#include "tests/sim/salinity/channels.h"

namespace sd::salinity {
namespace {

// Ten days of tide while somebody plays with the gates: nothing is lost, nothing appears.
TEST(SalinityLedger, ClosesUnderRandomSluices) {
    const Network net = build(test::delta());
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const Draw draw(seed);
        State state = make(net, 0.5, 30.0, 8'000.0);
        Work work = make_work(net);
        const Totals first = totals(net, state);
        for (std::uint64_t k = 0; k < 60 * 24 * 10; ++k) {
            if (k % 37 == 0) {
                for (std::uint32_t g = 0; g < 2; ++g) {
                    const double u = draw.uniform(stream_of("test.gate"), g, k);
                    state.open_share[g] = u < 0.3 ? 0.0 : u;
                }
            }
            step(state, work, net, test::delta_forcing(60.0 * static_cast<double>(k)), 60.0);
        }
        const Totals last = totals(net, state);
        const double water = last.water_m3 - first.water_m3 - state.water_in_m3.total();
        const double salt = last.salt_kg - first.salt_kg - state.salt_in_kg.total();
        EXPECT_LT(std::fabs(water) / first.water_m3, 1e-12);
        EXPECT_LT(std::fabs(salt) / first.salt_kg, 1e-12);
        EXPECT_GT(std::fabs(state.salt_in_kg.total()) / first.salt_kg, 1e-3);  // the boundaries did work
        for (std::size_t c = 0; c < state.salt_kg.size(); ++c) {
            ASSERT_GE(state.salt_kg[c], 0.0);
            ASSERT_LE(state.salt_kg[c], 30.0 * (1.0 + 1e-9) * state.volume_m3[c]);
        }
    }
}

TEST(SalinityLedger, WithdrawalTakesItsSaltAlong) {
    const Network net = build(test::delta());
    State state = make(net, 0.5, 30.0, 30'000.0);
    Work work = make_work(net);
    const Totals first = totals(net, state);
    for (int k = 0; k < 3'000; ++k) step(state, work, net, test::delta_forcing(60.0 * k, -300.0), 60.0);
    const Totals last = totals(net, state);
    EXPECT_LT(std::fabs(last.water_m3 - first.water_m3 - state.water_in_m3.total()) / first.water_m3, 1e-12);
    EXPECT_LT(std::fabs(last.salt_kg - first.salt_kg - state.salt_in_kg.total()) / first.salt_kg, 1e-12);
    EXPECT_GT(last.salt_kg, first.salt_kg);  // the sea follows into the land
}

TEST(SalinityLedger, ASnapshotContinuesToTheSameBits) {
    const Network net = build(test::delta());
    State state = make(net, 0.5, 30.0, 8'000.0);
    Work work = make_work(net);
    for (int k = 0; k < 500; ++k) step(state, work, net, test::delta_forcing(60.0 * k), 60.0);
    State copy = state;
    Work fresh = make_work(net);
    for (int k = 500; k < 900; ++k) {
        step(state, work, net, test::delta_forcing(60.0 * k), 60.0);
        step(copy, fresh, net, test::delta_forcing(60.0 * k), 60.0);
    }
    EXPECT_EQ(hash(state), hash(copy));
    copy.open_share[0] = 0.5;
    EXPECT_NE(hash(state), hash(copy));
}

// The canal behind a shut gate stays fresh; open, the tide carries salt in; shut again, it is locked in.
TEST(SalinityLedger, AShutSluiceKeepsTheCanalFresh) {
    const Network net = build(test::delta());
    const Place inside = find_station(net, "fork canal").value();
    State shut = make(net, 0.5, 30.0, 8'000.0);
    for (std::uint32_t c = net.reaches[5].first_cell; c < net.reaches[5].first_cell + net.reaches[5].faces - 1; ++c) {
        shut.salt_kg[c] = 0.05 * shut.volume_m3[c];
    }
    shut.salt_kg[net.reaches[5].to_cell] = 0.05 * shut.volume_m3[net.reaches[5].to_cell];
    State open = shut;
    shut.open_share[find_sluice(net, "gate").value()] = 0.0;
    Work work = make_work(net);
    double river = 0.0;
    double salted = 0.0;
    for (int k = 0; k < 60 * 24 * 5; ++k) {
        step(shut, work, net, test::delta_forcing(60.0 * k), 60.0);
        step(open, work, net, test::delta_forcing(60.0 * k), 60.0);
        river = std::max(river, salinity_g_l(net, open, {5, 0.0}));
        salted = std::max(salted, salinity_g_l(net, open, inside));
    }
    EXPECT_GT(river, 1.0);
    EXPECT_NEAR(salinity_g_l(net, shut, inside), 0.05, 1e-9);
    EXPECT_EQ(flow_m3_s(net, shut, {5, 750.0}), 0.0);
    EXPECT_GT(salted, 0.3 * river);
    open.open_share[0] = 0.0;
    double inner_kg = -1.0;
    for (int k = 60 * 24 * 5; k < 60 * 24 * 6; ++k) {
        step(open, work, net, test::delta_forcing(60.0 * k), 60.0);
        double sum_kg = open.salt_kg[net.reaches[5].to_cell];
        for (std::uint32_t c = net.reaches[5].first_cell + 1; c < net.reaches[5].first_cell + net.reaches[5].faces - 1;
             ++c) {
            sum_kg += open.salt_kg[c];
        }
        if (inner_kg < 0.0) inner_kg = sum_kg;
        ASSERT_NEAR(sum_kg, inner_kg, 1e-9 * inner_kg);
    }
}

}  // namespace
}  // namespace sd::salinity
