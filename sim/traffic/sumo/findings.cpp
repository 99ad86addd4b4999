#include "sim/traffic/sumo/findings.h"

namespace sd::sumo {

std::uint32_t add_file(Findings& findings, const std::filesystem::path& file) {
    findings.files.push_back(file.string());
    return static_cast<std::uint32_t>(findings.files.size() - 1);
}

void report(Findings& findings, Place at, std::string message, std::string hint) {
    if (full(findings)) return;
    std::string file = at.file < findings.files.size() ? findings.files[at.file] : std::string();
    findings.errors.push_back({std::move(file), at.line, at.column, std::move(message), std::move(hint)});
}

void note(Findings& findings, Place at, std::string what) {
    const auto [row, fresh] = findings.known.try_emplace({at.file, what}, findings.unsupported.size());
    if (!fresh) {
        ++findings.unsupported[row->second].times;
        return;
    }
    std::string file = at.file < findings.files.size() ? findings.files[at.file] : std::string();
    findings.unsupported.push_back({std::move(file), at.line, std::move(what), 1});
}

}  // namespace sd::sumo
