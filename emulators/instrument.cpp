#include "emulators/instrument.h"

#include <algorithm>
#include <cmath>

namespace sd {
namespace {

constexpr FaultProfile kPerfect{};
constexpr double kDay_s = 86400.0;

double unit(std::uint32_t bits) { return bits * 0x1.0p-32; }

std::array<std::uint32_t, 4> block(Draw draw, std::uint32_t stream, std::uint32_t device, std::uint32_t sample,
                                   std::uint32_t part) {
    const std::uint64_t seed = draw.seed();
    return philox({sample, part, device, stream},
                  {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

// Noise of unit variance from one Philox block: the sum of eight uniforms [Irwin 1927, Hall 1927] needs no logarithm
// and, like a real instrument, never strays beyond 4.9 standard deviations.
double noise(Draw draw, std::uint32_t device, std::uint32_t sample, std::size_t value) {
    std::uint32_t sum = 0;
    for (const std::uint32_t bits :
         block(draw, stream_of("device.noise"), device, sample, static_cast<std::uint32_t>(value))) {
        sum += (bits & 0xFFFFu) + (bits >> 16);
    }
    constexpr double kMean = 4.0 * 65535.0;
    constexpr double kPerSd = 1.2247448713915890 / 65536.0;  // √(12/8)
    return (static_cast<double>(sum) - kMean) * kPerSd;
}

// A fresh measurement: truth, gain, drift, noise, last digit; then an instrument's range; then false echoes, which are
// the only way to leave the range.
Sample fresh(const Instrument& device, const WorldView& view, const Moment& moment, const Dice& dice,
             const FaultEffects& effects, Draw draw, bool nominal) {
    const KindRow& kind = row_of(device.kind);
    const DeviceKindInfo& info = info_of(device.kind);
    const FaultProfile& profile = nominal ? kind.faults : kPerfect;
    Sample values = kind.sample(view, {device.slot, device.device}, moment.at, draw);
    const double drift = device.drift_per_ns * static_cast<double>((moment.at - moment.start).ns);
    for (std::size_t v = 0; v < static_cast<std::size_t>(info.values); ++v) {
        double sd = profile.noise_sd[v];
        double offset = 0.0;
        if (v == 0) {
            sd = std::sqrt(sd * sd + effects.noise_sd * effects.noise_sd);
            offset = drift + effects.offset;
        }
        double value = values[v] * (1.0 + profile.gain_sd[v] * static_cast<double>(device.gain)) + offset;
        if (sd > 0.0) value += sd * noise(draw, device.device, moment.sample, v);
        if (profile.resolution[v] > 0.0) value = std::nearbyint(value / profile.resolution[v]) * profile.resolution[v];
        if (nominal || effects.noise_sd > 0.0 || effects.offset != 0.0)
            value = std::clamp(value, info.min[v], info.max[v]);
        values[v] = value;
    }
    if (dice.spike < profile.spike) values[0] += profile.spike_size;
    if (effects.spike != 0.0 && dice.spike < kSpikeChance) values[0] += effects.spike;
    return values;
}

}  // namespace

Dice::Dice(Draw draw, std::uint32_t device, std::uint32_t sample) {
    const auto out = block(draw, stream_of("device.dice"), device, sample, 0);
    dropout = unit(out[0]);
    duplicate = unit(out[1]);
    spike = unit(out[2]);
    stuck = unit(out[3]);
}

void give_quirks(Instrument& instrument, Draw draw, bool nominal) {
    if (!nominal) return;
    const FaultProfile& profile = row_of(instrument.kind).faults;
    const std::uint32_t d = instrument.device;
    instrument.gain = static_cast<float>(std::clamp(draw.normal(stream_of("device.gain"), d, 0), -3.0, 3.0));
    instrument.late_s =
        static_cast<float>(std::fabs(draw.normal(stream_of("device.clock"), d, 0)) * profile.clock_skew_sd_s);
    instrument.drift_per_ns = draw.normal(stream_of("device.drift"), d, 0) * profile.drift_per_day / (kDay_s * 1e9);
}

void reboot(Instrument& instrument) {
    ++instrument.boot;
    instrument.seq = 0;
    instrument.stuck_until_ns = 0;
    instrument.flags = 0;
}

void measure(Instrument& instrument, const WorldView& view, const Moment& moment, const Dice& dice,
             const FaultEffects& effects, Draw draw, bool nominal) {
    const bool stuck = effects.stuck || moment.at.ns < instrument.stuck_until_ns;
    if (stuck && (instrument.flags & Instrument::kHasLast) != 0) return;
    const Sample values = fresh(instrument, view, moment, dice, effects, draw, nominal);
    for (std::size_t v = 0; v < 3; ++v) instrument.last[v] = static_cast<float>(values[v]);
    instrument.flags |= Instrument::kHasLast;
    const FaultProfile& profile = row_of(instrument.kind).faults;
    if (nominal && dice.stuck < profile.stuck_per_day * moment.period.seconds() / kDay_s) {
        instrument.stuck_until_ns = moment.at.ns + profile.stuck_for.ns;
    }
}

}  // namespace sd
