#include "sim/city/pack.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/sim/city/my_tho.h"

namespace sd {
namespace {

namespace fs = std::filesystem;

fs::path fresh(const std::string& name) {
    const fs::path folder = fs::path(testing::TempDir()) / ("pack_" + name);
    fs::remove_all(folder);
    return folder;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

TEST(Pack, RoundTripKeepsTheHash) {
    const fs::path folder = fresh("round_trip");
    ASSERT_TRUE(write_pack(test::my_tho(), folder));
    const auto back = read_pack(folder);
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_EQ(city_hash(*back), city_hash(test::my_tho()));
    EXPECT_EQ(back->meta.name, test::my_tho().meta.name);
    EXPECT_EQ(back->meta.layers.size(), test::my_tho().meta.layers.size());
    EXPECT_EQ(back->meta.corners[2].lat_deg, test::my_tho().meta.corners[2].lat_deg);
}

TEST(Pack, SameCityGivesSameBytes) {
    const fs::path a = fresh("bytes_a");
    const fs::path b = fresh("bytes_b");
    ASSERT_TRUE(write_pack(test::my_tho(), a));
    ASSERT_TRUE(write_pack(test::my_tho(), b));
    std::size_t files = 0;
    std::uintmax_t size = 0;
    for (const auto& entry : fs::directory_iterator(a)) {
        EXPECT_EQ(bytes_of(entry.path()), bytes_of(b / entry.path().filename())) << entry.path();
        ++files;
        size += entry.file_size();
    }
    EXPECT_GE(files, 20U);
    EXPECT_LT(size, 30U << 20);
}

TEST(Pack, AnyCutOrChangedByteIsAnError) {
    const fs::path folder = fresh("damage");
    ASSERT_TRUE(write_pack(test::tiny_city(), folder));
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    for (const fs::path& file : files) {
        if (file.extension() == ".json") continue;
        const std::string good = bytes_of(file);
        for (std::size_t cut = 0; cut < good.size(); cut += 1 + good.size() / 7) {
            put(file, good.substr(0, cut));
            EXPECT_FALSE(read_pack(folder)) << file << " cut to " << cut;
            std::string bad = good;
            bad[cut] = static_cast<char>(bad[cut] ^ 0x40);
            put(file, bad);
            EXPECT_FALSE(read_pack(folder)) << file << " changed at " << cut;
        }
        put(file, good);
    }
    EXPECT_TRUE(read_pack(folder));
}

TEST(Pack, ADamagedManifestNeverCrashes) {
    const fs::path folder = fresh("manifest");
    ASSERT_TRUE(write_pack(test::tiny_city(), folder));
    const fs::path file = folder / "manifest.json";
    const std::string good = bytes_of(file);
    for (std::size_t at = 0; at < good.size(); at += 13) {
        put(file, good.substr(0, at));
        EXPECT_FALSE(read_pack(folder)) << "cut to " << at;
        std::string bad = good;
        bad[at] = bad[at] == '9' ? '8' : '9';
        put(file, bad);
        static_cast<void>(read_pack(folder));  // a changed note is no error, a crash is
    }
}

TEST(Pack, NewerFormatsAreRefusedWithTheirNumber) {
    const fs::path folder = fresh("newer");
    ASSERT_TRUE(write_pack(test::tiny_city(), folder));
    std::string text = bytes_of(folder / "manifest.json");
    const std::string one = "\"format\": 1";
    text.replace(text.find(one), one.size(), "\"format\": 9");
    put(folder / "manifest.json", text);
    const auto city = read_pack(folder);
    ASSERT_FALSE(city);
    EXPECT_NE(to_text(city.error()).find("format 9"), std::string::npos);
}

TEST(Pack, WritingReplacesAPackButNothingElse) {
    const fs::path folder = fresh("replace");
    ASSERT_TRUE(write_pack(test::tiny_city(), folder));
    City other = test::tiny_city();
    other.ground_m(2, 2) = 3.0F;
    ASSERT_TRUE(write_pack(other, folder));
    const auto back = read_pack(folder);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->ground_m(2, 2), 3.0F);
    EXPECT_FALSE(fs::exists(folder.string() + ".new"));
    EXPECT_FALSE(fs::exists(folder.string() + ".old"));
    const fs::path precious = fresh("precious");
    fs::create_directories(precious);
    put(precious / "thesis.txt", "years");
    EXPECT_FALSE(write_pack(other, precious));
    EXPECT_EQ(bytes_of(precious / "thesis.txt"), "years");
}

TEST(CheckCity, FindsDanglingIdsAndTornRoads) {
    EXPECT_TRUE(check_city(test::tiny_city(), "tiny").empty());
    City city = test::tiny_city();
    city.cabinets[0].substation = {7};
    EXPECT_FALSE(check_city(city, "tiny").empty());
    city = test::tiny_city();
    city.edges[0].cells.push_back(30);
    EXPECT_FALSE(check_city(city, "tiny").empty());
    city = test::tiny_city();
    city.edges.pop_back();
    city.edges[0].reverse = {};
    EXPECT_NE(to_text(check_city(city, "tiny")).find("fall into 2 parts"), std::string::npos);
    city = test::tiny_city();
    city.devices[0].phase = city.devices[0].period;
    EXPECT_FALSE(check_city(city, "tiny").empty());
    city = test::tiny_city();
    city.cover(3, 2) = static_cast<std::uint8_t>(Cover::Canal);
    EXPECT_NE(to_text(check_city(city, "tiny")).find("lies in water"), std::string::npos);
}

TEST(CutCity, EveryCutIsAGoodCity) {
    const City& city = test::my_tho();
    const std::array<std::pair<LocalXY, LocalXY>, 4> cuts{{{{7000, 6000}, {10000, 8500}},
                                                           {{0, 0}, {3000, 3000}},
                                                           {{9000, 5000}, {14000, 9000}},
                                                           {{100, 9000}, {1500, 10000}}}};
    for (const auto& [a, b] : cuts) {
        const auto cut = cut_city(city, a, b);
        ASSERT_TRUE(cut);
        const Errors errors = check_city(*cut, "cut");
        EXPECT_TRUE(errors.empty()) << to_text(errors);
        EXPECT_EQ(cut->grid.nx, static_cast<int>((b.x_m - a.x_m) / 10.0));
        const int i = static_cast<int>(a.x_m / 10.0);
        const int j = static_cast<int>(a.y_m / 10.0);
        EXPECT_EQ(cut->ground_m(5, 7), city.ground_m(i + 5, j + 7));
        EXPECT_FALSE(cut->edges.empty());
    }
}

TEST(CutCity, TheWholeCityIsItselfInEveryNumber) {
    const City& city = test::my_tho();
    const auto cut = cut_city(city, {0, 0}, {city.grid.nx * 10.0, city.grid.ny * 10.0});
    ASSERT_TRUE(cut);
    EXPECT_EQ(city_hash(*cut), city_hash(city));
}

TEST(CutCity, NothingInsideIsAnError) { EXPECT_FALSE(cut_city(test::my_tho(), {-500, -500}, {-100, -100})); }

}  // namespace
}  // namespace sd
