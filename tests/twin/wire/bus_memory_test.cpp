#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "sim/core/draw.h"
#include "twin/wire/bus.h"
#include "twin/wire/fact_session.h"

namespace sd {
namespace {

constexpr std::uint32_t kStream = stream_of("bus_memory_test");
constexpr StreamId kDevices{StreamKind::Devices, 0};
constexpr StreamId kPeople{StreamKind::People, 2};

/// Checks exactly-once, in order, unmixed: every payload says which it is.
struct Inbox {
    std::map<StreamId, std::uint64_t> last;
    std::size_t frames = 0;
    void take(const std::vector<Frame>& fresh) {
        for (const Frame& frame : fresh) {
            EXPECT_EQ(frame.seq, ++last[frame.stream]);
            EXPECT_EQ(frame.payload, std::to_string(frame.stream.shard) + ":" + std::to_string(frame.seq));
            ++frames;
        }
    }
};

std::string payload_of(StreamId stream, std::uint64_t number) {
    return std::to_string(stream.shard) + ":" + std::to_string(number);
}

/// Sends `count` frames on two streams; the receiver acknowledges late and in lumps, as a group commit does.
void run_link(FactLink& link, std::uint64_t seed, std::uint64_t count) {
    const Draw draw(seed);
    Inbox inbox;
    std::uint64_t sent[2] = {};
    int rounds = 0;
    while (inbox.frames < 2 * count || link.sender->unacknowledged() > 0) {
        ASSERT_LT(++rounds, 200'000) << "seed " << seed << ": the link does not finish";
        for (const StreamId stream : {kDevices, kPeople}) {
            std::uint64_t& n = sent[stream == kPeople ? 1 : 0];
            if (n < count && link.sender->send(Topic::Readings, stream, payload_of(stream, n + 1))) ++n;
        }
        link.sender->pump(0);
        inbox.take(link.receiver->poll(0));
        if (draw.chance(kStream, 1, static_cast<std::uint64_t>(rounds), 0.2))
            for (const auto& [stream, seq] : inbox.last) link.receiver->acknowledge(stream, 1, seq);
    }
    EXPECT_EQ(inbox.last[kDevices], count);
    EXPECT_EQ(inbox.last[kPeople], count);
}

TEST(MemoryLink, PerfectLinkDeliversAtOnce) {
    FactLink link = make_memory_link();
    ASSERT_TRUE(link.sender->send(Topic::Control, kDevices, "x"));
    const auto frames = link.receiver->poll(0);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].topic, Topic::Control);
    EXPECT_EQ(frames[0].seq, 1u);
    EXPECT_EQ(link.sender->unacknowledged(), 1u);
    link.receiver->acknowledge(kDevices, frames[0].boot, 1);
    link.sender->pump(0);
    EXPECT_EQ(link.sender->unacknowledged(), 0u);
}

TEST(MemoryLink, HeavyLossDuplicationAndReorderingDeliverExactlyOnceInOrder) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        FactLink link = make_memory_link({seed, 0.3, 0.3, 0.4, 5}, 32);
        run_link(link, seed, 200);
        if (HasFatalFailure()) return;
    }
}

TEST(MemoryLink, SameSeedSameFaults) {
    const auto arrivals = [](std::uint64_t seed) {
        FactLink link = make_memory_link({seed, 0.5, 0.2, 0.2, 3}, 64);
        std::string log;
        for (int round = 0; round < 100; ++round) {
            static_cast<void>(link.sender->send(Topic::Readings, kDevices, "x"));
            link.sender->pump(0);
            log += std::to_string(link.receiver->poll(0).size()) + " ";
        }
        return log;
    };
    EXPECT_EQ(arrivals(5), arrivals(5));
    EXPECT_NE(arrivals(5), arrivals(6));
}

TEST(MemoryLink, FullWindowRefusesUntilAcknowledged) {
    FactLink link = make_memory_link({}, 4);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(link.sender->send(Topic::Readings, kDevices, "x"));
    EXPECT_FALSE(link.sender->send(Topic::Readings, kDevices, "x"));
    EXPECT_EQ(link.receiver->poll(0).size(), 4u);
    link.receiver->acknowledge(kDevices, 1, 2);
    link.sender->pump(0);
    EXPECT_EQ(link.sender->unacknowledged(), 2u);
    EXPECT_TRUE(link.sender->send(Topic::Readings, kDevices, "x"));
}

TEST(MemoryLink, ApplicationThatRestartsGetsAgainWhatWasNotDurable) {
    FactLink link = make_memory_link();
    for (std::uint64_t n = 1; n <= 10; ++n)
        ASSERT_TRUE(link.sender->send(Topic::Readings, kDevices, payload_of(kDevices, n)));
    ASSERT_EQ(link.receiver->poll(0).size(), 10u);
    link.receiver->acknowledge(kDevices, 1, 4);
    link.receiver->resume_after(kDevices, 1, 4);
    std::uint64_t next = 5;
    for (int round = 0; round < 1000 && next <= 10; ++round) {
        link.sender->pump(0);
        for (const Frame& frame : link.receiver->poll(0)) EXPECT_EQ(frame.seq, next++);
    }
    EXPECT_EQ(next, 11u);
}

