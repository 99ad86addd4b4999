// The top level of a flood case.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scenarios/flood/case_reader.h"
#include "scenarios/flood/raster.h"
#include "scenarios/page/files.h"
#include "scenarios/results/crs.h"
#include "scenarios/run_info.h"
#include "scenarios/words.h"

namespace sd {
namespace {

constexpr Duration kLongest = hours(std::int64_t{24} * 60);

void read_name(CaseReader& in, Fields& top) {
    const YamlNode* node = top.require("flood", "begin the file with \"flood: short_name\"");
    if (node == nullptr) return;
    if (const std::string* s = top.scalar(*node, "flood", "a short name")) in.out.name = *s;
    const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (in.out.name.empty() || in.out.name.find_first_not_of(plain) != std::string::npos) {
        top.error(*node, "the case's name is \"" + in.out.name + "\", expected only letters, digits, _ and -",
                  "results go into a folder of that name; put the readable name in title");
    }
    in.out.frame.title = in.out.name;
    top.text("title", in.out.frame.title);
}

void read_system(CaseReader& in, Fields& top) {
    const YamlNode* node = top.require("crs", "name the projected system of all coordinates, e.g. crs: EPSG:32648");
    if (node == nullptr) return;
    const std::string* s = top.scalar(*node, "crs", "EPSG:…");
    if (s == nullptr) return;
    int code = 0;
    const bool named = s->rfind("EPSG:", 0) == 0;
    const auto [end, bad] = std::from_chars(s->data() + (named ? 5 : 0), s->data() + s->size(), code);
    if (!named || bad != std::errc() || end != s->data() + s->size() || code <= 0) {
        top.error(*node, "crs is \"" + *s + "\", expected EPSG: and a number", "e.g. EPSG:32648 (UTM 48N)");
        return;
    }
    in.out.frame.epsg = code;
    if (const auto known = results::crs_of(code, in.file); !known) {
        for (const Error& e : known.error()) top.error(*node, e.message, e.hint);
        in.out.frame.epsg = 0;
    }
}

void read_scheme(CaseReader& in, Fields& top) {
    const std::vector<std::string> schemes{"inertia", "fv1", "fv2"};
    std::string scheme = "inertia";
    std::string precision = "f32";
    top.text("scheme", scheme);
    top.text("precision", precision);
    const auto at = std::find(schemes.begin(), schemes.end(), scheme);
    if (at == schemes.end()) {
        top.error(*top.find("scheme"), "scheme is \"" + scheme + "\"", suggest(scheme, schemes));
    } else {
        in.out.flood_case.scheme = static_cast<flood::Scheme>(at - schemes.begin());
    }
    if (precision != "f32" && precision != "f64") {
        top.error(*top.find("precision"), "precision is \"" + precision + "\", expected f32 or f64");
    }
    in.out.flood_case.precision = precision == "f64" ? flood::Precision::F64 : flood::Precision::F32;
    Duration longest = seconds(10);
    top.duration("longest_step", longest);
    in.out.flood_case.longest_step_s = longest.seconds();
}

void read_output(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("output");
    if (node == nullptr) return;
    FloodOutput& o = in.out.output;
    Fields fields(*node, "output", in.file, in.errors);
    fields.duration("every", o.every);
    o.maps_every = o.every;
    fields.duration("maps_every", o.maps_every);
    fields.number("threshold_m", 0.01, 5.0, "m", o.threshold_m);
    fields.truth("netcdf", o.netcdf);
    fields.truth("geotiff", o.geotiff);
    fields.finish();
}

}  // namespace

void read_case_frame(CaseReader& in, Fields& top) {
    read_name(in, top);
    read_system(in, top);
    in.out.frame.vertical_datum = "–";
    top.text("vertical_datum", in.out.frame.vertical_datum);
    if (const YamlNode* node = top.require("start", "e.g. start: \"2026-10-29T16:00:00+07:00\"")) {
        if (const std::string* s = top.scalar(*node, "start", "a date and time")) {
            if (const auto t = parse_iso(*s)) {
                in.out.frame.epoch = *t;
            } else {
                top.error(*node, "start is \"" + *s + "\", expected YYYY-MM-DDTHH:MM[:SS]+07:00");
            }
        }
    }
    if (top.require("for", "how long to simulate, e.g. for: 6h") != nullptr) top.duration("for", in.out.length);
    if (in.out.length > kLongest) top.error(*top.find("for"), "for is longer than 60 days", "split the case");
    read_scheme(in, top);
    in.out.frame.source = fmt::format("songdoi {}, {}", kVersion, flood::name_of(in.out.flood_case.scheme));
    read_output(in, top);
}

Result<FloodCaseFile> read_flood_case(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return tl::unexpected(text.error());
    return parse_flood_case(*text, file);
}

Result<FloodCaseFile> parse_flood_case(std::string_view text, const std::filesystem::path& file, double most_cells) {
    const auto tree = parse_yaml(text, file.string());
    if (!tree) return tl::unexpected(tree.error());
    CaseReader in;
    in.file = file.string();
    in.folder = file.parent_path();
    in.out.file = file;
    in.most_cells = most_cells;
    Fields top(*tree, "the flood case", in.file, in.errors);
    read_case_frame(in, top);
    read_case_ground(in, top);
    read_case_losses(in, top);
    read_case_windows(in, top);
    read_case_canals(in, top);
    read_case_places(in, top);
    read_case_rain(in, top);
    read_case_rims(in, top);
    read_case_structures(in, top);
    read_case_dykes(in, top);
    read_case_drains(in, top);
    read_case_orders(in, top);
    read_case_exposure(in, top);
    top.finish();
    if (!in.errors.empty()) return fail(std::move(in.errors));
    return std::move(in.out);
}

}  // namespace sd
