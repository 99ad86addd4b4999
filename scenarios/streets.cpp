#include "scenarios/streets.h"

#include <map>

namespace sd {

StreetCells street_cells(const City& city) {
    std::map<std::uint32_t, double> metres;
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        const bool counted_by_reverse = edge.reverse.valid() && edge.reverse.at() < e;
        if (counted_by_reverse || edge.bridge || edge.cls == RoadClass::Ferry || edge.cells.empty()) continue;
        const double share = static_cast<double>(edge.length_m) / static_cast<double>(edge.cells.size());
        for (const std::uint32_t cell : edge.cells) metres[cell] += share;
    }
    StreetCells out;
    for (const auto& [cell, length] : metres) {
        out.cell.push_back(cell);
        out.metres.push_back(static_cast<float>(length));
    }
    return out;
}

std::vector<float> depths_at(const Picture& picture, const GridSpec& grid, const std::vector<std::uint32_t>& cells) {
    std::vector<float> out(cells.size(), 0.0F);
    if (picture.depth_m.empty()) return out;
    const bool same = picture.grid == grid;
    for (std::size_t k = 0; k < cells.size(); ++k) {
        if (same) {
            out[k] = picture.depth_m.at(cells[k]);
            continue;
        }
        const LocalXY p = grid.center_of(cells[k]);
        const int i = picture.grid.column(p.x_m);
        const int j = picture.grid.row(p.y_m);
        if (picture.grid.contains(i, j)) out[k] = picture.depth_m(i, j);
    }
    return out;
}

double flooded_km(const StreetCells& streets, const std::vector<float>& depth_m, double threshold_m) {
    double metres = 0.0;
    for (std::size_t k = 0; k < streets.cell.size(); ++k) {
        if (depth_m[k] > threshold_m) metres += static_cast<double>(streets.metres[k]);
    }
    return metres / 1000.0;
}

}  // namespace sd
