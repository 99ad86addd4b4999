#include "emulators/ledger.h"

#include <gtest/gtest.h>

#include <vector>

#include "emulators/issue_record.h"
#include "sim/core/draw.h"

namespace sd {
namespace {

constexpr std::uint8_t kDuplicate = 5;  ///< RejectReason::Duplicate
constexpr std::uint8_t kOutOfRange = 4;

/// A small city's issue log: three devices, five readings each; device 2 seq 3 lost on purpose, device 1 seq 2 doubled.
Fleet::Issued fifteen() {
    Fleet::Issued issued;
    for (std::uint32_t device = 0; device < 3; ++device)
        for (std::uint32_t seq = 1; seq <= 5; ++seq) {
            issued.device.push_back(device);
            issued.boot.push_back(1);
            issued.seq.push_back(seq);
            issued.fate.push_back(device == 2 && seq == 3   ? Fate::LinkDown
                                  : device == 1 && seq == 2 ? Fate::Duplicated
                                                            : Fate::Sent);
        }
    return issued;
}

/// What an honest platform stores of it.
std::vector<LedgerRow> honest(const Fleet::Issued& issued) {
    std::vector<LedgerRow> rows;
    for (std::size_t i = 0; i < issued.device.size(); ++i) {
        LedgerRow row{issued.device[i], issued.boot[i], issued.seq[i], 0xFF};
        if (issued.fate[i] == Fate::LinkDown || issued.fate[i] == Fate::Dropout) continue;
        rows.push_back(row);
        row.reject_reason = kDuplicate;
        if (issued.fate[i] == Fate::Duplicated) rows.push_back(row);
    }
    return rows;
}

Result<Ledger> join(const std::vector<Fleet::Issued>& emits, const std::vector<LedgerRow>& rows) {
    auto disk = make_sim_disk();
    {
        auto log = open_issue_log(*disk, "issued").value();
        for (const Fleet::Issued& issued : emits) log->add(IssueStream::Devices, issued);
        EXPECT_TRUE(log->commit());
    }
    return join_ledger(*disk, "issued", IssueStream::Devices,
                       [&rows](const std::function<void(const LedgerRow&)>& visit) {
                           for (const LedgerRow& row : rows) visit(row);
                       });
}

TEST(Ledger, AnHonestRunCloses) {
    const Ledger ledger = join({fifteen()}, honest(fifteen())).value();
    EXPECT_TRUE(ledger.closes());
    EXPECT_EQ(ledger.issued, 15u);
    EXPECT_EQ(ledger.duplicated, 1u);
    EXPECT_EQ(ledger.accepted, 14u);
    EXPECT_EQ(ledger.rejected[kDuplicate], 1u);
    EXPECT_EQ(ledger.injected_loss, 1u);
    EXPECT_EQ(ledger.lost, 0u);
    EXPECT_EQ(ledger.invented, 0u);
    EXPECT_TRUE(ledger.examples.empty());
}

TEST(Ledger, OrderOfStoredRowsDoesNotMatter) {
    std::vector<LedgerRow> rows = honest(fifteen());
    std::reverse(rows.begin(), rows.end());
    EXPECT_TRUE(join({fifteen()}, rows).value().closes());
}

TEST(Ledger, EverySingleDeletedRowShowsAsOne) {
    const std::vector<LedgerRow> all = honest(fifteen());
    for (std::size_t gone = 0; gone < all.size(); ++gone) {
        std::vector<LedgerRow> rows = all;
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(gone));
        const Ledger ledger = join({fifteen()}, rows).value();
        EXPECT_EQ(ledger.unexplained, 1u);
        EXPECT_EQ(ledger.lost, 1u);
        ASSERT_EQ(ledger.examples.size(), 1u);
        EXPECT_EQ(ledger.examples[0].device, all[gone].device);
        EXPECT_EQ(ledger.examples[0].seq, all[gone].seq);
    }
}

TEST(Ledger, InventedRowsAreFound) {
    const LedgerRow inventions[] = {
        {0, 1, 6, 0xFF},         // a seq that was never issued
        {0, 2, 1, 0xFF},         // another boot
        {9, 1, 1, kOutOfRange},  // an unknown device
        {2, 1, 3, 0xFF},         // a reading that never left the device
        {0, 1, 1, kDuplicate},   // a second copy of what was sent once
        {1, 1, 2, kDuplicate},   // a third copy of what was sent twice
    };
    for (const LedgerRow& invention : inventions) {
        std::vector<LedgerRow> rows = honest(fifteen());
        rows.push_back(invention);
        const Ledger ledger = join({fifteen()}, rows).value();
        EXPECT_EQ(ledger.unexplained, 1u);
        EXPECT_EQ(ledger.invented, 1u);
        ASSERT_EQ(ledger.examples.size(), 1u);
        EXPECT_EQ(ledger.examples[0].device, invention.device);
        EXPECT_EQ(ledger.examples[0].seq, invention.seq);
    }
}

TEST(Ledger, ADuplicateAcceptedTwiceDoesNotClose) {
    std::vector<LedgerRow> rows = honest(fifteen());
    for (LedgerRow& row : rows)
        if (row.reject_reason == kDuplicate) row.reject_reason = 0xFF;
    EXPECT_FALSE(join({fifteen()}, rows).value().closes());
}

TEST(Ledger, ARejectedReadingAndItsRejectedCopyAreExplained) {
    std::vector<LedgerRow> rows = honest(fifteen());
    for (LedgerRow& row : rows)
        if (row.device == 1 && row.seq == 2) row.reject_reason = kOutOfRange;
    const Ledger ledger = join({fifteen()}, rows).value();
    EXPECT_TRUE(ledger.closes());
    EXPECT_EQ(ledger.rejected[kOutOfRange], 2u);
}

TEST(Ledger, OneLossDoesNotHideBehindOneInvention) {
    std::vector<LedgerRow> rows = honest(fifteen());
    rows.front().seq = 6;
    EXPECT_EQ(join({fifteen()}, rows).value().unexplained, 2u);
}

TEST(Ledger, ExamplesAreAtMostTen) {
    const Ledger ledger = join({fifteen()}, {}).value();
    EXPECT_EQ(ledger.lost, 15u);  // 13 sent once, one twice
    EXPECT_EQ(ledger.examples.size(), 10u);
}

TEST(Ledger, AReadingIssuedTwiceIsAnError) {
    const auto ledger = join({fifteen(), fifteen()}, {});
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().front().file, "issued");
}

