// What may be done to the world from outside while it runs. Inputs are journalled; the same inputs at the same ticks
// give the same world.
#pragma once

#include <cstdint>
#include <string>

#include "sim/core/geo.h"
#include "sim/core/time.h"

namespace sd {

enum class InputKind : std::uint8_t {
    SetSluice,
    BreachDyke,
    SetPump,
    FailPower,
    CloseRoad,
    RainCell,
    ClogInlets,
    Note
};

/// Targets by the names of the city's register; see CommandKind in twin/wire/messages.h for each kind's meaning.
struct Input {
    InputKind kind = InputKind::Note;
    std::string target;
    double value = 0.0;
    LocalXY where;
    Duration duration;
};

}  // namespace sd
