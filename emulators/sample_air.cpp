#include "emulators/sample.h"

namespace sd {

Sample sample_weather(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::AirTemperature_c, probe.slot, at), view.value(Channel::WindSpeed_m_s, probe.slot, at),
            view.value(Channel::AirHumidity, probe.slot, at)};
}

Sample sample_air_quality(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellPm25_ug_m3, probe.slot, at)};
}

Sample sample_noise(const WorldView& view, Probe probe, Instant at, Draw /*draw*/) {
    return {view.value(Channel::CellNoise_dba, probe.slot, at)};
}

}  // namespace sd
