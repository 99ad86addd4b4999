// Memory is fixed after the start: a warm world steps without asking for any. Counted at operator new, in a program of
// its own, because the replacement holds for the whole program.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <new>
#include <vector>

#include "sim/city/pack.h"
#include "sim/city/recipe.h"
#include "sim/salinity/read.h"
#include "sim/world.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t bytes) {
    ++allocations;
    if (void* place = std::malloc(bytes == 0 ? 1 : bytes)) return place;
    throw std::bad_alloc();
}
void* counted(std::size_t bytes, std::align_val_t align) {
    ++allocations;
    const auto unit = static_cast<std::size_t>(align);
    if (void* place = std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit)) return place;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }
void* operator new[](std::size_t bytes) { return counted(bytes); }
void* operator new(std::size_t bytes, std::align_val_t align) { return counted(bytes, align); }
void* operator new[](std::size_t bytes, std::align_val_t align) { return counted(bytes, align); }
void operator delete(void* place) noexcept { std::free(place); }
void operator delete[](void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete[](void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete[](void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }
void operator delete[](void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }

namespace sd {
namespace {

TEST(Allocations, TheCounterCounts) {
    const std::uint64_t before = allocations;
    const std::vector<int> some(100);
    EXPECT_EQ(allocations - before, 1u) << some.size();
}

TEST(Allocations, AWarmWorldStepsInTheMemoryItHas) {
    const std::filesystem::path data = std::filesystem::path(SD_SOURCE_DIR) / "data" / "my_tho";
    const auto whole = build_my_tho(data);
    ASSERT_TRUE(whole) << to_text(whole.error());
    const auto city = cut_city(*whole, {6000.0, 6000.0}, {7400.0, 7400.0});
    ASSERT_TRUE(city) << to_text(city.error());
    WorldConfig config;
    config.start = instant_of({2026, 10, 29, 18, 0, 0.0});
    config.tide = tide::vung_tau();
    config.weather.storms.push_back({config.start, hours(1), 2.0, 90.0, 0.4});
    auto rivers = salinity::read_description(data / "salinity.yaml");
    ASSERT_TRUE(rivers) << to_text(rivers.error());
    config.salt.network = std::make_shared<const salinity::Network>(salinity::build(std::move(*rivers)));
    config.salt.mouth = config.tide;
    auto world = make_world(*city, config);
    ASSERT_TRUE(world) << to_text(world.error());
    for (const int threads : {1, 2}) {
        Parallel parallel(threads);
        for (int t = 0; t < 600; ++t) step(*world, {}, parallel);
        constexpr int kTicks = 300;
        std::uint64_t all = 0;
        std::uint64_t worst = 0;
        for (int t = 0; t < kTicks; ++t) {
            const std::uint64_t before = allocations;
            step(*world, {}, parallel);
            const std::uint64_t made = allocations - before;
            all += made;
            worst = std::max(worst, made);
        }
        EXPECT_EQ(all, 0u) << threads << " threads, " << kTicks << " ticks; the worst tick made " << worst;
    }
}

}  // namespace
}  // namespace sd
