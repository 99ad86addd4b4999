#include "scenarios/results/map_features.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/results/svg.h"

namespace sd::results {
namespace {

constexpr std::size_t kMostNames = 24;  ///< more names on one map hide it and each other

enum class Mark : std::uint8_t { None, Square, Diamond, Bar, Triangle, Disc, Ring };

struct Look {
    FeatureKind kind;
    Bilingual words;
    const char* stroke;
    double width;
    const char* dashes;
    Mark mark;
};

constexpr const char* kSolid = "none";
const std::array<Look, 12>& looks() {
    static const std::array<Look, 12> all{{
        {FeatureKind::Canal, {"kênh", "canal"}, "#0b5fa5", 2.0, kSolid, Mark::None},
        {FeatureKind::Window, {"vùng lưới mịn", "finer window"}, "#1d2730", 1.2, "6 4", Mark::None},
        {FeatureKind::Dyke, {"đê", "dyke"}, "#7a4a12", 2.6, kSolid, Mark::None},
        {FeatureKind::Breach, {"chỗ vỡ đê", "breach"}, "#e0102a", 4.5, kSolid, Mark::None},
        {FeatureKind::Gate, {"cống", "gate"}, "#1d2730", 1.4, kSolid, Mark::Square},
        {FeatureKind::Weir, {"đập tràn", "weir"}, "#1d2730", 1.4, kSolid, Mark::Bar},
        {FeatureKind::Culvert, {"cống ngầm", "culvert"}, "#1d2730", 1.4, kSolid, Mark::Diamond},
        {FeatureKind::Pump, {"trạm bơm", "pump"}, "#1d2730", 1.4, kSolid, Mark::Triangle},
        {FeatureKind::Source, {"điểm cấp nước", "inflow point"}, "#1d2730", 1.2, kSolid, Mark::Ring},
        {FeatureKind::Point, {"điểm theo dõi", "gauge point"}, "#1d2730", 1.2, kSolid, Mark::Disc},
        {FeatureKind::FlowLine, {"tuyến đo lưu lượng", "discharge line"}, "#b5178f", 2.0, kSolid, Mark::None},
        {FeatureKind::Profile, {"mặt cắt dọc", "long profile"}, "#b5178f", 1.6, "7 4", Mark::None},
    }};
    return all;
}
const Look& look_of(FeatureKind kind) {
    return *std::find_if(looks().begin(), looks().end(), [kind](const Look& l) { return l.kind == kind; });
}

std::string mark_svg(Mark mark, double x, double y) {
    const auto path = [&](const char* shape, const char* fill) {
        return fmt::format(
            "<path transform=\"translate({:.1f} {:.1f})\" d=\"{}\" fill=\"{}\" stroke=\"#1d2730\" "
            "stroke-width=\"1.3\"/>",
            x, y, shape, fill);
    };
    switch (mark) {
        case Mark::Square:
            return path("M-5 -5h10v10h-10Z", "#ffd21f");
        case Mark::Diamond:
            return path("M0 -6.5l6.5 6.5l-6.5 6.5l-6.5 -6.5Z", "#ffd21f");
        case Mark::Bar:
            return path("M-7 -2.5h14v5h-14Z", "#ffd21f");
        case Mark::Triangle:
            return path("M0 -7l6.5 11h-13Z", "#ff8a1f");
        case Mark::Disc:
            return path("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z", "#ffffff");
        case Mark::Ring:
            return path("M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0ZM-1 0h2", "#3ddc97");
        case Mark::None:
            break;
    }
    return {};
}

std::string line_svg(const Look& look, const std::string& way) {
    const auto stroke = [&](const char* colour, double width) {
        return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"{}\"/>",
                           way, colour, width, look.dashes);
    };
    // A light rim: lines are read over dark water too.
    return stroke("#ffffff", look.width + 1.6) + stroke(look.stroke, look.width);
}

struct Spot {
    double x = 0.0;
    double y = 0.0;
};
Spot spot_of(const MapPlace& m, const LocalXY& at) {
    const double top_m = m.grid.origin.y_m + m.grid.ny * m.grid.cell_m;
    return {m.left + (at.x_m - m.grid.origin.x_m) * m.units_per_m, m.top + (top_m - at.y_m) * m.units_per_m};
}

bool has_name(FeatureKind kind) {
    return kind != FeatureKind::Canal && kind != FeatureKind::Window && kind != FeatureKind::Dyke;
}

/// To the right of its place, or to the left where the map ends.
std::string name_svg(const MapPlace& m, const Spot& s, const std::string& name) {
    const double right = m.left + m.grid.nx * m.grid.cell_m * m.units_per_m;
    const bool left = s.x > right - 8.0 * static_cast<double>(name.size());
    return svg_text(left ? s.x - 9.0 : s.x + 9.0, s.y + 4.0, {name, name}, left ? "end" : "start",
                    "font-size=\"11\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"2.6\" "
                    "stroke-linejoin=\"round\"");
}

/// Where a mark stands: the middle of its points.
Spot middle_of(const Feature& feature, const MapPlace& m) {
    Spot sum;
    const std::vector<LocalXY>& line = feature.lines.front();
    for (const LocalXY& at : line) sum = {sum.x + spot_of(m, at).x, sum.y + spot_of(m, at).y};
    const auto n = static_cast<double>(line.size());
    return {sum.x / n, sum.y / n};
}

std::string feature_svg(const Feature& feature, const MapPlace& m) {
    const Look& look = look_of(feature.kind);
    std::string way;
    for (const std::vector<LocalXY>& line : feature.lines) {
        for (std::size_t k = 0; k < line.size() && line.size() > 1; ++k) {
            const Spot s = spot_of(m, line[k]);
            way += fmt::format("{}{:.1f} {:.1f}", k == 0 ? "M" : "L", s.x, s.y);
        }
    }
    const Spot middle = middle_of(feature, m);
    return (way.empty() ? "" : line_svg(look, way)) + mark_svg(look.mark, middle.x, middle.y);
}

/// At the mark, or at the end of a line without one.
Spot label_spot(const Feature& feature, const MapPlace& m) {
    if (look_of(feature.kind).mark != Mark::None) return middle_of(feature, m);
    return spot_of(m, feature.lines.front().back());
}

}  // namespace