TEST(MemoryLink, TwoThreadsMeet) {
    FactLink link = make_memory_link({9, 0.1, 0.1, 0.1, 2}, 16);
    std::thread sending([&link] {
        for (std::uint64_t n = 0; n < 300;) {
            if (link.sender->send(Topic::Readings, kDevices, payload_of(kDevices, n + 1))) ++n;
            link.sender->pump(1);
        }
        while (link.sender->unacknowledged() > 0) link.sender->pump(1);
    });
    Inbox inbox;
    while (inbox.frames < 300) {
        inbox.take(link.receiver->poll(1));
        link.receiver->acknowledge(kDevices, 1, inbox.last[kDevices]);
    }
    // the last acknowledgement may have been lost: answering resends is part of polling
    std::thread answering([&link, &inbox] {
        for (int i = 0; i < 2000 && link.sender->unacknowledged() > 0; ++i) inbox.take(link.receiver->poll(1));
    });
    sending.join();
    answering.join();
    EXPECT_EQ(inbox.frames, 300u);
}

TEST(MemoryViews, TheNewestStay) {
    ViewLink views = make_memory_views(3);
    for (int i = 0; i < 10; ++i) views.publisher->publish(Topic::Picture, std::to_string(i));
    const auto arrived = views.subscriber->poll(0);
    ASSERT_EQ(arrived.size(), 3u);
    EXPECT_EQ(arrived.front().payload, "7");
    EXPECT_EQ(arrived.back().payload, "9");
    EXPECT_TRUE(views.subscriber->poll(0).empty());
}

TEST(SenderWindow, FramesTheReceiverHoldsAreAskedForOnlyOnce) {
    wire::SenderWindow window(1, 100, {10, 10});
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(window.offer(Topic::Readings, kDevices, "x"));
    std::vector<std::uint64_t> sent;
    const auto transmit = [&sent](const Frame& frame, std::uint64_t) {
        sent.push_back(frame.seq);
        return true;
    };
    window.each_due(0, transmit);
    EXPECT_EQ(sent.size(), 50u);
    EXPECT_EQ(window.unsent(), 0u);
    window.on_ack({kDevices, 1, 5, 40});  // durable to 5, held to 40
    sent.clear();
    window.each_due(10, transmit);
    EXPECT_EQ(sent, (std::vector<std::uint64_t>{6, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50}));
    window.on_ack({kDevices, 1, 5, 6});  // restarted: it has no more than 6
    sent.clear();
    window.each_due(11, transmit);
    ASSERT_EQ(sent.size(), 34u);
    EXPECT_EQ(sent.front(), 7u);
    EXPECT_EQ(sent.back(), 40u);
}

TEST(SenderWindow, AnswersAboutOthersAreIgnored) {
    wire::SenderWindow window(3, 10, {10, 10});
    ASSERT_TRUE(window.offer(Topic::Readings, kDevices, "x"));
    window.on_ack({kDevices, 2, 1, 1});    // another boot
    window.on_ack({kPeople, 3, 1, 1});     // another stream
    window.on_ack({kDevices, 3, 99, 99});  // more than was ever sent
    EXPECT_EQ(window.unacknowledged(), 1u);
    window.on_ack({kDevices, 3, 1, 1});
    EXPECT_EQ(window.unacknowledged(), 0u);
}

TEST(ReceiverWindow, BootsAreNumberedApart) {
    wire::ReceiverWindow window;
    std::vector<Frame> out;
    window.accept({{Topic::Readings, kDevices, 1, 1, "a"}, 0}, out);
    window.accept({{Topic::Readings, kDevices, 2, 1, "b"}, 0}, out);
    window.accept({{Topic::Readings, kDevices, 2, 1, "b"}, 0}, out);
    window.accept({{Topic::Readings, kDevices, 1, 3, "early"}, 0}, out);
    EXPECT_EQ(out.size(), 2u);
    const auto ack = window.accept({{Topic::Readings, kDevices, 1, 2, "c"}, 0}, out);
    EXPECT_EQ(out.size(), 4u);
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->received_seq, 3u);
    EXPECT_EQ(ack->durable_seq, 0u);
}

TEST(ReceiverWindow, ANewReceiverStartsWhereTheSenderStillRemembers) {
    wire::ReceiverWindow window;
    std::vector<Frame> out;
    window.accept({{Topic::SignOff, kDevices, 1, 9, "nine"}, 8}, out);
    EXPECT_TRUE(out.empty()) << "8 is still to come";
    const auto ack = window.accept({{Topic::SignOff, kDevices, 1, 8, "eight"}, 8}, out);
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(out[0].seq, 8u);
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->received_seq, 9u);
    EXPECT_EQ(ack->durable_seq, 7u);
    window.accept({{Topic::SignOff, kDevices, 1, 7, "seven"}, 7}, out);
    EXPECT_EQ(out.size(), 2u) << "a late copy of what was acknowledged before";
}

}  // namespace
}  // namespace sd
