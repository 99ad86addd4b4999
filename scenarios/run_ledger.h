// The ledger of a run: what devices and people say they issued, joined with what the platform stored.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "emulators/ledger.h"
#include "scenarios/run_dir.h"

namespace sd {

/// A ledger per kind of sender, and their sums.
struct RunLedger {
    Ledger devices;
    Ledger people;
    // Frames that nobody could decode; their rows show as lost above.
    std::uint64_t devices_undecodable = 0;
    std::uint64_t people_undecodable = 0;
    std::uint64_t orders_undecodable = 0;
    // Sums over both.
    std::uint64_t issued = 0;
    std::uint64_t accepted = 0;
    std::uint64_t unexplained = 0;
    [[nodiscard]] bool closes() const { return unexplained == 0; }
};
[[nodiscard]] Result<RunLedger> join_run_ledger(const RunDir& dir);
[[nodiscard]] std::string ledger_text(const RunLedger& ledger);
/// The sums, and under "streams" the whole equation of each.
[[nodiscard]] nlohmann::json ledger_json(const RunLedger& ledger);

/// Makes the platform's index again from its log when it is missing; true when it did. Needs the run's city.
[[nodiscard]] Result<bool> rebuild_index(const RunDir& dir, const std::filesystem::path& cache);

}  // namespace sd
