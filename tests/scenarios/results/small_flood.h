// A flood of 5 × 4 cells with numbers that tell the cell: depth = 1 + column + 10·row, in a frame near Mỹ Tho.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>

#include "scenarios/results/maps.h"
#include "sim/core/check.h"

namespace sd::results {

inline MapFrame small_frame(int nx = 5, int ny = 4) {
    MapFrame frame;
    frame.grid = {nx, ny, 20.0, {}};
    frame.epsg = 32648;
    frame.east_m = 650000.0;
    frame.north_m = 1145000.0;
    frame.title = "Thử nghiệm";
    frame.vertical_datum = "Hòn Dấu";
    frame.epoch = *parse_iso("2026-10-28T18:00:00+07:00");
    frame.source = "songdoi test";
    return frame;
}

/// Flat ground at 0.5 m; the north-east cell lies outside the area.
inline Field small_bed(const GridSpec& grid) {
    Field bed(grid.cells(), 0.5F);
    bed.back() = std::numeric_limits<float>::quiet_NaN();
    return bed;
}

/// Cell (1, 0) is dry; everywhere else the water moves 0.5 m/s east and 0.25 m/s south.
inline Snapshot small_snapshot(const GridSpec& grid, double t_s, float factor = 1.0F) {
    Snapshot s;
    s.t_s = t_s;
    for (int j = 0; j < grid.ny; ++j) {
        for (int i = 0; i < grid.nx; ++i) {
            const float depth = i == 1 && j == 0 ? 0.0F : factor * static_cast<float>(1 + i + 10 * j);
            s.depth_m.push_back(depth);
            s.level_m.push_back(0.5F + depth);
            s.x_m2_s.push_back(0.5F * depth);
            s.y_m2_s.push_back(-0.25F * depth);
        }
    }
    return s;
}

/// An empty folder of the test's own, removed at the end.
class Folder {
public:
    explicit Folder(const std::string& name)
        : path_(std::filesystem::temp_directory_path() / ("songdoi-" + name + "-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Maxima of what these snapshots show; they come in the order of time.
inline void add(Maxima& m, const Snapshot& snapshot) {
    SD_CHECK(snapshot.depth_m.size() == m.depth_m.size() && snapshot.x_m2_s.size() == m.depth_m.size());
    const auto since_last_s = static_cast<float>(std::max(0.0, snapshot.t_s - m.last_s));
    m.last_s = snapshot.t_s;
    const auto wet = static_cast<float>(m.wet_m);
    for (std::size_t k = 0; k < m.depth_m.size(); ++k) {
        const float depth = snapshot.depth_m[k];
        if (!(depth >= wet)) continue;
        const float flow_m2_s =
            std::sqrt(snapshot.x_m2_s[k] * snapshot.x_m2_s[k] + snapshot.y_m2_s[k] * snapshot.y_m2_s[k]);
        m.depth_m[k] = std::max(m.depth_m[k], depth);
        m.level_m[k] = std::fmax(m.level_m[k], snapshot.level_m[k]);
        m.speed_m_s[k] = std::max(m.speed_m_s[k], flow_m2_s / depth);
        m.depth_speed_m2_s[k] = std::max(m.depth_speed_m2_s[k], flow_m2_s);
        if (std::isnan(m.arrival_s[k])) m.arrival_s[k] = static_cast<float>(snapshot.t_s);
        m.duration_s[k] += since_last_s;
    }
}

}  // namespace sd::results
