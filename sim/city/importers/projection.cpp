#include "sim/city/importers/projection.h"

#include <proj.h>

#include <cmath>

namespace sd::importers {
namespace {

constexpr double kMillimetre = 1e-3;

double to_millimetre(double v) { return std::round(v / kMillimetre) * kMillimetre; }

}  // namespace

struct Projection::Body {
    PJ_CONTEXT* context = nullptr;
    PJ* transform = nullptr;
    Body() = default;
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;
    ~Body() {
        proj_destroy(transform);
        proj_context_destroy(context);
    }
};

Result<Projection> Projection::make(const std::string& from, const std::string& to) {
    Projection out;
    out.body_ = std::make_shared<Body>();
    out.body_->context = proj_context_create();
    proj_log_level(out.body_->context, PJ_LOG_NONE);
    PJ* raw = proj_create_crs_to_crs(out.body_->context, from.c_str(), to.c_str(), nullptr);
    if (raw != nullptr) {
        // The authority's axis order (north first for EPSG:4326) would surprise every caller.
        out.body_->transform = proj_normalize_for_visualization(out.body_->context, raw);
        proj_destroy(raw);
    }
    if (out.body_->transform == nullptr) {
        return fail("", "no transformation from '" + from + "' to '" + to + "'",
                    "give a metric EPSG code, e.g. 32648 (UTM 48N) or 9210 (VN-2000 / TM-3)");
    }
    return out;
}

std::optional<Metres> Projection::forward_exact(double x, double y) const {
    const PJ_COORD c = proj_trans(body_->transform, PJ_FWD, proj_coord(x, y, 0, 0));
    if (!std::isfinite(c.xy.x) || !std::isfinite(c.xy.y)) return std::nullopt;
    return Metres{c.xy.x, c.xy.y};
}

std::optional<Metres> Projection::forward(double x, double y) const {
    const auto exact = forward_exact(x, y);
    if (!exact) return std::nullopt;
    return Metres{to_millimetre(exact->easting_m), to_millimetre(exact->northing_m)};
}

std::optional<LonLat> Projection::inverse(double x, double y) const {
    const PJ_COORD c = proj_trans(body_->transform, PJ_INV, proj_coord(x, y, 0, 0));
    if (!std::isfinite(c.xy.x) || !std::isfinite(c.xy.y)) return std::nullopt;
    return LonLat{c.xy.x, c.xy.y};
}

int utm_epsg(LonLat place) {
    const int zone = static_cast<int>(std::floor((place.lon_deg + 180.0) / 6.0)) % 60 + 1;
    return (place.lat_deg >= 0.0 ? 32600 : 32700) + zone;
}

}  // namespace sd::importers
