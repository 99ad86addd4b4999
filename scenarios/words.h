// Small text helpers of the scenario language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sd {

/// Number of single-character edits (insert, delete, replace, swap of neighbours) between two words.
[[nodiscard]] int edit_distance(std::string_view from, std::string_view to);

/// The candidate nearest to `word` if it is near enough to be a slip, else empty.
[[nodiscard]] std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

/// `did you mean "x"?` when something is near, else `expected one of a, b, c`.
[[nodiscard]] std::string suggest(std::string_view word, const std::vector<std::string>& candidates);

[[nodiscard]] std::string join_words(const std::vector<std::string>& words, std::string_view separator = ", ");

}  // namespace sd
