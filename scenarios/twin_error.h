// How wrong the twin is, where no sensor tells it: depth at sensorless street cells of the urban wards, against the
// truth, and the same for the simplest possible twin (the value of the nearest working street gauge).
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/samples.h"
#include "sim/city/city.h"
#include "sim/core/picture.h"

namespace sd {

class TwinError {
public:
    /// Chooses up to `points` cells by the seed; the same city and seed give the same cells.
    TwinError(const City& city, std::uint64_t seed, int points = 200);

    /// Truth at all compared cells, kept until the belief of the same moment is known.
    [[nodiscard]] std::vector<float> truth_depths(const Picture& truth) const;
    [[nodiscard]] ErrorMark compare(Instant at, const std::vector<float>& truth_m, const Picture& belief) const;
    [[nodiscard]] const std::vector<std::uint32_t>& point_cells() const { return points_; }
    [[nodiscard]] std::size_t street_cells() const { return cells_.size(); }

private:
    [[nodiscard]] std::vector<float> nearest_gauge(const Picture& belief) const;

    GridSpec grid_;
    std::vector<std::uint32_t> cells_;      ///< sensorless street cells of urban wards
    std::vector<std::uint32_t> points_;     ///< chosen of them
    std::vector<std::size_t> point_index_;  ///< in cells_
    std::vector<std::uint32_t> gauges_;     ///< street depth devices
    std::vector<LocalXY> gauge_at_;
};

}  // namespace sd
