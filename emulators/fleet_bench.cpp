#include "emulators/fleet_bench.h"

#include <chrono>
#include <utility>

#include "emulators/fleet.h"
#include "sim/core/check.h"

namespace sd {
namespace {

constexpr Duration kStep = seconds(5);

std::uint32_t things(ProbeGroup group, std::uint32_t devices) {
    return group == ProbeGroup::City ? 1 : devices / 50 + 1;
}

// A town without streets: only what devices refer to.
City synthetic_city(std::uint32_t devices) {
    const std::uint32_t n = things(ProbeGroup::Cell, devices);
    City city;
    city.grid = {static_cast<int>(n), 1, 10.0, {}};
    city.cabinets.resize(n);
    city.sites.resize(n);
    city.lots.resize(n);
    city.bins.resize(n);
    BusLine line;
    line.buses = static_cast<int>(n);
    city.bus_lines = {line};
    city.devices.resize(devices);
    const Draw draw(1);
    for (std::uint32_t d = 0; d < devices; ++d) {
        Device& device = city.devices[d];
        device.kind = static_cast<DeviceKind>(d % kDeviceKindCount);
        const DeviceKindInfo& info = info_of(device.kind);
        device.target = info.group == ProbeGroup::City ? 0 : draw.below(stream_of("bench.target"), d, 0, n);
        device.cabinet = CabinetId{draw.below(stream_of("bench.cabinet"), d, 0, n)};
        device.site = CellSiteId{draw.below(stream_of("bench.site"), d, 0, n)};
        device.period = info.period;
        device.phase = {static_cast<std::int64_t>(draw.bits(stream_of("bench.phase"), d, 0) %
                                                  static_cast<std::uint64_t>(info.period.ns))};
    }
    return city;
}

TruthFrame synthetic_frame(const SamplePlan& plan, Instant at, float value) {
    TruthFrame frame;
    frame.at = at;
    for (std::size_t c = 0; c < kChannelCount; ++c) {
        frame.columns[c].assign(plan.of(info_of(static_cast<Channel>(c)).group).size(), value);
    }
    return frame;
}

}  // namespace

FleetBench bench_fleet(std::uint32_t devices, int threads, Duration simulated) {
    SD_CHECK(devices >= 1);
    const City city = synthetic_city(devices);
    const SamplePlan plan = sample_plan_of(city);
    FleetConfig config;
    const auto fleet = make_fleet(city, plan, config);
    Parallel parallel(threads);
    ReadingBatch batch;
    TruthFrame before = synthetic_frame(plan, config.start, 1.0F);
    TruthFrame after = synthetic_frame(plan, config.start + kStep, 1.5F);
    const auto begin = std::chrono::steady_clock::now();
    for (Duration t; t < simulated; t = t + kStep) {
        batch.clear();
        fleet->emit(WorldView(before, after), parallel, batch);
        std::swap(before, after);
        after.at = before.at + kStep;
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    FleetBench result;
    result.devices = devices;
    result.readings = fleet->counters().issued;
    result.wall_s = wall.count();
    result.readings_per_s = static_cast<double>(result.readings) / wall.count();
    result.state_hash = fleet->state_hash();
    return result;
}

}  // namespace sd
