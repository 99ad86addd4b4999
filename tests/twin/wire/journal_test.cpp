#include "twin/wire/journal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "sim/core/draw.h"

namespace sd {
namespace {

constexpr std::uint32_t kStream = stream_of("journal_test");

struct Kept {
    std::uint64_t seq;
    std::uint32_t kind;
    std::string payload;
};

/// Payload of record `seq`: a function of it, so that any mix-up shows.
std::string payload_of(std::uint64_t seq) {
    const Draw draw(42);
    std::string text(draw.below(kStream, 0, seq, 1500), '\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(seq * 31 + i * 7);
    return text;
}

std::function<void(const Record&)> keep(std::vector<Kept>& into) {
    return [&into](const Record& r) { into.push_back({r.seq, r.kind, std::string(r.payload)}); };
}

void expect_intact(const std::vector<Kept>& kept) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
        ASSERT_EQ(kept[i].seq, i + 1);
        ASSERT_EQ(kept[i].kind, static_cast<std::uint32_t>(kept[i].seq % 5));
        ASSERT_EQ(kept[i].payload, payload_of(kept[i].seq));
    }
}

void append_next(Journal& journal) {
    const std::uint64_t seq = journal.last_seq() + 1;
    ASSERT_EQ(journal.append(static_cast<std::uint32_t>(seq % 5), payload_of(seq)), seq);
}

std::filesystem::path fresh(const char* name) {
    const auto path = std::filesystem::path(testing::TempDir()) / (std::string("sd_journal_") + name);
    std::filesystem::remove(path);
    return path;
}

std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void spit(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST(Journal, WhatWasCommittedIsReadInOrderAfterOpeningAgain) {
    const auto path = fresh("reopen");
    const auto disk = make_posix_disk();
    for (int round = 0; round < 3; ++round) {
        std::vector<Kept> kept;
        auto journal = open_journal(*disk, path, keep(kept));
        ASSERT_TRUE(journal) << to_text(journal.error());
        EXPECT_EQ(kept.size(), static_cast<std::size_t>(round) * 10);
        EXPECT_EQ((*journal)->durable_seq(), kept.size());
        expect_intact(kept);
        for (int i = 0; i < 10; ++i) append_next(**journal);
        EXPECT_EQ((*journal)->durable_seq(), kept.size());
        ASSERT_TRUE((*journal)->commit());
        EXPECT_EQ((*journal)->durable_seq(), kept.size() + 10);
    }
    std::vector<Kept> kept;
    ASSERT_TRUE(read_journal(*disk, path, keep(kept)));
    EXPECT_EQ(kept.size(), 30u);
}

TEST(Journal, ReadingAMissingFileIsAnErrorAndCreatesNothing) {
    const auto path = fresh("missing");
    const auto disk = make_posix_disk();
    EXPECT_FALSE(read_journal(*disk, path, {}));
    EXPECT_FALSE(std::filesystem::exists(path));
}

/// A file of three commits of two records each; returns its bytes.
std::string three_commits(Disk& disk, const std::filesystem::path& path) {
    auto journal = open_journal(disk, path, {}).value();
    for (int commit = 0; commit < 3; ++commit) {
        append_next(*journal);
        append_next(*journal);
        EXPECT_TRUE(journal->commit());
    }
    return slurp(path);
}

TEST(Journal, EveryCutIsATornTailThatLeavesAPrefix) {
    const auto path = fresh("cut");
    const auto disk = make_posix_disk();
    const std::string whole = three_commits(*disk, path);
    for (std::size_t size = 0; size < whole.size(); size += 1 + size / 64) {
        spit(path, whole.substr(0, size));
        std::vector<Kept> kept;
        std::uint64_t cut = 0;
        const auto journal = open_journal(*disk, path, keep(kept), &cut);
        ASSERT_TRUE(journal) << size << ": " << to_text(journal.error());
        EXPECT_LT(kept.size(), 6u);
        expect_intact(kept);
        if (size > 16) {
            EXPECT_EQ(std::filesystem::file_size(path), size - cut);
        }
    }
}

TEST(Journal, DamageBeforeDurableRecordsIsAnErrorWithItsOffset) {
    const auto path = fresh("damage");
    const auto disk = make_posix_disk();
    const std::string whole = three_commits(*disk, path);
    const std::size_t second = 16 + 32 + payload_of(1).size();
    for (const std::size_t at : {second, second + 9, second + 28, second + 32 + payload_of(2).size() / 2}) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        spit(path, bytes);
        const auto journal = open_journal(*disk, path, {});
        ASSERT_FALSE(journal);
        EXPECT_NE(to_text(journal.error()).find("byte " + std::to_string(second)), std::string::npos);
        EXPECT_EQ(slurp(path), bytes) << "a damaged log must not be changed";
    }
}

TEST(Journal, DamageInTheLastCommitIsCutAsTorn) {
    const auto path = fresh("last");
    const auto disk = make_posix_disk();
    std::string bytes = three_commits(*disk, path);
    const std::size_t last_two = 64 + payload_of(5).size() + payload_of(6).size();
    bytes[bytes.size() - last_two + 3] ^= 1;  // record 5; record 6 is intact but says that 5 was not durable
    spit(path, bytes);
    std::vector<Kept> kept;
    std::uint64_t cut = 0;
    ASSERT_TRUE(open_journal(*disk, path, keep(kept), &cut));
    EXPECT_EQ(kept.size(), 4u);
    EXPECT_EQ(cut, last_two);
}

TEST(Journal, ARecordOfAnotherJournalDoesNotContinueThisOne) {
    const auto disk = make_posix_disk();
    std::string files[2];
    for (const int which : {0, 1}) {
        const auto path = fresh("spliced");
        auto journal = open_journal(*disk, path, {}).value();
        journal->append(1, which == 0 ? "first" : "other");
        journal->append(2, "second");
        ASSERT_TRUE(journal->commit());
        files[which] = slurp(path);
    }
    const std::size_t second = 16 + 32 + 5;
    const auto path = fresh("spliced");
    spit(path, files[0].substr(0, second) + files[1].substr(second));  // every checksum is right
    std::vector<Kept> kept;
    ASSERT_TRUE(open_journal(*disk, path, keep(kept)));
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].payload, "first");
}

