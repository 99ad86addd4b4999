// Two kinds of traffic. FACTS (readings, reports, commands, truth frames, sign-offs) are sequenced per (stream, boot),
// acknowledged only when the receiver has made them durable, resent until then, and delivered to the application
// exactly once and in order. VIEWS (pictures, progress) may drop; a subscriber always gets the newest.
// Bodies: bus_memory (seeded delay, loss, duplication, reordering) and bus_zmq (DEALER/ROUTER, PUB/SUB).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "twin/wire/messages.h"

namespace sd {

enum class Topic : std::uint8_t {
    Readings,    ///< ReadingBatch
    Reports,     ///< vector<CitizenReport>
    Commands,    ///< vector<Command>
    TruthFrame,  ///< TruthFrame
    SignOff,     ///< Instant: "everything of mine up to here has been sent"
    Control,     ///< pause, resume, step, speed, inject
    Picture,     ///< Picture (view)
    Progress,    ///< text (view)
};

struct Frame {
    Topic topic = Topic::Readings;
    StreamId stream;
    std::uint32_t boot = 0;  ///< incarnation of the sender
    std::uint64_t seq = 0;   ///< from 1, per (stream, boot)
    std::string payload;     ///< codec bytes
};

/// Sending side of facts. Not thread-safe.
class FactSender {
public:
    virtual ~FactSender() = default;
    /// Queues a frame (boot and seq are filled in). Returns false when the credit window is full: call pump() and
    /// retry.
    [[nodiscard]] virtual bool send(Topic topic, StreamId stream, std::string payload) = 0;
    /// Moves bytes, receives acks, resends what timed out. Waits at most `wait_ms` of wall time.
    virtual void pump(int wait_ms) = 0;
    /// Frames sent but not yet acknowledged as durable.
    [[nodiscard]] virtual std::size_t unacknowledged() const = 0;
};

/// Receiving side of facts. Not thread-safe.
class FactReceiver {
public:
    virtual ~FactReceiver() = default;
    /// Frames newly arrived: each exactly once, per stream in seq order. Waits at most `wait_ms` of wall time.
    [[nodiscard]] virtual std::vector<Frame> poll(int wait_ms) = 0;
    /// Says that everything up to (stream, boot, seq) is durable; only now may the sender forget it.
    virtual void acknowledge(StreamId stream, std::uint32_t boot, std::uint64_t seq) = 0;
    /// After a restart: what the application already has durably, so that resends are recognised. Streams it says
    /// nothing about go on with the oldest frame that the sender still keeps.
    virtual void resume_after(StreamId stream, std::uint32_t boot, std::uint64_t seq) = 0;
};

class ViewPublisher {
public:
    virtual ~ViewPublisher() = default;
    virtual void publish(Topic topic, const std::string& payload) = 0;
};

class ViewSubscriber {
public:
    virtual ~ViewSubscriber() = default;
    /// The views that arrived, oldest first.
    [[nodiscard]] virtual std::vector<Frame> poll(int wait_ms) = 0;
};

// ---- memory body -------------------------------------------------------------------------------------------------

/// Faults of the memory body; a seed makes them repeatable. Probabilities 0…1 per transmission; delays in pump()
/// rounds.
struct LinkFaults {
    std::uint64_t seed = 0;
    double loss = 0.0;
    double duplicate = 0.0;
    double reorder = 0.0;
    int delay_rounds_max = 0;
};

struct FactLink {
    std::unique_ptr<FactSender> sender;
    std::unique_ptr<FactReceiver> receiver;
};
/// Both ends in one thread or two (it locks). A resumed run gives its sender a new boot.
[[nodiscard]] FactLink make_memory_link(const LinkFaults& faults = {}, std::size_t window_frames = 256,
                                        std::uint32_t boot = 1);

struct ViewLink {
    std::unique_ptr<ViewPublisher> publisher;
    std::unique_ptr<ViewSubscriber> subscriber;
};
[[nodiscard]] ViewLink make_memory_views(std::size_t high_water_mark = 8);

// ---- ZeroMQ body -------------------------------------------------------------------------------------------------

/// address "tcp://127.0.0.1:5555"; port "*" picks a free one (see BoundReceiver::address). Loopback only, unless the
/// address says otherwise on purpose: "tcp+remote://HOST:PORT". Facts that are not acknowledged when a sender is
/// destroyed are lost with it: pump() until unacknowledged() is 0 first.
[[nodiscard]] Result<std::unique_ptr<FactSender>> connect_facts(const std::string& address, const std::string& name,
                                                                std::uint32_t boot, std::size_t window_frames = 256);
struct BoundReceiver {
    std::unique_ptr<FactReceiver> receiver;
    std::string address;  ///< the real one
};
[[nodiscard]] Result<BoundReceiver> bind_facts(const std::string& address);
struct BoundPublisher {
    std::unique_ptr<ViewPublisher> publisher;
    std::string address;
};
[[nodiscard]] Result<BoundPublisher> bind_views(const std::string& address, int high_water_mark = 8);
[[nodiscard]] Result<std::unique_ptr<ViewSubscriber>> connect_views(const std::string& address);

}  // namespace sd
