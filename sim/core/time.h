// Simulated time. Everything below `scenarios/pace` counts int64 nanoseconds and never asks a wall clock,
// so a run can be slowed, paused or replayed without any model noticing.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sd {

/// A span of simulated time in integer nanoseconds; valid ±292 years.
struct Duration {
    std::int64_t ns = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees the 0 that the compiler writes here
    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
    friend constexpr Duration operator*(Duration a, std::int64_t k) { return {a.ns * k}; }
    friend constexpr Duration operator/(Duration a, std::int64_t k) { return {a.ns / k}; }
    friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ns / b.ns; }
    friend constexpr Duration operator%(Duration a, Duration b) { return {a.ns % b.ns}; }

    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns) * 1e-9; }
    [[nodiscard]] constexpr double hours() const { return static_cast<double>(ns) / 3.6e12; }
};

constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }

/// A moment: nanoseconds since 1970-01-01T00:00Z.
struct Instant {
    std::int64_t ns = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees the 0 that the compiler writes here
    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant t, Duration d) { return {t.ns + d.ns}; }
    friend constexpr Instant operator-(Instant t, Duration d) { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
};

/// Civil time at a fixed UTC offset (Viet Nam keeps +07:00 all year, so no zone database is needed).
struct CivilTime {
    int year = 1970;
    int month = 1;   ///< 1…12
    int day = 1;     ///< 1…31
    int hour = 0;    ///< 0…23
    int minute = 0;  ///< 0…59
    double second = 0.0;
};

inline constexpr Duration kVietNamOffset = hours(7);

[[nodiscard]] Instant instant_of(const CivilTime& civil, Duration utc_offset = kVietNamOffset);
[[nodiscard]] CivilTime civil_of(Instant t, Duration utc_offset = kVietNamOffset);

/// "2026-10-28T18:00:00+07:00"; sub-second digits only when present.
[[nodiscard]] std::string to_iso(Instant t, Duration utc_offset = kVietNamOffset);
/// "18:00:00" at the offset.
[[nodiscard]] std::string to_clock(Instant t, Duration utc_offset = kVietNamOffset);
/// "1h30m", "45s", "250ms": the largest units that are exact.
[[nodiscard]] std::string to_text(Duration d);

/// Accepts YYYY-MM-DDTHH:MM[:SS](Z|±HH:MM), years 1900…2100.
[[nodiscard]] std::optional<Instant> parse_iso(std::string_view text);
/// Accepts one or more number+unit pairs: "90s", "1h30m", "250ms", "2 min"; units ms s min m h d; up to
/// 50 years.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
/// Accepts "HH:MM" or "HH:MM:SS", 00:00…23:59:59, as time since midnight.
[[nodiscard]] std::optional<Duration> parse_clock(std::string_view text);

}  // namespace sd
