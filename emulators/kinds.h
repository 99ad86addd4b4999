// THE table of device kinds: how each samples, what keeps it alive and its everyday small faults. The public half of a
// kind (name, unit, period, range) is sim/city/device_kinds.h. Adding a kind: one row there, one row here, one sampler.
#pragma once

#include <array>

#include "emulators/sample.h"
#include "sim/city/device_kinds.h"
#include "sim/core/time.h"

namespace sd {

/// What a device needs to speak at all.
enum class Supply : std::uint8_t {
    Mains,     ///< its cabinet, at once silent without; own battery where the register names no cabinet
    Backup,    ///< its cabinet, or kBackup of battery: it reports the outage itself before it falls silent
    Site,      ///< the battery of the cell site that it is part of
    Ignition,  ///< a vehicle in service; parked it says nothing, and no restart follows
};
inline constexpr Duration kBackup = hours(1);

/// Everyday behaviour of a healthy instrument; all of it is off when FleetConfig::nominal_faults is false.
struct FaultProfile {
    std::array<double, 3> noise_sd{};    ///< additive, unit of each value
    std::array<double, 3> gain_sd{};     ///< relative error, constant per device; keeps counters monotonic
    std::array<double, 3> resolution{};  ///< last digit; 0 = none
    double drift_per_day = 0.0;          ///< sd over devices, unit of the first value
    double stuck_per_day = 0.0;          ///< mean episodes in which the last reading repeats
    Duration stuck_for;
    double dropout = 0.0;        ///< chance that a reading is lost on the way
    double duplicate = 0.0;      ///< chance that it is sent twice
    double clock_skew_sd_s = 0;  ///< clocks are at most late (time stamps are taken before sending), constant
    double spike = 0.0;          ///< chance of a false echo on the first value
    double spike_size = 0.0;     ///< unit of the first value
};

struct KindRow {
    DeviceKind kind = DeviceKind::Count;
    SampleFunction sample = nullptr;
    Supply supply = Supply::Mains;
    FaultProfile faults;
};

[[nodiscard]] const KindRow& row_of(DeviceKind kind);

}  // namespace sd
