// What the variables of a map file are called and what they say of themselves (CF-1.8). Used by maps.cpp.
#pragma once

#include <span>
#include <string>

#include "scenarios/results/maps.h"

namespace sd::results {

inline constexpr float kFill = -9999.0F;

struct MapVariable {
    const char* name;
    const char* long_name;
    const char* standard_name;  ///< "" where CF has none
    const char* units;
    const char* cell_methods;
};

/// depth, level, x_velocity, y_velocity: one slice per time.
[[nodiscard]] std::span<const MapVariable, 4> slice_variables();
/// canal_depth, canal_level: the same, of cases with canals.
[[nodiscard]] std::span<const MapVariable, 2> canal_variables();
/// max_depth, max_level, max_speed, max_depth_speed, arrival_time, wet_duration.
[[nodiscard]] std::span<const MapVariable, 6> maximum_variables();

/// A NetCDF file that is open; every call gives an error of the library, 0 for none. Remembers the first one.
class NetcdfFile {
public:
    explicit NetcdfFile(int id) : id_(id) {}
    void text(int variable, const char* name, const std::string& value);
    void number(int variable, const char* name, double value);
    /// A float32 map over (y, x) or, when `over_time`, (time, y, x).
    int map(const MapVariable& about, bool over_time, bool has_crs, const std::string& datum);
    /// The hazard classes, signed bytes (CF-1.8 knows no unsigned ones).
    int hazard(bool has_crs);
    /// Dimensions, their coordinate variables and the coordinate system; writes the coordinates.
    Result<void> axes(const MapFrame& frame, const std::string& file);

    [[nodiscard]] int first_error() const { return error_; }
    void check(int error) {
        if (error_ == 0) error_ = error;
    }
    int time_variable = -1;

private:
    void pack(int variable, bool over_time);
    void crs(const MapFrame& frame, const struct Crs& system);

    int id_;
    int error_ = 0;
    int time_ = -1;
    int y_ = -1;
    int x_ = -1;
    std::size_t nx_ = 0;
    std::size_t ny_ = 0;
};

}  // namespace sd::results
