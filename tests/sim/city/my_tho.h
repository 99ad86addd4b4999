// The default city, built once for all tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/city/pack.h"
#include "sim/city/recipe.h"

namespace sd::test {

inline std::filesystem::path my_tho_folder() { return std::filesystem::path(SD_SOURCE_DIR) / "data" / "my_tho"; }

inline const City& my_tho() {
    static const City kCity = [] {
        auto city = build_my_tho(my_tho_folder());
        EXPECT_TRUE(city.has_value()) << (city ? "" : to_text(city.error()));
        return city ? std::move(*city) : City{};
    }();
    return kCity;
}

/// Six by five cells with one street, one cabinet and one device: the least that is a city.
inline City tiny_city() {
    City city;
    city.meta.name = "tiny";
    city.grid = {6, 5, 10.0, {}};
    city.ground_m = Grid<float>(6, 5, 1.0F);
    city.cover = Grid<std::uint8_t>(6, 5, static_cast<std::uint8_t>(Cover::Mixed));
    city.ward = Grid<std::int16_t>(6, 5, -1);
    city.drain = Grid<std::int16_t>(6, 5, -1);
    city.nodes = {{{5, 25}, false, 0}, {{55, 25}, false, 0}};
    RoadEdge forth;
    forth.from = {0};
    forth.to = {1};
    forth.reverse = {1};
    forth.length_m = 50.0F;
    forth.line = {{5, 25}, {55, 25}};
    forth.cells = {12, 13, 14, 15, 16, 17};
    RoadEdge back = forth;
    std::swap(back.from, back.to);
    back.reverse = {0};
    back.line = {{55, 25}, {5, 25}};
    city.edges = {forth, back};
    city.substations.push_back({"s", {5, 5}, 0, 0.5F});
    city.cabinets.push_back({{15, 5}, 1, {0}, 0.5F, 100.0F});
    Device device;
    device.kind = DeviceKind::StreetlightCabinet;
    device.name = "SL-0001";
    device.cabinet = {0};
    device.period = seconds(60);
    city.devices.push_back(device);
    return city;
}

}  // namespace sd::test