TEST(Journal, OtherFilesAreRefused) {
    const auto path = fresh("other");
    const auto disk = make_posix_disk();
    spit(path, "this is a text of somebody else");
    EXPECT_FALSE(open_journal(*disk, path, {}));
    EXPECT_EQ(slurp(path), "this is a text of somebody else");
}

TEST(Journal, AfterAFailedSyncNothingIsReportedDurable) {
    auto disk = make_sim_disk();
    auto journal = open_journal(*disk, "log", {}).value();
    append_next(*journal);
    disk->fail_after(2);  // the append works, the sync fails
    EXPECT_FALSE(journal->commit());
    EXPECT_EQ(journal->durable_seq(), 0u);
    EXPECT_FALSE(journal->commit()) << "a journal that failed stays failed";
    disk->crash(1);
    EXPECT_TRUE(open_journal(*disk, "log", {}));
}

/// Writes until the disk fails; returns the last seq that was reported durable.
std::uint64_t write_until_failure(SimDisk& disk, Draw draw, std::uint64_t life, std::uint64_t durable) {
    auto opened = open_journal(disk, "log", {});
    if (!opened) return durable;  // failed while opening
    Journal& journal = **opened;
    EXPECT_GE(journal.durable_seq(), durable);
    for (std::uint64_t commit = 0; commit < 40; ++commit) {
        durable = journal.durable_seq();
        const std::uint32_t records = 1 + draw.below(kStream, 2, life * 100 + commit, 6);
        for (std::uint32_t i = 0; i < records; ++i) append_next(journal);
        if (!journal.commit()) break;
    }
    return durable;
}

TEST(Journal, ThousandCrashesLoseNothingDurableAndAcceptNothingDamaged) {
    std::uint64_t torn = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Draw draw(seed);
        auto disk = make_sim_disk();
        std::uint64_t durable = 0;
        for (std::uint64_t life = 0; life < 2; ++life) {  // two crashes in a row: also while recovering
            disk->fail_after(1 + draw.below(kStream, 1, life, 24));
            durable = write_until_failure(*disk, draw, life, durable);
            disk->crash(seed * 2 + life);
            std::vector<Kept> kept;
            std::uint64_t cut = 0;
            const auto reopened = open_journal(*disk, "log", keep(kept), &cut);
            ASSERT_TRUE(reopened) << "seed " << seed << ": " << to_text(reopened.error());
            ASSERT_GE(kept.size(), durable) << "seed " << seed;
            expect_intact(kept);
            if (HasFatalFailure()) return;
            durable = kept.size();
            if (cut > 0) ++torn;
        }
    }
    EXPECT_GT(torn, 200u) << "the crashes must really tear something";
}

TEST(SimDisk, SyncedBytesSurviveEveryCrash) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        auto disk = make_sim_disk();
        auto file = disk->open("f").value();
        const std::string first(1000, 'a');
        ASSERT_TRUE(file->append(first));
        ASSERT_TRUE(file->sync());
        ASSERT_TRUE(file->append(std::string(3000, 'b')));
        disk->crash(seed);
        EXPECT_FALSE(file->append("x")) << "handles of before the crash are dead";
        const std::string left = disk->open("f").value()->read_all().value();
        ASSERT_EQ(left.substr(0, 1000), first);
        EXPECT_LE(left.size(), 4000u);
    }
}

}  // namespace
}  // namespace sd
