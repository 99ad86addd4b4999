// Lines, numbers, curves and time series of .inp files.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/sewer/inp_reader.h"

namespace sd::sewer::inp {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

std::optional<double> to_number(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double value = 0.0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

Line cut(std::string_view text, int number) {
    Line line;
    line.number = number;
    line.all = text;
    std::size_t i = 0;
    while (i < text.size()) {
        if (blank(text[i])) {
            ++i;
            continue;
        }
        const bool quoted = text[i] == '"';
        const std::size_t begin = quoted ? i + 1 : i;
        std::size_t end = begin;
        while (end < text.size() && (quoted ? text[end] != '"' : !blank(text[end]))) ++end;
        line.tokens.push_back({text.substr(begin, end - begin), static_cast<int>(i) + 1});
        i = quoted && end < text.size() ? end + 1 : end;
    }
    return line;
}

constexpr std::array<std::string_view, 12> kCurveKinds = {"STORAGE", "SHAPE", "DIVERSION", "TIDAL",  "PUMP1",   "PUMP2",
                                                          "PUMP3",   "PUMP4", "PUMP5",     "RATING", "CONTROL", "WEIR"};

/// Units of x and y of a curve kind.
std::pair<double, double> scales(const Reader& r, std::string_view kind) {
    const double l = r.length_m;
    if (kind == "STORAGE") return {l, l * l};
    if (kind == "PUMP1") return {l * l * l, r.flow_m3_s};
    if (kind.substr(0, 4) == "PUMP") return {l, r.flow_m3_s};
    if (kind == "TIDAL") return {3600.0, l};
    return {1.0, 1.0};
}

/// The curve of that name, made when it is new; kNone after an error.
int curve_named(Reader& r, Names& names, const Line& line) {
    const std::string name(line.tokens[0].text);
    const auto found = names.find(name);
    if (found != names.end()) return found->second;
    const auto index = static_cast<int>(r.out.network.curves.size());
    names.emplace(name, index);
    r.out.network.curves.push_back({name, {}, {}});
    r.curve_kinds.emplace_back();
    return index;
}

void add_point(Reader& r, const Line& line, std::size_t token, int index, double x, double y) {
    Curve& curve = r.out.network.curves[static_cast<std::size_t>(index)];
    if (!curve.x.empty() && !(x > curve.x.back())) {
        r.fail(line, token, "'" + curve.id + "' does not rise here", "sort its points and drop equal ones");
        return;
    }
    curve.x.push_back(x);
    curve.y.push_back(y);
}

}  // namespace

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<double> clock_s(std::string_view text) {
    if (text.find(':') == std::string_view::npos) {
        const auto number = to_number(text);
        return number ? std::optional<double>(*number * 3600.0) : std::nullopt;
    }
    double total = 0.0;
    double unit = 3600.0;
    while (unit >= 1.0) {
        const std::size_t colon = text.find(':');
        const auto part = to_number(text.substr(0, colon));
        if (!part || *part < 0.0 || *part > 1e6) return std::nullopt;
        total += *part * unit;
        if (colon == std::string_view::npos) return total;
        text.remove_prefix(colon + 1);
        unit /= 60.0;
    }
    return std::nullopt;
}

std::optional<Instant> date_of(std::string_view text) {
    std::array<int, 3> part{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < 3; ++i) {
        const auto [next, code] = std::from_chars(at, end, part[i]);
        if (code != std::errc()) return std::nullopt;
        at = next;
        if (i < 2 && (at == end || (*at != '/' && *at != '-'))) return std::nullopt;
        if (i < 2) ++at;
    }
    const auto [month, day, year] = part;
    if (at != end || month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2200) return std::nullopt;
    return instant_of({year, month, day, 0, 0, 0.0}, Duration{0});
}

std::vector<Section> split(Reader& r, std::string_view text) {
    std::vector<Section> out;
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    int number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = text.find('\n');
        std::string_view raw = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        Line line = cut(raw.substr(0, raw.find(';')), number);
        if (line.tokens.empty()) continue;
        const std::string_view first = line.tokens[0].text;
        const bool heading = !first.empty() && first.front() == '[';
        if (!heading && out.empty()) {
            r.fail(line, 0, "a line before the first section", "begin with a heading such as [JUNCTIONS]");
            continue;
        }
        if (!heading) {
            out.back().lines.push_back(std::move(line));
            continue;
        }
        const std::size_t close = first.find(']');
        if (close == std::string_view::npos) r.fail(line, 0, "a section heading without ']'", "close the bracket");
        out.push_back({std::string(first.substr(1, close == std::string_view::npos ? close : close - 1)),
                       number,
                       line.tokens[0].column,
                       {}});
    }
    return out;
}

void Reader::fail(const Line& line, std::size_t token, std::string message, std::string hint) {
    const int column = token < line.tokens.size() ? line.tokens[token].column : static_cast<int>(line.all.size()) + 1;
    errors.push_back({file, line.number, column, std::move(message), std::move(hint)});
}

