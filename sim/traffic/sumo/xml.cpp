#include "sim/traffic/sumo/xml.h"

#include <expat.h>
#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "sim/core/check.h"

namespace sd::sumo {

Element::Element(std::string_view name, const char* const* attributes, Place at, Findings& findings)
    : name_(name), at_(at), findings_(findings) {
    for (; *attributes != nullptr; attributes += 2) {
        const std::string_view key(attributes[0]);
        // Namespaces and schema places belong to XML, not to the case.
        if (key.substr(0, 5) == "xmlns" || key.substr(0, 4) == "xsi:") continue;
        if (count_ == kMost) {
            error(fmt::format("<{}> has more than {} attributes", name_, kMost));
            return;
        }
        keys_[count_] = key;
        values_[count_] = attributes[1];
        read_[count_] = false;
        ++count_;
    }
}

std::optional<std::string_view> Element::find(std::string_view key) {
    for (std::size_t i = 0; i < count_; ++i) {
        if (keys_[i] == key) {
            read_[i] = true;
            return values_[i];
        }
    }
    return std::nullopt;
}

bool Element::has(std::string_view key) { return find(key).has_value(); }

std::string_view Element::text(std::string_view key, std::string_view standard) { return find(key).value_or(standard); }

template <class T, class Parse>
T Element::parsed(std::string_view key, T standard, bool needed, Parse parse, std::string_view expected) {
    const auto found = find(key);
    if (!found) {
        if (needed) error(fmt::format("{} has no attribute {}", label(), key));
        return standard;
    }
    if (const auto value = parse(*found)) return static_cast<T>(*value);
    error(fmt::format("{}: {}=\"{}\" is not {}", label(), key, *found, expected));
    return standard;
}

double Element::number(std::string_view key, double standard) {
    return parsed(key, standard, false, number_of, "a finite number");
}
double Element::need_number(std::string_view key) { return parsed(key, 0.0, true, number_of, "a finite number"); }
double Element::time(std::string_view key, double standard) {
    return parsed(key, standard, false, time_of, "a time: seconds, hh:mm:ss or d:hh:mm:ss");
}
double Element::need_time(std::string_view key) {
    return parsed(key, 0.0, true, time_of, "a time: seconds, hh:mm:ss or d:hh:mm:ss");
}
long long Element::whole(std::string_view key, long long standard) {
    return parsed(key, standard, false, whole_of, "a whole number");
}
long long Element::need_whole(std::string_view key) { return parsed(key, 0LL, true, whole_of, "a whole number"); }
bool Element::flag(std::string_view key, bool standard) {
    return parsed(key, standard, false, flag_of, "true or false");
}

std::string_view Element::need_text(std::string_view key) {
    const auto found = find(key);
    if (!found) {
        error(fmt::format("{} has no attribute {}", label(), key));
    } else if (found->empty()) {
        error(fmt::format("{}: {} is empty", label(), key));
    }
    return found.value_or(std::string_view());
}

void Element::harmless(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) static_cast<void>(find(key));
}

void Element::note_unread() {
    for (std::size_t i = 0; i < count_; ++i) {
        if (!read_[i]) note(findings_, at_, fmt::format("attribute {} of {}", keys_[i], name_));
    }
}

std::string Element::label() const {
    for (std::size_t i = 0; i < count_; ++i) {
        if (keys_[i] == "id") return fmt::format("{} '{}'", name_, values_[i]);
    }
    return fmt::format("<{}>", name_);
}

