// What emulators may see of the truth: sampled columns at two moments, and the interpolation between them.
// The simulation fills a TruthFrame from a SamplePlan (sim/city/sample_plan.h); in one process it is handed over as is,
// across processes it travels as `truth.frame`. Both ways the reader interpolates the same two frames, so one process
// and three give the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/time.h"

namespace sd {

/// Which list of sampled things a channel belongs to. The lists (which cell, which edge …) are in the SamplePlan.
enum class ProbeGroup : std::uint8_t {
    Cell,        ///< terrain cells with a water, rain or air device
    Edge,        ///< road edges with a detector or camera
    Cabinet,     ///< power cabinets, all of them
    CellSite,    ///< telecom cell sites, all of them
    Bus,         ///< buses in service, fixed slots per run
    ParkingLot,  ///< all
    WasteBin,    ///< all
    Population,  ///< population cells, all
    City,        ///< one slot: the weather over the city
    Count,
};

enum class Channel : std::uint8_t {
    CellDepth_m,  ///< water depth over the ground, 0…30
    CellLevel_m,  ///< water surface above datum; ground level where dry
    CellRain_mm,  ///< rain fallen since start, cumulative
    CellRainRate_mm_h,
    CellSalinity_g_l,
    CellPm25_ug_m3,
    CellNoise_dba,
    EdgeCount,           ///< vehicles that passed the mid-point since start, cumulative
    EdgeCountMotorbike,  ///< of these, motorbikes, cumulative
    EdgeSpeed_m_s,       ///< space mean over the last minute; free speed when empty
    EdgeOccupancy,       ///< share of time a mid-block loop is covered, last minute, 0…1
    EdgeVehicles,        ///< vehicles on the edge now
    CabinetPowered,      ///< 1 on, 0 off (step)
    CabinetLoad_kw,
    SiteUp,       ///< 1 serving, 0 dead (step)
    SiteBattery,  ///< 0…1
    BusX_m,
    BusY_m,
    BusSpeed_m_s,
    BusInService,       ///< 1 on the road, 0 parked (step)
    LotOccupied,        ///< vehicles parked
    BinFill,            ///< 0…1
    PopulationDepth_m,  ///< water that people of the cell stand in
    PopulationPowered,  ///< 1 on, 0 off (step)
    PopulationTrapped,  ///< people whose journey is stuck in water near the cell
    WindSpeed_m_s,
    WindFrom_deg,
    AirTemperature_c,
    AirHumidity,  ///< 0…1
    AirPressure_hpa,
    Daylight,  ///< 0 night … 1 noon
    Count,
};

inline constexpr std::size_t kProbeGroupCount = static_cast<std::size_t>(ProbeGroup::Count);
inline constexpr std::size_t kChannelCount = static_cast<std::size_t>(Channel::Count);

struct ChannelInfo {
    const char* name;
    ProbeGroup group;
    bool step;  ///< holds the earlier frame's value instead of interpolating
};

[[nodiscard]] const ChannelInfo& info_of(Channel channel);

/// All sampled columns at one moment. columns[channel] has one value per slot of the channel's group.
struct TruthFrame {
    Instant at;
    std::array<std::vector<float>, kChannelCount> columns;

    [[nodiscard]] std::vector<float>& operator[](Channel c) { return columns[static_cast<std::size_t>(c)]; }
    [[nodiscard]] const std::vector<float>& operator[](Channel c) const { return columns[static_cast<std::size_t>(c)]; }
};

/// Reads between two frames. Valid for before.at ≤ t ≤ after.at; t outside is clamped.
class WorldView {
public:
    WorldView(const TruthFrame& before, const TruthFrame& after) : before_(&before), after_(&after) {}

    [[nodiscard]] double value(Channel channel, std::uint32_t slot, Instant t) const;
    [[nodiscard]] bool is_on(Channel channel, std::uint32_t slot, Instant t) const {
        return value(channel, slot, t) > 0.5;
    }
    [[nodiscard]] Instant from() const { return before_->at; }
    [[nodiscard]] Instant until() const { return after_->at; }

private:
    const TruthFrame* before_;
    const TruthFrame* after_;
};

}  // namespace sd
