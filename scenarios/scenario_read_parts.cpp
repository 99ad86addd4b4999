#include "scenarios/scenario_read.h"

namespace sd {
namespace {

void read_cut(const YamlNode& node, Fields& city, Scenario& out) {
    std::array<double, 4> box{};
    if (node.kind != NodeKind::List || node.items.size() != 4) {
        city.error(node, "cut must be a list of four numbers", "[west, south, east, north] in city metres");
        return;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        char* end = nullptr;
        box[i] = std::strtod(node.items[i].text.c_str(), &end);
        if (node.items[i].kind != NodeKind::Scalar || node.items[i].text.empty() || *end != '\0') {
            city.error(node.items[i], "cut holds \"" + node.items[i].text + "\", expected a number of metres");
            return;
        }
    }
    if (box[2] - box[0] < 200.0 || box[3] - box[1] < 200.0) {
        city.error(node, "the cut is smaller than 200 m × 200 m, or its corners are swapped",
                   "[west, south, east, north] in city metres");
        return;
    }
    out.city.cut_m = box;
}

/// A time within the run, as a member of a map.
void read_time(Fields& fields, const std::string& key, const ReadContext& context, Instant& out) {
    const YamlNode* node = fields.find(key);
    if (node == nullptr) return;
    const std::string* s = fields.scalar(*node, key, "a time");
    if (s == nullptr) return;
    const auto t = read_time_word(*s, context.time, nullptr);
    if (!t) {
        fields.error(*node, key + " is \"" + *s + "\", expected a time",
                     "write HH:MM (e.g. 17:00) or +DURATION (e.g. +1h)");
    } else {
        out = *t;
    }
}

void read_cell(const YamlNode& node, ReadContext& context, Scenario& out) {
    RainCellPlan cell;
    cell.at = out.start;
    cell.lasting = minutes(30);
    Fields fields(node, "a rain cell", context.time.file, context.errors);
    read_time(fields, "at", context, cell.at);
    fields.number("x_m", -1e5, 1e5, "m", cell.where.x_m);
    fields.number("y_m", -1e5, 1e5, "m", cell.where.y_m);
    fields.number("rate_mm_h", 0.0, 400.0, "mm/h", cell.rate_mm_h);
    fields.number("radius_m", 100.0, 20000.0, "m", cell.radius_m);
    fields.number("east_m_s", -30.0, 30.0, "m/s", cell.east_m_s);
    fields.number("north_m_s", -30.0, 30.0, "m/s", cell.north_m_s);
    fields.duration("for", cell.lasting);
    fields.finish();
    out.rain.cells.push_back(cell);
}

void read_rain(const YamlNode& node, ReadContext& context, Scenario& out) {
    RainPlan& rain = out.rain;
    rain.start = out.start;
    Fields fields(node, "rain", context.time.file, context.errors);
    fields.text("idf_station", rain.idf_station);
    fields.number("return_years", 0.5, 1000.0, "years", rain.return_years);
    fields.number("total_mm", 0.0, 1000.0, "mm", rain.total_mm);
    fields.duration("duration", rain.lasting);
    fields.number("peak", 0.05, 0.95, "of the storm", rain.peak);
    read_time(fields, "start", context, rain.start);
    if (const YamlNode* cells = fields.find("cells")) {
        if (cells->kind != NodeKind::List) fields.error(*cells, "cells must be a list of rain cells");
        for (const YamlNode& cell : cells->items) read_cell(cell, context, out);
    }
    if (rain.total_mm > 0.0 && !rain.idf_station.empty()) {
        fields.error(node, "rain has both total_mm and idf_station",
                     "keep one: a total, or an IDF station with return_years");
    }
    fields.finish();
}

void read_pumps(const YamlNode& node, ReadContext& context, Scenario& out) {
    Fields pumps(node, "pumps", context.time.file, context.errors);
    for (const auto& [name, value] : node.members) {
        AddedPump pump{name.text, 0.0};
        pumps.number(name.text, 0.01, 50.0, "m³/s", pump.m3_s);
        out.city.pumps.push_back(std::move(pump));
    }
    pumps.finish();
}

}  // namespace

void read_city(Fields& top, ReadContext& context, Scenario& out) {
    const YamlNode* node = top.require("city", "e.g. city: my_tho");
    if (node == nullptr) return;
    if (node->kind == NodeKind::Scalar) {
        out.city.base = node->text;
    } else {
        Fields city(*node, "city", context.time.file, context.errors);
        if (const YamlNode* base = city.require("base", "e.g. base: my_tho")) {
            if (const std::string* s = city.scalar(*base, "base", "a recipe's name or a pack folder"))
                out.city.base = *s;
        }
        if (const YamlNode* cut = city.find("cut")) read_cut(*cut, city, out);
        if (const YamlNode* pumps = city.find("pumps")) read_pumps(*pumps, context, out);
        city.finish();
        if (node->kind != NodeKind::Map) return;
    }
    if (out.city.base.empty()) top.error(*node, "city is empty", "e.g. city: my_tho");
}

void read_weather(Fields& top, ReadContext& context, Scenario& out) {
    if (const YamlNode* node = top.find("tide")) {
        Fields tide(*node, "tide", context.time.file, context.errors);
        tide.text("station", out.tide.station);
        tide.number("surge_m", -2.0, 3.0, "m", out.tide.surge_m);
        tide.finish();
    }
    if (const YamlNode* node = top.find("rain")) read_rain(*node, context, out);
    if (const YamlNode* node = top.find("wind")) {
        Fields wind(*node, "wind", context.time.file, context.errors);
        wind.number("speed_m_s", 0.0, 60.0, "m/s", out.wind.speed_m_s);
        wind.number("from_deg", 0.0, 360.0, "degrees", out.wind.from_deg);
        wind.finish();
    }
}

void read_demand(Fields& top, ReadContext& context, Scenario& out) {
    if (const YamlNode* node = top.find("traffic")) {
        Fields traffic(*node, "traffic", context.time.file, context.errors);
        traffic.number("scale", 0.0, 5.0, "× usual demand", out.traffic.scale);
        traffic.number("motorbike_share", 0.0, 1.0, "(share)", out.traffic.motorbike_share);
        traffic.finish();
    }
    if (const YamlNode* node = top.find("devices")) {
        Fields devices(*node, "devices", context.time.file, context.errors);
        devices.truth("nominal_faults", out.nominal_faults);
        devices.finish();
    }
}

bool complain_about_colon(const YamlNode& node, ReadContext& context) {
    if (node.kind != NodeKind::Map || node.members.empty()) return false;
    const YamlNode& key = node.members.front().first;
    const std::string word = key.text.substr(0, key.text.find(' '));
    const std::vector<std::string> first_words{"at", "by", "always", "expect"};
    if (word == key.text || std::find(first_words.begin(), first_words.end(), word) == first_words.end()) return false;
    Place at = key.place;
    if (!key.text.empty()) at = key.inside(key.text.size());
    context.errors.push_back({context.time.file, at.line, at.column,
                              "\": \" within this line makes YAML read it as a map",
                              "put the whole line in single quotes: - '" + word + " … \"name: with colon\" …'"});
    return true;
}

void read_expectations(Fields& top, ReadContext& context, Scenario& out) {
    const YamlNode* node = top.find("expect");
    if (node == nullptr) return;
    if (node->kind != NodeKind::List) {
        top.error(*node, std::string("expect is ") + name_of(node->kind) + ", expected a list of lines",
                  "e.g. - by 18:45 expect ioc alarm street_depth");
        return;
    }
    for (const YamlNode& line : node->items) {
        if (complain_about_colon(line, context)) continue;
        if (line.kind != NodeKind::Scalar) {
            top.error(line, std::string("an expectation is ") + name_of(line.kind) + ", expected one line of text",
                      "e.g. - by 18:45 expect ioc alarm street_depth");
            continue;
        }
        auto read = parse_expectation(line, context.time);
        if (read) {
            out.expectations.push_back(std::move(*read));
        } else if (context.framed) {
            context.errors.insert(context.errors.end(), read.error().begin(), read.error().end());
        }
    }
}

}  // namespace sd
