// Which devices still speak, and what their silence says about power and radio. Silence has three readings: the device
// is broken, its mains are off, or its radio cell is dead; the register tells which devices share which.
#include <algorithm>

#include "twin/belief.h"

namespace sd {
namespace {

/// Three missed periods, plus half a minute for the network.
constexpr int kMissedPeriods = 3;
constexpr Duration kGrace = seconds(30);

void judge_devices(Belief& b, const City& city, const Catalogue& catalogue) {
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        const Duration patience = city.devices[d].period * kMissedPeriods + kGrace;
        const bool silent = b.now - b.heard[d] > patience;
        if (silent) {
            b.quality[d] = Quality::Silent;
        } else if (b.readings[d] == 0) {
            b.quality[d] = Quality::Unknown;
        } else if (reads_water(city.devices[d].kind) && looks_stuck(b, city, catalogue, d)) {
            b.quality[d] = Quality::Stuck;
        } else {
            b.quality[d] = Quality::Good;
        }
    }
}

struct Share {
    std::size_t silent = 0;
    std::size_t all = 0;
};

Share silent_share(const Belief& b, const std::vector<std::uint32_t>& devices) {
    Share share;
    for (const std::uint32_t d : devices) {
        ++share.all;
        if (b.silent(d)) ++share.silent;
    }
    return share;
}

void judge_sites(Belief& b, const City& city, const Catalogue& catalogue) {
    for (std::size_t s = 0; s < city.sites.size(); ++s) {
        const std::uint32_t own = catalogue.device_of_site[s];
        if (own != Catalogue::kNoPlace && b.quality[own] == Quality::Good) {
            b.site_up[s] = b.values[own][0] > 0.5F ? 1 : 0;
            continue;
        }
        const Share share = silent_share(b, catalogue.devices_of_site[s]);
        const bool says_nothing = share.all == 0 || (own != Catalogue::kNoPlace && b.quality[own] == Quality::Unknown);
        if (!says_nothing) b.site_up[s] = 2 * share.silent < share.all ? 1 : 0;
    }
}

void judge_cabinets(Belief& b, const City& city, const Catalogue& catalogue) {
    for (std::size_t c = 0; c < city.cabinets.size(); ++c) {
        bool told = false;
        bool on = false;
        for (const std::uint32_t d : catalogue.streetlights_of_cabinet[c]) {
            if (b.quality[d] != Quality::Good) continue;
            told = true;
            on = on || b.values[d][0] > 0.5F;
        }
        // A meter that speaks has mains. Meters that all fell silent while their radio cell works have not.
        Share reachable;
        for (const std::uint32_t d : catalogue.meters_of_cabinet[c]) {
            const CellSiteId site = city.devices[d].site;
            if (b.quality[d] == Quality::Good) on = told = true;
            if (site.valid() && b.site_up[site.at()] == 0) continue;
            ++reachable.all;
            if (b.silent(d)) ++reachable.silent;
        }
        if (told) {
            b.cabinet_powered[c] = on ? 1 : 0;
        } else if (reachable.all > 0 && reachable.silent == reachable.all) {
            b.cabinet_powered[c] = 0;
        }
    }
}

}  // namespace

void update_services(Belief& b, const City& city, const Catalogue& catalogue, Instant now) {
    b.now = now;
    while (!b.reports.empty() && b.reports.front().at < now - hours(1)) b.reports.pop_front();
    judge_devices(b, city, catalogue);
    judge_sites(b, city, catalogue);
    judge_cabinets(b, city, catalogue);
}

}  // namespace sd
