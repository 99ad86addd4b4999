#include "sim/city/map_frame.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sd {
namespace {

constexpr int kLeft_px = 78;    // room for latitudes
constexpr int kTop_px = 74;     // title
constexpr int kBottom_px = 78;  // longitudes, attribution, warning
constexpr int kPanel_px = 330;  // legend
constexpr Rgb kPaper{250, 249, 246};
constexpr Rgb kInk{33, 37, 41};
constexpr Rgb kGrey{110, 116, 122};
constexpr Rgb kWarning{176, 30, 30};
constexpr const char* kSynthetic = "địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval";

// The largest of 1, 2, 5 × 10^n that is at most v.
double round_step(double v) {
    double step = 1.0e-4;
    while (true) {
        for (const double k : {1.0, 2.0, 5.0, 10.0}) {
            if (step * k > v) return k == 1.0 ? step : step * (k == 2.0 ? 1.0 : k == 5.0 ? 2.0 : 5.0);
        }
        step *= 10.0;
    }
}

std::string degrees(double v, char positive, char negative) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f°%c", std::abs(v), v >= 0.0 ? positive : negative);
    return text.data();
}

std::string number(double v) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", v);
    return text.data();
}

/// Of step, from low (inclusive) to high.
std::vector<double> multiples(double step, double low, double high) {
    std::vector<double> out;
    for (auto k = std::lround(std::ceil(low / step)); static_cast<double>(k) * step < high; ++k)
        out.push_back(static_cast<double>(k) * step);
    return out;
}

}  // namespace

Rgb colour_on(const std::vector<ColourStop>& ramp, double value) {
    if (ramp.empty()) return {};
    if (!(value > ramp.front().value)) return ramp.front().colour;
    for (std::size_t k = 1; k < ramp.size(); ++k) {
        if (value > ramp[k].value) continue;
        const double span = ramp[k].value - ramp[k - 1].value;
        return mixed(ramp[k - 1].colour, ramp[k].colour, span > 0.0 ? (value - ramp[k - 1].value) / span : 1.0);
    }
    return ramp.back().colour;
}

Result<MapFrame> MapFrame::make(const City& city, MapStyle style) {
    auto font = Font::load();
    if (!font) return fail(font.error());
    if (style.map_width_px < 200 || style.map_width_px > 16000 || city.grid.nx < 1 || city.grid.ny < 1) {
        return fail(city.meta.name, "cannot be drawn " + std::to_string(style.map_width_px) + " pixels wide",
                    "200…16000 pixels, and a city with cells");
    }
    const double height = static_cast<double>(style.map_width_px) * city.grid.ny / city.grid.nx;
    if (height < 1.0 || height > 19000.0) return fail(city.meta.name, "is too narrow to be drawn this wide");
    return MapFrame(city, std::move(style), *font, static_cast<int>(height));
}

MapFrame::MapFrame(const City& city, MapStyle style, std::shared_ptr<const Font> font, int map_height_px)
    : city_(&city),
      style_(std::move(style)),
      font_(std::move(font)),
      pixels_per_m_(style_.map_width_px / (city.grid.nx * city.grid.cell_m)),
      map_height_px_(map_height_px),
      canvas_(kLeft_px + style_.map_width_px + kPanel_px, kTop_px + std::max(map_height_px, 420) + kBottom_px, kPaper) {
}

PixelXY MapFrame::at(LocalXY p) const {
    return {kLeft_px + (p.x_m - city_->grid.origin.x_m) * pixels_per_m_,
            kTop_px + map_height_px_ - (p.y_m - city_->grid.origin.y_m) * pixels_per_m_};
}

std::vector<PixelXY> MapFrame::at(const std::vector<LocalXY>& line) const {
    std::vector<PixelXY> out;
    out.reserve(line.size());
    for (const LocalXY p : line) out.push_back(at(p));
    return out;
}

