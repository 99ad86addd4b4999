// The bus between processes. Facts go DEALER → ROUTER with the sender's name as routing id and are answered on the same
// connection; views go PUB → SUB. This file alone knows ZeroMQ and a wall clock: timers here only decide when bytes are
// repeated, never what anybody computes.
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>
#include <zmq.hpp>

#include "twin/wire/bus.h"
#include "twin/wire/fact_session.h"

namespace sd {
namespace {

constexpr int kQueueFrames = 1000;                   ///< ZeroMQ's own queue per peer
constexpr std::int64_t kMaxPartBytes = 256LL << 20;  ///< as codec_support.h
constexpr wire::ResendTicks kResendMs{100, 1000};
constexpr int kLingerForAnswersMs = 500;  ///< the last acks still leave a closing receiver
constexpr int kFramesPerPoll = 1024;      ///< so that a fast sender cannot keep poll() for ever

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// The address for ZeroMQ, or an Error when it leaves this machine without saying so.
Result<std::string> checked_address(const std::string& address) {
    const std::string remote = "tcp+remote://";
    if (address.compare(0, remote.size(), remote) == 0) return "tcp://" + address.substr(remote.size());
    for (const char* local : {"tcp://127.", "tcp://localhost:", "tcp://[::1]:", "ipc://", "inproc://"})
        if (address.rfind(local, 0) == 0) return address;
    return fail(
        address, "the bus speaks on this machine only unless told otherwise; expected tcp://127.0.0.1:PORT",
        "to reach other machines on purpose, write tcp+remote://HOST:PORT; the bus has no encryption of its own");
}

tl::unexpected<Errors> zmq_failed(const std::string& address, const zmq::error_t& error) {
    return fail(address, std::string("the bus cannot use this address: ") + error.what(),
                "check the address and that no other run uses the port; port * picks a free one");
}

zmq::send_result_t send_two(zmq::socket_t& socket, const std::string& first, const std::string& second) {
    const auto sent = socket.send(zmq::buffer(first), zmq::send_flags::dontwait | zmq::send_flags::sndmore);
    // A multipart message is queued as a whole: once the first part is taken, the others are.
    return sent ? socket.send(zmq::buffer(second), zmq::send_flags::none) : sent;
}

/// All parts of one message; empty when there is none.
std::vector<std::string> receive_parts(zmq::socket_t& socket) {
    std::vector<std::string> parts;
    zmq::message_t part;
    while (socket.recv(part, parts.empty() ? zmq::recv_flags::dontwait : zmq::recv_flags::none)) {
        parts.push_back(part.to_string());
        if (!part.more()) return parts;
    }
    return parts;
}

bool wait_for(zmq::socket_t& socket, short events, int wait_ms) {
    zmq::pollitem_t item{socket.handle(), 0, events, 0};
    try {
        return zmq::poll(&item, 1, std::chrono::milliseconds(std::max(wait_ms, 0))) > 0;
    } catch (const zmq::error_t&) {
        return false;  // interrupted by a signal: the caller polls again anyway
    }
}

class ZmqSender final : public FactSender {
public:
    ZmqSender(const std::string& address, const std::string& name, std::uint32_t boot, std::size_t window_frames)
        : socket_(context_, zmq::socket_type::dealer), address_(address), window_(boot, window_frames, kResendMs) {
        socket_.set(zmq::sockopt::routing_id, name);
        socket_.set(zmq::sockopt::linger, 0);  // what is not acknowledged is the owner's to keep
        socket_.set(zmq::sockopt::sndhwm, kQueueFrames);
        socket_.set(zmq::sockopt::rcvhwm, kQueueFrames);
        socket_.set(zmq::sockopt::immediate, 1);  // queue only for a peer that is there
        socket_.set(zmq::sockopt::reconnect_ivl, 20);
        socket_.set(zmq::sockopt::reconnect_ivl_max, 500);
        socket_.connect(address);
    }

    bool send(Topic topic, StreamId stream, std::string payload) override {
        if (!window_.offer(topic, stream, std::move(payload))) return false;
        transmit_due();
        return true;
    }

