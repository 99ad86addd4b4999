// What people did to the ground: raised main roads, low streets, river banks and dykes.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

float rounded(double level_m) { return static_cast<float>(std::floor(level_m * 256.0 + 0.5) / 256.0); }

bool is_low_street(const Settings& s, const RoadEdge& edge) {
    return std::find(s.low_streets.begin(), s.low_streets.end(), edge.name) != s.low_streets.end();
}

// A broad shallow bowl around the low streets.
void lower_basins(Draft& draft) {
    City& city = draft.city;
    const Settings& s = draft.settings();
    Grid<std::uint8_t> mark(city.grid.nx, city.grid.ny, 0);
    for (const RoadEdge& edge : city.edges) {
        if (!is_low_street(s, edge)) continue;
        for (const std::uint32_t cell : edge.cells) mark.at(cell) = 1;
    }
    const Grid<float> away = distance_field(city.grid, mark, 10000.0F);
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            if (away(i, j) >= s.basin_radius_m || is_water(static_cast<Cover>(city.cover(i, j)))) continue;
            const double t = 1.0 - away(i, j) / s.basin_radius_m;
            city.ground_m(i, j) = rounded(city.ground_m(i, j) - s.basin_drop_m * t * t * (3.0 - 2.0 * t));
        }
    }
}

bool is_town(const Draft& draft, std::uint32_t cell) {
    const std::int16_t zone = draft.zone.at(cell);
    return zone >= 0 && is_built(*draft.zones[static_cast<std::size_t>(zone)]);
}

// Every street cell is shifted once: the most important street on it decides.
void shift_streets(Draft& draft) {
    City& city = draft.city;
    const Settings& s = draft.settings();
    Grid<float> shift(city.grid.nx, city.grid.ny, 0.0F);
    Grid<std::uint8_t> decided(city.grid.nx, city.grid.ny, 0);
    for (const RoadEdge& edge : city.edges) {
        const bool low = is_low_street(s, edge);
        const bool raised = !low && edge.cls <= RoadClass::Primary;
        double by = edge.cls <= RoadClass::Residential ? -s.street_drop_m : -0.5 * s.street_drop_m;
        if (raised) by = s.main_road_raise_m;
        if (low) by = -(s.street_drop_m + s.low_street_drop_m);
        const std::uint8_t rank = raised ? 3 : (low ? 2 : 1);
        for (const std::uint32_t cell : edge.cells) {
            if (decided.at(cell) >= rank) continue;
            decided.at(cell) = rank;
            // Country roads run on a bank above the fields; in town streets drain the blocks beside them.
            const bool rural = !low && !is_town(draft, cell);
            shift.at(cell) = static_cast<float>(rural ? s.rural_road_raise_m : by);
            if (edge.cls != RoadClass::Hem) city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Road);
        }
    }
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            if (decided(i, j) != 0) city.ground_m(i, j) = rounded(city.ground_m(i, j) + shift(i, j));
        }
    }
}

struct BankLine {
    const std::vector<LocalXY>* line = nullptr;
    double crest_m = 0.0;
    bool closed = false;
};

double distance_to(const BankLine& bank, LocalXY p) {
    double d = distance_to_line(p, *bank.line);
    if (bank.closed) d = std::min(d, distance_to_segment(p, bank.line->back(), bank.line->front()));
    return d;
}

std::vector<BankLine> bank_lines(const Draft& draft) {
    std::vector<BankLine> out;
    for (const char* layer : {"bank", "dyke"}) {
        for (const Feature* f : draft.source.layer(layer))
            out.push_back({&f->parts.at(0), f->get("crest_m", 1.9), false});
    }
    return out;
}

// Crest of the banks of canals the skeleton gives none: lower behind a sluice.
double canal_crest(const Draft& draft, LocalXY p) {
    const Settings& s = draft.settings();
    double nearest = 1.0e30;
    double crest = s.canal_crest_m;
    for (const Feature* canal : draft.source.layer("canal")) {
        const auto& line = canal->parts.at(0);
        const double d = distance_to_line(p, line);
        if (d >= nearest) continue;
        nearest = d;
        crest = s.canal_crest_m;
        if (canal->get("gate") != "yes") continue;
        const LocalXY gate{canal->get("gate_x_m", 0.0), canal->get("gate_y_m", 0.0)};
        const bool landward = distance(p, line.front()) > distance(gate, line.front()) + 15.0;
        if (landward) crest = s.gated_crest_m;
    }
    return crest;
}

// The water that touches this land cell, River before Canal; Count when none (lakes have no banks).
Cover water_beside(const City& city, int i, int j) {
    Cover found = Cover::Count;
    for (int dj = -1; dj <= 1; ++dj) {
        for (int di = -1; di <= 1; ++di) {
            if (!city.grid.contains(i + di, j + dj)) continue;
            const auto cover = static_cast<Cover>(city.cover(i + di, j + dj));
            if (cover == Cover::River || (cover == Cover::Canal && found == Cover::Count)) found = cover;
        }
    }
    return found;
}

void raise_ring(Draft& draft, const std::vector<BankLine>& banks) {
    City& city = draft.city;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) {
            if (draft.to_water_m(i, j) > 1.5F * static_cast<float>(city.grid.cell_m)) continue;
            if (is_water(static_cast<Cover>(city.cover(i, j)))) continue;
            const Cover beside = water_beside(city, i, j);
            if (beside == Cover::Count) continue;
            const LocalXY p = city.grid.center(i, j);
            double crest = beside == Cover::River ? draft.settings().river_crest_m : canal_crest(draft, p);
            double nearest = 60.0;
            for (const BankLine& bank : banks) {
                const double d = distance_to(bank, p);
                if (d >= nearest) continue;
                nearest = d;
                crest = bank.crest_m;
            }
            city.ground_m(i, j) = std::max(city.ground_m(i, j), rounded(crest));
        }
    }
}

Provenance provenance_of(const Feature& f) {
    return f.get("provenance") == "traced" ? Provenance::Traced : Provenance::Assumed;
}

// A breach lowers the cells of a dyke: those of the ring near its line.
void list_dykes(Draft& draft) {
    City& city = draft.city;
    for (const char* layer : {"bank", "dyke"}) {
        for (const Feature* f : draft.source.layer(layer)) {
            Dyke dyke;
            dyke.name = f->get("name");
            dyke.line = f->parts.at(0);
            dyke.crest_m = static_cast<float>(f->get("crest_m", 1.9));
            dyke.provenance = provenance_of(*f);
            Grid<std::uint8_t> seen(city.grid.nx, city.grid.ny, 0);
            for (const std::uint32_t under : cells_under(city.grid, dyke.line)) {
                const int ci = static_cast<int>(under) % city.grid.nx;
                const int cj = static_cast<int>(under) / city.grid.nx;
                for (int j = cj - 2; j <= cj + 2; ++j) {
                    for (int i = ci - 2; i <= ci + 2; ++i) {
                        if (!city.grid.contains(i, j) || seen(i, j) != 0) continue;
                        seen(i, j) = 1;
                        if (is_water(static_cast<Cover>(city.cover(i, j)))) continue;
                        if (water_beside(city, i, j) == Cover::Count) continue;
                        dyke.cells.push_back(city.grid.cell(i, j));
                    }
                }
            }
            if (!dyke.cells.empty()) city.dykes.push_back(std::move(dyke));
        }
    }
}

}  // namespace

void shape_streets(Draft& draft) {
    lower_basins(draft);
    shift_streets(draft);
}

void raise_banks(Draft& draft) {
    raise_ring(draft, bank_lines(draft));
    list_dykes(draft);
}

}  // namespace sd::recipe
