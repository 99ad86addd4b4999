#include "sim/hydro/places.h"

#include <cmath>

namespace sd::hydro {

double Places::bed_m(std::uint32_t place) const {
    return in_canal(place) ? flood::canal_bed_m(network, canal_node(place), sheet) : sheet.bed_m(place);
}

double Places::level_m(std::uint32_t place) const {
    return in_canal(place) ? flood::canal_level_m(network, canals, canal_node(place), sheet) : sheet.level_m(place);
}

double Places::depth_m(std::uint32_t place) const {
    return in_canal(place) ? level_m(place) - bed_m(place) : sheet.depth_m(place);
}

double Places::held_m(std::uint32_t place) const {
    if (!in_canal(place)) return sheet.held_m(place);
    return static_cast<double>(flood::canal_holds(network, canals, canal_node(place), sheet)) * sheet.quantum_m();
}

double Places::surface_m2(std::uint32_t place) const {
    return in_canal(place) ? flood::canal_surface_m2(network, canals, canal_node(place), sheet)
                           : cell_area_m2 * sheet.room(place);
}

double Places::add(std::uint32_t place, double depth_m) const {
    if (!in_canal(place)) return sheet.add(place, depth_m);
    const double quantum_m = sheet.quantum_m();
    const std::int64_t quanta = std::llround(depth_m / quantum_m);
    const std::int64_t moved = flood::canal_add(network, canals, canal_node(place), quanta, sheet);
    return static_cast<double>(moved) * quantum_m;
}

}  // namespace sd::hydro
