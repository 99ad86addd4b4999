#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "twin/wire/bus.h"
#include "viz/source.h"

namespace sd::viz {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kKeep = 1'200;  // encoded pictures of each eye that a live window can seek in

class BusSource final : public LiveSource {
public:
    explicit BusSource(std::vector<std::unique_ptr<ViewSubscriber>> from)
        : from_(std::move(from)), last_(Clock::now()), thread_([this] { receive(); }) {}
    BusSource(const BusSource&) = delete;
    BusSource& operator=(const BusSource&) = delete;
    ~BusSource() override {
        stop_ = true;
        thread_.join();
    }
    bool drain(Tracks& into) override {
        std::vector<Arrived> got;
        {
            const std::lock_guard lock(mutex_);
            got.swap(waiting_);
        }
        for (Arrived& a : got) {
            PictureTrack& track = into.of(a.picture->eye);
            track.add(std::move(a.encoded), std::move(a.picture));
            track.keep_newest(kKeep);
        }
        return !got.empty();
    }
    [[nodiscard]] double age_s() const override {
        const std::lock_guard lock(mutex_);
        return std::chrono::duration<double>(Clock::now() - last_).count();
    }

private:
    struct Arrived {
        std::string encoded;
        std::shared_ptr<const Picture> picture;
    };
    void receive() {
        while (!stop_) {
            for (auto& subscriber : from_) {
                for (Frame& frame : subscriber->poll(20)) {
                    if (frame.topic != Topic::Picture) continue;
                    auto picture = decode_picture(frame.payload);
                    if (!picture) continue;  // a view may drop; the next one comes soon
                    const std::lock_guard lock(mutex_);
                    waiting_.push_back(
                        {std::move(frame.payload), std::make_shared<const Picture>(std::move(*picture))});
                    last_ = Clock::now();
                }
            }
        }
    }
    std::vector<std::unique_ptr<ViewSubscriber>> from_;
    mutable std::mutex mutex_;
    std::vector<Arrived> waiting_;
    Clock::time_point last_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

class FactControl final : public ControlLink {
public:
    FactControl(std::unique_ptr<FactSender> sender, std::filesystem::path folder)
        : sender_(std::move(sender)), folder_(std::move(folder)) {
        std::error_code code;  // the log may hold answers to an earlier process of the same number
        const auto size = std::filesystem::file_size(folder_ / "control.log", code);
        if (!code) read_ = static_cast<std::streamoff>(size);
    }
    bool send(const Control& control) override {
        const auto shard = static_cast<std::uint32_t>(::getpid());
        return sender_->send(Topic::Control, {StreamKind::Control, shard}, encode(control));
    }
    void pump() override { sender_->pump(0); }
    std::vector<Answer> answers() override {
        std::vector<Answer> out;
        std::ifstream log(folder_ / "control.log");
        log.seekg(read_);
        const std::string mine = std::to_string(::getpid()) + " ";
        for (std::string line;
             std::getline(log, line) && !log.eof();) {  // a line without its end is still being written
            read_ = log.tellg();
            if (line.rfind(mine, 0) != 0) continue;
            line.erase(0, mine.size());
            const bool bad = line.rfind("error", 0) == 0;
            const auto word = line.find(' ');
            out.push_back({!bad, word == std::string::npos || !bad ? line : line.substr(word + 1)});
        }
        return out;
    }
    [[nodiscard]] bool open() const override {
        std::error_code code;
        return std::filesystem::exists(folder_ / "control.addr", code);
    }

private:
    std::unique_ptr<FactSender> sender_;
    std::filesystem::path folder_;
    std::streamoff read_ = 0;
};

}  // namespace

Result<std::unique_ptr<LiveSource>> LiveSource::connect(const std::vector<std::string>& addresses) {
    std::vector<std::unique_ptr<ViewSubscriber>> from;
    for (const std::string& address : addresses) {
        auto subscriber = connect_views(address);
        if (!subscriber) return fail(subscriber.error());
        from.push_back(std::move(*subscriber));
    }
    return std::make_unique<BusSource>(std::move(from));
}

Result<std::unique_ptr<ControlLink>> ControlLink::open(const std::filesystem::path& folder) {
    std::ifstream in(folder / "control.addr");
    std::string address;
    if (!std::getline(in, address)) {
        return fail((folder / "control.addr").string(), "the run has no control address",
                    "is `songdoi run` still going?");
    }
    const auto boot = static_cast<std::uint32_t>(::getpid());
    auto sender = connect_facts(address, "viewer-" + std::to_string(boot), boot);
    if (!sender) return fail(sender.error());
    return std::make_unique<FactControl>(std::move(*sender), folder);
}

}  // namespace sd::viz
