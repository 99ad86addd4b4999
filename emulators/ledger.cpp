// The join. Every issued reading is one half-byte in the track of its (device, boot), at its seq; each stored row moves
// it one step. A billion readings are half a gigabyte.
#include "emulators/ledger.h"

#include <algorithm>
#include <map>
#include <string>

#include "emulators/issue_record.h"

namespace sd {
namespace {

/// What is known of a reading. A sent one owes one stored row, a duplicated one two: of these at most one accepted.
enum State : std::uint8_t { kNever, kInjectedLoss, kSent, kStored, kTwice, kTwiceAccepted, kTwiceRejected };

/// The state after a stored row; the same state when the row is one too many.
State after_row(State state, bool accepted) {
    switch (state) {
        case kSent:
            return kStored;
        case kTwice:
            return accepted ? kTwiceAccepted : kTwiceRejected;
        case kTwiceAccepted:
            return accepted ? state : kStored;
        case kTwiceRejected:
            return kStored;
        default:
            return state;
    }
}

/// Rows still owed when everything was joined.
std::uint64_t owed(State state) {
    switch (state) {
        case kSent:
        case kTwiceAccepted:
        case kTwiceRejected:
            return 1;
        case kTwice:
            return 2;
        default:
            return 0;
    }
}

State state_of(Fate fate) { return fate == Fate::Sent ? kSent : fate == Fate::Duplicated ? kTwice : kInjectedLoss; }

/// Half-bytes by seq.
class Track {
public:
    [[nodiscard]] State get(std::uint32_t seq) const {
        const std::size_t at = seq / 2;
        return at < halves_.size() ? static_cast<State>((halves_[at] >> (4 * (seq % 2))) & 0xF) : kNever;
    }
    void set(std::uint32_t seq, State state) {
        const std::size_t at = seq / 2;
        if (at >= halves_.size()) halves_.resize(at + 1, 0);
        const unsigned shift = 4 * (seq % 2);
        halves_[at] = static_cast<std::uint8_t>((halves_[at] & ~(0xFu << shift)) | (unsigned{state} << shift));
        last_ = std::max(last_, seq);
        ++known_;
    }
    void move(std::uint32_t seq, State state) {
        set(seq, state);
        --known_;
    }
    [[nodiscard]] std::uint32_t last() const { return last_; }
    [[nodiscard]] std::uint64_t known() const { return known_; }

private:
    std::vector<std::uint8_t> halves_;
    std::uint32_t last_ = 0;
    std::uint64_t known_ = 0;
};

/// A device numbers its readings from 1 without gaps, so a seq far beyond what it issued so far is a damaged log, and
/// must not make us allocate a track of that length.
constexpr std::uint64_t kMaxAhead = 1u << 16;
constexpr std::size_t kMaxExamples = 10;

class Join {
public:
    Result<void> issue(const Fleet::Issued& rows) {
        for (std::size_t i = 0; i < rows.device.size(); ++i) {
            const std::uint32_t seq = rows.seq[i];
            Track& track = track_of(rows.device[i], rows.boot[i]);
            if (seq == 0 || seq > track.known() + kMaxAhead || track.get(seq) != kNever)
                return fail("",
                            "device " + std::to_string(rows.device[i]) + " issued seq " + std::to_string(seq) +
                                " of boot " + std::to_string(rows.boot[i]) + " twice or out of order",
                            "the issue log mixes two runs: give every run its own folder");
            track.set(seq, state_of(rows.fate[i]));
            ++ledger_.issued;
            if (rows.fate[i] == Fate::Duplicated) ++ledger_.duplicated;
            if (state_of(rows.fate[i]) == kInjectedLoss) ++ledger_.injected_loss;
        }
        return {};
    }

    void store(const LedgerRow& row) {
        const bool accepted = row.reject_reason == 0xFF;
        if (accepted)
            ++ledger_.accepted;
        else
            ++ledger_.rejected[std::min<std::size_t>(row.reject_reason, ledger_.rejected.size() - 1)];
        Track* track = find(row.device, row.boot);
        const State before = track == nullptr ? kNever : track->get(row.seq);
        const State after = after_row(before, accepted);
        if (after == before) {
            ++ledger_.invented;
            example(row.device, row.boot, row.seq);
        } else {
            track->move(row.seq, after);
        }
    }

    Ledger close() {
        for (const auto& [key, track] : tracks_) {
            for (std::uint32_t seq = 1; seq <= track.last() && seq != 0; ++seq) {
                const std::uint64_t missing = owed(track.get(seq));
                if (missing == 0) continue;
                ledger_.lost += missing;
                example(static_cast<std::uint32_t>(key >> 16), static_cast<std::uint16_t>(key & 0xFFFF), seq);
            }
        }
        std::uint64_t out = ledger_.accepted + ledger_.injected_loss + ledger_.lost;
        for (const std::uint64_t count : ledger_.rejected) out += count;
        const std::uint64_t in = ledger_.issued + ledger_.duplicated + ledger_.invented;
        ledger_.unexplained = ledger_.lost + ledger_.invented + (in > out ? in - out : out - in);
        return std::move(ledger_);
    }

private:
    using Key = std::uint64_t;  ///< device and boot
    static Key key_of(std::uint32_t device, std::uint16_t boot) { return std::uint64_t{device} << 16 | boot; }

    Track& track_of(std::uint32_t device, std::uint16_t boot) { return tracks_[key_of(device, boot)]; }
    Track* find(std::uint32_t device, std::uint16_t boot) {
        const auto found = tracks_.find(key_of(device, boot));
        return found == tracks_.end() ? nullptr : &found->second;
    }
    void example(std::uint32_t device, std::uint16_t boot, std::uint32_t seq) {
        if (ledger_.examples.size() < kMaxExamples) ledger_.examples.push_back({device, boot, seq});
    }

    std::map<Key, Track> tracks_;
    Ledger ledger_;
};

}  // namespace

Result<Ledger> join_ledger(Disk& disk, const std::filesystem::path& issue_log, IssueStream stream,
                           const LedgerRows& stored) {
    Join join;
    Errors errors;
    const auto read = read_journal(disk, issue_log, [&](const Record& record) {
        if (!errors.empty() || record.kind != static_cast<std::uint32_t>(stream)) return;
        const auto issued = decode_issued(record.payload);
        if (!issued) {
            errors = issued.error();
        } else if (const auto done = join.issue(*issued); !done) {
            errors = done.error();
        }
    });
    if (!read) return tl::unexpected(read.error());
    if (!errors.empty()) {
        for (Error& error : errors) error.file = issue_log.string();
        return fail(std::move(errors));
    }
    stored([&join](const LedgerRow& row) { join.store(row); });
    return join.close();
}

}  // namespace sd
