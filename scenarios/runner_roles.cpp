// The other two processes of a run in three: emulators and twin. Each waits for the simulation to lay out the run
// directory, does its part frame by frame, and ends when the simulation says so.
#include <fmt/format.h>

#include "scenarios/downstream.h"
#include "scenarios/emulator_stage.h"
#include "scenarios/pace.h"
#include "scenarios/role_bus.h"
#include "scenarios/runner.h"
#include "scenarios/samples_json.h"
#include "scenarios/tap.h"
#include "scenarios/twin_stage.h"
#include "twin/wire/codec.h"

#include <nlohmann/json.hpp>

namespace sd {
namespace {

void send_all(FactSender& sender, Topic topic, StreamId stream, const std::string& payload) {
    while (!sender.send(topic, stream, payload)) sender.pump(10);
}

/// Until every frame is durable at the other end; false when the user gave up waiting.
bool drain(FactSender& sender) {
    while (sender.unacknowledged() > 0) {
        if (out_of_patience()) return false;
        sender.pump(20);
    }
    return true;
}

/// The simulation should say why the run ends, not find out by waiting.
void tell_why(FactSender& sender, StreamId stream, const Errors& errors) {
    Control why{ControlKind::Stop, 0.0, {}};
    why.sentence = to_text(errors.front()).substr(0, kMaxSentenceBytes);
    send_all(sender, Topic::Control, stream, encode(why));
    for (int k = 0; k < 50 && sender.unacknowledged() > 0; ++k) sender.pump(20);
}

/// One arriving frame of the simulation; true when it was the last.
Result<bool> serve(EmulatorStage& stage, const Frame& frame, bool& begun) {
    if (frame.topic == Topic::Control) return true;
    if (frame.topic == Topic::Commands) {
        const auto commands = decode_commands(frame.payload);
        if (!commands) return fail(commands.error());
        for (const Command& command : *commands) {
            if (const auto done = stage.take(command); !done) fmt::print(stderr, "{}\n", to_text(done.error()));
        }
        return false;
    }
    auto truth = decode_truth_frame(frame.payload);
    if (!truth) return fail(truth.error());
    auto shared = std::make_shared<const TruthFrame>(std::move(*truth));
    if (!begun) {
        begun = true;
        stage.begin(std::move(shared));
        return false;
    }
    if (auto sent = stage.on_frame(std::move(shared)); !sent) return fail(sent.error());
    return false;
}

/// A number that grows with every start of the twin in this run directory: its incarnation on the wire.
Result<std::uint32_t> next_boot(const RunDir& dir) {
    const auto file = dir.root / "twin.boot";
    std::uint32_t boot = 0;
    std::error_code code;
    if (std::filesystem::exists(file, code)) {
        const auto text = read_file(file);
        if (text) boot = static_cast<std::uint32_t>(std::strtoul(text->c_str(), nullptr, 10));
    }
    if (auto written = write_file(file, std::to_string(boot + 1)); !written) return fail(written.error());
    return boot + 1;
}

/// What the twin tells the simulation after each step of its belief.
class TwinVoice {
public:
    TwinVoice(FactSender& sender, BeliefWatch& watch) : sender_(sender), watch_(watch) {}

