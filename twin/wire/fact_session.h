// Exactly once and in order over something that loses, doubles and reorders: the sender's window and the receiver's
// reordering, as state machines that know no socket and no clock. Both bodies of the bus drive these, so the logic
// exists once. "Ticks" are whatever the body counts: rounds in memory, milliseconds on a network.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "twin/wire/bus.h"
#include "twin/wire/envelope.h"

namespace sd::wire {

struct ResendTicks {
    std::int64_t first = 100;  ///< until the first resend; doubles up to…
    std::int64_t longest = 1000;
};

class SenderWindow {
public:
    SenderWindow(std::uint32_t boot, std::size_t window_frames, ResendTicks resend);

    /// Numbers and keeps the frame; false when the window is full.
    [[nodiscard]] bool offer(Topic topic, StreamId stream, std::string payload);
    void on_ack(const Ack& ack);
    /// Hands over one frame with the oldest seq kept of its stream; false when the transport is full.
    using Transmit = std::function<bool(const Frame& frame, std::uint64_t oldest_seq)>;
    /// Calls transmit for every frame that was never sent or whose answer is overdue, per stream in order, until
    /// transmit takes no more.
    void each_due(std::int64_t now_ticks, const Transmit& transmit);
    [[nodiscard]] std::size_t unacknowledged() const { return unacknowledged_; }
    /// Frames that were never handed to the transport.
    [[nodiscard]] std::size_t unsent() const { return unsent_; }

private:
    struct Pending {
        Frame frame;
        std::int64_t due_ticks = 0;   ///< when to send it again
        std::int64_t wait_ticks = 0;  ///< 0: never sent
    };
    struct Stream {
        std::uint64_t last_seq = 0;
        std::uint64_t held_until = 0;  ///< the receiver has them, though not durably
        std::deque<Pending> pending;   ///< seq ascending without gaps
    };
    [[nodiscard]] bool transmit_if_due(Pending& pending, std::uint64_t oldest_seq, std::int64_t now_ticks,
                                       const Transmit& transmit);

    std::uint32_t boot_;
    std::size_t window_frames_;
    ResendTicks resend_;
    std::size_t unacknowledged_ = 0;
    std::size_t unsent_ = 0;
    std::map<StreamId, Stream> streams_;
};

class ReceiverWindow {
public:
    /// Takes a frame from the transport; appends to `out` what is now next in order. Returns the answer to send, if
    /// any.
    std::optional<Ack> accept(Transmission transmission, std::vector<Frame>& out);
    Ack acknowledge(StreamId stream, std::uint32_t boot, std::uint64_t seq);
    /// Forgets what was delivered after `seq`: it will come again.
    void resume_after(StreamId stream, std::uint32_t boot, std::uint64_t seq);

private:
    struct Stream {
        std::uint64_t delivered_seq = 0;
        std::uint64_t durable_seq = 0;
        std::map<std::uint64_t, Frame> early;  ///< arrived before their turn
    };
    using Key = std::pair<StreamId, std::uint32_t>;  ///< stream, boot
    [[nodiscard]] static Ack ack_of(const Key& key, const Stream& stream);

    std::map<Key, Stream> streams_;
};

}  // namespace sd::wire
