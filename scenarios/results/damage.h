// Damage to buildings, people and streets reached by the water. Curves: Huizinga, de Moel and Szewczyk 2017, Global
// flood depth-damage functions, JRC105688, tables 3-2, 3-6 and 3-11 (averages of Asia). They say what share of the
// value of building and contents is lost at a depth above the floor; values in money are the user's.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/results/snapshot.h"
#include "sim/core/result.h"

namespace sd::results {

enum class BuildingUse : std::uint8_t { Residential, Commerce, Industry };
[[nodiscard]] std::string_view name_of(BuildingUse use);  ///< "residential", "commerce", "industry"

/// Depth above the floor (m, growing) and fraction lost (0…1).
struct DamageCurve {
    std::vector<std::pair<double, double>> points;
};
[[nodiscard]] const DamageCurve& jrc_asia(BuildingUse use);
/// Linear between points; 0 at or below depth 0, the last value beyond the last point.
[[nodiscard]] double damage_fraction(const DamageCurve& curve, double depth_m);
/// "depth,fraction" lines; lines that begin with # and one head line are skipped. Depths must grow, fractions lie in
/// 0…1 and not fall. `file` is named in the errors.
[[nodiscard]] Result<DamageCurve> curve_from_csv(std::string_view text, const std::string& file);

struct Building {
    std::string name;
    std::string ward;
    BuildingUse use = BuildingUse::Residential;
    std::vector<std::uint32_t> cells;  ///< of the footprint, or the one cell it stands in; not empty
    double floor_area_m2 = 0.0;        ///< of the ground floor
    double value_per_m2 = 0.0;         ///< in Exposure::currency
    double plinth_m = 0.0;             ///< floor above the ground
    double people = 0.0;
};
struct RoadSegment {
    std::string name;
    std::string ward;
    std::vector<std::uint32_t> cells;  ///< that it crosses; the length is shared evenly between them
    double length_m = 0.0;
};
struct Exposure {
    std::vector<Building> buildings;
    std::vector<RoadSegment> roads;
    std::array<DamageCurve, 3> curves{jrc_asia(BuildingUse::Residential), jrc_asia(BuildingUse::Commerce),
                                      jrc_asia(BuildingUse::Industry)};
    std::string currency = "VND";
    double people_depth_m = 0.1;  ///< people count as exposed where the ground at their house is under this much
};

/// Streets are counted above each of these depths.
inline constexpr std::array<double, 3> kStreetDepths_m{0.1, 0.3, 0.5};

struct BuildingDamage {
    std::size_t building = 0;  ///< index in Exposure
    double depth_m = 0.0;      ///< greatest on the footprint, above the ground
    double inside_m = 0.0;     ///< above the floor, ≥ 0
    double fraction = 0.0;     ///< 0…1
    double damage = 0.0;       ///< fraction × area × value
    double people = 0.0;       ///< exposed
};
struct RoadDamage {
    std::size_t road = 0;
    double depth_m = 0.0;              ///< greatest
    std::array<double, 3> length_m{};  ///< deeper than kStreetDepths_m
};
struct DamageSum {
    std::size_t buildings = 0;
    std::size_t wet_buildings = 0;          ///< with water above the floor
    std::array<double, 3> damage_by_use{};  ///< by BuildingUse
    double damage = 0.0;
    double people = 0.0;
    double exposed_people = 0.0;
    std::array<double, 3> street_km{};  ///< deeper than kStreetDepths_m
};
struct DamageReport {
    std::vector<BuildingDamage> buildings;
    std::vector<RoadDamage> roads;
    std::map<std::string, DamageSum> wards;  ///< by name
    DamageSum total;
};

/// `max_depth_m`: one value per cell, NaN counts as dry. Cells outside it are a bug of the caller.
[[nodiscard]] DamageReport assess_damage(const Exposure& exposure, const Field& max_depth_m);

/// building,ward,use,depth_m,inside_m,damage_fraction,damage_CURRENCY,people_exposed
[[nodiscard]] std::string building_damage_csv(const Exposure& exposure, const DamageReport& report);
/// road,ward,depth_m,length_m,length_above_0.1_m,length_above_0.3_m,length_above_0.5_m
[[nodiscard]] std::string road_damage_csv(const Exposure& exposure, const DamageReport& report);
/// ward,buildings,buildings_wet,damage_residential_…,damage_…,people,people_exposed,street_km_above_…; last line
/// "total"
[[nodiscard]] std::string ward_damage_csv(const Exposure& exposure, const DamageReport& report);
/// {"currency", "total", "wards": {name: …}, "buildings": […], "roads": […], "curves"}
[[nodiscard]] std::string damage_json(const Exposure& exposure, const DamageReport& report);

}  // namespace sd::results
