// Dykes on faces, and the gaps that grow in them.
#include <algorithm>
#include <map>
#include <utility>

#include "sim/core/math.h"
#include "sim/hydro/coupling.h"

namespace sd::hydro {
namespace {

// A gap of a share of one face: its crest is lowered so far that a weir of the full width carries as much as the gap
// does at the depth of its floor, width · depth^1.5.
double lowered_m(double crest_m, double floor_m, double share) {
    return crest_m - (crest_m - floor_m) * math::cbrt(share * share);
}

void grow(const Case& c, CaseState& run, const Breach& breach, double since_s) {
    const double share = breach.grows_s > 0.0 ? std::clamp(since_s / breach.grows_s, 0.0, 1.0) : 1.0;
    double left_m = share * breach.width_m;
    for (const DykeFace& face : breach.faces) {
        if (left_m <= 0.0) break;
        const double floor_m = face.crest_m - share * std::max(0.0, face.crest_m - breach.invert_m);
        const double open = std::min(1.0, left_m / c.ground.grid.cell_m);
        run.water->set_crest(face.cell, face.west, lowered_m(face.crest_m, floor_m, open));
        left_m -= c.ground.grid.cell_m;
    }
}

}  // namespace

void raise_dykes(const Case& c, CaseState& run) {
    std::map<std::pair<std::uint32_t, bool>, double> crests;  // where dykes share a face, the higher one holds
    for (const Dyke& dyke : c.dykes) {
        for (const DykeFace& face : dyke.faces) {
            double& crest_m = crests.try_emplace({face.cell, face.west}, face.crest_m).first->second;
            crest_m = std::max(crest_m, face.crest_m);
        }
    }
    for (const auto& [face, crest_m] : crests) run.water->set_crest(face.first, face.second, crest_m);
}

void open_breaches(const Case& c, CaseState& run) {
    const Places places = places_of(c, run);
    for (std::size_t k = 0; k < c.breaches.size(); ++k) {
        const Breach& breach = c.breaches[k];
        double& began_s = run.began_s[k];
        const bool by_time = breach.at_s >= 0.0 && run.t_s >= breach.at_s;
        const bool wet = breach.gauge != kNoCell && places.depth_m(breach.gauge) > kWet_m;
        const bool by_level = wet && places.level_m(breach.gauge) > breach.above_m;
        if (began_s < 0.0 && (by_time || by_level)) began_s = run.t_s;
        if (began_s < 0.0 || run.t_s - began_s > breach.grows_s + 60.0) continue;  // grown: nothing changes any more
        grow(c, run, breach, run.t_s - began_s);
    }
}

}  // namespace sd::hydro
