// What the platform holds true about every device and service, as columns, changed only by accepted readings and the
// belief's own clock.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/hash.h"
#include "sim/core/picture.h"
#include "twin/catalogue.h"
#include "twin/store.h"
#include "twin/wire/messages.h"

namespace sd {

/// The last readings of a water gauge or an edge counter, newest at ring[next − 1].
struct History {
    static constexpr std::size_t kLength = 16;
    std::array<float, kLength> value{};
    std::array<std::int64_t, kLength> at_ns{};
    std::uint32_t count = 0;  ///< ever put

    void put(float v, Instant at);
    [[nodiscard]] std::size_t size() const { return count < kLength ? count : kLength; }
    /// k = 0 is the newest; k < size().
    [[nodiscard]] float back(std::size_t k) const { return value[(count - 1 - k) % kLength]; }
    [[nodiscard]] Instant back_at(std::size_t k) const { return {at_ns[(count - 1 - k) % kLength]}; }
    /// Of the newest three (fewer at first): one wild reading alone moves nothing.
    [[nodiscard]] float median3() const;
    /// Largest − smallest of the readings not older than `from`.
    [[nodiscard]] float spread_since(Instant from) const;
};

/// How often a gauge repeats itself to the last bit when it is well, and how long it does so now.
struct Repeats {
    std::uint32_t pairs = 0;  ///< successive readings compared, the present run excluded
    std::uint32_t equal = 0;  ///< of these, identical
    std::uint32_t run = 0;    ///< identical successors in the present run
    Instant run_since;
};

struct Belief {
    Instant now;
    Instant start;

    // One row per device.
    std::vector<std::array<float, 3>> values;  ///< NaN before the first reading
    std::vector<Instant> at;                   ///< device's clock
    std::vector<Instant> heard;                ///< sending time of the newest reading, start before the first
    std::vector<std::uint32_t> readings;       ///< accepted ever
    std::vector<Quality> quality;
    std::vector<History> history;  ///< first value; for rain and counters too
    std::vector<Repeats> repeats;
    std::vector<float> quiet_below;  ///< values under this repeat for good reason: a dry street reads 0

    std::vector<std::uint8_t> cabinet_powered;
    std::vector<std::uint8_t> site_up;

    /// Citizens' reports of the last hour, oldest first.
    std::deque<CitizenReport> reports;

    [[nodiscard]] bool silent(std::uint32_t device) const { return quality[device] == Quality::Silent; }
    /// Heard lately and not held to be stuck.
    [[nodiscard]] bool usable(std::uint32_t device) const { return quality[device] == Quality::Good; }
};

[[nodiscard]] Belief make_belief(const City& city, Instant start);
void apply_reading(Belief& belief, const StoredReading& reading, Instant sent);
void apply_report(Belief& belief, const CitizenReport& report);
/// Qualities, power and telecom as they look at `now`.
void update_services(Belief& belief, const City& city, const Catalogue& catalogue, Instant now);
void add_to_hash(const Belief& belief, StateHash& hash);

/// True when a gauge repeats the same value longer than chance or its neighbours allow.
[[nodiscard]] bool looks_stuck(const Belief& belief, const City& city, const Catalogue& catalogue,
                               std::uint32_t device);

}  // namespace sd
