#include "emulators/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "sim/core/draw.h"

namespace sd {
namespace {

struct DueReading {
    std::int64_t at_ns;
    std::uint32_t device;
    friend auto operator<=>(const DueReading&, const DueReading&) = default;
};

constexpr Instant kBegin{1'000'000'000'000};

std::vector<Device> some_devices() {
    std::vector<Device> devices(200);
    const Draw draw(3);
    for (std::uint32_t d = 0; d < devices.size(); ++d) {
        devices[d].period = seconds(1 + draw.below(1, d, 0, 7));
        devices[d].phase =
            milliseconds(draw.below(2, d, 0, static_cast<std::uint32_t>(devices[d].period.ns / 1'000'000)));
    }
    devices[0].phase = {};
    return devices;
}

std::vector<DueReading> due(const Schedule& schedule, Instant from, Instant until) {
    std::vector<DueRun> runs;
    const std::uint32_t rows = schedule.due(from, until, runs);
    std::vector<DueReading> out;
    for (const DueRun& run : runs) {
        EXPECT_EQ(run.first_row, out.size());
        for (std::uint32_t p = run.begin; p < run.end; ++p)
            out.push_back({schedule.intended(run, p).ns, schedule.order()[p]});
    }
    EXPECT_EQ(out.size(), rows);
    return out;
}

std::vector<DueReading> by_counting(const std::vector<Device>& devices, Instant from, Instant until) {
    std::vector<DueReading> out;
    for (std::uint32_t d = 0; d < devices.size(); ++d) {
        for (Instant t = kBegin + devices[d].phase; t <= until; t = t + devices[d].period) {
            if (t > from) out.push_back({t.ns, d});
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST(Schedule, FindsExactlyWhatCountingFinds) {
    const auto devices = some_devices();
    const Schedule schedule(devices, kBegin);
    const Draw draw(4);
    for (std::uint32_t i = 0; i < 200; ++i) {
        const Instant from = kBegin + milliseconds(draw.below(5, i, 0, 40'000));
        const Instant until = from + milliseconds(draw.below(6, i, 0, i % 2 == 0 ? 500 : 25'000));
        auto found = due(schedule, from, until);
        std::sort(found.begin(), found.end());
        ASSERT_EQ(found, by_counting(devices, from, until)) << i;
    }
}

TEST(Schedule, IntervalsBeforeTheStartHaveNothing) {
    const auto devices = some_devices();
    const Schedule schedule(devices, kBegin);
    EXPECT_TRUE(due(schedule, kBegin - seconds(20), kBegin - seconds(1)).empty());
    EXPECT_TRUE(due(schedule, kBegin, kBegin).empty());
}

TEST(Schedule, RunsOfAPeriodAreInTimeOrder) {
    const auto devices = some_devices();
    const Schedule schedule(devices, kBegin);
    std::vector<DueRun> runs;
    schedule.due(kBegin + seconds(3), kBegin + seconds(40), runs);
    std::vector<DueReading> last(schedule.groups().size(), {0, 0});
    for (const DueRun& run : runs) {
        for (std::uint32_t p = run.begin; p < run.end; ++p) {
            const DueReading now{schedule.intended(run, p).ns, schedule.order()[p]};
            ASSERT_LT(last[run.group], now);
            last[run.group] = now;
        }
    }
}

}  // namespace
}  // namespace sd
