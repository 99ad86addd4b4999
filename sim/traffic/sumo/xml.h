// XML as a stream of elements, plain or gzipped: files of any size pass through a small buffer. Every element knows its
// place, and which of its attributes were asked for: the rest is counted as not played, so that nothing is lost unsaid.
#pragma once

#include <array>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "sim/traffic/sumo/findings.h"

namespace sd::sumo {

/// A finite number, blanks around it allowed, nothing else beside it.
[[nodiscard]] std::optional<double> number_of(std::string_view text);
[[nodiscard]] std::optional<long long> whole_of(std::string_view text);
/// Seconds, hh:mm:ss or d:hh:mm:ss.
[[nodiscard]] std::optional<double> time_of(std::string_view text);
/// true/1/yes/on/x/t or false/0/no/off/-/f, as SUMO reads them.
[[nodiscard]] std::optional<bool> flag_of(std::string_view text);
/// Words between blanks.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// One start tag. Valid only while Events::open runs.
class Element {
public:
    Element(std::string_view name, const char* const* attributes, Place at, Findings& findings);

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] Place at() const { return at_; }
    [[nodiscard]] Findings& findings() const { return findings_; }

    /// Every reading marks the attribute as known.
    [[nodiscard]] bool has(std::string_view key);
    [[nodiscard]] std::string_view text(std::string_view key, std::string_view standard = {});
    [[nodiscard]] double number(std::string_view key, double standard);
    [[nodiscard]] double time(std::string_view key, double standard);
    [[nodiscard]] long long whole(std::string_view key, long long standard);
    [[nodiscard]] bool flag(std::string_view key, bool standard);
    /// These report an error when the attribute is missing (or empty, for text).
    [[nodiscard]] std::string_view need_text(std::string_view key);
    [[nodiscard]] double need_number(std::string_view key);
    [[nodiscard]] double need_time(std::string_view key);
    [[nodiscard]] long long need_whole(std::string_view key);

    /// Attributes that move nothing in SUMO either: drawing, provenance, hints to its editors.
    void harmless(std::initializer_list<std::string_view> keys);
    void error(std::string message, std::string hint = {}) const { report(findings_, at_, std::move(message), hint); }
    /// Counts all attributes nobody asked for.
    void note_unread();
    /// `vehicle 'x'`: for messages.
    [[nodiscard]] std::string label() const;

private:
    static constexpr std::size_t kMost = 128;
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key);
    template <class T, class Parse>
    T parsed(std::string_view key, T standard, bool needed, Parse parse, std::string_view expected);

    std::string_view name_;
    Place at_;
    Findings& findings_;
    std::size_t count_ = 0;
    std::array<std::string_view, kMost> keys_;
    std::array<std::string_view, kMost> values_;
    std::array<bool, kMost> read_;
};

struct Events {
    virtual ~Events() = default;
    /// false: this element is none of ours; it is counted as not played, and its inside is skipped.
    virtual bool open(Element& element) = 0;
    /// `text`: what stood between the tags, of elements that had no children.
    virtual void close(std::string_view name, std::string_view text) = 0;
};

/// Errors (no such file, broken gzip, broken XML, what `events` reports) go to findings; false when reading stopped
/// early. `named_at`: the place that named the file, blamed when it cannot be opened.
bool read_xml(const std::filesystem::path& file, Events& events, Findings& findings,
              std::optional<Place> named_at = std::nullopt);
/// The same over bytes in memory (never gzipped).
bool parse_xml(std::string_view bytes, const std::string& file, Events& events, Findings& findings);

}  // namespace sd::sumo
