#include "sim/traffic/demand_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace sd::micro {
namespace {

Net four_streets() {
    Net net;
    net.edges.resize(5);
    net.edges[4].function = EdgeFunction::Internal;
    return net;
}

/// Three zones; people leave home in the morning, goods move all day.
DemandMatrix small_town() {
    DemandMatrix town;
    town.zones = {{"home", {0, 1}, {0}, {1.0, 3.0}, {1.0}},
                  {"work", {2}, {2, 3}, {1.0}, {0.5, 0.5}},
                  {"shop", {3}, {3}, {2.0}, {2.0}}};
    std::vector<double> morning(24, 0.0);
    morning[6] = 1.0;
    morning[7] = 3.0;
    town.purposes.resize(2);
    town.purposes[0].id = "commute";
    town.purposes[0].type = 0;
    town.purposes[0].profile = hourly_profile(morning);
    town.purposes[0].trips = {0.0, 4000.0, 10.5, 0.0, 0.0, 0.25, 0.0, 0.0, 0.0};
    town.purposes[1].id = "goods";
    town.purposes[1].type_distribution = 0;
    town.purposes[1].profile = {{{0.0, 86400.0, 7.0}}};
    town.purposes[1].trips = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0};
    return town;
}

std::size_t count(const std::vector<Departure>& trips, const std::string& prefix) {
    return static_cast<std::size_t>(std::count_if(trips.begin(), trips.end(), [&](const Departure& trip) {
        return trip.id.compare(0, prefix.size(), prefix) == 0;
    }));
}

TEST(DemandMatrix, WholeNumbersComeOutWholeAndInOrder) {
    const DemandMatrix town = small_town();
    ASSERT_TRUE(check_matrix(town, four_streets()).empty());
    const auto trips = draw_trips(town, {});
    EXPECT_EQ(count(trips, "commute.home.work."), 4000u);
    EXPECT_EQ(count(trips, "goods."), 45u);
    EXPECT_EQ(count(trips, "goods.shop.work."), 8u);
    EXPECT_TRUE(std::is_sorted(trips.begin(), trips.end(),
                               [](const Departure& a, const Departure& b) { return a.depart_s < b.depart_s; }));
    for (const Departure& trip : trips) {
        EXPECT_EQ(trip.type == kNone, trip.id[0] == 'g');
        EXPECT_NE(trip.type_distribution == kNone, trip.id[0] == 'g');
    }
}

TEST(DemandMatrix, TimesFollowTheProfileAndStreetsTheirWeights) {
    const auto trips = draw_trips(small_town(), {});
    std::size_t late = 0, second_source = 0, first_sink = 0;
    for (const Departure& trip : trips) {
        if (trip.id.compare(0, 18, "commute.home.work.") != 0) continue;
        ASSERT_GE(trip.depart_s, 6.0 * 3600.0);
        ASSERT_LT(trip.depart_s, 8.0 * 3600.0);
        late += trip.depart_s >= 7.0 * 3600.0;
        second_source += trip.from == 1;
        first_sink += trip.to == 2;
    }
    // Binomial of 4000: four standard deviations.
    EXPECT_NEAR(static_cast<double>(late), 3000.0, 4.0 * std::sqrt(4000.0 * 0.75 * 0.25));
    EXPECT_NEAR(static_cast<double>(second_source), 3000.0, 4.0 * std::sqrt(4000.0 * 0.75 * 0.25));
    EXPECT_NEAR(static_cast<double>(first_sink), 2000.0, 4.0 * std::sqrt(4000.0 * 0.25));
}

TEST(DemandMatrix, BrokenNumbersAreRightOnAverageAndNeverOffByOne) {
    const DemandMatrix town = small_town();
    double sum = 0.0;
    constexpr int kSeeds = 1000;
    for (int seed = 0; seed < kSeeds; ++seed) {
        DrawTrips how;
        how.seed = static_cast<std::uint64_t>(seed);
        how.scale = 0.01;
        const auto trips = draw_trips(town, how);
        const std::size_t commuters = count(trips, "commute.home.work.");
        EXPECT_EQ(commuters, 40u);
        sum += static_cast<double>(count(trips, "goods.shop.shop."));  // 0.09 expected
    }
    EXPECT_NEAR(sum / kSeeds, 0.09, 4.0 * std::sqrt(0.09 * 0.91 / kSeeds));
}

