// Damage as CSV and JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/results/csv.h"
#include "scenarios/results/damage.h"

namespace sd::results {
namespace {

constexpr std::array<BuildingUse, 3> kUses{BuildingUse::Residential, BuildingUse::Commerce, BuildingUse::Industry};

std::string ward_line(const std::string& name, const DamageSum& s) {
    std::string out = fmt::format("{},{},{}", csv_text(name), s.buildings, s.wet_buildings);
    for (const double damage : s.damage_by_use) out += "," + csv_number(damage, 2);
    out += "," + csv_number(s.damage, 2) + "," + csv_number(s.people, 1) + "," + csv_number(s.exposed_people, 1);
    for (const double km : s.street_km) out += "," + csv_number(km, 4);
    return out + "\n";
}

nlohmann::json json_of(const DamageSum& s) {
    nlohmann::json out{{"buildings", s.buildings},
                       {"buildings_wet", s.wet_buildings},
                       {"damage", s.damage},
                       {"people", s.people},
                       {"people_exposed", s.exposed_people}};
    for (const BuildingUse use : kUses) {
        out["damage_by_use"][std::string(name_of(use))] = s.damage_by_use[static_cast<std::size_t>(use)];
    }
    for (std::size_t k = 0; k < kStreetDepths_m.size(); ++k) {
        out["street_km_above"][fmt::format("{}_m", kStreetDepths_m[k])] = s.street_km[k];
    }
    return out;
}

nlohmann::json json_of(const Building& b, const BuildingDamage& d) {
    return {{"name", b.name},
            {"ward", b.ward},
            {"use", std::string(name_of(b.use))},
            {"depth_m", d.depth_m},
            {"inside_m", d.inside_m},
            {"damage_fraction", d.fraction},
            {"damage", d.damage},
            {"people_exposed", d.people}};
}

nlohmann::json json_of(const RoadSegment& r, const RoadDamage& d) {
    nlohmann::json out{{"name", r.name}, {"ward", r.ward}, {"depth_m", d.depth_m}, {"length_m", r.length_m}};
    for (std::size_t k = 0; k < kStreetDepths_m.size(); ++k) {
        out["length_above_m"][fmt::format("{}_m", kStreetDepths_m[k])] = d.length_m[k];
    }
    return out;
}

}  // namespace

std::string building_damage_csv(const Exposure& exposure, const DamageReport& report) {
    std::string out =
        "building,ward,use,depth_m,inside_m,damage_fraction,damage_" + exposure.currency + ",people_exposed\n";
    for (const BuildingDamage& d : report.buildings) {
        const Building& b = exposure.buildings[d.building];
        out += fmt::format("{},{},{},{},{},{},{},{}\n", csv_text(b.name), csv_text(b.ward), name_of(b.use),
                           csv_number(d.depth_m, 3), csv_number(d.inside_m, 3), csv_number(d.fraction, 4),
                           csv_number(d.damage, 2), csv_number(d.people, 1));
    }
    return out;
}

std::string road_damage_csv(const Exposure& exposure, const DamageReport& report) {
    std::string out = "road,ward,depth_m,length_m";
    for (const double depth_m : kStreetDepths_m) out += fmt::format(",length_above_{}_m", depth_m);
    out += "\n";
    for (const RoadDamage& d : report.roads) {
        const RoadSegment& r = exposure.roads[d.road];
        out += fmt::format("{},{},{},{}", csv_text(r.name), csv_text(r.ward), csv_number(d.depth_m, 3),
                           csv_number(r.length_m, 2));
        for (const double length_m : d.length_m) out += "," + csv_number(length_m, 2);
        out += "\n";
    }
    return out;
}

std::string ward_damage_csv(const Exposure& exposure, const DamageReport& report) {
    std::string out = "ward,buildings,buildings_wet";
    for (const BuildingUse use : kUses) out += fmt::format(",damage_{}_{}", name_of(use), exposure.currency);
    out += ",damage_" + exposure.currency + ",people,people_exposed";
    for (const double depth_m : kStreetDepths_m) out += fmt::format(",street_km_above_{}_m", depth_m);
    out += "\n";
    for (const auto& [name, sum] : report.wards) out += ward_line(name, sum);
    return out + ward_line("total", report.total);
}

std::string damage_json(const Exposure& exposure, const DamageReport& report) {
    nlohmann::json out{{"currency", exposure.currency},        {"people_depth_m", exposure.people_depth_m},
                       {"total", json_of(report.total)},       {"wards", nlohmann::json::object()},
                       {"buildings", nlohmann::json::array()}, {"roads", nlohmann::json::array()}};
    for (const auto& [name, sum] : report.wards) out["wards"][name] = json_of(sum);
    for (const BuildingDamage& d : report.buildings) {
        out["buildings"].push_back(json_of(exposure.buildings[d.building], d));
    }
    for (const RoadDamage& d : report.roads) out["roads"].push_back(json_of(exposure.roads[d.road], d));
    for (const BuildingUse use : kUses) {
        nlohmann::json& curve = out["curves"][std::string(name_of(use))];
        for (const auto& [depth_m, fraction] : exposure.curves[static_cast<std::size_t>(use)].points) {
            curve.push_back({depth_m, fraction});
        }
    }
    return out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace sd::results
