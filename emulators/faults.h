// Scripted device faults: what a scenario or an operator does to instruments, beyond each kind's everyday profile.
//
// Command DeviceFault:
//   target    a device name ("SD-0412"), a kind ("street_depth"), "ward:" + a ward's name or code, or "*" for all;
//             with ":share" behind it ("street_depth:0.5", "ward:Phường 5:0.2", "*:0.01") that share of them, rounded,
//             chosen by the seed
//   text      one of the names below, or name:magnitude ("dropout:0.3")
//   value     magnitude when the text has none; 0 takes the default
//   duration  0 = for ever
// The fault acts on readings with at + latency ≤ intended time < at + latency + duration.
//
//   name        magnitude                                     default
//   noise       extra sd, unit of the first value              5 % of the kind's range
//   drift       growth per hour, unit of the first value       5 % of the kind's range
//   stuck       (not used) the last reading repeats
//   dropout     chance that a reading is lost, 0…1             0.5
//   duplicate   chance that it is sent twice, 0…1              0.5
//   clock_skew  seconds, ahead if positive                     300
//   spike       height on one reading in twenty, first value   half of the kind's range
//   silent      (not used) says nothing; starts with a new boot number afterwards
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/draw.h"
#include "sim/core/hash.h"
#include "sim/core/result.h"
#include "twin/wire/messages.h"

namespace sd {

enum class FaultKind : std::uint8_t { Noise, Drift, Stuck, Dropout, Duplicate, ClockSkew, Spike, Silent, Count };
[[nodiscard]] std::string_view name_of(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> fault_named(std::string_view name);

inline constexpr double kSpikeChance = 0.05;

/// All scripted faults of one device at one moment, added up.
struct FaultEffects {
    bool silent = false;
    bool stuck = false;
    double dropout = 0.0;    ///< chance
    double duplicate = 0.0;  ///< chance
    double skew_s = 0.0;
    double noise_sd = 0.0;
    double offset = 0.0;  ///< drift so far
    double spike = 0.0;   ///< height on a spiking reading
};

[[nodiscard]] const std::vector<std::string>& fault_names();

/// Would add() take it? Without a fleet, for checks before a run.
[[nodiscard]] Result<void> check_fault(const City& city, const Command& command);

class Faults {
public:
    Faults(const City& city, Draw draw);

    [[nodiscard]] Result<void> add(const Command& command);
    /// Whether any fault was ever scripted for the device; cheap.
    [[nodiscard]] bool any(std::uint32_t device) const { return !faults_.empty() && first_[device] != kNone; }
    [[nodiscard]] FaultEffects effects(std::uint32_t device, Instant at) const;
    void add_to(StateHash& hash) const;

private:
    static constexpr std::uint32_t kNone = 0xFFFF'FFFFu;
    struct Fault {
        FaultKind kind = FaultKind::Noise;
        double magnitude = 0.0;
        Instant from;
        Instant until;
    };
    struct Link {  // singly linked list per device: latest first
        std::uint32_t fault = 0;
        std::uint32_t next = kNone;
    };

    [[nodiscard]] Result<std::vector<std::uint32_t>> devices_of(std::string_view target) const;
    [[nodiscard]] Result<std::vector<std::uint32_t>> whole(std::string_view target) const;
    [[nodiscard]] double magnitude_of(const Fault& fault, DeviceKind kind) const;

    const City* city_;
    Draw draw_;
    std::vector<Fault> faults_;
    std::vector<Link> links_;
    std::vector<std::uint32_t> first_;  // per device
};

}  // namespace sd
