// Dykes on the faces of the grid, and breaches in them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "scenarios/flood/case_reader.h"
#include "scenarios/words.h"

namespace sd {
namespace {

constexpr const char* kLevel = "a level above the vertical datum, m";

// The faces that a line runs along: from each corner of the grid near it to the next. `way` in metres of the grid.
std::vector<hydro::DykeFace> faces_along(const GridSpec& g, const std::vector<LocalXY>& way, double crest_m) {
    std::vector<hydro::DykeFace> faces;
    std::set<std::pair<std::uint32_t, bool>> known;
    const auto corner = [&](double v, double o) { return static_cast<int>(std::lround((v - o) / g.cell_m)); };
    const auto add = [&](int i, int j, bool west) {
        const bool inside = i >= 0 && j >= 0 && i < g.nx && j < g.ny && (west ? i > 0 : j > 0);
        if (!inside) return;
        if (known.insert({g.cell(i, j), west}).second) faces.push_back({g.cell(i, j), west, crest_m});
    };
    for (std::size_t k = 0; k + 1 < way.size(); ++k) {
        int i = corner(way[k].x_m, g.origin.x_m);
        int j = corner(way[k].y_m, g.origin.y_m);
        const int i1 = corner(way[k + 1].x_m, g.origin.x_m);
        const int j1 = corner(way[k + 1].y_m, g.origin.y_m);
        const double dx = way[k + 1].x_m - way[k].x_m;
        const double dy = way[k + 1].y_m - way[k].y_m;
        // Corner by corner, always by the step that stays nearer to the straight line.
        while (i != i1 || j != j1) {
            const int si = i < i1 ? 1 : -1;
            const int sj = j < j1 ? 1 : -1;
            const auto off = [&](int ci, int cj) {
                const double x = g.origin.x_m + ci * g.cell_m - way[k].x_m;
                const double y = g.origin.y_m + cj * g.cell_m - way[k].y_m;
                return std::fabs(x * dy - y * dx);
            };
            const bool along_x = j == j1 || (i != i1 && off(i + si, j) <= off(i, j + sj));
            if (along_x) {
                add(si > 0 ? i : i - 1, j, false);
                i += si;
            } else {
                add(i, sj > 0 ? j : j - 1, true);
                j += sj;
            }
        }
    }
    return faces;
}

void read_dyke(CaseReader& in, const YamlNode& node) {
    hydro::Dyke dyke;
    Fields fields(node, "a dyke", in.file, in.errors);
    double crest_m = 0.0;
    fields.text("name", dyke.name);
    fields.require("crest_m", kLevel);
    fields.number("crest_m", -1000.0, 9000.0, "m", crest_m);
    const YamlNode* way = fields.require("line", "line: [[easting, northing], …]");
    fields.finish();
    for (const hydro::Dyke& other : in.out.flood_case.dykes)
        if (other.name == dyke.name) in.error(node, "two dykes are called \"" + dyke.name + "\"", "name every dyke");
    if (way == nullptr) return;
    const auto points = in.line(*way, "line");
    if (!in.ground_known || points.size() < 2) return;
    dyke.faces = faces_along(in.grid(), points, crest_m);
    if (dyke.faces.empty()) in.error(*way, "the dyke touches no face inside the grid");
    in.out.flood_case.dykes.push_back(std::move(dyke));
}

LocalXY middle(const GridSpec& g, const hydro::DykeFace& face) {
    const LocalXY c = g.center_of(face.cell);
    return face.west ? LocalXY{c.x_m - 0.5 * g.cell_m, c.y_m} : LocalXY{c.x_m, c.y_m - 0.5 * g.cell_m};
}

/// +2h30m, or: level("point") > 2.1 m
void read_trigger(CaseReader& in, const YamlNode& node, hydro::Breach& breach) {
    if (!node.text.empty() && node.text.front() == '+') {
        breach.at_s = in.seconds(node, "when").value_or(-1.0);
        return;
    }
    YamlNode rule = node;
    const std::string before = "open while ";
    rule.text = before + node.text;
    rule.place.column -= static_cast<int>(before.size());
    const hydro::Rule read = read_case_rule(in, rule, {});
    breach.gauge = read.a;
    breach.above_m = read.over_m;
    if (read.below || read.b != hydro::kNoCell) in.error(node, "a breach waits for level(\"point\") > a level");
}

void read_breach(CaseReader& in, const YamlNode& node) {
    hydro::Breach breach;
    Fields fields(node, "a breach", in.file, in.errors);
    std::string dyke;
    Duration grows = minutes(30);
    fields.text("name", breach.name);
    fields.require("dyke", "the name of a dyke");
    fields.require("invert_m", kLevel);
    fields.text("dyke", dyke);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    breach.width_m = 20.0;
    fields.number("width_m", 0.1, 5000.0, "m", breach.width_m);
    fields.number("invert_m", -1000.0, 9000.0, "m", breach.invert_m);
    fields.duration("grows", grows);
    breach.grows_s = grows.seconds();
    if (const YamlNode* when = fields.find("when")) read_trigger(in, *when, breach);
    fields.finish();
    for (const hydro::Breach& other : in.out.flood_case.breaches)
        if (other.name == breach.name) in.error(node, "two breaches are called \"" + breach.name + "\"");
    if (breach.at_s > in.out.length.seconds()) in.error(node, "the breach opens after the end of the run");
    std::vector<std::string> names;
    for (const hydro::Dyke& d : in.out.flood_case.dykes) {
        names.push_back(d.name);
        if (d.name == dyke) breach.faces = d.faces;
    }
    if (breach.faces.empty()) {
        if (in.ground_known) fields.error(node, "no dyke is called \"" + dyke + "\"", suggest(dyke, names));
        return;
    }
    const auto place = at != nullptr ? in.place(*at, "at") : std::nullopt;
    if (!place) return;
    const auto far = [&](const hydro::DykeFace& f) {
        const LocalXY m = middle(in.grid(), f);
        return std::hypot(m.x_m - place->x_m, m.y_m - place->y_m);
    };
    std::stable_sort(breach.faces.begin(), breach.faces.end(),
                     [&](const auto& a, const auto& b) { return far(a) < far(b); });
    if (far(breach.faces.front()) > 5.0 * in.grid().cell_m) {
        in.error(*at, fmt::format("the breach lies {:.0f} m from its dyke", far(breach.faces.front())),
                 "move it onto it");
    }
    in.out.flood_case.breaches.push_back(std::move(breach));
}

/// A dyke does not close the canals that cross it: said, because it is easily forgotten.
void look_for_open_canals(CaseReader& in) {
    const hydro::Case& c = in.out.flood_case;
    std::map<std::pair<std::uint32_t, std::uint32_t>, const hydro::Dyke*> across;
    const auto nx = static_cast<std::uint32_t>(in.grid().nx);
    for (const hydro::Dyke& dyke : c.dykes)
        for (const hydro::DykeFace& f : dyke.faces) across[{f.west ? f.cell - 1 : f.cell - nx, f.cell}] = &dyke;
    for (const flood::CanalLink& link : c.canals.links) {
        const auto cells = std::minmax(c.canals.nodes[link.a].cell, c.canals.nodes[link.b].cell);
        const auto found = across.find({cells.first, cells.second});
        if (link.shut || found == across.end()) continue;
        const LocalXY at = c.canals.nodes[link.a].at;
        const auto words = [&](const char* text) {
            return fmt::format(fmt::runtime(text), found->second->name, in.out.frame.east_m + at.x_m,
                               in.out.frame.north_m + at.y_m);
        };
        in.out.warnings.push_back(
            {words("kênh đi qua đê \"{}\" gần [{:.1f}, {:.1f}] mà không có công trình: đê không chặn được kênh"),
             words(
                 "a canal passes dyke \"{}\" near [{:.1f}, {:.1f}] without a structure: the dyke does not close it")});
    }
}

}  // namespace

void read_case_dykes(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "dykes")) read_dyke(in, *node);
    look_for_open_canals(in);
    for (const YamlNode* node : in.list(top, "breaches")) read_breach(in, *node);
}

}  // namespace sd
