#include "sim/demand.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/check.h"
#include "sim/core/math.h"
#include "sim/routes.h"

namespace sd::traffic {
namespace {

struct Knot {
    double hour;
    double value;
};

double interpolate(const Knot* knots, std::size_t n, double hour) {
    for (std::size_t i = 1; i < n; ++i) {
        if (hour > knots[i].hour) continue;
        const double w = (hour - knots[i - 1].hour) / (knots[i].hour - knots[i - 1].hour);
        return knots[i - 1].value + w * (knots[i].value - knots[i - 1].value);
    }
    return knots[n - 1].value;
}

/// Nodes with a population cell may be origins; the hub is the one whose car component is largest.
std::vector<std::uint8_t> main_component(const City& city, const Network& net) {
    std::vector<std::uint8_t> best(net.nodes, 0);
    std::ptrdiff_t best_size = -1;
    const std::size_t stride = std::max<std::size_t>(1, city.population.size() / 8);
    for (std::size_t c = 0; c < city.population.size(); c += stride) {
        auto found = car_component(net, city.population[c].node.index);
        const auto size = std::count(found.begin(), found.end(), std::uint8_t{1});
        if (size <= best_size) continue;
        best_size = size;
        best = std::move(found);
    }
    return best;
}

struct Box {
    double x0 = 1e30, y0 = 1e30, x1 = -1e30, y1 = -1e30;
};

Box box_of(const City& city) {
    Box box;
    for (const PopulationCell& cell : city.population) {
        box.x0 = std::min(box.x0, cell.at.x_m);
        box.y0 = std::min(box.y0, cell.at.y_m);
        box.x1 = std::max(box.x1, cell.at.x_m);
        box.y1 = std::max(box.y1, cell.at.y_m);
    }
    return box;
}

std::uint32_t square_of(const Box& box, double side_m, LocalXY p) {
    const auto nx = static_cast<std::uint32_t>((box.x1 - box.x0) / side_m) + 1;
    return static_cast<std::uint32_t>((p.y_m - box.y0) / side_m) * nx +
           static_cast<std::uint32_t>((p.x_m - box.x0) / side_m);
}

/// Squares of the smallest side (in 10 % steps) that leave at most `max_zones` occupied.
std::vector<std::uint32_t> cluster(const City& city, const Box& box, int max_zones) {
    std::vector<std::uint32_t> square(city.population.size());
    for (double side_m = 50.0;; side_m *= 1.1) {
        for (std::size_t c = 0; c < square.size(); ++c) square[c] = square_of(box, side_m, city.population[c].at);
        std::vector<std::uint32_t> kinds = square;
        std::sort(kinds.begin(), kinds.end());
        kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
        if (kinds.size() > static_cast<std::size_t>(max_zones)) continue;
        for (auto& s : square) {
            s = static_cast<std::uint32_t>(std::lower_bound(kinds.begin(), kinds.end(), s) - kinds.begin());
        }
        return square;
    }
}

void add_gravity(Demand& demand, const City& city, double decay_m) {
    const std::uint32_t n = demand.zones;
    std::vector<double> homes(n, 0.0);
    std::vector<double> jobs(n, 0.0);
    for (std::uint32_t c = 0; c < demand.cells; ++c) {
        homes[demand.cell_zone[c]] += static_cast<double>(demand.people[c]);
        jobs[demand.cell_zone[c]] += static_cast<double>(demand.jobs[c]);
    }
    demand.to_home.assign(std::size_t{n} * n, 0.0F);
    demand.to_jobs.assign(std::size_t{n} * n, 0.0F);
    for (std::uint32_t a = 0; a < n; ++a) {
        double home_sum = 0.0;
        double jobs_sum = 0.0;
        std::vector<double> home_row(n);
        std::vector<double> jobs_row(n);
        for (std::uint32_t b = 0; b < n; ++b) {
            const LocalXY p = city.nodes[demand.zone_node[a]].at;
            const LocalXY q = city.nodes[demand.zone_node[b]].at;
            const double d = std::sqrt((p.x_m - q.x_m) * (p.x_m - q.x_m) + (p.y_m - q.y_m) * (p.y_m - q.y_m));
            // Nobody drives within a zone; an offset keeps a city of one zone defined.
            const double pull = a == b && n > 1 ? 0.0 : math::exp(-d / decay_m);
            home_row[b] = (home_sum += pull * (homes[b] + 1e-9));
            jobs_row[b] = (jobs_sum += pull * (jobs[b] + 1e-9));
        }
        for (std::uint32_t b = 0; b < n; ++b) {
            demand.to_home[std::size_t{a} * n + b] = static_cast<float>(home_row[b] / home_sum);
            demand.to_jobs[std::size_t{a} * n + b] = static_cast<float>(jobs_row[b] / jobs_sum);
        }
    }
}

}  // namespace

double demand_factor(double hour) {
    // Shape after Vietnamese urban counts: early sharp morning peak, noon bump, broad evening peak [assumed].
    static constexpr std::array<Knot, 15> kProfile{{{0.0, 0.04},
                                                    {4.0, 0.04},
                                                    {5.5, 0.25},
                                                    {6.5, 0.90},
                                                    {7.75, 0.90},
                                                    {9.0, 0.50},
                                                    {11.0, 0.60},
                                                    {12.0, 0.55},
                                                    {14.0, 0.45},
                                                    {16.0, 0.65},
                                                    {16.75, 1.0},
                                                    {18.5, 1.0},
                                                    {20.0, 0.50},
                                                    {22.0, 0.20},
                                                    {24.0, 0.04}}};
    return interpolate(kProfile.data(), kProfile.size(), hour);
}

double homeward_share(double hour) {
    static constexpr std::array<Knot, 6> kProfile{
        {{0.0, 0.8}, {5.0, 0.15}, {8.0, 0.2}, {12.0, 0.5}, {17.0, 0.75}, {24.0, 0.85}}};
    return interpolate(kProfile.data(), kProfile.size(), hour);
}

double local_hour(Instant t, Duration utc_offset) {
    constexpr std::int64_t kDay_ns = hours(24).ns;
    const std::int64_t in_day = ((t.ns + utc_offset.ns) % kDay_ns + kDay_ns) % kDay_ns;
    return static_cast<double>(in_day) / 3.6e12;
}

Demand make_demand(const City& city, const Network& net, int max_zones, double decay_m) {
    Demand demand;
    demand.cells = static_cast<std::uint32_t>(city.population.size());
    if (demand.cells == 0) return demand;
    const auto component = main_component(city, net);
    const auto zone_of = cluster(city, box_of(city), max_zones);
    const std::uint32_t clusters = *std::max_element(zone_of.begin(), zone_of.end()) + 1;
    // The busiest cell that cars can reach stands for its cluster; a cluster without one is dropped.
    std::vector<std::uint32_t> chief(clusters, kNone);
    const auto weight = [&](std::uint32_t c) { return city.population[c].people + city.population[c].jobs; };
    for (std::uint32_t c = 0; c < demand.cells; ++c) {
        if (component[city.population[c].node.at()] == 0) continue;
        std::uint32_t& best = chief[zone_of[c]];
        if (best == kNone || weight(c) > weight(best)) best = c;
    }
    std::vector<std::uint16_t> number(clusters, kNoZone);
    for (std::uint32_t z = 0; z < clusters; ++z) {
        if (chief[z] == kNone) continue;
        number[z] = static_cast<std::uint16_t>(demand.zone_node.size());
        demand.zone_node.push_back(city.population[chief[z]].node.index);
    }
    demand.zones = static_cast<std::uint32_t>(demand.zone_node.size());
    double people = 1e-9;
    double jobs = 1e-9;
    for (const PopulationCell& cell : city.population) {
        people += static_cast<double>(cell.people);
        jobs += static_cast<double>(cell.jobs);
    }
    for (std::uint32_t c = 0; c < demand.cells; ++c) {
        const PopulationCell& cell = city.population[c];
        const bool usable = number[zone_of[c]] != kNoZone;
        demand.cell_node.push_back(cell.node.index);
        demand.cell_zone.push_back(usable ? number[zone_of[c]] : std::uint16_t{0});
        demand.people.push_back(usable ? static_cast<float>(static_cast<double>(cell.people) / people) : 0.0F);
        demand.jobs.push_back(usable ? static_cast<float>(static_cast<double>(cell.jobs) / jobs) : 0.0F);
    }
    demand.waiting.assign(demand.cells, 0);
    if (demand.zones > 0) add_gravity(demand, city, decay_m);
    return demand;
}

std::uint16_t draw_destination(const Demand& demand, std::uint32_t cell, double homeward, Draw draw,
                               std::uint64_t serial) {
    constexpr std::uint32_t kWhere = stream_of("traffic.destination");
    constexpr std::uint32_t kHome = stream_of("traffic.homeward");
    const auto& table = draw.chance(kHome, cell, serial, homeward) ? demand.to_home : demand.to_jobs;
    const float* row = table.data() + std::size_t{demand.cell_zone[cell]} * demand.zones;
    const auto u = static_cast<float>(draw.uniform(kWhere, cell, serial));
    const auto* found = std::upper_bound(row, row + demand.zones, u);
    return static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(found - row, demand.zones - 1));
}

int draw_count(double mean, double uniform) {
    double term = math::exp(-mean);
    double sum = term;
    int n = 0;
    while (uniform >= sum && n < 100) {
        ++n;
        term *= mean / n;
        sum += term;
    }
    return n;
}

}  // namespace sd::traffic
