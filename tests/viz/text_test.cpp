#include "viz/text.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/viz/small_city.h"
#include "viz/catalogue.h"
#include "viz/overlay.h"
#include "viz/search.h"

namespace sd::viz {
namespace {

TEST(Text, MarksJoinTheirLettersInAnyOrder) {
    EXPECT_EQ(composed("My\u0303 Tho"), "Mỹ Tho");
    EXPECT_EQ(composed("Vie\u0302\u0323t"), "Việt");
    EXPECT_EQ(composed("Vie\u0323\u0302t"), "Việt");  // canonical order of NFD
    EXPECT_EQ(composed("u\u031B\u0301"), "ứ");
    EXPECT_EQ(composed("Đường Ấp Bắc"), "Đường Ấp Bắc");
}

TEST(Text, FoldingForgetsMarksAndCase) {
    EXPECT_EQ(folded("Đường Hùng Vương"), "duong hung vuong");
    EXPECT_EQ(folded("My\u0303 THO"), folded("mỹ tho"));
    EXPECT_TRUE(matches("my tho", "Chợ Mỹ Tho"));
    EXPECT_TRUE(matches("tho mỹ", "Chợ Mỹ Tho"));
    EXPECT_FALSE(matches("my tha", "Chợ Mỹ Tho"));
    EXPECT_FALSE(matches("  ", "Chợ Mỹ Tho"));
}

TEST(Text, Utf8RoundTripsAndBrokenBytesAreMarked) {
    const std::string text = "Sông Tiền 1,87 m ▶ 𝄞";
    EXPECT_EQ(encode_utf8(decode_utf8(text)), text);
    EXPECT_EQ(decode_utf8("a\xC3"), (std::u32string{U'a', 0xFFFD}));
}

TEST(Text, NumbersFollowTheLanguage) {
    EXPECT_EQ(number(1.874, 2, true), "1,87");
    EXPECT_EQ(number(1.874, 2, false), "1.87");
    EXPECT_EQ(number(-0.001, 1, false), "0.0");
}

TEST(Catalogue, EveryMessageHasTwoLanguages) {
    for (std::size_t i = 0; i < kMessages; ++i) {
        const auto m = static_cast<Msg>(i);
        EXPECT_STRNE(say(m, Lang::Vi), "");
        EXPECT_STRNE(say(m, Lang::En), "");
        EXPECT_EQ(composed(say(m, Lang::Vi)), say(m, Lang::Vi)) << "not in composed form";
    }
    EXPECT_STREQ(say(message_of(Quality::Silent), Lang::En), "Silent");
    EXPECT_STREQ(say(message_of(VehicleKind::Ambulance), Lang::En), "Ambulance");
    EXPECT_STREQ(say(message_of(Severity::Critical), Lang::En), "Critical");
    EXPECT_STREQ(say(message_of(AlarmState::Closed), Lang::En), "Closed");
    EXPECT_STREQ(say(message_of(StructureKind::Culvert), Lang::En), "Culvert");
    EXPECT_STREQ(say(message_of(Provenance::Imported), Lang::En), "imported");
    EXPECT_STREQ(say(message_of_use(3), Lang::En), "Public");
    EXPECT_EQ(rule_name("stuck_gauge", Lang::Vi), "Trạm kẹt số");
    EXPECT_EQ(rule_name("a_new_rule", Lang::En), "a_new_rule");
}

TEST(Fonts, HaveAGlyphForEveryCharacterOfTheCatalogueAndTheCity) {
    const auto missing = missing_glyphs(texts_of(test::make_small_city(2)));
    if (!missing) GTEST_SKIP() << to_text(missing.error());
    EXPECT_EQ(encode_utf8(*missing), "");
}

TEST(Fonts, AMissingGlyphIsNamed) {
    const auto missing = missing_glyphs({"漢"});
    if (!missing) GTEST_SKIP() << to_text(missing.error());
    EXPECT_EQ(encode_utf8(*missing), "漢");
}

TEST(Search, FindsPlacesStreetsAndDevicesWithoutMarks) {
    const City city = test::make_small_city(4);
    const auto market = search_city(city, "my tho", 5);
    ASSERT_GE(market.size(), 2U);
    EXPECT_EQ(market[0].name, "Chợ Mỹ Tho");
    const auto street = search_city(city, "duong hung vuong 2", 5);
    ASSERT_EQ(street.size(), 1U);
    EXPECT_EQ(street[0].what, Msg::Road);
    const auto device = search_city(city, "sd-1003", 5);
    ASSERT_EQ(device.size(), 1U);
    EXPECT_EQ(device[0].what, Msg::Device);
    EXPECT_TRUE(search_city(city, "khong co", 5).empty());
}

}  // namespace
}  // namespace sd::viz
