// A disk in memory that loses power on request. What was synced stays; of the rest a seeded choice of 512-byte sectors
// reached the platter, in any order, and sectors that did not hold zeros or rubbish, as real ones do.
#include <algorithm>
#include <map>

#include "sim/core/draw.h"
#include "twin/wire/journal.h"

namespace sd {
namespace {

constexpr std::size_t kSectorBytes = 512;
constexpr std::uint32_t kHow = stream_of("disk_sim.how");
constexpr std::uint32_t kSize = stream_of("disk_sim.size");
constexpr std::uint32_t kSector = stream_of("disk_sim.sector");
constexpr std::uint32_t kRubbish = stream_of("disk_sim.rubbish");

struct Content {
    std::string live;            ///< as the program sees it
    std::string durable;         ///< as it is after losing power, at the least
    std::size_t dirty_from = 0;  ///< live and durable agree before this byte
};

struct Platter {
    std::map<std::filesystem::path, Content> files;
    std::uint64_t life = 0;             ///< counts crashes: handles of an earlier life are dead
    std::uint64_t operations_left = 0;  ///< until failure; 0 = never
    bool dead = false;

    /// Counts one append or sync; false when it is the one that fails, or the disk is dead already.
    [[nodiscard]] bool alive_after_operation() {
        if (!dead && operations_left > 0 && --operations_left == 0) dead = true;
        return !dead;
    }
};

class SimFile final : public LogFile {
public:
    SimFile(std::shared_ptr<Platter> platter, std::filesystem::path path)
        : platter_(std::move(platter)), path_(std::move(path)), life_(platter_->life) {}

    Result<void> append(std::string_view bytes) override {
        if (stale()) return dead();
        Content& content = platter_->files[path_];
        if (!platter_->alive_after_operation()) {
            content.live.append(bytes.substr(0, bytes.size() / 2));  // the write was under way
            return dead();
        }
        content.live.append(bytes);
        return {};
    }

    Result<void> sync() override {
        if (stale() || !platter_->alive_after_operation()) return dead();
        Content& content = platter_->files[path_];
        content.durable.resize(content.dirty_from);
        content.durable.append(content.live, content.dirty_from);
        content.dirty_from = content.live.size();
        return {};
    }

    Result<std::string> read_all() override {
        if (stale() || platter_->dead) return dead();
        const auto found = platter_->files.find(path_);
        return found == platter_->files.end() ? std::string() : found->second.live;
    }

    Result<void> truncate(std::uint64_t size) override {
        if (stale() || platter_->dead) return dead();
        Content& content = platter_->files[path_];
        content.live.resize(static_cast<std::size_t>(size));
        content.dirty_from = std::min(content.dirty_from, content.live.size());
        return {};
    }

private:
    [[nodiscard]] bool stale() const { return life_ != platter_->life; }
    [[nodiscard]] tl::unexpected<Errors> dead() const {
        return fail(path_.string(), "the simulated disk has failed", "crash() it and open the file again");
    }

    std::shared_ptr<Platter> platter_;
    std::filesystem::path path_;
    std::uint64_t life_;
};

/// What is left of one file.
std::string survived(const Content& content, Draw draw, std::uint32_t file) {
    // 0: nothing reached the platter, 1: a prefix did, 2: any sectors did, 3: any sectors of the full length did
    const std::uint32_t how = draw.below(kHow, file, 0, 4);
    if (how == 0) return content.durable;
    const std::size_t shortest = std::min(content.durable.size(), content.live.size());
    const std::size_t longest = std::max(content.durable.size(), content.live.size());
    const std::size_t size =
        how == 3 ? longest : shortest + draw.below(kSize, file, 0, static_cast<std::uint32_t>(longest - shortest + 1));
    if (how == 1 && content.live.size() >= content.durable.size()) return content.live.substr(0, size);
    std::string bytes = content.durable;
    bytes.resize(size);
    const std::size_t first = content.dirty_from / kSectorBytes;
    for (std::size_t sector = first; sector * kSectorBytes < size; ++sector) {
        const std::size_t from = std::max(sector * kSectorBytes, content.dirty_from);
        const std::size_t until = std::min((sector + 1) * kSectorBytes, size);
        const std::uint32_t fate = draw.below(kSector, file, sector, 4);  // 0…1 written, 2 not written, 3 rubbish
        for (std::size_t at = from; at < until; ++at) {
            if (fate <= 1 && at < content.live.size()) bytes[at] = content.live[at];
            if (fate == 3 && at >= content.durable.size())
                bytes[at] = static_cast<char>(draw.bits(kRubbish, file, at) & 0xFFu);
        }
    }
    return bytes;
}

class MemoryDisk final : public SimDisk {
public:
    Result<std::unique_ptr<LogFile>> open(const std::filesystem::path& path) override {
        return std::make_unique<SimFile>(platter_, path);
    }

    void crash(std::uint64_t seed) override {
        std::uint32_t number = 0;
        for (auto& [path, content] : platter_->files) {
            content.live = survived(content, Draw(seed), number++);
            content.durable = content.live;
            content.dirty_from = content.live.size();
        }
        ++platter_->life;
        platter_->operations_left = 0;
        platter_->dead = false;
    }

    void fail_after(std::uint64_t operations) override { platter_->operations_left = operations; }

private:
    std::shared_ptr<Platter> platter_ = std::make_shared<Platter>();
};

}  // namespace

std::unique_ptr<SimDisk> make_sim_disk() { return std::make_unique<MemoryDisk>(); }

}  // namespace sd
