// The journals of a run: what was done to it (inputs) and what came of it (hashes). Together with scenario and seed the
// inputs make the same run again; the hashes say whether it did.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"
#include "twin/wire/journal.h"
#include "twin/wire/messages.h"

namespace sd {

/// A command and the tick at whose beginning it took effect.
struct InputRecord {
    std::uint64_t tick = 0;
    Command command;
};

class InputLog {
public:
    [[nodiscard]] static Result<InputLog> create(Disk& disk, const std::filesystem::path& file);
    [[nodiscard]] Result<void> add(const InputRecord& record);  ///< durable when it returns

private:
    std::unique_ptr<Journal> journal_;
};
[[nodiscard]] Result<std::vector<InputRecord>> read_inputs(Disk& disk, const std::filesystem::path& file);

using ModelHashes = std::vector<std::pair<std::string, std::uint64_t>>;

/// A finished run has no torn tails: bytes after the last whole record are damage.
[[nodiscard]] Result<void> must_be_whole(Disk& disk, const std::filesystem::path& file);

class HashLog {
public:
    [[nodiscard]] static Result<HashLog> create(Disk& disk, const std::filesystem::path& file);
    void add_truth(std::uint64_t tick, const ModelHashes& hashes);
    void add_belief(Instant at, std::uint64_t hash);
    [[nodiscard]] Result<void> commit();

private:
    std::unique_ptr<Journal> journal_;
    bool named_ = false;
};

struct HashHistory {
    std::vector<std::string> models;
    std::map<std::uint64_t, std::vector<std::uint64_t>> truth;  ///< by tick, one per model
    std::map<std::int64_t, std::uint64_t> belief;               ///< by Instant::ns
};
[[nodiscard]] Result<HashHistory> read_hashes(Disk& disk, const std::filesystem::path& file);

/// The first model whose hash differs, or "" when all agree; "models" when the lists themselves differ.
[[nodiscard]] std::string first_difference(const HashHistory& recorded, std::uint64_t tick, const ModelHashes& now);

}  // namespace sd
