#include "twin/belief.h"

#include <algorithm>
#include <limits>

namespace sd {

void History::put(float v, Instant when) {
    const std::size_t slot = count % kLength;
    value[slot] = v;
    at_ns[slot] = when.ns;
    ++count;
}

float History::median3() const {
    if (count == 0) return std::numeric_limits<float>::quiet_NaN();
    if (count < 3) return back(0);
    const float a = back(0);
    const float b = back(1);
    const float c = back(2);
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

float History::spread_since(Instant from) const {
    float lo = std::numeric_limits<float>::infinity();
    float hi = -lo;
    for (std::size_t k = 0; k < size() && back_at(k) >= from; ++k) {
        lo = std::min(lo, back(k));
        hi = std::max(hi, back(k));
    }
    return hi > lo ? hi - lo : 0.0F;
}

namespace {

/// A street gauge under this reads dry ground.
constexpr float kDry_m = 0.02F;

/// Probability of the present run if the gauge repeats itself as often as it used to (rule of succession).
double chance_of_run(const Repeats& repeats) {
    const double p = (repeats.equal + 1.0) / (repeats.pairs + 2.0);
    double chance = 1.0;
    for (std::uint32_t k = 0; k < std::min(repeats.run, 64U); ++k) chance *= p;
    return chance;
}

/// At least two of the neighbours that speak, and most of them, have moved while the gauge has not.
bool neighbours_moved(const Belief& b, const Catalogue& catalogue, std::uint32_t device) {
    constexpr float kMoved_m = 0.05F;
    int asked = 0;
    int moved = 0;
    for (const std::uint32_t other : catalogue.neighbours[device]) {
        if (b.readings[other] < 3 || b.silent(other)) continue;
        ++asked;
        if (b.history[other].spread_since(b.repeats[device].run_since) >= kMoved_m) ++moved;
    }
    return moved >= 2 && 2 * moved > asked;
}

}  // namespace

Belief make_belief(const City& city, Instant start) {
    const std::size_t n = city.devices.size();
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    Belief b;
    b.now = start;
    b.start = start;
    b.values.assign(n, {kNone, kNone, kNone});
    b.at.assign(n, start);
    b.heard.assign(n, start);
    b.readings.assign(n, 0);
    b.quality.assign(n, Quality::Unknown);
    b.history.resize(n);
    b.repeats.resize(n);
    b.quiet_below.assign(n, -std::numeric_limits<float>::infinity());
    for (std::size_t d = 0; d < n; ++d) {
        if (city.devices[d].kind == DeviceKind::StreetDepth) b.quiet_below[d] = kDry_m;
    }
    b.cabinet_powered.assign(city.cabinets.size(), 1);
    b.site_up.assign(city.sites.size(), 1);
    return b;
}

void apply_reading(Belief& b, const StoredReading& r, Instant sent) {
    const std::uint32_t d = r.device;
    b.heard[d] = std::max(b.heard[d], sent);
    const bool first = b.readings[d] == 0;
    ++b.readings[d];
    // A straggler is kept in the store, but it does not take the belief back in time.
    if (!first && r.at < b.at[d]) return;

    Repeats& repeats = b.repeats[d];
    if (!first && r.values[0] == b.values[d][0]) {
        if (repeats.run == 0) repeats.run_since = b.at[d];
        ++repeats.run;
    } else if (!first) {
        if (b.values[d][0] >= b.quiet_below[d]) {
            repeats.pairs += repeats.run + 1;
            repeats.equal += repeats.run;
        }
        repeats.run = 0;
    }
    for (std::size_t v = 0; v < r.value_count; ++v) b.values[d][v] = r.values[v];
    b.at[d] = r.at;
    b.history[d].put(r.values[0], r.at);
}

void apply_report(Belief& b, const CitizenReport& report) { b.reports.push_back(report); }

bool looks_stuck(const Belief& b, const City& city, const Catalogue& catalogue, std::uint32_t device) {
    const Repeats& repeats = b.repeats[device];
    constexpr std::uint32_t kRunAtLeast = 8;
    if (repeats.run < kRunAtLeast || b.values[device][0] < b.quiet_below[device]) return false;

    // Its own past, once there is some, says how unlikely the run is; the neighbours say whether there was anything to
    // see.
    constexpr std::uint32_t kPastAtLeast = 5;
    const double chance = repeats.pairs >= kPastAtLeast ? chance_of_run(repeats) : 1.0;
    if (chance < 1.0e-6) return true;
    // Level gauges share one river: its movement is everybody's. Street gauges stand in pools of their own.
    const bool shared = reads_level(city.devices[device].kind);
    return (shared || chance < 1.0e-4) && neighbours_moved(b, catalogue, device);
}

void add_to_hash(const Belief& b, StateHash& hash) {
    hash.add(b.now.ns);
    for (std::size_t d = 0; d < b.values.size(); ++d) {
        if (b.readings[d] == 0) continue;
        hash.add(static_cast<std::uint64_t>(d));
        hash.add(std::span<const float>(b.values[d]));
        hash.add(b.at[d].ns);
        hash.add(b.readings[d]);
        hash.add(b.repeats[d].run);
    }
    hash.add(std::span(reinterpret_cast<const std::uint8_t*>(b.quality.data()), b.quality.size()));
    hash.add(std::span<const std::uint8_t>(b.cabinet_powered));
    hash.add(std::span<const std::uint8_t>(b.site_up));
    for (const CitizenReport& r : b.reports) {
        hash.add(r.at.ns);
        hash.add(r.population_cell);
        hash.add(r.seq);
    }
}

}  // namespace sd
