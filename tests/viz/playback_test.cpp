#include <gtest/gtest.h>

#include "tests/viz/small_city.h"
#include "twin/wire/codec.h"
#include "viz/desk.h"
#include "viz/input_queue.h"
#include "viz/interpolate.h"
#include "viz/options.h"
#include "viz/tracks.h"

namespace sd::viz {
namespace {

std::shared_ptr<Picture> one_car(Instant at, float x_m, float heading_rad, float speed_m_s) {
    auto p = std::make_shared<Picture>();
    p->at = at;
    p->grid = GridSpec{2, 2, 10.0, {}};
    p->depth_m = Grid<float>(2, 2, 0.0F);
    p->vehicles = {{7}, {x_m}, {5.0F}, {heading_rad}, {speed_m_s}, {VehicleKind::Car}};
    return p;
}

TEST(Interpolation, ASteadyCarMovesSteadily) {
    const PictureSpan span{one_car(Instant{0}, 0.0F, 0.0F, 10.0F), one_car(Instant{} + seconds(2), 20.0F, 0.0F, 10.0F),
                           0.25};
    const VehicleColumns v = interpolated_vehicles(span);
    ASSERT_EQ(v.id.size(), 1U);
    EXPECT_NEAR(v.x_m[0], 5.0F, 1e-4F);
    EXPECT_NEAR(v.y_m[0], 5.0F, 1e-4F);
}

TEST(Interpolation, HeadingsTurnTheShortWay) {
    const PictureSpan span{one_car(Instant{0}, 0.0F, 3.1F, 0.0F), one_car(Instant{} + seconds(1), 0.0F, -3.1F, 0.0F),
                           0.5};
    EXPECT_NEAR(std::abs(interpolated_vehicles(span).heading_rad[0]), 3.14159F, 0.01F);
}

TEST(Interpolation, AJumpIsNotSmearedAndNewcomersWait) {
    auto later = one_car(Instant{} + seconds(1), 900.0F, 0.0F, 10.0F);
    later->vehicles.id.push_back(9);
    later->vehicles.x_m.push_back(1.0F);
    later->vehicles.y_m.push_back(1.0F);
    later->vehicles.heading_rad.push_back(0.0F);
    later->vehicles.speed_m_s.push_back(0.0F);
    later->vehicles.kind.push_back(VehicleKind::Bus);
    PictureSpan span{one_car(Instant{0}, 0.0F, 0.0F, 10.0F), later, 0.4};
    ASSERT_EQ(interpolated_vehicles(span).id.size(), 1U);
    EXPECT_EQ(interpolated_vehicles(span).x_m[0], 0.0F);
    span.mix = 0.6;
    ASSERT_EQ(interpolated_vehicles(span).id.size(), 2U);
    EXPECT_EQ(interpolated_vehicles(span).x_m[0], 900.0F);
}

TEST(PictureTrack, GivesTheSpanAroundAMomentAndClampsAtTheEnds) {
    PictureTrack track;
    for (int k = 0; k < 12; ++k) {
        const auto p = one_car(Instant{} + minutes(k), static_cast<float>(k), 0.0F, 0.0F);
        track.add(encode(*p), p);
    }
    const PictureSpan mid = track.span(Instant{} + seconds(90));
    EXPECT_EQ(mid.first->at, Instant{} + minutes(1));
    EXPECT_EQ(mid.second->at, Instant{} + minutes(2));
    EXPECT_DOUBLE_EQ(mid.mix, 0.5);
    EXPECT_EQ(track.span(Instant{} - hours(1)).first->at, Instant{});
    EXPECT_EQ(track.span(Instant{} + hours(9)).first->at, Instant{} + minutes(11));
    EXPECT_EQ(track.span(Instant{} + hours(9)).second, nullptr);
    EXPECT_NEAR(track.span(Instant{}).first->vehicles.x_m[0], 0.0F, 0.05F) << "decoded again after falling out";
    track.keep_newest(3);
    EXPECT_EQ(track.first(), Instant{} + minutes(9));
}

TEST(InputQueue, AQuickClickIsSeenAsPressThenRelease) {
    InputQueue queue;
    queue.move(10, 20);
    queue.button(0, true);
    queue.button(0, false);
    queue.move(500, 500);
    EXPECT_TRUE(queue.next_frame().down[0]);
    EXPECT_EQ(queue.next_frame().x_px, 10.0) << "the release happens where it happened";
    EXPECT_FALSE(queue.next_frame().down[0]);
    EXPECT_EQ(queue.next_frame().x_px, 500.0);
    EXPECT_FALSE(queue.pending());
}

TEST(InputQueue, FiveQuickClicksAreFiveClicks) {
    InputQueue queue;
    for (int i = 0; i < 5; ++i) {
        queue.button(0, true);
        queue.button(0, false);
    }
    int clicks = 0;
    bool before = false;
    while (queue.pending()) {
        const bool down = queue.next_frame().down[0];
        clicks += before && !down ? 1 : 0;
        before = down;
    }
    EXPECT_EQ(clicks, 5);
}

TEST(InputQueue, KeysKeepTheirOrderAndNoneIsLostWithinOneFrame) {
    InputQueue queue;
    constexpr int kEnter = 257;
    for (const char c : {'a', 'b'}) {
        queue.key({c - 32, 0, 1, 0});
        queue.key({c, 0, KeyEvent::kTyped, 0});
        queue.key({c - 32, 0, 0, 0});
    }
    queue.key({kEnter, 0, 1, 0});
    queue.key({kEnter, 0, 0, 0});
    queue.key({'c', 0, KeyEvent::kTyped, 0});
    std::string order;
    int frames = 0;
    while (queue.pending()) {
        for (const KeyEvent& e : queue.next_keys()) {
            if (e.action == KeyEvent::kTyped) order += static_cast<char>(e.key);
            if (e.key == kEnter && e.action == 1) order += '!';
        }
        order += ' ';
        ASSERT_LT(++frames, 20);
    }
    EXPECT_EQ(order.find('!') > order.find('b') && order.find('c') > order.find(' ', order.find('!')), true) << order;
}

TEST(Player, SeekingKeepsPauseAndPlayingStopsAtTheEnd) {
    Player p;
    const Instant first{0};
    const Instant last = first + minutes(10);
    p.seek(first + minutes(99), first, last);
    EXPECT_EQ(p.clock, last);
    EXPECT_FALSE(p.playing);
    p.seek(first + minutes(9), first, last);
    p.playing = true;
    p.speed = 60.0;
    p.advance(0.5, first, last);
    EXPECT_EQ(p.clock, first + minutes(9) + seconds(30));
    p.advance(10.0, first, last);
    EXPECT_EQ(p.clock, last);
    EXPECT_FALSE(p.playing);
}

TEST(Options, MomentsAreReadInThreeForms) {
    const Instant first = *parse_iso("2026-10-28T18:00:00+07:00");
    const Instant last = first + hours(12);
    EXPECT_EQ(*parse_moment("", first, last, kVietNamOffset), last);
    EXPECT_EQ(*parse_moment("18:30", first, last, kVietNamOffset), first + minutes(30));
    EXPECT_EQ(*parse_moment("01:00", first, last, kVietNamOffset), first + hours(7)) << "after midnight";
    EXPECT_EQ(*parse_moment("1h30m", first, last, kVietNamOffset), first + minutes(90));
    EXPECT_EQ(*parse_moment("2026-10-28T19:00:00+07:00", first, last, kVietNamOffset), first + hours(1));
    std::string note;
    EXPECT_EQ(*parse_moment("2026-11-28T19:00:00+07:00", first, last, kVietNamOffset, &note), last);
    EXPECT_NE(note.find("2026-10-29T06:00:00"), std::string::npos) << note;
    EXPECT_EQ(*parse_moment("17:00", first, last, kVietNamOffset, &note), first) << "not the next day's: not played";
    note.clear();
    EXPECT_EQ(*parse_moment("18:30", first, last, kVietNamOffset, &note), first + minutes(30));
    EXPECT_EQ(note, "");
    EXPECT_FALSE(parse_moment("soon", first, last, kVietNamOffset));
}

TEST(Options, LayersAreReplacedOrChanged) {
    const auto only = parse_layers("terrain,water", {});
    ASSERT_TRUE(only);
    EXPECT_TRUE(only->water);
    EXPECT_FALSE(only->roads);
    const auto changed = parse_layers("+traffic,-devices", {});
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->traffic);
    EXPECT_TRUE(changed->roads);
    EXPECT_FALSE(changed->devices);
    EXPECT_FALSE(parse_layers("clouds", {}));
}

TEST(Options, BadUsageEndsWithTwo) {
    const auto code = [](std::vector<const char*> words) {
        words.insert(words.begin(), "songdoi-view");
        return parse_command(static_cast<int>(words.size()), words.data()).exit_code;
    };
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    EXPECT_EQ(code({}), 2);
    EXPECT_EQ(code({"run", "--headless"}), 2);
    EXPECT_EQ(code({"run", "--size", "12"}), 2);
    EXPECT_EQ(code({"run", "--eye", "third"}), 2);
    EXPECT_EQ(code({"--help"}), 0);
    EXPECT_EQ(code({"run", "--headless", "--screenshot", "a.png"}), -1);
    testing::internal::GetCapturedStderr();
    testing::internal::GetCapturedStdout();
}

}  // namespace
}  // namespace sd::viz
