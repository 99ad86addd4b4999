#include "sim/city/pack_check.h"

#include <cmath>

#include "sim/city/pack.h"

namespace sd {
namespace {

/// Collects findings, but only the first few of each sort: a broken pack has millions.
class Findings {
public:
    Findings(const City& city, std::string label) : city_(&city), label_(std::move(label)) {}

    void expect(bool holds, const char* kind, std::size_t number, const std::string& what) {
        if (holds) return;
        if (errors_.size() >= 50) return;
        errors_.push_back({label_, 0, 0, std::string(kind) + " " + std::to_string(number) + ": " + what, ""});
    }
    void cell(std::uint32_t cell, const char* kind, std::size_t number) {
        expect(cell < city_->grid.cells(), kind, number, "cell " + std::to_string(cell) + " is outside the grid");
    }
    void cells(const std::vector<std::uint32_t>& list, const char* kind, std::size_t number) {
        for (const std::uint32_t c : list) cell(c, kind, number);
    }
    void id(std::uint32_t index, std::size_t size, bool may_be_none, const char* kind, std::size_t number,
            const char* of) {
        const bool none = may_be_none && index == NodeId::kNone;
        expect(none || index < size, kind, number, std::string("names a ") + of + " that does not exist");
    }
    template <class E>
    void value(E v, E count, const char* kind, std::size_t number) {
        expect(v < count, kind, number, "has an unknown kind " + std::to_string(static_cast<int>(v)));
    }
    void at(LocalXY p, const char* kind, std::size_t number) {
        expect(std::isfinite(p.x_m) && std::isfinite(p.y_m), kind, number, "has no position");
    }
    void line(const std::vector<LocalXY>& points, std::size_t least, const char* kind, std::size_t number) {
        expect(points.size() >= least, kind, number, "has " + std::to_string(points.size()) + " vertices");
        for (const LocalXY p : points) at(p, kind, number);
    }
    void number(double v, const char* kind, std::size_t which, const char* name) {
        expect(std::isfinite(v), kind, which, std::string(name) + " is not a number");
    }
    [[nodiscard]] const City& city() const { return *city_; }
    [[nodiscard]] Errors take() { return std::move(errors_); }
    [[nodiscard]] bool clean() const { return errors_.empty(); }

private:
    const City* city_;
    std::string label_;
    Errors errors_;
};

template <class T>
bool fits(const GridSpec& spec, const Grid<T>& grid) {
    return grid.nx() == spec.nx && grid.ny() == spec.ny;
}

void check_rasters(Findings& f) {
    const City& city = f.city();
    const GridSpec& g = city.grid;
    const bool plain =
        g.nx > 0 && g.ny > 0 && g.cell_m > 0.0 && std::isfinite(g.cell_m) && g.nx <= 100000 && g.ny <= 100000;
    f.expect(plain, "grid", 0, "has no cells or no cell size");
    const bool same = fits(g, city.ground_m) && fits(g, city.cover) && fits(g, city.ward) && fits(g, city.drain);
    f.expect(same, "grid", 0, "rasters differ in size");
    if (!f.clean()) return;
    for (int j = 0; j < g.ny; ++j) {
        for (int i = 0; i < g.nx; ++i) {
            const std::uint32_t cell = g.cell(i, j);
            f.expect(std::isfinite(city.ground_m(i, j)), "ground", cell, "is not a number");
            f.expect(city.cover(i, j) < static_cast<std::uint8_t>(Cover::Count), "cover", cell, "unknown value");
            f.expect(city.ward(i, j) < static_cast<int>(city.wards.size()), "ward raster", cell, "unknown ward");
            f.expect(city.drain(i, j) < static_cast<int>(city.drains.size()), "drain raster", cell, "unknown drain");
        }
    }
}

void check_roads(Findings& f) {
    const City& city = f.city();
    for (std::size_t n = 0; n < city.nodes.size(); ++n) f.at(city.nodes[n].at, "node", n);
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        const RoadEdge& edge = city.edges[e];
        f.id(edge.from.index, city.nodes.size(), false, "edge", e, "node");
        f.id(edge.to.index, city.nodes.size(), false, "edge", e, "node");
        f.id(edge.reverse.index, city.edges.size(), true, "edge", e, "reverse edge");
        f.value(edge.cls, RoadClass::Count, "edge", e);
        f.line(edge.line, 2, "edge", e);
        f.cells(edge.cells, "edge", e);
        const bool sizes = edge.length_m > 0.0F && edge.speed_m_s > 0.0F && edge.width_m > 0.0F && edge.lanes > 0;
        f.expect(sizes, "edge", e, "needs length, speed, width and lanes above 0");
    }
    for (std::size_t k = 0; k < city.bus_lines.size(); ++k) {
        const BusLine& line = city.bus_lines[k];
        f.expect(!line.route.empty() && line.buses >= 0 && line.buses <= 100000, "bus line", k, "no route or no buses");
        for (const EdgeId e : line.route) f.id(e.index, city.edges.size(), false, "bus line", k, "edge");
    }
}

void check_water(Findings& f) {
    const City& city = f.city();
    for (std::size_t k = 0; k < city.structures.size(); ++k) {
        const Structure& s = city.structures[k];
        f.value(s.kind, static_cast<StructureKind>(static_cast<int>(StructureKind::Culvert) + 1), "structure", k);
        f.cell(s.cell_inside, "structure", k);
        f.cell(s.cell_outside, "structure", k);
        f.id(s.cabinet.index, city.cabinets.size(), true, "structure", k, "cabinet");
        f.number(s.width_m, "structure", k, "width");
        f.number(s.sill_m, "structure", k, "sill");
    }
    for (std::size_t k = 0; k < city.dykes.size(); ++k) f.cells(city.dykes[k].cells, "dyke", k);
    for (std::size_t k = 0; k < city.drains.size(); ++k) {
        const Drain& d = city.drains[k];
        f.cell(d.outfall_cell, "drain", k);
        f.cells(d.inlet_cells, "drain", k);
        f.id(d.pump_cabinet.index, city.cabinets.size(), true, "drain", k, "cabinet");
        f.number(d.invert_m, "drain", k, "invert");
        f.number(d.inlet_m3_s, "drain", k, "inlet capacity");
    }
    for (std::size_t k = 0; k < city.boundaries.size(); ++k) {
        f.value(city.boundaries[k].side, static_cast<BoundarySide>(4), "boundary", k);
        f.cells(city.boundaries[k].cells, "boundary", k);
    }
    for (std::size_t k = 0; k < city.stations.size(); ++k) {
        f.cell(city.stations[k].cell, "station", k);
        f.id(city.stations[k].device.index, city.devices.size(), true, "station", k, "device");
    }
}

void check_utilities(Findings& f) {
    const City& city = f.city();
    for (std::size_t k = 0; k < city.population.size(); ++k) {
        const PopulationCell& p = city.population[k];
        f.cell(p.cell, "population cell", k);
        f.id(p.ward.index, city.wards.size(), true, "population cell", k, "ward");
        f.id(p.node.index, city.nodes.size(), city.nodes.empty(), "population cell", k, "node");
        f.id(p.cabinet.index, city.cabinets.size(), city.cabinets.empty(), "population cell", k, "cabinet");
        f.id(p.site.index, city.sites.size(), city.sites.empty(), "population cell", k, "cell site");
        f.expect(p.people >= 0.0F && p.jobs >= 0.0F, "population cell", k, "has fewer than no people");
    }
    for (std::size_t k = 0; k < city.substations.size(); ++k) f.cell(city.substations[k].cell, "substation", k);
    for (std::size_t k = 0; k < city.cabinets.size(); ++k) {
        f.cell(city.cabinets[k].cell, "cabinet", k);
        f.id(city.cabinets[k].substation.index, city.substations.size(), true, "cabinet", k, "substation");
    }
    for (std::size_t k = 0; k < city.sites.size(); ++k) {
        f.cell(city.sites[k].cell, "cell site", k);
        f.id(city.sites[k].cabinet.index, city.cabinets.size(), true, "cell site", k, "cabinet");
    }
    for (std::size_t k = 0; k < city.lots.size(); ++k) {
        f.id(city.lots[k].node.index, city.nodes.size(), true, "car park", k, "node");
    }
    for (std::size_t k = 0; k < city.pois.size(); ++k) {
        f.id(city.pois[k].node.index, city.nodes.size(), true, "point of interest", k, "node");
        f.value(city.pois[k].kind, static_cast<PoiKind>(static_cast<int>(PoiKind::Other) + 1), "point of interest", k);
    }
}

std::size_t targets_of(const City& city, ProbeGroup group) {
    switch (group) {
        case ProbeGroup::Cell:
            return city.grid.cells();
        case ProbeGroup::Edge:
            return city.edges.size();
        case ProbeGroup::Cabinet:
            return city.cabinets.size();
        case ProbeGroup::CellSite:
            return city.sites.size();
        case ProbeGroup::ParkingLot:
            return city.lots.size();
        case ProbeGroup::WasteBin:
            return city.bins.size();
        case ProbeGroup::Population:
            return city.population.size();
        case ProbeGroup::Bus: {
            std::size_t buses = 0;
            for (const BusLine& line : city.bus_lines) buses += static_cast<std::size_t>(line.buses);
            return buses;
        }
        case ProbeGroup::City:
        case ProbeGroup::Count:
            break;
    }
    return 0xFFFF'FFFFu;  // one slot whatever the target says
}

void check_devices(Findings& f) {
    const City& city = f.city();
    std::array<std::size_t, kProbeGroupCount> size{};
    for (std::size_t g = 0; g < size.size(); ++g) size[g] = targets_of(city, static_cast<ProbeGroup>(g));
    for (std::size_t k = 0; k < city.devices.size(); ++k) {
        const Device& d = city.devices[k];
        f.value(d.kind, DeviceKind::Count, "device", k);
        if (d.kind >= DeviceKind::Count) continue;
        const auto group = static_cast<std::size_t>(info_of(d.kind).group);
        f.expect(d.target < size[group], "device", k, "its target does not exist");
        f.id(d.ward.index, city.wards.size(), true, "device", k, "ward");
        f.id(d.cabinet.index, city.cabinets.size(), true, "device", k, "cabinet");
        f.id(d.site.index, city.sites.size(), true, "device", k, "cell site");
        const bool times = d.period.ns > 0 && d.phase.ns >= 0 && d.phase < d.period;
        f.expect(times, "device", k, "needs period > 0 and 0 ≤ phase < period");
        f.at(d.at, "device", k);
    }
}

}  // namespace

Errors check_references(const City& city, const std::string& label) {
    Findings findings(city, label);
    check_rasters(findings);
    if (findings.clean()) {
        check_roads(findings);
        check_water(findings);
        check_utilities(findings);
        check_devices(findings);
    }
    return findings.take();
}

Errors check_city(const City& city, const std::string& label) {
    Errors errors = check_references(city, label);
    if (errors.empty()) errors = check_sense(city, label);
    return errors;
}

}  // namespace sd