TEST(Ledger, AMissingIssueLogIsAnError) {
    auto disk = make_sim_disk();
    EXPECT_FALSE(join_ledger(*disk, "issued", IssueStream::Devices, [](const auto&) {}));
}

TEST(Ledger, PeopleHaveALedgerOfTheirOwnInTheSameLog) {
    std::vector<CitizenReport> reports(3);
    for (std::uint32_t k = 0; k < 3; ++k) {
        reports[k].population_cell = 7;
        reports[k].seq = k + 1;
    }
    auto disk = make_sim_disk();
    auto log = open_issue_log(*disk, "issued").value();
    log->add(IssueStream::Devices, fifteen());
    log->add(IssueStream::People, issued_reports(reports));
    ASSERT_TRUE(log->commit());
    const auto people = [&](std::uint32_t stored) {
        return join_ledger(*disk, "issued", IssueStream::People,
                           [stored](const auto& visit) {
                               for (std::uint32_t seq = 1; seq <= stored; ++seq) visit({7, 0, seq, 0xFF});
                           })
            .value();
    };
    EXPECT_TRUE(people(3).closes());
    EXPECT_EQ(people(3).issued, 3u);
    EXPECT_EQ(people(2).unexplained, 1u) << "one deleted report shows as one";
    EXPECT_EQ(people(2).lost, 1u);
    EXPECT_EQ(people(4).invented, 1u);
}

TEST(IssueRecord, AnyRowsComeBackAndOrdinaryOnesAreSmall) {
    constexpr std::uint32_t kStream = stream_of("ledger_test");
    const Draw draw(3);
    Fleet::Issued odd;
    for (std::uint64_t i = 0; i < 500; ++i) {
        odd.device.push_back(static_cast<std::uint32_t>(draw.bits(kStream, 0, i)));
        odd.boot.push_back(static_cast<std::uint16_t>(draw.bits(kStream, 1, i)));
        odd.seq.push_back(static_cast<std::uint32_t>(draw.bits(kStream, 2, i)));
        odd.fate.push_back(static_cast<Fate>(draw.below(kStream, 3, i, 4)));
    }
    const auto back = decode_issued(encode_issued(odd));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->device, odd.device);
    EXPECT_EQ(back->boot, odd.boot);
    EXPECT_EQ(back->seq, odd.seq);
    EXPECT_EQ(back->fate, odd.fate);

    Fleet::Issued ordinary;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        ordinary.device.push_back(i);
        ordinary.boot.push_back(1);
        ordinary.seq.push_back(100 + i % 3);
        ordinary.fate.push_back(Fate::Sent);
    }
    EXPECT_LT(encode_issued(ordinary).size(), 25'000u);
}

TEST(IssueRecord, EveryCutAndMutationIsAnErrorOrRows) {
    const std::string whole = encode_issued(fifteen());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(decode_issued(std::string_view(whole).substr(0, size)));
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
            if (const auto rows = decode_issued(bytes)) {
                EXPECT_EQ(rows->seq.size(), rows->device.size());
            }
        }
}

}  // namespace
}  // namespace sd
