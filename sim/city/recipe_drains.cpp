// Storm drains: outfalls along the shore of the built town, catchments grown over land from them, inlets on streets.
#include <algorithm>
#include <cmath>
#include <queue>

#include "sim/city/recipe_draft.h"
#include "sim/core/units.h"

namespace sd::recipe {
namespace {

constexpr double kOutfallSpacing_m = 420.0;
constexpr float kFarthest_m = 1500.0F;     // over land from the outfall
constexpr float kLeastArea_m2 = 30000.0F;  // smaller catchments get no drain

bool is_drained(const Draft& draft, std::uint32_t cell) {
    const std::int16_t z = draft.zone.at(cell);
    return z >= 0 && is_built(*draft.zones[static_cast<std::size_t>(z)]) &&
           !is_water(static_cast<Cover>(draft.city.cover.at(cell)));
}

struct Outfall {
    std::uint32_t water;  ///< where it discharges
    std::uint32_t land;   ///< the bank beside it
};

// Land cells of built zones beside river or canal, thinned to one per kOutfallSpacing_m.
std::vector<Outfall> outfalls(const Draft& draft) {
    const City& city = draft.city;
    std::vector<Outfall> out;
    constexpr std::array<std::array<int, 2>, 4> kSides{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
    for (int j = 1; j + 1 < city.grid.ny; ++j) {
        for (int i = 1; i + 1 < city.grid.nx; ++i) {
            if (!is_drained(draft, city.grid.cell(i, j))) continue;
            for (const auto& side : kSides) {
                const int wi = i + side[0];
                const int wj = j + side[1];
                const auto cover = static_cast<Cover>(city.cover(wi, wj));
                // Beds that fall dry at low tide still take the water, but a mouth in mud clogs.
                if ((cover != Cover::River && cover != Cover::Canal) || city.ground_m(wi, wj) > -1.4F) continue;
                const LocalXY p = city.grid.center(i, j);
                const bool close = std::any_of(out.begin(), out.end(), [&](const Outfall& o) {
                    return distance(p, city.grid.center_of(o.land)) < kOutfallSpacing_m;
                });
                if (!close) out.push_back({city.grid.cell(wi, wj), city.grid.cell(i, j)});
                break;
            }
        }
    }
    return out;
}

// Every drained cell goes to the outfall nearest over land.
void grow_catchments(Draft& draft, const std::vector<Outfall>& from) {
    City& city = draft.city;
    const GridSpec& grid = city.grid;
    Grid<float> away(grid.nx, grid.ny, 1.0e9F);
    using Entry = std::pair<float, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (std::size_t k = 0; k < from.size(); ++k) {
        away.at(from[k].land) = 0.0F;
        city.drain.at(from[k].land) = static_cast<std::int16_t>(k);
        open.emplace(0.0F, from[k].land);
    }
    while (!open.empty()) {
        const auto [d, cell] = open.top();
        open.pop();
        if (d > away.at(cell) || d > kFarthest_m) continue;
        const int ci = static_cast<int>(cell) % grid.nx;
        const int cj = static_cast<int>(cell) / grid.nx;
        for (int dj = -1; dj <= 1; ++dj) {
            for (int di = -1; di <= 1; ++di) {
                if (!grid.contains(ci + di, cj + dj)) continue;
                const std::uint32_t next = grid.cell(ci + di, cj + dj);
                if (!is_drained(draft, next)) continue;
                const float step = static_cast<float>(grid.cell_m) * (di != 0 && dj != 0 ? 1.41421356F : 1.0F);
                if (d + step >= away.at(next)) continue;
                away.at(next) = d + step;
                city.drain.at(next) = city.drain.at(cell);
                open.emplace(d + step, next);
            }
        }
    }
}

struct Tally {
    double area_m2 = 0.0;
    double paved_m2 = 0.0;
    double streets = 0.0;
    float lowest_m = 1.0e9F;
    std::vector<std::uint32_t> inlets;
};

std::vector<Tally> tally(const City& city, std::size_t count) {
    std::vector<Tally> out(count);
    const double cell_m2 = city.grid.cell_m * city.grid.cell_m;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            const std::int16_t d = city.drain(i, j);
            if (d < 0) continue;
            Tally& t = out[static_cast<std::size_t>(d)];
            const auto cover = static_cast<Cover>(city.cover(i, j));
            t.area_m2 += cell_m2;
            t.paved_m2 += cell_m2 * impervious_share(cover);
            if (cover != Cover::Road) continue;
            t.inlets.push_back(city.grid.cell(i, j));
            t.lowest_m = std::min(t.lowest_m, city.ground_m(i, j));
        }
    }
    return out;
}

// Drains near a pumping station of the skeleton get its pump.
void add_pumps(Draft& draft) {
    City& city = draft.city;
    for (const Feature* poi : draft.source.layer("poi")) {
        if (poi->get("kind") != "pump_station") continue;
        Drain* best = nullptr;
        double nearest = 900.0;
        for (Drain& drain : city.drains) {
            const double d = distance(poi->point, city.grid.center_of(drain.outfall_cell));
            if (d >= nearest || drain.pump_m3_s > 0.0F) continue;
            nearest = d;
            best = &drain;
        }
        if (best == nullptr) continue;
        best->name = poi->get("name");
        best->pump_cabinet = nearest_cabinet(city, poi->point);
        best->pump_m3_s = 0.6F;  // a small municipal station; not known
    }
}

}  // namespace

void lay_drains(Draft& draft) {
    City& city = draft.city;
    const Settings& s = draft.settings();
    const std::vector<Outfall> mouths = outfalls(draft);
    grow_catchments(draft, mouths);
    std::vector<Tally> tallies = tally(city, mouths.size());
    std::vector<std::int16_t> number(mouths.size(), -1);
    for (std::size_t k = 0; k < mouths.size(); ++k) {
        Tally& t = tallies[k];
        if (t.area_m2 < kLeastArea_m2 || t.inlets.size() < 8) continue;
        number[k] = static_cast<std::int16_t>(city.drains.size());
        Drain drain;
        drain.name = "CX-" + std::to_string(city.drains.size() + 1);
        drain.outfall_cell = mouths[k].water;
        drain.ground_m = t.lowest_m;
        drain.invert_m = t.lowest_m - 1.3F;  // cover over a box culvert of about a metre
        drain.inlet_m3_s = static_cast<float>(mm_h_to_m_s(s.drain_inlet_mm_h) * t.paved_m2);
        drain.area_m2 = std::max(0.3F, drain.inlet_m3_s / 1.2F);  // runs full at 1.2 m/s
        drain.storage_m3 = static_cast<float>(0.001 * s.drain_storage_mm * t.paved_m2);
        drain.inlet_cells = std::move(t.inlets);
        city.drains.push_back(std::move(drain));
    }
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            std::int16_t& d = city.drain(i, j);
            if (d >= 0) d = number[static_cast<std::size_t>(d)];
        }
    }
    add_pumps(draft);
}

}  // namespace sd::recipe