void MapFrame::raster(const std::function<Rgb(int, int, Rgb)>& paint) {
    const GridSpec& grid = city_->grid;
    for (int y = 0; y < map_height_px_; ++y) {
        const int j =
            std::clamp(static_cast<int>((map_height_px_ - y - 0.5) / pixels_per_m_ / grid.cell_m), 0, grid.ny - 1);
        for (int x = 0; x < style_.map_width_px; ++x) {
            const int i = std::clamp(static_cast<int>((x + 0.5) / pixels_per_m_ / grid.cell_m), 0, grid.nx - 1);
            canvas_.set(kLeft_px + x, kTop_px + y, paint(i, j, canvas_.at(kLeft_px + x, kTop_px + y)));
        }
    }
}

// Degrees are blended between the corners: over a city the lines are straight to a pixel.
void MapFrame::graticule() {
    const auto& c = city_->meta.corners;
    const double width = style_.map_width_px;
    const double span = c[1].lon_deg - c[0].lon_deg;
    if (!(span > 0.0) || !(c[3].lat_deg > c[0].lat_deg)) return;
    const double step = std::max(0.01, round_step(span * 220.0 / width));
    const double right = kLeft_px + width;
    const double bottom = kTop_px + map_height_px_;
    const auto along = [](double v, double from, double to) { return (v - from) / (to - from); };
    for (const double lon : multiples(step, c[3].lon_deg, c[1].lon_deg)) {
        const PixelXY low{kLeft_px + width * along(lon, c[0].lon_deg, c[1].lon_deg), bottom};
        const PixelXY high{kLeft_px + width * along(lon, c[3].lon_deg, c[2].lon_deg), static_cast<double>(kTop_px)};
        if (low.x < kLeft_px || high.x < kLeft_px || low.x > right || high.x > right) continue;
        canvas_.line({low, high}, 1.0, kInk, 0.22);
        canvas_.text(*font_, {low.x, bottom + 18}, degrees(lon, 'E', 'W'), 14, kGrey, Align::Centre);
    }
    for (const double lat : multiples(step, c[0].lat_deg, c[3].lat_deg)) {
        const PixelXY west{static_cast<double>(kLeft_px),
                           bottom - map_height_px_ * along(lat, c[0].lat_deg, c[3].lat_deg)};
        const PixelXY east{right, bottom - map_height_px_ * along(lat, c[1].lat_deg, c[2].lat_deg)};
        if (west.y > bottom || east.y > bottom || west.y < kTop_px || east.y < kTop_px) continue;
        canvas_.line({west, east}, 1.0, kInk, 0.22);
        canvas_.text(*font_, {kLeft_px - 8.0, west.y + 5}, degrees(lat, 'N', 'S'), 14, kGrey, Align::Right);
    }
    canvas_.line({{kLeft_px, kTop_px}, {right, kTop_px}, {right, bottom}, {kLeft_px, bottom}, {kLeft_px, kTop_px}}, 1.5,
                 kInk);
}

void MapFrame::scale_and_north() {
    const double metres = round_step(0.16 * style_.map_width_px / pixels_per_m_);
    const double x = kLeft_px + 20;
    const double y = kTop_px + map_height_px_ - 24;
    const double length = metres * pixels_per_m_;
    canvas_.rectangle(x - 12, y - 30, x + length + 30, y + 14, kPaper, 0.85);
    for (int k = 0; k < 4; ++k) {
        const Rgb shade = k % 2 == 0 ? kInk : Rgb{255, 255, 255};
        canvas_.rectangle(x + 0.25 * k * length, y - 4, x + 0.25 * (k + 1) * length, y + 4, shade);
    }
    canvas_.line({{x, y - 4}, {x + length, y - 4}, {x + length, y + 4}, {x, y + 4}, {x, y - 4}}, 1.0, kInk);
    const std::string text = metres >= 1000.0 ? number(metres / 1000.0) + " km" : number(metres) + " m";
    canvas_.text(*font_, {x, y - 11}, "0", 14, kInk, Align::Centre);
    canvas_.text(*font_, {x + length, y - 11}, text, 14, kInk, Align::Centre);
    const double nx = kLeft_px + style_.map_width_px - 34.0;
    const double ny = kTop_px + 30.0;
    canvas_.rectangle(nx - 20, ny - 22, nx + 20, ny + 52, kPaper, 0.85);
    canvas_.fill({{{nx, ny}, {nx - 11, ny + 42}, {nx, ny + 33}}}, kInk);
    canvas_.fill({{{nx, ny}, {nx + 11, ny + 42}, {nx, ny + 33}}}, kGrey);
    canvas_.text(*font_, {nx, ny - 5}, "B / N", 13, kInk, Align::Centre);
}

