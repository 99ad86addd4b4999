// File: header, then records back to back. All numbers little-endian.
//   header  16 bytes: magic "SDJOURNL", format version u32, CRC-32C of the 12 bytes before u32
//   record  32 bytes + payload: payload length u32, kind u32, seq u64, XXH3 of the record before (of the header for the
//           first) u64, lag u32, CRC-32C of everything before it in the record and of the payload u32
// `lag` counts the records between this one and the last that was durable when this one was written. It tells a torn
// tail from damage: when a later intact record says that the broken one had been durable, the log is damaged and nobody
// may cut it; otherwise the broken one belongs to the group commit that the crash interrupted, was never reported
// durable, and is cut together with what follows it. Damage inside the very last group cannot be told from a torn tail.
#include "twin/wire/journal.h"

#include <array>
#include <boost/crc.hpp>
#include <cstring>

#include "sim/core/check.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

constexpr char kMagic[] = "SDJOURNL";
constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kFileHeaderBytes = 16;
constexpr std::size_t kRecordHeaderBytes = 32;
constexpr std::size_t kCrcOffset = 28;
constexpr std::uint32_t kMaxPayloadBytes = 256u << 20;  ///< as the bus

template <class T>
void put(std::string& to, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) to.push_back(static_cast<char>((value >> (8 * i)) & 0xFFu));
}

template <class T>
T get(std::string_view from, std::size_t at) {
    T value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
        value = static_cast<T>((value << 8) | static_cast<unsigned char>(from[at + i]));
    return value;
}

/// CRC-32C (Castagnoli), RFC 3720 appendix B.4.
std::uint32_t crc32c(std::string_view a, std::string_view b = {}) {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(a.data(), a.size());
    crc.process_bytes(b.data(), b.size());
    return crc.checksum();
}

std::string file_header() {
    std::string header(kMagic, 8);
    put(header, kFormatVersion);
    put(header, crc32c(header));
    return header;
}

/// A record as it lies in the file; `whole` is empty when no intact record starts there.
struct Found {
    std::string_view whole;
    std::uint32_t kind = 0;
    std::uint64_t seq = 0;
    std::uint64_t before_hash = 0;
    std::uint32_t lag = 0;
    [[nodiscard]] std::string_view payload() const { return whole.substr(kRecordHeaderBytes); }
};

Found record_at(std::string_view file, std::size_t at) {
    Found found;
    if (file.size() - at < kRecordHeaderBytes) return found;
    const auto length = get<std::uint32_t>(file, at);
    if (length > kMaxPayloadBytes || length > file.size() - at - kRecordHeaderBytes) return found;
    const std::string_view whole = file.substr(at, kRecordHeaderBytes + length);
    if (get<std::uint32_t>(whole, kCrcOffset) != crc32c(whole.substr(0, kCrcOffset), whole.substr(kRecordHeaderBytes)))
        return found;
    found.kind = get<std::uint32_t>(whole, 4);
    found.seq = get<std::uint64_t>(whole, 8);
    found.before_hash = get<std::uint64_t>(whole, 16);
    found.lag = get<std::uint32_t>(whole, 24);
    found.whole = whole;
    return found;
}

/// Does an intact record after `from` prove that record `seq` had been durable? The cheap tests come first, so that a
/// long tail of rubbish costs one pass.
bool was_durable(std::string_view file, std::size_t from, std::uint64_t seq) {
    for (std::size_t at = from; at + kRecordHeaderBytes <= file.size(); ++at) {
        const auto later = get<std::uint64_t>(file, at + 8);
        const auto lag = get<std::uint32_t>(file, at + 24);
        if (later <= seq || later - seq > file.size() / kRecordHeaderBytes || lag == 0 || later - seq < lag) continue;
        if (!record_at(file, at).whole.empty()) return true;
    }
    return false;
}

/// Where the intact part of a journal ends.
struct Scan {
    std::size_t end = 0;
    std::uint64_t last_seq = 0;
    std::uint64_t last_hash = 0;
};