void Reader::note(int line, int column, std::string what, std::string effect) {
    out.notices.push_back({file, line, column, std::move(what), std::move(effect)});
}

std::optional<std::string_view> Reader::word(const Line& line, std::size_t k, std::string_view what) {
    if (k < line.tokens.size()) return line.tokens[k].text;
    fail(line, k, "the line ends before the " + std::string(what), "add it");
    return std::nullopt;
}

double Reader::number(const Line& line, std::size_t k, std::string_view what, double least, double most) {
    const auto text = word(line, k, what);
    if (!text) return least;
    const auto value = to_number(*text);
    if (!value) {
        fail(line, k, std::string(what) + " '" + std::string(*text) + "' is no finite number", "write it in digits");
        return least;
    }
    if (*value < least || *value > most) {
        fail(line, k, std::string(what) + " " + std::string(*text) + " is out of range",
             "give " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }
    return *value;
}

double Reader::number_or(const Line& line, std::size_t k, std::string_view what, double least, double most,
                         double otherwise) {
    return k < line.tokens.size() ? number(line, k, what, least, most) : otherwise;
}

int Reader::find(const Names& names, const Line& line, std::size_t k, std::string_view kind) {
    const auto name = word(line, k, kind);
    if (!name) return kNone;
    const auto found = names.find(*name);
    if (found != names.end()) return found->second;
    fail(line, k, "unknown " + std::string(kind) + " '" + std::string(*name) + "'", "define it or mend the name");
    return kNone;
}

bool Reader::yes(const Line& line, std::size_t k) {
    if (k >= line.tokens.size()) return false;
    const std::string_view text = line.tokens[k].text;
    if (same(text, "YES")) return true;
    if (!same(text, "NO") && text != "*")
        fail(line, k, "'" + std::string(text) + "' is neither YES nor NO", "write one");
    return false;
}

bool Reader::add(Names& names, const Line& line, std::string_view kind, int index) {
    const std::string name(line.tokens[0].text);
    if (names.emplace(name, index).second) return true;
    fail(line, 0, std::string(kind) + " '" + name + "' occurs twice", "rename one of them");
    return false;
}

void read_title(Reader& r, const Line& line) {
    std::string& title = r.out.network.title;
    if (!title.empty()) title += '\n';
    std::string_view text = line.all;
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    title += text;
}

void read_curve(Reader& r, const Line& line) {
    const int index = curve_named(r, r.curves, line);
    std::string& kind = r.curve_kinds[static_cast<std::size_t>(index)];
    std::size_t k = 1;
    if (kind.empty()) {
        const auto word = r.word(line, 1, "kind of curve");
        if (!word) return;
        for (const std::string_view known : kCurveKinds)
            if (same(*word, known)) kind = known;
        if (kind.empty()) {
            kind = "CONTROL";
            r.fail(line, 1, "unknown kind of curve '" + std::string(*word) + "'",
                   "use STORAGE, TIDAL or PUMP1 to PUMP5");
            return;
        }
        k = 2;
    } else if (line.tokens.size() > 1 && same(line.tokens[1].text, kind)) {
        k = 2;
    }
    if ((line.tokens.size() - k) % 2 != 0) r.fail(line, line.tokens.size() - 1, "x without its y", "give pairs");
    const auto [x_scale, y_scale] = scales(r, kind);
    for (; k + 1 < line.tokens.size(); k += 2) {
        const double x = r.number(line, k, "x", -1e9, 1e9) * x_scale;
        add_point(r, line, k, index, x, r.number(line, k + 1, "y", -1e9, 1e9) * y_scale);
    }
}

void read_series(Reader& r, const Line& line) {
    const int index = curve_named(r, r.series, line);
    if (line.tokens.size() > 1 && same(line.tokens[1].text, "FILE"))
        return r.fail(line, 1, "time series in files of their own are not read", "write its points into the .inp");
    std::string& day = r.curve_kinds[static_cast<std::size_t>(index)];  // last date given, carried on from line to line
    std::size_t k = 1;
    while (k < line.tokens.size()) {
        if (date_of(line.tokens[k].text)) {
            day = line.tokens[k].text;
            ++k;
        }
        if (k + 1 >= line.tokens.size()) return r.fail(line, k, "a time without its value", "give pairs");
        const auto time = clock_s(line.tokens[k].text);
        if (!time || std::fabs(*time) > 1e10) {
            r.fail(line, k, "'" + std::string(line.tokens[k].text) + "' is no time", "write hours or HH:MM");
            return;
        }
        double x = *time;
        if (!day.empty()) x += (*date_of(day) - r.out.start).seconds();
        x = std::round(x * 1e6) / 1e6;  // seconds from ns and hours from decimals leave crumbs
        add_point(r, line, k, index, x, r.number(line, k + 1, "value", -1e9, 1e9));
        k += 2;
    }
}

}  // namespace sd::sewer::inp
