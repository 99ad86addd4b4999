#include "viz/inspect.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"
#include "viz/device_marks.h"
#include "viz/interpolate.h"
#include "viz/text.h"

namespace sd::viz {
namespace {

struct Writer {
    const City& city;
    const ViewState& view;
    Lang lang;
    Inspection out;

    void row(Msg label, std::string value) { out.rows.emplace_back(say(label, lang), std::move(value)); }
    [[nodiscard]] std::string with(double value, int decimals, const char* unit) const {
        return number(value, decimals, lang == Lang::Vi) + " " + unit;
    }
    void depths(LocalXY at) {
        for (const auto& [name, span] : {std::pair{Msg::Truth, &view.truth}, {Msg::Belief, &view.belief}}) {
            const Picture* p = span->nearest();
            if (p == nullptr || p->depth_m.empty()) continue;
            const auto depth = static_cast<double>(p->depth_m.at(p->grid.cell_clamped(at)));
            out.rows.emplace_back(std::string(say(Msg::Depth, lang)) + " (" + say(name, lang) + ")",
                                  with(depth, 2, "m"));
        }
    }
    void vehicle(std::uint64_t id) {
        const VehicleColumns v = interpolated_vehicles(view.shown());
        const auto found = std::find(v.id.begin(), v.id.end(), static_cast<std::uint32_t>(id));
        out.title = std::string(say(Msg::Vehicle, lang)) + " " + std::to_string(id);
        if (found == v.id.end()) return;
        const auto i = static_cast<std::size_t>(found - v.id.begin());
        out.title = std::string(say(message_of(v.kind[i]), lang)) + " " + std::to_string(id);
        row(Msg::SpeedNow, with(m_s_to_km_h(static_cast<double>(v.speed_m_s[i])), 0, "km/h"));
    }
    void device(std::uint64_t i) {
        const Device& d = city.devices[i];
        const DeviceKindInfo& kind = info_of(d.kind);
        out.title = d.name;
        row(Msg::Device, std::string(lang == Lang::Vi ? kind.name_vi : kind.name));
        row(Msg::Quality, say(message_of(quality_of(city, view, static_cast<std::uint32_t>(i))), lang));
        const Picture* p = view.belief.nearest();
        if (p != nullptr && i < p->devices.value.size() && !std::isnan(p->devices.value[i])) {
            row(Msg::Value, with(static_cast<double>(p->devices.value[i]), 2, std::string(kind.units[0]).c_str()));
            if (i < p->devices.at.size())
                row(Msg::Since, to_clock(p->devices.at[i], city.meta.utc_offset).substr(0, 8));
        }
        row(Msg::Period, to_text(d.period));
        if (d.ward.valid() && d.ward.at() < city.wards.size()) row(Msg::Ward, city.wards[d.ward.at()].name);
        if (d.site.valid() && d.site.at() < city.sites.size()) row(Msg::PowerDevice, city.sites[d.site.at()].name);
    }
    void road(std::uint64_t i) {
        const RoadEdge& e = city.edges[i];
        out.title = e.name.empty() ? std::string(say(Msg::Road, lang)) + " " + std::to_string(i) : e.name;
        row(Msg::SpeedLimit, with(m_s_to_km_h(static_cast<double>(e.speed_m_s)), 0, "km/h"));
        const Picture* p = view.shown().nearest();
        if (p == nullptr || i >= p->edges.open.size()) return;
        if (i < p->edges.speed_m_s.size()) {
            row(Msg::SpeedNow, with(m_s_to_km_h(static_cast<double>(p->edges.speed_m_s[i])), 0, "km/h"));
        }
        if (i < p->edges.vehicles.size())
            row(Msg::Vehicles, number(static_cast<double>(p->edges.vehicles[i]), 0, false));
        row(Msg::Road, say(p->edges.open[i] != 0 ? Msg::Open : Msg::ClosedNow, lang));
    }
    void ward_of(LocalXY at) {
        const auto w = city.ward.at(city.grid.cell_clamped(at));
        if (w >= 0 && static_cast<std::size_t>(w) < city.wards.size())
            row(Msg::Ward, city.wards[static_cast<std::size_t>(w)].name);
    }
    void level(Msg label, std::uint32_t cell) {
        const Picture* p = view.shown().nearest();
        if (p == nullptr || p->depth_m.empty()) return;
        const auto ground_m = static_cast<double>(city.ground_m.at(cell));
        const auto depth_m = static_cast<double>(p->depth_m.at(p->grid.cell_clamped(city.grid.center_of(cell))));
        row(label, with(ground_m + depth_m, 2, "m"));
    }
    void building(const Building& b) {
        row(Msg::Use, say(message_of_use(b.use), lang));
        row(Msg::Storeys, std::to_string(b.storeys));
        row(Msg::Height, with(static_cast<double>(b.height_m), 1, "m"));
        row(Msg::Plinth, with(static_cast<double>(b.plinth_m), 2, "m"));
        ward_of(b.outline.front());
        for (const auto& [name, span] : {std::pair{Msg::Truth, &view.truth}, {Msg::Belief, &view.belief}}) {
            const Picture* p = span->nearest();
            if (p == nullptr || p->depth_m.empty()) continue;
            float most_m = 0.0F;
            for (const LocalXY& q : b.outline) most_m = std::max(most_m, p->depth_m.at(p->grid.cell_clamped(q)));
            out.rows.emplace_back(std::string(say(Msg::WaterAtFeet, lang)) + " (" + say(name, lang) + ")",
                                  with(static_cast<double>(most_m), 2, "m"));
        }
    }
    void structure(const Structure& s) {
        out.title = s.name;
        row(Msg::Use, say(message_of(s.kind), lang));
        row(Msg::Width, with(static_cast<double>(s.width_m), 1, "m"));
        row(Msg::Sill, with(static_cast<double>(s.sill_m), 2, "m"));
        if (s.kind == StructureKind::Pump) row(Msg::Capacity, with(static_cast<double>(s.pump_m3_s), 1, "m³/s"));
        if (s.kind == StructureKind::Sluice && std::abs(s.close_above_m) < 1.0e6F)
            row(Msg::ClosesAbove, with(static_cast<double>(s.close_above_m), 2, "m"));
        level(Msg::LevelInside, s.cell_inside);
        level(Msg::LevelOutside, s.cell_outside);
        row(Msg::Provenance, say(message_of(s.provenance), lang));
    }
    void substation(std::uint64_t i) {
        const Substation& s = city.substations[i];
        out.title = s.name;
        row(Msg::Use, say(Msg::Substation, lang));
        row(Msg::Plinth, with(static_cast<double>(s.plinth_m), 2, "m"));
        ward_of(s.at);
        const Picture* p = view.shown().nearest();
        if (p == nullptr || p->cabinet_powered.size() < city.cabinets.size()) return;
        std::size_t fed = 0;
        std::size_t on = 0;
        for (std::size_t c = 0; c < city.cabinets.size(); ++c) {
            if (!city.cabinets[c].substation.valid() || city.cabinets[c].substation.at() != i) continue;
            ++fed;
            on += p->cabinet_powered[c] != 0 ? 1U : 0U;
        }
        row(Msg::Cabinets, std::to_string(on) + " / " + std::to_string(fed));
    }
    void dyke(const Dyke& d, LocalXY at) {
        out.title = d.name;
        row(Msg::Use, say(Msg::Dyke, lang));
        row(Msg::Crest, with(static_cast<double>(d.crest_m), 2, "m"));
        double length_m = 0.0;
        for (std::size_t k = 0; k + 1 < d.line.size(); ++k) {
            length_m += std::hypot(d.line[k + 1].x_m - d.line[k].x_m, d.line[k + 1].y_m - d.line[k].y_m);
        }
        row(Msg::Length, with(length_m, 0, "m"));
        level(Msg::RiverLevel, static_cast<std::uint32_t>(city.grid.cell_clamped(at)));
        row(Msg::Provenance, say(message_of(d.provenance), lang));
    }
    void alarm(std::uint64_t id) {
        out.title = std::string(say(Msg::Alarms, lang)) + " " + std::to_string(id);
        const Picture* p = view.belief.nearest();
        if (p == nullptr) return;
        for (const AlarmView& a : p->alarms) {
            if (a.id != id) continue;
            const std::string& words = lang == Lang::Vi ? a.text_vi : a.text_en;
            if (!words.empty()) out.title = words;
            row(Msg::Rule, rule_name(a.rule, lang));
            row(Msg::Place, a.place);
            row(Msg::Severity, say(message_of(a.severity), lang));
            row(Msg::State, say(message_of(a.state), lang));
            row(Msg::Since, to_clock(a.since, city.meta.utc_offset).substr(0, 8));
            row(Msg::Value, number(a.value, 2, lang == Lang::Vi));
            row(Msg::Threshold, number(a.threshold, 2, lang == Lang::Vi));
        }
    }
    void cell(std::uint64_t i, LocalXY at) {
        out.title = std::string(say(Msg::Cell, lang)) + " " + std::to_string(i);
        row(Msg::Ground, with(static_cast<double>(city.ground_m.at(static_cast<std::uint32_t>(i))), 2, "m"));
        row(Msg::Cover, cover_name(static_cast<Cover>(city.cover.at(static_cast<std::uint32_t>(i))), lang));
        ward_of(at);
        row(Msg::Place, with(at.x_m, 0, "m") + ", " + with(at.y_m, 0, "m"));
    }
};

}  // namespace

Inspection inspect(const City& city, const ViewState& view, const Pick& pick, Lang lang) {
    Writer w{city, view, lang, {}};
    switch (pick.kind) {
        case PickKind::Vehicle:
            w.vehicle(pick.index);
            break;
        case PickKind::Device:
            w.device(pick.index);
            break;
        case PickKind::Building:
            w.out.title = std::string(say(Msg::Building, lang)) + " " + std::to_string(pick.index);
            w.building(city.buildings[pick.index]);
            return std::move(w.out);
        case PickKind::Alarm:
            w.alarm(pick.index);
            break;
        case PickKind::Structure:
            w.structure(city.structures[pick.index]);
            return std::move(w.out);
        case PickKind::Substation:
            w.substation(pick.index);
            break;
        case PickKind::Dyke:
            w.dyke(city.dykes[pick.index], pick.at);
            break;
        case PickKind::Road:
            w.road(pick.index);
            break;
        case PickKind::Cell:
            w.cell(pick.index, pick.at);
            break;
    }
    w.depths(pick.at);
    return std::move(w.out);
}

}  // namespace sd::viz