    Result<void> advanced(Instant at) {
        auto report = watch_.look(false);
        if (!report) return fail(report.error());
        if (*report) {
            send(**report);
            drain(sender_);  // a sample must not be lost when this process dies
        }
        send_all(sender_, Topic::SignOff, kBeliefStream, encode(at));
        sender_.pump(0);
        return {};
    }
    void send(const BeliefReport& report) {
        if (!report.picture.empty()) send_all(sender_, Topic::Picture, kBeliefStream, report.picture);
        send_all(sender_, Topic::Progress, kBeliefStream, to_json(report.sample).dump());
    }

private:
    FactSender& sender_;
    BeliefWatch& watch_;
};

}  // namespace

Result<Exit> run_emulators(RunSetup& setup) {
    const auto addresses = role_addresses(setup.options.bus);
    if (!addresses) return fail(addresses.error());
    auto bound = bind_facts(addresses->emulators);
    if (!bound) return fail(std::move(bound.error()));
    if (auto there = wait_for_simulation(setup.dir); !there) return fail(there.error());
    auto sender = connect_facts(addresses->twin, "emulators", 1);
    if (!sender) return fail(std::move(sender.error()));
    const auto disk = make_posix_disk();
    auto issues = open_issue_log(*disk, setup.dir.issues());
    if (!issues) return fail(std::move(issues.error()));
    const FleetConfig fleet{setup.scenario.seed, setup.scenario.start, setup.scenario.nominal_faults};
    EmulatorStage stage(setup.city->city, fleet, **sender, std::move(*issues));
    bool begun = false;
    bool last = false;
    while (!last && !out_of_patience()) {
        for (const Frame& frame : bound->receiver->poll(20)) {
            auto served = serve(stage, frame, begun);
            if (!served) return fail(served.error());
            last = last || *served;
            bound->receiver->acknowledge(frame.stream, frame.boot, frame.seq);
        }
        (*sender)->pump(0);
    }
    if (auto closed = stage.close(); !closed) return fail(closed.error());
    send_all(**sender, Topic::Control, kSignOffStream, encode(Control{ControlKind::Stop, 0.0, {}}));
    return drain(**sender) ? Exit::Good : Exit::Failed;
}

Result<Exit> run_twin(RunSetup& setup) {
    const auto addresses = role_addresses(setup.options.bus);
    if (!addresses) return fail(addresses.error());
    if (auto there = wait_for_simulation(setup.dir); !there) return fail(there.error());
    const auto boot = next_boot(setup.dir);
    if (!boot) return fail(boot.error());
    TwinConfig config;
    config.folder = setup.dir.twin();
    config.start = setup.scenario.start;
    auto twin = open_twin(setup.city->city, config);
    if (!twin) return fail(std::move(twin.error()));
    auto bound = bind_facts(addresses->twin);
    if (!bound) return fail(std::move(bound.error()));
    auto sender = connect_facts(addresses->sim, "twin", *boot);
    if (!sender) return fail(std::move(sender.error()));
    const auto disk = make_posix_disk();
    auto keyframes = PictureLog::create(*disk, setup.dir.belief_pictures());
    if (!keyframes) return fail(std::move(keyframes.error()));
    BeliefWatch::Outlets outlets;
    outlets.keyframes = &*keyframes;
    outlets.keyframe_every = setup.options.keyframe_every;
    std::unique_ptr<Tap> tap;
    const WallClock wall = system_wall_clock();
    if (setup.options.tap || setup.options.view) {
        auto opened = Tap::open_belief(addresses->belief_tap);
        if (!opened) return fail(std::move(opened.error()));
        tap = std::move(*opened);
        outlets.tap_wants = [&] { return tap->wants(Eye::Belief, wall.now_s()); };
        outlets.tap = [&](const std::string& p) { tap->publish(Eye::Belief, p, wall.now_s()); };
    }
    BeliefWatch watch(setup.city->city, setup.scenario, **twin, std::move(outlets));
    TwinVoice voice(**sender, watch);
    TwinStage stage(**twin, *bound->receiver, setup.scenario.start);
    const auto advanced = [&](Instant at) { return voice.advanced(at); };
    while (!stage.finished() && !out_of_patience()) {
        auto moved = stage.round(20, advanced);
        if (!moved) {
            tell_why(**sender, kBeliefStream, moved.error());
            return fail(moved.error());
        }
        (*sender)->pump(0);
    }
    auto last = watch.look(true);
    if (!last) return fail(last.error());
    if (*last) voice.send(**last);
    if (auto closed = (*twin)->close(); !closed) return fail(closed.error());
    send_all(**sender, Topic::Control, kBeliefStream, encode(Control{ControlKind::Stop, 0.0, {}}));
    // The emulators wait for the acknowledgement of their last frame; keep the socket open until it has left.
    for (int k = 0; k < 10; ++k) static_cast<void>(bound->receiver->poll(5));
    return drain(**sender) ? Exit::Good : Exit::Failed;
}

}  // namespace sd
