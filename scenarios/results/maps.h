// Maps over time as one NetCDF-4 file after the CF-1.8 conventions, which GDAL, QGIS, Panoply and xarray open as it is.
// https://cfconventions.org/Data/cf-conventions/cf-conventions-1.8/cf-conventions.html
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "scenarios/results/snapshot.h"
#include "sim/core/grid.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd::results {

/// Where and what the maps of one run are.
struct MapFrame {
    GridSpec grid;       ///< row 0 is the southern row; its origin is not used, the corner below is
    int epsg = 0;        ///< projected system in metres, e.g. 32648; 0: none (a test case in its own metres)
    double east_m = 0;   ///< easting of the south-west corner of cell (0, 0)
    double north_m = 0;  ///< its northing
    std::string title;
    std::string vertical_datum;  ///< of beds and levels, in words, e.g. "Hòn Dấu"
    Instant epoch;               ///< t_s = 0
    std::string source;          ///< engine, version and scheme that made the numbers
    std::string history;         ///< how the file came about: the command; the caller adds the date if wanted
};

/// One file of depth(time, y, x), level, x_velocity, y_velocity, of cases with canals canal_depth and canal_level,
/// bed(y, x) and, when finished, max_depth, max_level, max_speed, max_depth_speed, hazard, arrival_time and
/// wet_duration(y, x). float32, deflate level 2 with shuffle, chunks of one slice and at most 1024 × 1024 cells;
/// _FillValue where shallower than `wet_m` or outside. While the run goes on the file is called partial():
/// NAME.partial.nc beside the final name; every slice is flushed, so whatever ends the process leaves a readable file.
/// One thread at a time, over all files: the NetCDF library holds no lock.
class MapFile {
public:
    /// Replaces a partial file of the same name. `bed_m` has one value per cell, NaN outside; `wet_m` > 0.
    [[nodiscard]] static Result<MapFile> create(const std::filesystem::path& file, const MapFrame& frame,
                                                const Field& bed_m, double wet_m = kWet_m, bool canals = false);
    MapFile(MapFile&&) noexcept;
    MapFile& operator=(MapFile&&) noexcept;
    /// Closes; a file that was not finished keeps its partial name.
    ~MapFile();

    /// Adds a slice of time, with canals where create() was told of them; t_s must grow. Errors: a field of another
    /// size, time that stands still, a full disk.
    [[nodiscard]] Result<void> append(const Snapshot& snapshot);
    /// Adds the maxima, closes and takes the final name (an older file of that name is replaced).
    [[nodiscard]] Result<void> finish(const Maxima& maxima);

    [[nodiscard]] const std::filesystem::path& partial() const;
    [[nodiscard]] std::size_t slices() const;

private:
    struct Body;
    explicit MapFile(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
};

/// "maps.nc" → "maps.partial.nc".
[[nodiscard]] std::filesystem::path partial_name(const std::filesystem::path& file);

}  // namespace sd::results
