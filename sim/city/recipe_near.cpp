#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

template <class Item>
std::uint32_t nearest(const std::vector<Item>& items, LocalXY p) {
    std::uint32_t best = 0xFFFF'FFFFu;
    double least = 1.0e300;
    for (std::uint32_t k = 0; k < items.size(); ++k) {
        const double dx = items[k].at.x_m - p.x_m;
        const double dy = items[k].at.y_m - p.y_m;
        const double square = dx * dx + dy * dy;
        if (square >= least) continue;
        least = square;
        best = k;
    }
    return best;
}

}  // namespace

NodeId nearest_node(const City& city, LocalXY p) { return {nearest(city.nodes, p)}; }
CabinetId nearest_cabinet(const City& city, LocalXY p) { return {nearest(city.cabinets, p)}; }
CellSiteId nearest_site(const City& city, LocalXY p) { return {nearest(city.sites, p)}; }

}  // namespace sd::recipe
