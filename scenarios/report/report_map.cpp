// The map of greatest depth, and the pictures of the 3D scene.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/page/html.h"
#include "scenarios/report/report_data.h"
#include "sim/city/map_frame.h"
#include "sim/city/preview.h"

namespace sd {
namespace {

/// Shallower water is not drawn: it is the film that rain leaves everywhere.
constexpr float kShown_m = 0.05F;

const std::vector<ColourStop> kDepthRamp{{0.05, {198, 226, 245}},
                                         {0.1, {146, 200, 234}},
                                         {0.3, {74, 152, 210}},
                                         {0.6, {33, 102, 172}},
                                         {1.0, {60, 34, 120}}};

Result<std::vector<std::uint8_t>> depth_map(const ReportData& data) {
    MapStyle style;
    style.map_width_px = 1400;
    style.title = "Độ sâu ngập lớn nhất · Greatest flood depth";
    style.subtitle = data.summary.value("title_vi", "") + " · seed " + std::to_string(data.summary.value("seed", 0ULL));
    style.ramp_title = "độ sâu · depth, m";
    style.ramp = kDepthRamp;
    style.legend = {{LegendItem::Shape::Line, {120, 120, 120}, "đường · street"},
                    {LegendItem::Shape::Dot, {213, 94, 0}, "trạm mực nước · level station"}};
    auto frame = MapFrame::make(data.city, style);
    if (!frame) return fail(std::move(frame.error()));
    frame->raster([&](int i, int j, Rgb) {
        const Rgb base = mixed(base_colour(data.city, i, j), {255, 255, 255}, 0.45);
        const float depth = data.max_depth_m(i, j);
        const bool water = is_water(static_cast<Cover>(data.city.cover(i, j)));
        return depth < kShown_m || water ? base : colour_on(kDepthRamp, static_cast<double>(depth));
    });
    for (const RoadEdge& edge : data.city.edges) {
        if (edge.cls > RoadClass::Tertiary) continue;
        frame->canvas().line(frame->at(edge.line), 1.0, {120, 120, 120}, 0.7);
    }
    for (const Station& station : data.city.stations) {
        const PixelXY p = frame->at(station.at);
        frame->canvas().disc(p, 6.0, {255, 255, 255});
        frame->canvas().disc(p, 4.5, {213, 94, 0});
        frame->canvas().text(frame->font(), {p.x + 9.0, p.y + 5.0}, station.name, 17.0, {29, 39, 48}, Align::Left, 2.5);
    }
    frame->finish();
    return frame->canvas().png();
}

std::string_view view_of(const std::vector<std::uint8_t>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What stands on the map, in words, for readers who cannot see it.
std::string map_caption(const ReportData& data) {
    std::string stops_vi;
    std::string stops_en;
    for (const ColourStop& stop : kDepthRamp) {
        const std::string en = fmt::format("{:g}", stop.value);
        std::string vi = en;
        std::replace(vi.begin(), vi.end(), '.', ',');
        stops_vi += (stops_vi.empty() ? "" : " · ") + vi;
        stops_en += (stops_en.empty() ? "" : " · ") + en;
    }
    std::string out = both("Độ sâu lớn nhất trên mặt đất, lấy mẫu mỗi phút. Chú giải màu: " + stops_vi +
                               " m, từ nhạt đến đậm. Bắc ở phía trên; thước tỷ lệ ở góc dưới bên trái.",
                           "Greatest depth over land, sampled every minute. Colour legend: " + stops_en +
                               " m, from light to dark. North is up; the scale bar is in the lower left corner.");
    out += " " + escape_html(data.city.meta.attribution);
    if (data.city.meta.synthetic_terrain)
        out += " · địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval";
    return out;
}

}  // namespace

std::string map_part(const ReportData& data) {
    const bool fits = data.max_depth_m.nx() == data.city.grid.nx && data.max_depth_m.ny() == data.city.grid.ny;
    if (!fits) return {};
    const auto png = depth_map(data);
    if (!png) {
        fmt::print(stderr, "{}\n", to_text(png.error()));
        return section_html("Bản đồ ngập", "Flood map",
                            "<p class=\"none\">" + escape_html(to_text(png.error())) + "</p>");
    }
    static_cast<void>(write_file(data.dir.pictures() / "max_depth.png", view_of(*png)));  // also useful by itself
    return section_html("Bản đồ độ sâu ngập lớn nhất", "Map of greatest depth",
                        picture_html(view_of(*png), map_caption(data)));
}

/// What a scene picture shows; pictures that somebody added keep their file's name.
std::string scene_caption(const std::string& stem) {
    struct Row {
        const char* word;
        const char* vi;
        const char* en;
    };
    constexpr Row kRows[] = {
        {"overview", "Toàn cảnh lúc bắt đầu (sự thật)", "Overview at the start (truth)"},
        {"street", "Đường phố lúc ngập nhiều nhất (sự thật)", "A street when most is flooded (truth)"},
        {"alarm", "Báo động gần cuối, như bản sao thấy", "An alarm near the end, as the twin sees it"},
        {"difference", "Sai lệch lúc kết thúc: bản sao trừ sự thật", "Difference at the end: belief − truth"}};
    for (const Row& row : kRows) {
        if (stem.find(row.word) != std::string::npos) return both(row.vi, row.en);
    }
    return escape_html(stem);
}

std::string scene_part(const ReportData& data) {
    std::vector<std::filesystem::path> files;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(data.dir.pictures(), code)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("scene_") && name.ends_with(".png")) files.push_back(entry.path());
    }
    if (files.empty()) return {};
    std::sort(files.begin(), files.end());
    std::string out = "<div class=\"two\">\n";
    for (const auto& file : files) {
        const auto bytes = read_file(file);
        if (bytes) out += picture_html(*bytes, scene_caption(file.stem().string()));
    }
    return section_html("Cảnh ba chiều", "The scene in 3D", out + "</div>\n");
}

}  // namespace sd
