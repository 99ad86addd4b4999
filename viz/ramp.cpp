#include "viz/ramp.h"

#include <algorithm>
#include <cmath>

namespace sd::viz {
namespace {

constexpr Rgb rgb(unsigned hex) {
    return {static_cast<float>((hex >> 16U) & 255U) / 255.0F, static_cast<float>((hex >> 8U) & 255U) / 255.0F,
            static_cast<float>(hex & 255U) / 255.0F};
}

Rgb mix(Rgb a, Rgb b, float t) { return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t}; }

float linear(float c) { return c <= 0.03928F ? c / 12.92F : std::pow((c + 0.055F) / 1.055F, 2.4F); }

}  // namespace

Rgb Ramp::at(float value) const {
    if (!(value > low())) return stops.front().colour;
    for (std::size_t i = 1; i < stops.size(); ++i) {
        if (value <= stops[i].value) {
            const float t = (value - stops[i - 1].value) / (stops[i].value - stops[i - 1].value);
            return mix(stops[i - 1].colour, stops[i].colour, t);
        }
    }
    return stops.back().colour;
}

float Ramp::value_of(Rgb c) const {
    float best = 1.0e9F;
    float value = low();
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const Rgb a = stops[i - 1].colour;
        const Rgb b = stops[i].colour;
        const Rgb d{b.r - a.r, b.g - a.g, b.b - a.b};
        const float len2 = d.r * d.r + d.g * d.g + d.b * d.b;
        const float along = ((c.r - a.r) * d.r + (c.g - a.g) * d.g + (c.b - a.b) * d.b) / len2;
        const float t = std::clamp(along, 0.0F, 1.0F);
        const Rgb p = mix(a, b, t);
        const float off = (c.r - p.r) * (c.r - p.r) + (c.g - p.g) * (c.g - p.g) + (c.b - p.b) * (c.b - p.b);
        if (off < best) {
            best = off;
            value = stops[i - 1].value + (stops[i].value - stops[i - 1].value) * t;
        }
    }
    return value;
}

std::vector<Rgb> Ramp::table(int count) const {
    std::vector<Rgb> out;
    for (int i = 0; i < count; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(count - 1);
        out.push_back(at(low() + (high() - low()) * t));
    }
    return out;
}

const Ramp& depth_ramp() {
    // 0.15 m stops motorbikes, 0.3 m cars, 0.5 m everything but trucks, 1 m is over the waist.
    static const Ramp ramp{"m",
                           {{0.0F, rgb(0xD6F3FF)},
                            {0.15F, rgb(0x9AD9F5)},
                            {0.3F, rgb(0x52AEE6)},
                            {0.5F, rgb(0x2B7BD1)},
                            {1.0F, rgb(0x2A43A6)},
                            {2.0F, rgb(0x2D1160)}}};
    return ramp;
}

const Ramp& difference_ramp() {
    static const Ramp ramp{"m",
                           {{-1.0F, rgb(0x8C2D04)},
                            {-0.3F, rgb(0xE6781E)},
                            {-0.1F, rgb(0xF9C98D)},
                            {0.0F, rgb(0xF2F2EE)},
                            {0.1F, rgb(0xA9C9EE)},
                            {0.3F, rgb(0x3F7FCB)},
                            {1.0F, rgb(0x0B3478)}}};
    return ramp;
}

const Ramp& traffic_ramp() {
    static const Ramp ramp{
        "", {{0.0F, rgb(0x7A0403)}, {0.25F, rgb(0xD55E00)}, {0.5F, rgb(0xF0C030)}, {1.0F, rgb(0x9FB7A8)}}};
    return ramp;
}

float luminance(Rgb c) { return 0.2126F * linear(c.r) + 0.7152F * linear(c.g) + 0.0722F * linear(c.b); }

Rgb colour_of(Quality quality) {
    switch (quality) {
        case Quality::Good:
            return rgb(0x009E73);
        case Quality::Suspect:
            return rgb(0xF0E442);
        case Quality::Stuck:
            return rgb(0xCC79A7);
        case Quality::Silent:
            return rgb(0x3A3A3A);
        case Quality::Unknown:
            return rgb(0xB8C4CC);
    }
    return rgb(0xB8C4CC);
}

Rgb colour_of(VehicleKind kind) {
    switch (kind) {
        case VehicleKind::Motorbike:
            return rgb(0xFFD24A);
        case VehicleKind::Car:
            return rgb(0xF4F6F8);
        case VehicleKind::Bus:
            return rgb(0x37C978);
        case VehicleKind::Truck:
            return rgb(0xC58BE0);
        case VehicleKind::Ambulance:
            return rgb(0xFF4D4D);
        case VehicleKind::Count:
            break;
    }
    return rgb(0xFFFFFF);
}

Rgb colour_of(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return rgb(0x56B4E9);
        case Severity::Minor:
            return rgb(0xF0C030);
        case Severity::Major:
            return rgb(0xE6781E);
        case Severity::Critical:
            return rgb(0xE02020);
    }
    return rgb(0xE02020);
}

Rgb colour_of(Cover cover) {
    switch (cover) {
        case Cover::River:
            return rgb(0x8E8B62);
        case Cover::Canal:
            return rgb(0x86896A);
        case Cover::Lake:
            return rgb(0x6F8C86);
        case Cover::Road:
            return rgb(0xB4B0A6);
        case Cover::Building:
            return rgb(0xBDAFA0);
        case Cover::Dense:
            return rgb(0xC6B9A8);
        case Cover::Mixed:
            return rgb(0xA9B389);
        case Cover::Orchard:
            return rgb(0x6F9558);
        case Cover::Rice:
            return rgb(0xA5BA66);
        case Cover::Industrial:
            return rgb(0xB9B4BA);
        case Cover::Park:
            return rgb(0x82AC62);
        case Cover::Bare:
            return rgb(0xC9BD9A);
        case Cover::Count:
            break;
    }
    return rgb(0xC9BD9A);
}

std::uint32_t packed(Rgb c, float alpha) {
    const auto byte = [](float v) {
        return static_cast<std::uint32_t>(std::lround(std::clamp(v, 0.0F, 1.0F) * 255.0F));
    };
    return byte(c.r) | byte(c.g) << 8U | byte(c.b) << 16U | byte(alpha) << 24U;
}

}  // namespace sd::viz
