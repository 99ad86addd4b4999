// Emulators and twin in processes of their own, over ZeroMQ.
#include "scenarios/downstream.h"
#include "scenarios/emulator_stage.h"
#include "scenarios/role_bus.h"
#include "scenarios/samples_json.h"
#include "twin/wire/codec.h"

namespace sd {
namespace {

class Remote : public Downstream {
public:
    static Result<std::unique_ptr<Downstream>> start(const RemoteConfig& config) {
        const auto addresses = role_addresses(config.bus);
        if (!addresses) return fail(addresses.error());
        std::unique_ptr<Remote> out(new Remote(config));
        auto bound = bind_facts(addresses->sim);
        if (!bound) return fail(std::move(bound.error()));
        out->receiver_ = std::move(bound->receiver);
        auto sender = connect_facts(addresses->emulators, "sim", 1);
        if (!sender) return fail(std::move(sender.error()));
        out->sender_ = std::move(*sender);
        out->last_sign_s_ = config.wall_s();
        return std::unique_ptr<Downstream>(std::move(out));
    }

    Result<void> begin(std::shared_ptr<const TruthFrame> first) override {
        signed_off_ = pushed_ = first->at;
        return send(Topic::TruthFrame, encode(*first));
    }
    bool has_room() override {
        const auto ahead = (pushed_ - signed_off_) / kRunFramePeriod;
        return ahead < static_cast<std::int64_t>(kFramesAhead);
    }
    Result<void> push(SimFrame frame) override {
        if (!frame.onward.empty()) {
            if (auto sent = send(Topic::Commands, encode(frame.onward)); !sent) return sent;
        }
        pushed_ = frame.frame->at;
        return send(Topic::TruthFrame, encode(*frame.frame));
    }
    Result<std::vector<BeliefReport>> poll(int wait_ms) override {
        sender_->pump(0);
        const std::vector<Frame> frames = receiver_->poll(wait_ms);
        for (const Frame& frame : frames) {
            if (auto taken = take(frame); !taken) return fail(taken.error());
            receiver_->acknowledge(frame.stream, frame.boot, frame.seq);
        }
        if (!frames.empty()) last_sign_s_ = config_.wall_s();
        if (config_.wall_s() - last_sign_s_ > config_.patience_s && !has_room()) {
            return fail("", "no sign of the emulators or the twin for 2 minutes",
                        "start `songdoi run … --role emulators` and `--role twin` with the same --bus and --out");
        }
        return std::exchange(reports_, {});
    }
    Result<std::vector<BeliefReport>> finish() override {
        if (auto sent = send(Topic::Control, encode(Control{ControlKind::Stop, 0.0, {}})); !sent) {
            return fail(sent.error());
        }
        std::vector<BeliefReport> all;
        const double begun_s = config_.wall_s();
        while (!closed_) {
            auto some = poll(20);
            if (!some) return some;
            for (BeliefReport& report : *some) all.push_back(std::move(report));
            if (config_.wall_s() - begun_s > config_.patience_s) {
                return fail("", "the twin did not close within 2 minutes", "look at the output of --role twin");
            }
        }
        // The last acknowledgements must leave before the sockets close.
        for (int k = 0; k < 10; ++k) {
            sender_->pump(5);
            static_cast<void>(receiver_->poll(5));
        }
        return all;
    }
    std::vector<std::string> take_notes() override { return {}; }

private:
    explicit Remote(const RemoteConfig& config) : config_(config) {}

    Result<void> send(Topic topic, const std::string& payload) {
        while (!sender_->send(topic, kTruthStream, payload)) {
            auto seen = poll(10);
            if (!seen) return fail(seen.error());
            for (BeliefReport& report : *seen) reports_.push_back(std::move(report));
        }
        sender_->pump(0);
        return {};
    }

    Result<void> take(const Frame& frame) {
        if (frame.topic == Topic::SignOff) {
            const auto at = decode_instant(frame.payload);
            if (!at) return fail(at.error());
            signed_off_ = std::max(signed_off_, *at);
        } else if (frame.topic == Topic::Progress) {
            auto sample = belief_from_json(frame.payload);
            if (!sample) return fail(sample.error());
            reports_.push_back({std::move(*sample), std::exchange(next_picture_, {})});
        } else if (frame.topic == Topic::Picture) {
            next_picture_ = frame.payload;  // belongs to the sample that follows
        } else if (frame.topic == Topic::Control) {
            const auto control = decode_control(frame.payload);
            if (!control) return fail(control.error());
            if (!control->sentence.empty()) return fail("", "the twin gave up: " + control->sentence);
            closed_ = true;
        }
        return {};
    }

    RemoteConfig config_;
    std::unique_ptr<FactSender> sender_;
    std::unique_ptr<FactReceiver> receiver_;
    std::vector<BeliefReport> reports_;
    std::string next_picture_;
    Instant pushed_;
    Instant signed_off_;
    double last_sign_s_ = 0.0;
    bool closed_ = false;
};

}  // namespace

Result<std::unique_ptr<Downstream>> start_remote(const RemoteConfig& config) { return Remote::start(config); }

}  // namespace sd
