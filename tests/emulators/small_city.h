// A hand-made town with every kind of device, and truth frames for it.
#pragma once

#include <string>

#include "emulators/fleet.h"
#include "sim/city/city.h"
#include "sim/city/sample_plan.h"

namespace sd::test {

/// `each` devices of every kind; even devices hang on cabinet 0 and site 0, odd ones on 1 and 1. 2 wards.
inline City small_city(std::uint32_t each = 2) {
    City city;
    city.grid = {10, 4, 10.0, {}};
    city.wards.resize(2);
    city.wards[0].name = "Phường 1";
    city.wards[1].name = "Phường 2";
    city.cabinets.resize(2);
    city.sites.resize(2);
    city.lots.resize(2);
    city.bins.resize(2);
    city.edges.resize(2);
    BusLine line;
    line.buses = 2;
    city.bus_lines = {line};
    for (std::uint32_t p = 0; p < 2; ++p) {
        PopulationCell cell;
        cell.at = {100.0 * p, 50.0};
        cell.ward = WardId{p};
        cell.site = CellSiteId{p};
        cell.people = 400.0F;
        city.population.push_back(cell);
    }
    for (std::uint32_t d = 0; d < each * kDeviceKindCount; ++d) {
        Device device;
        device.kind = static_cast<DeviceKind>(d % kDeviceKindCount);
        const DeviceKindInfo& info = info_of(device.kind);
        const std::uint32_t side = d % 2;
        device.name = "D-" + std::to_string(d);
        device.target = info.group == ProbeGroup::City ? 0 : side;
        device.ward = WardId{side};
        device.cabinet = CabinetId{side};
        device.site = CellSiteId{side};
        device.period = info.period;
        device.phase = milliseconds(1700 * d % (info.period.ns / 1'000'000));
        city.devices.push_back(device);
    }
    return city;
}

/// Every value of every channel: `base` + a number of its own, so that no two channels are mistaken for each other.
/// Switches (power, sites, buses in service, population power) are on.
inline TruthFrame frame(const SamplePlan& plan, Instant at, float base) {
    TruthFrame out;
    out.at = at;
    for (std::size_t c = 0; c < kChannelCount; ++c) {
        auto& column = out.columns[c];
        column.resize(plan.of(info_of(static_cast<Channel>(c)).group).size());
        for (std::size_t s = 0; s < column.size(); ++s) {
            column[s] = base + 0.001F * static_cast<float>(c) + 0.0001F * static_cast<float>(s);
        }
    }
    for (const Channel on :
         {Channel::CabinetPowered, Channel::SiteUp, Channel::BusInService, Channel::PopulationPowered}) {
        out[on].assign(out[on].size(), 1.0F);
    }
    for (const Channel none : {Channel::PopulationDepth_m, Channel::PopulationTrapped}) {
        out[none].assign(out[none].size(), 0.0F);
    }
    return out;
}

inline constexpr Instant kStart{1'793'000'000'000'000'000};

/// A city, its fleet and a world that stands still unless a test changes `now`.
struct Town {
    explicit Town(bool nominal, std::uint32_t each = 2, std::uint64_t seed = 1)
        : city(small_city(each)),
          plan(sample_plan_of(city)),
          config{seed, kStart, nominal},
          fleet(make_fleet(city, plan, config)),
          now(frame(plan, kStart, 0.5F)) {}

    /// One emit over `step` with the world as in `now` at both ends but power changes, which come in `next`.
    const ReadingBatch& emit(Duration step, TruthFrame next) {
        next.at = now.at + step;
        batch.clear();
        fleet->emit(WorldView(now, next), parallel, batch);
        now = std::move(next);
        return batch;
    }
    const ReadingBatch& emit(Duration step) { return emit(step, now); }

    [[nodiscard]] std::uint32_t first_of(DeviceKind kind, std::uint32_t side = 0) const {
        for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
            if (city.devices[d].kind == kind && d % 2 == side) return d;
        }
        return DeviceId::kNone;
    }
    [[nodiscard]] Command fault(std::string target, std::string name, double value = 0.0,
                                Duration duration = {}) const {
        Command command;
        command.kind = CommandKind::DeviceFault;
        command.at = now.at;
        command.target = std::move(target);
        command.text = std::move(name);
        command.value = value;
        command.duration = duration;
        return command;
    }

    City city;
    SamplePlan plan;
    FleetConfig config;
    std::unique_ptr<Fleet> fleet;
    TruthFrame now;
    Parallel parallel{1};
    ReadingBatch batch;
};

/// Rows of one device in a batch, with the values unpacked.
struct Said {
    std::uint16_t boot = 0;
    std::uint32_t seq = 0;
    std::int64_t at_ns = 0;
    std::vector<float> values;
};
inline std::vector<Said> said_by(const ReadingBatch& batch, std::uint32_t device) {
    std::vector<Said> out;
    std::size_t value = 0;
    for (std::size_t r = 0; r < batch.rows(); ++r) {
        if (batch.device[r] == device) {
            const auto begin = batch.values.begin() + static_cast<std::ptrdiff_t>(value);
            out.push_back({batch.boot[r], batch.seq[r], batch.at_ns[r], {begin, begin + batch.value_count[r]}});
        }
        value += batch.value_count[r];
    }
    return out;
}

}  // namespace sd::test
