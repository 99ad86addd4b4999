// The public map of a city: terrain, roads, structures, asset register. Everybody may read it, also the platform;
// it never holds scenario, seed, forcing or state. Files: sim/city/pack.h reads and writes it, the importers and the
// default city's recipe make it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/city/device_kinds.h"
#include "sim/core/geo.h"
#include "sim/core/grid.h"
#include "sim/core/id.h"

namespace sd {

/// How far a number can be believed; every layer and many objects carry one.
enum class Provenance : std::uint8_t { Traced, Fact, Derived, Assumed, Synthetic, Imported };

struct LayerInfo {
    std::string name;  ///< "terrain", "roads", "buildings", …
    Provenance provenance = Provenance::Assumed;
    std::string source;
    std::string note;
    std::uint64_t objects = 0;
};

struct CityMeta {
    int format = 1;    ///< pack format version
    std::string name;  ///< "Mỹ Tho (stylised)"
    std::string province;
    int epsg = 0;                   ///< projected system of LocalXY before the origin shift, e.g. 32648
    double origin_easting_m = 0.0;  ///< projected coordinates of LocalXY (0, 0)
    double origin_northing_m = 0.0;
    std::string vertical_datum;     ///< "Hon Dau"
    std::array<LonLat, 4> corners;  ///< of the grid: SW, SE, NE, NW (for graticules and labels)
    Duration utc_offset = kVietNamOffset;
    std::string attribution;  ///< printed on every picture
    std::string licence;
    bool synthetic_terrain = false;  ///< true: every map says "địa hình giả định – không dùng để phê duyệt"
    std::vector<LayerInfo> layers;
    std::vector<std::string> notes;  ///< an import's log: what was found, clipped, assumed and left out
};

enum class Cover : std::uint8_t {
    River,
    Canal,
    Lake,
    Road,
    Building,
    Dense,
    Mixed,
    Orchard,
    Rice,
    Industrial,
    Park,
    Bare,
    Count
};
/// Manning's n in s/m^(1/3) by land cover [tables of hydromt_sfincs; built-up 0.03 where buildings are resolved].
[[nodiscard]] double manning_of(Cover cover);
/// Share of the area that sheds rain (no infiltration), 0…1.
[[nodiscard]] double impervious_share(Cover cover);
[[nodiscard]] bool is_water(Cover cover);

struct Ward {
    std::string code;  ///< administrative code, e.g. "28249"
    std::string name;  ///< "Phường 5"
    std::vector<std::vector<LocalXY>> rings;
    double population = 0.0;
    LocalXY label;
};

enum class RoadClass : std::uint8_t { Motorway, Trunk, Primary, Secondary, Tertiary, Residential, Hem, Ferry, Count };

struct RoadNode {
    LocalXY at;
    bool signal = false;
    float cycle_s = 0.0F;  ///< signal cycle, 0 without signal
};

/// One direction of a street. Two-way streets are two edges that name each other in `reverse`.
struct RoadEdge {
    NodeId from;
    NodeId to;
    EdgeId reverse;
    RoadClass cls = RoadClass::Residential;
    std::uint8_t lanes = 1;
    bool bridge = false;
    bool motorbike_only = false;  ///< hẻm
    float width_m = 3.5F;         ///< of this direction's carriageway
    float speed_m_s = 11.1F;      ///< limit
    float length_m = 0.0F;
    float bridge_deck_m = 0.0F;  ///< deck level above datum, when bridge
    std::string name;
    std::vector<LocalXY> line;         ///< from → to, ≥ 2 points
    std::vector<std::uint32_t> cells;  ///< terrain cells under the line, in order (empty on bridges): they get wet
    std::uint8_t green_phase = 0;      ///< phase at `to` that gives green, when it is signalled
};

struct Building {
    std::vector<LocalXY> outline;  ///< closed ring without repeated end, counter-clockwise
    std::uint8_t storeys = 1;
    float height_m = 4.0F;
    float plinth_m = 0.2F;  ///< ground floor above the terrain
    std::uint8_t use = 0;   ///< 0 home, 1 shop, 2 industry, 3 public
};

enum class StructureKind : std::uint8_t { Sluice, FlapGate, Pump, Culvert };

/// A device between two terrain cells. Flow inside → outside is positive.
struct Structure {
    StructureKind kind = StructureKind::Sluice;
    std::string name;
    std::uint32_t cell_inside = 0;   ///< landward
    std::uint32_t cell_outside = 0;  ///< riverward
    float width_m = 0.0F;
    float sill_m = 0.0F;     ///< invert level above datum
    float height_m = 0.0F;   ///< opening height
    float pump_m3_s = 0.0F;  ///< rated discharge, pumps only
    CabinetId cabinet;       ///< pumps need power
    /// Sluice rule: closed when outside level exceeds this; +inf = always open, -inf = always closed.
    float close_above_m = 1.0e9F;
    Provenance provenance = Provenance::Assumed;
};

/// A dyke or levee line: its crest is already in ground_m; a breach lowers the listed cells.
struct Dyke {
    std::string name;
    std::vector<LocalXY> line;
    std::vector<std::uint32_t> cells;
    float crest_m = 0.0F;
    Provenance provenance = Provenance::Assumed;
};

/// Storm drainage of one catchment: inlets of its paved cells feed one outfall through a flap gate.
struct Drain {
    std::string name;
    std::uint32_t outfall_cell = 0;
    float invert_m = 0.0F;    ///< outfall invert above datum
    float area_m2 = 0.0F;     ///< full-bore outfall area
    float storage_m3 = 0.0F;  ///< pipes and manholes
    float inlet_m3_s = 0.0F;  ///< capacity of all inlets together
    float ground_m = 0.0F;    ///< lowest inlet level
    CabinetId pump_cabinet;   ///< of its pump, if any
    float pump_m3_s = 0.0F;   ///< 0 = gravity only
    std::vector<std::uint32_t> inlet_cells;
};

struct PopulationCell {
    LocalXY at;
    std::uint32_t cell = 0;  ///< terrain cell
    WardId ward;
    NodeId node;  ///< nearest road node
    CabinetId cabinet;
    CellSiteId site;
    float people = 0.0F;
    float jobs = 0.0F;
};

struct Substation {
    std::string name;
    LocalXY at;
    std::uint32_t cell = 0;
    float plinth_m = 0.5F;  ///< equipment above ground: deeper water trips it
};
struct Cabinet {
    LocalXY at;
    std::uint32_t cell = 0;
    SubstationId substation;
    float plinth_m = 0.5F;
    float rated_kw = 400.0F;
};
struct CellSite {
    std::string name;
    LocalXY at;
    std::uint32_t cell = 0;
    CabinetId cabinet;
    float battery_h = 4.0F;
    float plinth_m = 0.8F;
};
struct ParkingLot {
    LocalXY at;
    NodeId node;
    int capacity = 0;
};
struct WasteBin {
    LocalXY at;
    float fill_per_h = 0.02F;
};

struct BusLine {
    std::string name;
    std::vector<EdgeId> route;  ///< a closed or out-and-back walk of edges
    Duration headway = minutes(20);
    int buses = 0;  ///< device slots: buses in service at once
};

enum class PoiKind : std::uint8_t { Hospital, School, Market, Government, Police, Fire, Port, Pump, Gauge, Other };
struct Poi {
    std::string name;
    PoiKind kind = PoiKind::Other;
    LocalXY at;
    NodeId node;
};

/// A named water level station; `device` if it is also equipped.
struct Station {
    std::string name;
    LocalXY at;
    std::uint32_t cell = 0;
    std::array<float, 3> alarm_m{};  ///< báo động I, II, III; 0 = none
    std::array<Provenance, 3> alarm_provenance{};
    DeviceId device;
};

/// One row of the asset register.
struct Device {
    DeviceKind kind = DeviceKind::Weather;
    std::string name;  ///< unique code, e.g. "SD-0412"
    LocalXY at;
    std::uint32_t target = 0;  ///< cell number, edge, cabinet, site, bus slot, lot or bin, by the kind's group
    WardId ward;
    CabinetId cabinet;  ///< mains supply; invalid = own battery
    CellSiteId site;    ///< radio link
    Duration period;    ///< > 0
    Duration phase;     ///< 0 ≤ phase < period
};

/// Open-water edges where a scenario prescribes levels or lets waves out.
enum class BoundarySide : std::uint8_t { West, East, South, North };
struct Boundary {
    std::string name;  ///< "east" (tidal), "west" (upstream)
    BoundarySide side = BoundarySide::East;
    std::vector<std::uint32_t> cells;  ///< wet cells on that rim
    bool tidal = false;                ///< true: level prescribed; false: waves radiate out around `mean_discharge`
};

struct CanalLine {
    std::string name;
    std::vector<LocalXY> line;
    float width_m = 0.0F;
    float bed_m = 0.0F;
};

struct City {
    CityMeta meta;
    GridSpec grid;
    Grid<float> ground_m;      ///< terrain and bed level above datum; bridges are not in it
    Grid<std::uint8_t> cover;  ///< Cover
    Grid<std::int16_t> ward;   ///< index into wards, -1 none
    Grid<std::int16_t> drain;  ///< index into drains, -1 none
    std::vector<Ward> wards;
    std::vector<RoadNode> nodes;
    std::vector<RoadEdge> edges;
    std::vector<Building> buildings;
    std::vector<CanalLine> canals;
    std::vector<Structure> structures;
    std::vector<Dyke> dykes;
    std::vector<Drain> drains;
    std::vector<PopulationCell> population;
    std::vector<Substation> substations;
    std::vector<Cabinet> cabinets;
    std::vector<CellSite> sites;
    std::vector<ParkingLot> lots;
    std::vector<WasteBin> bins;
    std::vector<BusLine> bus_lines;
    std::vector<Poi> pois;
    std::vector<Station> stations;
    std::vector<Boundary> boundaries;
    std::vector<Device> devices;
};

}  // namespace sd
