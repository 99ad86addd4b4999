// The asset register. Counts come from recipe.yaml; places follow what is measured.
#include <algorithm>
#include <cstdio>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

std::string code(const char* prefix, std::size_t number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%s-%04u", prefix, static_cast<unsigned>(number));
    return text.data();
}

const char* prefix_of(DeviceKind kind) {
    constexpr std::array<const char*, kDeviceKindCount> kPrefix{"WL", "SD", "RG", "TS", "WX", "LD", "CC", "BG",
                                                                "AQ", "PK", "SL", "SM", "CS", "WB", "NO"};
    return kPrefix[static_cast<std::size_t>(kind)];
}

/// Adds devices with what they all have in common.
class Register {
public:
    explicit Register(Draft& draft) : draft_(&draft) {}

    DeviceId add(DeviceKind kind, LocalXY at, std::uint32_t target, bool mains) {
        City& city = draft_->city;
        const auto number = static_cast<std::uint32_t>(city.devices.size());
        Device device;
        device.kind = kind;
        device.name = code(prefix_of(kind), ++count_[static_cast<std::size_t>(kind)]);
        device.at = at;
        device.target = target;
        const std::int16_t ward = city.ward.at(city.grid.cell_clamped(at));
        if (ward >= 0) device.ward = {static_cast<std::uint32_t>(ward)};
        if (mains) device.cabinet = nearest_cabinet(city, at);
        device.site = nearest_site(city, at);
        device.period = info_of(kind).period;
        const double u = draft_->draw.uniform(stream_of("recipe.device.phase"), number, 0);
        // Whole milliseconds, so that due times print exactly.
        device.phase = milliseconds(static_cast<std::int64_t>(u * 1000.0 * device.period.seconds()));
        city.devices.push_back(std::move(device));
        return {number};
    }

private:
    Draft* draft_;
    std::array<std::size_t, kDeviceKindCount> count_{};
};

int wanted(const Draft& draft, DeviceKind kind) {
    const auto found = draft.settings().devices.find(std::string(info_of(kind).name));
    return found == draft.settings().devices.end() ? 0 : found->second;
}

// `count` of the candidates, evenly spread over the list.
std::vector<std::uint32_t> thinned(const std::vector<std::uint32_t>& all, int count) {
    std::vector<std::uint32_t> out;
    if (all.empty() || count <= 0) return out;
    const std::size_t n = std::min(all.size(), static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < n; ++k) out.push_back(all[k * all.size() / n]);
    return out;
}

void add_levels(Draft& draft, Register& assets) {
    City& city = draft.city;
    for (Station& station : city.stations) {
        station.device = assets.add(DeviceKind::RiverLevel, station.at, station.cell, false);
        assets.add(DeviceKind::TideSalinity, station.at, station.cell, false);
    }
    std::vector<std::uint32_t> canal_cells;
    for (const CanalLine& canal : city.canals) {
        for (const std::uint32_t cell : cells_under(city.grid, canal.line)) {
            if (is_water(static_cast<Cover>(city.cover.at(cell)))) canal_cells.push_back(cell);
        }
    }
    const int levels = wanted(draft, DeviceKind::RiverLevel) - static_cast<int>(city.stations.size());
    for (const std::uint32_t cell : thinned(canal_cells, levels)) {
        assets.add(DeviceKind::RiverLevel, city.grid.center_of(cell), cell, false);
    }
    const int salts = wanted(draft, DeviceKind::TideSalinity) - static_cast<int>(city.stations.size());
    for (const std::uint32_t cell : thinned(canal_cells, salts)) {
        assets.add(DeviceKind::TideSalinity, city.grid.center_of(cell), cell, false);
    }
}

// Half of the street gauges stand on the streets known to be low, the others all over the built town.
void add_street_depth(Draft& draft, Register& assets) {
    City& city = draft.city;
    const auto& names = draft.settings().low_streets;
    std::vector<std::uint32_t> low;
    std::vector<std::uint32_t> other;
    for (const RoadEdge& edge : city.edges) {
        if (edge.cells.empty() || edge.motorbike_only) continue;
        if (edge.reverse.valid() && edge.reverse.index < static_cast<std::uint32_t>(&edge - city.edges.data()))
            continue;
        const std::uint32_t cell = edge.cells[edge.cells.size() / 2];
        const bool is_low = std::find(names.begin(), names.end(), edge.name) != names.end();
        if (is_low) {
            // One every 60 m: the story's streets must be seen from end to end.
            for (std::size_t k = 3; k < edge.cells.size(); k += 6) low.push_back(edge.cells[k]);
            if (edge.cells.size() <= 3) low.push_back(cell);
        } else if (city.drain.at(cell) >= 0) {
            other.push_back(cell);
        }
    }
    std::sort(low.begin(), low.end());
    low.erase(std::unique(low.begin(), low.end()), low.end());
    std::sort(other.begin(), other.end());
    other.erase(std::unique(other.begin(), other.end()), other.end());
    const int count = wanted(draft, DeviceKind::StreetDepth);
    const std::vector<std::uint32_t> first = thinned(low, count / 2);
    for (const std::uint32_t cell : first) assets.add(DeviceKind::StreetDepth, city.grid.center_of(cell), cell, false);
    for (const std::uint32_t cell : thinned(other, count - static_cast<int>(first.size()))) {
        assets.add(DeviceKind::StreetDepth, city.grid.center_of(cell), cell, false);
    }
}

