// The issue journal and the ledger: issued + duplicated = accepted + rejected(reason) + injected + lost + in flight,
// computed by joining what devices say they issued with the rows the platform stored, by (device, boot, seq).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "emulators/fleet.h"
#include "sim/core/result.h"
#include "twin/wire/journal.h"

namespace sd {

/// The two kinds of senders; each has a ledger of its own.
enum class IssueStream : std::uint32_t {
    Devices = 1,  ///< (device, boot, seq)
    People = 2,   ///< (population cell, 0, seq): a person who could not get through made no report
};

/// Appends the fates of every emit to a journal file.
class IssueLog {
public:
    virtual ~IssueLog() = default;
    virtual void add(IssueStream stream, const Fleet::Issued& issued) = 0;
    [[nodiscard]] virtual Result<void> commit() = 0;
};
[[nodiscard]] Result<std::unique_ptr<IssueLog>> open_issue_log(Disk& disk, const std::filesystem::path& file);

/// One side of the join: (device, boot, seq) of rows the platform accepted or rejected, in any order.
struct LedgerRow {
    std::uint32_t device = 0;
    std::uint16_t boot = 0;
    std::uint32_t seq = 0;
    std::uint8_t reject_reason = 0xFF;  ///< 0xFF = accepted
};
using LedgerRows = std::function<void(const std::function<void(const LedgerRow&)>&)>;

struct Ledger {
    std::uint64_t issued = 0;
    std::uint64_t duplicated = 0;
    std::uint64_t accepted = 0;
    std::array<std::uint64_t, 16> rejected{};  ///< by reason
    std::uint64_t injected_loss = 0;
    std::uint64_t lost = 0;         ///< sent, acknowledged as durable or run ended, but nowhere stored
    std::uint64_t invented = 0;     ///< stored but never issued
    std::uint64_t unexplained = 0;  ///< lost + invented + |imbalance|: 0 when the ledger closes
    struct Example {
        std::uint32_t device = 0;
        std::uint16_t boot = 0;
        std::uint32_t seq = 0;
    };
    std::vector<Example> examples;  ///< up to 10 unexplained readings
    [[nodiscard]] bool closes() const { return unexplained == 0; }
};
[[nodiscard]] Result<Ledger> join_ledger(Disk& disk, const std::filesystem::path& issue_log, IssueStream stream,
                                         const LedgerRows& stored);
/// What was issued as reports.
[[nodiscard]] Fleet::Issued issued_reports(const std::vector<CitizenReport>& reports);

}  // namespace sd
