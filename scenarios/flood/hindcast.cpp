#include "scenarios/flood/hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "scenarios/city_water.h"
#include "scenarios/words.h"
#include "scenarios/world_setup.h"
#include "sim/flood.h"

namespace sd {
namespace {

constexpr double kNever = std::numeric_limits<double>::quiet_NaN();
constexpr Duration kLook = seconds(60);

struct Street {
    StreetRecord record;
    std::map<std::uint32_t, double> metres;  ///< of the street, by cell
    double deepest_m = 0.0;
};

Result<Street> street_of(const City& city, const StreetRecord& record) {
    Street out{record, {}, 0.0};
    std::set<std::string> names;
    for (const RoadEdge& edge : city.edges) {
        names.insert(edge.name);
        if (edge.name != record.name || edge.cells.empty()) continue;
        const double share = static_cast<double>(edge.length_m) / static_cast<double>(edge.cells.size());
        for (const std::uint32_t cell : edge.cells) out.metres[cell] += share;
    }
    if (!out.metres.empty()) return out;
    return fail(record.name, "no street of the city is called so",
                suggest(record.name, std::vector<std::string>(names.begin(), names.end())));
}

/// What is kept of a play.
struct Seen {
    std::vector<Street> streets;
    std::optional<std::uint32_t> gauge;
    double highest_m = -std::numeric_limits<double>::infinity();
    Instant highest_at;
    std::optional<Instant> last_wet;
};

void look(Seen& seen, const flood::State& state, Instant now) {
    double wet_m = 0.0;
    double all_m = 0.0;
    for (Street& street : seen.streets) {
        for (const auto& [cell, metres] : street.metres) {
            const auto depth_m = static_cast<double>(flood::depth_m(state, cell));
            street.deepest_m = std::max(street.deepest_m, depth_m);
            all_m += metres;
            if (depth_m > kWetStreet_m) wet_m += metres;
        }
    }
    if (wet_m > kDrainedShare * all_m) seen.last_wet = now;
    if (!seen.gauge) return;
    const auto level_m = static_cast<double>(flood::level_m(state, *seen.gauge));
    if (level_m <= seen.highest_m) return;
    seen.highest_m = level_m;
    seen.highest_at = now;
}

Result<Seen> what_to_see(const FloodRecord& record, const City& city) {
    Seen seen;
    for (const StreetRecord& s : record.streets) {
        auto street = street_of(city, s);
        if (!street) return fail(std::move(street.error()));
        seen.streets.push_back(std::move(*street));
    }
    if (record.station.empty()) return seen;
    std::vector<std::string> names;
    for (const Station& station : city.stations) {
        names.push_back(station.name);
        if (station.name == record.station) seen.gauge = station.cell;
    }
    if (!seen.gauge) return fail(record.station, "no station of the city is called so", suggest(record.station, names));
    return seen;
}

Result<void> play(const Scenario& scenario, const City& city, const HindcastPlay& how, Seen& seen) {
    const auto config = world_config_of(scenario);
    if (!config) return fail(config.error());
    Parallel parallel(how.threads);
    auto water = make_city_water(city, *config, parallel);
    if (!water) return fail(std::move(water.error()));
    while (water->now < scenario.end()) {
        step(*water, parallel);
        const Duration gone = water->now - scenario.start;
        if (gone.ns % kLook.ns != 0) continue;
        look(seen, water->flood, water->now);
        if (how.progress) how.progress(gone.seconds() / scenario.length.seconds());
    }
    return {};
}

HindcastRow street_row(const std::string& event, const Street& s) {
    const double short_m = std::min(0.0, s.deepest_m - s.record.deeper_than_m);
    return {event,
            s.record.name,
            fmt::format("> {:.1f} m", s.record.deeper_than_m),
            fmt::format("{:.2f} m", s.deepest_m),
            short_m,
            "m"};
}

HindcastRow drained_row(const FloodRecord& record, const Seen& seen, Instant end) {
    HindcastRow row{record.scenario, "those streets drained", to_clock(record.drained), "", kNever, "h"};
    if (!seen.last_wet) {
        row.simulated = "never wet";
    } else if (*seen.last_wet + kLook > end) {
        row.simulated = fmt::format("not by {}", to_clock(end));
    } else {
        row.simulated = to_clock(*seen.last_wet);
        row.mismatch = (*seen.last_wet - record.drained).hours();
    }
    return row;
}

HindcastRow level_row(const FloodRecord& record, const Seen& seen) {
    const double off_m = seen.highest_m - std::clamp(seen.highest_m, record.low_m, record.high_m);
    return {record.scenario,
            "highest level, " + record.station,
            fmt::format("{:.2f}–{:.2f} m", record.low_m, record.high_m),
            fmt::format("{:.2f} m at {}", seen.highest_m, to_clock(seen.highest_at)),
            off_m,
            "m"};
}

}  // namespace

std::vector<FloodRecord> flood_records() {
    FloodRecord rain;
    rain.scenario = "hindcast_rain_2009";
    rain.source = "nld.com.vn on 1 July 2009; the rain itself is assumed";
    rain.streets = {{"Đường Trần Hưng Đạo", 0.5},
                    {"Đường Rạch Gầm", kWetStreet_m},
                    {"Đường Lê Đại Hành", kWetStreet_m},
                    {"Đường Ngô Quyền", kWetStreet_m}};
    rain.drained = instant_of({2009, 7, 1, 18, 0, 0.0});
    FloodRecord tide;
    tide.scenario = "hindcast_tide_2024";
    tide.source = "baoapbac.vn, bulletin of 18 September 2024";
    tide.station = "Mỹ Tho";
    tide.low_m = 1.75;
    tide.high_m = 1.85;
    return {rain, tide};
}

Result<std::vector<HindcastRow>> play_record(const FloodRecord& record, const Scenario& scenario, const City& city,
                                             const HindcastPlay& how) {
    auto seen = what_to_see(record, city);
    if (!seen) return fail(std::move(seen.error()));
    if (const auto played = play(scenario, city, how, *seen); !played) return fail(played.error());
    std::vector<HindcastRow> rows;
    for (const Street& street : seen->streets) rows.push_back(street_row(record.scenario, street));
    if (!seen->streets.empty()) rows.push_back(drained_row(record, *seen, scenario.end()));
    if (seen->gauge) rows.push_back(level_row(record, *seen));
    return rows;
}

}  // namespace sd
