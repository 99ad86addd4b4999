// Rain on a high tide over the largest catchment of the old town: the river holds the outfalls shut and low streets
// flood; a sluice opened on the ebb, or a pump, shortens it. Water only: no traffic, no devices.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "sim/city/pack.h"
#include "sim/city/recipe.h"
#include "sim/flood.h"
#include "sim/spin_up.h"

namespace sd {
namespace {

constexpr const char* kGate = "Cống Xáng Cụt";

City old_town() {
    const City whole = build_my_tho(SD_SOURCE_DIR "/data/my_tho").value();
    return cut_city(whole, {6600.0, 6300.0}, {8100.0, 7700.0}).value();
}

struct Outcome {
    double km_h_10 = 0.0;  ///< street length × time deeper than 0.1 m
    double km_h_30 = 0.0;
    drainage::Figures drains;
    double mass_error = 0.0;
};

double flooded_km(const City& city, const flood::State& s, double depth_m) {
    double metres = 0.0;
    for (const RoadEdge& e : city.edges) {
        if (e.cells.empty()) continue;
        double wet = 0.0;
        for (const std::uint32_t cell : e.cells) wet += s.cells.depth_m(cell) > depth_m ? 1.0 : 0.0;
        metres += static_cast<double>(e.length_m) * wet / static_cast<double>(e.cells.size());
    }
    return metres / 2000.0;  // both directions of a street
}

/// From 04:00, storm of 90 mm in an hour and a half, river at its highest at about 05:00 and 2 m lower at 10:00; below
/// the canal behind the sluice from about 06:00.
Outcome play(const City& city, bool opened_on_the_ebb) {
    const Instant start = instant_of({2026, 10, 30, 4, 0, 0.0});
    tide::Config sea = tide::vung_tau();
    sea.surge_m = 0.35;
    weather::Config rain;
    rain.storms = {{start, minutes(90), 2.0, 90.0, 0.4}};
    weather::State sky = weather::make(rain, start);
    tide::State tide;
    tide::step(tide, sea, start);
    flood::State s = flood::make(city, {}, tide.level_m).value();
    Parallel parallel(2);
    EXPECT_TRUE(flood::spin_up(s, city, sea, start, parallel));
    EXPECT_TRUE(flood::set_sluice(s, kGate, 0.0));
    Outcome out;
    constexpr int kHours = 6;
    for (int k = 1; k <= kHours * 3600; ++k) {
        const Instant now = start + seconds(k);
        if (opened_on_the_ebb && k == 140 * 60) {
            EXPECT_TRUE(flood::set_sluice(s, kGate, 1.0));
        }
        weather::step(sky, rain, now, seconds(1));
        tide::step(tide, sea, now);
        flood::step(s, sky, tide, {}, seconds(1), parallel);
        if (k % 60 != 0) continue;
        out.km_h_10 += flooded_km(city, s, 0.1) / 60.0;
        out.km_h_30 += flooded_km(city, s, 0.3) / 60.0;
    }
    out.drains = drainage::figures(s.drains);
    out.mass_error = flood::mass_error_relative(s);
    return out;
}

void print(const char* name, const Outcome& o) {
    std::cout << name << ": " << o.km_h_10 << " km·h above 0.1 m, " << o.km_h_30 << " above 0.3 m; outfalls locked "
              << o.drains.locked_hours << " h, manholes surcharged " << o.drains.surcharged_peak
              << ", above the street " << o.drains.over_rim_peak << ", out of them " << o.drains.returned_m3 << " m³\n";
}

TEST(TideLockedStorm, ASluiceOnTheEbbOrAPumpShortensTheFlood) {
    City city = old_town();
    const Outcome shut = play(city, false);
    const Outcome opened = play(city, true);
    Structure pump;
    for (const Structure& s : city.structures) pump = s.name == kGate ? s : pump;
    ASSERT_EQ(pump.name, kGate);
    pump.kind = StructureKind::Pump;
    pump.name = "P";
    pump.pump_m3_s = 6.0F;
    city.structures.push_back(pump);
    const Outcome pumped = play(city, false);
    print("shut", shut);
    print("opened", opened);
    print("pumped", pumped);
    EXPECT_GT(shut.drains.outfalls_locked, 0U);
    EXPECT_GT(shut.drains.locked_hours, 1.0);
    EXPECT_GT(shut.drains.over_rim_peak, 10);
    EXPECT_GT(shut.drains.returned_m3, 100.0);
    EXPECT_GT(shut.km_h_30, 0.5);
    EXPECT_LT(opened.km_h_10, 0.95 * shut.km_h_10);
    EXPECT_LT(pumped.km_h_10, 0.95 * shut.km_h_10);
    EXPECT_LT(pumped.km_h_30, shut.km_h_30);
    for (const Outcome* o : {&shut, &opened, &pumped}) EXPECT_EQ(o->mass_error, 0.0);
}

}  // namespace
}  // namespace sd
