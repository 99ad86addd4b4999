// What changes while a network runs. A plain value: copy it to snapshot, copy it back to restore; the continuation is
// the same bit for bit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/hash.h"
#include "sim/core/time.h"
#include "sim/sewer/model.h"

namespace sd::sewer {

/// Sums since the start, in quanta.
struct Ledger {
    std::int64_t initial = 0;
    std::int64_t inflow = 0;   ///< from outside and from the network's own inflows; negative where water was taken out
    std::int64_t spilled = 0;  ///< over rims that spill
    friend bool operator==(const Ledger&, const Ledger&) = default;
};

struct State {
    Duration at;                        ///< since the start; the curves' time
    std::vector<std::int64_t> volume;   ///< per node, quanta, ≥ 0; at outfalls: what has left (negative: come in)
    std::vector<double> head_m;         ///< per node; at outfalls the level outside
    std::vector<double> rate_m_s;       ///< per node: how fast the head moved in the last step
    std::vector<double> flow_m3_s;      ///< per link, positive from → to
    std::vector<std::uint8_t> pump_on;  ///< per pump
    Duration next_step;                 ///< that the inner step would like
    Ledger ledger;
    std::int64_t steps = 0;       ///< inner steps taken
    std::int64_t iterations = 0;  ///< of the head solver
    std::int64_t unsettled = 0;   ///< steps taken at their least length although the heads had not settled
    friend bool operator==(const State&, const State&) = default;
};

/// What comes from outside during one call of advance. An empty span means "none" or "all as built".
struct Forcing {
    std::span<const std::int64_t> inflow;  ///< per node, quanta over the whole call; may be negative down to −volume
    std::span<const double> outfall_level_m;  ///< per node; read at Outfall::External
    std::span<const double> setting;        ///< per link 0…1: how far open, or speed of a pump; conduits: free share
    std::span<const std::uint8_t> running;  ///< per link; 0: a pump without power or failed. Others ignore it
};

/// Flow through one link as the solver sees it, and how it answers to the heads at its ends.
struct Terms {
    double flow_m3_s = 0.0;
    double by_from = 0.0;  ///< ∂Q/∂H_from ≥ 0, m²/s
    double by_to = 0.0;    ///< −∂Q/∂H_to ≥ 0, m²/s
};

/// Per conduit and inner step: what is kept from the step's beginning.
struct Lag {
    double sign = 1.0;         ///< direction: +1 from → to
    double weight_up = 0.5;    ///< of the upstream area; 1 − that for downstream
    double flow_m3_s = 0.0;    ///< oriented
    double push_m3_s = 0.0;    ///< explicit part of the advection, ready to add
    double brake = 0.0;        ///< implicit part
    double two_v_m_s = 0.0;    ///< factor of the change of area
    double area_m2 = 0.0;      ///< of all barrels at the beginning
    double brink_m = 0.0;      ///< least depth at the downstream end
    double brink_slope = 0.0;  ///< its change with flow
};

/// Work space of advance; its contents mean nothing between calls.
struct Scratch {
    std::vector<double> begin_m, head_m, change_m, volume_m3, area_m2;
    std::vector<Terms> terms;
    std::vector<Lag> lags;
    std::vector<double> passed_m3;    ///< per link, through the step
    std::vector<std::int64_t> moved;  ///< per link, quanta
    std::vector<std::int64_t> gain;   ///< per node, quanta from outside in the step
    std::vector<double> pumped_m3_s;  ///< per pump: stepwise curves, fixed for a step
    std::vector<std::int32_t> short_of;
    Matrix matrix;
};

[[nodiscard]] State make_state(const Model& model);
[[nodiscard]] Scratch make_scratch(const Model& model);

/// Moves the network on by `span` > 0 in as many inner steps as it needs. Allocates nothing. SD_CHECK: spans have the
/// right length, inflow leaves no volume negative.
void advance(const Model& model, State& state, Scratch& scratch, const Forcing& forcing, Duration span);

/// Sum of the node volumes (outfalls included) minus what the ledger says it must be: 0, always.
[[nodiscard]] std::int64_t imbalance(const State& state);
/// How far the heads are from the counted water: sum over nodes of |V(head) − volume|, in m³.
[[nodiscard]] double head_volume_gap_m3(const Model& model, const State& state, Scratch& scratch);
/// Free surface that belongs to a node at its head (shaft and conduit halves), m².
[[nodiscard]] double surface_m2(const Model& model, const State& state, int node);
/// Hash of everything in the state.
[[nodiscard]] std::uint64_t hash(const State& state);

}  // namespace sd::sewer
