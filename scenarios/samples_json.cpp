#include "scenarios/samples_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/json_number.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

using nlohmann::json;

/// JSON has no NaN: an unknown value is null.
json number(double v) { return std::isfinite(v) ? json(v) : json(nullptr); }
double number(const json& v) { return v.is_number() ? v.get<double>() : std::nan(""); }

json numbers(const std::vector<double>& values) {
    json out = json::array();
    for (const double v : values) out.push_back(number(v));
    return out;
}
std::vector<double> numbers(const json& values) {
    std::vector<double> out;
    for (const json& v : values) out.push_back(number(v));
    return out;
}

TruthSample truth_of(const json& j) {
    TruthSample s;
    s.at = {whole<std::int64_t>(j.at("at_ns"))};
    s.flooded_km = numbers(j.at("flooded_km"));
    s.level_m = numbers(j.at("level_m"));
    s.rain_mm_h = number(j.at("rain_mm_h"));
    s.river_level_m = number(j.at("river_level_m"));
    s.vehicles = whole<std::uint32_t>(j.at("vehicles"));
    s.moving = whole<std::uint32_t>(j.at("moving"));
    s.mean_speed_m_s = number(j.at("mean_speed_m_s"));
    s.cabinets_off = whole<std::uint32_t>(j.at("cabinets_off"));
    s.sites_down = whole<std::uint32_t>(j.at("sites_down"));
    s.edges_closed = whole<std::uint32_t>(j.at("edges_closed"));
    s.wet_km2 = number(j.at("wet_km2"));
    s.truth_hash = std::stoull(j.value("truth_hash", std::string("0")), nullptr, 16);  // absent before it was kept
    return s;
}

BeliefSample belief_of(const json& j) {
    BeliefSample s;
    s.at = {whole<std::int64_t>(j.at("at_ns"))};
    s.level_m = numbers(j.at("level_m"));
    for (const auto& [name, value] : j.at("device_value").items()) s.device_value[name] = number(value);
    s.mean_speed_m_s = number(j.at("mean_speed_m_s"));
    s.flooded_km = number(j.at("flooded_km"));
    s.readings = whole<std::uint64_t>(j.at("readings"));
    s.accepted = whole<std::uint64_t>(j.at("accepted"));
    s.alarms = whole<std::uint32_t>(j.at("alarms"));
    s.alarms_acknowledged = whole<std::uint32_t>(j.at("alarms_acknowledged"));
    s.alarms_closed = whole<std::uint32_t>(j.at("alarms_closed"));
    s.acts_refused = whole<std::uint64_t>(j.at("acts_refused"));
    s.belief_hash = std::stoull(j.at("belief_hash").get<std::string>(), nullptr, 16);
    return s;
}

ErrorMark mark_of(const json& j) {
    return {{whole<std::int64_t>(j.at("at_ns"))},
            whole<int>(j.at("cells")),
            number(j.at("rmse_m")),
            number(j.at("baseline_rmse_m")),
            number(j.at("iou")),
            number(j.at("baseline_iou")),
            number(j.at("wet_share"))};
}

AlarmView alarm_of(const json& j) {
    AlarmView a;
    a.id = whole<std::uint64_t>(j.at("id"));
    a.rule = j.at("rule").get<std::string>();
    a.place = j.at("place").get<std::string>();
    a.text_vi = j.at("text_vi").get<std::string>();
    a.text_en = j.at("text_en").get<std::string>();
    a.severity = member(j.at("severity"), Severity::Critical);
    a.state = member(j.at("state"), AlarmState::Closed);
    a.since = {whole<std::int64_t>(j.at("since_ns"))};
    a.updated = {whole<std::int64_t>(j.at("updated_ns"))};
    a.at_xy = {number(j.at("x_m")), number(j.at("y_m"))};
    a.value = number(j.at("value"));
    a.threshold = number(j.at("threshold"));
    return a;
}

}  // namespace

