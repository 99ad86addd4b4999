#include "sim/salinity/network.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::salinity {
namespace {

Section section_at(const Reach& reach, double at_m) {
    const auto& rows = reach.sections;
    if (at_m <= rows.front().at_m) return rows.front();
    for (std::size_t k = 1; k < rows.size(); ++k) {
        if (at_m > rows[k].at_m) continue;
        const double t = (at_m - rows[k - 1].at_m) / (rows[k].at_m - rows[k - 1].at_m);
        return {at_m, rows[k - 1].width_m + t * (rows[k].width_m - rows[k - 1].width_m),
                rows[k - 1].bed_m + t * (rows[k].bed_m - rows[k - 1].bed_m)};
    }
    return rows.back();
}

std::uint32_t node_cell(const Network& net, const std::string& name) {
    const auto& nodes = net.source.nodes;
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.name == name; });
    SD_CHECK(found != nodes.end());
    return net.first_node_cell + static_cast<std::uint32_t>(found - nodes.begin());
}

void add_faces(Network& net, const Reach& reach, const ReachMesh& mesh) {
    for (std::uint32_t k = 0; k < mesh.faces; ++k) {
        const Section s = section_at(reach, (static_cast<double>(k) + 0.5) * mesh.step_m);
        net.face_from.push_back(k == 0 ? mesh.from_cell : mesh.first_cell + k - 1);
        net.face_to.push_back(k + 1 == mesh.faces ? mesh.to_cell : mesh.first_cell + k);
        net.face_step_m.push_back(mesh.step_m);
        net.face_width_m.push_back(s.width_m);
        net.face_bed_m.push_back(s.bed_m);
        net.face_manning2.push_back(reach.manning_s_m13 * reach.manning_s_m13);
        net.face_mixing_m.push_back(reach.mixing * s.width_m);
        net.face_mixing_floor_m2_s.push_back(reach.mixing_floor_m2_s);
    }
}

// Area and area-weighted bed of half a step on either side of each cell's middle.
void add_storage(Network& net, const Reach& reach, const ReachMesh& mesh) {
    for (std::uint32_t k = 0; k <= 2 * mesh.faces - 1; ++k) {
        const Section s = section_at(reach, (0.5 * static_cast<double>(k) + 0.25) * mesh.step_m);
        const double area_m2 = 0.5 * mesh.step_m * s.width_m * reach.storage_ratio;
        const std::uint32_t middle = (k + 1) / 2;
        const std::uint32_t cell = middle == 0            ? mesh.from_cell
                                   : middle == mesh.faces ? mesh.to_cell
                                                          : mesh.first_cell + middle - 1;
        net.cell_area_m2[cell] += area_m2;
        net.cell_bed_m[cell] += area_m2 * s.bed_m;
    }
}

void add_sluices(Network& net) {
    for (const Sluice& sluice : net.source.sluices) {
        const auto reach = find_reach(net, sluice.reach);
        SD_CHECK(reach.has_value());
        const ReachMesh& mesh = net.reaches[*reach];
        const double face = std::clamp(std::floor(sluice.at_m / mesh.step_m), 0.0, mesh.faces - 1.0);
        net.sluices.push_back({mesh.first_face + static_cast<std::uint32_t>(face), sluice.width_m, sluice.sill_m});
    }
}

void add_boundaries(Network& net) {
    for (std::size_t n = 0; n < net.source.nodes.size(); ++n) {
        const auto cell = net.first_node_cell + static_cast<std::uint32_t>(n);
        if (net.source.nodes[n].kind == NodeKind::Inflow) net.inflow_cell.push_back(cell);
        if (net.source.nodes[n].kind != NodeKind::Sea) continue;
        net.cell_is_sea[cell] = 1;
        int ends = 0;
        SeaMesh sea{cell, 0, 0, 1.0};
        for (const ReachMesh& mesh : net.reaches) {
            if (mesh.from_cell == cell) {
                sea = {cell, mesh.first_face, mesh.first_cell, 1.0};
                ++ends;
            }
            if (mesh.to_cell == cell) {
                sea = {cell, mesh.first_face + mesh.faces - 1, mesh.first_cell + mesh.faces - 2, -1.0};
                ++ends;
            }
        }
        SD_CHECK(ends == 1);
        net.seas.push_back(sea);
    }
}

// Metres on a plane touching the globe near the point asked for.
LocalXY flat(LonLat at, LonLat origin) {
    constexpr double kMetresPerDegree = 111'195.0;  // sphere of 6371 km
    const double shrink = math::cos(deg_to_rad(origin.lat_deg));
    return {(at.lon_deg - origin.lon_deg) * kMetresPerDegree * shrink,
            (at.lat_deg - origin.lat_deg) * kMetresPerDegree};
}

