#include <yaml-cpp/yaml.h>

#include <cmath>

#include "sim/tide.h"

namespace sd::tide {
namespace {

// The transfer to the boundary was fitted with these ten; more constituents would not fit it.
std::string known_name(const std::string& name) {
    for (const char* known : {"M2", "S2", "N2", "K2", "K1", "O1", "P1", "Q1", "SA", "SSA"}) {
        if (name == known) return name;
    }
    return name == "SA-IOS" ? "SA" : "";
}

std::vector<Constituent> read_constituents(const YAML::Node& list) {
    std::vector<Constituent> out;
    for (const YAML::Node& row : list) {
        Constituent c;
        c.name = known_name(row["name"].as<std::string>());
        if (c.name.empty()) continue;
        c.speed_deg_per_h = row["speed_deg_per_h"].as<double>();
        c.amplitude_m = row["amplitude_m"].as<double>();
        c.phase_deg = row["phase_deg"].as<double>();
        out.push_back(c);
    }
    return out;
}

Result<Config> read(const YAML::Node& root, const std::string& file, std::string_view station) {
    Config config;
    config.constituents = read_constituents(root["tide_reference"]["constituents"]);
    if (config.constituents.empty()) {
        return fail(file,
                    "tide_reference.constituents holds none of the ten constituents M2 S2 N2 K2 K1 O1 P1 Q1 SA SSA",
                    "list name, speed_deg_per_h, amplitude_m and phase_deg of each");
    }
    std::string names;
    for (const YAML::Node& row : root["tide_transfer"]["stations"]) {
        const auto name = row["name"].as<std::string>();
        names += names.empty() ? name : ", " + name;
        if (name != station) continue;
        config.lag = Duration{std::llround(row["lag_h"].as<double>() * 3.6e12)};
        config.slope = row["slope"].as<double>();
        config.offset_m = row["offset_m"].as<double>();
        return config;
    }
    return fail(file, "no station \"" + std::string(station) + "\" in tide_transfer.stations",
                names.empty() ? "add the station with lag_h, slope and offset_m" : "known: " + names);
}

}  // namespace

Result<Config> config_from_facts(const std::filesystem::path& facts_yaml, std::string_view station) {
    try {
        return read(YAML::LoadFile(facts_yaml.string()), facts_yaml.string(), station);
    } catch (const YAML::Exception& e) {
        Error error{facts_yaml.string(), e.mark.line + 1, e.mark.column + 1, e.msg,
                    "expected the facts file of a city"};
        return fail(Errors{std::move(error)});
    }
}

}  // namespace sd::tide
