// The top level of a scenario file. Parts with inner structure are in scenario_read_parts.cpp.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "scenarios/scenario.h"
#include "scenarios/scenario_read.h"
#include "scenarios/words.h"

namespace sd {
namespace {

/// Longest run the bookkeeping is sized for.
constexpr Duration kLongest = hours(std::int64_t{24} * 7);

void read_title(Fields& top, const std::string& file, Errors& errors, Scenario& out) {
    const YamlNode* node = top.find("title");
    out.title_vi = out.title_en = out.name;
    if (node == nullptr) return;
    Fields title(*node, "title", file, errors);
    title.text("vi", out.title_vi);
    title.text("en", out.title_en);
    title.finish();
}

void read_name(Fields& top, Scenario& out) {
    const YamlNode* node = top.require("scenario", "begin the file with \"scenario: short_name\"");
    if (node == nullptr) return;
    const std::string* s = top.scalar(*node, "scenario", "a short name");
    if (s == nullptr) return;
    out.name = *s;
    const bool plain =
        !s->empty() && s->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!plain) {
        top.error(*node, "the scenario's name is \"" + *s + "\", expected only a–z, 0–9 and _",
                  "put the readable name in title: {vi: …, en: …}");
    }
}

/// start and for | end; false when the run's time frame is unknown and times cannot be read.
bool read_frame(Fields& top, Scenario& out) {
    bool known = false;
    if (const YamlNode* node = top.require("start", "e.g. start: \"2026-10-29T16:00:00+07:00\"")) {
        if (const std::string* s = top.scalar(*node, "start", "a date and time")) {
            if (const auto t = parse_iso(*s)) {
                out.start = *t;
                known = true;
            } else {
                top.error(*node, "start is \"" + *s + "\", expected YYYY-MM-DDTHH:MM[:SS]+07:00",
                          "name the offset, e.g. 2026-10-29T16:00:00+07:00");
            }
        }
    }
    const YamlNode* span = top.find("for");
    const YamlNode* end = top.find("end");
    if (span != nullptr && end != nullptr) {
        top.error(*end, "both \"for\" and \"end\" are given", "keep one of them");
    } else if (span != nullptr) {
        top.duration("for", out.length);
    } else if (end != nullptr) {
        const std::string* s = top.scalar(*end, "end", "a time");
        const SentenceContext context{out.file, out.start, kLongest};
        const auto t = s == nullptr ? std::nullopt : read_time_word(*s, context, nullptr);
        if (s != nullptr && !t) top.error(*end, "end is \"" + *s + "\", expected HH:MM or a full date and time");
        if (t && known) out.length = *t - out.start;
    } else {
        top.require("for", "e.g. for: 4h, or end: \"20:00\"");
    }
    const YamlNode* said = span != nullptr ? span : end;
    if (known && said != nullptr && (out.length.ns < 0 || out.length > kLongest)) {
        top.error(*said, "the run would last " + to_text(out.length) + ", expected 0…7 days");
    }
    return known && out.length.ns > 0 && out.length <= kLongest;
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view text, const std::string& file) {
    auto tree = parse_yaml(text, file);
    if (!tree) return fail(std::move(tree.error()));
    Scenario out;
    out.file = file;
    out.source = std::string(text);
    Errors errors;
    Fields top(*tree, "the scenario", out.file, errors);
    if (tree->kind != NodeKind::Map) return fail(std::move(errors));
    read_name(top, out);
    read_title(top, out.file, errors, out);
    const bool framed = read_frame(top, out);
    if (!framed) out.length = hours(24);  // read on, to report every other error too
    top.whole("seed", out.seed);
    top.duration("twin_error_every", out.error_every);
    ReadContext context{{out.file, out.start, out.length}, errors, framed};
    read_city(top, context, out);
    read_weather(top, context, out);
    read_demand(top, context, out);
    read_events(top, context, out);
    read_expectations(top, context, out);
    top.finish();
    if (!errors.empty()) {
        std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
            return a.line != b.line ? a.line < b.line : a.column < b.column;
        });
        return fail(std::move(errors));
    }
    return out;
}

Result<Scenario> read_scenario(const std::filesystem::path& file) {
    std::error_code code;
    constexpr std::uintmax_t kLargest = 4u << 20;
    if (!std::filesystem::is_regular_file(file, code)) {
        return fail(file.string(), "no such scenario file", "the library is in scenarios/library/");
    }
    if (std::filesystem::file_size(file, code) > kLargest) {
        return fail(file.string(), "the file is larger than 4 MiB; a scenario is a small text file");
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(file.string(), "the file cannot be read");
    return parse_scenario(text.str(), file.string());
}

}  // namespace sd
