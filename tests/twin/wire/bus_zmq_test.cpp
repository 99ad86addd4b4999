// Real sockets on the loopback. Waiting is polling against a bound on rounds, each of which blocks at most 20 ms.
#include <gtest/gtest.h>

#include <map>

#include "twin/wire/bus.h"

namespace sd {
namespace {

constexpr StreamId kDevices{StreamKind::Devices, 0};
constexpr StreamId kPeople{StreamKind::People, 0};
constexpr int kRounds = 1000;
constexpr int kWaitMs = 20;

BoundReceiver bind_or_die(const std::string& address) {
    auto bound = bind_facts(address);
    if (!bound) ADD_FAILURE() << to_text(bound.error());
    return std::move(bound).value();
}
std::unique_ptr<FactSender> connect_or_die(const std::string& address, std::uint32_t boot, std::size_t window = 256) {
    auto sender = connect_facts(address, "emulators", boot, window);
    if (!sender) ADD_FAILURE() << to_text(sender.error());
    return std::move(sender).value();
}

/// What a durable application has: per (stream, boot) the last seq, and every payload in order.
struct Application {
    std::map<std::pair<StreamId, std::uint32_t>, std::uint64_t> last;
    std::vector<std::string> payloads;
    void take(FactReceiver& receiver, int wait_ms, bool durable) {
        for (Frame& frame : receiver.poll(wait_ms)) {
            EXPECT_EQ(frame.seq, (++last[{frame.stream, frame.boot}]));
            if (durable) receiver.acknowledge(frame.stream, frame.boot, frame.seq);
            payloads.push_back(std::move(frame.payload));
        }
    }
};

TEST(ZmqFacts, ArriveOnceInOrderAndAreForgottenWhenDurable) {
    BoundReceiver bound = bind_or_die("tcp://127.0.0.1:*");
    EXPECT_EQ(bound.address.find('*'), std::string::npos);
    const auto sender = connect_or_die(bound.address, 1, 16);
    Application app;
    std::uint64_t sent = 0;
    for (int round = 0; round < kRounds && (app.payloads.size() < 600 || sender->unacknowledged() > 0); ++round) {
        while (sent < 600 && sender->send(Topic::Readings, sent % 3 == 0 ? kPeople : kDevices, std::to_string(sent)))
            ++sent;
        sender->pump(1);
        app.take(*bound.receiver, 1, true);
        sender->pump(1);
    }
    EXPECT_EQ(app.payloads.size(), 600u);
    EXPECT_EQ(sender->unacknowledged(), 0u);
    EXPECT_EQ((app.last[{kPeople, 1}]), 200u);
    EXPECT_EQ((app.last[{kDevices, 1}]), 400u);
}

TEST(ZmqFacts, SenderMayStartFirst) {
    std::string address;
    { address = bind_or_die("tcp://127.0.0.1:*").address; }
    const auto sender = connect_or_die(address, 1);
    ASSERT_TRUE(sender->send(Topic::Readings, kDevices, "early"));
    sender->pump(0);
    BoundReceiver bound = bind_or_die(address);
    Application app;
    for (int round = 0; round < kRounds && sender->unacknowledged() > 0; ++round) {
        sender->pump(kWaitMs / 2);
        app.take(*bound.receiver, kWaitMs / 2, true);
    }
    EXPECT_EQ(app.payloads, std::vector<std::string>{"early"});
}

/// The receiver dies with frames it had delivered but not made durable; its successor knows only the durable part.
TEST(ZmqFacts, ReceiverRestartLosesNothingAndDoublesNothing) {
    BoundReceiver bound = bind_or_die("tcp://127.0.0.1:*");
    const std::string address = bound.address;
    const auto sender = connect_or_die(address, 7);
    std::uint64_t sent = 0;
    Application app;
    for (int life = 0; life < 4; ++life) {
        const std::uint64_t goal = static_cast<std::uint64_t>(life + 1) * 50;
        while (sent < goal) {
            ASSERT_TRUE(sender->send(Topic::Readings, kDevices, std::to_string(++sent)));
            sender->pump(0);
        }
        // Durable up to somewhere in the middle …
        const std::uint64_t durable_goal = goal - 20;
        for (int round = 0; round < kRounds && app.payloads.size() < durable_goal; ++round) {
            sender->pump(kWaitMs / 2);
            app.take(*bound.receiver, kWaitMs / 2, true);
        }
        ASSERT_GE(app.payloads.size(), durable_goal);
        // … more is delivered but not durable, then the receiver is gone.
        ASSERT_TRUE(sender->send(Topic::Readings, kDevices, std::to_string(++sent)));
        Application not_durable = app;
        for (int round = 0; round < 5; ++round) {
            sender->pump(1);
            not_durable.take(*bound.receiver, 1, false);
        }
        bound.receiver.reset();
        bound = bind_or_die(address);
        for (const auto& [key, seq] : app.last) bound.receiver->resume_after(key.first, key.second, seq);
    }
    for (int round = 0; round < kRounds && sender->unacknowledged() > 0; ++round) {
        sender->pump(kWaitMs / 2);
        app.take(*bound.receiver, kWaitMs / 2, true);
    }
    EXPECT_EQ(sender->unacknowledged(), 0u);
    ASSERT_EQ(app.payloads.size(), sent);
    for (std::uint64_t n = 0; n < sent; ++n) EXPECT_EQ(app.payloads[n], std::to_string(n + 1));
}

/// Sign-offs are not kept by the application, so after a restart it cannot say how far it had acknowledged them.
TEST(ZmqFacts, ReceiverThatRemembersNothingGoesOnWithWhatTheSenderKeeps) {
    BoundReceiver bound = bind_or_die("tcp://127.0.0.1:*");
    const std::string address = bound.address;
    const auto sender = connect_or_die(address, 1);
    Application app;
    for (int n = 1; n <= 10; ++n) ASSERT_TRUE(sender->send(Topic::SignOff, kDevices, std::to_string(n)));
    for (int round = 0; round < kRounds && sender->unacknowledged() > 0; ++round) {
        sender->pump(kWaitMs / 2);
        app.take(*bound.receiver, kWaitMs / 2, true);
    }
    ASSERT_EQ(app.payloads.size(), 10u);
    bound.receiver.reset();
    bound = bind_or_die(address);
    for (int n = 11; n <= 15; ++n) ASSERT_TRUE(sender->send(Topic::SignOff, kDevices, std::to_string(n)));
    for (int round = 0; round < kRounds && sender->unacknowledged() > 0; ++round) {
        sender->pump(kWaitMs / 2);
        app.take(*bound.receiver, kWaitMs / 2, true);
    }
    EXPECT_EQ(sender->unacknowledged(), 0u);
    ASSERT_EQ(app.payloads.size(), 15u);
    EXPECT_EQ(app.payloads.back(), "15");
}

TEST(ZmqFacts, RestartedSenderTakesItsNameBackWithANewBoot) {
    BoundReceiver bound = bind_or_die("tcp://127.0.0.1:*");
    Application app;
    for (std::uint32_t boot = 1; boot <= 3; ++boot) {
        const auto sender = connect_or_die(bound.address, boot);
        for (int n = 0; n < 20; ++n) ASSERT_TRUE(sender->send(Topic::Reports, kPeople, "x"));
        for (int round = 0; round < kRounds && sender->unacknowledged() > 0; ++round) {
            sender->pump(kWaitMs / 2);
            app.take(*bound.receiver, kWaitMs / 2, true);
        }
        EXPECT_EQ(sender->unacknowledged(), 0u);
        EXPECT_EQ((app.last[{kPeople, boot}]), 20u);
    }
    EXPECT_EQ(app.payloads.size(), 60u);
}

TEST(ZmqFacts, WithoutAReceiverNothingIsLostOrForgotten) {
    const auto sender = connect_or_die("tcp://127.0.0.1:9", 1, 8);
    for (int n = 0; n < 8; ++n) EXPECT_TRUE(sender->send(Topic::Readings, kDevices, "x"));
    EXPECT_FALSE(sender->send(Topic::Readings, kDevices, "x"));
    sender->pump(1);
    EXPECT_EQ(sender->unacknowledged(), 8u);
}

TEST(ZmqAddresses, OtherMachinesAreRefusedWithTheCure) {
    for (const char* address : {"tcp://0.0.0.0:5555", "tcp://*:5555", "tcp://10.1.2.3:5555", "nonsense"}) {
        const auto bound = bind_facts(address);
        ASSERT_FALSE(bound) << address;
        EXPECT_NE(to_text(bound.error()).find("tcp+remote://"), std::string::npos);
        EXPECT_FALSE(connect_facts(address, "a", 1));
        EXPECT_FALSE(bind_views(address));
        EXPECT_FALSE(connect_views(address));
    }
    EXPECT_TRUE(bind_facts("tcp+remote://127.0.0.1:*"));
}

TEST(ZmqAddresses, APortInUseIsAnErrorNotAnException) {
    const BoundReceiver bound = bind_or_die("tcp://127.0.0.1:*");
    const auto second = bind_facts(bound.address);
    ASSERT_FALSE(second);
    EXPECT_NE(to_text(second.error()).find(bound.address), std::string::npos);
    EXPECT_FALSE(connect_facts(bound.address, "", 1));
    EXPECT_FALSE(bind_facts("tcp://127.0.0.1:notaport"));
}

TEST(ZmqViews, SubscriberGetsPicturesAndText) {
    auto publisher = bind_views("tcp://127.0.0.1:*");
    ASSERT_TRUE(publisher);
    auto subscriber = connect_views(publisher->address);
    ASSERT_TRUE(subscriber);
    std::map<Topic, std::string> got;
    // A subscriber that has just come misses what was said before: publish until it hears.
    for (int round = 0; round < kRounds && got.size() < 2; ++round) {
        publisher->publisher->publish(Topic::Picture, std::string(100'000, 'p'));
        publisher->publisher->publish(Topic::Progress, "18:00");
        for (Frame& frame : (*subscriber)->poll(kWaitMs)) got[frame.topic] = std::move(frame.payload);
    }
    EXPECT_EQ(got[Topic::Picture].size(), 100'000u);
    EXPECT_EQ(got[Topic::Progress], "18:00");
}

}  // namespace
}  // namespace sd
