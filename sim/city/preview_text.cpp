#include <fmt/format.h>

#include <algorithm>

#include "sim/city/pack.h"
#include "sim/city/preview.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

const char* name_of(Provenance p) {
    switch (p) {
        case Provenance::Traced:
            return "traced";
        case Provenance::Fact:
            return "fact";
        case Provenance::Derived:
            return "derived";
        case Provenance::Assumed:
            return "assumed";
        case Provenance::Synthetic:
            return "synthetic";
        case Provenance::Imported:
            return "imported";
    }
    return "?";
}

std::string devices_of(const City& city) {
    std::array<std::size_t, kDeviceKindCount> count{};
    double rate_hz = 0.0;
    for (const Device& d : city.devices) {
        ++count[static_cast<std::size_t>(d.kind)];
        rate_hz += 1.0 / d.period.seconds();
    }
    std::string out = fmt::format("devices: {}, {:.1f} readings a second\n", city.devices.size(), rate_hz);
    for (std::size_t k = 0; k < count.size(); ++k) {
        if (count[k] > 0) out += fmt::format("  {:<20} {}\n", info_of(static_cast<DeviceKind>(k)).name, count[k]);
    }
    return out;
}

std::string roads_of(const City& city) {
    double total_m = 0.0;
    std::size_t signals = 0;
    for (const RoadEdge& e : city.edges) total_m += e.length_m;
    for (const RoadNode& n : city.nodes) signals += n.signal ? 1 : 0;
    return fmt::format("roads: {} nodes, {} directed edges, {:.0f} km of direction, {} signals\n", city.nodes.size(),
                       city.edges.size(), total_m / 1000.0, signals);
}

}  // namespace

std::string describe_city(const City& city) {
    const CityMeta& m = city.meta;
    std::string out =
        fmt::format("{}{}{}\nhash: {}\n", m.name, m.province.empty() ? "" : ", ", m.province, hex(city_hash(city)));
    out += fmt::format("grid: {} × {} cells of {} m, EPSG:{}, levels above {}\n", city.grid.nx, city.grid.ny,
                       city.grid.cell_m, m.epsg, m.vertical_datum);
    out += fmt::format("corners: {:.4f}°E {:.4f}°N … {:.4f}°E {:.4f}°N\n", m.corners[0].lon_deg, m.corners[0].lat_deg,
                       m.corners[2].lon_deg, m.corners[2].lat_deg);
    double people = 0.0;
    for (const PopulationCell& p : city.population) people += p.people;
    out += roads_of(city);
    out += fmt::format("buildings: {}, people: {:.0f}, wards: {}, drains: {}, structures: {}, dykes: {}\n",
                       city.buildings.size(), people, city.wards.size(), city.drains.size(), city.structures.size(),
                       city.dykes.size());
    out += fmt::format("power: {} substations, {} cabinets; telecom: {} cell sites; buses: {} lines\n",
                       city.substations.size(), city.cabinets.size(), city.sites.size(), city.bus_lines.size());
    out += devices_of(city);
    out += "layers:\n";
    for (const LayerInfo& layer : m.layers) {
        out += fmt::format("  {:<20} {:<10} {:>9}  {}{}\n", layer.name, name_of(layer.provenance), layer.objects,
                           layer.source, layer.note.empty() ? "" : " (" + layer.note + ")");
    }
    if (!m.notes.empty()) out += "import log:\n";
    for (const std::string& line : m.notes) out += "  " + line + "\n";
    out += fmt::format("licence: {}; {}\n", m.licence, m.attribution);
    if (m.synthetic_terrain)
        out += "địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval\n";
    return out;
}

}  // namespace sd
