// Storm drains: trunk pipes under the streets of every catchment (drain_plan.h), each a one-dimensional network of
// sim/sewer. Grates pass water both ways: into the pipes, and out again where the pipes stand above the street. The
// outfall's flap gate shuts while the river is higher; a pump lifts over it while it has power.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/hash.h"
#include "sim/core/parallel.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/drain_plan.h"
#include "sim/flood/cells.h"
#include "sim/sewer/state.h"

namespace sd::drainage {

/// One catchment now, and the work space of its step.
struct Pipes {
    sewer::State water;
    sewer::Scratch scratch;
    std::vector<std::int64_t> inflow;     ///< per node, sewer quanta of this step
    std::vector<double> outfall_level_m;  ///< per node; read at node 0
    std::vector<double> setting;          ///< per link
    std::vector<std::uint8_t> running;    ///< per link
    double outfall_bed_m = 0.0;           ///< ground above the head holds the gate shut too, but is no river
    bool dry = true;                      ///< no water in it and none coming: not stepped
};

/// Since the start, in surface quanta.
struct Sums {
    std::int64_t swallowed = 0;   ///< street → pipes
    std::int64_t returned = 0;    ///< pipes → street, out of manholes and grates
    std::int64_t discharged = 0;  ///< pipes → river
};

struct State {
    std::shared_ptr<const Plan> plan;  ///< never null after make
    std::vector<Pipes> pipes;          ///< per drain of the city
    std::vector<float> open_share;     ///< of the inlets, 0 clogged … 1 clean
    std::vector<float> pump_share;     ///< of the rated discharge; 1 unless ordered otherwise
    std::vector<float> outflow_m3_s;   ///< last step: gate and pump
    std::vector<Duration> locked;      ///< how long water waited behind the shut flap gate
    Sums sums;
    std::int32_t surcharged_peak = 0;  ///< most manholes at once with the head above their pipe's crown
    std::int32_t over_rim_peak = 0;    ///< most manholes at once with the head above the street
};

/// For a terrain of this layout; the pipes are empty.
[[nodiscard]] Result<State> make(const City& city, const flood::Layout& layout);
void step(State& state, flood::Cells& cells, std::span<const std::uint8_t> cabinet_powered, Duration dt,
          Parallel& parallel);

/// Share of the inlets of a catchment that is blocked, 0…1. False when no drain has this name.
[[nodiscard]] bool clog(State& state, std::string_view name, double blocked_share);
/// Runs the pump of a drain at a share of its rated discharge; negative = by rule (runs while powered).
[[nodiscard]] bool set_pump(State& state, std::string_view name, double share);

/// Water in the pipes, in surface quanta: whole, because only whole ones pass.
[[nodiscard]] std::int64_t stored(const State& state);
/// 0 empty … 1 full to the street at every manhole; above where the shafts are overcharged.
[[nodiscard]] double fill(const State& state, std::size_t drain);
/// Head at the last manhole before the outfall.
[[nodiscard]] double pipe_level_m(const State& state, std::size_t drain);
/// True while the river holds the flap gate shut against water in the last manhole.
[[nodiscard]] bool is_locked(const State& state, std::size_t drain);

/// For reports.
struct Figures {
    std::size_t outfalls = 0;
    std::size_t manholes = 0;
    std::size_t outfalls_locked = 0;    ///< ever
    double locked_hours = 0.0;          ///< sum over outfalls
    double longest_locked_hours = 0.0;  ///< of one outfall
    std::int32_t surcharged_peak = 0;   ///< manholes at once, head above the pipe's crown
    std::int32_t over_rim_peak = 0;     ///< manholes at once, head above the street
    double swallowed_m3 = 0.0;
    double returned_m3 = 0.0;    ///< out of manholes onto streets
    double discharged_m3 = 0.0;  ///< through outfalls
};
[[nodiscard]] Figures figures(const State& state);
void add_to_hash(StateHash& hash, const State& state);

}  // namespace sd::drainage