    void pump(int wait_ms) override {
        take_acks();
        transmit_due();
        if (wait_ms <= 0 || window_.unacknowledged() == 0) return;
        const short events = window_.unsent() > 0 ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN;
        if (wait_for(socket_, events, wait_ms)) take_acks();
        transmit_due();
    }

    std::size_t unacknowledged() const override { return window_.unacknowledged(); }

private:
    void take_acks() {
        try {
            for (auto parts = receive_parts(socket_); !parts.empty(); parts = receive_parts(socket_)) {
                if (parts.size() != 1) return meet_somebody_else();
                if (const auto ack = wire::decode_ack(parts.front())) window_.on_ack(*ack);
            }
        } catch (const zmq::error_t&) {
            return;  // a signal; the next pump reads on
        }
    }
    /// An answer has one part; a frame of two parts is our own. While nobody listens on a local port of the range the
    /// kernel gives to connections, a connection to it can be given that very port and meet itself (TCP simultaneous
    /// open), and would then keep the port from the receiver for ever.
    void meet_somebody_else() {
        socket_.disconnect(address_);
        socket_.connect(address_);
    }
    void transmit_due() {
        window_.each_due(now_ms(), [this](const Frame& frame, std::uint64_t oldest_seq) {
            try {
                return send_two(socket_, wire::encode_envelope(frame, oldest_seq), frame.payload).has_value();
            } catch (const zmq::error_t&) {
                return false;
            }
        });
    }

    zmq::context_t context_{1};
    zmq::socket_t socket_;
    std::string address_;
    wire::SenderWindow window_;
};

class ZmqReceiver final : public FactReceiver {
public:
    explicit ZmqReceiver(const std::string& address) : socket_(context_, zmq::socket_type::router) {
        socket_.set(zmq::sockopt::linger, kLingerForAnswersMs);
        socket_.set(zmq::sockopt::sndhwm, kQueueFrames);
        socket_.set(zmq::sockopt::rcvhwm, kQueueFrames);
        socket_.set(zmq::sockopt::maxmsgsize, kMaxPartBytes);
        socket_.set(zmq::sockopt::router_mandatory, 1);
        socket_.set(zmq::sockopt::router_handover, 1);  // a restarted sender takes its name back at once
        socket_.bind(address);
    }

    [[nodiscard]] std::string address() const { return socket_.get(zmq::sockopt::last_endpoint); }

    std::vector<Frame> poll(int wait_ms) override {
        std::vector<Frame> fresh;
        if (!wait_for(socket_, ZMQ_POLLIN, wait_ms)) return fresh;
        std::map<Key, wire::Ack> answers;  // only the last of each stream matters
        try {
            for (int taken = 0; taken < kFramesPerPoll; ++taken) {
                auto parts = receive_parts(socket_);
                if (parts.empty()) break;
                take(parts, fresh, answers);
            }
        } catch (const zmq::error_t&) {
            // a signal; what was taken so far is good
        }
        for (const auto& [key, ack] : answers) answer(key, ack);
        return fresh;
    }

    void acknowledge(StreamId stream, std::uint32_t boot, std::uint64_t seq) override {
        answer({stream, boot}, session_.acknowledge(stream, boot, seq));
    }
    void resume_after(StreamId stream, std::uint32_t boot, std::uint64_t seq) override {
        session_.resume_after(stream, boot, seq);
    }

private:
    using Key = std::pair<StreamId, std::uint32_t>;  ///< stream, boot

    /// [routing id][envelope][payload]; anything else is not ours and is passed over.
    void take(std::vector<std::string>& parts, std::vector<Frame>& fresh, std::map<Key, wire::Ack>& answers) {
        if (parts.size() != 3) return;
        auto arrived = wire::decode_envelope(parts[1]);
        if (!arrived) return;
        arrived->frame.payload = std::move(parts[2]);
        const Key key{arrived->frame.stream, arrived->frame.boot};
        if (const auto ack = session_.accept(std::move(*arrived), fresh)) {
            routes_[key] = parts[0];
            answers[key] = *ack;
        }
    }

    /// An answer that finds nobody is not needed: a sender that comes back asks again.
    void answer(const Key& key, const wire::Ack& ack) {
        const auto route = routes_.find(key);
        if (route == routes_.end()) return;
        try {
            send_two(socket_, route->second, wire::encode_ack(ack));
        } catch (const zmq::error_t&) {
            routes_.erase(route);
        }
    }

