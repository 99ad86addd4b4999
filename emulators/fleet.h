// All devices of the city, speaking. Reads the truth through WorldView only; what it produces is messages and the
// issue journal that the ledger later joins with the platform's store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/city/sample_plan.h"
#include "sim/core/draw.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/core/world_view.h"
#include "twin/wire/messages.h"

namespace sd {

struct FleetConfig {
    std::uint64_t seed = 1;
    Instant start;
    bool nominal_faults = true;  ///< the small everyday faults of each kind's profile
};

/// What happened to an issued reading before it reached the bus.
enum class Fate : std::uint8_t {
    Sent,        ///< once
    Duplicated,  ///< sent twice
    LinkDown,    ///< injected loss: its cell site was dead
    Dropout,     ///< injected loss: device fault
};

struct FleetCounters {
    std::uint64_t issued = 0;      ///< readings made (a silent device makes none)
    std::uint64_t duplicated = 0;  ///< extra copies sent
    std::uint64_t injected_loss = 0;
    std::uint64_t silent_devices = 0;  ///< without power now
};

class Fleet {
public:
    virtual ~Fleet() = default;
    /// Emits every reading due in (view.from(), view.until()], sampled at its own time, appended to `out` in
    /// (device, seq) order of sending; out.sent = view.until(). The result does not depend on thread count.
    virtual void emit(const WorldView& view, Parallel& parallel, ReadingBatch& out) = 0;
    /// Citizens' calls and reports of the same interval.
    virtual void emit_reports(const WorldView& view, std::vector<CitizenReport>& out) = 0;
    /// Applies a DeviceFault command from `at` on; an Error when target or fault name is unknown.
    [[nodiscard]] virtual Result<void> inject(const Command& command) = 0;
    [[nodiscard]] virtual const FleetCounters& counters() const = 0;
    /// Fates of the readings of the last emit(), row by row of issue (also the lost ones): device, boot, seq, fate.
    struct Issued {
        std::vector<std::uint32_t> device;
        std::vector<std::uint16_t> boot;
        std::vector<std::uint32_t> seq;
        std::vector<Fate> fate;
    };
    [[nodiscard]] virtual const Issued& last_issued() const = 0;
    [[nodiscard]] virtual std::uint64_t state_hash() const = 0;
};

[[nodiscard]] std::unique_ptr<Fleet> make_fleet(const City& city, const SamplePlan& plan, const FleetConfig& config);

}  // namespace sd
