#include "viz/tour.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "viz/presets.h"

namespace sd::viz {
namespace {

double blend(double a, double b, double t) { return a + (b - a) * t; }

Result<TourPoint> read_key(std::istringstream& in, const City& city, const ViewState& start, Viewport viewport) {
    TourPoint p;
    std::string camera;
    if (!(in >> p.at_s >> std::quoted(camera)) || p.at_s < 0.0) {
        return fail("", "expected \"SECONDS CAMERA [clock=DURATION]\"");
    }
    const auto found = camera_named(camera, city, start, viewport);
    if (!found) return fail(found.error());
    ViewState look = start;
    look.camera = *found;
    suit_look(look);
    p.camera = look.camera;
    p.exaggeration = look.exaggeration;
    p.water = look.water;
    for (std::string word; in >> word;) {
        const auto clock = word.rfind("clock=", 0) == 0 ? parse_duration(word.substr(6)) : std::nullopt;
        if (!clock) return fail("", "found \"" + word + "\", expected clock=DURATION such as clock=10m");
        p.clock_s = clock->seconds();
    }
    return p;
}

}  // namespace

TourPoint Tour::at(double t_s) const {
    std::size_t i = 0;
    while (i + 1 < keys.size() && keys[i + 1].at_s <= t_s) ++i;
    if (i + 1 == keys.size() || t_s <= keys.front().at_s) return keys[i];
    const TourPoint& a = keys[i];
    const TourPoint& b = keys[i + 1];
    const double u = (t_s - a.at_s) / (b.at_s - a.at_s);
    const double t = u * u * (3.0 - 2.0 * u);
    TourPoint p = u < 0.5 ? a : b;
    p.camera.target = {blend(a.camera.target.x_m, b.camera.target.x_m, t),
                       blend(a.camera.target.y_m, b.camera.target.y_m, t)};
    p.camera.target_z_m = blend(a.camera.target_z_m, b.camera.target_z_m, t);
    p.camera.distance_m = std::exp(blend(std::log(a.camera.distance_m), std::log(b.camera.distance_m), t));
    p.camera.azimuth_deg =
        a.camera.azimuth_deg + std::remainder(b.camera.azimuth_deg - a.camera.azimuth_deg, 360.0) * t;
    p.camera.elevation_deg = blend(a.camera.elevation_deg, b.camera.elevation_deg, t);
    p.camera.fovy_deg = blend(a.camera.fovy_deg, b.camera.fovy_deg, t);
    p.exaggeration = blend(a.exaggeration, b.exaggeration, t);
    p.clock_s = blend(a.clock_s, b.clock_s, u);
    p.at_s = t_s;
    return p;
}

Result<Tour> read_tour(const std::string& file, const City& city, const ViewState& start, Viewport viewport) {
    std::ifstream text(file);
    if (!text) return fail(file, "the tour cannot be read");
    Tour tour;
    Errors errors;
    int number = 0;
    for (std::string line; std::getline(text, line);) {
        ++number;
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        std::istringstream in(line);
        auto key = read_key(in, city, start, viewport);
        if (key && !tour.keys.empty() && key->at_s <= tour.keys.back().at_s) key = fail("", "seconds must ascend");
        if (key) {
            tour.keys.push_back(*key);
        } else {
            for (const Error& e : key.error()) errors.push_back({file, number, 0, e.message, e.hint});
        }
    }
    if (errors.empty() && tour.keys.empty()) return fail(file, "the tour has no key");
    if (!errors.empty()) return fail(std::move(errors));
    return tour;
}

}  // namespace sd::viz
