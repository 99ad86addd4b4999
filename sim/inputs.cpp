#include "sim/inputs.h"

#include <algorithm>

#include "sim/core/check.h"

namespace sd {
namespace {

template <class Things>
Result<void> must_name(const Things& things, const std::string& name, const char* what) {
    std::string known;
    for (const auto& thing : things) {
        if (thing.name == name) return {};
        if (!thing.name.empty() && known.size() < 200) known += (known.empty() ? "" : ", ") + thing.name;
    }
    return fail("", "no " + std::string(what) + " is called '" + name + "'",
                known.empty() ? "this city has none" : "known: " + known);
}

Result<void> must_hold(bool condition, const char* message, const char* hint) {
    if (condition) return {};
    return fail("", message, hint);
}

void apply_one(World& w, const Input& input) {
    switch (input.kind) {
        case InputKind::SetSluice:
            SD_CHECK(flood::set_sluice(w.flood, input.target, input.value));
            break;
        case InputKind::BreachDyke:
            SD_CHECK(flood::breach(w.flood, input.target, input.where, input.value));
            break;
        case InputKind::SetPump:
            SD_CHECK(flood::set_pump(w.flood, input.target, input.value));
            break;
        case InputKind::FailPower:
            SD_CHECK(power::fail(w.power, *w.city, input.target, input.value < 0.5));
            break;
        case InputKind::CloseRoad:
            SD_CHECK(exposure::close_road(w.exposure, *w.city, input.target, input.value < 0.5));
            break;
        case InputKind::RainCell: {
            weather::Cell cell;
            cell.from = w.now;
            cell.duration = input.duration;
            cell.start = input.where;
            cell.peak_mm_h = input.value;
            weather::add_cell(w.weather, cell);
            break;
        }
        case InputKind::ClogInlets:
            SD_CHECK(flood::clog(w.flood, input.target, 1.0 - input.value));
            break;
        case InputKind::Note:
            break;
    }
}

bool is_pump(const City& city, const std::string& name) {
    const auto pump = [&](const Structure& s) { return s.kind == StructureKind::Pump && s.name == name; };
    const auto drain = [&](const Drain& d) { return d.name == name && d.pump_m3_s > 0.0F; };
    return std::any_of(city.structures.begin(), city.structures.end(), pump) ||
           std::any_of(city.drains.begin(), city.drains.end(), drain);
}

}  // namespace

void apply(World& world, const std::vector<Input>& due) {
    for (const Input& input : due) apply_one(world, input);
}

Result<void> check_input(const City& city, const Input& input) {
    switch (input.kind) {
        case InputKind::SetSluice:
            if (auto named = must_name(city.structures, input.target, "sluice or gate"); !named) return named;
            return must_hold(input.value <= 1.0, "an opening is at most 1",
                             "0 closed … 1 open, negative = by its rule");
        case InputKind::BreachDyke:
            return must_name(city.dykes, input.target, "dyke");
        case InputKind::SetPump:
            return must_hold(is_pump(city, input.target), "no pump has this name", "see `songdoi city info`");
        case InputKind::FailPower:
            return must_hold(power::is_target(city, input.target), "no substation or cabinet has this name",
                             "a substation's name or cabinet:NUMBER");
        case InputKind::CloseRoad:
            return must_hold(exposure::is_road(city, input.target), "no street has this name",
                             "a street's name or edge:NUMBER");
        case InputKind::RainCell:
            return must_hold(input.value >= 0.0 && input.value <= 500.0 && input.duration > Duration{},
                             "a rain cell needs 0…500 mm/h and a duration", "e.g. value: 80, for: 30m");
        case InputKind::ClogInlets:
            if (auto named = must_name(city.drains, input.target, "drain"); !named) return named;
            return must_hold(input.value >= 0.0 && input.value <= 1.0, "an inlet share is 0…1", "0 blocked … 1 clean");
        case InputKind::Note:
            return {};
    }
    return fail("", "unknown kind of input");
}

double mean_rain_mm_h(const World& world) {
    constexpr int kLattice = 5;
    const GridSpec& grid = world.city->grid;
    double sum = 0.0;
    for (int j = 0; j < kLattice; ++j) {
        for (int i = 0; i < kLattice; ++i) {
            sum += weather::rain_mm_h(world.weather, grid.center((2 * i + 1) * grid.nx / (2 * kLattice),
                                                                 (2 * j + 1) * grid.ny / (2 * kLattice)));
        }
    }
    return sum / (kLattice * kLattice);
}

}  // namespace sd
