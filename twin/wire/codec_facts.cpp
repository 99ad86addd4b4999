// The small facts: reports, commands, control, sign-offs.
#include "twin/wire/codec.h"
#include "twin/wire/codec_support.h"

namespace sd {
namespace {

static_assert(static_cast<int>(ReportKind::Rumour) == wire::proto::RUMOUR);
static_assert(static_cast<int>(ChannelKind::Zalo) == wire::proto::ZALO);
static_assert(static_cast<int>(CommandKind::CloseAlarm) == wire::proto::CLOSE_ALARM);
static_assert(static_cast<int>(ControlKind::Status) == wire::proto::STATUS);

constexpr std::size_t kMaxTextBytes = 65536;  ///< one text; a citizen's report has a few hundred

void put(const Command& command, wire::proto::Command& m) {
    m.set_schema(kContractSchema);
    m.set_seq(command.seq);
    m.set_at_ns(command.at.ns);
    m.set_latency_ns(command.latency.ns);
    m.set_kind(static_cast<wire::proto::CommandKind>(command.kind));
    m.set_target(command.target);
    m.set_value(command.value);
    m.set_x_m(command.where.x_m);
    m.set_y_m(command.where.y_m);
    m.set_duration_ns(command.duration.ns);
    m.set_text(command.text);
    m.set_actor(command.actor);
}

Result<Command> take(const wire::proto::Command& m) {
    Command command;
    if (!wire::to_enum(m.kind(), wire::proto::CommandKind_ARRAYSIZE, command.kind))
        return wire::undecodable("command", "kind " + std::to_string(m.kind()) + " is not known");
    if (m.target().size() > kMaxTextBytes || m.text().size() > kMaxTextBytes || m.actor().size() > kMaxTextBytes)
        return wire::undecodable("command", "a text longer than 64 KiB");
    command.seq = m.seq();
    command.at.ns = m.at_ns();
    command.latency.ns = m.latency_ns();
    command.target = m.target();
    command.value = m.value();
    command.where = {m.x_m(), m.y_m()};
    command.duration.ns = m.duration_ns();
    command.text = m.text();
    command.actor = m.actor();
    return command;
}

}  // namespace

std::string encode(const std::vector<CitizenReport>& reports) {
    SD_CHECK(reports.size() <= wire::kMaxRows);
    wire::proto::CitizenReports m;
    m.set_schema(kContractSchema);
    for (const CitizenReport& report : reports) {
        auto& row = *m.add_report();
        row.set_population_cell(report.population_cell);
        row.set_seq(report.seq);
        row.set_at_ns(report.at.ns);
        row.set_kind(static_cast<wire::proto::ReportKind>(report.kind));
        row.set_channel(static_cast<wire::proto::ChannelKind>(report.channel));
        row.set_x_m(report.where.x_m);
        row.set_y_m(report.where.y_m);
        row.set_depth_m(report.depth_m);
        row.set_text(report.text);
    }
    return m.SerializeAsString();
}

Result<std::vector<CitizenReport>> decode_reports(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::CitizenReports>(bytes, "reports");
    if (!parsed) return tl::unexpected(parsed.error());
    const auto& rows = (*parsed)->report();
    if (static_cast<std::size_t>(rows.size()) > wire::kMaxRows)
        return wire::undecodable("reports", "more than 1 Mi reports");
    std::vector<CitizenReport> reports;
    reports.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows) {
        CitizenReport report;
        if (!wire::to_enum(row.kind(), wire::proto::ReportKind_ARRAYSIZE, report.kind) ||
            !wire::to_enum(row.channel(), wire::proto::ChannelKind_ARRAYSIZE, report.channel))
            return wire::undecodable("reports", "a kind or channel that is not known");
        if (row.text().size() > kMaxTextBytes) return wire::undecodable("reports", "a text longer than 64 KiB");
        report.population_cell = row.population_cell();
        report.seq = row.seq();
        report.at.ns = row.at_ns();
        report.where = {row.x_m(), row.y_m()};
        report.depth_m = row.depth_m();
        report.text = row.text();
        reports.push_back(std::move(report));
    }
    return reports;
}

std::string encode(const Command& command) {
    wire::proto::Command m;
    put(command, m);
    return m.SerializeAsString();
}

Result<Command> decode_command(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::Command>(bytes, "command");
    if (!parsed) return tl::unexpected(parsed.error());
    return take(**parsed);
}

std::string encode(const std::vector<Command>& commands) {
    SD_CHECK(commands.size() <= wire::kMaxRows);
    wire::proto::Commands m;
    m.set_schema(kContractSchema);
    for (const Command& command : commands) put(command, *m.add_command());
    return m.SerializeAsString();
}

Result<std::vector<Command>> decode_commands(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::Commands>(bytes, "commands");
    if (!parsed) return tl::unexpected(parsed.error());
    const auto& rows = (*parsed)->command();
    if (static_cast<std::size_t>(rows.size()) > wire::kMaxRows)
        return wire::undecodable("commands", "more than 1 Mi commands");
    std::vector<Command> commands;
    commands.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows) {
        auto command = take(row);
        if (!command) return tl::unexpected(command.error());
        commands.push_back(std::move(*command));
    }
    return commands;
}

std::string encode(Instant at) {
    wire::proto::SignOff m;
    m.set_schema(kContractSchema);
    m.set_at_ns(at.ns);
    return m.SerializeAsString();
}

Result<Instant> decode_instant(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::SignOff>(bytes, "sign-off");
    if (!parsed) return tl::unexpected(parsed.error());
    return Instant{(*parsed)->at_ns()};
}

std::string encode(const Control& control) {
    wire::proto::Control m;
    m.set_schema(kContractSchema);
    m.set_kind(static_cast<wire::proto::ControlKind>(control.kind));
    m.set_speed_factor(control.speed);
    m.set_sentence(control.sentence);
    return m.SerializeAsString();
}

Result<Control> decode_control(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::Control>(bytes, "control");
    if (!parsed) return tl::unexpected(parsed.error());
    const auto& m = **parsed;
    Control control;
    if (!wire::to_enum(m.kind(), wire::proto::ControlKind_ARRAYSIZE, control.kind))
        return wire::undecodable("control", "kind " + std::to_string(m.kind()) + " is not known");
    control.speed = m.speed_factor();
    if (m.sentence().size() > kMaxSentenceBytes) return wire::undecodable("control", "a sentence longer than 4 KiB");
    control.sentence = m.sentence();
    if (control.kind == ControlKind::Inject && control.sentence.empty())
        return wire::undecodable("control", "an inject without its sentence");
    return control;
}

}  // namespace sd
