// Belief: the smart-city platform's twin. It learns from messages only, knows beforehand just the public city, and
// may not include anything of sim/ but sim/core and sim/city.
//
// Order of calls per round: receive()* commit() take_durable() advance().
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "twin/wire/bus.h"
#include "twin/wire/journal.h"

namespace sd {

struct TwinConfig {
    std::filesystem::path folder;  ///< log and index live here; created when absent, resumed when present
    Instant start;                 ///< simulated start of the run
    std::shared_ptr<Disk> disk;    ///< null = the real one
    Duration assimilate_every = seconds(60);
};

enum class RejectReason : std::uint8_t {
    Undecodable,
    UnknownDevice,
    WrongArity,
    NotFinite,
    OutOfRange,
    Duplicate,
    FromFuture,
    TooOld,
    UnknownPlace,  ///< a report from no known population cell
    Count
};
[[nodiscard]] const char* name_of(RejectReason reason);

struct TwinCounters {
    std::uint64_t frames = 0;
    std::uint64_t readings_received = 0;  ///< rows, duplicates included
    std::uint64_t readings_accepted = 0;
    std::uint64_t reports_accepted = 0;
    std::uint64_t acts = 0;          ///< operators' orders on alarms, refused ones included
    std::uint64_t acts_refused = 0;  ///< no such alarm, or a step that its state does not allow
    std::uint64_t reports_rejected = 0;
    std::uint64_t rejected[static_cast<std::size_t>(RejectReason::Count)] = {};  ///< readings; undecodable: frames
};

/// How far a stream is durable.
struct Durable {
    StreamId stream;
    std::uint32_t boot = 0;
    std::uint64_t seq = 0;
};

class Twin {
public:
    virtual ~Twin() = default;

    /// Takes a frame into the log's buffer. Nothing is acknowledged yet.
    virtual void receive(const Frame& frame) = 0;
    /// Group commit: on success every received frame is durable.
    [[nodiscard]] virtual Result<void> commit() = 0;
    /// What became durable since the last call, for acknowledging.
    [[nodiscard]] virtual std::vector<Durable> take_durable() = 0;
    /// What was durable when the twin opened (after a restart), for FactReceiver::resume_after.
    [[nodiscard]] virtual std::vector<Durable> recovered() const = 0;

    /// Applies every durable reading with time ≤ watermark in (time, stream, seq) order, then operators' orders on
    /// alarms (Topic::Commands) that bite before then, runs rules and, when due, the assimilation. The caller
    /// guarantees that nothing earlier than the watermark is still on its way.
    virtual void advance(Instant watermark) = 0;
    [[nodiscard]] virtual Instant watermark() const = 0;

    [[nodiscard]] virtual std::uint64_t belief_hash() const = 0;
    [[nodiscard]] virtual const TwinCounters& counters() const = 0;
    /// All alarms so far, oldest first.
    [[nodiscard]] virtual const std::vector<AlarmView>& alarms() const = 0;
    [[nodiscard]] virtual Picture picture() const = 0;
    /// Flushes and closes the index; call once at the end.
    [[nodiscard]] virtual Result<void> close() = 0;
};

[[nodiscard]] Result<std::unique_ptr<Twin>> open_twin(const City& city, const TwinConfig& config);

}  // namespace sd
