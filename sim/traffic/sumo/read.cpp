#include "sim/traffic/sumo/read.h"

#include <utility>

#include "sim/traffic/sumo/case_reader.h"

namespace sd::sumo {
namespace {

/// After a network was read: its names and programs, or nothing when there were errors.
bool finish_net(NetReader& reader, Findings& findings) {
    if (!findings.errors.empty()) return false;
    resolve(reader, findings);
    return findings.errors.empty();
}

Result<NetFile> net_file(NetReader& reader, Findings& findings, const std::string& file) {
    if (!finish_net(reader, findings)) return fail(std::move(findings.errors));
    reader.net.file = file;
    return NetFile{std::move(reader.net), std::move(findings.unsupported)};
}

Result<micro::Case> finish_case(CaseReader& reader, micro::Net& net, const micro::Options& options,
                                Findings& findings) {
    if (findings.errors.empty()) resolve(reader, net);
    if (!findings.errors.empty()) return fail(std::move(findings.errors));
    micro::Case out;
    out.demand = std::move(reader.demand);
    out.additional = std::move(reader.additional);
    out.options = options;
    out.unsupported = std::move(findings.unsupported);
    out.net = std::move(net);
    return out;
}

}  // namespace

Result<NetFile> read_net(const std::filesystem::path& file) {
    Findings findings;
    NetReader reader(findings);
    read_xml(file, reader, findings);
    return net_file(reader, findings, file.string());
}

Result<NetFile> parse_net(std::string_view text, const std::string& file) {
    Findings findings;
    NetReader reader(findings);
    parse_xml(text, file, reader, findings);
    return net_file(reader, findings, file);
}

Result<micro::Case> read_case(const std::filesystem::path& sumocfg) {
    const auto files = read_config(sumocfg);
    if (!files) return fail(files.error());
    return read_case(*files);
}

Result<micro::Case> read_case(const CaseFiles& files) {
    Findings findings;
    findings.unsupported = files.unsupported;
    const std::uint32_t config = add_file(findings, files.config);
    const auto read = [&](const NamedFile& file, Events& events) {
        const Place named{config, file.line, file.column};
        read_xml(file.path, events, findings, file.line > 0 ? std::optional(named) : std::nullopt);
    };
    NetReader reader(findings);
    read(files.net, reader);
    if (!finish_net(reader, findings)) return fail(std::move(findings.errors));
    reader.net.file = files.net.path.string();
    CaseReader events(reader.net, reader.names, files.options, findings);
    for (const auto* list : {&files.additional, &files.routes}) {
        for (const NamedFile& file : *list) {
            if (!full(findings)) read(file, events);
        }
    }
    return finish_case(events, reader.net, files.options, findings);
}

Result<micro::Case> parse_case(std::string_view net, const std::vector<TextFile>& files,
                               const micro::Options& options) {
    Findings findings;
    NetReader reader(findings);
    parse_xml(net, "net.xml", reader, findings);
    if (!finish_net(reader, findings)) return fail(std::move(findings.errors));
    reader.net.file = "net.xml";
    CaseReader events(reader.net, reader.names, options, findings);
    for (const TextFile& file : files) parse_xml(file.text, file.name, events, findings);
    return finish_case(events, reader.net, options, findings);
}

}  // namespace sd::sumo