namespace {

struct Stream {
    XML_Parser parser = nullptr;
    Events* events = nullptr;
    Findings* findings = nullptr;
    std::uint32_t file = 0;
    int depth = 0;
    int skip_from = 0;  ///< depth of the element whose inside is skipped, 0 = none
    std::string text;
};

Place place_of(const Stream& stream) {
    return {stream.file, static_cast<int>(XML_GetCurrentLineNumber(stream.parser)),
            static_cast<int>(XML_GetCurrentColumnNumber(stream.parser)) + 1};
}

void on_open(void* user, const char* name, const char** attributes) {
    Stream& stream = *static_cast<Stream*>(user);
    ++stream.depth;
    stream.text.clear();
    if (stream.skip_from != 0) return;
    Element element(name, attributes, place_of(stream), *stream.findings);
    if (stream.events->open(element)) {
        element.note_unread();
    } else {
        note(*stream.findings, element.at(), fmt::format("element {}", name));
        stream.skip_from = stream.depth;
    }
    if (full(*stream.findings)) XML_StopParser(stream.parser, XML_FALSE);
}

void on_close(void* user, const char* name) {
    Stream& stream = *static_cast<Stream*>(user);
    if (stream.skip_from == 0) stream.events->close(name, stream.text);
    if (stream.skip_from == stream.depth) stream.skip_from = 0;
    stream.text.clear();
    --stream.depth;
    if (full(*stream.findings)) XML_StopParser(stream.parser, XML_FALSE);
}

void on_text(void* user, const char* text, int size) {
    Stream& stream = *static_cast<Stream*>(user);
    if (stream.text.size() < 4096) stream.text.append(text, static_cast<std::size_t>(size));
}

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;

Parser make_parser(Stream& stream) {
    Parser parser(XML_ParserCreate(nullptr), &XML_ParserFree);
    SD_CHECK(parser != nullptr);
    stream.parser = parser.get();
    XML_SetUserData(parser.get(), &stream);
    XML_SetElementHandler(parser.get(), on_open, on_close);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    return parser;
}

/// false when the parser stopped; says why unless the errors were ours.
bool feed(Stream& stream, const char* bytes, std::size_t size, bool last) {
    if (XML_Parse(stream.parser, bytes, static_cast<int>(size), last ? 1 : 0) == XML_STATUS_OK) return true;
    const XML_Error why = XML_GetErrorCode(stream.parser);
    if (why != XML_ERROR_ABORTED) {
        const bool cut = last && (why == XML_ERROR_NO_ELEMENTS || why == XML_ERROR_UNCLOSED_TOKEN ||
                                  why == XML_ERROR_UNCLOSED_CDATA_SECTION || why == XML_ERROR_ASYNC_ENTITY);
        report(*stream.findings, place_of(stream),
               fmt::format("is not well-formed XML: {}", cut ? "the file ends here" : XML_ErrorString(why)),
               cut ? "it may have been cut off while copied" : "");
    }
    return false;
}

}  // namespace

bool parse_xml(std::string_view bytes, const std::string& file, Events& events, Findings& findings) {
    Stream stream;
    stream.events = &events;
    stream.findings = &findings;
    stream.file = add_file(findings, file);
    const Parser parser = make_parser(stream);
    constexpr std::size_t kChunk = 1 << 20;
    while (bytes.size() > kChunk) {
        if (!feed(stream, bytes.data(), kChunk, false)) return false;
        bytes.remove_prefix(kChunk);
    }
    return feed(stream, bytes.data(), bytes.size(), true);
}

bool read_xml(const std::filesystem::path& file, Events& events, Findings& findings, std::optional<Place> named_at) {
    Stream stream;
    stream.events = &events;
    stream.findings = &findings;
    stream.file = add_file(findings, file);
    errno = 0;
    std::error_code none;
    const bool folder = std::filesystem::is_directory(file, none);
    const std::unique_ptr<gzFile_s, decltype(&gzclose)> in(folder ? nullptr : gzopen(file.c_str(), "rb"), &gzclose);
    if (!in) {
        const char* why = folder ? "it is a folder" : std::strerror(errno);
        report(findings, named_at.value_or(Place{stream.file, 0, 0}),
               fmt::format("'{}' cannot be opened: {}", file.string(), why));
        return false;
    }
    gzbuffer(in.get(), 1 << 17);
    const Parser parser = make_parser(stream);
    std::vector<char> buffer(1 << 17);
    while (true) {
        const int got = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
        int state = Z_OK;
        const char* why = gzerror(in.get(), &state);
        // A stream that breaks off gives its last bytes and Z_BUF_ERROR with them.
        if (got < 0 || state != Z_OK) {
            if (got > 0 && !feed(stream, buffer.data(), static_cast<std::size_t>(got), false)) return false;
            std::string_view reason(why);  // zlib puts the file's name before it
            if (const std::size_t colon = reason.rfind(": "); colon != std::string_view::npos) {
                reason.remove_prefix(colon + 2);
            }
            report(findings, place_of(stream), fmt::format("the gzip stream is broken here: {}", reason),
                   "copy or compress the file again");
            return false;
        }
        const bool last = got < static_cast<int>(buffer.size()) && gzeof(in.get()) != 0;
        if (!feed(stream, buffer.data(), static_cast<std::size_t>(got), last)) return false;
        if (last) return true;
    }
}

}  // namespace sd::sumo
