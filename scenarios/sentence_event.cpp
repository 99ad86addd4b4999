// Event lines. Each verb is one row of the table below.
#include <array>

#include "emulators/faults.h"
#include "scenarios/timeline.h"
#include "scenarios/token_reader.h"

namespace sd {
namespace {

using Reader = void (*)(TokenReader&, Command&);

/// "X Y" or "X,Y".
void read_place(TokenReader& in, Command& out) {
    out.where.x_m = in.number("x in city metres");
    in.take(",");
    out.where.y_m = in.number("y in city metres");
}

void read_sluice(TokenReader& in, Command& out) {
    in.one_of({"sluice"}, "the word sluice");
    out.target = in.text("a sluice's name");
    out.kind = CommandKind::SetSluice;
    if (in.take("open")) {
        out.value = 1.0;
    } else if (in.take("closed")) {
        out.value = 0.0;
    } else {
        in.one_of({"to"}, "open, closed or to OPENING");
        out.value = in.number("an opening from 0 (closed) to 1 (open)");
        if (out.value < 0.0 || out.value > 1.0) in.complain_last("an opening must lie in 0…1", "0 closed, 1 open");
    }
}

void read_breach(TokenReader& in, Command& out) {
    in.one_of({"dyke"}, "the word dyke");
    out.target = in.text("a dyke's name");
    out.kind = CommandKind::BreachDyke;
    in.one_of({"to"}, "to CREST (metres above datum)");
    out.value = in.number("the crest after the breach in metres above datum");
    if (in.take("at")) {
        read_place(in, out);
    } else {
        out.where = kNoPlace;
    }
}

void read_pump(TokenReader& in, Command& out) {
    out.target = in.text("a pump's or drain's name");
    out.kind = CommandKind::SetPump;
    out.value = in.one_of({"on", "off"}, "on or off") == "on" ? 1.0 : 0.0;
}

void read_power(TokenReader& in, Command& out, double value) {
    in.one_of({"power"}, "the word power");
    out.target = in.text("a substation's name or a cabinet's number");
    out.kind = CommandKind::FailPower;
    out.value = value;
}
void read_fail(TokenReader& in, Command& out) { read_power(in, out, 0.0); }
void read_restore(TokenReader& in, Command& out) { read_power(in, out, 1.0); }

void read_road(TokenReader& in, Command& out, double value) {
    in.one_of({"road"}, "the word road");
    out.target = in.text("a street's name or an edge's number");
    out.kind = CommandKind::CloseRoad;
    out.value = value;
}

void read_alarm(TokenReader& in, Command& out, CommandKind kind) {
    in.one_of({"alarm"}, "the word alarm");
    out.kind = kind;
    out.target = in.text("an alarm's number");
    if (!in.failed() && !alarm_number(out.target)) {
        in.complain_last("\"" + out.target + "\" is no alarm number",
                         "write a number from 1, as `songdoi alarms` shows");
    }
}
void read_acknowledge(TokenReader& in, Command& out) { read_alarm(in, out, CommandKind::AcknowledgeAlarm); }

void read_close(TokenReader& in, Command& out) {
    if (in.peek("alarm")) {
        read_alarm(in, out, CommandKind::CloseAlarm);
    } else if (in.peek("road")) {
        read_road(in, out, 0.0);
    } else {
        in.one_of({"road", "alarm"}, "road or alarm");
    }
}
void read_open(TokenReader& in, Command& out) { read_road(in, out, 1.0); }

void read_rain(TokenReader& in, Command& out) {
    out.kind = CommandKind::RainCell;
    out.value = in.number("a rain rate in mm/h");
    if (out.value < 0.0 || out.value > 400.0) in.complain_last("a rain rate must lie in 0…400 mm/h");
    in.one_of({"mm/h"}, "the unit mm/h");
    in.one_of({"for"}, "for DURATION");
    out.duration = in.duration();
    in.one_of({"at"}, "at X Y (city metres)");
    read_place(in, out);
}

void read_clog(TokenReader& in, Command& out) {
    in.one_of({"inlets"}, "the word inlets");
    out.target = in.text("a drain's name");
    out.kind = CommandKind::ClogInlets;
    in.one_of({"to"}, "to SHARE");
    out.value = in.number("the remaining share 0…1");
    if (out.value < 0.0 || out.value > 1.0) in.complain_last("a share must lie in 0…1");
}

void read_fault(TokenReader& in, Command& out) {
    in.one_of({"device"}, "the word device");
    out.target = in.text("a device's code or kind:share");
    out.kind = CommandKind::DeviceFault;
    out.text = in.text("a fault's name");
    const std::string fault = out.text.substr(0, out.text.find(':'));
    if (!in.failed() && !fault_named(fault)) {
        in.complain_last("no device fault is called \"" + fault + "\"", suggest(fault, fault_names()));
    }
    if (in.take("for")) out.duration = in.duration();
}

void read_note(TokenReader& in, Command& out) {
    out.kind = CommandKind::Note;
    out.text = in.text("the note in \"quotes\"");
}

struct Verb {
    const char* word;
    Reader read;
};
constexpr std::array<Verb, 12> kVerbs{{{"set", read_sluice},
                                       {"breach", read_breach},
                                       {"pump", read_pump},
                                       {"fail", read_fail},
                                       {"restore", read_restore},
                                       {"close", read_close},
                                       {"open", read_open},
                                       {"rain", read_rain},
                                       {"clog", read_clog},
                                       {"fault", read_fault},
                                       {"acknowledge", read_acknowledge},
                                       {"note", read_note}}};

/// Everything behind the time.
void read_verb(TokenReader& in, Command& out) {
    std::vector<std::string> words;
    words.reserve(kVerbs.size());
    for (const Verb& verb : kVerbs) words.emplace_back(verb.word);
    const std::string word = in.failed() ? std::string() : in.one_of(words, "what happens");
    for (const Verb& verb : kVerbs) {
        if (word == verb.word) verb.read(in, out);
    }
    in.finish();
}

}  // namespace

const std::vector<std::string>& event_names() {
    static const std::vector<std::string> names{"set_sluice", "breach_dyke",       "set_pump",    "fail_power",
                                                "close_road", "rain_cell",         "clog_inlets", "device_fault",
                                                "note",       "acknowledge_alarm", "close_alarm"};
    return names;
}

Result<Command> parse_event_line(const YamlNode& line, const SentenceContext& context) {
    auto tokens = tokenize(line, context.file);
    if (!tokens) return fail(std::move(tokens.error()));
    TokenReader in(line, context, std::move(*tokens));
    Command out;
    out.actor = "scenario";
    in.one_of({"at"}, "an event line: at TIME VERB …");
    out.at = in.time();
    read_verb(in, out);
    if (in.failed()) return fail(in.errors());
    return out;
}

Result<Command> parse_sentence(const std::string& sentence, Instant now) {
    YamlNode line;
    line.kind = NodeKind::Scalar;
    line.place = {1, 1};
    line.text = sentence;
    const SentenceContext context{"inject", now, Duration{}};
    auto tokens = tokenize(line, context.file);
    if (!tokens) return fail(std::move(tokens.error()));
    TokenReader in(line, context, std::move(*tokens));
    Command out;
    out.at = now;
    read_verb(in, out);
    if (in.failed()) return fail(in.errors());
    return out;
}

}  // namespace sd
