#include "scenarios/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

#include "scenarios/words.h"

namespace sd {

Fields::Fields(const YamlNode& node, std::string what, const std::string& file, Errors& errors)
    : node_(node), what_(std::move(what)), file_(file), errors_(errors) {
    if (node_.kind != NodeKind::Map) {
        error(node_, fmt::format("{} is {}, expected a map", what_, name_of(node_.kind)), "write \"key: value\" lines");
    }
}

void Fields::error(const YamlNode& at, const std::string& message, const std::string& hint) {
    errors_.push_back({file_, at.place.line, at.place.column, message, hint});
}

const YamlNode* Fields::find(const std::string& key) {
    known_.push_back(key);
    for (const auto& [name, value] : node_.members) {
        if (name.text == key) return &value;
    }
    return nullptr;
}

const YamlNode* Fields::require(const std::string& key, const std::string& hint) {
    const YamlNode* found = find(key);
    if (found == nullptr && node_.kind == NodeKind::Map) {
        error(node_, fmt::format("{} has no \"{}\"", what_, key), hint);
    }
    return found;
}

const std::string* Fields::scalar(const YamlNode& node, const std::string& key, const std::string& expected) {
    if (node.kind == NodeKind::Scalar) return &node.text;
    error(node, fmt::format("{} is {}, expected {}", key, name_of(node.kind), expected));
    return nullptr;
}

void Fields::text(const std::string& key, std::string& out) {
    if (const YamlNode* node = find(key)) {
        if (const std::string* s = scalar(*node, key, "text")) out = *s;
    }
}

void Fields::number(const std::string& key, double low, double high, const char* unit, double& out) {
    const YamlNode* node = find(key);
    if (node == nullptr) return;
    const std::string* s = scalar(*node, key, "a number");
    if (s == nullptr) return;
    char* end = nullptr;
    const double value = std::strtod(s->c_str(), &end);
    if (s->empty() || *end != '\0' || !std::isfinite(value)) {
        error(*node, fmt::format("{} is \"{}\", expected a number", key, *s),
              fmt::format("write it in {} as a plain number", unit));
    } else if (value < low || value > high) {
        error(*node, fmt::format("{} is {}, expected {}…{} {}", key, *s, low, high, unit));
    } else {
        out = value;
    }
}

void Fields::whole(const std::string& key, std::uint64_t& out) {
    const YamlNode* node = find(key);
    if (node == nullptr) return;
    const std::string* s = scalar(*node, key, "a whole number");
    if (s == nullptr) return;
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(s->data(), s->data() + s->size(), value);
    if (code != std::errc() || end != s->data() + s->size()) {
        error(*node, fmt::format("{} is \"{}\", expected a whole number ≥ 0", key, *s));
    } else {
        out = value;
    }
}

void Fields::truth(const std::string& key, bool& out) {
    const YamlNode* node = find(key);
    if (node == nullptr) return;
    const std::string* s = scalar(*node, key, "true or false");
    if (s == nullptr) return;
    if (*s == "true" || *s == "false") {
        out = *s == "true";
    } else {
        error(*node, fmt::format("{} is \"{}\", expected true or false", key, *s));
    }
}

void Fields::duration(const std::string& key, Duration& out) {
    const YamlNode* node = find(key);
    if (node == nullptr) return;
    const std::string* s = scalar(*node, key, "a duration");
    if (s == nullptr) return;
    const auto value = parse_duration(*s);
    if (!value || value->ns <= 0) {
        error(*node, fmt::format("{} is \"{}\", expected a duration > 0", key, *s), "write e.g. 4h, 90min or 1h30m");
    } else {
        out = *value;
    }
}

void Fields::finish() {
    std::set<std::string> seen;
    for (const auto& [name, value] : node_.members) {
        if (std::find(known_.begin(), known_.end(), name.text) == known_.end()) {
            error(name, fmt::format("unknown key \"{}\" in {}", name.text, what_), suggest(name.text, known_));
        } else if (!seen.insert(name.text).second) {
            error(name, fmt::format("\"{}\" is given twice in {}", name.text, what_), "keep one of them");
        }
    }
}

}  // namespace sd
