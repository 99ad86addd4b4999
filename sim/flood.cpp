#include "sim/flood.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/core/hash.h"
#include "sim/core/math.h"
#include "sim/core/units.h"
#include "sim/flood_forcing.h"

namespace sd::flood {
namespace {

struct Relief {
    double low_m = std::numeric_limits<double>::infinity();
    double high_m = -std::numeric_limits<double>::infinity();
};

Relief relief_of(const City& city) {
    Relief r;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (const float z : city.ground_m.row(j)) {
            r.low_m = std::min(r.low_m, static_cast<double>(z));
            r.high_m = std::max(r.high_m, static_cast<double>(z));
        }
    }
    return r;
}

Result<void> check(const City& city, const Config& c) {
    Errors errors;
    const auto need = [&](bool good, const char* what, const char* hint) {
        if (!good) errors.push_back({"flood model", 0, 0, what, hint});
    };
    const GridSpec& g = city.grid;
    need(g.nx >= 3 && g.ny >= 1 && g.nx < 65'536 && g.ny < 65'536, "the grid is empty or too large",
         "use a terrain of 3…65535 columns and 1…65535 rows");
    need(city.ground_m.nx() == g.nx && city.ground_m.ny() == g.ny, "the terrain layer does not fit the grid",
         "rebuild the city");
    need(city.cover.nx() == g.nx && city.cover.ny() == g.ny, "the land cover layer does not fit the grid",
         "rebuild the city");
    need(c.theta >= 0.7 && c.theta <= 1.0, "flood.theta is outside 0.7…1", "0.9 suits most terrains");
    need(c.cfl > 0.0 && c.cfl <= 1.0, "flood.cfl is outside (0, 1]", "0.7 is safe");
    need(c.infiltration_mm_h >= 0.0 && c.infiltration_mm_h < 1000.0, "flood.infiltration_mm_h is negative or absurd",
         "clay 0.3, loam 3, sand 120");
    need(isa_index(c.isa) >= 0, "flood.isa names an instruction set that this machine cannot run",
         "leave it empty, or use \"baseline\"");
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

void size_columns(State& s, const Layout& layout) {
    size_sheet(s, layout);
    const std::size_t tiles = s.active.size();
    s.cover.assign(layout.size(), 0);
    s.pervious.assign(tiles, 0);
    s.rain_rest.assign(tiles, 0);
    s.rain_total.assign(tiles, 0);
    s.tile_rain.assign(tiles, 0);
    s.tile_loss.assign(tiles, 0);
}

void fill_cells(State& s, const City& city, double initial_level_m) {
    const Layout& l = s.cells.layout;
    const std::int64_t level = std::llround((initial_level_m - l.datum_m) / l.quantum_m);
    for (int j = 0; j < l.grid.ny; ++j) {
        for (int i = 0; i < l.grid.nx; ++i) {
            const std::size_t k = l.at(i, j);
            const auto cover = static_cast<Cover>(city.cover(i, j));
            const double table = cover == Cover::River ? s.config.river_manning : manning_of(cover);
            const double n = table * s.config.manning_scale;
            const std::int64_t bed = std::llround((static_cast<double>(city.ground_m(i, j)) - l.datum_m) / l.quantum_m);
            s.cells.bed[k] = static_cast<std::int32_t>(bed);
            s.friction[k] = static_cast<float>(0.5 * kGravity_m_s2 * n * n);
            s.cover[k] = city.cover(i, j);
            const std::size_t t = l.tile_of(l.grid.cell(i, j));
            if (!is_water(cover) && impervious_share(cover) < 1.0) s.pervious[t] = 1;
            if (is_water(cover) && level > bed) s.cells.add(l.grid.cell(i, j), static_cast<std::int32_t>(level - bed));
        }
    }
}

// Mean discharge over the radiating rims, shared out like uniform flow: in proportion to depth^(5/3).
void fill_rims(State& s, const City& city, double mean_level_m) {
    double conveyance = 0.0;
    for (const Boundary& b : city.boundaries) {
        Rim rim;
        rim.tidal = b.tidal;
        rim.cells = b.cells;
        for (const std::uint32_t cell : b.cells) {
            const double h = std::max(0.0, mean_level_m - s.cells.bed_m(cell));
            const double share = h * math::cbrt(h) * math::cbrt(h);
            rim.mean_m2_s.push_back(static_cast<float>(share));
            if (!b.tidal) conveyance += share * city.grid.cell_m;
        }
        s.rims.push_back(std::move(rim));
    }
    const double scale = conveyance > 0.0 ? s.config.upstream_discharge_m3_s / conveyance : 0.0;
    for (Rim& rim : s.rims) {
        for (float& q : rim.mean_m2_s) q = static_cast<float>(q * scale);
    }
}

std::int64_t water_on_terrain(const State& s) {
    std::int64_t sum = 0;
    for (const std::int32_t d : s.cells.depth) sum += d;
    return sum;
}

}  // namespace

Result<State> make(const City& city, const Config& config, double initial_level_m) {
    if (auto good = check(city, config); !good) return fail(good.error());
    const Relief relief = relief_of(city);
    if (!(relief.high_m - relief.low_m < 9000.0)) {
        return fail("flood model", "the terrain has a height that is not a number or no place on Earth",
                    "repair the terrain layer");
    }
    State s;
    s.config = config;
    s.isa = isa_index(config.isa);
    s.theta = config.theta;
    size_columns(s, layout_for(city.grid, relief.low_m, relief.high_m));
    fill_cells(s, city, initial_level_m);
    fill_rims(s, city, initial_level_m);
    s.dykes = city.dykes;
    auto drains = drainage::make(city, s.cells.layout);
    if (!drains) return fail(std::move(drains.error()));
    s.drains = std::move(*drains);
    s.structures = structures::make(city);
    s.ledger.initial = water_on_terrain(s);
    s.ledger.initial_drains = drainage::stored(s.drains);
    return s;
}

void step(State& s, const weather::State& weather, const tide::State& tide,
          std::span<const std::uint8_t> cabinet_powered, Duration dt, Parallel& parallel) {
    SD_CHECK(dt.ns > 0);
    apply_sources(s, weather, dt, parallel);
    apply_tide(s, tide);
    s.last_sub_steps = sub_steps_for(s, dt, s.config.cfl);
    const Duration part = dt / s.last_sub_steps;
    for (int k = 0; k < s.last_sub_steps; ++k) {
        sub_step(s, part, parallel);
        apply_radiation(s, tide, part);
        apply_tide(s, tide);
    }
    structures::step(s.structures, s.cells, cabinet_powered, dt);
    drainage::step(s.drains, s.cells, cabinet_powered, dt, parallel);
}

bool set_sluice(State& s, std::string_view name, double opening) {
    return structures::set_opening(s.structures, name, opening);
}

bool set_pump(State& s, std::string_view name, double share) {
    const bool lifts = structures::set_pump(s.structures, name, share);
    return drainage::set_pump(s.drains, name, share) || lifts;
}

bool clog(State& s, std::string_view drain, double blocked_share) {
    return drainage::clog(s.drains, drain, blocked_share);
}

bool breach(State& s, std::string_view name, LocalXY where, double crest_m, double half_width_m) {
    const auto dyke = std::find_if(s.dykes.begin(), s.dykes.end(), [&](const Dyke& d) { return d.name == name; });
    if (dyke == s.dykes.end()) return false;
    const Layout& l = s.cells.layout;
    const std::int64_t crest = std::llround((crest_m - l.datum_m) / l.quantum_m);
    // The opening is around the dyke's cell nearest to the place, so that an order beside the dyke still opens it.
    const auto gap2 = [&](std::uint32_t cell, LocalXY p) {
        const LocalXY c = l.grid.center_of(cell);
        return (c.x_m - p.x_m) * (c.x_m - p.x_m) + (c.y_m - p.y_m) * (c.y_m - p.y_m);
    };
    LocalXY middle = where;
    double nearest = std::numeric_limits<double>::infinity();
    for (const std::uint32_t cell : dyke->cells) {
        if (gap2(cell, where) < nearest) {
            nearest = gap2(cell, where);
            middle = l.grid.center_of(cell);
        }
    }
    for (const std::uint32_t cell : dyke->cells) {
        if (gap2(cell, middle) > half_width_m * half_width_m) continue;
        std::int32_t& bed = s.cells.bed[l.at(cell)];
        bed = static_cast<std::int32_t>(std::clamp<std::int64_t>(crest, 0, bed));
    }
    return true;
}

float depth_m(const State& s, std::uint32_t cell) { return static_cast<float>(s.cells.depth_m(cell)); }
float level_m(const State& s, std::uint32_t cell) { return static_cast<float>(s.cells.level_m(cell)); }

double rain_mm(const State& s, std::uint32_t cell) {
    return 1000.0 * s.cells.layout.quantum_m * static_cast<double>(s.rain_total[s.cells.layout.tile_of(cell)]);
}

Grid<float> depth_grid(const State& s) {
    const Layout& l = s.cells.layout;
    Grid<float> grid(l.grid.nx, l.grid.ny);
    const auto quantum = static_cast<float>(l.quantum_m);
    for (int j = 0; j < l.grid.ny; ++j) {
        const std::int32_t* depth = s.cells.depth.data() + l.at(0, j);
        float* out = grid.row(j).data();
        for (int i = 0; i < l.grid.nx; ++i) out[i] = quantum * static_cast<float>(depth[i]);
    }
    return grid;
}

double volume_m3(const State& s) {
    return s.cells.layout.volume_m3() * static_cast<double>(water_on_terrain(s) + drainage::stored(s.drains));
}

double mass_error_relative(const State& s) {
    const Ledger& b = s.ledger;
    const std::int64_t now = water_on_terrain(s) + drainage::stored(s.drains);
    const std::int64_t due = b.initial + b.initial_drains + b.rain + b.infiltration + b.tidal + b.upstream;
    const auto scale = static_cast<double>(std::max({now, due, std::int64_t{1}}));
    return static_cast<double>(now > due ? now - due : due - now) / scale;
}

std::uint64_t hash(const State& s) {
    StateHash h;
    const auto now = static_cast<std::size_t>(s.current);
    h.add(std::span<const std::int32_t>(s.cells.depth));
    h.add(std::span<const std::int32_t>(s.cells.bed));
    h.add(std::span<const float>(s.qx[now]));
    h.add(std::span<const float>(s.qy[now]));
    h.add(std::span<const std::int64_t>(s.rain_rest));
    drainage::add_to_hash(h, s.drains);
    h.add(std::span<const float>(s.structures.opening));
    h.add(std::span<const float>(s.structures.manual));
    for (const std::int64_t v : {s.ledger.rain, s.ledger.infiltration, s.ledger.tidal, s.ledger.upstream}) h.add(v);
    return h.value();
}

}  // namespace sd::flood
