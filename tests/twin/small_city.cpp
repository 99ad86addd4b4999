#include "tests/twin/small_city.h"

#include <algorithm>
#include <set>

#include "sim/core/math.h"

namespace sd::test {
namespace {

constexpr int kRiverRows = 6;
constexpr int kBlock = 8;         ///< cells between streets
constexpr int kFirstStreet = 10;  ///< row and column of the first street

void lay_ground(City& city) {
    const int nx = city.grid.nx;
    const int ny = city.grid.ny;
    city.ground_m = Grid<float>(nx, ny);
    city.cover = Grid<std::uint8_t>(nx, ny, static_cast<std::uint8_t>(Cover::Dense));
    city.ward = Grid<std::int16_t>(nx, ny, 0);
    city.drain = Grid<std::int16_t>(nx, ny, -1);
    for (int j = 0; j < ny; ++j) {
        for (int i = 0; i < nx; ++i) {
            // Hollows of a few decimetres, some hundred metres wide, plus smaller ones.
            const double broad = math::sin(0.11 * i) * math::cos(0.13 * j);
            const double fine = math::sin(0.9 * i + 0.4 * j) * math::cos(0.7 * j);
            city.ground_m(i, j) = static_cast<float>(1.8 + 0.25 * broad + 0.06 * fine);
            if (i >= nx / 2) city.ward(i, j) = 1;
            if (j >= kRiverRows) continue;
            city.ground_m(i, j) = -4.0F;
            city.cover(i, j) = static_cast<std::uint8_t>(Cover::River);
            city.ward(i, j) = -1;
        }
    }
}

std::uint32_t add_node(City& city, int i, int j) {
    city.nodes.push_back({city.grid.center(i, j), false, 0.0F});
    return static_cast<std::uint32_t>(city.nodes.size() - 1);
}

void add_street(City& city, std::uint32_t from, std::uint32_t to, const std::string& name) {
    const LocalXY a = city.nodes[from].at;
    const LocalXY b = city.nodes[to].at;
    RoadEdge edge;
    edge.from = NodeId{from};
    edge.to = NodeId{to};
    edge.cls = RoadClass::Secondary;
    edge.name = name;
    edge.length_m = static_cast<float>(kBlock * city.grid.cell_m);
    edge.line = {a, b};
    for (int k = 0; k <= kBlock; ++k) {
        const double t = static_cast<double>(k) / kBlock;
        edge.cells.push_back(city.grid.cell_clamped({a.x_m + t * (b.x_m - a.x_m), a.y_m + t * (b.y_m - a.y_m)}));
    }
    // Streets lie a hand lower than the plots beside them.
    for (const std::uint32_t cell : edge.cells) {
        if (city.cover.at(cell) != static_cast<std::uint8_t>(Cover::Road)) city.ground_m.at(cell) -= 0.12F;
        city.cover.at(cell) = static_cast<std::uint8_t>(Cover::Road);
    }
    const auto number = static_cast<std::uint32_t>(city.edges.size());
    edge.reverse = EdgeId{number + 1};
    city.edges.push_back(edge);
    std::swap(edge.from, edge.to);
    std::reverse(edge.line.begin(), edge.line.end());
    std::reverse(edge.cells.begin(), edge.cells.end());
    edge.reverse = EdgeId{number};
    city.edges.push_back(edge);
}

struct Lattice {
    int columns = 0;
    int rows = 0;
    std::vector<std::uint32_t> nodes;
    [[nodiscard]] std::uint32_t at(int x, int y) const { return nodes[static_cast<std::size_t>(y * columns + x)]; }
};

Lattice lay_streets(City& city) {
    Lattice lattice;
    lattice.columns = (city.grid.nx - kFirstStreet - 2) / kBlock + 1;
    lattice.rows = (city.grid.ny - kFirstStreet - 2) / kBlock + 1;
    for (int y = 0; y < lattice.rows; ++y) {
        for (int x = 0; x < lattice.columns; ++x) {
            lattice.nodes.push_back(add_node(city, kFirstStreet + x * kBlock, kFirstStreet + y * kBlock));
        }
    }
    for (int y = 0; y < lattice.rows; ++y) {
        const std::string name = y == 1 ? "Đường Lý Thường Kiệt" : "Đường ngang " + std::to_string(y);
        for (int x = 0; x + 1 < lattice.columns; ++x) add_street(city, lattice.at(x, y), lattice.at(x + 1, y), name);
    }
    for (int x = 0; x < lattice.columns; ++x) {
        const std::string name = "Đường dọc " + std::to_string(x);
        for (int y = 0; y + 1 < lattice.rows; ++y) add_street(city, lattice.at(x, y), lattice.at(x, y + 1), name);
    }
    return lattice;
}

std::uint32_t add_device(City& city, DeviceKind kind, LocalXY at, std::uint32_t target) {
    Device device;
    device.kind = kind;
    device.name = "SD-" + std::to_string(1000 + city.devices.size());
    device.at = at;
    device.target = target;
    device.period = info_of(kind).period;
    const std::int16_t ward = city.ward.at(city.grid.cell_clamped(at));
    if (ward >= 0) device.ward = WardId{static_cast<std::uint32_t>(ward)};
    device.site = CellSiteId{at.x_m < city.grid.nx * city.grid.cell_m / 2 ? 0U : 1U};
    city.devices.push_back(device);
    return static_cast<std::uint32_t>(city.devices.size() - 1);
}

void place_services(SmallCity& town) {
    City& city = town.city;
    const double width = city.grid.nx * city.grid.cell_m;
    const double height = city.grid.ny * city.grid.cell_m;
    city.wards.push_back({"1", "Phường Tây", {}, 10000.0, {0.25 * width, 0.5 * height}});
    city.wards.push_back({"2", "Phường Đông", {}, 10000.0, {0.75 * width, 0.5 * height}});
    city.substations.push_back({"Trạm 110 kV", {0.5 * width, 0.9 * height}, 0, 0.5F});
    for (int k = 0; k < 4; ++k) {
        const LocalXY at{(0.2 + 0.2 * k) * width, 0.5 * height};
        city.cabinets.push_back({at, city.grid.cell_clamped(at), SubstationId{0}, 0.5F, 400.0F});
        const auto cabinet = static_cast<std::uint32_t>(k);
        for (int m = 0; m < 3; ++m) town.meters.push_back(add_device(city, DeviceKind::SmartMeter, at, cabinet));
        town.streetlights.push_back(add_device(city, DeviceKind::StreetlightCabinet, at, cabinet));
    }
    for (int k = 0; k < 2; ++k) {
        const LocalXY at{(0.25 + 0.5 * k) * width, 0.6 * height};
        city.sites.push_back(
            {"BTS-" + std::to_string(k + 1), at, city.grid.cell_clamped(at), CabinetId{0}, 4.0F, 0.8F});
        town.site_devices.push_back(add_device(city, DeviceKind::CellSite, at, static_cast<std::uint32_t>(k)));
    }
    for (int k = 0; k < 2; ++k) {
        const LocalXY at{(0.25 + 0.5 * k) * width, 0.5 * height};
        PopulationCell people;
        people.at = at;
        people.cell = city.grid.cell_clamped(at);
        people.ward = WardId{static_cast<std::uint32_t>(k)};
        people.people = 5000.0F;
        city.population.push_back(people);
    }
}

void place_gauges(SmallCity& town, const Lattice& lattice, int gauge_every) {
    City& city = town.city;
    for (int k = 0; k < 4; ++k) {
        const int i = city.grid.nx * (2 * k + 1) / 8;
        town.river.push_back(add_device(city, DeviceKind::RiverLevel, city.grid.center(i, 3), city.grid.cell(i, 3)));
    }
    Station station;
    station.name = "Trạm Mỹ Tho";
    station.at = city.devices[town.river[0]].at;
    station.alarm_m = {1.20F, 1.40F, 1.60F};
    station.device = DeviceId{town.river[0]};
    city.stations.push_back(station);
    for (int y = 0; y < lattice.rows; y += gauge_every) {
        for (int x = (y / gauge_every) % 2; x < lattice.columns; x += gauge_every) {
            const LocalXY at = city.nodes[lattice.at(x, y)].at;
            town.street.push_back(add_device(city, DeviceKind::StreetDepth, at, city.grid.cell_clamped(at)));
        }
    }
    for (int k = 0; k < 3; ++k) {
        const LocalXY at = city.grid.center(city.grid.nx * (k + 1) / 4, city.grid.ny / 2);
        town.rain.push_back(add_device(city, DeviceKind::RainGauge, at, city.grid.cell_clamped(at)));
    }
    for (std::uint32_t e = 0; e < city.edges.size() && town.loops.size() < 4; e += 2) {
        if (city.edges[e].name != "Đường Lý Thường Kiệt") continue;
        town.loops.push_back(add_device(city, DeviceKind::LoopDetector, city.edges[e].line.front(), e));
    }
    town.weather = add_device(city, DeviceKind::Weather, city.grid.center(5, 20), 0);
    town.bus = add_device(city, DeviceKind::BusGps, city.grid.center(20, 20), 0);
}

}  // namespace

SmallCity make_small_city(int nx, int ny, int gauge_every) {
    SmallCity town;
    town.city.meta.name = "Thị trấn thử";
    town.city.grid = GridSpec{nx, ny, 10.0, {}};
    lay_ground(town.city);
    const Lattice lattice = lay_streets(town.city);
    place_services(town);
    place_gauges(town, lattice, gauge_every);
    BusLine line;
    line.name = "Tuyến 1";
    for (std::uint32_t e = 0; e < 10; ++e) line.route.push_back(EdgeId{e});
    line.buses = 1;
    town.city.bus_lines.push_back(line);
    return town;
}

std::vector<std::uint32_t> street_cells(const City& city) {
    std::set<std::uint32_t> cells;
    for (const RoadEdge& edge : city.edges) cells.insert(edge.cells.begin(), edge.cells.end());
    return {cells.begin(), cells.end()};
}

}  // namespace sd::test
