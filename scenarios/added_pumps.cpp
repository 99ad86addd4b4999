#include "scenarios/added_pumps.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/words.h"

namespace sd {
namespace {

CabinetId nearest_cabinet(const City& city, std::uint32_t cell) {
    const LocalXY at = city.grid.center_of(cell);
    CabinetId best;
    double least = 1e18;
    for (std::uint32_t k = 0; k < city.cabinets.size(); ++k) {
        const double dx = city.cabinets[k].at.x_m - at.x_m;
        const double dy = city.cabinets[k].at.y_m - at.y_m;
        if (dx * dx + dy * dy >= least) continue;
        least = dx * dx + dy * dy;
        best = CabinetId{k};
    }
    return best;
}

bool add_to_drain(City& city, const AddedPump& pump) {
    const auto drain =
        std::find_if(city.drains.begin(), city.drains.end(), [&](const Drain& d) { return d.name == pump.beside; });
    if (drain == city.drains.end()) return false;
    drain->pump_m3_s += static_cast<float>(pump.m3_s);
    if (!drain->pump_cabinet.valid()) drain->pump_cabinet = nearest_cabinet(city, drain->outfall_cell);
    return true;
}

bool add_over_sluice(City& city, const AddedPump& pump) {
    const auto gate = std::find_if(city.structures.begin(), city.structures.end(), [&](const Structure& s) {
        return s.kind != StructureKind::Pump && s.name == pump.beside;
    });
    if (gate == city.structures.end()) return false;
    Structure added = *gate;
    added.kind = StructureKind::Pump;
    added.name = "Bơm " + gate->name;
    added.pump_m3_s = static_cast<float>(pump.m3_s);
    added.cabinet = nearest_cabinet(city, added.cell_inside);
    added.provenance = Provenance::Assumed;
    city.structures.push_back(std::move(added));
    return true;
}

}  // namespace

Result<void> add_pumps(City& city, const std::vector<AddedPump>& pumps) {
    Errors errors;
    for (const AddedPump& pump : pumps) {
        if (add_to_drain(city, pump) || add_over_sluice(city, pump)) {
            city.meta.notes.push_back(
                fmt::format("a pump of {:g} m³/s added at {} by the scenario", pump.m3_s, pump.beside));
            continue;
        }
        std::vector<std::string> known;
        for (const Drain& d : city.drains) known.push_back(d.name);
        for (const Structure& s : city.structures) known.push_back(s.name);
        errors.push_back(
            {"", 0, 0, "pumps: no drain or sluice is called \"" + pump.beside + "\"", suggest(pump.beside, known)});
    }
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

}  // namespace sd
