// Where every vehicle was in every step, small: columns compressed step by step, about a twentieth of the XML.
//
// Bytes (little-endian): magic "SDFCDCOL", version u32; then blocks, each: kind u32 (1 names, 2 step), size of the raw
// bytes u32, size of the compressed bytes u32, those bytes (one zstd frame).
// Raw names (before the step that first needs them): kind u8 (0 vehicle, 1 type, 2 lane), then u32 length and UTF-8
// bytes of each name; names of a kind count on from 0 through the whole file.
// Raw step: time in ms i64, vehicles n u32, then eight columns of n 32-bit numbers, each column as four planes of
// bytes, the lowest bytes first: vehicle (ascending, as difference to the one before), type, lane (numbers of names;
// all ones: none), position on the lane in mm, x mm, y mm (these three as difference to the same vehicle in the step
// before, where it was in it, else themselves), speed mm/s, angle 1/100°.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/case.h"
#include "sim/traffic/output.h"

namespace sd::sumo {

/// Writes steps as they come. Values are kept to a millimetre, a millimetre per second and a hundredth of a degree;
/// positions must stay within ±2000 km.
class FcdColumns {
public:
    [[nodiscard]] static Result<FcdColumns> open(const std::filesystem::path& file);
    /// Samples ascending by vehicle, each vehicle once; `names` of all vehicles so far (only ever appended to).
    void write(const micro::Case& of, double time_s, std::span<const micro::VehicleSample> samples,
               std::span<const std::string> names);
    [[nodiscard]] Result<void> close();

private:
    using Bytes = std::vector<std::byte>;
    void block(std::uint32_t kind, const Bytes& raw);
    void new_names(std::uint8_t kind, const std::vector<std::string>& fresh);
    void write_new_names(const micro::Case& of, std::span<const micro::VehicleSample> samples,
                         std::span<const std::string> names);

    std::filesystem::path file_;
    std::ofstream out_;
    std::size_t vehicles_ = 0;          ///< names written
    std::vector<std::uint32_t> lanes_;  ///< number by lane, kNone before its name was written
    std::uint32_t lanes_named_ = 0;
    struct Last {
        std::uint32_t step = 0;  ///< in which it was seen last, counted from 1
        std::int32_t pos_mm = 0, x_mm = 0, y_mm = 0;
    };
    std::vector<Last> last_;  ///< by vehicle
    std::uint32_t step_ = 0;
};

/// One vehicle as read back; names are numbers into FcdStep's lists.
struct FcdRow {
    std::uint32_t vehicle = 0, type = 0, lane = 0;
    double pos_m = 0.0, x_m = 0.0, y_m = 0.0, speed_m_s = 0.0, angle_deg = 0.0;
};
struct FcdStep {
    double time_s = 0.0;
    std::vector<FcdRow> rows;
    std::vector<std::string> vehicles, types, lanes;  ///< names so far
};
/// Calls `each` step by step. A file that is not whole is an error, after the steps that are.
[[nodiscard]] Result<void> read_fcd_columns(const std::filesystem::path& file,
                                            const std::function<void(const FcdStep&)>& each);

}  // namespace sd::sumo
