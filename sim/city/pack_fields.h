// One description of every stored struct, used to write, read and hash it. The order of fields is the pack format:
// change it only together with kPackFormat and a migration.
#pragma once

#include "sim/city/city.h"
#include "sim/core/archive.h"

namespace sd::archive {

template <class A>
void fields(A& a, Ref<A, LonLat> v) {
    a(v.lon_deg, v.lat_deg);
}
template <class A>
void fields(A& a, Ref<A, LocalXY> v) {
    a(v.x_m, v.y_m);
}
template <class A>
void fields(A& a, Ref<A, Duration> v) {
    a(v.ns);
}
template <class A>
void fields(A& a, Ref<A, Ward> v) {
    a(v.code, v.name, v.rings, v.population, v.label);
}
template <class A>
void fields(A& a, Ref<A, RoadNode> v) {
    a(v.at, v.signal, v.cycle_s);
}
template <class A>
void fields(A& a, Ref<A, RoadEdge> v) {
    a(v.from, v.to, v.reverse, v.cls, v.lanes, v.bridge, v.motorbike_only, v.width_m, v.speed_m_s, v.length_m,
      v.bridge_deck_m, v.name, v.line, v.cells, v.green_phase);
}
template <class A>
void fields(A& a, Ref<A, Building> v) {
    a(v.outline, v.storeys, v.height_m, v.plinth_m, v.use);
}
template <class A>
void fields(A& a, Ref<A, CanalLine> v) {
    a(v.name, v.line, v.width_m, v.bed_m);
}
template <class A>
void fields(A& a, Ref<A, Structure> v) {
    a(v.kind, v.name, v.cell_inside, v.cell_outside, v.width_m, v.sill_m, v.height_m, v.pump_m3_s, v.cabinet,
      v.close_above_m, v.provenance);
}
template <class A>
void fields(A& a, Ref<A, Dyke> v) {
    a(v.name, v.line, v.cells, v.crest_m, v.provenance);
}
template <class A>
void fields(A& a, Ref<A, Drain> v) {
    a(v.name, v.outfall_cell, v.invert_m, v.area_m2, v.storage_m3, v.inlet_m3_s, v.ground_m, v.pump_cabinet,
      v.pump_m3_s, v.inlet_cells);
}
template <class A>
void fields(A& a, Ref<A, PopulationCell> v) {
    a(v.at, v.cell, v.ward, v.node, v.cabinet, v.site, v.people, v.jobs);
}
template <class A>
void fields(A& a, Ref<A, Substation> v) {
    a(v.name, v.at, v.cell, v.plinth_m);
}
template <class A>
void fields(A& a, Ref<A, Cabinet> v) {
    a(v.at, v.cell, v.substation, v.plinth_m, v.rated_kw);
}
template <class A>
void fields(A& a, Ref<A, CellSite> v) {
    a(v.name, v.at, v.cell, v.cabinet, v.battery_h, v.plinth_m);
}
template <class A>
void fields(A& a, Ref<A, ParkingLot> v) {
    a(v.at, v.node, v.capacity);
}
template <class A>
void fields(A& a, Ref<A, WasteBin> v) {
    a(v.at, v.fill_per_h);
}
template <class A>
void fields(A& a, Ref<A, BusLine> v) {
    a(v.name, v.route, v.headway, v.buses);
}
template <class A>
void fields(A& a, Ref<A, Poi> v) {
    a(v.name, v.kind, v.at, v.node);
}
template <class A>
void fields(A& a, Ref<A, Station> v) {
    a(v.name, v.at, v.cell, v.alarm_m, v.alarm_provenance, v.device);
}
template <class A>
void fields(A& a, Ref<A, Device> v) {
    a(v.kind, v.name, v.at, v.target, v.ward, v.cabinet, v.site, v.period, v.phase);
}
template <class A>
void fields(A& a, Ref<A, Boundary> v) {
    a(v.name, v.side, v.cells, v.tidal);
}

}  // namespace sd::archive

namespace sd::pack {

/// Calls visit(name, layer...) for every file of a pack, in the order of the manifest.
template <class C, class Visit>
void each_layer(C& city, Visit visit) {
    visit("ground", city.ground_m);
    visit("cover", city.cover);
    visit("ward_raster", city.ward);
    visit("drain_raster", city.drain);
    visit("wards", city.wards);
    visit("nodes", city.nodes);
    visit("edges", city.edges);
    visit("buildings", city.buildings);
    visit("canals", city.canals);
    visit("structures", city.structures);
    visit("dykes", city.dykes);
    visit("drains", city.drains);
    visit("population", city.population);
    visit("substations", city.substations);
    visit("cabinets", city.cabinets);
    visit("sites", city.sites);
    visit("lots", city.lots);
    visit("bins", city.bins);
    visit("bus_lines", city.bus_lines);
    visit("pois", city.pois);
    visit("stations", city.stations);
    visit("boundaries", city.boundaries);
    visit("devices", city.devices);
}

}  // namespace sd::pack