void MapFrame::side_panel() {
    const double x = kLeft_px + style_.map_width_px + 24.0;
    double y = kTop_px + 16.0;
    if (!style_.ramp_title.empty() && style_.ramp.size() >= 2) {
        canvas_.text(*font_, {x, y}, style_.ramp_title, 15, kInk);
        y += 14;
        constexpr int kBar_px = 190;
        const double low = style_.ramp.front().value;
        const double high = style_.ramp.back().value;
        for (int k = 0; k < kBar_px; ++k) {
            const Rgb shade = colour_on(style_.ramp, high - (high - low) * k / (kBar_px - 1));
            canvas_.rectangle(x, y + k, x + 26, y + k + 1, shade);
        }
        double last = -1.0e9;
        for (const ColourStop& stop : style_.ramp) {
            const double sy = y + (kBar_px - 1) * (high - stop.value) / (high - low);
            if (std::abs(sy - last) < 14.0) continue;
            last = sy;
            canvas_.line({{x + 26, sy}, {x + 32, sy}}, 1.0, kInk);
            canvas_.text(*font_, {x + 38, sy + 5}, number(stop.value), 14, kInk);
        }
        y += kBar_px + 34;
    }
    for (const LegendItem& item : style_.legend) {
        if (item.shape == LegendItem::Shape::Area) canvas_.rectangle(x, y - 11, x + 26, y + 3, item.colour);
        if (item.shape == LegendItem::Shape::Line) canvas_.line({{x, y - 4}, {x + 26, y - 4}}, 3.0, item.colour);
        if (item.shape == LegendItem::Shape::Dot) canvas_.disc({x + 13, y - 4}, 4.0, item.colour);
        canvas_.text(*font_, {x + 36, y}, item.text, 14, kInk);
        y += 22;
    }
}

// Lines may run on beyond the city; the sheet around it is paper again.
void MapFrame::clear_margin() {
    const double right = kLeft_px + style_.map_width_px;
    const double bottom = kTop_px + map_height_px_;
    canvas_.rectangle(0, 0, canvas_.width(), kTop_px, kPaper);
    canvas_.rectangle(0, bottom, canvas_.width(), canvas_.height(), kPaper);
    canvas_.rectangle(0, kTop_px, kLeft_px, bottom, kPaper);
    canvas_.rectangle(right, kTop_px, canvas_.width(), bottom, kPaper);
}

void MapFrame::finish() {
    clear_margin();
    graticule();
    scale_and_north();
    side_panel();
    canvas_.text(*font_, {kLeft_px, 36}, style_.title, 27, kInk);
    canvas_.text(*font_, {kLeft_px, 60}, style_.subtitle, 16, kGrey);
    const double below = canvas_.height() - kBottom_px + 42.0;
    canvas_.text(*font_, {kLeft_px, below + 22}, city_->meta.attribution, 14, kGrey);
    if (!city_->meta.synthetic_terrain) return;
    canvas_.text(*font_, {kLeft_px, below}, kSynthetic, 17, kWarning);
    // Across the face too, so that a cropped copy still says it.
    const PixelXY middle{kLeft_px + 0.5 * style_.map_width_px, kTop_px + 24.0};
    canvas_.text(*font_, middle, kSynthetic, 17, kWarning, Align::Centre, 2.0);
}

}  // namespace sd
