// The append-only log: records with length, kind, CRC-32C and the hash of the record before, group-committed. Anything
// reported durable survives a crash at any moment; a torn tail is recognised and cut. The disk is a port: the real one
// and a seeded one that drops or reorders everything that was not synced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace sd {

/// One file as the log sees it.
class LogFile {
public:
    virtual ~LogFile() = default;
    [[nodiscard]] virtual Result<void> append(std::string_view bytes) = 0;
    /// After success everything appended before is durable (fdatasync).
    [[nodiscard]] virtual Result<void> sync() = 0;
    [[nodiscard]] virtual Result<std::string> read_all() = 0;
    /// Cuts a torn tail.
    [[nodiscard]] virtual Result<void> truncate(std::uint64_t size) = 0;
};

class Disk {
public:
    virtual ~Disk() = default;
    [[nodiscard]] virtual Result<std::unique_ptr<LogFile>> open(const std::filesystem::path& path) = 0;
};

[[nodiscard]] std::unique_ptr<Disk> make_posix_disk();

/// A disk in memory that can lose power: crash(seed) keeps what was synced and an arbitrary seeded subset and prefix of
/// the rest (writes of 512-byte sectors may be kept out of order).
class SimDisk : public Disk {
public:
    virtual void crash(std::uint64_t seed) = 0;
    /// The n-th following append or sync fails and the disk then stays dead until crash(); 0 = never.
    virtual void fail_after(std::uint64_t operations) = 0;
};
[[nodiscard]] std::unique_ptr<SimDisk> make_sim_disk();

struct Record {
    std::uint64_t seq = 0;   ///< from 1
    std::uint32_t kind = 0;  ///< meaning is the owner's
    std::string_view payload;
};

class Journal {
public:
    virtual ~Journal() = default;
    /// Buffers a record; returns its seq.
    virtual std::uint64_t append(std::uint32_t kind, std::string_view payload) = 0;
    /// Writes and syncs everything appended (group commit). After success durable_seq() == last seq.
    [[nodiscard]] virtual Result<void> commit() = 0;
    [[nodiscard]] virtual std::uint64_t durable_seq() const = 0;
    [[nodiscard]] virtual std::uint64_t last_seq() const = 0;
};

/// Opens or creates a journal; calls `visit` for every intact record first; a torn tail is cut and reported in
/// `cut_bytes`. A record damaged in the middle (not at the tail) is an Error with its offset.
[[nodiscard]] Result<std::unique_ptr<Journal>> open_journal(Disk& disk, const std::filesystem::path& path,
                                                            const std::function<void(const Record&)>& visit,
                                                            std::uint64_t* cut_bytes = nullptr);
/// Reads without opening for writing; a torn tail is passed over and counted in `cut_bytes`.
[[nodiscard]] Result<void> read_journal(Disk& disk, const std::filesystem::path& path,
                                        const std::function<void(const Record&)>& visit,
                                        std::uint64_t* cut_bytes = nullptr);

}  // namespace sd
