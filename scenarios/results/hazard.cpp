#include "scenarios/results/hazard.h"

#include <limits>

namespace sd::results {
namespace {

constexpr double kAny = std::numeric_limits<double>::infinity();

/// Table 6.7.4. Where it leaves depth or speed open a class above says it: H5 ends at 4 m and 4 m/s.
constexpr std::array<HazardClass, 7> kClasses{{
    {"dry", 0.0, kAny, kAny, {255, 255, 255}, "khô", "dry"},
    {"H1",
     0.3,
     2.0,
     0.3,
     {166, 206, 227},
     "nhìn chung an toàn cho người, xe và nhà",
     "generally safe for people, vehicles and buildings"},
    {"H2", 0.5, 2.0, 0.6, {120, 198, 121}, "nguy hiểm cho xe nhỏ", "unsafe for small vehicles"},
    {"H3",
     1.2,
     2.0,
     0.6,
     {255, 237, 111},
     "nguy hiểm cho xe, trẻ em và người già",
     "unsafe for vehicles, children and the elderly"},
    {"H4", 2.0, 2.0, 1.0, {253, 174, 97}, "nguy hiểm cho mọi người và xe", "unsafe for all people and vehicles"},
    {"H5",
     4.0,
     4.0,
     4.0,
     {215, 48, 39},
     "nguy hiểm cho người và xe; nhà có thể hỏng kết cấu",
     "unsafe for people and vehicles; buildings may be damaged in their structure"},
    {"H6",
     kAny,
     kAny,
     kAny,
     {103, 0, 84},
     "nguy hiểm cho người và xe; mọi nhà có thể sập",
     "unsafe for people and vehicles; all buildings may fail"},
}};

/// Maxima are kept in single precision: a depth of 0.3 m comes back a little above, and is still of the class.
bool within(double value, double limit) { return static_cast<float>(value) <= static_cast<float>(limit); }

}  // namespace

const std::array<HazardClass, 7>& hazard_classes() { return kClasses; }

Hazard hazard_of(double depth_m, double speed_m_s, double depth_speed_m2_s) {
    if (!(depth_m > 0.0)) return Hazard::Dry;
    for (std::size_t k = 1; k < kClasses.size(); ++k) {
        const HazardClass& c = kClasses[k];
        if (within(depth_m, c.depth_m) && within(speed_m_s, c.speed_m_s) &&
            within(depth_speed_m2_s, c.depth_speed_m2_s)) {
            return static_cast<Hazard>(k);
        }
    }
    return Hazard::H6;
}

std::vector<std::uint8_t> hazard_map(const Maxima& maxima) {
    std::vector<std::uint8_t> classes(maxima.depth_m.size());
    for (std::size_t k = 0; k < classes.size(); ++k) {
        classes[k] = static_cast<std::uint8_t>(hazard_of(static_cast<double>(maxima.depth_m[k]),
                                                         static_cast<double>(maxima.speed_m_s[k]),
                                                         static_cast<double>(maxima.depth_speed_m2_s[k])));
    }
    return classes;
}

}  // namespace sd::results
