// Inner parts of the flood-case reader; only scenarios/flood/case_read*.cpp include this.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/fields.h"
#include "scenarios/flood/case_file.h"

namespace sd {

struct CaseReader {
    std::string file;
    std::filesystem::path folder;  ///< relative names start here
    double most_cells = 0.0;       ///< of a grid
    Errors errors;
    FloodCaseFile out;
    bool ground_known = false;                    ///< places can be checked against the grid
    std::map<std::string, std::uint32_t> gauges;  ///< places of named points, for rules
    double first_level_m = -1.0e9;                ///< of the first water, for canals
    std::map<std::string, std::vector<LocalXY>> canal_lines;

    void error(const YamlNode& at, const std::string& message, const std::string& hint = {});
    [[nodiscard]] const GridSpec& grid() const { return out.frame.grid; }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const;

    /// [[+0h, 1.2], [+6h, 0.4]] or one number. `what` and `unit` are for messages.
    hydro::Curve series(const YamlNode& node, const std::string& what, double low, double high, const char* unit);
    /// [[x, y], …] of plain numbers, x rising.
    hydro::Curve table(const YamlNode& node, const std::string& what);
    std::optional<double> number(const YamlNode& node, const std::string& what);
    /// "90s" or "+1h30m" since the start.
    std::optional<double> seconds(const YamlNode& node, const std::string& what);
    /// [easting, northing] → metres from the grid's south-west corner.
    std::optional<LocalXY> place(const YamlNode& node, const std::string& what);
    /// The cell of a place that lies on ground of the grid.
    std::optional<std::uint32_t> cell(const YamlNode& node, const std::string& what);
    /// [west, south, east, north] in metres of the crs.
    std::optional<std::array<double, 4>> box(const YamlNode& node);
    std::vector<LocalXY> line(const YamlNode& node, const std::string& what);
    /// A node of the canal called so, nearest to a place.
    std::optional<std::uint32_t> canal(const YamlNode& name, const YamlNode& at, const std::string& what);
    /// Where along the canal called so it comes nearest to a place; an error when that is far away.
    std::optional<double> along_canal(const YamlNode& name, const YamlNode& at, const std::string& what);
    /// A cell, those that a line of two or more places crosses, or {canal: …, at: …}.
    std::vector<std::uint32_t> cells(const YamlNode& node, const std::string& what);
    /// The members of a list of maps; one error when the key holds something else.
    std::vector<const YamlNode*> list(Fields& top, const std::string& key);
};

/// open while level(inside) − level(outside) > 0.10 m; inside and outside are the ends of `link`, other names points.
hydro::Rule read_case_rule(CaseReader& in, const YamlNode& node, const hydro::Link& link);

void read_case_frame(CaseReader& in, Fields& top);
/// Terrain, roughness, buildings, first water, losses. Sets ground_known.
void read_case_ground(CaseReader& in, Fields& top);
/// Part of read_case_ground().
void read_case_buildings(CaseReader& in, Fields& top);
void read_case_losses(CaseReader& in, Fields& top);
/// After the ground and the losses, before anything that stands on cells.
void read_case_windows(CaseReader& in, Fields& top);
/// Water levels of a station of tides, over seconds.
hydro::Curve read_case_tide(CaseReader& in, const YamlNode& node);
/// After the windows; places, sources and structures may stand on canals.
void read_case_canals(CaseReader& in, Fields& top);
void read_case_rain(CaseReader& in, Fields& top);
void read_case_rims(CaseReader& in, Fields& top);
void read_case_places(CaseReader& in, Fields& top);
void read_case_structures(CaseReader& in, Fields& top);
void read_case_dykes(CaseReader& in, Fields& top);
void read_case_drains(CaseReader& in, Fields& top);
void read_case_exposure(CaseReader& in, Fields& top);
void read_case_orders(CaseReader& in, Fields& top);

}  // namespace sd
