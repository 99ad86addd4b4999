// Emulators and twin on a thread of their own: while the truth computes frame k+1, they work on frame k.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "scenarios/downstream.h"
#include "scenarios/emulator_stage.h"
#include "scenarios/twin_stage.h"

namespace sd {
namespace {

class Local : public Downstream {
public:
    static Result<std::unique_ptr<Downstream>> start(const LocalConfig& config) {
        std::unique_ptr<Local> out(new Local(config));
        if (auto opened = out->open(); !opened) return fail(opened.error());
        return std::unique_ptr<Downstream>(std::move(out));
    }
    ~Local() override { stop(); }

    Result<void> begin(std::shared_ptr<const TruthFrame> first) override {
        emulators_->begin(std::move(first));
        thread_ = std::thread([this] { work(); });
        return {};
    }
    bool has_room() override {
        const std::lock_guard lock(mutex_);
        return queue_.size() + (busy_ ? 1 : 0) < kFramesAhead || !errors_.empty();
    }
    Result<void> push(SimFrame frame) override {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(frame));
        changed_.notify_all();
        return {};
    }
    Result<std::vector<BeliefReport>> poll(int wait_ms) override {
        std::unique_lock lock(mutex_);
        if (wait_ms > 0 && reports_.empty() && errors_.empty()) {
            changed_.wait_for(lock, std::chrono::milliseconds(wait_ms));
        }
        if (!errors_.empty()) return fail(errors_);
        return std::exchange(reports_, {});
    }
    Result<std::vector<BeliefReport>> finish() override {
        stop();
        if (!errors_.empty()) return fail(errors_);
        if (auto closed = emulators_->close(); !closed) return fail(closed.error());
        auto last = watch_->look(true);
        if (!last) return fail(last.error());
        if (*last) reports_.push_back(std::move(**last));
        if (auto closed = twin_->close(); !closed) return fail(closed.error());
        return std::exchange(reports_, {});
    }
    std::vector<std::string> take_notes() override {
        const std::lock_guard lock(mutex_);
        return std::exchange(notes_, {});
    }

private:
    explicit Local(const LocalConfig& config) : config_(config), disk_(make_posix_disk()) {}

    Result<void> open() {
        TwinConfig twin;
        twin.folder = config_.dir.twin();
        twin.start = config_.scenario->start;
        auto opened = open_twin(*config_.city, twin);
        if (!opened) return fail(std::move(opened.error()));
        twin_ = std::move(*opened);
        link_ = make_memory_link();
        std::unique_ptr<IssueLog> issues;
        if (config_.keep_journals) {
            auto log = open_issue_log(*disk_, config_.dir.issues());
            if (!log) return fail(std::move(log.error()));
            issues = std::move(*log);
            auto pictures = PictureLog::create(*disk_, config_.dir.belief_pictures());
            if (!pictures) return fail(std::move(pictures.error()));
            keyframes_ = std::move(*pictures);
        }
        const FleetConfig fleet{config_.scenario->seed, config_.scenario->start, config_.scenario->nominal_faults};
        emulators_ = std::make_unique<EmulatorStage>(*config_.city, fleet, *link_.sender, std::move(issues));
        stage_ = std::make_unique<TwinStage>(*twin_, *link_.receiver, config_.scenario->start);
        BeliefWatch::Outlets outlets;
        outlets.keyframes = keyframes_ ? &*keyframes_ : nullptr;
        outlets.keyframe_every = config_.keyframe_every;
        if (config_.tap != nullptr) {
            outlets.tap_wants = [this] { return config_.tap->wants(Eye::Belief, config_.wall_s()); };
            outlets.tap = [this](const std::string& p) { config_.tap->publish(Eye::Belief, p, config_.wall_s()); };
        }
        watch_ = std::make_unique<BeliefWatch>(*config_.city, *config_.scenario, *twin_, std::move(outlets));
        return {};
    }

    void stop() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            changed_.notify_all();
        }
        thread_.join();
    }

    void work() {
        while (true) {
            SimFrame frame;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
                if (queue_.empty()) return;
                frame = std::move(queue_.front());
                queue_.pop_front();
                busy_ = true;
            }
            auto done = process(std::move(frame));
            const std::lock_guard lock(mutex_);
            busy_ = false;
            if (!done) {
                errors_ = std::move(done.error());
                queue_.clear();
                stopping_ = true;
            }
            changed_.notify_all();
        }
    }

    Result<void> process(SimFrame frame) {
        for (const Command& command : frame.onward) {
            if (const auto taken = emulators_->take(command); !taken) note(to_text(taken.error()));
        }
        const Instant at = frame.frame->at;
        if (auto sent = emulators_->on_frame(std::move(frame.frame)); !sent) return sent;
        const auto advanced = [this](Instant) -> Result<void> {
            auto report = watch_->look(false);
            if (!report) return fail(report.error());
            if (!*report) return {};
            const std::lock_guard lock(mutex_);
            reports_.push_back(std::move(**report));
            return {};
        };
        while (twin_->watermark() < at) {
            auto moved = stage_->round(0, advanced);
            if (!moved) return fail(moved.error());
            link_.sender->pump(0);
        }
        return {};
    }

    void note(std::string text) {
        const std::lock_guard lock(mutex_);
        notes_.push_back(std::move(text));
    }

    LocalConfig config_;
    std::unique_ptr<Disk> disk_;
    std::unique_ptr<Twin> twin_;
    FactLink link_;
    std::optional<PictureLog> keyframes_;
    std::unique_ptr<EmulatorStage> emulators_;
    std::unique_ptr<TwinStage> stage_;
    std::unique_ptr<BeliefWatch> watch_;
    std::thread thread_;
    std::mutex mutex_;  ///< guards everything below
    std::condition_variable changed_;
    std::deque<SimFrame> queue_;
    std::vector<BeliefReport> reports_;
    std::vector<std::string> notes_;
    Errors errors_;
    bool busy_ = false;
    bool stopping_ = false;
};

}  // namespace

Result<std::unique_ptr<Downstream>> start_local(const LocalConfig& config) { return Local::start(config); }

}  // namespace sd