double length_of(const Reach& reach) {
    double length_m = 0.0;
    for (std::size_t k = 1; k < reach.line.size(); ++k) {
        const LocalXY d = flat(reach.line[k], reach.line[k - 1]);
        length_m += std::sqrt(d.x_m * d.x_m + d.y_m * d.y_m);
    }
    return length_m;
}

// The line is a drawing and the length a fact of its own: chainage goes by the share of the drawn length.
void offer_line(const Reach& reach, std::uint32_t index, LonLat at, std::optional<Located>& best) {
    const double drawn_m = length_of(reach);
    double before_m = 0.0;
    for (std::size_t k = 1; k < reach.line.size(); ++k) {
        const LocalXY a = flat(reach.line[k - 1], at);
        const LocalXY b = flat(reach.line[k], at);
        const double dx = b.x_m - a.x_m;
        const double dy = b.y_m - a.y_m;
        const double square = dx * dx + dy * dy;
        const double t = square > 0.0 ? std::clamp(-(a.x_m * dx + a.y_m * dy) / square, 0.0, 1.0) : 0.0;
        const double x = a.x_m + t * dx;
        const double y = a.y_m + t * dy;
        const double distance_m = std::sqrt(x * x + y * y);
        const double piece_m = std::sqrt(square);
        if (!best || distance_m < best->distance_m) {
            const double share = drawn_m > 0.0 ? std::min(1.0, (before_m + t * piece_m) / drawn_m) : 0.0;
            best = Located{{index, share * reach.length_m}, distance_m};
        }
        before_m += piece_m;
    }
}

template <class T>
std::optional<std::size_t> index_of(const std::vector<T>& rows, std::string_view name) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
        if (rows[k].name == name) return k;
    }
    return std::nullopt;
}

}  // namespace

Network build(Description description) {
    Network net;
    net.source = std::move(description);
    std::uint32_t faces = 0;
    std::uint32_t cells = 0;
    for (const Reach& reach : net.source.reaches) {
        SD_CHECK(reach.length_m > 0.0 && reach.step_m > 0.0 && !reach.sections.empty());
        ReachMesh mesh;
        mesh.faces = std::max(2U, static_cast<std::uint32_t>(std::lround(reach.length_m / reach.step_m)));
        mesh.step_m = reach.length_m / mesh.faces;
        mesh.first_face = faces;
        mesh.first_cell = cells;
        faces += mesh.faces;
        cells += mesh.faces - 1;
        net.reaches.push_back(mesh);
    }
    net.first_node_cell = cells;
    cells += static_cast<std::uint32_t>(net.source.nodes.size());
    net.cell_area_m2.assign(cells, 0.0);
    net.cell_bed_m.assign(cells, 0.0);
    net.cell_is_sea.assign(cells, 0);
    for (std::size_t r = 0; r < net.reaches.size(); ++r) {
        net.reaches[r].from_cell = node_cell(net, net.source.reaches[r].from);
        net.reaches[r].to_cell = node_cell(net, net.source.reaches[r].to);
        add_faces(net, net.source.reaches[r], net.reaches[r]);
        add_storage(net, net.source.reaches[r], net.reaches[r]);
    }
    for (std::size_t c = 0; c < cells; ++c) {
        SD_CHECK(net.cell_area_m2[c] > 0.0);  // a node without a reach
        net.cell_bed_m[c] /= net.cell_area_m2[c];
    }
    add_sluices(net);
    add_boundaries(net);
    return net;
}

std::optional<Place> find_station(const Network& network, std::string_view name) {
    const auto k = index_of(network.source.stations, name);
    if (!k) return std::nullopt;
    const Station& station = network.source.stations[*k];
    const auto reach = find_reach(network, station.reach);
    SD_CHECK(reach.has_value());
    return Place{*reach, station.at_m};
}

std::optional<std::uint32_t> find_reach(const Network& network, std::string_view name) {
    const auto k = index_of(network.source.reaches, name);
    if (!k) return std::nullopt;
    return static_cast<std::uint32_t>(*k);
}

std::optional<std::size_t> find_sluice(const Network& network, std::string_view name) {
    return index_of(network.source.sluices, name);
}

std::optional<Located> locate(const Network& network, LonLat at) {
    std::optional<Located> best;
    for (std::size_t r = 0; r < network.source.reaches.size(); ++r) {
        offer_line(network.source.reaches[r], static_cast<std::uint32_t>(r), at, best);
    }
    return best;
}

}  // namespace sd::salinity
