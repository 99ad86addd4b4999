// Every word the viewer shows, in both languages, in one file.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/city/city.h"
#include "sim/core/picture.h"

namespace sd::viz {

enum class Lang : std::uint8_t { Vi, En };

enum class Msg : std::uint8_t {
    Truth,
    Belief,
    Difference,
    Split,
    FloodDepth,
    DifferenceLegend,
    BelievesMore,
    MissesWater,
    TrafficLegend,
    River,
    DeepHere,
    ClosedRoad,
    Vehicles,
    Motorbike,
    Car,
    Bus,
    Truck,
    Ambulance,
    Devices,
    Good,
    Suspect,
    Stuck,
    Silent,
    Unknown,
    WaterDevice,
    WeatherDevice,
    TrafficDevice,
    PowerDevice,
    OtherDevice,
    Alarms,
    Info,
    Minor,
    Major,
    Critical,
    Precursor,
    Detected,
    Acknowledged,
    Closed,
    Rain,
    Wind,
    RiverLevel,
    FloodedArea,
    DataAge,
    NoPicture,
    SyntheticTerrain,
    HeightTimes,
    AtCentre,
    North,
    Play,
    Pause,
    StepBack,
    StepForward,
    Speed,
    Layers,
    Eye,
    Search,
    Inspector,
    Timeline,
    Live,
    Replay,
    Paused,
    PauseRun,
    ResumeRun,
    Inject,
    InjectRain,
    InjectPower,
    SendInject,
    Cameras,
    Overview,
    Street,
    Alarm,
    Water,
    MapLook,
    RiverLook,
    Language,
    Height,
    MinDepth,
    Nothing,
    NothingFound,
    Vehicle,
    Device,
    Building,
    Road,
    Cell,
    Place,
    Ward,
    Value,
    Period,
    Quality,
    Storeys,
    SpeedNow,
    SpeedLimit,
    Depth,
    Ground,
    Cover,
    Open,
    ClosedNow,
    LayerTerrain,
    LayerWater,
    LayerWards,
    LayerRoads,
    LayerTraffic,
    LayerBuildings,
    LayerVehicles,
    LayerDevices,
    LayerAlarms,
    LayerLabels,
    LayerRain,
    LayerHud,
    Stale,
    Connected,
    GoTo,
    Since,
    Threshold,
    Mean,
    Count
};
inline constexpr std::size_t kMessages = static_cast<std::size_t>(Msg::Count);

[[nodiscard]] const char* say(Msg message, Lang lang);

[[nodiscard]] Msg message_of(Quality quality);
[[nodiscard]] Msg message_of(VehicleKind kind);
[[nodiscard]] Msg message_of(Severity severity);
[[nodiscard]] Msg message_of(AlarmState state);
[[nodiscard]] const char* cover_name(Cover cover, Lang lang);

}  // namespace sd::viz