Result<Scan> scan(const std::filesystem::path& path, std::string_view file,
                  const std::function<void(const Record&)>& visit) {
    const std::string header = file_header();
    // Up to the header's length a file can only be a creation that a crash interrupted.
    const bool headed = file.substr(0, kFileHeaderBytes) == header;
    if (!headed && file.size() <= kFileHeaderBytes) return Scan{};
    if (!headed && file.substr(0, 8) == std::string_view(kMagic, 8) &&
        get<std::uint32_t>(file, 12) == crc32c(file.substr(0, 12)))
        return fail(path.string(),
                    "journal format " + std::to_string(get<std::uint32_t>(file, 8)) + ", this program reads format " +
                        std::to_string(kFormatVersion),
                    "open it with the program that wrote it");
    if (!headed)
        return fail(path.string(), "not a journal, or its first 16 bytes are damaged",
                    "check the path; a damaged journal is restored from a copy");
    Scan s{kFileHeaderBytes, 0, hash_bytes(header.data(), header.size())};
    while (s.end < file.size()) {
        const Found found = record_at(file, s.end);
        if (found.whole.empty() || found.seq != s.last_seq + 1 || found.before_hash != s.last_hash) {
            if (was_durable(file, s.end, s.last_seq + 1))
                return fail(path.string(),
                            "record " + std::to_string(s.last_seq + 1) + " at byte " + std::to_string(s.end) +
                                " is damaged, and later records show that it had been durable",
                            "restore the file from a copy; nothing was changed");
            return s;
        }
        if (visit) visit({found.seq, found.kind, found.payload()});
        s.end += found.whole.size();
        s.last_seq = found.seq;
        s.last_hash = hash_bytes(found.whole.data(), found.whole.size());
    }
    return s;
}

class FileJournal final : public Journal {
public:
    FileJournal(std::unique_ptr<LogFile> file, const Scan& scan)
        : file_(std::move(file)), last_seq_(scan.last_seq), durable_seq_(scan.last_seq), last_hash_(scan.last_hash) {}

    std::uint64_t append(std::uint32_t kind, std::string_view payload) override {
        SD_CHECK(payload.size() <= kMaxPayloadBytes);
        ++last_seq_;
        const std::size_t start = buffer_.size();
        put(buffer_, static_cast<std::uint32_t>(payload.size()));
        put(buffer_, kind);
        put(buffer_, last_seq_);
        put(buffer_, last_hash_);
        put(buffer_, static_cast<std::uint32_t>(last_seq_ - durable_seq_));
        put(buffer_, crc32c(std::string_view(buffer_).substr(start), payload));
        buffer_.append(payload);
        last_hash_ = hash_bytes(buffer_.data() + start, buffer_.size() - start);
        return last_seq_;
    }

    Result<void> commit() override {
        if (!failure_.empty()) return fail(failure_);
        if (buffer_.empty()) return {};
        auto done = file_->append(buffer_);
        if (done) done = file_->sync();
        if (!done) {
            // After a failed write or sync nobody knows what is on the disk; only opening again finds out.
            failure_ = done.error();
            return fail(failure_);
        }
        buffer_.clear();
        durable_seq_ = last_seq_;
        return {};
    }

    std::uint64_t durable_seq() const override { return durable_seq_; }
    std::uint64_t last_seq() const override { return last_seq_; }

private:
    std::unique_ptr<LogFile> file_;
    std::uint64_t last_seq_ = 0;
    std::uint64_t durable_seq_ = 0;
    std::uint64_t last_hash_ = 0;
    std::string buffer_;
    Errors failure_;
};

}  // namespace

Result<std::unique_ptr<Journal>> open_journal(Disk& disk, const std::filesystem::path& path,
                                              const std::function<void(const Record&)>& visit,
                                              std::uint64_t* cut_bytes) {
    auto file = disk.open(path);
    if (!file) return tl::unexpected(file.error());
    const auto bytes = (*file)->read_all();
    if (!bytes) return tl::unexpected(bytes.error());
    auto found = scan(path, *bytes, visit);
    if (!found) return tl::unexpected(found.error());
    const std::size_t cut = bytes->size() - found->end;
    if (cut_bytes != nullptr) *cut_bytes = cut;
    Result<void> done;
    if (cut > 0) done = (*file)->truncate(found->end);
    if (done && found->end == 0) {
        const std::string header = file_header();
        done = (*file)->append(header);
        found->last_hash = hash_bytes(header.data(), header.size());
    }
    // Also a tail that was found intact may never have been synced, and from here on it counts as durable.
    if (done) done = (*file)->sync();
    if (!done) return tl::unexpected(done.error());
    return std::make_unique<FileJournal>(std::move(*file), *found);
}

Result<void> read_journal(Disk& disk, const std::filesystem::path& path,
                          const std::function<void(const Record&)>& visit, std::uint64_t* cut_bytes) {
    auto file = disk.open(path);
    if (!file) return tl::unexpected(file.error());
    const auto bytes = (*file)->read_all();
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->empty()) return fail(path.string(), "no journal here", "check the path and that the run was started");
    const auto found = scan(path, *bytes, visit);
    if (!found) return tl::unexpected(found.error());
    if (cut_bytes != nullptr) *cut_bytes = bytes->size() - found->end;
    return {};
}

}  // namespace sd
