#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/salinity/network.h"
#include "sim/salinity/read.h"

namespace sd::salinity {
namespace {

using ::testing::HasSubstr;

const std::string kFile = SD_SOURCE_DIR "/data/my_tho/salinity.yaml";

std::string whole_file() {
    std::ifstream in(kFile);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// The default network with one text replaced.
Result<Description> with(const std::vector<std::pair<std::string, std::string>>& changes) {
    std::string text = whole_file();
    for (const auto& [from, to] : changes) {
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    }
    const auto file = std::filesystem::path(SD_BINARY_DIR) / "salinity_read_test.yaml";
    std::ofstream(file) << text;
    return read_description(file);
}

TEST(SalinityRead, DefaultNetworkIsWhole) {
    const auto d = read_description(kFile);
    ASSERT_TRUE(d.has_value()) << to_text(d.error());
    const Network net = build(*d);
    EXPECT_EQ(net.seas.size(), 4U);
    EXPECT_TRUE(find_station(net, "Bảo Định").has_value());
    EXPECT_TRUE(find_sluice(net, "Cống Bảo Định").has_value());
    EXPECT_FALSE(find_reach(net, "no such").has_value());
    double area_m2 = 0.0;
    for (const double a : net.cell_area_m2) area_m2 += a;
    EXPECT_NEAR(area_m2, 1.1e9, 0.4e9);  // some 430 km of rivers 1 to 4 km wide
}

TEST(SalinityRead, FindsTheReachBesideAPlace) {
    const Network net = build(read_description(kFile).value());
    const auto quay = locate(net, {106.355, 10.347}).value();  // off the riverside of Mỹ Tho
    EXPECT_EQ(net.source.reaches[quay.place.reach].name, "Tiền, nhánh bắc trên Mỹ Tho");
    EXPECT_LT(quay.distance_m, 400.0);
    EXPECT_NEAR(quay.place.at_m, 1'700.0, 300.0);
    const auto canal = locate(net, {106.3595, 10.372}).value();
    EXPECT_EQ(net.source.reaches[canal.place.reach].name, "Kênh Bảo Định, hạ");
    EXPECT_LT(canal.distance_m, 20.0);
}

TEST(SalinityRead, EveryMistakeIsNamedWithItsPlaceAtOnce) {
    const auto bad = with({{"provenance: calibrated, source", "provenance: guessed, source"},
                           {"kind: sea", "kind: ocean"},
                           {"to: \"Đầu cù lao Lợi Quan\"", "to: \"nowhere\""},
                           {"value_m: 37000", "value_m: -3"},
                           {"manning_s_m13: 0.024", "maning: 0.024"},
                           {"at_m: 6400", "at_m: 99999"}});
    ASSERT_FALSE(bad.has_value());
    const std::string text = to_text(bad.error());
    for (const char* part :
         {"unknown provenance 'guessed'", "unknown kind 'ocean'", "'nowhere', which is no node", "-3 is out of range",
          "unknown key 'maning'", "'manning_s_m13' is missing", "lies at 99999 m of a reach of 6500 m"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    for (const Error& error : bad.error()) {
        EXPECT_GT(error.line, 0) << error.message;
        EXPECT_GT(error.column, 0) << error.message;
        EXPECT_FALSE(error.hint.empty()) << error.message;
    }
}

TEST(SalinityRead, ValuesNeedASourceAndNamesAreUnique) {
    const auto bad = with({{", source: \"half of the way", ", note: \"half of the way"},
                           {"name: \"Cống Xuân Hòa\"", "name: \"Cống Nguyễn Tấn Thành\""},
                           {"to: \"Ngã ba Cổ Chiên\"", "to: \"Biển Cửa Đại\""}});
    ASSERT_FALSE(bad.has_value());
    const std::string text = to_text(bad.error());
    for (const char* part :
         {"'source' is missing", "unknown key 'note'", "'Cống Nguyễn Tấn Thành' is there twice", "2 reaches end at"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST(SalinityRead, BrokenFilesAreAnAnswerNotAnAccident) {
    EXPECT_THAT(to_text(read_description("no/such.yaml").error()), HasSubstr("cannot be read"));
    const auto broken = with({{"format: 1", "format: [1"}});
    ASSERT_FALSE(broken.has_value());
    EXPECT_GT(broken.error().front().line, 0);
    const auto list = with({{"reaches:", "reaches: 7\nspare:"}});
    ASSERT_FALSE(list.has_value());
    EXPECT_THAT(to_text(list.error()), HasSubstr("expected a list"));
}

TEST(SalinityRead, FactsHoldTheMeasuredMonths) {
    const auto facts = read_facts(SD_SOURCE_DIR "/data/my_tho/my_tho_facts.yaml");
    ASSERT_TRUE(facts.has_value()) << to_text(facts.error());
    EXPECT_EQ(facts->tide.size(), 4U);
    EXPECT_EQ(facts->tide.front().station, "Vàm Kênh");
    EXPECT_EQ(facts->salt.size(), 29U);  // four stations, eight months, three gaps
}

TEST(SalinitySeason, IsTheMonthsMeanAtItsMiddleAndRunsThroughNewYear) {
    std::array<double, 12> monthly{};
    monthly[0] = 10.0;
    monthly[11] = 20.0;
    EXPECT_NEAR(seasonal(monthly, instant_of({2024, 1, 16, 12, 0, 0.0})), 10.0, 1e-9);
    EXPECT_NEAR(seasonal(monthly, instant_of({2024, 1, 1, 0, 0, 0.0})), 15.0, 1e-9);
    EXPECT_NEAR(seasonal(monthly, instant_of({2023, 12, 31, 23, 59, 59.0})), 15.0, 1e-3);
    EXPECT_NEAR(seasonal(monthly, instant_of({2024, 2, 1, 0, 0, 0.0})), 5.0, 1e-9);
}

}  // namespace
}  // namespace sd::salinity
