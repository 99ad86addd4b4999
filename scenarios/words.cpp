#include "scenarios/words.h"

#include <algorithm>

#include "sim/core/utf8.h"

namespace sd {

int edit_distance(std::string_view from, std::string_view to) {
    const std::vector<char32_t> a = letters_of(from);
    const std::vector<char32_t> b = letters_of(to);
    std::vector<int> before(b.size() + 1);
    std::vector<int> previous(b.size() + 1);
    std::vector<int> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replace, previous[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before.swap(previous);
        previous.swap(row);
    }
    return previous[b.size()];
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    int best_distance = 1 + std::max<int>(1, static_cast<int>(letters_of(word).size()) / 3);
    for (const std::string& candidate : candidates) {
        const int distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string near = nearest_word(word, candidates);
    if (!near.empty()) return "did you mean \"" + near + "\"?";
    constexpr std::size_t kShown = 16;
    std::vector<std::string> shown(
        candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, candidates.size())));
    return "expected one of " + join_words(shown) + (candidates.size() > kShown ? ", …" : "");
}

std::string join_words(const std::vector<std::string>& words, std::string_view separator) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += separator;
        out += word;
    }
    return out;
}

}  // namespace sd
