// The bus within one process, with the faults of a bad network on request. Time is counted in the sender's pump()
// rounds, chance comes from the seed: the same calls give the same losses.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "sim/core/draw.h"
#include "twin/wire/bus.h"
#include "twin/wire/fact_session.h"

namespace sd {
namespace {

constexpr std::uint32_t kLoss = stream_of("bus_memory.loss");
constexpr std::uint32_t kDuplicate = stream_of("bus_memory.duplicate");
constexpr std::uint32_t kReorder = stream_of("bus_memory.reorder");
constexpr std::uint32_t kDelay = stream_of("bus_memory.delay");
constexpr std::uint32_t kReorderRounds = 3;  ///< how far a reordered transmission falls behind, at most

/// One direction of a link: what is under way, in order of arrival.
template <class T>
class Lane {
public:
    Lane(const LinkFaults& faults, std::uint32_t direction)
        : draw_(faults.seed), faults_(faults), direction_(direction) {}

    void put(T item, std::uint64_t round) {
        ++transmissions_;
        if (draw_.chance(kLoss, direction_, transmissions_, faults_.loss)) return;
        if (draw_.chance(kDuplicate, direction_, transmissions_, faults_.duplicate)) insert(item, round, 1);
        insert(std::move(item), round, 0);
    }

    /// Takes everything that has arrived by `round`.
    [[nodiscard]] std::vector<T> take(std::uint64_t round) {
        std::vector<T> arrived;
        while (!under_way_.empty() && under_way_.front().first <= round) {
            arrived.push_back(std::move(under_way_.front().second));
            under_way_.pop_front();
        }
        return arrived;
    }
    [[nodiscard]] bool any_by(std::uint64_t round) const {
        return !under_way_.empty() && under_way_.front().first <= round;
    }

private:
    void insert(T item, std::uint64_t round, std::uint64_t copy) {
        const std::uint64_t tick = 2 * transmissions_ + copy;
        std::uint64_t due = round;
        if (faults_.delay_rounds_max > 0)
            due += draw_.below(kDelay, direction_, tick, static_cast<std::uint32_t>(faults_.delay_rounds_max) + 1);
        if (draw_.chance(kReorder, direction_, tick, faults_.reorder))
            due += 1 + draw_.below(kReorder, direction_ + 2, tick, kReorderRounds);
        const auto after = [](std::uint64_t a, const auto& b) { return a < b.first; };
        under_way_.insert(std::upper_bound(under_way_.begin(), under_way_.end(), due, after), {due, std::move(item)});
    }

    Draw draw_;
    LinkFaults faults_;
    std::uint32_t direction_;
    std::uint64_t transmissions_ = 0;
    std::deque<std::pair<std::uint64_t, T>> under_way_;  ///< (round of arrival, item), ascending
};

/// Everything both ends touch, under one lock.
struct Link {
    Link(const LinkFaults& faults, std::size_t window_frames, std::uint32_t boot)
        : window(boot, window_frames, {8 + 2 * faults.delay_rounds_max, 64 + 4 * faults.delay_rounds_max}),
          frames(faults, 0),
          acks(faults, 1) {}

    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t round = 0;
    wire::SenderWindow window;
    wire::ReceiverWindow receiver;
    Lane<wire::Transmission> frames;
    Lane<wire::Ack> acks;

    void transmit_due() {
        window.each_due(static_cast<std::int64_t>(round), [this](const Frame& frame, std::uint64_t oldest_seq) {
            frames.put({frame, oldest_seq}, round);
            return true;
        });
    }
    void take_acks() {
        for (const wire::Ack& ack : acks.take(round)) window.on_ack(ack);
    }
};

class MemorySender final : public FactSender {
public:
    explicit MemorySender(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    bool send(Topic topic, StreamId stream, std::string payload) override {
        const std::lock_guard lock(link_->mutex);
        if (!link_->window.offer(topic, stream, std::move(payload))) return false;
        link_->transmit_due();
        link_->changed.notify_all();
        return true;
    }

    void pump(int wait_ms) override {
        std::unique_lock lock(link_->mutex);
        ++link_->round;
        link_->take_acks();
        link_->transmit_due();
        link_->changed.notify_all();
        if (wait_ms <= 0 || link_->window.unacknowledged() == 0) return;
        link_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms),
                                [this] { return link_->acks.any_by(link_->round); });
        link_->take_acks();
    }

