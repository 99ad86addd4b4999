#include "sim/city/importers/import.h"

#include <unistd.h>

#include "sim/city/importers/assemble.h"
#include "sim/city/pack.h"

namespace sd {
namespace {

/// Files of netconvert; removed when the import ends, whichever way.
class WorkFolder {
public:
    WorkFolder() : path_(std::filesystem::temp_directory_path() / ("songdoi-import-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~WorkFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Result<void> check_options(const ImportOptions& options) {
    const auto must_exist = [](const std::filesystem::path& file) -> Result<void> {
        if (std::filesystem::is_regular_file(file)) return {};
        return fail(file.string(), "no such file", "check the path");
    };
    if (auto found = must_exist(options.osm); !found) return found;
    if (options.dem) {
        if (auto found = must_exist(*options.dem); !found) return found;
    }
    if (options.cell_m < 2.0 || options.cell_m > 100.0)
        return fail("", "the cell size must be 2…100 m", "e.g. --cell 10");
    if (options.bbox_deg) {
        const auto& b = *options.bbox_deg;
        if (!(b[0] < b[2]) || !(b[1] < b[3]) || b[0] < -180 || b[2] > 180 || b[1] < -85 || b[3] > 85) {
            return fail("", "the box must be west,south,east,north in degrees",
                        "e.g. --bbox 106.28,10.29,106.45,10.42");
        }
    }
    return {};
}

}  // namespace

Result<City> import_city(const ImportOptions& options, ImportLog& log) {
    using namespace importers;
    if (const auto good = check_options(options); !good) return fail(good.error());
    const WorkFolder work;
    auto osm = read_osm(options.osm);
    if (!osm) return fail(osm.error());
    const auto bounds = options.bbox_deg.value_or(osm->bounds_deg);

    City city;
    city.meta.name = options.name.empty() ? options.osm.stem().stem().string() : options.name;
    city.meta.attribution = "© OpenStreetMap contributors (ODbL)";
    city.meta.licence = "ODbL-1.0";
    city.meta.vertical_datum = options.vertical_datum;
    city.meta.synthetic_terrain = !options.dem.has_value();
    const auto frame = lay_grid(city, options, bounds, log);
    if (!frame) return fail(frame.error());
    if (const auto laid = lay_terrain(city, *frame, options, log); !laid) return fail(laid.error());
    Assumed assumed;
    assumed.cover_cells = lay_surface(city, *frame, *osm, log);

    const auto roads_file = work.path() / "roads.osm";
    if (const auto cut = write_roads_osm(options.osm, roads_file); !cut) return fail(cut.error());
    auto net = roads_from_osm(roads_file, bounds, frame->crs, work.path());
    if (!net) return fail(net.error());
    if (const auto laid = lay_streets(city, *frame, std::move(*net), log); !laid) return fail(laid.error());
    assumed.storeys = lay_buildings(city, *frame, *osm, log);
    if (const auto added = add_layers(city, *frame, options, log); !added) return fail(added.error());
    lay_places(city, *frame, *osm);
    furnish(city, log);
    describe_layers(city, options, assumed);
    city.meta.notes = log.lines;

    Errors errors = check_city(city, options.osm.string());
    if (!errors.empty()) return fail(std::move(errors));
    return city;
}

}  // namespace sd
