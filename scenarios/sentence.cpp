#include "scenarios/sentence.h"

#include <cctype>

namespace sd {
namespace {

bool is_sign(char c) { return c == '<' || c == '>' || c == '=' || c == '!' || c == '(' || c == ')' || c == ','; }

std::size_t sign_length(const std::string& s, std::size_t i) {
    return i + 1 < s.size() && s[i + 1] == '=' && s[i] != '(' && s[i] != ')' && s[i] != ',' ? 2 : 1;
}

/// End of a word: blanks, signs and ".." stop it ("1.2..1.9" is three tokens, "1.2" is one).
std::size_t word_end(const std::string& s, std::size_t i) {
    while (i < s.size() && std::isspace(static_cast<unsigned char>(s[i])) == 0 && !is_sign(s[i]) && s[i] != '"') {
        if (s[i] == '.' && i + 1 < s.size() && s[i + 1] == '.') break;
        ++i;
    }
    return i;
}

}  // namespace

Result<std::vector<Token>> tokenize(const YamlNode& line, const std::string& file) {
    const std::string& s = line.text;
    std::vector<Token> tokens;
    std::size_t i = 0;
    while (i < s.size()) {
        if (std::isspace(static_cast<unsigned char>(s[i])) != 0) {
            ++i;
        } else if (s[i] == '"') {
            const std::size_t end = s.find('"', i + 1);
            if (end == std::string::npos) {
                const Place at = line.inside(i);
                return fail(Errors{
                    {file, at.line, at.column, "a name begins with \" but never ends", "close it with another \""}});
            }
            tokens.push_back({s.substr(i + 1, end - i - 1), i, true});
            i = end + 1;
        } else if (is_sign(s[i])) {
            const std::size_t n = sign_length(s, i);
            tokens.push_back({s.substr(i, n), i, false});
            i += n;
        } else if (s.compare(i, 2, "..") == 0) {
            tokens.push_back({"..", i, false});
            i += 2;
        } else {
            const std::size_t end = word_end(s, i);
            tokens.push_back({s.substr(i, end - i), i, false});
            i = end;
        }
    }
    return tokens;
}

std::optional<Instant> read_time_word(const std::string& word, const SentenceContext& context, bool* outside) {
    std::optional<Instant> t;
    if (!word.empty() && word.front() == '+') {
        if (const auto d = parse_duration(std::string_view(word).substr(1))) t = context.start + *d;
    } else if (const auto clock = parse_clock(word)) {
        CivilTime day = civil_of(context.start);
        day.hour = 0;
        day.minute = 0;
        day.second = 0.0;
        t = instant_of(day) + *clock;
        if (*t < context.start) t = *t + hours(24);
    } else {
        t = parse_iso(word);
    }
    if (t && outside != nullptr) *outside = *t < context.start || *t > context.start + context.length;
    return t;
}

}  // namespace sd
