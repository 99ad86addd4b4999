#include "sim/traffic/sumo/fcd_columns.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/core/draw.h"
#include "sim/traffic/sumo/write.h"

namespace sd::sumo {
namespace {

namespace fs = std::filesystem;

fs::path scratch(const std::string& name) {
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_sumo";
    fs::create_directories(folder);
    return folder / name;
}

micro::Case street() {
    micro::Case of;
    of.demand.types.resize(2);
    of.demand.types[0].id = "car";
    of.demand.types[1].id = "xe máy";
    of.net.lanes.resize(40);
    for (std::size_t i = 0; i < of.net.lanes.size(); ++i) of.net.lanes[i].id = "lane_" + std::to_string(i);
    return of;
}

/// Vehicles that drive, come, leave, and are away for a step.
struct Traffic {
    std::vector<std::string> names;
    std::vector<micro::VehicleSample> at(std::uint32_t step) {
        const Draw draw(7);
        while (names.size() < 50 + 2 * step) names.push_back("veh\"" + std::to_string(names.size()));
        std::vector<micro::VehicleSample> samples;
        for (std::uint32_t v = step / 2; v < names.size(); ++v) {
            if (draw.chance(1, v, step, 0.02)) continue;
            const double along_m = 10.0 * step + draw.uniform(2, v, 0, 0.0, 500.0);
            samples.push_back({v, v % 2, (v + step) % 40, along_m, draw.uniform(3, v, step, 0.0, 20.0), along_m - 300.0,
                               -1e6 + 3.5 * v, draw.uniform(4, v, step, 0.0, 360.0)});
        }
        return samples;
    }
};

TEST(FcdColumns, EveryStepComesBackToAMillimetre) {
    const micro::Case of = street();
    Traffic traffic;
    std::vector<std::vector<micro::VehicleSample>> written;
    auto out = FcdColumns::open(scratch("fcd.bin"));
    auto xml = open_fcd(scratch("fcd_same.xml"));
    ASSERT_TRUE(out && xml);
    for (std::uint32_t step = 0; step < 100; ++step) {
        written.push_back(traffic.at(step));
        if (step == 50) written.back().clear();
        out->write(of, 0.5 * step, written.back(), traffic.names);
        write(*xml, of, 0.5 * step, written.back(), traffic.names);
    }
    ASSERT_TRUE(out->close());
    ASSERT_TRUE(xml->close());
    std::size_t step = 0;
    const auto read = read_fcd_columns(scratch("fcd.bin"), [&](const FcdStep& back) {
        ASSERT_LT(step, written.size());
        EXPECT_EQ(back.time_s, 0.5 * static_cast<double>(step));
        ASSERT_EQ(back.rows.size(), written[step].size());
        for (std::size_t i = 0; i < back.rows.size(); ++i) {
            const micro::VehicleSample& was = written[step][i];
            EXPECT_EQ(back.vehicles[back.rows[i].vehicle], traffic.names[was.vehicle]);
            EXPECT_EQ(back.types[back.rows[i].type], of.demand.types[was.type].id);
            EXPECT_EQ(back.lanes[back.rows[i].lane], of.net.lanes[was.lane].id);
            EXPECT_NEAR(back.rows[i].pos_m, was.pos_m, 0.000501);
            EXPECT_NEAR(back.rows[i].x_m, was.x_m, 0.000501);
            EXPECT_NEAR(back.rows[i].y_m, was.y_m, 0.000501);
            EXPECT_NEAR(back.rows[i].speed_m_s, was.speed_m_s, 0.000501);
            EXPECT_NEAR(back.rows[i].angle_deg, was.angle_deg, 0.00501);
        }
        ++step;
    });
    EXPECT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(step, written.size());
    // Speeds and angles are pure chance here, which no compression can shrink; real traffic packs better.
    EXPECT_LT(fs::file_size(scratch("fcd.bin")) * 8, fs::file_size(scratch("fcd_same.xml")));
}

TEST(FcdColumns, AFileThatIsNotWholeIsTold) {
    const micro::Case of = street();
    Traffic traffic;
    auto out = FcdColumns::open(scratch("short.bin"));
    ASSERT_TRUE(out);
    for (std::uint32_t step = 0; step < 3; ++step) {
        const auto samples = traffic.at(step);
        out->write(of, step, samples, traffic.names);
    }
    ASSERT_TRUE(out->close());
    std::ifstream in(scratch("short.bin"), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    std::size_t refused = 0;
    for (std::size_t size = 0; size < whole.size(); size += 13) {
        std::ofstream(scratch("cut.bin"), std::ios::binary) << whole.substr(0, size);
        refused += !read_fcd_columns(scratch("cut.bin"), [](const FcdStep&) {});
    }
    EXPECT_GT(refused, whole.size() / 13 - 8);  // a cut between blocks leaves a shorter file that is whole
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        std::string wrong = whole;
        wrong[at] = static_cast<char>(wrong[at] ^ 0x55);
        std::ofstream(scratch("wrong.bin"), std::ios::binary) << wrong;
        static_cast<void>(read_fcd_columns(scratch("wrong.bin"), [](const FcdStep&) {}));  // must only survive
    }
    const auto none = read_fcd_columns(scratch("no such file"), [](const FcdStep&) {});
    EXPECT_FALSE(none);
    std::ofstream(scratch("other.bin"), std::ios::binary) << "SDWATER and so on";
    const auto other = read_fcd_columns(scratch("other.bin"), [](const FcdStep&) {});
    ASSERT_FALSE(other);
    EXPECT_NE(to_text(other.error()).find("its magic differs"), std::string::npos);
}

}  // namespace
}  // namespace sd::sumo
