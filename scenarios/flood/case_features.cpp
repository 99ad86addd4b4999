#include "scenarios/flood/case_features.h"

#include <algorithm>
#include <cmath>

namespace sd {
namespace {

using results::Feature;
using results::FeatureKind;

std::vector<LocalXY> face_line(const GridSpec& g, const hydro::DykeFace& face) {
    const LocalXY c = g.center_of(face.cell);
    const double h = 0.5 * g.cell_m;
    const LocalXY corner{c.x_m - h, c.y_m - h};
    return {corner, face.west ? LocalXY{corner.x_m, c.y_m + h} : LocalXY{c.x_m + h, corner.y_m}};
}

/// Faces that go straight on become one line: a dyke has thousands of them.
std::vector<std::vector<LocalXY>> lines_of(const GridSpec& g, std::vector<hydro::DykeFace> faces) {
    const auto nx = static_cast<std::uint32_t>(g.nx);
    std::sort(faces.begin(), faces.end(), [&](const hydro::DykeFace& a, const hydro::DykeFace& b) {
        if (a.west != b.west) return a.west;
        if (a.west && a.cell % nx != b.cell % nx) return a.cell % nx < b.cell % nx;
        return a.cell < b.cell;
    });
    std::vector<std::vector<LocalXY>> lines;
    for (const hydro::DykeFace& face : faces) {
        const std::vector<LocalXY> piece = face_line(g, face);
        const auto meets = [&](const std::vector<LocalXY>& line) {
            const bool west = line[0].x_m == line[1].x_m;
            return west == face.west && line[1] == piece[0];
        };
        if (!lines.empty() && meets(lines.back()))
            lines.back()[1] = piece[1];
        else
            lines.push_back(piece);
    }
    return lines;
}

LocalXY middle_of(const GridSpec& g, const std::vector<std::uint32_t>& cells) {
    LocalXY sum;
    for (const std::uint32_t cell : cells) {
        const LocalXY c = g.center_of(cell);
        sum = {sum.x_m + c.x_m, sum.y_m + c.y_m};
    }
    const auto n = static_cast<double>(std::max<std::size_t>(1, cells.size()));
    return {sum.x_m / n, sum.y_m / n};
}

FeatureKind kind_of(hydro::LinkKind kind) {
    switch (kind) {
        case hydro::LinkKind::Weir:
            return FeatureKind::Weir;
        case hydro::LinkKind::Culvert:
            return FeatureKind::Culvert;
        case hydro::LinkKind::Pump:
            return FeatureKind::Pump;
        case hydro::LinkKind::Gate:
            break;
    }
    return FeatureKind::Gate;
}

/// The faces within its final width, nearest first; a breach that never opened is no breach.
void add_breaches(const FloodCaseFile& file, const hydro::CaseState& state, std::vector<Feature>& out) {
    const GridSpec& g = file.frame.grid;
    for (std::size_t k = 0; k < file.flood_case.breaches.size(); ++k) {
        const hydro::Breach& breach = file.flood_case.breaches[k];
        if (state.began_s[k] < 0.0) continue;
        const auto wide = static_cast<std::size_t>(std::ceil(breach.width_m / g.cell_m));
        const auto last = breach.faces.begin() +
                          static_cast<std::ptrdiff_t>(std::min(std::max<std::size_t>(1, wide), breach.faces.size()));
        out.push_back({FeatureKind::Breach, breach.name, lines_of(g, {breach.faces.begin(), last})});
    }
}

}  // namespace

std::vector<Feature> features_of(const FloodCaseFile& file, const hydro::CaseState& state) {
    const GridSpec& g = file.frame.grid;
    std::vector<Feature> out;
    for (const flood::CanalName& canal : file.flood_case.canals.names) {
        std::vector<LocalXY> way;
        for (std::uint32_t k = canal.first; k < canal.first + canal.count; ++k)
            way.push_back(file.flood_case.canals.nodes[k].at);
        if (way.size() > 1) out.push_back({FeatureKind::Canal, canal.name, {way}});
    }
    for (const hydro::Window& window : file.flood_case.windows) {
        const GridSpec& w = window.ground.grid;
        const LocalXY a = w.origin;
        const LocalXY b{a.x_m + w.nx * w.cell_m, a.y_m + w.ny * w.cell_m};
        out.push_back({FeatureKind::Window, window.name, {{a, {b.x_m, a.y_m}, b, {a.x_m, b.y_m}, a}}});
    }
    for (const hydro::Dyke& dyke : file.flood_case.dykes)
        out.push_back({FeatureKind::Dyke, dyke.name, lines_of(g, dyke.faces)});
    add_breaches(file, state, out);
    for (const hydro::Link& link : file.flood_case.links)
        out.push_back({kind_of(link.kind), link.name, {{middle_of(g, link.from), middle_of(g, link.to)}}});
    for (const hydro::Source& source : file.flood_case.sources)
        out.push_back({FeatureKind::Source, source.name, {{g.center_of(source.cell)}}});
    for (const results::Place& place : file.points) out.push_back({FeatureKind::Point, place.name, {{place.at}}});
    for (const results::Line& line : file.flow_lines) out.push_back({FeatureKind::FlowLine, line.name, {line.points}});
    for (const results::Line& line : file.profiles) out.push_back({FeatureKind::Profile, line.name, {line.points}});
    return out;
}

}  // namespace sd
