// Runs a program of the distribution and waits for it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/result.h"

namespace sd::importers {

/// No shell in between. Output goes to `log`; an Error names the package to install or quotes what the program said.
[[nodiscard]] Result<void> run_program(const std::vector<std::string>& arguments, const std::filesystem::path& log);

}  // namespace sd::importers
