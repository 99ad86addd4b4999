// What the platform keeps: the append-only log is the fact, a SQLite index (readings, rejects, reports, alarms,
// catalogue) is derived from it and rebuilt from it when missing or behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "twin/wire/journal.h"
#include "twin/wire/messages.h"

namespace sd {

/// One stored reading, as the ledger and history queries see it.
struct StoredReading {
    std::uint32_t device = 0;
    std::uint16_t boot = 0;
    std::uint32_t seq = 0;
    Instant at;
    std::uint8_t value_count = 0;
    float values[3] = {};
};
struct StoredReject {
    std::uint32_t device = 0;
    std::uint16_t boot = 0;
    std::uint32_t seq = 0;
    std::uint8_t reason = 0;  ///< RejectReason
};

/// A frame that could not be decoded; what it carried shows as lost in the ledger.
struct StoredUndecodable {
    StreamId stream;
    std::uint32_t boot = 0;
    std::uint64_t seq = 0;
};

/// One sender in the catalogue: a device, or the people of a population cell.
struct StoredSender {
    StreamKind stream = StreamKind::Devices;
    std::uint32_t id = 0;
    std::string kind;
    std::string name;
    std::string place;  ///< street or ward
    LocalXY at;
    std::optional<Instant> first;  ///< of its accepted readings or reports
    std::optional<Instant> last;
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
};

[[nodiscard]] const char* name_of(AlarmState state);

/// An operator's order on an alarm, and whether the platform obeyed.
struct StoredAct {
    Instant at;
    std::uint64_t alarm = 0;
    AlarmState state = AlarmState::Acknowledged;
    std::string actor;
    bool done = false;
};

/// Writer of the index. Rows are batched; flush() commits a transaction and records up to which log record it is
/// complete.
class IndexWriter {
public:
    virtual ~IndexWriter() = default;
    virtual void add(const StoredReading& row) = 0;
    virtual void add(const StoredReject& row) = 0;
    virtual void add(const CitizenReport& report) = 0;
    virtual void add_report_reject(const StoredReject& row) = 0;  ///< device = population cell
    virtual void add(const StoredUndecodable& frame) = 0;
    virtual void add(const StoredAct& act) = 0;
    /// Makes senders known; those that are known already keep their counts.
    [[nodiscard]] virtual Result<void> describe(const std::vector<StoredSender>& senders) = 0;
    virtual void put(const AlarmView& alarm) = 0;  ///< insert or update by id
    [[nodiscard]] virtual Result<void> flush(std::uint64_t log_seq) = 0;
    /// Last log record the index is complete for.
    [[nodiscard]] virtual std::uint64_t complete_until() const = 0;
};
[[nodiscard]] Result<std::unique_ptr<IndexWriter>> open_index(const std::filesystem::path& file);

/// Read side, for the ledger, reports and queries; read-only, safe beside a writer. A damaged file shows half-way: what
/// a query gave counts only while good() holds.
class IndexReader {
public:
    virtual ~IndexReader() = default;
    /// The first thing that went wrong since opening.
    [[nodiscard]] virtual Result<void> good() const = 0;
    /// Ascending by (device, boot, seq).
    virtual void each_reading(const std::function<void(const StoredReading&)>& visit) = 0;
    virtual void each_reject(const std::function<void(const StoredReject&)>& visit) = 0;
    virtual void each_report(const std::function<void(std::uint32_t cell, std::uint32_t seq)>& visit) = 0;
    virtual void each_report_reject(const std::function<void(const StoredReject&)>& visit) = 0;
    [[nodiscard]] virtual std::uint64_t undecodable_frames(StreamKind kind) = 0;
    [[nodiscard]] virtual std::vector<StoredSender> catalogue() = 0;  ///< by (stream, id)
    [[nodiscard]] virtual std::vector<StoredReading> history(std::uint32_t device, Instant from, Instant until) = 0;
    [[nodiscard]] virtual std::vector<AlarmView> alarms() = 0;
    [[nodiscard]] virtual std::vector<StoredAct> acts() = 0;  ///< in the order of acting
    [[nodiscard]] virtual std::uint64_t reading_count() = 0;
};
[[nodiscard]] Result<std::unique_ptr<IndexReader>> open_index_reader(const std::filesystem::path& file);

}  // namespace sd
