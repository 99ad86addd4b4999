// Houses in rows along the streets: tube houses in groups in the dense town, loose ones elsewhere, halls in
// industrial zones. Never over a road or water: a 2.5 m raster remembers what is taken.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

constexpr double kPlot_m = 2.5;

struct Lot {
    double width_m;
    double depth_m;
    double gap_m;      ///< to the next house
    double setback_m;  ///< from the kerb
    double chance;     ///< that the lot is built
};

Lot lot_of(const Feature& zone, const RoadEdge& edge, double u) {
    const std::string cls = zone.get("class");
    if (cls == "dense") return {13.5 + 4.5 * std::floor(3.0 * u), 16.0 + 4.0 * u, 1.0, 2.0, 0.86};
    if (cls == "industrial") return {34.0 + 30.0 * u, 26.0 + 16.0 * u, 14.0, 9.0, 0.85};
    const bool lane = edge.cls >= RoadClass::Residential;
    if (cls == "mixed") return {9.0 + 5.0 * std::floor(2.0 * u), 13.0 + 4.0 * u, lane ? 9.0 : 5.0, 3.0, 0.72};
    return {8.0 + 4.0 * u, 10.0 + 4.0 * u, 34.0, 6.0, 0.3};  // farmsteads along country roads
}

struct Box {
    LocalXY corner;  ///< nearest the street, first along it
    LocalXY along;   ///< unit vector along the street
    LocalXY away;    ///< unit vector away from it
    double width_m;
    double depth_m;

    [[nodiscard]] LocalXY at(double u, double v) const {
        return {corner.x_m + u * along.x_m + v * away.x_m, corner.y_m + u * along.y_m + v * away.y_m};
    }
};

// Calls visit(cell) for every plot cell of the box, until one says false.
template <class Visit>
bool each_plot(const Box& box, Visit visit) {
    const double step = 0.6 * kPlot_m;
    const auto across = static_cast<int>(box.width_m / step);
    const auto deep = static_cast<int>(box.depth_m / step);
    for (int i = 0; i <= across; ++i) {
        for (int j = 0; j <= deep; ++j) {
            if (!visit(box.at(i * step, j * step))) return false;
        }
    }
    return true;
}

bool is_free(const Draft& draft, const Box& box) {
    const GridSpec& plots = draft.plots.grid;
    return each_plot(box, [&](LocalXY p) {
        const int i = plots.column(p.x_m);
        const int j = plots.row(p.y_m);
        return plots.contains(i, j) && draft.plots.mark(i, j) == 0;
    });
}

void take(Draft& draft, const Box& box) {
    each_plot(box, [&](LocalXY p) {
        draft.plots.mark.at(draft.plots.grid.cell_clamped(p)) = 2;
        return true;
    });
}

double rounded_cm(double v) { return std::floor(v * 100.0 + 0.5) / 100.0; }

Building building_of(const Draft& draft, const Feature& zone, const Box& box, std::uint32_t number) {
    Building b;
    const bool flipped = box.along.x_m * box.away.y_m - box.along.y_m * box.away.x_m < 0.0;
    b.outline = {box.at(0, 0), box.at(box.width_m, 0), box.at(box.width_m, box.depth_m), box.at(0, box.depth_m)};
    if (flipped) std::reverse(b.outline.begin(), b.outline.end());
    for (LocalXY& p : b.outline) p = {rounded_cm(p.x_m), rounded_cm(p.y_m)};
    const double low = zone.get("storeys_min", 1.0);
    const double high = zone.get("storeys_max", 2.0);
    const double u = draft.draw.uniform(stream_of("recipe.house.storeys"), number, 0);
    b.storeys = static_cast<std::uint8_t>(low + std::floor((high - low + 1.0) * u * u * 0.999));
    const bool hall = zone.get("class") == "industrial";
    b.height_m = hall ? 8.0F + 3.0F * static_cast<float>(u) : 3.5F * static_cast<float>(b.storeys) + 0.9F;
    b.plinth_m = static_cast<float>(0.1 + 0.3 * draft.draw.uniform(stream_of("recipe.house.plinth"), number, 0));
    const double use = draft.draw.uniform(stream_of("recipe.house.use"), number, 0);
    b.use = hall ? 2 : (use < (zone.get("class") == "dense" ? 0.3 : 0.12) ? 1 : 0);
    return b;
}

