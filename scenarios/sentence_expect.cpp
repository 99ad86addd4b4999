// Expectation lines: [by TIME | at TIME | always] expect SUBJECT CONDITION [for DURATION].
#include "scenarios/token_reader.h"
#include "twin/rules.h"

namespace sd {
namespace {

const std::vector<std::string> kSubjects{"ioc",    "no",           "ledger",   "street_flooded_km",
                                         "level",  "device",       "vehicles", "moving_vehicles",
                                         "alarms", "depth_rmse_m", "depth_iou"};

void read_alarm(TokenReader& in, Expectation& out) {
    in.one_of({"alarm"}, "the words ioc alarm");
    out.name = in.one_of(rule_names(), "an alarm rule");
    if (in.take("place")) out.place = in.text("a place's name in \"quotes\"");
}

void read_condition(TokenReader& in, Expectation& out) {
    const std::vector<std::string> signs{">=", "<=", ">", "<", "=="};
    for (const std::string& sign : signs) {
        if (!in.take(sign)) continue;
        const double value = in.number("a number");
        if (sign[0] == '>') out.low = value;
        if (sign[0] == '<') out.high = value;
        if (sign == "==") out.low = out.high = value;
        out.low_open = sign == ">";
        out.high_open = sign == "<";
        return;
    }
    out.low = in.number("a comparison (>=, <=, >, <, ==) or a range LOW..HIGH");
    in.one_of({".."}, "\"..\" between the two ends of the range");
    out.high = in.number("the upper end of the range");
    if (!in.failed() && out.high < out.low) {
        in.complain_last("the range is empty: its upper end is below its lower end", "write LOW..HIGH");
    }
}

void read_flooded(TokenReader& in, Expectation& out) {
    in.one_of({"("}, "\"(\" and a depth, e.g. street_flooded_km(0.3)");
    out.argument = in.number("a depth in metres");
    if (!in.failed() && (out.argument < 0.0 || out.argument > 5.0)) {
        in.complain_last("a street depth must lie in 0…5 m", "depths are metres: write 0.3 for 30 cm");
    }
    in.one_of({")"}, "\")\"");
    read_condition(in, out);
}

void read_subject(TokenReader& in, const std::string& word, Expectation& out) {
    if (word == "ioc" || word == "no") {
        out.subject = word == "no" ? Subject::NoAlarm : Subject::Alarm;
        if (word == "no") in.one_of({"ioc"}, "the words no ioc alarm");
        read_alarm(in, out);
    } else if (word == "ledger") {
        out.subject = Subject::LedgerCloses;
        in.one_of({"closes"}, "the words ledger closes");
    } else if (word == "street_flooded_km") {
        out.subject = Subject::StreetFloodedKm;
        read_flooded(in, out);
    } else if (word == "level") {
        out.subject = Subject::Level;
        out.name = in.text("a station's name");
        read_condition(in, out);
    } else if (word == "device") {
        out.subject = Subject::DeviceReads;
        out.name = in.text("a device's code");
        in.one_of({"reads"}, "the word reads");
        read_condition(in, out);
    } else {
        out.subject = word == "vehicles"          ? Subject::Vehicles
                      : word == "moving_vehicles" ? Subject::MovingVehicles
                      : word == "alarms"          ? Subject::Alarms
                      : word == "depth_rmse_m"    ? Subject::DepthRmse
                                                  : Subject::DepthIou;
        read_condition(in, out);
    }
}

}  // namespace

Result<Expectation> parse_expectation(const YamlNode& line, const SentenceContext& context) {
    auto tokens = tokenize(line, context.file);
    if (!tokens) return fail(std::move(tokens.error()));
    TokenReader in(line, context, std::move(*tokens));
    Expectation out;
    out.text = line.text;
    out.line = line.place.line;
    out.at = context.start + context.length;
    const std::string first = in.one_of({"by", "at", "always", "expect"}, "an expectation: [by TIME] expect …");
    if (first == "by" || first == "at") {
        out.when = first == "by" ? When::By : When::At;
        out.at = in.time();
    } else if (first == "always") {
        out.when = When::Always;
    }
    if (first != "expect") in.one_of({"expect"}, "the word expect");
    const std::string subject = in.failed() ? std::string() : in.one_of(kSubjects, "what is expected");
    if (!subject.empty()) read_subject(in, subject, out);
    if (in.take("for")) {
        out.held = in.duration();
        if (out.when != When::By && !in.failed()) in.complain_last("\"for\" needs \"by TIME\" before it");
    }
    in.finish();
    if (in.failed()) return fail(in.errors());
    return out;
}

}  // namespace sd
