// From durable frames to readings in an order that only their content decides. Frames wait until their sending time
// is behind the belief's clock; then all their rows are sorted, judged one by one, and either accepted or refused with
// a reason. Nothing disappears: rows in = accepted + refused.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/time.h"
#include "twin/dedupe.h"
#include "twin/store.h"
#include "twin/twin.h"
#include "twin/wire/bus.h"
#include "twin/wire/messages.h"

namespace sd {

/// A device's clock may run ahead of the network's by this much.
inline constexpr Duration kClockAhead = minutes(5);
/// Readings older than the belief by more than this no longer change it.
inline constexpr Duration kOldest = minutes(10);

/// One row on its way in.
struct Row {
    Instant sent;
    StoredReading reading;
};

class Ingest {
public:
    explicit Ingest(const City& city);

    /// Takes a durable frame. Counts it; an unreadable one is counted and forgotten.
    void take(const Frame& frame);

    struct Sink {
        std::function<void(const StoredReading&, Instant sent)> accept;
        std::function<void(const StoredReject&)> reject;
        std::function<void(const CitizenReport&)> report;
        std::function<void(const StoredReject&)> reject_report;
        std::function<void(const StoredUndecodable&)> undecodable;
        std::function<void(const Command&)> order;
    };
    /// Hands over everything sent until `now`, ordered by (sent, at, device, boot, seq); reports after readings,
    /// ordered by (at, population cell, seq); then operators' orders that bite before `now`, by (time, seq).
    void release(Instant now, const Sink& sink);

    void count_act(bool done);
    [[nodiscard]] const TwinCounters& counters() const { return counters_; }
    [[nodiscard]] std::size_t waiting_rows() const { return rows_.size(); }

private:
    void take_readings(const Frame& frame);
    void take_reports(const Frame& frame);
    void take_orders(const Frame& frame);
    void release_orders(Instant now, const Sink& sink);
    void refuse(const Frame& frame);
    [[nodiscard]] RejectReason judge(const Row& row, Instant now) const;
    [[nodiscard]] RejectReason judge(const CitizenReport& report, Instant now) const;
    void release_reports(Instant now, const Sink& sink);

    const City& city_;
    Dedupe dedupe_;
    std::vector<Row> rows_;
    std::vector<Row> due_;
    std::vector<CitizenReport> reports_;
    std::vector<CitizenReport> due_reports_;
    std::vector<Command> orders_;
    std::vector<StoredUndecodable> undecodable_;  ///< told with the next release
    Dedupe reports_seen_;                         ///< by population cell
    TwinCounters counters_;
};

}  // namespace sd
