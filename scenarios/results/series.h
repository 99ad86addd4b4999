// Curves at places that the user names: hydrographs at points, discharge through lines, profiles along lines.
#pragma once

#include <string>
#include <vector>

#include "scenarios/results/snapshot.h"
#include "sim/core/geo.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace sd::results {

/// Coordinates are those of the grid (GridSpec::origin), not of the projected system.
struct Place {
    std::string name;
    LocalXY at;
};
struct Line {
    std::string name;
    std::vector<LocalXY> points;  ///< at least two
};

/// The part of a line inside one cell.
struct LinePiece {
    std::uint32_t cell = 0;
    double chainage_m = 0.0;  ///< of its middle, from the line's first point
    double dx_m = 0.0;        ///< its own extent
    double dy_m = 0.0;
};
/// The line cut at every cell edge, in its own order; parts outside the grid are left out.
[[nodiscard]] std::vector<LinePiece> cut(const Line& line, const GridSpec& grid);

struct Hydrograph {
    Place place;
    std::uint32_t cell = 0;
    double bed_m = 0.0;
    std::vector<float> level_m;  ///< the bed's level where dry
    std::vector<float> depth_m;
    std::vector<float> speed_m_s;
};
/// Positive to the left of the line's direction: draw it from the left to the right bank as seen downstream.
struct FlowLine {
    Line line;
    std::vector<LinePiece> pieces;
    std::vector<double> discharge_m3_s;
};

/// Curves that grow with the run. All have one value per time.
struct Series {
    GridSpec grid;
    std::vector<double> t_s;  ///< since the epoch
    std::vector<Hydrograph> points;
    std::vector<FlowLine> flows;

    void add(const Snapshot& snapshot);
};
/// Fails, naming all of them, for places outside the grid, lines of one point and lines that nowhere touch the grid.
/// `file` is named in the errors.
[[nodiscard]] Result<Series> make_series(const GridSpec& grid, const Field& bed_m, const std::vector<Place>& places,
                                         const std::vector<Line>& flow_lines, const std::string& file);

/// Σ over pieces of discharge × length normal to the line, m³/s; positive to the left.
[[nodiscard]] double discharge_m3_s(const std::vector<LinePiece>& pieces, const Snapshot& snapshot);

struct ProfilePoint {
    double chainage_m = 0.0;
    double bed_m = 0.0;    ///< NaN outside the area
    double level_m = 0.0;  ///< NaN where dry
    double depth_m = 0.0;
    double max_level_m = 0.0;  ///< NaN where never wet
};
struct Profile {
    std::string name;
    double t_s = 0.0;  ///< of level and depth
    std::vector<ProfilePoint> points;
};
[[nodiscard]] Profile profile_along(const Line& line, const GridSpec& grid, const Field& bed_m,
                                    const Snapshot& snapshot, const Maxima& maxima);

/// Tables as CSV (RFC 4180, LF) for write_file of scenarios/page; the head names the units; empty fields where there is
/// no value.
/// Those over time start at the series' `first` time; the head comes with time 0, so that a file can grow with its run.
/// time_s,time,point,bed_m,level_m,depth_m,speed_m_s
[[nodiscard]] std::string hydrograph_csv(const Series& series, Instant epoch, std::size_t first = 0);
/// time_s,time,line,discharge_m3_s
[[nodiscard]] std::string discharge_csv(const Series& series, Instant epoch, std::size_t first = 0);
/// line,time_s,chainage_m,bed_m,level_m,depth_m,max_level_m
[[nodiscard]] std::string profile_csv(const std::vector<Profile>& profiles);

}  // namespace sd::results
