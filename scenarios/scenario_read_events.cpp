// Events, as maps or as lines.
#include <algorithm>

#include "scenarios/scenario_read.h"
#include "scenarios/words.h"

namespace sd {
namespace {

/// Which members an event of each kind must have, beyond at and do. Order of CommandKind.
struct Needs {
    bool target = false;
    bool value = false;
    bool where = false;
    bool lasting = false;
    bool text = false;
    double low = 0.0;
    double high = 1.0;
};
constexpr std::array<Needs, 11> kNeeds{{{true, true, false, false, false, 0.0, 1.0},
                                        {true, true, false, false, false, -5.0, 20.0},
                                        {true, true, false, false, false, 0.0, 1.0},
                                        {true, true, false, false, false, 0.0, 1.0},
                                        {true, true, false, false, false, 0.0, 1.0},
                                        {false, true, true, true, false, 0.0, 400.0},
                                        {true, true, false, false, false, 0.0, 1.0},
                                        {true, false, false, false, true, 0.0, 1.0},
                                        {false, false, false, false, true, 0.0, 1.0},
                                        {true, false, false, false, false, 0.0, 1.0},
                                        {true, false, false, false, false, 0.0, 1.0}}};

void read_when(Fields& fields, ReadContext& context, Command& out) {
    const YamlNode* at = fields.require("at", "e.g. at: \"18:20\"");
    if (at == nullptr) return;
    const std::string* s = fields.scalar(*at, "at", "a time");
    if (s == nullptr) return;
    bool outside = false;
    const auto t = read_time_word(*s, context.time, &outside);
    if (!t) {
        fields.error(*at, "at is \"" + *s + "\", expected a time",
                     "write HH:MM (e.g. 18:20) or +DURATION (e.g. +1h30m)");
    } else if (outside && context.framed) {
        fields.error(
            *at, "\"" + *s + "\" lies outside the run",
            "the run is " + to_iso(context.time.start) + " … " + to_iso(context.time.start + context.time.length));
    } else {
        out.at = *t;
    }
}

void read_rest(Fields& fields, const Needs& needs, Command& out) {
    const auto must = [&](bool needed, const char* key, const char* hint) {
        if (needed) fields.require(key, hint);
    };
    must(needs.target, "target", "the name as `songdoi city info` shows it");
    must(needs.value, "value", "a number");
    must(needs.where, "x_m", "city metres");
    must(needs.where, "y_m", "city metres");
    must(needs.lasting, "for", "a duration, e.g. 20min");
    must(needs.text, "text", "for device_fault the fault's name, for note the note");
    fields.text("target", out.target);
    fields.number("value", needs.low, needs.high, "", out.value);
    if (out.kind == CommandKind::BreachDyke && fields.find("x_m") == nullptr && fields.find("y_m") == nullptr) {
        out.where = kNoPlace;
    }
    fields.number("x_m", -1e5, 1e5, "m", out.where.x_m);
    fields.number("y_m", -1e5, 1e5, "m", out.where.y_m);
    fields.duration("for", out.duration);
    fields.duration("latency", out.latency);
    fields.text("text", out.text);
}

void read_event_map(const YamlNode& node, ReadContext& context, Scenario& out) {
    if (complain_about_colon(node, context)) return;
    Event event;
    event.place = node.place;
    event.command.actor = "scenario";
    Fields fields(node, "an event", context.time.file, context.errors);
    read_when(fields, context, event.command);
    const std::vector<std::string>& names = event_names();
    std::size_t kind = names.size();
    if (const YamlNode* verb = fields.require("do", "one of " + join_words(names))) {
        if (const std::string* s = fields.scalar(*verb, "do", "what happens")) {
            kind = static_cast<std::size_t>(std::find(names.begin(), names.end(), *s) - names.begin());
            if (kind == names.size()) fields.error(*verb, "unknown event \"" + *s + "\"", suggest(*s, names));
        }
    }
    if (kind < names.size()) event.command.kind = static_cast<CommandKind>(kind);
    read_rest(fields, kind < names.size() ? kNeeds[kind] : Needs{}, event.command);
    fields.finish();
    out.events.push_back(std::move(event));
}

}  // namespace

void read_events(Fields& top, ReadContext& context, Scenario& out) {
    const YamlNode* node = top.find("events");
    if (node == nullptr) return;
    if (node->kind != NodeKind::List) {
        top.error(*node, std::string("events is ") + name_of(node->kind) + ", expected a list",
                  "e.g. - at 18:20 breach dyke \"…\" to 0.8");
        return;
    }
    for (const YamlNode& item : node->items) {
        if (item.kind == NodeKind::Scalar) {
            auto command = parse_event_line(item, context.time);
            if (command) {
                out.events.push_back({std::move(*command), item.place});
            } else if (context.framed) {
                context.errors.insert(context.errors.end(), command.error().begin(), command.error().end());
            }
        } else {
            read_event_map(item, context, out);
        }
    }
}

}  // namespace sd