    zmq::context_t context_{1};
    zmq::socket_t socket_;
    wire::ReceiverWindow session_;
    std::map<Key, std::string> routes_;  ///< routing id of the sender of a stream
};

class ZmqPublisher final : public ViewPublisher {
public:
    ZmqPublisher(const std::string& address, int high_water_mark) : socket_(context_, zmq::socket_type::pub) {
        socket_.set(zmq::sockopt::linger, kLingerForAnswersMs);  // the last picture of a run is the one people keep
        socket_.set(zmq::sockopt::sndhwm, std::max(high_water_mark, 1));
        socket_.bind(address);
    }
    [[nodiscard]] std::string address() const { return socket_.get(zmq::sockopt::last_endpoint); }

    void publish(Topic topic, const std::string& payload) override {
        try {
            send_two(socket_, std::string(1, static_cast<char>(topic)), payload);
        } catch (const zmq::error_t&) {
            // views may drop
        }
    }

private:
    zmq::context_t context_{1};
    zmq::socket_t socket_;
};

class ZmqSubscriber final : public ViewSubscriber {
public:
    explicit ZmqSubscriber(const std::string& address) : socket_(context_, zmq::socket_type::sub) {
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::rcvhwm, 8);
        socket_.set(zmq::sockopt::maxmsgsize, kMaxPartBytes);
        socket_.set(zmq::sockopt::subscribe, "");
        socket_.connect(address);
    }

    std::vector<Frame> poll(int wait_ms) override {
        std::vector<Frame> arrived;
        if (!wait_for(socket_, ZMQ_POLLIN, wait_ms)) return arrived;
        try {
            for (int taken = 0; taken < kFramesPerPoll; ++taken) {
                auto parts = receive_parts(socket_);
                if (parts.empty()) break;
                if (parts.size() != 2 || parts[0].size() != 1) continue;
                const auto topic = static_cast<unsigned char>(parts[0][0]);
                if (topic > static_cast<unsigned char>(Topic::Progress)) continue;
                arrived.push_back({static_cast<Topic>(topic), {}, 0, ++received_, std::move(parts[1])});
            }
        } catch (const zmq::error_t&) {
            // a signal; what was taken so far is good
        }
        return arrived;
    }

private:
    zmq::context_t context_{1};
    zmq::socket_t socket_;
    std::uint64_t received_ = 0;
};

/// Builds T on a checked address; ZeroMQ's exceptions end here.
template <class T, class... Args>
Result<std::unique_ptr<T>> open_socket(const std::string& address, Args&&... args) {
    const auto checked = checked_address(address);
    if (!checked) return tl::unexpected(checked.error());
    try {
        return std::make_unique<T>(*checked, std::forward<Args>(args)...);
    } catch (const zmq::error_t& error) {
        return zmq_failed(address, error);
    }
}

}  // namespace

Result<std::unique_ptr<FactSender>> connect_facts(const std::string& address, const std::string& name,
                                                  std::uint32_t boot, std::size_t window_frames) {
    if (name.empty() || name.size() > 255 || name.front() == '\0')
        return fail(address, "a sender's name has 1 to 255 bytes and no leading zero", "name it by its role");
    return open_socket<ZmqSender>(address, name, boot, window_frames);
}

Result<BoundReceiver> bind_facts(const std::string& address) {
    auto receiver = open_socket<ZmqReceiver>(address);
    if (!receiver) return tl::unexpected(receiver.error());
    std::string real = (*receiver)->address();
    return BoundReceiver{std::move(*receiver), std::move(real)};
}

Result<BoundPublisher> bind_views(const std::string& address, int high_water_mark) {
    auto publisher = open_socket<ZmqPublisher>(address, high_water_mark);
    if (!publisher) return tl::unexpected(publisher.error());
    std::string real = (*publisher)->address();
    return BoundPublisher{std::move(*publisher), std::move(real)};
}

Result<std::unique_ptr<ViewSubscriber>> connect_views(const std::string& address) {
    return open_socket<ZmqSubscriber>(address);
}

}  // namespace sd
