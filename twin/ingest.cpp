#include "twin/ingest.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>

#include "twin/wire/codec.h"

namespace sd {
namespace {

/// Bits, so that two contradicting copies of one reading also have a fixed order, NaNs included.
std::array<std::uint32_t, 3> bits_of(const StoredReading& r) {
    std::array<std::uint32_t, 3> bits{};
    std::memcpy(bits.data(), r.values, sizeof r.values);
    return bits;
}

bool earlier(const Row& a, const Row& b) {
    const StoredReading& p = a.reading;
    const StoredReading& q = b.reading;
    const auto key_a = std::tie(a.sent, p.at, p.device, p.boot, p.seq, p.value_count);
    const auto key_b = std::tie(b.sent, q.at, q.device, q.boot, q.seq, q.value_count);
    if (key_a != key_b) return key_a < key_b;
    return bits_of(p) < bits_of(q);
}

bool earlier_report(const CitizenReport& a, const CitizenReport& b) {
    return std::tie(a.at, a.population_cell, a.seq, a.kind, a.text) <
           std::tie(b.at, b.population_cell, b.seq, b.kind, b.text);
}

bool columns_agree(const ReadingBatch& batch) {
    const std::size_t n = batch.rows();
    if (batch.boot.size() != n || batch.seq.size() != n || batch.at_ns.size() != n || batch.value_count.size() != n) {
        return false;
    }
    std::size_t values = 0;
    for (const std::uint8_t count : batch.value_count) values += count;
    return values == batch.values.size();
}

}  // namespace

const char* name_of(RejectReason reason) {
    constexpr const char* kNames[] = {"undecodable", "unknown_device", "wrong_arity", "not_finite",   "out_of_range",
                                      "duplicate",   "from_future",    "too_old",     "unknown_place"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(RejectReason::Count));
    return reason < RejectReason::Count ? kNames[static_cast<std::size_t>(reason)] : "none";
}

Ingest::Ingest(const City& city) : city_(city), dedupe_(city.devices.size()), reports_seen_(city.population.size()) {}

void Ingest::take(const Frame& frame) {
    ++counters_.frames;
    if (frame.topic == Topic::Readings) take_readings(frame);
    if (frame.topic == Topic::Reports) take_reports(frame);
    if (frame.topic == Topic::Commands) take_orders(frame);
}

void Ingest::refuse(const Frame& frame) {
    ++counters_.rejected[static_cast<std::size_t>(RejectReason::Undecodable)];
    undecodable_.push_back({frame.stream, frame.boot, frame.seq});
}

void Ingest::take_orders(const Frame& frame) {
    const Result<std::vector<Command>> commands = decode_commands(frame.payload);
    if (!commands) {
        refuse(frame);
        return;
    }
    orders_.insert(orders_.end(), commands->begin(), commands->end());
}

void Ingest::release_orders(Instant now, const Sink& sink) {
    // Strictly before: a frame's orders bite from its first moment on, and that moment is also the watermark before the
    // frame. A frame that came early must not act early.
    const auto bites = [](const Command& c) { return c.at + c.latency; };
    const auto due =
        std::stable_partition(orders_.begin(), orders_.end(), [&](const Command& c) { return bites(c) < now; });
    std::vector<Command> orders(std::make_move_iterator(orders_.begin()), std::make_move_iterator(due));
    orders_.erase(orders_.begin(), due);
    std::sort(orders.begin(), orders.end(), [&](const Command& a, const Command& b) {
        return bites(a) != bites(b) ? bites(a) < bites(b) : a.seq < b.seq;
    });
    for (const Command& order : orders) sink.order(order);
}

void Ingest::count_act(bool done) {
    ++counters_.acts;
    if (!done) ++counters_.acts_refused;
}

void Ingest::take_readings(const Frame& frame) {
    const Result<ReadingBatch> batch = decode_readings(frame.payload);
    if (!batch || !columns_agree(*batch)) {
        refuse(frame);
        return;
    }
    std::size_t value = 0;
    for (std::size_t k = 0; k < batch->rows(); ++k) {
        Row row;
        row.sent = batch->sent;
        row.reading = StoredReading{batch->device[k],         batch->boot[k],        batch->seq[k],
                                    Instant{batch->at_ns[k]}, batch->value_count[k], {}};
        for (std::size_t v = 0; v < batch->value_count[k]; ++v, ++value) {
            if (v < 3) row.reading.values[v] = batch->values[value];
        }
        rows_.push_back(row);
    }
    counters_.readings_received += batch->rows();
}

void Ingest::take_reports(const Frame& frame) {
    const Result<std::vector<CitizenReport>> reports = decode_reports(frame.payload);
    if (!reports) {
        refuse(frame);
        return;
    }
    reports_.insert(reports_.end(), reports->begin(), reports->end());
}

RejectReason Ingest::judge(const Row& row, Instant now) const {
    const StoredReading& r = row.reading;
    if (r.device >= city_.devices.size()) return RejectReason::UnknownDevice;
    const DeviceKindInfo& kind = info_of(city_.devices[r.device].kind);
    if (r.value_count != kind.values) return RejectReason::WrongArity;
    for (std::size_t v = 0; v < r.value_count; ++v) {
        if (!std::isfinite(r.values[v])) return RejectReason::NotFinite;
    }
    for (std::size_t v = 0; v < r.value_count; ++v) {
        const double value = static_cast<double>(r.values[v]);
        if (value < kind.min[v] || value > kind.max[v]) return RejectReason::OutOfRange;
    }
    if (r.at > row.sent + kClockAhead) return RejectReason::FromFuture;
    if (r.at < now - kOldest) return RejectReason::TooOld;
    switch (dedupe_.look(r.device, r.boot, r.seq)) {
        case Seen::Duplicate:
            return RejectReason::Duplicate;
        case Seen::BeforeWindow:
            return RejectReason::TooOld;
        case Seen::New:
            break;
    }
    return RejectReason::Count;
}

RejectReason Ingest::judge(const CitizenReport& report, Instant now) const {
    if (report.population_cell >= city_.population.size()) return RejectReason::UnknownPlace;
    if (report.at < now - kOldest) return RejectReason::TooOld;
    const Seen seen = reports_seen_.look(report.population_cell, 0, report.seq);
    if (seen == Seen::New) return RejectReason::Count;
    return seen == Seen::Duplicate ? RejectReason::Duplicate : RejectReason::TooOld;
}

void Ingest::release(Instant now, const Sink& sink) {
    for (const StoredUndecodable& frame : undecodable_) sink.undecodable(frame);
    undecodable_.clear();
    const auto waits = std::partition(rows_.begin(), rows_.end(), [now](const Row& r) { return r.sent > now; });
    due_.assign(waits, rows_.end());
    rows_.erase(waits, rows_.end());
    std::sort(due_.begin(), due_.end(), earlier);
    for (const Row& row : due_) {
        const StoredReading& r = row.reading;
        const RejectReason reason = judge(row, now);
        if (reason != RejectReason::Count) {
            ++counters_.rejected[static_cast<std::size_t>(reason)];
            sink.reject(StoredReject{r.device, r.boot, r.seq, static_cast<std::uint8_t>(reason)});
            continue;
        }
        dedupe_.mark(r.device, r.boot, r.seq);
        ++counters_.readings_accepted;
        sink.accept(r, row.sent);
    }
    release_reports(now, sink);
    release_orders(now, sink);
}

void Ingest::release_reports(Instant now, const Sink& sink) {
    const auto waits =
        std::partition(reports_.begin(), reports_.end(), [now](const CitizenReport& r) { return r.at > now; });
    due_reports_.assign(waits, reports_.end());
    reports_.erase(waits, reports_.end());
    std::sort(due_reports_.begin(), due_reports_.end(), earlier_report);
    for (const CitizenReport& report : due_reports_) {
        const std::uint32_t cell = report.population_cell;
        const RejectReason reason = judge(report, now);
        if (reason != RejectReason::Count) {
            ++counters_.reports_rejected;
            sink.reject_report(StoredReject{cell, 0, report.seq, static_cast<std::uint8_t>(reason)});
            continue;
        }
        reports_seen_.mark(cell, 0, report.seq);
        ++counters_.reports_accepted;
        sink.report(report);
    }
}

}  // namespace sd
