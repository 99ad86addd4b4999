#include "sim/sewer/inp.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "sim/sewer/inp_reader.h"

namespace sd::sewer {
namespace {

struct Rule {
    std::string_view name;
    void (*read)(inp::Reader&, const inp::Line&);
};

/// In the order in which they need each other, not that of the file.
constexpr std::array kRules = {
    Rule{"TITLE", inp::read_title},        Rule{"OPTIONS", inp::read_option},
    Rule{"CURVES", inp::read_curve},       Rule{"TIMESERIES", inp::read_series},
    Rule{"JUNCTIONS", inp::read_junction}, Rule{"STORAGE", inp::read_storage},
    Rule{"OUTFALLS", inp::read_outfall},   Rule{"CONDUITS", inp::read_conduit},
    Rule{"ORIFICES", inp::read_orifice},   Rule{"WEIRS", inp::read_weir},
    Rule{"PUMPS", inp::read_pump},         Rule{"XSECTIONS", inp::read_section},
    Rule{"LOSSES", inp::read_losses},      Rule{"INFLOWS", inp::read_inflow},
    Rule{"DWF", inp::read_dry_weather},    Rule{"COORDINATES", inp::read_coordinates},
};

struct Unread {
    std::string_view name;
    std::string_view effect;
    bool fatal;  ///< the network would miss a part
};

constexpr std::string_view kRunoff = "runoff is not computed here; bring it as [INFLOWS] or through Forcing::inflow";
constexpr std::string_view kQuality = "water quality is not computed; ignored";
constexpr std::string_view kPicture = "only for drawing; ignored";
constexpr std::array kUnread = {
    Unread{"RAINGAGES", kRunoff, false},
    Unread{"SUBCATCHMENTS", kRunoff, false},
    Unread{"SUBAREAS", kRunoff, false},
    Unread{"INFILTRATION", kRunoff, false},
    Unread{"EVAPORATION", "evaporation is not computed; ignored", false},
    Unread{"TEMPERATURE", kRunoff, false},
    Unread{"ADJUSTMENTS", kRunoff, false},
    Unread{"LID_CONTROLS", kRunoff, false},
    Unread{"LID_USAGE", kRunoff, false},
    Unread{"AQUIFERS", kRunoff, false},
    Unread{"GROUNDWATER", kRunoff, false},
    Unread{"GWF", kRunoff, false},
    Unread{"SNOWPACKS", kRunoff, false},
    Unread{"HYDROGRAPHS", kRunoff, false},
    Unread{"RDII", kRunoff, false},
    Unread{"POLLUTANTS", kQuality, false},
    Unread{"LANDUSES", kQuality, false},
    Unread{"COVERAGES", kQuality, false},
    Unread{"LOADINGS", kQuality, false},
    Unread{"BUILDUP", kQuality, false},
    Unread{"WASHOFF", kQuality, false},
    Unread{"TREATMENT", kQuality, false},
    Unread{"REPORT", "results are chosen by the caller; ignored", false},
    Unread{"FILES", "interface files are not read; ignored", false},
    Unread{"CONTROLS", "rules do not run; drive gates and pumps through Forcing::setting and running", false},
    Unread{"PATTERNS", "time patterns do not apply; dry weather flow stays at its average", false},
    Unread{"TRANSECTS", "irregular sections are not read; links that use one are errors", false},
    Unread{"STREETS", "street sections are not read; links that use one are errors", false},
    Unread{"INLETS", "inlets are coupled by the caller (exchange.h); ignored", false},
    Unread{"INLET_USAGE", "inlets are coupled by the caller (exchange.h); ignored", false},
    Unread{"DIVIDERS", "flow dividers are not supported: use a junction with an orifice or a weir", true},
    Unread{"OUTLETS", "rating-curve outlets are not supported: use an orifice, a weir or a pump", true},
    Unread{"TAGS", kPicture, false},
    Unread{"MAP", kPicture, false},
    Unread{"VERTICES", kPicture, false},
    Unread{"POLYGONS", kPicture, false},
    Unread{"SYMBOLS", kPicture, false},
    Unread{"LABELS", kPicture, false},
    Unread{"BACKDROP", kPicture, false},
    Unread{"PROFILES", kPicture, false},
};

/// Headings may be shortened to their first four letters or more (SWMM matches them so).
bool means(std::string_view heading, std::string_view name) {
    if (heading.size() > name.size() || heading.size() < std::min<std::size_t>(4, name.size())) return false;
    return inp::same(heading, name.substr(0, heading.size()));
}

std::string_view full_name(std::string_view heading) {
    for (const Rule& rule : kRules)
        if (inp::same(heading, rule.name)) return rule.name;
    for (const Unread& unread : kUnread)
        if (inp::same(heading, unread.name)) return unread.name;
    for (const Rule& rule : kRules)
        if (means(heading, rule.name)) return rule.name;
    for (const Unread& unread : kUnread)
        if (means(heading, unread.name)) return unread.name;
    return {};
}

void report_unread(inp::Reader& r, const inp::Section& section, std::string_view name) {
    const std::string heading = "[" + section.name + "]";
    for (const Unread& unread : kUnread) {
        if (unread.name != name) continue;
        if (unread.fatal && !section.lines.empty())
            r.errors.push_back(
                {r.file, section.line, section.column, heading + " cannot be left out", std::string(unread.effect)});
        else
            r.note(section.line, section.column, heading, std::string(unread.effect));
        return;
    }
    r.note(section.line, section.column, heading, "no such section is known; ignored");
}

}  // namespace

Result<Inp> parse_inp(std::string_view text, const std::string& file) {
    inp::Reader r;
    r.file = file;
    r.out.network.file = file;
    const std::vector<inp::Section> sections = inp::split(r, text);
    for (const inp::Section& section : sections) {
        const std::string_view name = full_name(section.name);
        const bool read =
            std::any_of(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.name == name; });
        if (!read) report_unread(r, section, name);
    }
    for (const Rule& rule : kRules)
        for (const inp::Section& section : sections)
            if (full_name(section.name) == rule.name)
                for (const inp::Line& line : section.lines) rule.read(r, line);
    inp::finish(r);
    if (!r.units_given) r.note(0, 0, "no FLOW_UNITS", "read as CFS and feet, SWMM's default; FLOW_UNITS CMS is metric");
    // What no single line tells; lines that have been found wrong already are not reported twice.
    for (Error& error : check(r.out.network)) {
        const bool known = std::any_of(r.errors.begin(), r.errors.end(),
                                       [&](const Error& e) { return error.line > 0 && e.line == error.line; });
        if (!known) r.errors.push_back(std::move(error));
    }
    const auto before = [](const Error& a, const Error& b) { return a.line < b.line; };
    std::stable_sort(r.errors.begin(), r.errors.end(), before);
    std::stable_sort(r.out.notices.begin(), r.out.notices.end(), before);
    if (!r.errors.empty()) return fail(std::move(r.errors));
    return std::move(r.out);
}

Result<Inp> read_inp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(path.string(), "cannot be opened", "check the path");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad()) return fail(path.string(), "cannot be read to its end", "check the file");
    return parse_inp(text, path.string());
}

}  // namespace sd::sewer
