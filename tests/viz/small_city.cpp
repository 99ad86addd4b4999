#include "tests/viz/small_city.h"

#include <algorithm>
#include <cmath>

namespace sd::viz::test {
namespace {

constexpr double kBlock_m = 120.0;
constexpr double kRiver_m = 300.0;

void make_land(City& c, int blocks) {
    const int n = static_cast<int>(blocks * kBlock_m / 10.0) + 8;
    c.grid = GridSpec{n, n + static_cast<int>(kRiver_m / 10.0), 10.0, {0.0, 0.0}};
    c.ground_m = Grid<float>(c.grid.nx, c.grid.ny, 0.0F);
    c.cover = Grid<std::uint8_t>(c.grid.nx, c.grid.ny, static_cast<std::uint8_t>(Cover::Mixed));
    c.ward = Grid<std::int16_t>(c.grid.nx, c.grid.ny, 0);
    c.drain = Grid<std::int16_t>(c.grid.nx, c.grid.ny, -1);
    for (int j = 0; j < c.grid.ny; ++j) {
        for (int i = 0; i < c.grid.nx; ++i) {
            const LocalXY p = c.grid.center(i, j);
            const bool river = p.y_m < kRiver_m - 40.0;
            c.ground_m(i, j) =
                river ? -5.0F : 1.2F + 0.5F * static_cast<float>(std::sin(p.x_m / 260.0) * std::cos(p.y_m / 310.0));
            c.cover(i, j) =
                static_cast<std::uint8_t>(river ? Cover::River : (p.x_m > 500.0 ? Cover::Dense : Cover::Orchard));
            c.ward(i, j) = static_cast<std::int16_t>(river ? -1 : (i > c.grid.nx / 2 ? 1 : 0));
        }
    }
}

void add_street(City& c, NodeId from, NodeId to, const std::string& name, RoadClass cls) {
    for (int way = 0; way < 2; ++way) {
        RoadEdge e;
        e.from = way == 0 ? from : to;
        e.to = way == 0 ? to : from;
        e.reverse = EdgeId{static_cast<std::uint32_t>(c.edges.size()) + (way == 0 ? 1U : 0U) - (way == 0 ? 0U : 1U)};
        e.cls = cls;
        e.name = name;
        e.line = {c.nodes[e.from.at()].at, c.nodes[e.to.at()].at};
        e.length_m = static_cast<float>(kBlock_m);
        for (int k = 0; k <= 12; ++k) {
            const LocalXY p{e.line[0].x_m + (e.line[1].x_m - e.line[0].x_m) * k / 12,
                            e.line[0].y_m + (e.line[1].y_m - e.line[0].y_m) * k / 12};
            e.cells.push_back(c.grid.cell_clamped(p));
        }
        c.edges.push_back(e);
    }
}

void make_streets(City& c, int blocks) {
    const auto node = [blocks](int i, int j) { return NodeId{static_cast<std::uint32_t>(j * (blocks + 1) + i)}; };
    for (int j = 0; j <= blocks; ++j) {
        for (int i = 0; i <= blocks; ++i)
            c.nodes.push_back({{30.0 + i * kBlock_m, kRiver_m + 20.0 + j * kBlock_m}, false, 0.0F});
    }
    for (int j = 0; j <= blocks; ++j) {
        for (int i = 0; i <= blocks; ++i) {
            const RoadClass cls = j % 4 == 1 || i % 4 == 2 ? RoadClass::Primary : RoadClass::Residential;
            if (i < blocks) add_street(c, node(i, j), node(i + 1, j), "Đường Ấp Bắc " + std::to_string(j), cls);
            if (j < blocks) add_street(c, node(i, j), node(i, j + 1), "Đường Hùng Vương " + std::to_string(i), cls);
        }
    }
}

void make_houses(City& c, int blocks) {
    int n = 0;
    for (int b = 0; b < blocks * blocks; ++b) {
        const double x0 = 30.0 + (b % blocks) * kBlock_m + 14.0;
        const double y0 = kRiver_m + 20.0 + (b / blocks) * kBlock_m + 14.0;
        for (int k = 0; k < 12; ++k, ++n) {
            const double x = x0 + (k % 6) * 15.5;
            const double y = y0 + (k / 6) * 60.0;
            const double w = 11.0 + n % 4;
            const double d = 26.0 + n % 7;
            Building h;
            h.outline = {{x, y}, {x + w, y}, {x + w, y + d}, {x, y + d}};
            h.storeys = static_cast<std::uint8_t>(1 + n % 4);
            h.height_m = 3.4F * static_cast<float>(h.storeys);
            h.use = static_cast<std::uint8_t>(n % 11 == 0 ? 3 : n % 2);
            c.buildings.push_back(h);
        }
    }
}

void make_register(City& c, int blocks) {
    Cabinet cabinet;
    cabinet.at = {100.0, 500.0};
    c.cabinets.push_back(cabinet);
    for (int k = 0; k < blocks * 3; ++k) {
        Device d;
        d.kind = static_cast<DeviceKind>(static_cast<std::size_t>(k) % kDeviceKindCount);
        d.name = "SD-" + std::to_string(1000 + k);
        d.at = {40.0 + k * 37.0, kRiver_m + 60.0 + (k % 7) * 90.0};
        d.ward = WardId{0};
        d.period = minutes(5);
        c.devices.push_back(d);
    }
    c.pois.push_back({"Chợ Mỹ Tho", PoiKind::Market, {420.0, 560.0}, NodeId{0}});
    c.pois.push_back({"Bệnh viện Đa khoa", PoiKind::Hospital, {700.0, 760.0}, NodeId{1}});
    c.stations.push_back({"Trạm Mỹ Tho", {300.0, 240.0}, 0, {1.2F, 1.4F, 1.6F}, {}, DeviceId{}});
    c.wards.push_back({"28249", "Phường 1", {}, 12000.0, {260.0, 620.0}});
    c.wards.push_back({"28250", "Phường 4", {}, 15000.0, {800.0, 640.0}});
}

void put_vehicles(const City& city, Picture& p) {
    for (std::size_t e = 0; e < city.edges.size(); ++e) {
        for (int k = 0; k < 3; ++k) {
            const RoadEdge& edge = city.edges[e];
            const LocalXY a = edge.line.front();
            const LocalXY b = edge.line.back();
            const double t = 0.15 + 0.27 * k + 0.05 * static_cast<double>(e % 3);
            const double h = std::atan2(b.y_m - a.y_m, b.x_m - a.x_m);
            p.vehicles.id.push_back(static_cast<std::uint32_t>(e * 3) + static_cast<std::uint32_t>(k));
            p.vehicles.x_m.push_back(static_cast<float>(a.x_m + (b.x_m - a.x_m) * t + std::sin(h) * 2.0));
            p.vehicles.y_m.push_back(static_cast<float>(a.y_m + (b.y_m - a.y_m) * t - std::cos(h) * 2.0));
            p.vehicles.heading_rad.push_back(static_cast<float>(h));
            p.vehicles.speed_m_s.push_back(6.0F);
            p.vehicles.kind.push_back(e % 9 == 0 ? VehicleKind::Bus
                                                 : (k == 1 ? VehicleKind::Car : VehicleKind::Motorbike));
        }
    }
}

}  // namespace

City make_small_city(int blocks) {
    City c;
    c.meta.name = "Phố Thử";
    c.meta.attribution = "© OpenStreetMap contributors";
    c.meta.synthetic_terrain = true;
    make_land(c, blocks);
    make_streets(c, blocks);
    make_houses(c, blocks);
    make_register(c, blocks);
    return c;
}

std::shared_ptr<Picture> make_small_picture(const City& city, Eye eye, Instant at) {
    auto p = std::make_shared<Picture>();
    p->eye = eye;
    p->at = at;
    p->grid = city.grid;
    p->depth_m = Grid<float>(city.grid.nx, city.grid.ny, 0.0F);
    const float level = eye == Eye::Truth ? 1.35F : 1.22F;
    for (int j = 0; j < city.grid.ny; ++j) {
        for (int i = 0; i < city.grid.nx; ++i) p->depth_m(i, j) = std::max(0.0F, level - city.ground_m(i, j));
    }
    p->edges.speed_m_s.assign(city.edges.size(), 6.0F);
    p->edges.vehicles.assign(city.edges.size(), 3.0F);
    p->edges.open.assign(city.edges.size(), 1);
    p->edges.open.front() = 0;
    p->cabinet_powered.assign(city.cabinets.size(), 1);
    p->weather = {6.0F, 3.0F, 90.0F, 0.42F, 1.35F};
    p->devices.value.assign(city.devices.size(), 0.4F);
    p->devices.at.assign(city.devices.size(), at);
    for (std::size_t i = 0; i < city.devices.size(); ++i) p->devices.quality.push_back(static_cast<Quality>(i % 5));
    if (eye == Eye::Truth) {
        put_vehicles(city, *p);
    } else {
        AlarmView a;
        a.id = 1;
        a.rule = "street_depth";
        a.place = "Đường Ấp Bắc 1";
        a.text_vi = "Ngập 0,42 m trên đường Ấp Bắc";
        a.text_en = "0.42 m of water on Ấp Bắc street";
        a.severity = Severity::Major;
        a.at_xy = {510.0, 440.0};
        a.since = at - minutes(4);
        a.updated = at;
        a.value = 0.42;
        a.threshold = 0.3;
        p->alarms.push_back(a);
    }
    return p;
}

}  // namespace sd::viz::test