std::vector<FeatureKind> kinds_of(const std::vector<Feature>& features) {
    std::vector<FeatureKind> kinds;
    for (const Look& look : looks()) {
        const bool here =
            std::any_of(features.begin(), features.end(), [&](const Feature& f) { return f.kind == look.kind; });
        if (here) kinds.push_back(look.kind);
    }
    return kinds;
}

std::string features_svg(const std::vector<Feature>& features, const MapPlace& place) {
    std::string out;
    for (const FeatureKind kind : kinds_of(features)) {
        for (const Feature& f : features)
            if (f.kind == kind && !f.lines.empty()) out += feature_svg(f, place);
    }
    const auto named = [](const Feature& f) { return has_name(f.kind) && !f.name.empty() && !f.lines.empty(); };
    if (static_cast<std::size_t>(std::count_if(features.begin(), features.end(), named)) > kMostNames) return out;
    for (const Feature& f : features)
        if (named(f)) out += name_svg(place, label_spot(f, place), f.name);
    return out;
}

std::string feature_legend_svg(const std::vector<Feature>& features, double x, double y) {
    std::string out;
    for (const FeatureKind kind : kinds_of(features)) {
        const Look& look = look_of(kind);
        if (look.mark == Mark::None)
            out += line_svg(look, fmt::format("M{:.1f} {:.1f}h26", x, y + 8.0));
        else
            out += mark_svg(look.mark, x + 13.0, y + 8.0);
        out += svg_text(x + 34.0, y + 13.0, look.words, "start");
        y += kLegendStep;
    }
    return out;
}

}  // namespace sd::results
