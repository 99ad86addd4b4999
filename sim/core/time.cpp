#include "sim/core/time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

namespace sd {
namespace {

constexpr std::int64_t kNsPerDay = 86'400'000'000'000;

// Days since 1970-01-01 of a proleptic Gregorian date [Hinnant 2013, "chrono-compatible low-level date algorithms"].
constexpr std::int64_t days_from_civil(std::int64_t y, int m, int d) {
    y -= m <= 2 ? 1 : 0;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t yoe = y - era * 400;
    const std::int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146'097 + doe - 719'468;
}

constexpr int days_in_month(int y, int m) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : kDays[static_cast<std::size_t>(m - 1)];
}

// Reads exactly `digits` decimal digits, advancing `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Duration> take_offset(std::string_view& text) {
    if (take(text, 'Z')) return Duration{};
    const bool negative = !text.empty() && text.front() == '-';
    if (!negative && (text.empty() || text.front() != '+')) return std::nullopt;
    text.remove_prefix(1);
    const auto h = take_digits(text, 2);
    if (!h || !take(text, ':')) return std::nullopt;
    const auto m = take_digits(text, 2);
    if (!m || *h > 14 || *m > 59) return std::nullopt;
    const Duration offset = minutes(*h * 60 + *m);
    return negative ? Duration{-offset.ns} : offset;
}

std::optional<std::int64_t> unit_ns(std::string_view unit) {
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> kUnits{{{"ms", 1'000'000},
                                                                               {"s", 1'000'000'000},
                                                                               {"min", 60'000'000'000},
                                                                               {"m", 60'000'000'000},
                                                                               {"h", 3'600'000'000'000},
                                                                               {"d", kNsPerDay}}};
    for (const auto& [name, ns] : kUnits) {
        if (name == unit) return ns;
    }
    return std::nullopt;
}

// What people may write. int64 ns reach from 1677 to 2262; these leave room to add times and durations to each other.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;
constexpr Duration kLongest{std::int64_t{50} * 365 * kNsPerDay};

}  // namespace

Instant instant_of(const CivilTime& c, Duration utc_offset) {
    const std::int64_t days = days_from_civil(c.year, c.month, c.day);
    const std::int64_t whole = (static_cast<std::int64_t>(c.hour) * 60 + c.minute) * 60'000'000'000;
    return Instant{days * kNsPerDay + whole + std::llround(c.second * 1e9)} - utc_offset;
}

CivilTime civil_of(Instant t, Duration utc_offset) {
    const std::int64_t local = t.ns + utc_offset.ns;
    std::int64_t z = local / kNsPerDay;
    std::int64_t rest = local % kNsPerDay;
    if (rest < 0) {
        rest += kNsPerDay;
        --z;
    }
    z += 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const std::int64_t doe = z - era * 146'097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    CivilTime c;
    c.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
    c.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    c.year = static_cast<int>(yoe + era * 400 + (c.month <= 2 ? 1 : 0));
    c.hour = static_cast<int>(rest / 3'600'000'000'000);
    c.minute = static_cast<int>(rest / 60'000'000'000 % 60);
    c.second = static_cast<double>(rest % 60'000'000'000) * 1e-9;
    return c;
}

std::string to_iso(Instant t, Duration utc_offset) {
    const CivilTime c = civil_of(t, utc_offset);
    const std::int64_t sub_ns = ((t.ns + utc_offset.ns) % 1'000'000'000 + 1'000'000'000) % 1'000'000'000;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute,
                  static_cast<int>(c.second));
    std::string out = text.data();
    if (sub_ns != 0) {
        std::snprintf(text.data(), text.size(), ".%09lld", static_cast<long long>(sub_ns));
        out += text.data();
        out.erase(out.find_last_not_of('0') + 1);
    }
    const std::int64_t off_min = utc_offset.ns / 60'000'000'000;
    if (off_min == 0) return out + "Z";
    const auto magnitude = static_cast<int>(off_min < 0 ? -off_min : off_min);
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", off_min < 0 ? '-' : '+', magnitude / 60, magnitude % 60);
    return out + text.data();
}

std::string to_clock(Instant t, Duration utc_offset) {
    const CivilTime c = civil_of(t, utc_offset);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", c.hour, c.minute, static_cast<int>(c.second));
    return text.data();
}

std::string to_text(Duration d) {
    if (d.ns == 0) return "0s";
    std::string out = d.ns < 0 ? "-" : "";
    std::int64_t rest = d.ns < 0 ? -d.ns : d.ns;
    constexpr std::array<std::pair<const char*, std::int64_t>, 5> kUnits{
        {{"h", 3'600'000'000'000}, {"m", 60'000'000'000}, {"s", 1'000'000'000}, {"ms", 1'000'000}, {"ns", 1}}};
    for (const auto& [name, ns] : kUnits) {
        if (rest / ns > 0) out += std::to_string(rest / ns) + name;
        rest %= ns;
    }
    return out;
}

std::optional<Instant> parse_iso(std::string_view text) {
    CivilTime c;
    const auto y = take_digits(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    const auto mo = take_digits(text, 2);
    if (!mo || !take(text, '-')) return std::nullopt;
    const auto d = take_digits(text, 2);
    if (!d || !take(text, 'T')) return std::nullopt;
    const auto h = take_digits(text, 2);
    if (!h || !take(text, ':')) return std::nullopt;
    const auto mi = take_digits(text, 2);
    if (!mi) return std::nullopt;
    std::optional<int> s = 0;
    if (take(text, ':')) s = take_digits(text, 2);
    if (*y < kFirstYear || *y > kLastYear) return std::nullopt;
    if (!s || *mo < 1 || *mo > 12 || *d < 1 || *d > days_in_month(*y, *mo)) return std::nullopt;
    if (*h > 23 || *mi > 59 || *s > 59) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    c = {*y, *mo, *d, *h, *mi, static_cast<double>(*s)};
    return instant_of(c, *offset);
}

std::optional<Duration> parse_duration(std::string_view text) {
    Duration total;
    bool any = false;
    while (!text.empty()) {
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || !(value >= 0.0)) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        while (take(text, ' ')) {
        }
        std::size_t letters = 0;
        while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
        const auto ns = unit_ns(text.substr(0, letters));
        if (!ns || value > static_cast<double>(kLongest.ns) / static_cast<double>(*ns)) return std::nullopt;
        total = total + Duration{std::llround(value * static_cast<double>(*ns))};
        if (total > kLongest) return std::nullopt;
        text.remove_prefix(letters);
        while (take(text, ' ')) {
        }
        any = true;
    }
    return any ? std::optional{total} : std::nullopt;
}

std::optional<Duration> parse_clock(std::string_view text) {
    const auto h = take_digits(text, 2);
    if (!h || !take(text, ':')) return std::nullopt;
    const auto m = take_digits(text, 2);
    std::optional<int> s = 0;
    if (m && take(text, ':')) s = take_digits(text, 2);
    if (!m || !s || !text.empty() || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    return seconds((*h * 60 + *m) * 60 + *s);
}

}  // namespace sd
