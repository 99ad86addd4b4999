// One device as an instrument: its constant quirks, its memory between readings, and the path from the measured truth
// to what it says. Knows nothing of power, links or schedules.
#pragma once

#include <array>
#include <cstdint>

#include "emulators/faults.h"
#include "emulators/kinds.h"
#include "sim/core/draw.h"

namespace sd {

/// One cache line per device, without padding: the state hash reads its bytes.
struct alignas(64) Instrument {
    std::uint32_t device = 0;
    std::uint32_t slot = 0;
    std::uint32_t cabinet = 0;       ///< that feeds it, or CabinetId::kNone
    std::uint32_t site = 0;          ///< that carries its messages, or CellSiteId::kNone
    std::uint32_t seq = 0;           ///< of the last reading, within the boot
    std::uint32_t returns_seen = 0;  ///< Mains::Cabinet::returns at the last reading
    std::int64_t stuck_until_ns = 0;
    std::array<float, 3> last{};  ///< values of the last reading
    float late_s = 0.0F;          ///< its clock is behind by this
    double drift_per_ns = 0.0;
    float gain = 0.0F;  ///< standard normal, scales gain_sd
    std::uint16_t boot = 1;
    DeviceKind kind = DeviceKind::Weather;
    std::uint8_t flags = 0;

    static constexpr std::uint8_t kHasLast = 1;
    static constexpr std::uint8_t kDown = 2;  ///< was without supply or silenced: the next reading is a new boot
};
static_assert(sizeof(Instrument) == 64);

/// The chances of one reading: one Philox block serves four decisions.
struct Dice {
    explicit Dice(Draw draw, std::uint32_t device, std::uint32_t sample);
    double dropout = 0.0;  ///< uniform in [0, 1) each
    double duplicate = 0.0;
    double spike = 0.0;
    double stuck = 0.0;
};

/// Draws the quirks of a device of this kind; all zero when not `nominal`.
void give_quirks(Instrument& instrument, Draw draw, bool nominal);

/// Starts again after loss of supply: new boot number, sequence from 1, nothing remembered.
void reboot(Instrument& instrument);

struct Moment {
    Instant at;
    Instant start;             ///< of the run: drift counts from here
    std::uint32_t sample = 0;  ///< number of the reading since start, keys its chances
    Duration period;
};

/// The values that the device says; updates its memory.
void measure(Instrument& instrument, const WorldView& view, const Moment& moment, const Dice& dice,
             const FaultEffects& effects, Draw draw, bool nominal);

}  // namespace sd
