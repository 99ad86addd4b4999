// Points of interest, gauging stations, car parks and bins.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {
namespace {

PoiKind poi_kind(const std::string& name) {
    if (name == "hospital") return PoiKind::Hospital;
    if (name == "school") return PoiKind::School;
    if (name == "market") return PoiKind::Market;
    if (name == "government" || name == "ioc") return PoiKind::Government;
    if (name == "police") return PoiKind::Police;
    if (name == "fire_station") return PoiKind::Fire;
    if (name == "port" || name == "ferry_terminal") return PoiKind::Port;
    if (name == "pump_station") return PoiKind::Pump;
    return PoiKind::Other;
}

void place_pois(Draft& draft) {
    for (const Feature* f : draft.source.layer("poi")) {
        Poi poi;
        poi.name = f->get("name");
        poi.kind = poi_kind(f->get("kind"));
        poi.at = f->point;
        poi.node = nearest_node(draft.city, poi.at);
        draft.city.pois.push_back(std::move(poi));
    }
}

// A gauge must have water at the lowest tide; the deep cell nearest to the station's place.
std::uint32_t gauge_cell(const City& city, LocalXY p) {
    const int ci = city.grid.column(p.x_m);
    const int cj = city.grid.row(p.y_m);
    std::uint32_t found = city.grid.cell_clamped(p);
    double best = 1.0e30;
    for (int j = cj - 40; j <= cj + 40; ++j) {
        for (int i = ci - 40; i <= ci + 40; ++i) {
            if (!city.grid.contains(i, j) || city.ground_m(i, j) > -2.6F) continue;
            if (!is_water(static_cast<Cover>(city.cover(i, j)))) continue;
            // A gauge at a canal's mouth measures the river: canals count only where no river is within 300 m.
            const bool canal = static_cast<Cover>(city.cover(i, j)) != Cover::River;
            const double d = distance(p, city.grid.center(i, j)) + (canal ? 300.0 : 0.0);
            if (d >= best) continue;
            best = d;
            found = city.grid.cell(i, j);
        }
    }
    return found;
}

void place_stations(Draft& draft) {
    City& city = draft.city;
    for (const Feature* f : draft.source.layer("station")) {
        Station station;
        station.name = f->get("name");
        station.cell = gauge_cell(city, f->point);
        station.at = city.grid.center_of(station.cell);
        for (const AlarmLevels& alarm : draft.source.alarms) {
            if (alarm.station != station.name) continue;
            station.alarm_m = alarm.level_m;
            station.alarm_provenance = alarm.provenance;
        }
        city.stations.push_back(std::move(station));
    }
}

int count_of(const Draft& draft, const char* what) {
    const auto found = draft.settings().devices.find(what);
    return found == draft.settings().devices.end() ? 0 : found->second;
}

// Where people are, there are cars and rubbish: places drawn in proportion to people and jobs.
std::vector<LocalXY> busy_places(const Draft& draft, const char* stream, int count) {
    const City& city = draft.city;
    std::vector<double> sum;
    double total = 0.0;
    for (const PopulationCell& cell : city.population) {
        const Feature* zone = draft.zone_at(cell.at);
        if (zone != nullptr && is_built(*zone)) total += cell.people + cell.jobs;
        sum.push_back(total);
    }
    std::vector<LocalXY> out;
    for (std::uint32_t k = 0; k < static_cast<std::uint32_t>(count) && total > 0.0; ++k) {
        const double u = total * (k + draft.draw.uniform(stream_of(stream), k, 0)) / count;
        const auto at = std::min(static_cast<std::size_t>(std::lower_bound(sum.begin(), sum.end(), u) - sum.begin()),
                                 sum.size() - 1);
        LocalXY p = city.population[at].at;
        p.x_m += draft.draw.uniform(stream_of(stream), k, 1, -90.0, 90.0);
        p.y_m += draft.draw.uniform(stream_of(stream), k, 2, -90.0, 90.0);
        if (draft.water_at(p)) p = city.population[at].at;
        out.push_back(p);
    }
    return out;
}

void place_lots(Draft& draft) {
    std::uint32_t k = 0;
    for (const LocalXY p : busy_places(draft, "recipe.lot", count_of(draft, "parking_lots"))) {
        ParkingLot lot;
        lot.at = p;
        lot.node = nearest_node(draft.city, p);
        lot.capacity = 20 + 10 * static_cast<int>(draft.draw.below(stream_of("recipe.lot.size"), k++, 0, 24));
        draft.city.lots.push_back(lot);
    }
}

void place_bins(Draft& draft) {
    std::uint32_t k = 0;
    for (const LocalXY p : busy_places(draft, "recipe.bin", count_of(draft, "waste_bins"))) {
        const double rate = draft.draw.uniform(stream_of("recipe.bin.rate"), k++, 0, 0.01, 0.06);
        draft.city.bins.push_back({p, static_cast<float>(rate)});
    }
}

}  // namespace

void place_assets(Draft& draft) {
    place_pois(draft);
    place_stations(draft);
    place_lots(draft);
    place_bins(draft);
}

}  // namespace sd::recipe
