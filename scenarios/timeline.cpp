#include "scenarios/timeline.h"

#include <algorithm>
#include <charconv>

namespace sd {
namespace {

Instant bites_at(const Command& c) { return c.at + c.latency; }

bool later(const Command& a, const Command& b) {
    return bites_at(a) != bites_at(b) ? bites_at(a) > bites_at(b) : a.seq > b.seq;
}

}  // namespace

std::optional<std::uint64_t> alarm_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
    return number;
}

std::optional<Input> input_of(const Command& command) {
    InputKind kind = InputKind::Note;
    switch (command.kind) {
        case CommandKind::SetSluice:
            kind = InputKind::SetSluice;
            break;
        case CommandKind::BreachDyke:
            kind = InputKind::BreachDyke;
            break;
        case CommandKind::SetPump:
            kind = InputKind::SetPump;
            break;
        case CommandKind::FailPower:
            kind = InputKind::FailPower;
            break;
        case CommandKind::CloseRoad:
            kind = InputKind::CloseRoad;
            break;
        case CommandKind::RainCell:
            kind = InputKind::RainCell;
            break;
        case CommandKind::ClogInlets:
            kind = InputKind::ClogInlets;
            break;
        case CommandKind::Note:
            kind = InputKind::Note;
            break;
        case CommandKind::DeviceFault:
        case CommandKind::AcknowledgeAlarm:
        case CommandKind::CloseAlarm:
            return std::nullopt;
    }
    return Input{kind, command.kind == CommandKind::Note ? command.text : command.target, command.value, command.where,
                 command.duration};
}

Timeline::Timeline(const Scenario& scenario) {
    for (const Event& event : scenario.events) add(event.command);
}

void Timeline::add(Command command) {
    command.seq = next_seq_++;
    queue_.insert(std::upper_bound(queue_.begin(), queue_.end(), command, later), std::move(command));
}

std::vector<Command> Timeline::take_due(Instant now) {
    std::vector<Command> due;
    while (!queue_.empty() && bites_at(queue_.back()) <= now) {
        due.push_back(std::move(queue_.back()));
        queue_.pop_back();
    }
    return due;
}

}  // namespace sd
