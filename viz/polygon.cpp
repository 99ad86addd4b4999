#include "viz/polygon.h"

#include <numeric>

namespace sd::viz {
namespace {

double turn(const LocalXY& a, const LocalXY& b, const LocalXY& c) {
    return (b.x_m - a.x_m) * (c.y_m - a.y_m) - (b.y_m - a.y_m) * (c.x_m - a.x_m);
}

bool is_ear(const std::vector<LocalXY>& ring, const std::vector<unsigned>& left, std::size_t k) {
    const std::size_t n = left.size();
    const LocalXY& a = ring[left[(k + n - 1) % n]];
    const LocalXY& b = ring[left[k]];
    const LocalXY& c = ring[left[(k + 1) % n]];
    if (turn(a, b, c) <= 0.0) return false;
    for (std::size_t i = 0; i < n; ++i) {
        if (i == k || i == (k + 1) % n || i == (k + n - 1) % n) continue;
        const LocalXY& p = ring[left[i]];
        if (turn(a, b, p) >= 0.0 && turn(b, c, p) >= 0.0 && turn(c, a, p) >= 0.0) return false;
    }
    return true;
}

}  // namespace

double doubled_area_m2(const std::vector<LocalXY>& ring) {
    double sum = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const LocalXY& a = ring[i];
        const LocalXY& b = ring[(i + 1) % ring.size()];
        sum += a.x_m * b.y_m - b.x_m * a.y_m;
    }
    return sum;
}

std::vector<unsigned> triangulated(const std::vector<LocalXY>& ring) {
    std::vector<unsigned> out;
    std::vector<unsigned> left(ring.size());
    std::iota(left.begin(), left.end(), 0U);
    while (left.size() > 3) {
        std::size_t ear = 0;
        while (ear < left.size() && !is_ear(ring, left, ear)) ++ear;
        if (ear == left.size()) break;
        const std::size_t n = left.size();
        for (const std::size_t i : {(ear + n - 1) % n, ear, (ear + 1) % n}) out.push_back(left[i]);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(ear));
    }
    for (std::size_t i = 1; i + 1 < left.size(); ++i) {
        for (const unsigned k : {left[0], left[i], left[i + 1]}) out.push_back(k);
    }
    return out;
}

}  // namespace sd::viz
