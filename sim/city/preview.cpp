#include "sim/city/preview.h"

#include <algorithm>
#include <cmath>

#include "sim/city/map_frame.h"

namespace sd {
namespace {

const std::vector<ColourStop>& ground_ramp() {
    static const std::vector<ColourStop> kRamp{{0.4, {196, 222, 186}}, {0.9, {222, 231, 196}}, {1.2, {240, 234, 208}},
                                               {1.6, {235, 214, 178}}, {2.0, {214, 183, 146}}, {2.4, {178, 144, 112}}};
    return kRamp;
}

struct RoadStyle {
    double width_px;
    Rgb colour;
};

RoadStyle style_of(RoadClass cls) {
    switch (cls) {
        case RoadClass::Motorway:
        case RoadClass::Trunk:
            return {3.6, {178, 34, 34}};
        case RoadClass::Primary:
            return {3.0, {214, 110, 20}};
        case RoadClass::Secondary:
            return {2.4, {200, 160, 20}};
        case RoadClass::Tertiary:
            return {1.7, {96, 88, 80}};
        case RoadClass::Residential:
            return {1.0, {128, 122, 116}};
        case RoadClass::Hem:
            return {0.6, {150, 144, 138}};
        case RoadClass::Ferry:
        case RoadClass::Count:
            break;
    }
    return {1.5, {40, 90, 160}};
}

void draw_roads(const City& city, MapFrame& map) {
    for (int cls = static_cast<int>(RoadClass::Ferry); cls >= 0; --cls) {
        const RoadStyle style = style_of(static_cast<RoadClass>(cls));
        for (std::size_t e = 0; e < city.edges.size(); ++e) {
            const RoadEdge& edge = city.edges[e];
            if (static_cast<int>(edge.cls) != cls || (edge.reverse.valid() && edge.reverse.at() < e)) continue;
            if (edge.cls == RoadClass::Ferry) {
                map.canvas().dashes(map.at(edge.line), style.width_px, 6.0, style.colour);
                continue;
            }
            if (edge.bridge) map.canvas().line(map.at(edge.line), style.width_px + 2.4, {30, 30, 30});
            map.canvas().line(map.at(edge.line), style.width_px, style.colour);
        }
    }
}

void draw_wards(const City& city, MapFrame& map) {
    for (const Ward& ward : city.wards) {
        for (const auto& ring : ward.rings) {
            auto line = map.at(ring);
            if (!line.empty()) line.push_back(line.front());
            map.canvas().dashes(line, 1.4, 7.0, {110, 60, 150}, 0.8);
        }
    }
    for (const Ward& ward : city.wards) {
        map.canvas().text(map.font(), map.at(ward.label), ward.name, 17, {84, 36, 130}, Align::Centre, 2.0);
    }
}

Rgb device_colour(ProbeGroup group) {
    switch (group) {
        case ProbeGroup::Cell:
            return {0, 96, 200};
        case ProbeGroup::Edge:
            return {190, 30, 120};
        case ProbeGroup::CellSite:
            return {20, 20, 20};
        default:
            return {0, 130, 90};
    }
}

void draw_devices(const City& city, MapFrame& map) {
    for (const Device& device : city.devices) {
        const ProbeGroup group = info_of(device.kind).group;
        if (device.kind == DeviceKind::SmartMeter || group == ProbeGroup::Bus) continue;  // a dust of dots, or moving
        map.canvas().disc(map.at(device.at), 1.5, device_colour(group), 0.75);
    }
    for (const Substation& s : city.substations) map.canvas().disc(map.at(s.at), 5.0, {230, 160, 0});
    for (const Structure& s : city.structures) {
        const PixelXY p = map.at(city.grid.center_of(s.cell_outside));
        map.canvas().rectangle(p.x - 4, p.y - 4, p.x + 4, p.y + 4, {10, 30, 90});
    }
    for (const Station& s : city.stations) {
        const PixelXY p = map.at(s.at);
        map.canvas().fill({{{p.x, p.y - 8}, {p.x - 7, p.y + 5}, {p.x + 7, p.y + 5}}}, {0, 60, 170});
        map.canvas().text(map.font(), {p.x + 11, p.y + 6}, s.name, 15, {0, 50, 140}, Align::Left, 2.0);
    }
}

MapStyle style_for(const City& city, int map_width_px) {
    using Shape = LegendItem::Shape;
    MapStyle style;
    style.map_width_px = map_width_px;
    style.title = city.meta.name;
    const std::string province = city.meta.province.empty() ? "" : city.meta.province + " · ";
    style.subtitle = province + std::to_string(city.grid.nx) + " × " + std::to_string(city.grid.ny) +
                     " ô, EPSG:" + std::to_string(city.meta.epsg);
    style.ramp_title = "Cao độ nền / ground, m (" + city.meta.vertical_datum + ")";
    style.ramp = ground_ramp();
    style.legend = {{Shape::Area, {158, 200, 232}, "sông, kênh, hồ / water"},
                    {Shape::Area, {176, 150, 140}, "nhà / buildings"},
                    {Shape::Line, style_of(RoadClass::Trunk).colour, "quốc lộ / trunk"},
                    {Shape::Line, style_of(RoadClass::Primary).colour, "đường chính / primary"},
                    {Shape::Line, style_of(RoadClass::Secondary).colour, "đường tỉnh / secondary"},
                    {Shape::Line, style_of(RoadClass::Tertiary).colour, "đường phố / tertiary"},
                    {Shape::Line, style_of(RoadClass::Residential).colour, "nội bộ, hẻm / local, lanes"},
                    {Shape::Line, {110, 60, 150}, "ranh phường, xã / wards"},
                    {Shape::Dot, device_colour(ProbeGroup::Cell), "trạm đo nước, mưa, khí / water, air"},
                    {Shape::Dot, device_colour(ProbeGroup::Edge), "đếm xe, camera / traffic"},
                    {Shape::Dot, device_colour(ProbeGroup::Cabinet), "tủ điện, bãi xe, thùng rác / assets"},
                    {Shape::Dot, device_colour(ProbeGroup::CellSite), "trạm BTS / cell sites"},
                    {Shape::Dot, {230, 160, 0}, "trạm biến áp / substations"},
                    {Shape::Area, {10, 30, 90}, "cống / sluices"}};
    return style;
}

}  // namespace

Rgb base_colour(const City& city, int i, int j) {
    const auto cover = static_cast<Cover>(city.cover(i, j));
    const float ground = city.ground_m(i, j);
    if (is_water(cover)) return mixed({182, 216, 240}, {110, 164, 212}, -ground / 9.0);
    // Light from the north-west shows dykes and streets.
    const float west = city.ground_m(std::max(0, i - 1), j);
    const float north = city.ground_m(i, std::min(city.grid.ny - 1, j + 1));
    const double shade = std::clamp(0.22 * (2.0 * ground - west - north), -0.16, 0.16);
    const Rgb flat = colour_on(ground_ramp(), ground);
    const Rgb lit = shade >= 0.0 ? mixed(flat, {255, 255, 255}, shade) : mixed(flat, {60, 50, 40}, -shade);
    if (cover == Cover::Building) return mixed(lit, {150, 120, 112}, 0.55);
    if (cover == Cover::Industrial) return mixed(lit, {170, 150, 200}, 0.35);
    return lit;
}

Result<std::vector<std::uint8_t>> preview_png(const City& city, int map_width_px) {
    auto map = MapFrame::make(city, style_for(city, map_width_px));
    if (!map) return fail(map.error());
    map->raster([&](int i, int j, Rgb) { return base_colour(city, i, j); });
    for (const Building& b : city.buildings) map->canvas().fill({map->at(b.outline)}, {150, 120, 112}, 0.7);
    draw_roads(city, *map);
    draw_devices(city, *map);
    draw_wards(city, *map);
    map->finish();
    return map->canvas().png();
}

}  // namespace sd