json to_json(const TruthSample& s) {
    return {{"at_ns", s.at.ns},
            {"at", to_iso(s.at)},
            {"flooded_km", numbers(s.flooded_km)},
            {"level_m", numbers(s.level_m)},
            {"rain_mm_h", number(s.rain_mm_h)},
            {"river_level_m", number(s.river_level_m)},
            {"vehicles", s.vehicles},
            {"moving", s.moving},
            {"mean_speed_m_s", number(s.mean_speed_m_s)},
            {"cabinets_off", s.cabinets_off},
            {"sites_down", s.sites_down},
            {"edges_closed", s.edges_closed},
            {"wet_km2", number(s.wet_km2)},
            {"truth_hash", hex(s.truth_hash)}};
}

json to_json(const BeliefSample& s) {
    json devices = json::object();
    for (const auto& [name, value] : s.device_value) devices[name] = number(value);
    return {{"at_ns", s.at.ns},
            {"level_m", numbers(s.level_m)},
            {"device_value", devices},
            {"mean_speed_m_s", number(s.mean_speed_m_s)},
            {"flooded_km", number(s.flooded_km)},
            {"readings", s.readings},
            {"accepted", s.accepted},
            {"alarms", s.alarms},
            {"alarms_acknowledged", s.alarms_acknowledged},
            {"alarms_closed", s.alarms_closed},
            {"acts_refused", s.acts_refused},
            {"belief_hash", hex(s.belief_hash)}};
}

json to_json(const ErrorMark& m) {
    return {{"at_ns", m.at.ns},
            {"at", to_iso(m.at)},
            {"cells", m.cells},
            {"rmse_m", number(m.rmse_m)},
            {"baseline_rmse_m", number(m.baseline_rmse_m)},
            {"iou", number(m.iou)},
            {"baseline_iou", number(m.baseline_iou)},
            {"wet_share", number(m.wet_share)}};
}

json to_json(const AlarmView& a) {
    return {{"id", a.id},
            {"rule", a.rule},
            {"place", a.place},
            {"text_vi", a.text_vi},
            {"text_en", a.text_en},
            {"severity", static_cast<int>(a.severity)},
            {"state", static_cast<int>(a.state)},
            {"since", to_iso(a.since)},
            {"since_ns", a.since.ns},
            {"updated_ns", a.updated.ns},
            {"x_m", number(a.at_xy.x_m)},
            {"y_m", number(a.at_xy.y_m)},
            {"value", number(a.value)},
            {"threshold", number(a.threshold)}};
}

Result<BeliefSample> belief_from_json(const std::string& text) {
    try {
        return belief_of(json::parse(text));
    } catch (const std::exception& e) {
        return fail("", std::string("the twin sent a sample that cannot be read: ") + e.what());
    }
}

std::string series_to_text(const Series& series) {
    json out{{"format", 1},
             {"flood_depths_m", series.list.flood_depths_m},
             {"stations", series.list.stations},
             {"truth", json::array()},
             {"belief", json::array()},
             {"errors", json::array()},
             {"alarms", json::array()}};
    for (const auto& s : series.truth) out["truth"].push_back(to_json(s));
    for (const auto& s : series.belief) out["belief"].push_back(to_json(s));
    for (const auto& m : series.errors) out["errors"].push_back(to_json(m));
    for (const auto& a : series.alarms) out["alarms"].push_back(to_json(a));
    return out.dump(1, ' ', false, json::error_handler_t::replace);
}

Result<Series> series_from_text(const std::string& text, const std::string& file) {
    try {
        const json in = json::parse(text);
        if (whole<int>(in.at("format")) > 1) {
            return fail(file, "the series were written by a newer version", "use the version that made the run");
        }
        Series out;
        out.list.flood_depths_m = in.at("flood_depths_m").get<std::vector<double>>();
        out.list.stations = in.at("stations").get<std::vector<std::string>>();
        for (const json& s : in.at("truth")) out.truth.push_back(truth_of(s));
        for (const json& s : in.at("belief")) out.belief.push_back(belief_of(s));
        for (const json& m : in.at("errors")) out.errors.push_back(mark_of(m));
        for (const json& a : in.at("alarms")) out.alarms.push_back(alarm_of(a));
        return out;
    } catch (const std::exception& e) {
        return fail(file, std::string("the series cannot be read: ") + e.what(), "repeat the run");
    }
}

}  // namespace sd
