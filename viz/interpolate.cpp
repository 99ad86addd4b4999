#include "viz/interpolate.h"

#include <algorithm>
#include <cmath>

#include "sim/core/units.h"

namespace sd::viz {
namespace {

constexpr float kFastest_m_s = 60.0F;

void push(VehicleColumns& out, const VehicleColumns& from, std::size_t i) {
    out.id.push_back(from.id[i]);
    out.x_m.push_back(from.x_m[i]);
    out.y_m.push_back(from.y_m[i]);
    out.heading_rad.push_back(from.heading_rad[i]);
    out.speed_m_s.push_back(from.speed_m_s[i]);
    out.kind.push_back(from.kind[i]);
}

std::vector<std::pair<std::uint32_t, std::size_t>> by_id(const VehicleColumns& v) {
    std::vector<std::pair<std::uint32_t, std::size_t>> order;
    order.reserve(v.id.size());
    for (std::size_t i = 0; i < v.id.size(); ++i) order.emplace_back(v.id[i], i);
    std::sort(order.begin(), order.end());
    return order;
}

float turned(float from_rad, float to_rad, float t) {
    const auto full = static_cast<float>(2.0 * kPi);
    return from_rad + std::remainder(to_rad - from_rad, full) * t;
}

/// Cubic Hermite with the velocities as tangents over `span_s`.
float hermite(float a, float va, float b, float vb, float span_s, float t) {
    const float t2 = t * t;
    const float t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * span_s * va + (3 * t2 - 2 * t3) * b +
           (t3 - t2) * span_s * vb;
}

void push_between(VehicleColumns& out, const VehicleColumns& a, std::size_t i, const VehicleColumns& b, std::size_t j,
                  float span_s, float t) {
    const float far_m = std::hypot(b.x_m[j] - a.x_m[i], b.y_m[j] - a.y_m[i]);
    if (far_m > kFastest_m_s * span_s) {
        push(out, t < 0.5F ? a : b, t < 0.5F ? i : j);
        return;
    }
    push(out, a, i);
    // Tangents longer than the way would swing around corners: long spans fall back to straight lines.
    const bool curve = span_s <= 5.0F;
    const auto component = [&](const std::vector<float>& p, const std::vector<float>& q, bool along_x) {
        const float ca = along_x ? std::cos(a.heading_rad[i]) : std::sin(a.heading_rad[i]);
        const float cb = along_x ? std::cos(b.heading_rad[j]) : std::sin(b.heading_rad[j]);
        return curve ? hermite(p[i], a.speed_m_s[i] * ca, q[j], b.speed_m_s[j] * cb, span_s, t)
                     : p[i] + (q[j] - p[i]) * t;
    };
    out.x_m.back() = component(a.x_m, b.x_m, true);
    out.y_m.back() = component(a.y_m, b.y_m, false);
    out.heading_rad.back() = turned(a.heading_rad[i], b.heading_rad[j], t);
    out.speed_m_s.back() = a.speed_m_s[i] + (b.speed_m_s[j] - a.speed_m_s[i]) * t;
}

}  // namespace

VehicleColumns interpolated_vehicles(const PictureSpan& span) {
    if (span.empty()) return {};
    const VehicleColumns& a = span.first->vehicles;
    if (!span.second || span.second == span.first || span.mix <= 0.0) return a;
    const VehicleColumns& b = span.second->vehicles;
    const auto t = static_cast<float>(span.mix);
    const auto span_s = static_cast<float>((span.second->at - span.first->at).seconds());
    const auto left = by_id(a);
    const auto right = by_id(b);
    VehicleColumns out;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() || j < right.size()) {
        if (j == right.size() || (i < left.size() && left[i].first < right[j].first)) {
            if (t < 0.5F) push(out, a, left[i].second);
            ++i;
        } else if (i == left.size() || right[j].first < left[i].first) {
            if (t >= 0.5F) push(out, b, right[j].second);
            ++j;
        } else {
            push_between(out, a, left[i++].second, b, right[j++].second, span_s, t);
        }
    }
    return out;
}

}  // namespace sd::viz
