// What reading a case brings to light: errors with their places, and what SUMO would play and we do not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/case.h"

namespace sd::sumo {

/// Where something stands; `file` counts in Findings::files, line and column from 1 (0: the file as a whole).
struct Place {
    std::uint32_t file = 0;
    int line = 0;
    int column = 0;
};

struct Findings {
    std::vector<std::string> files;
    Errors errors;  ///< at most kMaxErrors
    std::vector<micro::Unsupported> unsupported;
    std::map<std::pair<std::uint32_t, std::string>, std::size_t, std::less<>> known;  ///< row of `unsupported`
};

/// Reading stops after so many: a wrong file is not improved by its ten thousandth error.
inline constexpr std::size_t kMaxErrors = 50;

/// Cures that many messages share.
inline constexpr const char* kRenameOne = "names must differ: rename or drop one of them";
inline constexpr const char* kOtherNet = "does this file belong to that network?";

[[nodiscard]] std::uint32_t add_file(Findings& findings, const std::filesystem::path& file);
void report(Findings& findings, Place at, std::string message, std::string hint = {});
/// Counts one thing that is not played, e.g. "attribute bidi of edge"; the first place is kept.
void note(Findings& findings, Place at, std::string what);
[[nodiscard]] inline bool full(const Findings& findings) { return findings.errors.size() >= kMaxErrors; }

}  // namespace sd::sumo
