// Small files, whole: written so that a reader sees the old or the new one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace sd {

/// Replaces a file so that readers see the old or the new one, never a half.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, std::string_view text);
/// Adds to a file that grows while a run goes on: whatever ends the run, what was added stays.
[[nodiscard]] Result<void> append_file(const std::filesystem::path& file, std::string_view text);
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file);

}  // namespace sd
