#include "scenarios/token_reader.h"

#include <cmath>

namespace sd {

void TokenReader::complain_at(std::size_t token, const std::string& message, const std::string& hint) {
    if (failed()) return;  // what follows the first slip of a line is noise
    const Place at = line_.inside(token < tokens_.size() ? tokens_[token].offset : line_.text.size());
    errors_.push_back({context_.file, at.line, at.column, message, hint});
}

void TokenReader::complain(const std::string& message, const std::string& hint) {
    complain_at(next_, "found " + found(next_) + ", expected " + message, hint);
}

void TokenReader::complain_last(const std::string& message, const std::string& hint) {
    complain_at(next_ == 0 ? 0 : next_ - 1, message, hint);
}

std::string TokenReader::text(const std::string& expected) {
    if (done()) {
        complain(expected);
        return {};
    }
    return tokens_[next_++].text;
}

double TokenReader::number(const std::string& expected) {
    if (!done()) {
        const std::string& word = tokens_[next_].text;
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        if (!word.empty() && *end == '\0' && std::isfinite(value)) {
            ++next_;
            return value;
        }
    }
    complain(expected, "write a plain number, e.g. 1.5");
    return 0.0;
}

Instant TokenReader::time() {
    if (!done()) {
        bool outside = false;
        if (const auto t = read_time_word(tokens_[next_].text, context_, &outside)) {
            ++next_;
            if (outside) {
                complain_last(
                    "\"" + tokens_[next_ - 1].text + "\" lies outside the run",
                    "the run is " + to_iso(context_.start) + " … " + to_iso(context_.start + context_.length));
            }
            return *t;
        }
    }
    complain("a time", "write HH:MM (e.g. 18:20) or +DURATION (e.g. +1h30m)");
    return context_.start;
}

Duration TokenReader::duration() {
    if (!done()) {
        if (const auto d = parse_duration(tokens_[next_].text); d && d->ns > 0) {
            ++next_;
            return *d;
        }
    }
    complain("a duration", "write e.g. 20min, 90s or 1h30m");
    return {};
}

std::string TokenReader::one_of(const std::vector<std::string>& words, const std::string& expected) {
    if (!done()) {
        for (const std::string& word : words) {
            if (take(word)) return word;
        }
        complain(expected, suggest(tokens_[next_].text, words));
    } else {
        complain(expected, "expected one of " + join_words(words));
    }
    return {};
}

void TokenReader::finish() {
    if (!done()) complain("the end of the line", "remove it, or put names of several words in \"quotes\"");
}

}  // namespace sd
