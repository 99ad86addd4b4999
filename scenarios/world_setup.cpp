#include "scenarios/world_setup.h"

#include <cstdlib>

#include "scenarios/city_source.h"
#include "scenarios/run_dir.h"
#include "scenarios/words.h"
#include "sim/salinity/read.h"

namespace sd {
namespace {

const YamlNode* member(const YamlNode& node, const char* key) {
    for (const auto& [name, value] : node.members) {
        if (name.text == key) return &value;
    }
    return nullptr;
}

double number(const YamlNode& node, const char* key, double otherwise) {
    const YamlNode* found = member(node, key);
    return found == nullptr ? otherwise : std::strtod(found->text.c_str(), nullptr);
}

/// The IDF row of `station`; names in the facts may carry a place in brackets, the part before it is enough.
Result<weather::Idf> idf_of(const std::filesystem::path& facts, const std::string& station) {
    const auto text = read_file(facts);
    if (!text) return fail(text.error());
    const auto tree = parse_yaml(*text, facts.string());
    if (!tree) return fail(tree.error());
    const YamlNode* group = member(*tree, "rain_idf");
    const YamlNode* rows = group == nullptr ? nullptr : member(*group, "stations");
    std::vector<std::string> names;
    if (rows != nullptr) {
        for (const YamlNode& row : rows->items) {
            const YamlNode* name = member(row, "name");
            if (name == nullptr) continue;
            names.push_back(name->text.substr(0, name->text.find(" (")));
            if (name->text == station || names.back() == station) {
                return weather::Idf{number(row, "A", 0.0), number(row, "C", 0.0), number(row, "b_min", 0.0),
                                    number(row, "n", 1.0)};
            }
        }
    }
    return fail(facts.string(), "no IDF station is called \"" + station + "\"", suggest(station, names));
}

Result<void> set_weather(const Scenario& scenario, const std::filesystem::path& facts, weather::Config& out) {
    const RainPlan& rain = scenario.rain;
    if (!rain.idf_station.empty()) {
        const auto idf = idf_of(facts, rain.idf_station);
        if (!idf) return fail(idf.error());
        out.idf = *idf;
    }
    if (rain.total_mm > 0.0 || !rain.idf_station.empty()) {
        out.storms.push_back({rain.start, rain.lasting, rain.return_years, rain.total_mm, rain.peak});
    }
    for (const RainCellPlan& cell : rain.cells) {
        out.cells.push_back(
            {cell.at, cell.lasting, cell.where, cell.east_m_s, cell.north_m_s, cell.radius_m, cell.rate_mm_h});
    }
    out.wind_m_s = scenario.wind.speed_m_s;
    out.wind_from_deg = scenario.wind.from_deg;
    return {};
}

/// The tidal rivers of a recipe's city, where its data folder has them; packs have none yet.
Result<void> set_salt(const Scenario& scenario, double surge_m, salt::Config& out) {
    if (!is_recipe(scenario.city.base)) return {};
    const auto data = data_folder();
    if (!data) return fail(data.error());
    const std::filesystem::path folder = *data / scenario.city.base;
    std::error_code code;
    if (!std::filesystem::exists(folder / "salinity.yaml", code)) return {};
    auto description = salinity::read_description(folder / "salinity.yaml");
    if (!description) return fail(std::move(description.error()));
    const std::filesystem::path facts_file = folder / (scenario.city.base + "_facts.yaml");
    const auto facts = salinity::read_facts(facts_file);
    if (!facts) return fail(facts.error());
    if (facts->tide.empty()) return fail(facts_file.string(), "has no tide transfers", "give tide_transfer rows");
    auto mouth = tide::config_from_facts(facts_file, facts->tide.front().station);
    if (!mouth) return fail(std::move(mouth.error()));
    out.network = std::make_shared<const salinity::Network>(salinity::build(std::move(*description)));
    out.mouth = std::move(*mouth);
    out.mouth.surge_m = surge_m;
    return {};
}

}  // namespace

Result<WorldConfig> world_config_of(const Scenario& scenario) {
    WorldConfig out;
    out.seed = scenario.seed;
    out.start = scenario.start;
    out.tide = tide::vung_tau();
    std::filesystem::path facts;
    if (!scenario.tide.station.empty() || !scenario.rain.idf_station.empty()) {
        const auto data = data_folder();
        if (!data) return fail(data.error());
        facts = *data / "my_tho" / "my_tho_facts.yaml";
    }
    if (!scenario.tide.station.empty()) {
        auto tide = tide::config_from_facts(facts, scenario.tide.station);
        if (!tide) return fail(std::move(tide.error()));
        out.tide = std::move(*tide);
    }
    out.tide.surge_m = scenario.tide.surge_m;
    if (const auto set = set_salt(scenario, scenario.tide.surge_m, out.salt); !set) return fail(set.error());
    if (const auto set = set_weather(scenario, facts, out.weather); !set) return fail(set.error());
    out.traffic.trips_per_hour_peak *= scenario.traffic.scale;
    out.traffic.motorbike_share = scenario.traffic.motorbike_share;
    return out;
}

}  // namespace sd
