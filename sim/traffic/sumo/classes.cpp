#include "sim/traffic/sumo/classes.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sd::sumo {
namespace {

using micro::VClass;

/// What differs between classes; everything else is the same for all.
struct ClassRow {
    std::string_view name;
    double length_m, width_m, min_gap_m, accel_m_s2, decel_m_s2, emergency_m_s2, sigma, max_speed_m_s, speed_dev;
    double min_gap_lat_m;
    double wade_limit_m;  ///< cars [Pregnolato et al. 2017]; the others after their exhausts and floors [assumed]
    std::string_view emission;
};

constexpr std::string_view kPetrol = "HBEFA3/PC_G_EU4";
constexpr std::string_view kLight = "HBEFA3/LDV";
constexpr std::string_view kTwoWheel = "HBEFA3/LDV_G_EU6";
constexpr std::string_view kDiesel = "HBEFA3/HDV_D_EU0";
constexpr std::string_view kHeavy = "HBEFA3/HDV";
constexpr std::string_view kZero = "Zero/default";
constexpr double kCar = 200.0 / 3.6;

// In the order of VClass.
constexpr std::array<ClassRow, static_cast<std::size_t>(VClass::Count)> kRows = {{
    {"ignoring", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.0, 0.6, 0.3, kPetrol},
    {"private", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
    {"emergency", 6.5, 2.16, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.0, 0.6, 0.35, kLight},
    {"authority", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.0, 0.6, 0.3, kPetrol},
    {"army", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.0, 0.6, 0.8, kPetrol},
    {"vip", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
    {"pedestrian", 0.215, 0.478, 0.25, 1.5, 2.0, 5.0, 0.5, 37.58 / 3.6, 0.1, 0.6, 0.5, kZero},
    {"passenger", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
    {"hov", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
    {"taxi", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.05, 0.6, 0.3, kPetrol},
    {"bus", 12.0, 2.5, 2.5, 1.2, 4.0, 7.0, 0.5, 100.0 / 3.6, 0.0, 0.6, 0.45, "HBEFA3/Bus"},
    {"coach", 14.0, 2.6, 2.5, 2.0, 4.0, 7.0, 0.5, 100.0 / 3.6, 0.05, 0.6, 0.45, "HBEFA3/Coach"},
    {"delivery", 6.5, 2.16, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.05, 0.6, 0.35, kLight},
    {"truck", 7.1, 2.4, 2.5, 1.3, 4.0, 7.0, 0.5, 130.0 / 3.6, 0.05, 0.6, 0.6, kHeavy},
    {"trailer", 16.5, 2.55, 2.5, 1.1, 4.0, 7.0, 0.5, 130.0 / 3.6, 0.05, 0.6, 0.6, kHeavy},
    {"motorcycle", 2.2, 0.9, 2.5, 6.0, 10.0, 10.0, 0.5, kCar, 0.1, 0.6, 0.25, kTwoWheel},
    {"moped", 2.1, 0.78, 2.5, 1.1, 7.0, 10.0, 0.5, 60.0 / 3.6, 0.1, 0.6, 0.25, kTwoWheel},
    {"bicycle", 1.6, 0.65, 0.5, 1.2, 3.0, 7.0, 0.5, 50.0 / 3.6, 0.1, 0.6, 0.25, kZero},
    {"evehicle", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kZero},
    {"tram", 22.0, 2.4, 2.5, 1.0, 3.0, 7.0, 0.0, 80.0 / 3.6, 0.0, 0.6, 0.3, kZero},
    {"rail_urban", 109.5, 3.0, 5.0, 1.0, 3.0, 7.0, 0.0, 100.0 / 3.6, 0.0, 0.6, 0.3, kZero},
    {"rail", 135.0, 2.84, 5.0, 0.25, 1.3, 5.0, 0.0, 160.0 / 3.6, 0.0, 0.6, 0.3, kDiesel},
    {"rail_electric", 200.0, 2.95, 5.0, 0.5, 1.3, 5.0, 0.0, 220.0 / 3.6, 0.0, 0.6, 0.3, kZero},
    {"rail_fast", 200.0, 2.95, 5.0, 0.5, 1.3, 5.0, 0.0, 330.0 / 3.6, 0.0, 0.6, 0.3, kZero},
    {"ship", 17.0, 4.0, 2.5, 0.1, 0.15, 1.0, 0.0, 8.0 / 1.94, 0.1, 0.6, 1e9, kDiesel},
    {"custom1", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
    {"custom2", 5.0, 1.8, 2.5, 2.6, 4.5, 9.0, 0.5, kCar, 0.1, 0.6, 0.3, kPetrol},
}};

constexpr std::array<std::pair<std::string_view, VClass>, 8> kOldNames = {{
    {"public_emergency", VClass::Emergency},
    {"public_authority", VClass::Authority},
    {"public_army", VClass::Army},
    {"public_transport", VClass::Bus},
    {"transport", VClass::Truck},
    {"lightrail", VClass::Tram},
    {"cityrail", VClass::RailUrban},
    {"rail_slow", VClass::Rail},
}};

micro::ClassSet set_of(const Element& element, std::string_view key, std::string_view list) {
    micro::ClassSet set = 0;
    for (const std::string_view word : words_of(list)) {
        if (word == "all") {
            set |= micro::kAllClasses;
        } else if (const auto cls = class_of(word)) {
            set |= micro::bit_of(*cls);
        } else if (word != "none") {
            element.error(fmt::format("{}: {} names '{}', which is no vehicle class", element.label(), key, word),
                          "classes: passenger, bus, motorcycle, bicycle, … of SUMO 1.15");
        }
    }
    return set;
}

}  // namespace

std::optional<micro::VClass> class_of(std::string_view name) {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (kRows[i].name == name) return static_cast<VClass>(i);
    }
    for (const auto& [old, cls] : kOldNames) {
        if (old == name) return cls;
    }
    return std::nullopt;
}

std::string_view name_of(micro::VClass cls) { return kRows[static_cast<std::size_t>(cls)].name; }

micro::ClassSet read_classes(Element& element) {
    const std::string_view allow = trimmed(element.text("allow"));
    const std::string_view disallow = trimmed(element.text("disallow"));
    const micro::ClassSet ignoring = micro::bit_of(VClass::Ignoring);
    if (!allow.empty()) return set_of(element, "allow", allow) | ignoring;
    if (!disallow.empty()) return (micro::kAllClasses & ~set_of(element, "disallow", disallow)) | ignoring;
    return micro::kAllClasses;
}

micro::VehicleType type_of_class(micro::VClass cls) {
    const ClassRow& row = kRows[static_cast<std::size_t>(cls)];
    micro::VehicleType type;
    type.cls = cls;
    type.length_m = row.length_m;
    type.width_m = row.width_m;
    type.min_gap_m = row.min_gap_m;
    type.accel_m_s2 = row.accel_m_s2;
    type.decel_m_s2 = row.decel_m_s2;
    type.emergency_decel_m_s2 = row.emergency_m_s2;
    type.sigma = row.sigma;
    type.max_speed_m_s = row.max_speed_m_s;
    type.speed_dev = row.speed_dev;
    type.min_gap_lat_m = row.min_gap_lat_m;
    type.wade_limit_m = row.wade_limit_m;
    type.emission_class = row.emission;
    return type;
}

}  // namespace sd::sumo
