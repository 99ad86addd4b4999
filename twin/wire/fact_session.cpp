#include "twin/wire/fact_session.h"

#include <algorithm>
#include <limits>

#include "sim/core/check.h"

namespace sd::wire {
namespace {

/// What one peer may make the receiver remember. A window has at most a few hundred frames, a city a few streams.
constexpr std::uint64_t kMaxEarlyFrames = 4096;
constexpr std::size_t kMaxStreams = 65536;

}  // namespace

SenderWindow::SenderWindow(std::uint32_t boot, std::size_t window_frames, ResendTicks resend)
    : boot_(boot), window_frames_(std::clamp<std::size_t>(window_frames, 1, kMaxEarlyFrames)), resend_(resend) {
    SD_CHECK(resend.first > 0 && resend.longest >= resend.first);
}

bool SenderWindow::offer(Topic topic, StreamId stream, std::string payload) {
    if (unacknowledged_ >= window_frames_) return false;
    Stream& s = streams_[stream];
    ++unacknowledged_;
    ++unsent_;
    s.pending.push_back({Frame{topic, stream, boot_, ++s.last_seq, std::move(payload)}, 0, 0});
    return true;
}

void SenderWindow::on_ack(const Ack& ack) {
    const auto found = streams_.find(ack.stream);
    if (ack.boot != boot_ || found == streams_.end()) return;
    Stream& s = found->second;
    if (ack.durable_seq > s.last_seq || ack.received_seq > s.last_seq) return;  // not about anything of ours
    while (!s.pending.empty() && s.pending.front().frame.seq <= ack.durable_seq) {
        if (s.pending.front().wait_ticks == 0) --unsent_;
        s.pending.pop_front();
        --unacknowledged_;
    }
    // The receiver has less than it had: it was restarted, and what it held went with it.
    for (Pending& p : s.pending)
        if (p.frame.seq > ack.received_seq && p.frame.seq <= s.held_until) p.due_ticks = 0;
    s.held_until = ack.received_seq;
}

bool SenderWindow::transmit_if_due(Pending& pending, std::uint64_t oldest_seq, std::int64_t now_ticks,
                                   const Transmit& transmit) {
    const bool first_time = pending.wait_ticks == 0;
    if (!first_time && pending.due_ticks > now_ticks) return true;
    if (!transmit(pending.frame, oldest_seq)) return false;
    if (first_time) --unsent_;
    pending.wait_ticks = first_time ? resend_.first : std::min(pending.wait_ticks * 2, resend_.longest);
    pending.due_ticks = now_ticks + pending.wait_ticks;
    return true;
}

void SenderWindow::each_due(std::int64_t now_ticks, const Transmit& transmit) {
    for (auto& [id, s] : streams_) {
        if (s.pending.empty()) continue;
        const std::uint64_t oldest = s.pending.front().frame.seq;
        for (Pending& p : s.pending) {
            // Of the frames the receiver holds only the oldest is repeated: the question whether it still has them.
            const bool held = p.frame.seq <= s.held_until && p.frame.seq != oldest;
            if (!held && !transmit_if_due(p, oldest, now_ticks, transmit)) return;
        }
    }
}

Ack ReceiverWindow::ack_of(const Key& key, const Stream& stream) {
    return {key.first, key.second, stream.durable_seq, stream.delivered_seq};
}

std::optional<Ack> ReceiverWindow::accept(Transmission transmission, std::vector<Frame>& out) {
    Frame& frame = transmission.frame;
    const Key key{frame.stream, frame.boot};
    if (streams_.size() >= kMaxStreams && streams_.find(key) == streams_.end()) return std::nullopt;
    Stream& s = streams_[key];
    if (transmission.oldest_seq > s.delivered_seq + 1) {
        // Acknowledged to a receiver before this one, by an application that did not say so with resume_after.
        s.delivered_seq = transmission.oldest_seq - 1;
        s.durable_seq = s.delivered_seq;
        s.early.erase(s.early.begin(), s.early.upper_bound(s.delivered_seq));
    }
    if (frame.seq > s.delivered_seq && frame.seq - s.delivered_seq <= kMaxEarlyFrames) {
        s.early.emplace(frame.seq, std::move(frame));
        while (!s.early.empty() && s.early.begin()->first == s.delivered_seq + 1) {
            out.push_back(std::move(s.early.begin()->second));
            s.early.erase(s.early.begin());
            ++s.delivered_seq;
        }
    }
    return ack_of(key, s);
}

Ack ReceiverWindow::acknowledge(StreamId stream, std::uint32_t boot, std::uint64_t seq) {
    const Key key{stream, boot};
    Stream& s = streams_[key];
    SD_CHECK(seq <= s.delivered_seq);
    s.durable_seq = std::max(s.durable_seq, seq);
    return ack_of(key, s);
}

void ReceiverWindow::resume_after(StreamId stream, std::uint32_t boot, std::uint64_t seq) {
    Stream& s = streams_[Key{stream, boot}];
    s.delivered_seq = seq;
    s.durable_seq = seq;
    s.early.clear();
}

}  // namespace sd::wire
