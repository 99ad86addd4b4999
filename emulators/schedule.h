// Who speaks when. Devices of one period, sorted by phase, are a calendar: those due in an interval are a contiguous
// run found by two binary searches, so an interval costs only what is due, whatever the size of the fleet.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"

namespace sd {

/// Devices of one period: positions [first, first + phase_ns.size()) of the schedule's order.
struct PeriodGroup {
    std::int64_t period_ns = 0;
    std::uint32_t first = 0;
    std::vector<std::int64_t> phase_ns;  ///< ascending
};

/// A run of positions that are due in the same cycle of their period.
struct DueRun {
    std::uint32_t group = 0;
    std::uint32_t cycle = 0;  ///< sample number: intended time = start + phase + cycle · period
    std::uint32_t begin = 0;  ///< positions of the order
    std::uint32_t end = 0;
    std::uint32_t first_row = 0;  ///< number of the first reading among all of the interval
};

class Schedule {
public:
    Schedule(std::span<const Device> devices, Instant start);

    /// Device numbers in the order (period, phase, device).
    [[nodiscard]] const std::vector<std::uint32_t>& order() const { return order_; }
    [[nodiscard]] const std::vector<PeriodGroup>& groups() const { return groups_; }
    [[nodiscard]] Instant intended(const DueRun& run, std::uint32_t position) const;
    /// Replaces `runs` by what is due in (from, until], grouped, in time order within a group; returns the readings.
    std::uint32_t due(Instant from, Instant until, std::vector<DueRun>& runs) const;

private:
    Instant start_;
    std::vector<std::uint32_t> order_;
    std::vector<PeriodGroup> groups_;
};

}  // namespace sd