void add_air(Draft& draft, Register& assets) {
    City& city = draft.city;
    std::vector<std::uint32_t> cells;
    for (const PopulationCell& cell : city.population) cells.push_back(cell.cell);
    const auto spread = [&](DeviceKind kind, bool mains) {
        for (const std::uint32_t cell : thinned(cells, wanted(draft, kind))) {
            const bool whole = info_of(kind).group == ProbeGroup::City;
            assets.add(kind, city.grid.center_of(cell), whole ? 0U : cell, mains);
        }
    };
    spread(DeviceKind::RainGauge, false);
    spread(DeviceKind::Weather, true);
    spread(DeviceKind::AirQuality, true);
    spread(DeviceKind::Noise, true);
}

void add_traffic(Draft& draft, Register& assets) {
    City& city = draft.city;
    std::vector<std::uint32_t> main;
    std::vector<std::uint32_t> signalled;
    for (std::uint32_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        if (edge.cls > RoadClass::Tertiary || edge.length_m < 30.0F) continue;
        main.push_back(e);
        if (city.nodes[edge.to.at()].signal || edge.cls <= RoadClass::Secondary) signalled.push_back(e);
    }
    const auto middle = [&](std::uint32_t e) {
        return point_at(city.edges[e].line, 0.5 * length_of(city.edges[e].line));
    };
    for (const std::uint32_t e : thinned(main, wanted(draft, DeviceKind::LoopDetector))) {
        assets.add(DeviceKind::LoopDetector, middle(e), e, true);
    }
    for (const std::uint32_t e : thinned(signalled, wanted(draft, DeviceKind::CameraCounter))) {
        assets.add(DeviceKind::CameraCounter, middle(e), e, true);
    }
}

void add_fixed(Draft& draft, Register& assets) {
    City& city = draft.city;
    std::uint32_t slot = 0;
    for (const BusLine& line : city.bus_lines) {
        for (int k = 0; k < line.buses; ++k) {
            assets.add(DeviceKind::BusGps, city.edges[line.route.front().at()].line.front(), slot++, false);
        }
    }
    for (std::uint32_t k = 0; k < city.lots.size(); ++k) assets.add(DeviceKind::Parking, city.lots[k].at, k, true);
    for (std::uint32_t k = 0; k < city.cabinets.size(); ++k) {
        const DeviceId id = assets.add(DeviceKind::StreetlightCabinet, city.cabinets[k].at, k, true);
        city.devices[id.at()].cabinet = {k};
    }
    for (std::uint32_t k = 0; k < city.sites.size(); ++k) {
        const DeviceId id = assets.add(DeviceKind::CellSite, city.sites[k].at, k, false);
        city.devices[id.at()].site = {k};
    }
    for (std::uint32_t k = 0; k < city.bins.size(); ++k) assets.add(DeviceKind::WasteBin, city.bins[k].at, k, false);
}

// Meters by people and jobs of each population cell; at least every built cabinet has some.
void add_meters(Draft& draft, Register& assets) {
    City& city = draft.city;
    double total = 0.0;
    for (const PopulationCell& cell : city.population) total += cell.people + 0.5 * cell.jobs;
    const int count = wanted(draft, DeviceKind::SmartMeter);
    double due = 0.0;
    std::uint32_t made = 0;
    for (const PopulationCell& cell : city.population) {
        due += count * (cell.people + 0.5 * cell.jobs) / total;
        for (; made + 0.5 < due; ++made) {
            const LocalXY at{cell.at.x_m + draft.draw.uniform(stream_of("recipe.meter.x"), made, 0, -95.0, 95.0),
                             cell.at.y_m + draft.draw.uniform(stream_of("recipe.meter.y"), made, 0, -95.0, 95.0)};
            const DeviceId id = assets.add(DeviceKind::SmartMeter, at, cell.cabinet.index, true);
            city.devices[id.at()].cabinet = cell.cabinet;
        }
    }
}

}  // namespace

void place_devices(Draft& draft) {
    Register assets(draft);
    add_levels(draft, assets);
    add_street_depth(draft, assets);
    add_air(draft, assets);
    add_traffic(draft, assets);
    add_fixed(draft, assets);
    add_meters(draft, assets);
}

}  // namespace sd::recipe
