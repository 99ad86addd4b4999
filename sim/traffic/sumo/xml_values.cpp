#include <charconv>
#include <cmath>

#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {
namespace {

constexpr bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

template <class T>
std::optional<T> value_of(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    T value{};
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<double> number_of(std::string_view text) {
    const auto value = value_of<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<long long> whole_of(std::string_view text) { return value_of<long long>(text); }

std::optional<double> time_of(std::string_view text) {
    text = trimmed(text);
    if (text.find(':') == std::string_view::npos) return number_of(text);
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    if (parts.size() != 3 && parts.size() != 4) return std::nullopt;
    double whole_minutes = 0.0;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const auto part = whole_of(parts[i]);
        if (!part || *part < 0 || *part > 1'000'000) return std::nullopt;
        const bool hours_of_days = parts.size() == 4 && i == 1;
        whole_minutes = whole_minutes * (hours_of_days ? 24.0 : i == 0 ? 1.0 : 60.0) + static_cast<double>(*part);
    }
    const auto seconds = number_of(parts.back());
    if (!seconds || *seconds < 0.0) return std::nullopt;
    const double time_s = whole_minutes * 60.0 + *seconds;
    return negative ? -time_s : time_s;
}

std::optional<bool> flag_of(std::string_view text) {
    text = trimmed(text);
    for (const std::string_view yes : {"true", "1", "yes", "on", "x", "t", "True", "TRUE"}) {
        if (text == yes) return true;
    }
    for (const std::string_view no : {"false", "0", "no", "off", "-", "f", "False", "FALSE"}) {
        if (text == no) return false;
    }
    return std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        while (at < text.size() && blank(text[at])) ++at;
        const std::size_t begin = at;
        while (at < text.size() && !blank(text[at])) ++at;
        if (at > begin) words.push_back(text.substr(begin, at - begin));
    }
    return words;
}

}  // namespace sd::sumo
