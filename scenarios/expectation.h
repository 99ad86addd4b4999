// What a scenario demands of a run, and the judge of it. Expectations look at minute samples (samples.h) only, so the
// same judge works in a run, in a replay and in a test that makes samples by hand.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "scenarios/sample_list.h"
#include "scenarios/samples.h"
#include "sim/core/time.h"

namespace sd {

enum class Subject : std::uint8_t {
    Alarm,  ///< the IOC shows an alarm of rule `name` [at `place`]
    NoAlarm,
    LedgerCloses,
    StreetFloodedKm,  ///< kilometres of street deeper than `argument` metres (truth)
    Level,            ///< water level at station `name`, metres above datum (truth)
    DeviceReads,      ///< last value the platform accepted from device `name` (belief)
    Vehicles,         ///< vehicles on the road (truth)
    MovingVehicles,
    Alarms,     ///< number of alarms raised so far
    DepthRmse,  ///< of the twin at the last error mark, metres
    DepthIou,
};

enum class When : std::uint8_t {
    By,      ///< at some sample not later than `at`
    At,      ///< at the first sample not before `at`
    Always,  ///< at every sample
    End,     ///< at the last sample
};

struct Expectation {
    When when = When::End;
    Instant at;
    Subject subject = Subject::LedgerCloses;
    std::string name;
    std::string place;
    double argument = 0.0;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool low_open = false;  ///< '>' instead of '>='
    bool high_open = false;
    Duration held;     ///< By: the condition must hold this long without a break
    std::string text;  ///< as written
    int line = 0;
};

struct Verdict {
    std::string text;
    bool ok = false;
    bool judged = false;  ///< false: the run ended before it could be decided
    std::string found;    ///< what was seen instead, or when it came true
};

/// The world as expectations see it after a run.
struct Evidence {
    SampleList list;
    std::vector<TruthSample> truth;
    std::vector<BeliefSample> belief;
    std::vector<AlarmView> alarms;
    std::vector<ErrorMark> errors;
    bool ledger_closes = false;
};

[[nodiscard]] std::vector<Verdict> judge(const std::vector<Expectation>& expectations, const Evidence& evidence);

}  // namespace sd
