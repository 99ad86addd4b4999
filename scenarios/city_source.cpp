#include "scenarios/city_source.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "scenarios/added_pumps.h"
#include "scenarios/run_dir.h"
#include "sim/city/pack.h"
#include "sim/city/recipe.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

namespace fs = std::filesystem;

fs::path program_file() {
    std::error_code code;
    return fs::read_symlink("/proc/self/exe", code);
}

/// Everything that a recipe's city depends on: its input files and the program that holds the recipe.
Result<std::uint64_t> recipe_key(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    files.push_back(program_file());
    StateHash hash;
    for (const fs::path& file : files) {
        const auto bytes = read_file(file);
        if (!bytes) return fail(bytes.error());
        hash.add(hash_bytes(bytes->data(), bytes->size()));
    }
    return hash.value();
}

Result<City> load_recipe(const std::string& base, const fs::path& cache, fs::path& pack) {
    const auto data = data_folder();
    if (!data) return fail(data.error());
    const auto key = recipe_key(*data / base);
    if (!key) return fail(key.error());
    pack = cache / (base + "-" + hex(*key));
    std::error_code code;
    if (fs::exists(pack / "manifest.json", code)) {
        if (auto city = read_pack(pack)) return city;  // a damaged cache is built anew
    }
    auto city = build_recipe(base);
    if (!city) return city;
    fs::create_directories(cache, code);
    // Several runs may find the cache empty at once: each writes its own folder, the first whole one is kept.
    const fs::path own = pack.string() + "." + std::to_string(::getpid());
    if (const auto written = write_pack(*city, own); !written) return fail(written.error());
    auto reread = read_pack(own);  // what later runs read, so that the first run sees the same rounding
    if (read_pack(pack)) {
        fs::remove_all(own, code);
    } else {
        fs::remove_all(pack, code);
        fs::rename(own, pack, code);
        if (code) fs::remove_all(own, code);  // somebody else's has just come; it holds the same bytes
    }
    return reread;
}

}  // namespace

Result<fs::path> data_folder() {
    if (const char* named = std::getenv("SONGDOI_DATA")) return fs::path(named);
    std::error_code code;
    for (fs::path from : {program_file().parent_path(), fs::current_path(code)}) {
        for (int up = 0; up < 6 && !from.empty(); ++up) {
            if (fs::is_directory(from / "data" / "my_tho", code)) return from / "data";
            if (from == from.root_path()) break;
            from = from.parent_path();
        }
    }
    return fail("", "the project's data folder was not found", "run inside the project, or set SONGDOI_DATA");
}

bool is_recipe(const std::string& base) { return base == "my_tho"; }

Result<City> build_recipe(const std::string& base) {
    const auto data = data_folder();
    if (!data) return fail(data.error());
    if (!is_recipe(base)) return fail("", "no recipe is called \"" + base + "\"", "the recipes are: my_tho");
    return build_my_tho(*data / base);
}

Result<LoadedCity> load_city(const CityChoice& choice, const fs::path& near, const fs::path& cache) {
    LoadedCity out;
    Result<City> city;
    if (is_recipe(choice.base)) {
        city = load_recipe(choice.base, cache, out.pack);
    } else {
        std::error_code code;
        out.pack = fs::path(choice.base);
        if (out.pack.is_relative() && fs::is_directory(near / choice.base, code)) out.pack = near / choice.base;
        if (!fs::is_directory(out.pack, code)) {
            return fail(choice.base, "no city pack is here and no recipe has this name",
                        "write my_tho, or a folder made by `songdoi city import`");
        }
        city = read_pack(out.pack);
    }
    if (!city) return fail(std::move(city.error()));
    if (choice.cut_m) {
        const auto& box = *choice.cut_m;
        city = cut_city(*city, {box[0], box[1]}, {box[2], box[3]});
        if (!city) return fail(std::move(city.error()));
    }
    if (auto added = add_pumps(*city, choice.pumps); !added) return fail(std::move(added.error()));
    out.city = std::move(*city);
    out.hash = city_hash(out.city);
    return out;
}

}  // namespace sd
