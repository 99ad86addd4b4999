#include "sim/city/importers/osm_tags.h"

#include <array>
#include <charconv>
#include <cstring>

namespace sd::importers {
namespace {

template <class T>
struct Row {
    std::string_view key;
    std::string_view value;
    T meaning;
};

constexpr std::array<Row<Cover>, 22> kCovers{{
    {"landuse", "residential", Cover::Mixed},
    {"landuse", "commercial", Cover::Dense},
    {"landuse", "retail", Cover::Dense},
    {"landuse", "industrial", Cover::Industrial},
    {"landuse", "railway", Cover::Industrial},
    {"landuse", "orchard", Cover::Orchard},
    {"landuse", "forest", Cover::Orchard},
    {"natural", "wood", Cover::Orchard},
    {"natural", "scrub", Cover::Orchard},
    {"landuse", "farmland", Cover::Rice},
    {"landuse", "meadow", Cover::Rice},
    {"landuse", "grass", Cover::Park},
    {"leisure", "park", Cover::Park},
    {"leisure", "garden", Cover::Park},
    {"leisure", "pitch", Cover::Park},
    {"landuse", "cemetery", Cover::Park},
    {"landuse", "recreation_ground", Cover::Park},
    {"natural", "grassland", Cover::Park},
    {"landuse", "construction", Cover::Bare},
    {"landuse", "quarry", Cover::Bare},
    {"natural", "sand", Cover::Bare},
    {"landuse", "farmyard", Cover::Mixed},
}};

constexpr std::array<Row<PoiKind>, 14> kPlaces{{
    {"amenity", "hospital", PoiKind::Hospital},
    {"amenity", "clinic", PoiKind::Hospital},
    {"amenity", "school", PoiKind::School},
    {"amenity", "university", PoiKind::School},
    {"amenity", "college", PoiKind::School},
    {"amenity", "kindergarten", PoiKind::School},
    {"amenity", "marketplace", PoiKind::Market},
    {"amenity", "townhall", PoiKind::Government},
    {"office", "government", PoiKind::Government},
    {"amenity", "police", PoiKind::Police},
    {"amenity", "fire_station", PoiKind::Fire},
    {"amenity", "ferry_terminal", PoiKind::Port},
    {"man_made", "pumping_station", PoiKind::Pump},
    {"man_made", "monitoring_station", PoiKind::Gauge},
}};

constexpr std::array<Row<double>, 5> kWaterways{{
    {"waterway", "river", 30.0},
    {"waterway", "canal", 15.0},
    {"waterway", "stream", 4.0},
    {"waterway", "ditch", 3.0},
    {"waterway", "drain", 3.0},
}};

template <class Rows>
auto find(const Rows& rows, std::string_view key, std::string_view value) {
    for (const auto& row : rows) {
        if (row.key == key && row.value == value) return std::optional{row.meaning};
    }
    return std::optional<decltype(rows[0].meaning)>{};
}

}  // namespace

std::optional<Cover> cover_of_tag(std::string_view key, std::string_view value) { return find(kCovers, key, value); }
std::optional<PoiKind> poi_of_tag(std::string_view key, std::string_view value) { return find(kPlaces, key, value); }
std::optional<double> waterway_width_m(std::string_view value) { return find(kWaterways, "waterway", value); }

int building_use(std::string_view value) {
    for (const std::string_view shop : {"retail", "commercial", "supermarket", "kiosk", "office", "hotel"}) {
        if (value == shop) return 1;
    }
    for (const std::string_view works : {"industrial", "warehouse", "farm_auxiliary", "barn", "hangar", "service"}) {
        if (value == works) return 2;
    }
    for (const std::string_view open :
         {"school", "hospital", "church", "public", "civic", "government", "university"}) {
        if (value == open) return 3;
    }
    return 0;
}

std::optional<double> metres_of(const char* text) {
    if (text == nullptr) return std::nullopt;
    double value = 0.0;
    const char* const end = text + std::strlen(text);
    const auto [next, error] = std::from_chars(text, end, value);
    if (error != std::errc{} || !(value >= 0.0) || value > 1e4) return std::nullopt;
    std::string_view rest(next, static_cast<std::size_t>(end - next));
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (!rest.empty() && rest != "m") return std::nullopt;
    return value;
}

}  // namespace sd::importers
