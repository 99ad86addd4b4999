// One message of the bus, kept in a file: what a client in another language sends is looked at before it goes on the
// wire.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "scenarios/cli.h"
#include "scenarios/run_dir.h"
#include "twin/wire/codec.h"
#include "twin/wire/envelope.h"

namespace sd {
namespace {

/// Decodes the bytes and says in one line what they hold.
using Look = Result<std::string> (*)(std::string_view bytes);

Result<std::string> look_at_readings(std::string_view bytes) {
    return decode_readings(bytes).map([](const ReadingBatch& m) {
        return fmt::format("{} readings, {} values, sent {}", m.rows(), m.values.size(), to_iso(m.sent));
    });
}

Result<std::string> look_at_reports(std::string_view bytes) {
    return decode_reports(bytes).map(
        [](const std::vector<CitizenReport>& m) { return fmt::format("{} citizens' reports", m.size()); });
}

Result<std::string> look_at_commands(std::string_view bytes) {
    return decode_commands(bytes).map(
        [](const std::vector<Command>& m) { return fmt::format("{} commands", m.size()); });
}

Result<std::string> look_at_truth(std::string_view bytes) {
    return decode_truth_frame(bytes).map([](const TruthFrame& m) {
        std::size_t values = 0;
        for (const auto& column : m.columns) values += column.size();
        return fmt::format("{} values of the world at {}", values, to_iso(m.at));
    });
}

Result<std::string> look_at_picture(std::string_view bytes) {
    return decode_picture(bytes).map([](const Picture& m) { return fmt::format("a picture of {}", to_iso(m.at)); });
}

Result<std::string> look_at_control(std::string_view bytes) {
    return decode_control(bytes).map(
        [](const Control& m) { return fmt::format("an order to a live run, kind {}", static_cast<int>(m.kind)); });
}

Result<std::string> look_at_envelope(std::string_view bytes) {
    return wire::decode_envelope(bytes).map([](const wire::Transmission& m) {
        return fmt::format("frame {} of stream {}.{}, boot {}", m.frame.seq, static_cast<int>(m.frame.stream.kind),
                           m.frame.stream.shard, m.frame.boot);
    });
}

Result<std::string> look_at_ack(std::string_view bytes) {
    return wire::decode_ack(bytes).map([](const wire::Ack& m) {
        return fmt::format("received up to {}, durable up to {}", m.received_seq, m.durable_seq);
    });
}

struct Kind {
    const char* name;
    Look look;
};
constexpr std::array kKinds{Kind{"readings", look_at_readings}, Kind{"reports", look_at_reports},
                            Kind{"commands", look_at_commands}, Kind{"truth", look_at_truth},
                            Kind{"picture", look_at_picture},   Kind{"control", look_at_control},
                            Kind{"envelope", look_at_envelope}, Kind{"ack", look_at_ack}};

void look(Cli& cli, const std::string& kind, const std::filesystem::path& file) {
    const auto bytes = read_file(file);
    if (!bytes) return report_errors(cli, bytes.error());
    for (const Kind& known : kKinds) {
        if (known.name != kind) continue;
        auto said = known.look(*bytes);
        if (said) return fmt::print("{}: {}\n", file.string(), *said);
        for (Error& error : said.error()) error.file = file.string();
        return report_errors(cli, said.error(), Exit::Failed);
    }
}

}  // namespace

void add_frame(Cli& cli) {
    struct Words {
        std::string kind;
        std::filesystem::path file;
    };
    auto words = std::make_shared<Words>();
    std::vector<std::string> names;
    names.reserve(kKinds.size());
    for (const Kind& kind : kKinds) names.emplace_back(kind.name);
    CLI::App* command = cli.app.add_subcommand("frame", "one message of the bus from a file: what it holds or lacks");
    command->footer(
        "Example: songdoi frame readings batch.bin\nThe messages are described in twin/wire/contract.proto.");
    command->add_option("kind", words->kind, "which message it should be")->required()->check(CLI::IsMember(names));
    command->add_option("file", words->file, "the message's bytes")->required();
    command->callback([&cli, words] { look(cli, words->kind, words->file); });
}

}  // namespace sd
