// The one value that eyes see. Truth and belief both render into it; viewer, reports and tests compare two of them,
// and their difference is the twin error. Immutable once made: share it as shared_ptr<const Picture>.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/grid.h"
#include "sim/core/id.h"
#include "sim/core/time.h"

namespace sd {

enum class Eye : std::uint8_t { Truth, Belief };

enum class VehicleKind : std::uint8_t { Motorbike, Car, Bus, Truck, Ambulance, Count };

/// One row per vehicle; empty in a belief picture (the twin never sees single vehicles but buses).
struct VehicleColumns {
    std::vector<std::uint32_t> id;
    std::vector<float> x_m;
    std::vector<float> y_m;
    std::vector<float> heading_rad;  ///< 0 = east, counter-clockwise
    std::vector<float> speed_m_s;
    std::vector<VehicleKind> kind;
};

/// One row per road edge of the city.
struct EdgeColumns {
    std::vector<float> speed_m_s;    ///< mean speed now (belief: as assimilated)
    std::vector<float> vehicles;     ///< vehicles on the edge (belief: estimate)
    std::vector<std::uint8_t> open;  ///< 0 closed (truth: impassable; belief: held to be)
};

enum class Quality : std::uint8_t { Good, Suspect, Stuck, Silent, Unknown };

/// One row per device of the city's register; in a truth picture only `alive` has meaning.
struct DeviceColumns {
    std::vector<float> value;  ///< last accepted reading, in the kind's unit; NaN if none
    std::vector<Instant> at;   ///< its own time
    std::vector<Quality> quality;
};

enum class AlarmState : std::uint8_t { Precursor, Detected, Acknowledged, Closed };
enum class Severity : std::uint8_t { Info, Minor, Major, Critical };

struct AlarmView {
    std::uint64_t id = 0;
    std::string rule;   ///< e.g. "river_level", "street_depth", "stuck_gauge", "congestion", "silent_district"
    std::string place;  ///< ward, street or device name as the register has it
    std::string text_vi;
    std::string text_en;
    Severity severity = Severity::Info;
    AlarmState state = AlarmState::Detected;
    LocalXY at_xy;
    Instant since;
    Instant updated;
    double value = 0.0;  ///< what tripped it
    double threshold = 0.0;
};

struct WeatherView {
    float rain_mm_h = 0.0F;  ///< city mean
    float wind_m_s = 0.0F;
    float wind_from_deg = 0.0F;
    float daylight = 1.0F;       ///< 0…1
    float river_level_m = 0.0F;  ///< at the city's main gauge
};

struct Picture {
    Eye eye = Eye::Truth;
    Instant at;
    GridSpec grid;        ///< of depth_m; the city grid or a coarsening of it
    Grid<float> depth_m;  ///< 0 where dry
    VehicleColumns vehicles;
    EdgeColumns edges;
    DeviceColumns devices;
    std::vector<std::uint8_t> cabinet_powered;  ///< 1 on
    std::vector<std::uint8_t> site_up;          ///< 1 on
    std::vector<AlarmView> alarms;              ///< belief only
    WeatherView weather;
};

}  // namespace sd
