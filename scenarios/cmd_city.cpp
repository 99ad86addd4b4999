#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "scenarios/city_source.h"
#include "scenarios/cli.h"
#include "sim/city/pack.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

const char* name_of(Provenance provenance) {
    constexpr std::array<const char*, 6> kNames{"traced", "fact", "derived", "assumed", "synthetic", "imported"};
    return kNames[static_cast<std::size_t>(provenance)];
}

Result<City> city_named(const std::string& name, const std::filesystem::path& cache) {
    auto city = load_city({name, std::nullopt}, ".", cache);
    if (!city) return fail(std::move(city.error()));
    return std::move(city->city);
}

void print_info(const City& city) {
    const CityMeta& m = city.meta;
    fmt::print("{}, {}\ngrid {} × {} cells of {} m, EPSG:{}, levels above {}\nhash {}\nlicence {}\n{}\n", m.name,
               m.province, city.grid.nx, city.grid.ny, city.grid.cell_m, m.epsg, m.vertical_datum, hex(city_hash(city)),
               m.licence, m.attribution);
    if (m.synthetic_terrain)
        fmt::print("địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval\n");
    fmt::print("\n{:<16} {:>9}  {:<10} {}\n", "layer", "objects", "provenance", "source");
    for (const LayerInfo& layer : m.layers) {
        fmt::print("{:<16} {:>9}  {:<10} {}{}{}\n", layer.name, layer.objects, name_of(layer.provenance), layer.source,
                   layer.note.empty() ? "" : "; ", layer.note);
    }
    std::array<std::size_t, kDeviceKindCount> kinds{};
    for (const Device& d : city.devices) ++kinds[static_cast<std::size_t>(d.kind)];
    fmt::print("\n{} devices\n", city.devices.size());
    for (std::size_t k = 0; k < kDeviceKindCount; ++k) {
        if (kinds[k] == 0) continue;
        const auto first = std::find_if(city.devices.begin(), city.devices.end(),
                                        [&](const Device& d) { return static_cast<std::size_t>(d.kind) == k; });
        fmt::print("  {:<20} {:>6}  e.g. {}\n", info_of(static_cast<DeviceKind>(k)).name, kinds[k], first->name);
    }
    const auto list = [](const char* what, const auto& items) {
        fmt::print("\n{}\n", what);
        for (const auto& item : items) fmt::print("  {}\n", item.name);
    };
    list("stations", city.stations);
    list("structures", city.structures);
    list("dykes", city.dykes);
    list("substations", city.substations);
    list("drains", city.drains);
}

void add_build(Cli& cli, CLI::App& city) {
    auto recipe = std::make_shared<std::string>("my_tho");
    auto out = std::make_shared<std::filesystem::path>();
    CLI::App* build = city.add_subcommand("build", "make a city pack from a recipe");
    build->footer("Example: songdoi city build my_tho --out out/my_tho_pack");
    build->add_option("recipe", *recipe, "the recipe's name");
    build->add_option("--out", *out, "folder of the pack")->required();
    build->callback([&cli, recipe, out] {
        const auto made = build_recipe(*recipe);
        if (!made) return report_errors(cli, made.error());
        if (const auto written = write_pack(*made, *out); !written) return report_errors(cli, written.error());
        fmt::print("{}  {}\n", out->string(), hex(city_hash(*made)));
    });
}

void add_info(Cli& cli, CLI::App& city) {
    auto name = std::make_shared<std::string>("my_tho");
    auto cache = std::make_shared<std::filesystem::path>("out/.cache");
    CLI::App* info = city.add_subcommand("info", "layers, provenance, devices and names of a city");
    info->footer("Example: songdoi city info my_tho");
    info->add_option("city", *name, "a recipe's name or a pack folder");
    info->add_option("--cache", *cache, "where built cities are kept");
    info->callback([&cli, name, cache] {
        const auto loaded = city_named(*name, *cache);
        if (!loaded) return report_errors(cli, loaded.error());
        print_info(*loaded);
    });
}

}  // namespace

void add_city(Cli& cli) {
    CLI::App* city = cli.app.add_subcommand("city", "build, import, describe and draw cities");
    city->require_subcommand(1);
    add_build(cli, *city);
    add_info(cli, *city);
}

}  // namespace sd
