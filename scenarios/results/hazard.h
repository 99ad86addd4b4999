// Flood hazard to people, vehicles and buildings in six classes: Australian Rainfall and Runoff 2016, book 6 chapter 7,
// table 6.7.4 (Smith, Davey and Cox 2014, WRL TR 2014/07).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/results/snapshot.h"

namespace sd::results {

enum class Hazard : std::uint8_t { Dry, H1, H2, H3, H4, H5, H6 };

struct HazardClass {
    std::string_view name;  ///< "H1"
    double depth_m;         ///< greatest of the class; infinite for H6
    double speed_m_s;
    double depth_speed_m2_s;
    std::array<std::uint8_t, 3> rgb;
    std::string_view vi;  ///< what it means
    std::string_view en;
};

/// Dry and H1 … H6, in order. The limits of a class belong to it.
[[nodiscard]] const std::array<HazardClass, 7>& hazard_classes();

/// The lowest class whose three limits hold; Dry when not deeper than 0. Because each limit is judged by itself, the
/// class of the three maxima is the greatest class that ever was.
[[nodiscard]] Hazard hazard_of(double depth_m, double speed_m_s, double depth_speed_m2_s);
/// Per cell, from the maxima; Dry where the water was never maxima.wet_m deep.
[[nodiscard]] std::vector<std::uint8_t> hazard_map(const Maxima& maxima);

}  // namespace sd::results
