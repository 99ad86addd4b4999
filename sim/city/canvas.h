// A small picture: colours, filled shapes, lines, text with every Vietnamese letter, PNG bytes. For maps and reports;
// not part of any hashed state.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/result.h"

namespace sd {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// Pixels, x to the right, y DOWN, the centre of the first pixel at (0.5, 0.5).
struct PixelXY {
    double x = 0.0;
    double y = 0.0;
};

enum class Align : std::uint8_t { Left, Centre, Right };

/// Colour between two, t in 0…1.
[[nodiscard]] Rgb mixed(Rgb a, Rgb b, double t);

/// An outline font; DejaVu Sans of the distribution.
class Font {
public:
    /// Error when the font file is not installed.
    [[nodiscard]] static Result<std::shared_ptr<const Font>> load();
    ~Font();
    Font(const Font&) = delete;
    Font& operator=(const Font&) = delete;

    struct Glyph {
        int width = 0;
        int height = 0;
        int left = 0;  ///< from the pen position
        int top = 0;   ///< from the base line, negative is up
        std::vector<std::uint8_t> coverage;
    };
    [[nodiscard]] Glyph glyph(char32_t letter, double size_px) const;
    [[nodiscard]] double advance(char32_t letter, double size_px) const;

private:
    struct Body;
    explicit Font(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
};

class Canvas {
public:
    /// 1…20000 pixels each way.
    Canvas(int width, int height, Rgb background);

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] Rgb at(int x, int y) const;
    /// Paints over; alpha 0…1. Outside the picture: nothing.
    void set(int x, int y, Rgb colour, double alpha = 1.0);
    void rectangle(double x0, double y0, double x1, double y1, Rgb colour, double alpha = 1.0);
    /// Even-odd over all rings.
    void fill(const std::vector<std::vector<PixelXY>>& rings, Rgb colour, double alpha = 1.0);
    /// Anti-aliased, round ends.
    void line(const std::vector<PixelXY>& points, double width_px, Rgb colour, double alpha = 1.0);
    /// The same with dashes of `dash_px` and gaps as long.
    void dashes(const std::vector<PixelXY>& points, double width_px, double dash_px, Rgb colour, double alpha = 1.0);
    void disc(PixelXY centre, double radius_px, Rgb colour, double alpha = 1.0);
    /// `at` is on the base line. Returns the width. `halo` > 0: a light rim, so that it reads on any ground.
    double text(const Font& font, PixelXY at, std::string_view utf8, double size_px, Rgb colour,
                Align align = Align::Left, double halo_px = 0.0);
    [[nodiscard]] static double text_width(const Font& font, std::string_view utf8, double size_px);

    [[nodiscard]] std::vector<std::uint8_t> png() const;

private:
    void segment(PixelXY a, PixelXY b, double width_px, Rgb colour, double alpha);

    int width_;
    int height_;
    std::vector<std::uint8_t> pixels_;  ///< RGB rows from the top
};

}  // namespace sd
