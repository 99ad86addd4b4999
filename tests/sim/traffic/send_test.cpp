#include "sim/traffic/send.h"

#include <gtest/gtest.h>

#include "sim/traffic/engine.h"
#include "sim/traffic/pose.h"
#include "tests/sim/traffic/town.h"

namespace sd::micro {
namespace {

State quiet(Control control = Control::Priority, double lateral_m = 0.0) {
    Case c = crossing(control, 1, 300.0);
    c.demand.departures.clear();
    c.options.lateral_resolution_m = lateral_m;
    State s = std::move(*make(std::move(c)));
    s.out.keep_ended = true;
    return s;
}

Sent west_to_east(double pos_m) {
    Sent sent;
    sent.edges = {0, 1};
    sent.pos_m = pos_m;
    sent.speed_m_s = 5.0;
    return sent;
}

TEST(Send, PutsSomebodyOnTheRoadAndSeesHimOff) {
    for (const double lateral : {0.0, 0.8}) {
        State s = quiet(Control::Priority, lateral);
        const std::uint32_t id = send(s, west_to_east(50.0));
        ASSERT_NE(id, kNone);
        ASSERT_NE(car_of(s, id), nullptr);
        EXPECT_EQ(car_of(s, id)->pos_m, 50.0);
        EXPECT_EQ(edge_ahead(s, id), 0u);
        EXPECT_EQ(rest_of(s, id).size(), 2u);
        Parallel parallel(1);
        for (int i = 0; i < 120 && s.out.ended.empty(); ++i) step(s, parallel);
        ASSERT_EQ(s.out.ended.size(), 1u);
        EXPECT_EQ(s.out.ended.front().vehicle, id);
        EXPECT_FALSE(s.out.ended.front().vaporized);
        EXPECT_EQ(edge_ahead(s, id), kNone);
        EXPECT_EQ(car_of(s, id), nullptr);
        EXPECT_EQ(s.counts.running, 0u);
        EXPECT_EQ(s.out.trips.front().id, "sent.0");
    }
}

TEST(Send, FindsNoRoomWhereSomebodyStands) {
    State s = quiet();
    ASSERT_NE(send(s, west_to_east(50.0)), kNone);
    EXPECT_EQ(send(s, west_to_east(51.0)), kNone);
    EXPECT_EQ(s.counts.running, 1u);
    EXPECT_EQ(s.routes.size() - s.free_routes.size(), 1u) << "the one refused has left nothing behind";
    EXPECT_NE(send(s, west_to_east(150.0)), kNone);
}

TEST(Send, IsRefusedWhereItsClassMayNotDrive) {
    State s = quiet();
    s.road.lanes[0].allow = bit_of(VClass::Bus);
    EXPECT_EQ(send(s, west_to_east(50.0)), kNone);
}

TEST(Redirect, GivesAnotherWayFromTheNextCrossingOn) {
    State s = quiet();
    // a second way out: from west to north
    Link turn = s.scenario.net.links.front();
    Case c = s.scenario;
    turn.to_lane = 3;
    turn.via_lane = kNone;
    turn.request = kNone;
    c.net.links.push_back(turn);
    s = std::move(*make(std::move(c)));
    s.out.keep_ended = true;
    Sent sent = west_to_east(20.0);
    Stop stop;
    stop.lane = 1;
    stop.start_m = 50.0;
    stop.end_m = 60.0;
    stop.duration_s = 10.0;
    sent.stops.push_back(stop);
    const std::uint32_t id = send(s, sent);
    ASSERT_NE(id, kNone);
    ASSERT_EQ(s.vehicles[id].stops.size(), 1u);
    const std::uint32_t rest[] = {0, 3};
    redirect(s, id, rest);
    EXPECT_TRUE(s.vehicles[id].stops.empty()) << "the stop is not on the new way";
    Parallel parallel(1);
    bool north = false;
    for (int i = 0; i < 120 && s.out.ended.empty(); ++i) {
        step(s, parallel);
        north = north || edge_ahead(s, id) == 3;
        ASSERT_NE(edge_ahead(s, id), 1u);
    }
    EXPECT_TRUE(north);
    EXPECT_EQ(s.out.ended.size(), 1u);
}

TEST(Pose, LiesOnTheLaneAndBesideIt) {
    State s = quiet();
    Car car;
    car.pos_m = 100.0;
    const Pose middle = pose_of(s, 0, car);
    EXPECT_NEAR(middle.at.x_m, -108.0, 1e-9);
    EXPECT_NEAR(middle.at.y_m, -1.6, 1e-9);
    EXPECT_NEAR(middle.heading.x_m, 1.0, 1e-9);
    car.lat_m = 0.5F;  // to the left
    EXPECT_NEAR(pose_of(s, 0, car).at.y_m, -1.1, 1e-6);
}

}  // namespace
}  // namespace sd::micro
