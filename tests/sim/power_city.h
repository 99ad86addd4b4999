// A hand-made town for the asset models: two substations, three cabinets, two cell sites, three population cells, one
// street of two edges, one lot, one bin, an air and a noise device. No terrain.
#pragma once

#include "sim/city/city.h"

namespace sd::test {

inline City asset_city() {
    City city;
    city.grid = {20, 10, 10.0, {0.0, 0.0}};
    city.substations = {{"Trạm A", {5, 5}, 0, 0.5F}, {"Trạm B", {15, 5}, 1, 0.5F}};
    city.cabinets = {{{5, 15}, 20, SubstationId{0}, 0.4F, 400.0F},
                     {{15, 15}, 21, SubstationId{0}, 0.4F, 400.0F},
                     {{25, 15}, 22, SubstationId{1}, 0.4F, 400.0F}};
    city.sites = {{"BTS 1", {5, 25}, 40, CabinetId{0}, 4.0F, 0.8F}, {"BTS 2", {15, 25}, 41, CabinetId{2}, 2.0F, 0.8F}};
    const auto people = [](std::uint32_t cell, CabinetId cabinet, float residents, float jobs) {
        PopulationCell p;
        p.cell = cell;
        p.cabinet = cabinet;
        p.people = residents;
        p.jobs = jobs;
        return p;
    };
    city.population = {people(60, CabinetId{0}, 300, 50), people(61, CabinetId{1}, 500, 0),
                       people(62, CabinetId{2}, 0, 350)};
    city.nodes = {{{0, 55}}, {{200, 55}}};
    RoadEdge east;
    east.from = NodeId{0};
    east.to = NodeId{1};
    east.length_m = 200;
    RoadEdge west = east;
    std::swap(west.from, west.to);
    city.edges = {east, west};
    city.lots = {{{100, 60}, NodeId{0}, 120}};
    city.bins = {{{100, 70}, 0.02F}};
    Device air;
    air.kind = DeviceKind::AirQuality;
    air.name = "AQ-1";
    air.target = 6 * 20 + 10;
    air.period = minutes(1);
    Device noise = air;
    noise.kind = DeviceKind::Noise;
    noise.name = "NO-1";
    Device salt_east = air;
    salt_east.kind = DeviceKind::TideSalinity;
    salt_east.target = 19;
    Device salt_west = salt_east;
    salt_west.target = 0;
    city.devices = {air, noise, salt_east, salt_west};
    return city;
}

inline Instant at_clock(int hour, int minute = 0) { return instant_of({2026, 10, 28, hour, minute, 0.0}); }

}  // namespace sd::test
