// Inside of the .inp reader: lines, the things being built, and one function per section. Include inp.h instead.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sewer/inp.h"

namespace sd::sewer::inp {

struct Token {
    std::string_view text;
    int column = 0;  ///< 1-based
};
struct Line {
    int number = 0;
    std::vector<Token> tokens;  ///< at least one
    std::string_view all;       ///< without its comment, for [TITLE]
};
struct Section {
    std::string name;  ///< as written, without brackets
    int line = 0;
    int column = 0;
    std::vector<Line> lines;
};

/// "HH:MM", "HH:MM:SS" or decimal hours, in seconds.
[[nodiscard]] std::optional<double> clock_s(std::string_view text);
/// "MM/DD/YYYY" (or with dashes), midnight UTC.
[[nodiscard]] std::optional<Instant> date_of(std::string_view text);
/// Case does not matter in .inp keywords.
[[nodiscard]] bool same(std::string_view a, std::string_view b);

using Names = std::map<std::string, int, std::less<>>;

enum class LinkKind : std::uint8_t { Conduit, Orifice, Weir, Pump };
/// Where a link lies in the network, and where it was read.
struct LinkAt {
    LinkKind kind = LinkKind::Conduit;
    std::size_t index = 0;
    int line = 0;
    int column = 0;
    std::string id;
};

struct Reader {
    std::string file;
    Inp out;
    Errors errors;
    Names nodes, links, curves, series;
    std::vector<std::string> curve_kinds;  ///< by curve index; empty for time series
    double flow_m3_s = 0.0283168466;       ///< of one unit of the file (SWMM's default is CFS)
    double length_m = 0.3048;
    bool elevation_offsets = false;
    bool ponding = false;
    double least_area = 0.0;         ///< MIN_SURFAREA in the file's units; 0: SWMM's 12.566 ft²
    std::vector<bool> ymax_missing;  ///< by node: rim from the highest crown
    std::vector<double> extra_m;     ///< by node: surcharge depth above the rim
    std::vector<int> sectioned;      ///< by link, in the order read: line of its [XSECTIONS] entry, 0 none
    std::vector<LinkAt> link_at;     ///< by link, in the order read
    Instant end;
    bool units_given = false;

    void fail(const Line& line, std::size_t token, std::string message, std::string hint);
    void note(int line, int column, std::string what, std::string effect);
    /// Token k as text, or an error when the line is too short.
    [[nodiscard]] std::optional<std::string_view> word(const Line& line, std::size_t k, std::string_view what);
    /// Token k as a finite number in [least, most].
    [[nodiscard]] double number(const Line& line, std::size_t k, std::string_view what, double least, double most);
    /// The same, `otherwise` where the line ends before.
    [[nodiscard]] double number_or(const Line& line, std::size_t k, std::string_view what, double least, double most,
                                   double otherwise);
    [[nodiscard]] int find(const Names& names, const Line& line, std::size_t k, std::string_view kind);
    [[nodiscard]] bool yes(const Line& line, std::size_t k);
    /// Notes the name in `names`; false (and an error) when it is there already.
    bool add(Names& names, const Line& line, std::string_view kind, int index);
};

void read_title(Reader& r, const Line& line);
void read_option(Reader& r, const Line& line);
void read_curve(Reader& r, const Line& line);
void read_series(Reader& r, const Line& line);
void read_junction(Reader& r, const Line& line);
void read_storage(Reader& r, const Line& line);
void read_outfall(Reader& r, const Line& line);
void read_inflow(Reader& r, const Line& line);
void read_dry_weather(Reader& r, const Line& line);
void read_coordinates(Reader& r, const Line& line);
void read_conduit(Reader& r, const Line& line);
void read_orifice(Reader& r, const Line& line);
void read_weir(Reader& r, const Line& line);
void read_pump(Reader& r, const Line& line);
void read_section(Reader& r, const Line& line);
void read_losses(Reader& r, const Line& line);

/// What only the whole file tells: rims that were left to the pipes, links without a section.
void finish(Reader& r);

/// Splits into sections; lines before the first heading become errors.
[[nodiscard]] std::vector<Section> split(Reader& r, std::string_view text);

}  // namespace sd::sewer::inp