void line_side(Draft& draft, const RoadEdge& edge, std::uint32_t edge_number, double side) {
    std::uint32_t lot_number = 0;
    for (std::size_t k = 1; k < edge.line.size(); ++k) {
        const LocalXY a = edge.line[k - 1];
        const LocalXY b = edge.line[k];
        const double length = distance(a, b);
        if (length < 20.0) continue;
        const LocalXY along{(b.x_m - a.x_m) / length, (b.y_m - a.y_m) / length};
        const LocalXY away{-along.y_m * side, along.x_m * side};
        double s = 6.0;
        while (s < length - 10.0) {
            const double u = draft.draw.uniform(stream_of("recipe.house.size"), edge_number, lot_number);
            const Feature* zone = draft.zone_at({a.x_m + s * along.x_m, a.y_m + s * along.y_m});
            ++lot_number;
            if (zone == nullptr) {
                s += 25.0;
                continue;
            }
            const Lot lot = lot_of(*zone, edge, u);
            const double kerb = edge.width_m + lot.setback_m;
            const Box box{{a.x_m + s * along.x_m + kerb * away.x_m, a.y_m + s * along.y_m + kerb * away.y_m},
                          along,
                          away,
                          lot.width_m,
                          lot.depth_m};
            s += lot.width_m + lot.gap_m;
            if (s > length + 2.0) break;
            if (draft.draw.uniform(stream_of("recipe.house.gap"), edge_number, lot_number) > lot.chance) continue;
            if (!is_free(draft, box)) continue;
            take(draft, box);
            const auto number = static_cast<std::uint32_t>(draft.city.buildings.size());
            draft.city.buildings.push_back(building_of(draft, *zone, box, number));
        }
    }
}

void mark_taken(Draft& draft) {
    const City& city = draft.city;
    GridSpec& plots = draft.plots.grid;
    plots = city.grid;
    plots.cell_m = kPlot_m;
    const int per = static_cast<int>(city.grid.cell_m / kPlot_m);
    plots.nx = city.grid.nx * per;
    plots.ny = city.grid.ny * per;
    draft.plots.mark = Grid<std::uint8_t>(plots.nx, plots.ny, 0);
    for (int j = 0; j < plots.ny; ++j) {
        for (int i = 0; i < plots.nx; ++i) {
            if (is_water(static_cast<Cover>(city.cover(i / per, j / per)))) draft.plots.mark(i, j) = 1;
        }
    }
    for (const RoadEdge& edge : city.edges) {
        const int reach = static_cast<int>((edge.width_m + 0.5) / kPlot_m);
        for (const std::uint32_t cell : cells_under(plots, edge.line)) {
            const int ci = static_cast<int>(cell) % plots.nx;
            const int cj = static_cast<int>(cell) / plots.nx;
            for (int j = cj - reach; j <= cj + reach; ++j) {
                for (int i = ci - reach; i <= ci + reach; ++i) {
                    if (plots.contains(i, j)) draft.plots.mark(i, j) = 1;
                }
            }
        }
    }
}

// A terrain cell is Building when more than half of it is.
void cover_houses(Draft& draft) {
    City& city = draft.city;
    const int per = static_cast<int>(city.grid.cell_m / kPlot_m);
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const auto cover = static_cast<Cover>(city.cover(i, j));
            if (cover == Cover::Road || is_water(cover)) continue;
            int built = 0;
            for (int q = 0; q < per; ++q) {
                for (int p = 0; p < per; ++p) built += draft.plots.mark(i * per + p, j * per + q) == 2 ? 1 : 0;
            }
            if (2 * built > per * per) city.cover(i, j) = static_cast<std::uint8_t>(Cover::Building);
        }
    }
}

}  // namespace

void place_houses(Draft& draft) {
    mark_taken(draft);
    // Main streets first: their frontage is taken before the lanes come.
    for (int pass = 0; pass < 2; ++pass) {
        for (std::uint32_t e = 0; e < draft.city.edges.size(); ++e) {
            const RoadEdge edge = draft.city.edges[e];
            const bool second_of_pair = edge.reverse.valid() && edge.reverse.index < e;
            if (second_of_pair || edge.bridge || edge.cls == RoadClass::Ferry) continue;
            if ((edge.cls <= RoadClass::Tertiary) != (pass == 0)) continue;
            line_side(draft, edge, e, 1.0);
            line_side(draft, edge, e, -1.0);
        }
    }
    cover_houses(draft);
    draft.plots = {};
}

}  // namespace sd::recipe
