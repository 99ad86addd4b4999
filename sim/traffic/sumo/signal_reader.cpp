#include "sim/traffic/sumo/signal_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace sd::sumo {
namespace {

using micro::SignalType;

/// SUMO's "for ever" of a phase with minDur but no maxDur: the largest 32-bit count of milliseconds.
constexpr double kLongest_s = 2147483.647;

SignalType type_of(Element& element) {
    const std::string_view type = element.text("type", "static");
    if (type == "static") return SignalType::Static;
    if (type == "actuated") return SignalType::Actuated;
    if (type == "delay_based") return SignalType::DelayBased;
    for (const std::string_view other :
         {"NEMA", "rail_signal", "rail_crossing", "railSignal", "railCrossing", "off", "hilvalenz", "sotl_phase",
          "sotl_platoon", "sotl_request", "sotl_wave", "sotl_marching", "swarm", "deterministic"}) {
        if (type == other) {
            note(element.findings(), element.at(), fmt::format("type {} of tlLogic (runs as static)", type));
            return SignalType::Static;
        }
    }
    element.error(fmt::format("{}: type '{}' is no kind of signal control", element.label(), type),
                  "static, actuated or delay_based");
    return SignalType::Static;
}

void read_phase(Element& element, ReadProgram& into) {
    micro::Phase phase;
    phase.duration_s = element.need_time("duration");
    if (element.has("duration") && !(phase.duration_s > 0.0)) {
        element.error(fmt::format("a phase of {} s; it must last longer than 0", phase.duration_s));
    }
    const bool has_min = element.has("minDur");
    phase.min_s = element.time("minDur", phase.duration_s);
    phase.max_s = element.time("maxDur", has_min ? kLongest_s : phase.duration_s);
    if (phase.min_s < 0.0 || phase.max_s < phase.min_s) {
        element.error(fmt::format("a phase with minDur {} and maxDur {}", phase.min_s, phase.max_s),
                      "0 ≤ minDur ≤ maxDur");
    }
    phase.state = element.need_text("state");
    const std::size_t bad = phase.state.find_first_not_of("GgyYrRusoO");
    if (bad != std::string::npos) {
        element.error(fmt::format("state \"{}\" holds the letter '{}'", phase.state, phase.state[bad]),
                      "letters of a state: G g y Y r u s o O");
    }
    if (!into.program.phases.empty() && into.program.phases.front().state.size() != phase.state.size()) {
        element.error(fmt::format("tlLogic '{}', program '{}': this phase has {} letters, the first one {}",
                                  into.signal, into.program.id, phase.state.size(),
                                  into.program.phases.front().state.size()));
    }
    for (const std::string_view word : words_of(element.text("next"))) {
        const auto next = whole_of(word);
        if (!next || *next < 0 || *next > 100'000) {
            element.error(fmt::format("next=\"{}\" is no list of phases", element.text("next")));
            break;
        }
        phase.next.push_back(static_cast<std::uint32_t>(*next));
    }
    element.harmless({"name"});
    into.program.phases.push_back(std::move(phase));
}

void read_param(Element& element, ReadProgram& into) {
    const std::string_view key = element.need_text("key");
    double* const target = key == "max-gap"        ? &into.program.max_gap_s
                           : key == "detector-gap" ? &into.program.detector_gap_s
                                                   : nullptr;
    if (target != nullptr) {
        *target = element.need_number("value");
    } else {
        element.harmless({"value"});
        if (key != "show-detectors") note(element.findings(), element.at(), fmt::format("param {} of tlLogic", key));
    }
}

}  // namespace

void SignalReader::open_logic(Element& element) {
    ReadProgram read;
    read.signal = element.need_text("id");
    read.at = element.at();
    read.program.id = element.text("programID", "0");
    read.off = read.program.id == "off" || element.text("type") == "off";
    read.program.type = read.off ? SignalType::Static : type_of(element);
    read.program.offset_s = element.time("offset", 0.0);
    for (const ReadProgram& other : programs) {
        if (other.signal == read.signal && other.program.id == read.program.id) {
            element.error(fmt::format("tlLogic '{}' has a program '{}' already", read.signal, read.program.id),
                          "give it another programID");
            break;
        }
    }
    programs.push_back(std::move(read));
}

bool SignalReader::open_inside(Element& element) {
    if (element.name() == "phase") {
        read_phase(element, programs.back());
    } else if (element.name() == "param") {
        read_param(element, programs.back());
    } else {
        return false;
    }
    return true;
}

void SignalReader::close_logic(Findings& findings) {
    ReadProgram& read = programs.back();
    std::vector<micro::Phase>& phases = read.program.phases;
    if (read.off != phases.empty()) {
        report(findings, read.at,
               fmt::format("tlLogic '{}', program '{}' has {}", read.signal, read.program.id,
                           read.off ? "phases although it is off" : "no phases"));
    }
    for (micro::Phase& phase : phases) {
        // Fixed programs never leave their durations, whatever bounds the file carries along.
        if (read.program.type == SignalType::Static) phase.min_s = phase.max_s = phase.duration_s;
        for (const std::uint32_t next : phase.next) {
            if (next >= phases.size()) {
                report(findings, read.at,
                       fmt::format("tlLogic '{}', program '{}': next phase {} of {}", read.signal, read.program.id,
                                   next, phases.size()));
            }
        }
    }
}

}  // namespace sd::sumo
