// What the verification cases share. For verify*.cpp only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/flood/verify.h"
#include "sim/flood/water.h"

namespace sd::flood {

using Field = std::function<double(double x_m, double y_m)>;

/// How the case lies on the raster: as written, transposed, or turned by 90°.
enum class Lie : std::uint8_t { Straight, Transposed, Turned };

/// A stretch of open rim on one side of the case, from … to metres along it.
struct Opening {
    Side side = Side::West;
    double from_m = 0.0;
    double to_m = 1e9;
    bool level_given = false;
    double level_m = 0.0;
    bool flow_given = false;
    double inflow_m2_s = 0.0;
};

struct Case {
    std::string name;
    GridSpec grid;
    Field bed_m;
    Field level_m;  ///< initial
    double manning = 0.0;
    std::vector<Opening> openings;
    // Buildings that water passes between: shares at the middles of cells, of faces across x and across y. Empty: none.
    Field room = {}, gap_x = {}, gap_y = {};
};

struct Way {
    Scheme scheme = Scheme::Fv1;
    Precision precision = Precision::F32;
    Lie lie = Lie::Straight;
    [[nodiscard]] std::string name() const;
};

/// One case on the raster in one way; cells are named as the case is written.
class Played {
public:
    Played(const Case& what, const Way& way);
    void play(double until_s, Parallel& parallel);
    /// Along all open faces with a given flow, m²/s.
    void set_inflow(double inflow_m2_s);
    /// Along all open faces with a given level.
    void set_level(double level_m);
    [[nodiscard]] double depth_m(int i, int j) const { return water_->depth_m(cell(i, j)); }
    [[nodiscard]] double bed_m(int i, int j) const { return water_->bed_m(cell(i, j)); }
    [[nodiscard]] double level_m(int i, int j) const { return water_->level_m(cell(i, j)); }
    [[nodiscard]] Discharge discharge(int i, int j) const;
    [[nodiscard]] double volume_m3() const { return water_->volume_m3(); }
    [[nodiscard]] double inflow_m3() const;
    /// Σ|h − exact| / Σ exact.
    [[nodiscard]] double relative_l1(const Field& exact_depth_m) const;
    [[nodiscard]] const GridSpec& grid() const { return grid_; }

private:
    [[nodiscard]] std::uint32_t cell(int i, int j) const;
    [[nodiscard]] Side turned(Side side) const;
    void open(const Opening& opening);
    void build(const Case& what, Ground& ground) const;

    GridSpec grid_;
    GridSpec lain_;
    Lie lie_;
    std::unique_ptr<Water> water_;
    double now_s_ = 0.0;
};

/// Cells whose depths differ in any bit between the straight case and its two other lies after `until_s`.
[[nodiscard]] VerifyRow same_bytes_row(const Case& what, Way way, double until_s, Parallel& parallel);

/// A row that holds when value ≤ bar; NaN never does.
[[nodiscard]] VerifyRow row_of(std::string name, double value, double bar, std::string note = {});

/// The ways to play: schemes given, both precisions.
[[nodiscard]] std::vector<Way> ways(const std::vector<Scheme>& schemes);

using Rows = std::vector<VerifyRow>;
void verify_rest(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_dams(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_basin(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_steady(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_depressions(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_plain(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_gaps(const VerifyPlan& plan, Parallel& parallel, Rows& rows);
void verify_canals(const VerifyPlan& plan, Parallel& parallel, Rows& rows);

}  // namespace sd::flood
