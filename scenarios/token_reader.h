// A cursor over the tokens of one line; the first thing that does not fit becomes the line's error, with its column.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/sentence.h"
#include "scenarios/words.h"

namespace sd {

class TokenReader {
public:
    TokenReader(const YamlNode& line, const SentenceContext& context, std::vector<Token> tokens)
        : line_(line), context_(context), tokens_(std::move(tokens)) {}

    [[nodiscard]] bool failed() const { return !errors_.empty(); }
    [[nodiscard]] const Errors& errors() const { return errors_; }
    [[nodiscard]] bool done() const { return next_ >= tokens_.size(); }
    [[nodiscard]] bool peek(const std::string& word) const {
        return !done() && !tokens_[next_].quoted && tokens_[next_].text == word;
    }
    bool take(const std::string& word) {
        if (!peek(word)) return false;
        ++next_;
        return true;
    }
    /// Any token as text; "" and an error when the line has ended.
    std::string text(const std::string& expected);
    double number(const std::string& expected);
    Instant time();
    Duration duration();
    /// One of several words; an error with a suggestion otherwise.
    std::string one_of(const std::vector<std::string>& words, const std::string& expected);
    void complain(const std::string& message, const std::string& hint = {});
    /// Complains about the token before.
    void complain_last(const std::string& message, const std::string& hint = {});
    /// Complains when something is left over.
    void finish();

private:
    void complain_at(std::size_t token, const std::string& message, const std::string& hint);
    [[nodiscard]] std::string found(std::size_t token) const {
        return token < tokens_.size() ? "\"" + tokens_[token].text + "\"" : "the end of the line";
    }

    const YamlNode& line_;
    const SentenceContext& context_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    Errors errors_;
};

}  // namespace sd
