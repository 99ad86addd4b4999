#include "scenarios/flood/case_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "scenarios/flood/canal_layout.h"
#include "scenarios/words.h"
#include "sim/core/time.h"

namespace sd {
namespace {

constexpr double kFar_m = 2.0e6;

}  // namespace

void CaseReader::error(const YamlNode& at, const std::string& message, const std::string& hint) {
    errors.push_back({file, at.place.line, at.place.column, message, hint});
}

std::filesystem::path CaseReader::path(const std::string& name) const {
    const std::filesystem::path p = name;
    return p.is_absolute() ? p : folder / p;
}

std::optional<double> CaseReader::number(const YamlNode& node, const std::string& what) {
    char* end = nullptr;
    const double value = std::strtod(node.text.c_str(), &end);
    if (node.kind == NodeKind::Scalar && !node.text.empty() && *end == '\0' && std::isfinite(value)) return value;
    error(node, fmt::format("{} holds \"{}\", expected a number", what, node.text));
    return std::nullopt;
}

std::optional<double> CaseReader::seconds(const YamlNode& node, const std::string& what) {
    const std::string word = !node.text.empty() && node.text.front() == '+' ? node.text.substr(1) : node.text;
    const auto span = node.kind == NodeKind::Scalar ? parse_duration(word) : std::nullopt;
    if (span && span->ns >= 0) return span->seconds();
    error(node, fmt::format("{} holds \"{}\", expected a time since the start", what, node.text),
          "write e.g. +0s, +90min or +1h30m");
    return std::nullopt;
}

hydro::Curve CaseReader::series(const YamlNode& node, const std::string& what, double low, double high,
                                const char* unit) {
    hydro::Curve curve;
    const auto add = [&](double x, const YamlNode& at, double y) {
        if (y < low || y > high) {
            error(at, fmt::format("{} is {}, expected {}…{} {}", what, y, low, high, unit));
        } else if (!curve.x.empty() && x <= curve.x.back()) {
            error(at, what + " has times that do not rise", "sort the points by time");
        } else {
            curve.x.push_back(x);
            curve.y.push_back(y);
        }
    };
    if (node.kind == NodeKind::Scalar) {
        if (const auto y = number(node, what)) add(0.0, node, *y);
        return curve;
    }
    for (const YamlNode& point : node.items) {
        if (point.kind != NodeKind::List || point.items.size() != 2) {
            error(point, what + " holds something else than [time, value]", "e.g. [[+0h, 0.2], [+6h, 1.4]]");
            continue;
        }
        const auto t = seconds(point.items[0], what);
        const auto y = number(point.items[1], what);
        if (t && y) add(*t, point, *y);
    }
    if (node.kind != NodeKind::List || node.items.empty()) {
        error(node, fmt::format("{} is {}, expected a number in {} or a list of [time, value]", what,
                                name_of(node.kind), unit));
    }
    return curve;
}

hydro::Curve CaseReader::table(const YamlNode& node, const std::string& what) {
    hydro::Curve curve;
    for (const YamlNode& point : node.items) {
        if (point.kind != NodeKind::List || point.items.size() != 2) {
            error(point, what + " holds something else than [x, y]", "e.g. [[0.0, 2.5], [4.0, 0.0]]");
            continue;
        }
        const auto x = number(point.items[0], what);
        const auto y = number(point.items[1], what);
        if (!x || !y) continue;
        if (!curve.x.empty() && *x <= curve.x.back()) {
            error(point, what + " does not rise in its first numbers", "sort the points");
            continue;
        }
        curve.x.push_back(*x);
        curve.y.push_back(*y);
    }
    if (curve.x.empty()) error(node, what + " has no points", "e.g. [[0.0, 2.5], [4.0, 0.0]]");
    return curve;
}

std::optional<LocalXY> CaseReader::place(const YamlNode& node, const std::string& what) {
    if (node.kind != NodeKind::List || node.items.size() != 2) {
        error(node, fmt::format("{} is {}, expected [easting, northing]", what, name_of(node.kind)));
        return std::nullopt;
    }
    const auto e = number(node.items[0], what);
    const auto n = number(node.items[1], what);
    if (!e || !n) return std::nullopt;
    if (std::fabs(*e - out.frame.east_m) > kFar_m || std::fabs(*n - out.frame.north_m) > kFar_m) {
        if (ground_known)
            error(node, what + " lies more than 2,000 km from the grid", "write [easting, northing] of the crs");
        return std::nullopt;
    }
    return LocalXY{*e - out.frame.east_m, *n - out.frame.north_m};
}

std::optional<std::uint32_t> CaseReader::cell(const YamlNode& node, const std::string& what) {
    const auto at = place(node, what);
    if (!at || !ground_known) return std::nullopt;
    const int i = grid().column(at->x_m);
    const int j = grid().row(at->y_m);
    if (!grid().contains(i, j)) {
        error(node, fmt::format("{} lies off the grid", what),
              fmt::format("the grid reaches from [{:.1f}, {:.1f}] to [{:.1f}, {:.1f}]", out.frame.east_m,
                          out.frame.north_m, out.frame.east_m + grid().nx * grid().cell_m,
                          out.frame.north_m + grid().ny * grid().cell_m));
        return std::nullopt;
    }
    const std::uint32_t found = grid().cell(i, j);
    if (!std::isfinite(out.flood_case.ground.bed_m[found])) {
        error(node, fmt::format("{} lies on a wall or outside the terrain", what), "move it to the nearest ground");
        return std::nullopt;
    }
    return found;
}

std::optional<std::array<double, 4>> CaseReader::box(const YamlNode& node) {
    std::array<double, 4> sides{};
    if (node.kind != NodeKind::List || node.items.size() != sides.size()) {
        error(node, "box is not four numbers", "[west, south, east, north] in metres of the crs");
        return std::nullopt;
    }
    for (std::size_t k = 0; k < sides.size(); ++k) {
        const auto v = number(node.items[k], "box");
        if (!v) return std::nullopt;
        sides[k] = *v;
    }
    return sides;
}

std::vector<LocalXY> CaseReader::line(const YamlNode& node, const std::string& what) {
    std::vector<LocalXY> points;
    if (node.kind != NodeKind::List || node.items.size() < 2 || node.items.front().kind != NodeKind::List) {
        error(node, what + " is not a line of two or more places", "[[easting, northing], [easting, northing]]");
        return points;
    }
    for (const YamlNode& item : node.items) {
        if (const auto at = place(item, what)) points.push_back(*at);
    }
    return points;
}

std::vector<std::uint32_t> CaseReader::cells(const YamlNode& node, const std::string& what) {
    std::vector<std::uint32_t> found;
    if (node.kind == NodeKind::Map) {
        Fields fields(node, what, file, errors);
        const YamlNode* name = fields.require("canal", what + ": {canal: \"…\", at: [easting, northing]}");
        const YamlNode* at = fields.require("at", "at: [easting, northing]");
        fields.finish();
        const auto place = name != nullptr && at != nullptr ? canal(*name, *at, what) : std::nullopt;
        if (place) found.push_back(*place);
        return found;
    }
    const bool one = node.kind == NodeKind::List && !node.items.empty() && node.items.front().kind == NodeKind::Scalar;
    if (one) {
        if (const auto c = cell(node, what)) found.push_back(*c);
        return found;
    }
    const results::Line way{what, line(node, what)};
    if (way.points.size() < 2 || !ground_known) return found;
    for (const results::LinePiece& piece : results::cut(way, grid())) {
        if (!std::isfinite(out.flood_case.ground.bed_m[piece.cell])) continue;
        if (std::find(found.begin(), found.end(), piece.cell) == found.end()) found.push_back(piece.cell);
    }
    if (found.empty()) error(node, what + " touches no ground of the grid");
    return found;
}

std::optional<double> CaseReader::along_canal(const YamlNode& name, const YamlNode& at, const std::string& what) {
    const auto where = place(at, what);
    const auto line = canal_lines.find(name.text);
    if (line == canal_lines.end()) {
        std::vector<std::string> names;
        for (const auto& [known, points] : canal_lines) names.push_back(known);
        error(name, "no canal is called \"" + name.text + "\"",
              names.empty() ? "the case has none" : suggest(name.text, names));
        return std::nullopt;
    }
    if (!where || !ground_known) return std::nullopt;
    const Nearest nearest = nearest_on(line->second, *where);
    if (nearest.away_m > 5.0 * grid().cell_m) {
        error(at, fmt::format("{} lies {:.0f} m from canal \"{}\"", what, nearest.away_m, name.text),
              "move it onto it");
        return std::nullopt;
    }
    return nearest.chainage_m;
}

std::optional<std::uint32_t> CaseReader::canal(const YamlNode& name, const YamlNode& at, const std::string& what) {
    const auto chainage_m = along_canal(name, at, what);
    const auto node = chainage_m ? node_at(out.flood_case.canals, name.text, *chainage_m) : std::nullopt;
    if (!node) return std::nullopt;
    return hydro::canal_place(*node);
}

std::vector<const YamlNode*> CaseReader::list(Fields& top, const std::string& key) {
    std::vector<const YamlNode*> found;
    const YamlNode* node = top.find(key);
    if (node == nullptr) return found;
    if (node->kind != NodeKind::List) error(*node, key + " is " + name_of(node->kind) + ", expected a list");
    for (const YamlNode& item : node->items) found.push_back(&item);
    return found;
}

}  // namespace sd