std::map<std::string, double> times(const std::vector<Departure>& trips) {
    std::map<std::string, double> out;
    for (const Departure& trip : trips) out[trip.id] = trip.depart_s;
    return out;
}

TEST(DemandMatrix, OtherZonesPurposesAndWindowsLeaveATripAsItIs) {
    const DemandMatrix town = small_town();
    const auto all = times(draw_trips(town, {}));
    DrawTrips window;
    window.begin_s = 7.0 * 3600.0;
    window.end_s = 7.5 * 3600.0;
    std::size_t inside = 0;
    for (const auto& [id, depart_s] : all) inside += depart_s >= window.begin_s && depart_s < window.end_s;
    const auto some = times(draw_trips(town, window));
    EXPECT_EQ(some.size(), inside);
    for (const auto& [id, depart_s] : some) EXPECT_EQ(all.at(id), depart_s);

    DemandMatrix more = town;  // a zone in front, the purposes swapped
    more.zones.insert(more.zones.begin(), {"new", {0}, {1}, {1.0}, {1.0}});
    std::swap(more.purposes[0], more.purposes[1]);
    for (Purpose& purpose : more.purposes) {
        std::vector<double> trips(16, 2.0);
        for (std::size_t o = 0; o < 3; ++o) {
            for (std::size_t d = 0; d < 3; ++d) trips[(o + 1) * 4 + d + 1] = purpose.trips[o * 3 + d];
        }
        purpose.trips = trips;
    }
    const auto larger = times(draw_trips(more, {}));
    EXPECT_EQ(larger.size(), all.size() + 2 * 7 * 2);
    for (const auto& [id, depart_s] : all) EXPECT_EQ(larger.at(id), depart_s) << id;

    DrawTrips other;
    other.seed = 2;
    EXPECT_NE(times(draw_trips(town, other)), all);
}

TEST(DemandMatrix, EveryMistakeIsTold) {
    const Net net = four_streets();
    const auto errors = [&](const DemandMatrix& matrix) { return to_text(check_matrix(matrix, net)); };
    struct Wrong {
        const char* says;
        void (*make)(DemandMatrix&);
    };
    const Wrong table[] = {
        {"two zones are named 'home'", [](DemandMatrix& m) { m.zones[1].id = "home"; }},
        {"two purposes are named 'goods'", [](DemandMatrix& m) { m.purposes[0].id = "goods"; }},
        {"zone 'home': 2 sources have 1 weights", [](DemandMatrix& m) { m.zones[0].source_weights = {1.0}; }},
        {"zone 'work': a sink has the weight -1", [](DemandMatrix& m) { m.zones[1].sink_weights[0] = -1.0; }},
        {"zone 'shop': a source is no street", [](DemandMatrix& m) { m.zones[2].sources = {4}; }},
        {"zone 'shop': a source is no street", [](DemandMatrix& m) { m.zones[2].sources = {kNone}; }},
        {"'commute': needs either a type", [](DemandMatrix& m) { m.purposes[0].type = kNone; }},
        {"'goods': its profile is empty", [](DemandMatrix& m) { m.purposes[1].profile.pieces.clear(); }},
        {"'goods': its profile has a share -7", [](DemandMatrix& m) { m.purposes[1].profile.pieces[0].share = -7.0; }},
        {"'goods': its profile goes on with 5 … 5 s",
         [](DemandMatrix& m) {
             m.purposes[1].profile.pieces[0] = {5.0, 5.0, 1.0};
         }},
        {"'goods': 8 numbers of trips for 3 zones; 9 are needed",
         [](DemandMatrix& m) { m.purposes[1].trips.pop_back(); }},
        {"'goods': nan trips from 'home' to 'work'", [](DemandMatrix& m) { m.purposes[1].trips[1] = std::nan(""); }},
        {"trips begin in zone 'shop', which has no source",
         [](DemandMatrix& m) {
             m.zones[2].sources.clear();
             m.zones[2].source_weights.clear();
         }},
        {"trips end in zone 'shop', which has no sink", [](DemandMatrix& m) { m.zones[2].sink_weights = {0.0}; }},
    };
    EXPECT_EQ(errors(small_town()), "");
    for (const Wrong& wrong : table) {
        DemandMatrix matrix = small_town();
        wrong.make(matrix);
        EXPECT_NE(errors(matrix).find(wrong.says), std::string::npos) << wrong.says << "\n" << errors(matrix);
    }
}

}  // namespace
}  // namespace sd::micro
