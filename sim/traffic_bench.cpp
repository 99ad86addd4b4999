#include "sim/traffic_bench.h"

#include <algorithm>
#include <chrono>

#include "sim/core/check.h"

namespace sd::traffic {
namespace {

constexpr std::uint64_t kSeed = 7;

void add_street(City& city, std::uint32_t a, std::uint32_t b, const GridTown& town) {
    const auto first = static_cast<std::uint32_t>(city.edges.size());
    for (const bool back : {false, true}) {
        RoadEdge edge;
        edge.from = NodeId{back ? b : a};
        edge.to = NodeId{back ? a : b};
        edge.reverse = EdgeId{back ? first : first + 1};
        edge.cls = RoadClass::Secondary;
        edge.lanes = static_cast<std::uint8_t>(town.lanes);
        edge.width_m = town.width_m * static_cast<float>(town.lanes);
        edge.speed_m_s = town.speed_m_s;
        edge.length_m = static_cast<float>(town.block_m);
        edge.line = {city.nodes[edge.from.at()].at, city.nodes[edge.to.at()].at};
        const bool north = edge.line[0].x_m == edge.line[1].x_m;
        edge.green_phase = north ? 1 : 0;
        city.edges.push_back(std::move(edge));
    }
}

}  // namespace

City grid_city(const GridTown& town) {
    City city;
    city.meta.name = "Chessboard";
    const int n = town.crossings;
    SD_CHECK(n >= 2);
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            RoadNode node;
            node.at = {i * town.block_m, j * town.block_m};
            node.signal = town.signal_every > 0 && (i + 2 * j) % town.signal_every == 0;
            node.cycle_s = node.signal ? static_cast<float>(town.signal_cycle_s) : 0.0F;
            city.nodes.push_back(node);
            PopulationCell cell;
            cell.at = node.at;
            cell.node = NodeId{static_cast<std::uint32_t>(j * n + i)};
            cell.people = 100.0F;
            // Jobs are in the middle, so that a rush hour has a direction.
            const bool centre = 3 * i >= n && 3 * i < 2 * n && 3 * j >= n && 3 * j < 2 * n;
            cell.jobs = centre ? 200.0F : 20.0F;
            city.population.push_back(cell);
        }
    }
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const auto at = static_cast<std::uint32_t>(j * n + i);
            if (i + 1 < n) add_street(city, at, at + 1, town);
            if (j + 1 < n) add_street(city, at, at + static_cast<std::uint32_t>(n), town);
        }
    }
    return city;
}

TrafficBenchFigures bench_traffic(const City& city, int vehicles, int steps, int threads) {
    Config config;
    // Little's law with a mean trip of about six minutes; the second call corrects by what really moved.
    config.trips_per_hour_peak = vehicles * 10.0;
    const Instant start = instant_of({2026, 10, 28, 17, 30, 0.0});
    const Draw draw(kSeed);
    auto first = make(city, config, start, draw);
    SD_CHECK(first.has_value());
    const auto inside = std::max<std::uint32_t>(1, counts(*first).inside);
    config.trips_per_hour_peak *= static_cast<double>(vehicles) / inside;
    auto state = make(city, config, start, draw);
    SD_CHECK(state.has_value());
    Parallel parallel(threads);
    TrafficBenchFigures figures;
    figures.threads = threads;
    const auto began = std::chrono::steady_clock::now();
    for (int k = 0; k < steps; ++k) {
        step(*state, city, {}, draw, start + seconds(k), seconds(1), parallel);
        figures.vehicle_updates += 2ULL * counts(*state).inside;
    }
    figures.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    figures.updates_per_s = static_cast<double>(figures.vehicle_updates) / figures.wall_s;
    figures.mean_vehicles = static_cast<double>(figures.vehicle_updates) / (2.0 * std::max(1, steps));
    return figures;
}

}  // namespace sd::traffic
