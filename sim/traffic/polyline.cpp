#include "sim/traffic/polyline.h"

#include <algorithm>
#include <cmath>

namespace sd::micro {

namespace {
double dist(LocalXY a, LocalXY b) {
    const double dx = a.x_m - b.x_m, dy = a.y_m - b.y_m;
    return std::sqrt(dx * dx + dy * dy);
}
}  // namespace

double length_of(std::span<const LocalXY> line) {
    double sum = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += dist(line[i - 1], line[i]);
    return sum;
}

std::vector<double> meetings(std::span<const LocalXY> a, std::span<const LocalXY> b) {
    std::vector<double> out;
    double along = 0.0;
    for (std::size_t i = 1; i < a.size(); ++i) {
        const double rx = a[i].x_m - a[i - 1].x_m, ry = a[i].y_m - a[i - 1].y_m;
        const double length = dist(a[i - 1], a[i]);
        for (std::size_t j = 1; j < b.size(); ++j) {
            const double sx = b[j].x_m - b[j - 1].x_m, sy = b[j].y_m - b[j - 1].y_m;
            const double cross = rx * sy - ry * sx;
            if (cross > -1e-9 && cross < 1e-9) continue;
            const double qx = b[j - 1].x_m - a[i - 1].x_m, qy = b[j - 1].y_m - a[i - 1].y_m;
            const double t = (qx * sy - qy * sx) / cross;
            const double u = (qx * ry - qy * rx) / cross;
            if (t >= 0.0 && t <= 1.0 && u >= 0.0 && u <= 1.0) out.push_back(along + t * length);
        }
        along += length;
    }
    std::sort(out.begin(), out.end());
    return out;
}

LocalXY point_at(std::span<const LocalXY> line, double at_m) {
    if (at_m <= 0.0) return line.front();
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double length = dist(line[i - 1], line[i]);
        if (at_m <= length && length > 0.0) {
            const double t = at_m / length;
            return {line[i - 1].x_m + t * (line[i].x_m - line[i - 1].x_m),
                    line[i - 1].y_m + t * (line[i].y_m - line[i - 1].y_m)};
        }
        at_m -= length;
    }
    return line.back();
}

LocalXY heading_at(std::span<const LocalXY> line, double at_m) {
    LocalXY heading{1.0, 0.0};
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double length = dist(line[i - 1], line[i]);
        if (length > 1e-9) {
            heading = {(line[i].x_m - line[i - 1].x_m) / length, (line[i].y_m - line[i - 1].y_m) / length};
            if (at_m <= length) return heading;
        }
        at_m -= length;
    }
    return heading;
}

double distance_to(std::span<const LocalXY> line, LocalXY p) {
    double best = dist(line.front(), p);
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double dx = line[i].x_m - line[i - 1].x_m, dy = line[i].y_m - line[i - 1].y_m;
        const double squared = dx * dx + dy * dy;
        if (squared < 1e-12) continue;
        const double t =
            std::clamp(((p.x_m - line[i - 1].x_m) * dx + (p.y_m - line[i - 1].y_m) * dy) / squared, 0.0, 1.0);
        best = std::min(best, dist(p, {line[i - 1].x_m + t * dx, line[i - 1].y_m + t * dy}));
    }
    return best;
}

double shared_length(std::span<const LocalXY> a, std::span<const LocalXY> b, double apart_m, bool from_start) {
    constexpr double kStride_m = 0.25;
    const double length = length_of(a);
    double at = 0.0;
    while (at < length) {
        const LocalXY p = point_at(a, from_start ? at : length - at);
        if (distance_to(b, p) > apart_m) return at;
        at += kStride_m;
    }
    return length;
}

}  // namespace sd::micro
