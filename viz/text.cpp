#include "viz/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <sstream>

namespace sd::viz {
namespace {

constexpr char32_t kBreve = 0x306;
constexpr char32_t kCircumflex = 0x302;
constexpr char32_t kHorn = 0x31B;

/// A letter as base + shape mark + tone mark (0 = none).
struct Letter {
    char32_t base = 0;
    char32_t shape = 0;
    char32_t tone = 0;
    friend auto operator<=>(const Letter&, const Letter&) = default;
};

struct Row {
    char32_t base;
    char32_t shape;
    std::u32string_view letters;  ///< plain, grave, acute, hook, tilde, dot
};

constexpr std::array<char32_t, 6> kTones{0, 0x300, 0x301, 0x309, 0x303, 0x323};
constexpr std::array<Row, 24> kRows{{
    {U'a', 0, U"aàáảãạ"}, {U'a', kBreve, U"ăằắẳẵặ"},      {U'a', kCircumflex, U"âầấẩẫậ"},
    {U'e', 0, U"eèéẻẽẹ"}, {U'e', kCircumflex, U"êềếểễệ"}, {U'i', 0, U"iìíỉĩị"},
    {U'o', 0, U"oòóỏõọ"}, {U'o', kCircumflex, U"ôồốổỗộ"}, {U'o', kHorn, U"ơờớởỡợ"},
    {U'u', 0, U"uùúủũụ"}, {U'u', kHorn, U"ưừứửữự"},       {U'y', 0, U"yỳýỷỹỵ"},
    {U'A', 0, U"AÀÁẢÃẠ"}, {U'A', kBreve, U"ĂẰẮẲẴẶ"},      {U'A', kCircumflex, U"ÂẦẤẨẪẬ"},
    {U'E', 0, U"EÈÉẺẼẸ"}, {U'E', kCircumflex, U"ÊỀẾỂỄỆ"}, {U'I', 0, U"IÌÍỈĨỊ"},
    {U'O', 0, U"OÒÓỎÕỌ"}, {U'O', kCircumflex, U"ÔỒỐỔỖỘ"}, {U'O', kHorn, U"ƠỜỚỞỠỢ"},
    {U'U', 0, U"UÙÚỦŨỤ"}, {U'U', kHorn, U"ƯỪỨỬỮỰ"},       {U'Y', 0, U"YỲÝỶỸỴ"},
}};

const std::map<char32_t, Letter>& letters() {
    static const std::map<char32_t, Letter> table = [] {
        std::map<char32_t, Letter> made;
        for (const Row& row : kRows) {
            for (std::size_t t = 0; t < kTones.size(); ++t) made[row.letters[t]] = {row.base, row.shape, kTones[t]};
        }
        return made;
    }();
    return table;
}

const std::map<Letter, char32_t>& compositions() {
    static const std::map<Letter, char32_t> table = [] {
        std::map<Letter, char32_t> made;
        for (const auto& [c, letter] : letters()) made[letter] = c;
        return made;
    }();
    return table;
}

bool is_tone(char32_t c) { return c != 0 && std::find(kTones.begin(), kTones.end(), c) != kTones.end(); }
bool is_shape(char32_t c) { return c == kBreve || c == kCircumflex || c == kHorn; }

/// Adds a mark to a letter if the result exists.
bool add_mark(char32_t& c, char32_t mark) {
    const auto found = letters().find(c);
    if (found == letters().end()) return false;
    Letter l = found->second;
    char32_t& place = is_tone(mark) ? l.tone : l.shape;
    if (place != 0) return false;
    place = mark;
    const auto made = compositions().find(l);
    if (made == compositions().end()) return false;
    c = made->second;
    return true;
}

}  // namespace

std::u32string decode_utf8(std::string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80U ? 0 : lead >= 0xF0U ? 3 : lead >= 0xE0U ? 2 : lead >= 0xC0U ? 1 : 9;
        if (more == 9 || i + more >= text.size()) {
            out.push_back(0xFFFD);
            ++i;
            continue;
        }
        char32_t c = more == 0 ? lead : lead & (0x3FU >> more);
        for (std::size_t k = 1; k <= more; ++k) c = c << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        out.push_back(c);
        i += more + 1;
    }
    return out;
}

std::string encode_utf8(std::u32string_view text) {
    std::string out;
    const auto put = [&out](char32_t c) { out.push_back(static_cast<char>(static_cast<unsigned char>(c))); };
    for (const char32_t c : text) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | c >> 6U);
            put(0x80U | (c & 0x3FU));
        } else if (c < 0x10000) {
            put(0xE0U | c >> 12U);
            put(0x80U | (c >> 6U & 0x3FU));
            put(0x80U | (c & 0x3FU));
        } else {
            put(0xF0U | c >> 18U);
            put(0x80U | (c >> 12U & 0x3FU));
            put(0x80U | (c >> 6U & 0x3FU));
            put(0x80U | (c & 0x3FU));
        }
    }
    return out;
}

std::string composed(std::string_view text) {
    std::u32string out;
    for (const char32_t c : decode_utf8(text)) {
        const bool mark = is_tone(c) || is_shape(c);
        if (mark && !out.empty() && add_mark(out.back(), c)) continue;
        out.push_back(c);
    }
    return encode_utf8(out);
}

std::string folded(std::string_view text) {
    std::u32string out;
    for (char32_t c : decode_utf8(composed(text))) {
        const auto found = letters().find(c);
        if (found != letters().end()) c = found->second.base;
        if (c == U'đ' || c == U'Đ') c = U'd';
        if (is_tone(c) || is_shape(c)) continue;
        if (c >= U'A' && c <= U'Z') c = c - U'A' + U'a';
        out.push_back(c);
    }
    return encode_utf8(out);
}

bool matches(std::string_view query, std::string_view text) {
    const std::string where = folded(text);
    std::istringstream words(folded(query));
    bool any = false;
    for (std::string word; words >> word; any = true) {
        if (where.find(word) == std::string::npos) return false;
    }
    return any;
}

std::string number(double value, int decimals, bool vietnamese) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    std::string out = buffer;
    if (out.find_first_of("123456789") == std::string::npos && out.front() == '-') out.erase(0, 1);
    if (vietnamese) std::replace(out.begin(), out.end(), '.', ',');
    return out;
}

}  // namespace sd::viz