    std::size_t unacknowledged() const override {
        const std::lock_guard lock(link_->mutex);
        return link_->window.unacknowledged();
    }

private:
    std::shared_ptr<Link> link_;
};

class MemoryReceiver final : public FactReceiver {
public:
    explicit MemoryReceiver(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    std::vector<Frame> poll(int wait_ms) override {
        std::unique_lock lock(link_->mutex);
        if (wait_ms > 0)
            link_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms),
                                    [this] { return link_->frames.any_by(link_->round); });
        std::vector<Frame> fresh;
        std::map<std::pair<StreamId, std::uint32_t>, wire::Ack> answers;  // only the last of each stream matters
        for (wire::Transmission& arrived : link_->frames.take(link_->round))
            if (const auto ack = link_->receiver.accept(std::move(arrived), fresh))
                answers[{ack->stream, ack->boot}] = *ack;
        for (const auto& [key, ack] : answers) link_->acks.put(ack, link_->round);
        if (!answers.empty()) link_->changed.notify_all();
        return fresh;
    }

    void acknowledge(StreamId stream, std::uint32_t boot, std::uint64_t seq) override {
        const std::lock_guard lock(link_->mutex);
        link_->acks.put(link_->receiver.acknowledge(stream, boot, seq), link_->round);
        link_->changed.notify_all();
    }

    void resume_after(StreamId stream, std::uint32_t boot, std::uint64_t seq) override {
        const std::lock_guard lock(link_->mutex);
        link_->receiver.resume_after(stream, boot, seq);
    }

private:
    std::shared_ptr<Link> link_;
};

/// The newest views; the oldest fall out.
struct Views {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t high_water_mark = 8;
    std::uint64_t published = 0;
    std::deque<Frame> waiting;
};

class MemoryPublisher final : public ViewPublisher {
public:
    explicit MemoryPublisher(std::shared_ptr<Views> views) : views_(std::move(views)) {}
    void publish(Topic topic, const std::string& payload) override {
        const std::lock_guard lock(views_->mutex);
        if (views_->waiting.size() >= views_->high_water_mark) views_->waiting.pop_front();
        views_->waiting.push_back({topic, {}, 0, ++views_->published, payload});
        views_->changed.notify_all();
    }

private:
    std::shared_ptr<Views> views_;
};

class MemorySubscriber final : public ViewSubscriber {
public:
    explicit MemorySubscriber(std::shared_ptr<Views> views) : views_(std::move(views)) {}
    std::vector<Frame> poll(int wait_ms) override {
        std::unique_lock lock(views_->mutex);
        if (wait_ms > 0)
            views_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms),
                                     [this] { return !views_->waiting.empty(); });
        std::vector<Frame> arrived(std::make_move_iterator(views_->waiting.begin()),
                                   std::make_move_iterator(views_->waiting.end()));
        views_->waiting.clear();
        return arrived;
    }

private:
    std::shared_ptr<Views> views_;
};

}  // namespace

FactLink make_memory_link(const LinkFaults& faults, std::size_t window_frames, std::uint32_t boot) {
    auto link = std::make_shared<Link>(faults, window_frames, boot);
    return {std::make_unique<MemorySender>(link), std::make_unique<MemoryReceiver>(link)};
}

ViewLink make_memory_views(std::size_t high_water_mark) {
    auto views = std::make_shared<Views>();
    views->high_water_mark = std::max<std::size_t>(high_water_mark, 1);
    return {std::make_unique<MemoryPublisher>(views), std::make_unique<MemorySubscriber>(views)};
}

}  // namespace sd
