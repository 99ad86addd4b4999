#include "twin/ingest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "tests/twin/rig.h"
#include "twin/wire/codec.h"

namespace sd {
namespace {

using test::kStart;
using test::Reading;

struct Collected {
    std::vector<StoredReading> accepted;
    std::vector<StoredReject> rejected;
    std::vector<CitizenReport> reports;
    std::vector<StoredReject> reports_rejected;
    std::vector<StoredUndecodable> undecodable;
    std::vector<Command> orders;
    [[nodiscard]] Ingest::Sink sink() {
        Ingest::Sink s;
        s.accept = [this](const StoredReading& r, Instant) { accepted.push_back(r); };
        s.reject = [this](const StoredReject& r) { rejected.push_back(r); };
        s.report = [this](const CitizenReport& r) { reports.push_back(r); };
        s.reject_report = [this](const StoredReject& r) { reports_rejected.push_back(r); };
        s.undecodable = [this](const StoredUndecodable& f) { undecodable.push_back(f); };
        s.order = [this](const Command& c) { orders.push_back(c); };
        return s;
    }
};

class IngestTest : public testing::Test {
protected:
    test::SmallCity town = test::make_small_city();
    Ingest ingest{town.city};
    Collected out;

    RejectReason reason_of(const Reading& reading, Instant now) {
        ingest.take(test::readings_frame(now, {reading}, 1));
        out.rejected.clear();
        ingest.release(now, out.sink());
        return out.rejected.empty() ? RejectReason::Count : static_cast<RejectReason>(out.rejected.front().reason);
    }
};

TEST_F(IngestTest, EachReasonIsFound) {
    const Instant now = kStart + hours(1);
    const std::uint32_t river = town.river[0];
    const auto nobody = static_cast<std::uint32_t>(town.city.devices.size());
    EXPECT_EQ(reason_of({river, 1, now, {0.5F}}, now), RejectReason::Count);
    EXPECT_EQ(reason_of({river, 1, now, {0.5F}}, now), RejectReason::Duplicate);
    EXPECT_EQ(reason_of({nobody, 1, now, {0.5F}}, now), RejectReason::UnknownDevice);
    EXPECT_EQ(reason_of({river, 2, now, {0.5F, 0.5F}}, now), RejectReason::WrongArity);
    EXPECT_EQ(reason_of({river, 3, now, {std::numeric_limits<float>::quiet_NaN()}}, now), RejectReason::NotFinite);
    EXPECT_EQ(reason_of({river, 4, now, {6.5F}}, now), RejectReason::OutOfRange);
    EXPECT_EQ(reason_of({river, 5, now + minutes(6), {0.5F}}, now), RejectReason::FromFuture);
    EXPECT_EQ(reason_of({river, 6, now - minutes(11), {0.5F}}, now), RejectReason::TooOld);
    EXPECT_EQ(reason_of({river, 7, now - minutes(9), {0.5F}}, now), RejectReason::Count);

    const TwinCounters& counters = ingest.counters();
    for (const RejectReason reason :
         {RejectReason::Duplicate, RejectReason::UnknownDevice, RejectReason::WrongArity, RejectReason::NotFinite,
          RejectReason::OutOfRange, RejectReason::FromFuture, RejectReason::TooOld}) {
        EXPECT_EQ(counters.rejected[static_cast<std::size_t>(reason)], 1U) << name_of(reason);
    }
    EXPECT_EQ(counters.readings_received, 9U);
    EXPECT_EQ(counters.readings_accepted, 2U);
}

TEST_F(IngestTest, UnreadableFramesAreCounted) {
    Frame frame = test::readings_frame(kStart, {{town.river[0], 1, kStart, {0.5F}}}, 1);
    frame.payload = "no such thing";
    ingest.take(frame);
    EXPECT_EQ(ingest.counters().rejected[static_cast<std::size_t>(RejectReason::Undecodable)], 1U);
    EXPECT_EQ(ingest.waiting_rows(), 0U);
}

TEST_F(IngestTest, FramesWaitForTheClock) {
    ingest.take(test::readings_frame(kStart + seconds(10), {{town.river[0], 1, kStart, {0.5F}}}, 1));
    ingest.release(kStart + seconds(9), out.sink());
    EXPECT_TRUE(out.accepted.empty());
    ingest.release(kStart + seconds(10), out.sink());
    EXPECT_EQ(out.accepted.size(), 1U);
}

TEST_F(IngestTest, OrderComesFromContentNotFromArrival) {
    const Instant t = kStart + minutes(1);
    const Reading a{town.river[0], 1, t - seconds(3), {0.5F}};
    const Reading b{town.river[1], 1, t - seconds(5), {0.6F}};
    const Reading late{town.river[2], 1, t - seconds(50), {0.7F}};
    ingest.take(test::readings_frame(t, {a}, 1, 0));
    ingest.take(test::readings_frame(t, {b}, 1, 1));
    ingest.take(test::readings_frame(t - seconds(1), {late}, 1, 2));
    ingest.release(t, out.sink());
    ASSERT_EQ(out.accepted.size(), 3U);
    EXPECT_EQ(out.accepted[0].device, town.river[2]);
    EXPECT_EQ(out.accepted[1].device, town.river[1]);
    EXPECT_EQ(out.accepted[2].device, town.river[0]);
}

TEST_F(IngestTest, ReportsAreTakenOnceAndOnlyFromKnownPlaces) {
    CitizenReport report;
    report.population_cell = 1;
    report.seq = 1;
    report.at = kStart;
    CitizenReport nowhere = report;
    nowhere.population_cell = 99;
    ingest.take(test::reports_frame({report, report, nowhere}, 1));
    ingest.release(kStart, out.sink());
    EXPECT_EQ(out.reports.size(), 1U);
    EXPECT_EQ(ingest.counters().reports_accepted, 1U);
    EXPECT_EQ(ingest.counters().reports_rejected, 2U);
    CitizenReport old = report;
    old.seq = 2;
    ingest.take(test::reports_frame({old}, 2));
    ingest.release(kStart + kOldest + seconds(1), out.sink());
    ASSERT_EQ(out.reports_rejected.size(), 3U);
    EXPECT_EQ(out.reports_rejected[0].reason, static_cast<std::uint8_t>(RejectReason::Duplicate));
    EXPECT_EQ(out.reports_rejected[1].reason, static_cast<std::uint8_t>(RejectReason::UnknownPlace));
    EXPECT_EQ(out.reports_rejected[2].reason, static_cast<std::uint8_t>(RejectReason::TooOld));
}

TEST_F(IngestTest, AnUndecodableFrameIsToldWithItsNumber) {
    Frame frame = test::readings_frame(kStart, {{town.river[0], 1, kStart, {0.5F}}}, 7);
    frame.payload = "\xff\xff";
    ingest.take(frame);
    frame.topic = Topic::Commands;
    frame.stream = {StreamKind::Commands, 0};
    ingest.take(frame);
    ingest.release(kStart, out.sink());
    ASSERT_EQ(out.undecodable.size(), 2U);
    EXPECT_EQ(out.undecodable[0].seq, 7U);
    EXPECT_EQ(out.undecodable[1].stream.kind, StreamKind::Commands);
    ingest.release(kStart + seconds(1), out.sink());
    EXPECT_EQ(out.undecodable.size(), 2U) << "once";
}

TEST_F(IngestTest, OrdersComeByTimeAndStrictlyAfterTheirMoment) {
    std::vector<Command> sent(2);
    sent[0] = {2, kStart + seconds(5), {}, CommandKind::CloseAlarm, "1", 0.0, {}, {}, {}, "desk"};
    sent[1] = {1, kStart, seconds(2), CommandKind::AcknowledgeAlarm, "1", 0.0, {}, {}, {}, "desk"};
    Frame frame;
    frame.topic = Topic::Commands;
    frame.payload = encode(sent);
    ingest.take(frame);
    ingest.release(kStart + seconds(2), out.sink());
    EXPECT_TRUE(out.orders.empty());
    ingest.release(kStart + seconds(6), out.sink());
    ASSERT_EQ(out.orders.size(), 2U);
    EXPECT_EQ(out.orders[0].kind, CommandKind::AcknowledgeAlarm);
}

TEST(Dedupe, IsExactForTheNewestWindow) {
    Dedupe dedupe(1);
    // Every third number is lost for ever; the others come in a scrambled order.
    for (std::uint32_t k = 0; k < 900; ++k) {
        const std::uint32_t seq = 1 + (k / 30) * 30 + (k * 7) % 30;
        if (seq % 3 == 0) continue;
        EXPECT_EQ(dedupe.look(0, 1, seq), Seen::New) << seq;
        dedupe.mark(0, 1, seq);
    }
    for (std::uint32_t seq = 901 - Dedupe::kWindow + 2; seq <= 900; ++seq) {
        EXPECT_EQ(dedupe.look(0, 1, seq), seq % 3 == 0 ? Seen::New : Seen::Duplicate) << seq;
    }
    EXPECT_EQ(dedupe.look(0, 1, 10), Seen::BeforeWindow);
}

TEST(Dedupe, BootsAreApartAndOldOnesAreNotTakenAgain) {
    Dedupe dedupe(1);
    for (std::uint16_t boot = 1; boot <= 6; ++boot) {
        EXPECT_EQ(dedupe.look(0, boot, 1), Seen::New);
        dedupe.mark(0, boot, 1);
    }
    EXPECT_EQ(dedupe.look(0, 6, 1), Seen::Duplicate);
    EXPECT_EQ(dedupe.look(0, 3, 1), Seen::Duplicate);
    EXPECT_EQ(dedupe.look(0, 1, 1), Seen::BeforeWindow);
}

}  // namespace
}  // namespace sd
