#include "sim/city/canvas.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/utf8.h"

namespace sd {
namespace {

std::uint8_t blend(std::uint8_t under, std::uint8_t over, double alpha) {
    return static_cast<std::uint8_t>(std::lround(under + (over - under) * alpha));
}

}  // namespace

Rgb mixed(Rgb a, Rgb b, double t) {
    t = std::clamp(t, 0.0, 1.0);
    return {blend(a.r, b.r, t), blend(a.g, b.g, t), blend(a.b, b.b, t)};
}

Canvas::Canvas(int width, int height, Rgb background)
    : width_(width), height_(height), pixels_(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    SD_CHECK(width >= 1 && width <= 20000 && height >= 1 && height <= 20000);
    for (std::size_t k = 0; k < pixels_.size(); k += 3) {
        pixels_[k] = background.r;
        pixels_[k + 1] = background.g;
        pixels_[k + 2] = background.b;
    }
}

Rgb Canvas::at(int x, int y) const {
    SD_CHECK(x >= 0 && y >= 0 && x < width_ && y < height_);
    const std::size_t k =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x));
    return {pixels_[k], pixels_[k + 1], pixels_[k + 2]};
}

void Canvas::set(int x, int y, Rgb colour, double alpha) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_ || alpha <= 0.0) return;
    alpha = std::min(alpha, 1.0);
    const std::size_t k =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x));
    pixels_[k] = blend(pixels_[k], colour.r, alpha);
    pixels_[k + 1] = blend(pixels_[k + 1], colour.g, alpha);
    pixels_[k + 2] = blend(pixels_[k + 2], colour.b, alpha);
}

void Canvas::rectangle(double x0, double y0, double x1, double y1, Rgb colour, double alpha) {
    for (int y = static_cast<int>(std::lround(y0)); y < static_cast<int>(std::lround(y1)); ++y) {
        for (int x = static_cast<int>(std::lround(x0)); x < static_cast<int>(std::lround(x1)); ++x)
            set(x, y, colour, alpha);
    }
}

void Canvas::fill(const std::vector<std::vector<PixelXY>>& rings, Rgb colour, double alpha) {
    double low = height_;
    double high = 0.0;
    for (const auto& ring : rings) {
        for (const PixelXY p : ring) {
            low = std::min(low, p.y);
            high = std::max(high, p.y);
        }
    }
    std::vector<double> hits;
    for (int y = std::max(0, static_cast<int>(low) - 1); y <= std::min(height_ - 1, static_cast<int>(high) + 1); ++y) {
        const double middle = y + 0.5;
        hits.clear();
        for (const auto& ring : rings) {
            for (std::size_t k = 0, before = ring.empty() ? 0 : ring.size() - 1; k < ring.size(); before = k++) {
                const PixelXY a = ring[before];
                const PixelXY b = ring[k];
                if ((a.y > middle) == (b.y > middle)) continue;
                hits.push_back(a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        }
        std::sort(hits.begin(), hits.end());
        for (std::size_t k = 0; k + 1 < hits.size(); k += 2) {
            const int from = std::max(0, static_cast<int>(std::ceil(hits[k] - 0.5)));
            const int to = std::min(width_ - 1, static_cast<int>(std::ceil(hits[k + 1] - 0.5)) - 1);
            for (int x = from; x <= to; ++x) set(x, y, colour, alpha);
        }
    }
}

void Canvas::segment(PixelXY a, PixelXY b, double width_px, Rgb colour, double alpha) {
    const double half = 0.5 * width_px;
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const int y0 = std::max(0, static_cast<int>(std::floor(std::min(a.y, b.y) - half - 1)));
    const int y1 = std::min(height_ - 1, static_cast<int>(std::ceil(std::max(a.y, b.y) + half + 1)));
    const int x0 = std::max(0, static_cast<int>(std::floor(std::min(a.x, b.x) - half - 1)));
    const int x1 = std::min(width_ - 1, static_cast<int>(std::ceil(std::max(a.x, b.x) + half + 1)));
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            const double px = x + 0.5 - a.x;
            const double py = y + 0.5 - a.y;
            const double t = square > 0.0 ? std::clamp((px * dx + py * dy) / square, 0.0, 1.0) : 0.0;
            const double ex = px - t * dx;
            const double ey = py - t * dy;
            const double cover = half + 0.5 - std::sqrt(ex * ex + ey * ey);
            if (cover > 0.0) set(x, y, colour, alpha * std::min(1.0, std::min(cover, width_px)));
        }
    }
}

void Canvas::line(const std::vector<PixelXY>& points, double width_px, Rgb colour, double alpha) {
    for (std::size_t k = 1; k < points.size(); ++k) segment(points[k - 1], points[k], width_px, colour, alpha);
}

void Canvas::dashes(const std::vector<PixelXY>& points, double width_px, double dash_px, Rgb colour, double alpha) {
    double along = 0.0;
    for (std::size_t k = 1; k < points.size(); ++k) {
        const PixelXY a = points[k - 1];
        const PixelXY b = points[k];
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        const auto at = [&](double s) {
            return PixelXY{a.x + s / length * (b.x - a.x), a.y + s / length * (b.y - a.y)};
        };
        for (double s = 0.0; s < length;) {
            const double phase = std::fmod(along + s, 2.0 * dash_px);
            const bool on = phase < dash_px;
            const double next = std::min(length, s + (on ? dash_px : 2.0 * dash_px) - phase + 1.0e-6);
            if (on) segment(at(s), at(next), width_px, colour, alpha);
            s = next;
        }
        along += length;
    }
}

void Canvas::disc(PixelXY centre, double radius_px, Rgb colour, double alpha) {
    segment(centre, centre, 2.0 * radius_px, colour, alpha);
}

double Canvas::text_width(const Font& font, std::string_view utf8, double size_px) {
    double width = 0.0;
    for (const char32_t letter : letters_of(utf8)) width += font.advance(letter, size_px);
    return width;
}

double Canvas::text(const Font& font, PixelXY at, std::string_view utf8, double size_px, Rgb colour, Align align,
                    double halo_px) {
    const double width = text_width(font, utf8, size_px);
    double pen = at.x - (align == Align::Left ? 0.0 : align == Align::Centre ? 0.5 * width : width);
    const int reach = static_cast<int>(std::ceil(halo_px));
    for (int pass = halo_px > 0.0 ? 0 : 1; pass < 2; ++pass) {
        double x = pen;
        for (const char32_t letter : letters_of(utf8)) {
            const Font::Glyph g = font.glyph(letter, size_px);
            const int left = static_cast<int>(std::lround(x)) + g.left;
            const int top = static_cast<int>(std::lround(at.y)) + g.top;
            for (int j = 0; j < g.height; ++j) {
                for (int i = 0; i < g.width; ++i) {
                    const double cover = g.coverage[static_cast<std::size_t>(j) * static_cast<std::size_t>(g.width) +
                                                    static_cast<std::size_t>(i)] /
                                         255.0;
                    if (pass == 1) set(left + i, top + j, colour, cover);
                    if (pass == 1 || cover < 0.3) continue;
                    for (int dj = -reach; dj <= reach; ++dj) {
                        for (int di = -reach; di <= reach; ++di)
                            set(left + i + di, top + j + dj, {255, 255, 255}, 0.35 * cover);
                    }
                }
            }
            x += font.advance(letter, size_px);
        }
    }
    return width;
}

}  // namespace sd
