#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/traffic/sumo/case_reader.h"
#include "sim/traffic/sumo/classes.h"

namespace sd::sumo {
namespace {

using micro::CarFollow;
using micro::kNone;
using micro::VehicleType;

/// "normc(1,0.1,0.2,2)" (cut off; without the last: only below), "norm(1,0.1)" (never below 0), or the mean alone.
void read_speed_factor(Element& element, VehicleType& type) {
    if (!element.has("speedFactor")) return;
    const std::string_view text = trimmed(element.text("speedFactor"));
    if (const auto mean = number_of(text)) {
        type.speed_factor = *mean;
        return;
    }
    const std::size_t open = text.find('(');
    const std::string_view kind = text.substr(0, open);
    std::vector<double> values;
    bool good = open != std::string_view::npos && text.back() == ')' && (kind == "norm" || kind == "normc");
    std::string_view rest = good ? text.substr(open + 1, text.size() - open - 2) : std::string_view();
    while (good) {
        const std::size_t comma = rest.find(',');
        const auto value = number_of(rest.substr(0, comma));
        good = value.has_value();
        if (good) values.push_back(*value);
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    if (!good || values.empty() || values.size() > 4) {
        element.error(
            fmt::format("{}: speedFactor=\"{}\" is neither a number nor norm(mean,dev) nor "
                        "normc(mean,dev,min,max)",
                        element.label(), text));
        return;
    }
    type.speed_factor = values[0];
    type.speed_dev = values.size() > 1 ? values[1] : 0.1;
    type.speed_factor_min = values.size() > 2 ? values[2] : 0.0;
    type.speed_factor_max = values.size() > 3 ? values[3] : std::numeric_limits<double>::infinity();
}

CarFollow read_model(Element& element) {
    const std::string_view name = element.text("carFollowModel", "Krauss");
    if (name == "Krauss" || name == "krauss") return CarFollow::Krauss;
    if (name == "IDM") return CarFollow::Idm;
    for (const std::string_view like_idm : {"IDMM", "EIDM"}) {
        if (name != like_idm) continue;
        note(element.findings(), element.at(), fmt::format("carFollowModel {} (driven as IDM)", name));
        return CarFollow::Idm;
    }
    for (const std::string_view other : {"KraussOrig1", "KraussPS", "KraussX", "KraussAccelBound", "SmartSK", "Daniel1",
                                         "PWagner2009", "BKerner", "Wiedemann", "W99", "Rail", "ACC", "CACC", "CC"}) {
        if (name != other) continue;
        note(element.findings(), element.at(), fmt::format("carFollowModel {} (driven as Krauss)", name));
        return CarFollow::Krauss;
    }
    element.error(fmt::format("{}: carFollowModel '{}' is unknown", element.label(), name), "Krauss or IDM");
    return CarFollow::Krauss;
}

using Colour = std::array<float, 3>;
constexpr std::array<std::pair<std::string_view, Colour>, 12> kColours = {{
    {"red", {1.0F, 0.0F, 0.0F}},
    {"green", {0.0F, 1.0F, 0.0F}},
    {"blue", {0.0F, 0.0F, 1.0F}},
    {"yellow", {1.0F, 1.0F, 0.0F}},
    {"cyan", {0.0F, 1.0F, 1.0F}},
    {"magenta", {1.0F, 0.0F, 1.0F}},
    {"orange", {1.0F, 0.5F, 0.0F}},
    {"white", {1.0F, 1.0F, 1.0F}},
    {"black", {0.0F, 0.0F, 0.0F}},
    {"grey", {0.5F, 0.5F, 0.5F}},
    {"gray", {0.5F, 0.5F, 0.5F}},
    {"random", {1.0F, 1.0F, 0.0F}},
}};

/// A name, "r,g,b" of 0…1 or of 0…255 (alpha is left out), or "#rrggbb".
void read_colour(Element& element, Colour& colour) {
    if (!element.has("color")) return;
    const std::string_view text = trimmed(element.text("color"));
    for (const auto& [name, value] : kColours) {
        if (name != text) continue;
        colour = value;
        return;
    }
    std::vector<double> values;
    bool good = true;
    if (!text.empty() && text.front() == '#' && (text.size() == 7 || text.size() == 9)) {
        for (std::size_t i = 1; i + 1 < text.size(); i += 2) {
            const auto digit = [&](char c) {
                const std::size_t at = std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? c + 32 : c);
                good = good && at != std::string_view::npos;
                return static_cast<double>(at == std::string_view::npos ? 0 : at);
            };
            const double high = digit(text[i]);
            values.push_back(16.0 * high + digit(text[i + 1]));
        }
    } else {
        for (std::string_view rest = text; good;) {
            const std::size_t comma = rest.find(',');
            const auto value = number_of(rest.substr(0, comma));
            good = value.has_value() && *value >= 0.0 && *value <= 255.0;
            values.push_back(value.value_or(0.0));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    if (!good || values.size() < 3 || values.size() > 4) {
        element.error(fmt::format("{}: color \"{}\" is no colour", element.label(), text),
                      "a name, r,g,b of 0…1 or 0…255, or #rrggbb");
        return;
    }
    const bool bytes =
        text.front() == '#' || std::any_of(values.begin(), values.begin() + 3, [](double v) { return v > 1.0; });
    for (std::size_t i = 0; i < 3; ++i) colour[i] = static_cast<float>(bytes ? values[i] / 255.0 : values[i]);
}

struct Bound {
    std::string_view name;
    double value, least, most;
    bool least_allowed;
};

void check_type(const Element& element, const VehicleType& type) {
    constexpr double kAny = std::numeric_limits<double>::max();
    for (const Bound& bound : {Bound{"length", type.length_m, 0.0, 1e4, false},
                               {"width", type.width_m, 0.0, 100.0, false},
                               {"minGap", type.min_gap_m, 0.0, 1e4, true},
                               {"accel", type.accel_m_s2, 0.0, 1e3, false},
                               {"decel", type.decel_m_s2, 0.0, 1e3, false},
                               {"emergencyDecel", type.emergency_decel_m_s2, 0.0, 1e3, false},
                               {"sigma", type.sigma, 0.0, 1.0, true},
                               {"tau", type.tau_s, 0.0, 1e3, true},
                               {"maxSpeed", type.max_speed_m_s, 0.0, kAny, false},
                               {"speedFactor", type.speed_factor, 0.0, 1e3, false},
                               {"speedDev", type.speed_dev, 0.0, 1e3, true},
                               {"startupDelay", type.startup_delay_s, 0.0, 1e6, true},
                               {"delta", type.idm_delta, 0.0, 1e3, false},
                               {"minGapLat", type.min_gap_lat_m, 0.0, 100.0, true},
                               {"jmIgnoreFoeProb", type.jm_ignore_foe_prob, 0.0, 1.0, true},
                               {"jmTimegapMinor", type.jm_timegap_minor_s, 0.0, 1e3, true}}) {
        if (bound.value > bound.least && bound.value <= bound.most) continue;
        if (bound.least_allowed && bound.value == bound.least) continue;
        element.error(fmt::format("{}: {} is {}", element.label(), bound.name, bound.value),
                      bound.most < kAny
                          ? fmt::format("{} {} … {}", bound.least_allowed ? "from" : "above", bound.least, bound.most)
                          : fmt::format("above {}", bound.least));
    }
    if (type.speed_factor_min > type.speed_factor_max) {
        element.error(fmt::format("{}: speedFactor between {} and {}", element.label(), type.speed_factor_min,
                                  type.speed_factor_max));
    }
}

}  // namespace

VehicleType read_type(Element& element) {
    const std::string_view cls = element.text("vClass", "passenger");
    const auto known = class_of(cls);
    if (!known) {
        element.error(fmt::format("{}: vClass '{}' is unknown", element.label(), cls),
                      "passenger, bus, motorcycle, bicycle, … of SUMO 1.15");
    }
    VehicleType type = type_of_class(known.value_or(micro::VClass::Passenger));
    type.id = element.need_text("id");
    type.follow = read_model(element);
    type.length_m = element.number("length", type.length_m);
    type.width_m = element.number("width", type.width_m);
    type.min_gap_m = element.number("minGap", type.min_gap_m);
    type.accel_m_s2 = element.number("accel", type.accel_m_s2);
    type.decel_m_s2 = element.number("decel", type.decel_m_s2);
    type.emergency_decel_m_s2 = element.number("emergencyDecel", std::max(type.emergency_decel_m_s2, type.decel_m_s2));
    type.sigma = element.number("sigma", type.sigma);
    type.tau_s = element.number("tau", type.tau_s);
    type.max_speed_m_s = element.number("maxSpeed", type.max_speed_m_s);
    read_speed_factor(element, type);
    type.speed_dev = element.number("speedDev", type.speed_dev);
    type.startup_delay_s = element.time("startupDelay", type.startup_delay_s);
    type.idm_delta = element.number("delta", type.idm_delta);
    type.lc_strategic = element.number("lcStrategic", type.lc_strategic);
    type.lc_cooperative = element.number("lcCooperative", type.lc_cooperative);
    type.lc_speed_gain = element.number("lcSpeedGain", type.lc_speed_gain);
    type.lc_keep_right = element.number("lcKeepRight", type.lc_keep_right);
    type.lc_assertive = element.number("lcAssertive", type.lc_assertive);
    type.jm_ignore_foe_prob = element.number("jmIgnoreFoeProb", type.jm_ignore_foe_prob);
    type.jm_timegap_minor_s = element.number("jmTimegapMinor", type.jm_timegap_minor_s);
    type.min_gap_lat_m = element.number("minGapLat", type.min_gap_lat_m);
    if (element.text("impatience") != "off") type.impatience = element.number("impatience", type.impatience);
    type.emission_class = element.text("emissionClass", type.emission_class);
    read_colour(element, type.colour);
    element.harmless({"guiShape", "imgFile", "osgFile", "height", "probability", "guiWidth"});
    check_type(element, type);
    return type;
}

void CaseReader::open_type(Element& element) {
    micro::VehicleType type = read_type(element);
    const double weight = element.number("probability", 1.0);
    if (weight < 0.0) element.error(fmt::format("{}: probability {} is below 0", element.label(), weight));
    const std::uint32_t name = type_names.intern(type.id);
    if (types.size() <= name) types.resize(name + 1);
    const std::uint32_t index = static_cast<std::uint32_t>(demand.types.size());
    if (types[name].single != kNone || types[name].distribution != kNone) {
        element.error(fmt::format("a second type (or distribution of types) '{}'", type.id), kRenameOne);
    }
    types[name].single = index;
    demand.types.push_back(std::move(type));
    type_weight.push_back(weight);
    if (inside.back() == Inside::TypeDistribution) type_members.back().members.push_back({name, weight});
}

void CaseReader::open_type_distribution(Element& element) {
    const std::string id(element.need_text("id"));
    const std::uint32_t name = type_names.intern(id);
    if (types.size() <= name) types.resize(name + 1);
    if (types[name].single != kNone || types[name].distribution != kNone) {
        element.error(fmt::format("a second type (or distribution of types) '{}'", id), kRenameOne);
    }
    types[name].distribution = static_cast<std::uint32_t>(demand.type_distributions.size());
    demand.type_distributions.push_back({id, {}, {}});
    RawDistribution raw;
    raw.at = element.at();
    const auto listed = words_of(element.text("vTypes"));
    const auto weights = words_of(element.text("probabilities"));
    if (!weights.empty() && weights.size() != listed.size()) {
        element.error(fmt::format("{}: {} probabilities for {} types", element.label(), weights.size(), listed.size()));
    }
    for (std::size_t i = 0; i < listed.size(); ++i) {
        double weight = -1.0;
        if (i < weights.size()) {
            const auto value = number_of(weights[i]);
            if (!value || *value < 0.0) {
                element.error(fmt::format("{}: probability '{}' is no number ≥ 0", element.label(), weights[i]));
            }
            weight = value.value_or(1.0);
        }
        raw.members.push_back({type_names.intern(listed[i]), weight});
    }
    type_members.push_back(std::move(raw));
}

}  // namespace sd::sumo
