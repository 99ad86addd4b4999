#include "twin/catalogue.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/core/check.h"

namespace sd {
namespace {

double distance2(LocalXY a, LocalXY b) {
    const double dx = a.x_m - b.x_m;
    const double dy = a.y_m - b.y_m;
    return dx * dx + dy * dy;
}

WardId ward_at(const City& city, LocalXY p) {
    if (city.ward.empty()) return {};
    const std::int16_t w = city.ward.at(city.grid.cell_clamped(p));
    return w < 0 ? WardId{} : WardId{static_cast<std::uint32_t>(w)};
}

/// Streets by the terrain cells they run over, so that a gauge finds its street without a search over all edges.
std::map<std::uint32_t, std::uint32_t> edge_by_cell(const City& city) {
    std::map<std::uint32_t, std::uint32_t> edges;
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        for (const std::uint32_t cell : city.edges[e].cells) {
            const auto [it, fresh] = edges.emplace(cell, e);
            // A named street wins over a nameless lane on the same cell; otherwise the first edge stays.
            if (!fresh && city.edges[it->second].name.empty() && !city.edges[e].name.empty()) it->second = e;
        }
    }
    return edges;
}

class PlaceBook {
public:
    explicit PlaceBook(std::vector<Catalogue::Place>& places) : places_(places) {}
    std::uint32_t of(const std::string& name, WardId ward, LocalXY at) {
        const auto [it, fresh] = numbers_.emplace(std::pair{name, ward.index}, places_.size());
        if (fresh) places_.push_back({name, ward, at});
        return static_cast<std::uint32_t>(it->second);
    }

private:
    std::vector<Catalogue::Place>& places_;
    std::map<std::pair<std::string, std::uint32_t>, std::size_t> numbers_;
};

/// The edge on the device's cell or one of the cells around it, nearest ring first.
std::uint32_t edge_near(const City& city, const std::map<std::uint32_t, std::uint32_t>& edges, std::uint32_t cell) {
    const int i0 = static_cast<int>(cell % static_cast<std::uint32_t>(city.grid.nx));
    const int j0 = static_cast<int>(cell / static_cast<std::uint32_t>(city.grid.nx));
    for (int ring = 0; ring <= 3; ++ring) {
        for (int j = j0 - ring; j <= j0 + ring; ++j) {
            for (int i = i0 - ring; i <= i0 + ring; ++i) {
                if (std::max(std::abs(i - i0), std::abs(j - j0)) != ring || !city.grid.contains(i, j)) continue;
                const auto it = edges.find(city.grid.cell(i, j));
                if (it != edges.end()) return it->second;
            }
        }
    }
    return Catalogue::kNoPlace;
}

void place_devices(const City& city, Catalogue& c) {
    PlaceBook book(c.places);
    const auto edges = edge_by_cell(city);
    const auto ward_name = [&city](WardId w, const std::string& otherwise) {
        return w.valid() && w.at() < city.wards.size() ? city.wards[w.at()].name : otherwise;
    };
    c.place_of_edge.assign(city.edges.size(), Catalogue::kNoPlace);
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        const LocalXY middle = edge.line.empty() ? city.nodes[edge.from.at()].at : edge.line[edge.line.size() / 2];
        const WardId ward = ward_at(city, middle);
        c.place_of_edge[e] = book.of(edge.name.empty() ? ward_name(ward, "?") : edge.name, ward, middle);
    }
    c.place_of_device.assign(city.devices.size(), Catalogue::kNoPlace);
    for (std::size_t d = 0; d < city.devices.size(); ++d) {
        const Device& device = city.devices[d];
        if (info_of(device.kind).group == ProbeGroup::Edge && device.target < city.edges.size()) {
            c.place_of_device[d] = c.place_of_edge[device.target];
        } else if (device.kind == DeviceKind::StreetDepth) {
            const std::uint32_t e = edge_near(city, edges, device.target);
            const bool named = e != Catalogue::kNoPlace && !city.edges[e].name.empty();
            c.place_of_device[d] =
                book.of(named ? city.edges[e].name : ward_name(device.ward, device.name), device.ward, device.at);
        }
    }
}

