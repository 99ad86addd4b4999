// SUMO 1.15 cases from their files: .net.xml, .rou.xml, .add.xml (each plain or gzipped) and the .sumocfg that names
// them. Formats: SUMO documentation, "SUMO Road Networks", "Definition of Vehicles, Vehicle Types, and Routes",
// "Additional Files", and "sumo" (options). Files stream by: a route file may be larger than memory would hold as text.
//
// Errors carry file:line:column, all of them at once (the first 50). What SUMO would play and we do not is counted in
// `unsupported`; what moves nothing in SUMO either (colours of shapes, provenance, editor's hints) is not.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/case.h"

namespace sd::sumo {

struct NetFile {
    micro::Net net;
    std::vector<micro::Unsupported> unsupported;
};
[[nodiscard]] Result<NetFile> read_net(const std::filesystem::path& file);
[[nodiscard]] Result<NetFile> parse_net(std::string_view text, const std::string& file);

/// A file of a case, and the place that named it (line 0: nobody did).
struct NamedFile {
    std::filesystem::path path;
    int line = 0, column = 0;
};
/// What a .sumocfg says. Paths are relative to the folder of the .sumocfg, and resolved against it here.
struct CaseFiles {
    std::filesystem::path config;  ///< may be empty
    NamedFile net;
    std::vector<NamedFile> additional, routes;
    micro::Options options;
    std::vector<micro::Unsupported> unsupported;
};
[[nodiscard]] Result<CaseFiles> read_config(const std::filesystem::path& sumocfg);
[[nodiscard]] Result<CaseFiles> parse_config(std::string_view text, const std::filesystem::path& sumocfg);

[[nodiscard]] Result<micro::Case> read_case(const std::filesystem::path& sumocfg);
/// A case without a .sumocfg: fill in `net`, `routes`, `additional` and `options`.
[[nodiscard]] Result<micro::Case> read_case(const CaseFiles& files);

struct TextFile {
    std::string name, text;
};
/// The same from memory, in the order given: additional files before routes, as SUMO takes them.
[[nodiscard]] Result<micro::Case> parse_case(std::string_view net, const std::vector<TextFile>& files,
                                             const micro::Options& options = {});

}  // namespace sd::sumo
