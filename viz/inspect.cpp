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
    void vehicle(std::uint32_t id) {
        const VehicleColumns v = interpolated_vehicles(view.shown());
        const auto found = std::find(v.id.begin(), v.id.end(), id);
        out.title = std::string(say(Msg::Vehicle, lang)) + " " + std::to_string(id);
        if (found == v.id.end()) return;
        const auto i = static_cast<std::size_t>(found - v.id.begin());
        out.title = std::string(say(message_of(v.kind[i]), lang)) + " " + std::to_string(id);
        row(Msg::SpeedNow, with(m_s_to_km_h(static_cast<double>(v.speed_m_s[i])), 0, "km/h"));
    }
    void device(std::uint32_t i) {
        const Device& d = city.devices[i];
        const DeviceKindInfo& kind = info_of(d.kind);
        out.title = d.name;
        row(Msg::Device, std::string(lang == Lang::Vi ? kind.name_vi : kind.name));
        row(Msg::Quality, say(message_of(quality_of(city, view, i)), lang));
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
    void road(std::uint32_t i) {
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
    void cell(std::uint32_t i, LocalXY at) {
        out.title = std::string(say(Msg::Cell, lang)) + " " + std::to_string(i);
        row(Msg::Ground, with(static_cast<double>(city.ground_m.at(i)), 2, "m"));
        row(Msg::Cover, cover_name(static_cast<Cover>(city.cover.at(i)), lang));
        const auto w = city.ward.at(i);
        if (w >= 0 && static_cast<std::size_t>(w) < city.wards.size())
            row(Msg::Ward, city.wards[static_cast<std::size_t>(w)].name);
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
            w.row(Msg::Storeys, std::to_string(city.buildings[pick.index].storeys));
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