void find_neighbours(const City& city, Catalogue& c) {
    c.neighbours.resize(city.devices.size());
    const auto sort_of = [](DeviceKind k) { return reads_level(k) ? 1 : (k == DeviceKind::StreetDepth ? 2 : 0); };
    std::vector<std::pair<double, std::uint32_t>> near;
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        const int sort = sort_of(city.devices[d].kind);
        if (sort == 0) continue;
        near.clear();
        for (std::uint32_t other = 0; other < city.devices.size(); ++other) {
            if (other == d || sort_of(city.devices[other].kind) != sort) continue;
            near.emplace_back(distance2(city.devices[d].at, city.devices[other].at), other);
        }
        const std::size_t keep = std::min(near.size(), Catalogue::kNeighbours);
        std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(keep), near.end());
        for (std::size_t k = 0; k < keep; ++k) c.neighbours[d].push_back(near[k].second);
    }
}

void find_gauges(const City& city, Catalogue& c) {
    // A station without a device of its own is read by the nearest level gauge within 300 m.
    constexpr double kReach2 = 300.0 * 300.0;
    for (const Station& station : city.stations) {
        std::uint32_t gauge = station.device.valid() ? station.device.index : Catalogue::kNoPlace;
        double best = kReach2;
        for (std::uint32_t d = 0; gauge == Catalogue::kNoPlace && d < city.devices.size(); ++d) {
            if (!reads_level(city.devices[d].kind)) continue;
            best = std::min(best, distance2(city.devices[d].at, station.at));
        }
        for (std::uint32_t d = 0; gauge == Catalogue::kNoPlace && d < city.devices.size(); ++d) {
            const double d2 = distance2(city.devices[d].at, station.at);
            if (reads_level(city.devices[d].kind) && d2 <= best && best < kReach2) gauge = d;
        }
        c.gauge_of_station.push_back(gauge);
        const bool has_alarms = station.alarm_m[2] > 0.0F;
        if (c.main_gauge == Catalogue::kNoPlace && has_alarms) c.main_gauge = gauge;
    }
    for (std::uint32_t d = 0; c.main_gauge == Catalogue::kNoPlace && d < city.devices.size(); ++d) {
        if (reads_level(city.devices[d].kind)) c.main_gauge = d;
    }
}

void group_devices(const City& city, Catalogue& c) {
    c.devices_of_ward.resize(city.wards.size());
    c.devices_of_site.resize(city.sites.size());
    c.meters_of_cabinet.resize(city.cabinets.size());
    c.streetlights_of_cabinet.resize(city.cabinets.size());
    c.device_of_site.assign(city.sites.size(), Catalogue::kNoPlace);
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        const Device& device = city.devices[d];
        // Buses leave their ward and their site: they say nothing about a district.
        if (device.kind != DeviceKind::BusGps) {
            if (device.ward.valid()) c.devices_of_ward[device.ward.at()].push_back(d);
            if (device.site.valid()) c.devices_of_site[device.site.at()].push_back(d);
        }
        if (device.kind == DeviceKind::SmartMeter) c.meters_of_cabinet[device.target].push_back(d);
        if (device.kind == DeviceKind::StreetlightCabinet) c.streetlights_of_cabinet[device.target].push_back(d);
        if (device.kind == DeviceKind::CellSite) c.device_of_site[device.target] = d;
    }
    c.cabinets_per_substation.assign(city.substations.size(), 0);
    for (const Cabinet& cabinet : city.cabinets) {
        if (cabinet.substation.valid()) ++c.cabinets_per_substation[cabinet.substation.at()];
    }
}

}  // namespace

Catalogue catalogue_of(const City& city) {
    Catalogue c;
    place_devices(city, c);
    find_neighbours(city, c);
    find_gauges(city, c);
    group_devices(city, c);
    return c;
}

}  // namespace sd
