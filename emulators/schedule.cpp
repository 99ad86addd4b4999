#include "emulators/schedule.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sim/core/check.h"

namespace sd {

Schedule::Schedule(std::span<const Device> devices, Instant start) : start_(start), order_(devices.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    const auto key = [&](std::uint32_t d) { return std::make_tuple(devices[d].period.ns, devices[d].phase.ns, d); };
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    for (std::uint32_t position = 0; position < order_.size(); ++position) {
        const Device& device = devices[order_[position]];
        SD_CHECK(device.period.ns > 0 && device.phase.ns >= 0 && device.phase < device.period);
        if (groups_.empty() || groups_.back().period_ns != device.period.ns) {
            groups_.push_back({device.period.ns, position, {}});
        }
        groups_.back().phase_ns.push_back(device.phase.ns);
    }
}

Instant Schedule::intended(const DueRun& run, std::uint32_t position) const {
    const PeriodGroup& group = groups_[run.group];
    return {start_.ns + group.phase_ns[position - group.first] + run.cycle * group.period_ns};
}

std::uint32_t Schedule::due(Instant from, Instant until, std::vector<DueRun>& runs) const {
    runs.clear();
    std::uint32_t rows = 0;
    const std::int64_t after = std::max<std::int64_t>(from.ns - start_.ns, -1);
    const std::int64_t last = until.ns - start_.ns;
    for (std::uint32_t g = 0; g < groups_.size(); ++g) {
        const PeriodGroup& group = groups_[g];
        const auto position = [&](std::int64_t phase_ns) {  // first one later than phase_ns
            const auto at = std::upper_bound(group.phase_ns.begin(), group.phase_ns.end(), phase_ns);
            return group.first + static_cast<std::uint32_t>(at - group.phase_ns.begin());
        };
        for (std::int64_t cycle = std::max<std::int64_t>(after, 0) / group.period_ns; cycle * group.period_ns <= last;
             ++cycle) {
            const std::int64_t base = cycle * group.period_ns;
            const std::uint32_t begin = position(after - base);
            const std::uint32_t end = position(last - base);
            if (begin >= end) continue;
            runs.push_back({g, static_cast<std::uint32_t>(cycle), begin, end, rows});
            rows += end - begin;
        }
    }
    return rows;
}

}  // namespace sd
