// One face for both schemes: a sheet of water that steps, whatever moves it. For stand-alone cases and verification;
// the city's tick uses the local-inertia sheet directly.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/grid.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/flood/extremes.h"
#include "sim/flood/fv.h"
#include "sim/flood/snapshot.h"

namespace sd::flood {

enum class Scheme : std::uint8_t { Inertia, Fv1, Fv2 };
enum class Precision : std::uint8_t { F32, F64 };

/// What the water runs over; one entry per cell, j·nx + i.
struct Ground {
    GridSpec grid;
    std::vector<double> bed_m;    ///< above datum
    std::vector<double> manning;  ///< s/m^(1/3), ≥ 0
    // Buildings that water passes between, local inertia only: the share of a cell's area that holds water, and of its
    // western and southern face that carries it, (0, 1] and 0…1. Empty: all of it.
    std::vector<double> room = {};
    std::vector<double> gap_x = {}, gap_y = {};
    /// No water level will be higher than this or 20 m above the highest bed. Above that is no room: it is not taken
    /// in.
    double highest_water_m = -1.0e9;
};

struct Discharge {
    double x_m2_s = 0.0;
    double y_m2_s = 0.0;
};

class Water {
public:
    virtual ~Water() = default;
    /// Advances by the longest stable step, at most `longest_s`; returns its length.
    virtual double step(double longest_s, Parallel& parallel) = 0;
    [[nodiscard]] virtual double bed_m(std::uint32_t cell) const = 0;
    /// Between buildings, where there are any.
    [[nodiscard]] virtual double depth_m(std::uint32_t cell) const = 0;
    /// What the cell holds, as a depth over all of it; what add() and add_row() change.
    [[nodiscard]] virtual double held_m(std::uint32_t cell) const { return depth_m(cell); }
    /// Share of the cell's area that holds water: held_m() is this of depth_m().
    [[nodiscard]] virtual double room(std::uint32_t) const { return 1.0; }
    [[nodiscard]] virtual Discharge discharge(std::uint32_t cell) const = 0;
    /// To the nearest quantum.
    virtual void set_held(std::uint32_t cell, double held_m) = 0;
    /// For the initial state.
    void set_depth(std::uint32_t cell, double depth_m) { set_held(cell, depth_m * room(cell)); }
    /// What passed through a walled face in the last step because somebody else took it there (m²/s out of the cell):
    /// the scheme's neighbouring faces then do not take the wall for a brake. Schemes that do not look there ignore it.
    virtual void tell_through(std::uint32_t cell, Side side, double out_m2_s) = 0;
    /// A dyke on the western or southern face of a cell: water passes only above its crest (m above datum).
    virtual void set_crest(std::uint32_t cell, bool west, double crest_m) = 0;
    /// Depth comes in whole quanta of this; a power of two, so sums of depths are exact.
    [[nodiscard]] virtual double quantum_m() const = 0;
    /// Depths of one row of cells, m; `depth_m` has grid.nx values.
    virtual void depths(int row, std::span<double> depth_m) const = 0;
    /// The same of what cells hold.
    virtual void holds(int row, std::span<double> held_m) const { depths(row, held_m); }
    /// Discharges of one row, m²/s at cell centres, buildings included; each span has grid.nx values.
    virtual void discharges(int row, std::span<double> x_m2_s, std::span<double> y_m2_s) const = 0;
    /// Adds whole quanta, in metres held, to every cell of a row; negative takes, never more than there is. Water that
    /// is taken takes its momentum with it. Rows of different tile rows (kTileY) may be worked on at the same time.
    virtual void add_row(int row, std::span<const double> depth_m) = 0;
    /// Opens a face of the rim; inflow and level may be changed between steps.
    virtual void open(const RimFace& face) = 0;
    [[nodiscard]] virtual std::vector<RimFace>& rim() = 0;
    /// Keeps extremes from now on; water counts as come where it is deeper than the threshold.
    virtual void watch(double threshold_m) = 0;
    /// Since watch().
    [[nodiscard]] virtual ExtremeFields extremes() = 0;
    /// All that moves, rims and extremes with it; see snapshot.h.
    [[nodiscard]] virtual Bytes snapshot() const = 0;
    /// Goes on from there bit for bit. The water must be made and opened as the one that the snapshot was taken of;
    /// after a failure past the head its state is of no use.
    [[nodiscard]] virtual Result<void> restore(std::span<const std::byte> snapshot) = 0;
    [[nodiscard]] virtual double volume_m3() const = 0;
    [[nodiscard]] virtual std::uint64_t hash() const = 0;

    [[nodiscard]] double level_m(std::uint32_t cell) const { return bed_m(cell) + depth_m(cell); }
    /// How deep the cell can be at most: beyond that the numbers end.
    [[nodiscard]] virtual double deepest_m(std::uint32_t cell) const = 0;
    /// Adds (or takes) about this much held, to the nearest quantum and never more than there is or than
    /// there is room for; returns what it was, m.
    double add(std::uint32_t cell, double depth_m);
};

/// Courant number 0.45 for finite volumes, 0.5 for local inertia. A cell whose bed is not finite is a wall. Gaps
/// between buildings: local inertia only.
[[nodiscard]] std::unique_ptr<Water> make_water(Scheme scheme, Precision precision, const Ground& ground, int isa);

/// The quantum of depth that such a sheet would have, m.
[[nodiscard]] double quantum_of_m(Precision precision, const Ground& ground);

[[nodiscard]] std::string_view name_of(Scheme scheme);
[[nodiscard]] std::string_view name_of(Precision precision);

}  // namespace sd::flood
