#include "sim/city/recipe_source.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>

namespace sd::recipe {
namespace {

// Local metres from a [lon, lat] pair.
struct Frame {
    const Utm* utm;
    Projected origin;

    [[nodiscard]] LocalXY place(const YAML::Node& pair) const {
        const Projected p = utm->forward({pair[0].as<double>(), pair[1].as<double>()});
        return {p.easting_m - origin.easting_m, p.northing_m - origin.northing_m};
    }
};

Provenance provenance_named(const std::string& name) {
    if (name == "fact") return Provenance::Fact;
    if (name == "derived") return Provenance::Derived;
    if (name == "traced") return Provenance::Traced;
    return Provenance::Assumed;
}

void read_numbers(const YAML::Node& node, Settings& s) {
    const auto take = [&](const char* key, double& into) {
        if (node[key]) into = node[key].as<double>();
    };
    take("river_bed_m", s.river_bed_m);
    take("river_shore_bed_m", s.river_shore_bed_m);
    take("river_shore_scale_m", s.river_shore_scale_m);
    take("canal_crest_m", s.canal_crest_m);
    take("gated_crest_m", s.gated_crest_m);
    take("river_crest_m", s.river_crest_m);
    take("sluice_closes_above_m", s.sluice_closes_above_m);
    take("main_road_raise_m", s.main_road_raise_m);
    take("rural_road_raise_m", s.rural_road_raise_m);
    take("street_drop_m", s.street_drop_m);
    take("low_street_drop_m", s.low_street_drop_m);
    take("basin_drop_m", s.basin_drop_m);
    take("basin_radius_m", s.basin_radius_m);
    take("drain_inlet_mm_h", s.drain_inlet_mm_h);
    take("drain_storage_mm", s.drain_storage_mm);
}

Feature street_of(const Frame& frame, const YAML::Node& node) {
    Feature street;
    street.layer = "extra_street";
    street.text["name"] = node["name"].as<std::string>();
    street.number["lanes"] = node["lanes"].as<double>();
    street.number["speed_kmh"] = node["speed_kmh"].as<double>();
    street.parts.emplace_back();
    for (const YAML::Node& pair : node["line"]) street.parts[0].push_back(frame.place(pair));
    return street;
}

Settings settings_of(const Frame& frame, const YAML::Node& root) {
    Settings s;
    s.seed = root["seed"].as<std::uint64_t>();
    s.cell_m = root["cell_m"].as<double>();
    read_numbers(root["levels"], s);
    for (const YAML::Node& name : root["low_streets"]) s.low_streets.push_back(name.as<std::string>());
    for (const YAML::Node& node : root["bus_lines"]) {
        BusPlan plan;
        plan.name = node["name"].as<std::string>();
        plan.headway = minutes(node["headway_min"].as<int>());
        plan.buses = node["buses"].as<int>();
        for (const YAML::Node& pair : node["stops"]) plan.stops.push_back(frame.place(pair));
        s.buses.push_back(plan);
    }
    for (const auto& pair : root["devices"]) s.devices[pair.first.as<std::string>()] = pair.second.as<int>();
    return s;
}

std::vector<AlarmLevels> alarms_of(const YAML::Node& facts, const YAML::Node& root) {
    std::vector<AlarmLevels> out;
    for (const auto& pair : root["alarm_levels"]) {
        const YAML::Node levels = facts["alarm_levels"][pair.second.as<std::string>()];
        AlarmLevels alarm;
        alarm.station = pair.first.as<std::string>();
        const std::array<const char*, 3> steps{"I", "II", "III"};
        for (std::size_t k = 0; k < steps.size(); ++k) {
            alarm.level_m[k] = levels[steps[k]]["value"].as<float>();
            alarm.provenance[k] = provenance_named(levels[steps[k]]["provenance"].as<std::string>());
        }
        out.push_back(alarm);
    }
    return out;
}

struct Box {
    double west;
    double south;
    double east;
    double north;
};

// The largest rectangle of whole cells inside the box: meridians lean against the projected grid, so its corners
// are not those of the box.
void lay_grid(const Utm& utm, const Box& box, double cell_m, Source& out) {
    const Projected sw = utm.forward({box.west, box.south});
    const Projected se = utm.forward({box.east, box.south});
    const Projected ne = utm.forward({box.east, box.north});
    const Projected nw = utm.forward({box.west, box.north});
    const auto up = [&](double v) { return std::ceil(v / cell_m) * cell_m; };
    const double west = up(std::max(sw.easting_m, nw.easting_m));
    const double south = up(std::max(sw.northing_m, se.northing_m));
    out.grid.cell_m = cell_m;
    out.grid.nx = static_cast<int>((std::min(se.easting_m, ne.easting_m) - west) / cell_m);
    out.grid.ny = static_cast<int>((std::min(nw.northing_m, ne.northing_m) - south) / cell_m);
    out.meta.origin_easting_m = west;
    out.meta.origin_northing_m = south;
    const double east = west + out.grid.nx * cell_m;
    const double north = south + out.grid.ny * cell_m;
    out.meta.corners = {utm.inverse({west, south}), utm.inverse({east, south}), utm.inverse({east, north}),
                        utm.inverse({west, north})};
}

void read_meta(const YAML::Node& root, const YAML::Node& place, CityMeta& meta) {
    meta.name = place["name"].as<std::string>();
    meta.province = place["province"].as<std::string>();
    meta.epsg = place["utm_epsg"]["value"].as<int>();
    meta.utc_offset = hours(place["utc_offset_h"]["value"].as<int>());
    meta.vertical_datum = root["vertical_datum"].as<std::string>();
    meta.attribution = root["attribution"].as<std::string>();
    meta.licence = root["licence"].as<std::string>();
    meta.synthetic_terrain = root["synthetic_terrain"].as<bool>();
}

Result<Source> read_checked(const std::filesystem::path& folder, double wanted_cell_m) {
    const YAML::Node root = YAML::LoadFile((folder / "recipe.yaml").string());
    const YAML::Node facts = YAML::LoadFile((folder / root["facts"].as<std::string>()).string());
    const YAML::Node place = facts["place"];
    Source out;
    read_meta(root, place, out.meta);
    const auto utm = Utm::of_epsg(out.meta.epsg);
    if (!utm) return fail(utm.error());
    const YAML::Node box = place["bbox"]["value"];
    const double cell_m = wanted_cell_m > 0.0 ? wanted_cell_m : root["cell_m"].as<double>();
    if (!(cell_m >= 1.0 && cell_m <= 1000.0)) {
        return fail((folder / "recipe.yaml").string(), "cell_m is " + std::to_string(cell_m), "1…1000 metres");
    }
    lay_grid(*utm, {box[0].as<double>(), box[1].as<double>(), box[2].as<double>(), box[3].as<double>()}, cell_m, out);
    const Frame frame{&*utm, {out.meta.origin_easting_m, out.meta.origin_northing_m}};
    out.settings = settings_of(frame, root);
    out.alarms = alarms_of(facts, root);
    auto features = read_skeleton(folder / root["skeleton"].as<std::string>(), *utm, frame.origin);
    if (!features) return fail(features.error());
    out.features = std::move(*features);
    for (const YAML::Node& node : root["extra_streets"]) out.features.push_back(street_of(frame, node));
    return out;
}

}  // namespace

std::vector<const Feature*> Source::layer(const std::string& name) const {
    std::vector<const Feature*> out;
    for (const Feature& feature : features) {
        if (feature.layer == name) out.push_back(&feature);
    }
    return out;
}

Result<Source> read_source(const std::filesystem::path& folder, double cell_m) {
    try {
        return read_checked(folder, cell_m);
    } catch (const YAML::Exception& e) {
        return fail((folder / "recipe.yaml").string(),
                    std::string("the recipe or its facts cannot be read: ") + e.what(),
                    "compare with the keys in data/my_tho");
    }
}

}  // namespace sd::recipe
