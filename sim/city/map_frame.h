// A map sheet around a Canvas: place, title, graticule, scale bar, north arrow, colour bar, legend, attribution and,
// for cities whose terrain is made up, the warning that it is. Draw the content first, then call finish().
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/city/canvas.h"
#include "sim/city/city.h"

namespace sd {

struct ColourStop {
    double value = 0.0;
    Rgb colour;
};
/// Colour of a value on a ramp with rising values; clamped at its ends.
[[nodiscard]] Rgb colour_on(const std::vector<ColourStop>& ramp, double value);

struct LegendItem {
    enum class Shape : std::uint8_t { Area, Line, Dot } shape = Shape::Area;
    Rgb colour;
    std::string text;
};

struct MapStyle {
    int map_width_px = 1600;  ///< of the map itself; the height follows from the city
    std::string title;
    std::string subtitle;
    std::string ramp_title;  ///< with the unit; empty: no colour bar
    std::vector<ColourStop> ramp;
    std::vector<LegendItem> legend;
};

class MapFrame {
public:
    /// Error when the font is missing: a map without its warning must not leave the house. `city` must outlive it.
    [[nodiscard]] static Result<MapFrame> make(const City& city, MapStyle style);

    [[nodiscard]] Canvas& canvas() { return canvas_; }
    [[nodiscard]] const Font& font() const { return *font_; }
    [[nodiscard]] PixelXY at(LocalXY p) const;
    [[nodiscard]] std::vector<PixelXY> at(const std::vector<LocalXY>& line) const;
    [[nodiscard]] double pixels_per_m() const { return pixels_per_m_; }

    /// Paints every pixel of the map: paint(cell i, cell j, pixel colour so far) → colour.
    void raster(const std::function<Rgb(int, int, Rgb)>& paint);
    void finish();

private:
    MapFrame(const City& city, MapStyle style, std::shared_ptr<const Font> font, int map_height_px);
    void clear_margin();
    void graticule();
    void scale_and_north();
    void side_panel();

    const City* city_;
    MapStyle style_;
    std::shared_ptr<const Font> font_;
    double pixels_per_m_;
    int map_height_px_;
    Canvas canvas_;
};

}  // namespace sd
