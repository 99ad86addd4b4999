// Drives a twin by hand: readings go in as the wire would bring them, simulated time is moved on minute by minute.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/twin/small_city.h"
#include "twin/twin.h"
#include "twin/wire/messages.h"

namespace sd::test {

inline constexpr Instant kStart{1'793'185'200'000'000'000};  // 2026-10-28 about midday

struct Reading {
    std::uint32_t device = 0;
    std::uint32_t seq = 0;
    Instant at;
    std::vector<float> values;
    std::uint16_t boot = 1;
};

/// A folder of its own under the test's temporary directory, empty.
[[nodiscard]] std::filesystem::path fresh_folder(const std::string& name);
[[nodiscard]] Frame readings_frame(Instant sent, const std::vector<Reading>& readings, std::uint64_t frame_seq,
                                   std::uint32_t shard = 0);
[[nodiscard]] Frame reports_frame(const std::vector<CitizenReport>& reports, std::uint64_t frame_seq);

class Rig {
public:
    Rig(const SmallCity& town, const std::string& name, std::shared_ptr<Disk> disk = nullptr);

    [[nodiscard]] Twin& twin() { return *twin_; }
    [[nodiscard]] Instant now() const { return now_; }
    /// Sends in one frame, commits and advances to `at`.
    void send(Instant at, const std::vector<Reading>& readings);
    /// Operators' orders that bite at `at`, in one frame; advances to `at`.
    void send_orders(Instant at, const std::vector<Command>& orders);
    void send_reports(Instant at, const std::vector<CitizenReport>& reports);
    /// One round of every device for each minute: values(device, at) says what it reads, an empty vector = silent.
    using Values = std::function<std::vector<float>(std::uint32_t device, Instant at)>;
    void play(int minutes_long, const Values& values);
    /// Ends the twin as a power cut would and opens it again on the same folder and disk.
    void reopen(std::uint64_t crash_seed = 0);
    /// The frames that play() would send for the minute that ends at `at`, without sending.
    [[nodiscard]] std::vector<Reading> minute(Instant at, const Values& values);
    [[nodiscard]] const AlarmView* alarm(const std::string& rule, const std::string& place = {});

private:
    void open();
    const SmallCity& town_;
    TwinConfig config_;
    std::unique_ptr<Twin> twin_;
    Instant now_ = kStart;
    std::uint64_t frame_seq_ = 0;
    std::uint64_t report_frame_seq_ = 0;
    std::uint64_t order_frame_seq_ = 0;
    std::vector<std::uint32_t> seq_;
};

/// Everything well: dry streets, river at 0.5 m with a little noise, power on, traffic at its usual pace.
[[nodiscard]] std::vector<float> usual(const SmallCity& town, std::uint32_t device, Instant at);

}  // namespace sd::test
