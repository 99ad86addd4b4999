#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "scenarios/city_source.h"
#include "scenarios/cli.h"
#include "scenarios/run_dir.h"
#include "sim/city/pack.h"
#include "sim/city/preview.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

Result<City> city_named(const std::string& name, const std::filesystem::path& cache) {
    auto city = load_city({name, std::nullopt, {}}, ".", cache);
    if (!city) return fail(std::move(city.error()));
    return std::move(city->city);
}

/// What describe_city leaves out: the names that scenarios use.
void print_info(const City& city) {
    fmt::print("{}", describe_city(city));
    const auto list = [](const char* what, const auto& items) {
        fmt::print("\n{}\n", what);
        for (const auto& item : items) fmt::print("  {}\n", item.name);
    };
    list("stations", city.stations);
    list("structures", city.structures);
    list("dykes", city.dykes);
    list("substations", city.substations);
    list("drains", city.drains);
    fmt::print("\ndevices, the first of each kind\n");
    for (std::size_t k = 0; k < kDeviceKindCount; ++k) {
        const auto kind = static_cast<DeviceKind>(k);
        const auto first =
            std::find_if(city.devices.begin(), city.devices.end(), [&](const Device& d) { return d.kind == kind; });
        if (first != city.devices.end()) fmt::print("  {:<20} {}\n", info_of(kind).name, first->name);
    }
}

void draw_preview(Cli& cli, const std::string& name, const std::filesystem::path& cache,
                  const std::filesystem::path& out) {
    const auto loaded = city_named(name, cache);
    if (!loaded) return report_errors(cli, loaded.error());
    const auto png = preview_png(*loaded);
    if (!png) return report_errors(cli, png.error(), Exit::Invalid);
    const std::string_view bytes(reinterpret_cast<const char*>(png->data()), png->size());
    if (const auto written = write_file(out, bytes); !written) return report_errors(cli, written.error());
    fmt::print("{}\n", out.string());
}

void add_preview(Cli& cli, CLI::App& city) {
    auto name = std::make_shared<std::string>("my_tho");
    auto cache = std::make_shared<std::filesystem::path>("out/.cache");
    auto out = std::make_shared<std::filesystem::path>("preview.png");
    CLI::App* preview = city.add_subcommand("preview", "draw a city as a map sheet");
    preview->footer("Example: songdoi city preview my_tho --out out/my_tho.png");
    preview->add_option("city", *name, "a recipe's name or a pack folder");
    preview->add_option("--cache", *cache, "where built cities are kept");
    preview->add_option("--out", *out, "PNG file");
    preview->callback([&cli, name, cache, out] { draw_preview(cli, *name, *cache, *out); });
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
    add_preview(cli, *city);
    add_city_import(cli, *city);
}

}  // namespace sd
