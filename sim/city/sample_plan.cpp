#include "sim/city/sample_plan.h"

#include <algorithm>
#include <numeric>

#include "sim/core/check.h"

namespace sd {
namespace {

std::vector<std::uint32_t> all_of(std::size_t n) {
    std::vector<std::uint32_t> out(n);
    std::iota(out.begin(), out.end(), 0U);
    return out;
}

// Cells and edges: only those with a device, sorted and unique.
std::vector<std::uint32_t> targets_of(const City& city, ProbeGroup group) {
    std::vector<std::uint32_t> out;
    for (const Device& device : city.devices) {
        if (info_of(device.kind).group == group) out.push_back(device.target);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

SamplePlan sample_plan_of(const City& city) {
    SamplePlan plan;
    const auto set = [&](ProbeGroup group, std::vector<std::uint32_t> list) {
        plan.entities[static_cast<std::size_t>(group)] = std::move(list);
    };
    set(ProbeGroup::Cell, targets_of(city, ProbeGroup::Cell));
    set(ProbeGroup::Edge, targets_of(city, ProbeGroup::Edge));
    set(ProbeGroup::Cabinet, all_of(city.cabinets.size()));
    set(ProbeGroup::CellSite, all_of(city.sites.size()));
    std::size_t buses = 0;
    for (const BusLine& line : city.bus_lines) buses += static_cast<std::size_t>(line.buses);
    set(ProbeGroup::Bus, all_of(buses));
    set(ProbeGroup::ParkingLot, all_of(city.lots.size()));
    set(ProbeGroup::WasteBin, all_of(city.bins.size()));
    set(ProbeGroup::Population, all_of(city.population.size()));
    set(ProbeGroup::City, all_of(1));

    plan.device_slot.reserve(city.devices.size());
    for (const Device& device : city.devices) {
        const auto& list = plan.of(info_of(device.kind).group);
        const std::uint32_t target = info_of(device.kind).group == ProbeGroup::City ? 0 : device.target;
        const auto found = std::lower_bound(list.begin(), list.end(), target);
        SD_CHECK(found != list.end() && *found == target);
        plan.device_slot.push_back(static_cast<std::uint32_t>(found - list.begin()));
    }
    return plan;
}

}  // namespace sd
