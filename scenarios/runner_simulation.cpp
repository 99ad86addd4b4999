// The truth's side of a run, alone in charge of time: inputs, pace, console, progress, recording.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "scenarios/control.h"
#include "scenarios/downstream.h"
#include "scenarios/pace.h"
#include "scenarios/progress.h"
#include "scenarios/recorder.h"
#include "scenarios/role_bus.h"
#include "scenarios/runner.h"
#include "scenarios/runner_finish.h"
#include "scenarios/sentence.h"
#include "twin/wire/codec.h"

namespace sd {
namespace {

class Simulation {
public:
    explicit Simulation(RunSetup& setup)
        : setup_(setup), timeline_(setup.scenario), pace_(setup.options.speed), disk_(make_posix_disk()) {}

    Result<void> open();
    Result<void> play();
    Result<void> close();
    [[nodiscard]] RunOutputs outputs();

private:
    Result<void> open_downstream();
    [[nodiscard]] Result<std::unique_ptr<Tap>> open_tap() const;
    [[nodiscard]] std::string capacities() const;
    Result<void> advance();
    Result<void> collect(int wait_ms);
    Result<void> keep(std::vector<BeliefReport> reports);
    void console();
    std::string obey(const Control& control);
    std::string take_order(const Control& control);
    void show(bool force);

    RunSetup& setup_;
    Timeline timeline_;
    Pace pace_;
    std::unique_ptr<Disk> disk_;
    std::optional<InputLog> input_log_;
    std::unique_ptr<SimStage> sim_;
    std::unique_ptr<Recorder> recorder_;
    std::unique_ptr<Tap> tap_;
    std::unique_ptr<ControlServer> control_;
    std::unique_ptr<Downstream> downstream_;
    std::optional<Progress> progress_;
    ProgressState state_;
    RunInfo info_;
    std::uint64_t acts_refused_ = 0;  ///< as last told
    bool partial_ = false;
};

/// One line, because the console's log has one line per answer.
std::string refusal(const Errors& errors) {
    std::string out = "error " + to_text(errors.front());
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

RunInfo info_of(const RunSetup& setup) {
    RunInfo info;
    info.scenario_file = setup.scenario.file;
    info.scenario_text = setup.scenario.source;
    info.seed = setup.scenario.seed;
    info.length_ns = setup.scenario.length.ns;
    info.threads = setup.options.threads;
    info.hash_every = setup.options.hash_every;
    info.isa = setup.options.isa;
    info.city_hash = setup.city->hash;
    info.city_pack = setup.city->pack.string();
    info.command_line = setup.options.command_line;
    info.version = kVersion;
    info.began = wall_date_text();
    info.process = ::getpid();
    return info;
}

Result<void> Simulation::open() {
    auto dir = create_run_dir(setup_.dir.root);
    if (!dir) return fail(dir.error());
    auto input_log = InputLog::create(*disk_, setup_.dir.inputs());
    if (!input_log) return fail(input_log.error());
    input_log_ = std::move(*input_log);
    auto recorder = Recorder::make(setup_.city->city, setup_.scenario, &setup_.dir, setup_.options.keyframe_every);
    if (!recorder) return fail(recorder.error());
    recorder_ = std::move(*recorder);
    auto sim = SimStage::make(setup_.city->city, setup_.world, setup_.options.threads);
    if (!sim) return fail(sim.error());
    sim_ = std::move(*sim);
    if (setup_.options.tap || setup_.options.view) {
        auto tap = open_tap();
        if (!tap) return fail(tap.error());
        tap_ = std::move(*tap);
    }
    auto control = ControlServer::open(setup_.dir);
    if (!control) return fail(control.error());
    control_ = std::move(*control);
    info_ = info_of(setup_);
    // Last: the other roles wait for this file.
    if (auto written = write_file(setup_.dir.run_json(), run_info_text(info_)); !written) return written;
    progress_.emplace(setup_.dir, setup_.options.quiet);
    if (!setup_.options.quiet) progress_->note(capacities());
    for (const std::string& note : setup_.notes) progress_->note(note);
    state_.start = state_.now = setup_.scenario.start;
    state_.end = setup_.scenario.end();
    return open_downstream();
}

/// Memory is laid out for these at the start.
std::string Simulation::capacities() const {
    const City& city = setup_.city->city;
    std::size_t samples = 0;
    const auto frame = sim_->frame();
    for (const auto& column : frame->columns) samples += column.size();
    const auto cells = static_cast<std::size_t>(city.grid.nx) * static_cast<std::size_t>(city.grid.ny);
    return fmt::format("room for {} devices, {} vehicles, {} cells, a queue of {} frames of {} samples",
                       city.devices.size(), setup_.world.traffic.capacity, cells, kFramesAhead, samples);
}

Result<std::unique_ptr<Tap>> Simulation::open_tap() const {
    if (setup_.options.role != Role::Sim) return Tap::open(setup_.dir);
    const auto addresses = role_addresses(setup_.options.bus);
    if (!addresses) return fail(addresses.error());
    return Tap::open_truth(setup_.dir, addresses->belief_tap);
}

Result<void> Simulation::open_downstream() {
    const auto wall = [this] { return pace_.elapsed_s(); };
    Result<std::unique_ptr<Downstream>> opened;
    if (setup_.options.role == Role::Sim) {
        opened = start_remote({&setup_.scenario, setup_.options.bus, wall});
    } else {
        LocalConfig local;
        local.city = &setup_.city->city;
        local.scenario = &setup_.scenario;
        local.dir = setup_.dir;
        local.keyframe_every = setup_.options.keyframe_every;
        local.tap = tap_.get();
        local.wall_s = wall;
        opened = start_local(local);
    }
    if (!opened) return fail(std::move(opened.error()));
    downstream_ = std::move(*opened);
    if (auto noted = recorder_->truth(sim_->picture(), sim_->hash(), false); !noted) return noted;
    if (setup_.options.view) start_viewer(setup_.dir);
    return downstream_->begin(sim_->frame());
}

Result<void> Simulation::advance() {
    const auto on_input = [this](const InputRecord& record) { return input_log_->add(record); };
    const auto on_hashes = [this](std::uint64_t tick, const ModelHashes& h) { recorder_->hashes(tick, h); };
    auto frame = sim_->advance(live_inputs(timeline_), on_input, on_hashes, setup_.options.hash_every);
    if (!frame) return fail(frame.error());
    state_.now = sim_->world().now;
    const bool tapped = tap_ && tap_->wants(Eye::Truth, pace_.elapsed_s());
    if (tapped || recorder_->wants_truth(state_.now, false)) {
        const Picture picture = sim_->picture();
        if (tapped) tap_->publish(Eye::Truth, encode(picture), pace_.elapsed_s());
        if (recorder_->wants_truth(state_.now, false)) {
            if (auto noted = recorder_->truth(picture, sim_->hash(), false); !noted) return noted;
        }
    }
    return downstream_->push(std::move(*frame));
}

Result<void> Simulation::keep(std::vector<BeliefReport> reports) {
    for (const BeliefReport& report : reports) {
        state_.readings = report.sample.readings;
        state_.alarms = report.sample.alarms;
        state_.alarms_acknowledged = report.sample.alarms_acknowledged;
        state_.alarms_closed = report.sample.alarms_closed;
        if (report.sample.acts_refused > acts_refused_) {
            acts_refused_ = report.sample.acts_refused;
            progress_->note("the platform refused an order on an alarm: see `songdoi alarms " +
                            setup_.dir.root.string() + "`");
        }
        if (auto noted = recorder_->belief(report); !noted) return noted;
    }
    return {};
}

Result<void> Simulation::collect(int wait_ms) {
    auto reports = downstream_->poll(wait_ms);
    if (!reports) return fail(reports.error());
    for (const std::string& note : downstream_->take_notes()) progress_->note(note);
    return keep(std::move(*reports));
}

std::string Simulation::obey(const Control& control) {
    switch (control.kind) {
        case ControlKind::Pause:
            pace_.pause();
            return "ok paused at " + to_clock(state_.now);
        case ControlKind::Resume:
            pace_.resume();
            return "ok running";
        case ControlKind::Step:
            pace_.step();
            return "ok one frame from " + to_clock(state_.now);
        case ControlKind::Speed:
            pace_.set_speed(control.speed);
            return "ok speed set";
        case ControlKind::Stop:
            partial_ = true;
            return "ok stopping";
        case ControlKind::Status:
            return "ok " + progress_text(state_);
        case ControlKind::Inject:
            break;
    }
    return take_order(control);
}

/// An inject from outside: parsed, checked against the city, journalled when it bites.
std::string Simulation::take_order(const Control& control) {
    auto read = parse_sentence(control.sentence, state_.now);
    if (!read) return refusal(read.error());
    Command command = std::move(*read);
    command.actor = "console";
    const std::string settled = settle_place(setup_.city->city, command);
    if (const auto good = check_command(setup_.city->city, command); !good) return refusal(good.error());
    timeline_.add(command);
    const std::string told = "ok injected at tick " + std::to_string(sim_->world().tick) + ", " + to_clock(state_.now);
    return settled.empty() ? told : told + ": " + settled;
}

void Simulation::console() {
    for (const ControlServer::Order& order : control_->poll()) control_->reply(order, obey(order.control));
}

void Simulation::show(bool force) {
    state_.running_s = pace_.running_s();
    state_.paused = pace_.paused();
    state_.speed = pace_.speed();
    state_.vehicles = recorder_->series().truth.empty() ? 0 : recorder_->series().truth.back().vehicles;
    progress_->show(state_, pace_.elapsed_s(), force);
}

Result<void> Simulation::play() {
    while (state_.now < state_.end && !partial_) {
        if (stop_requested()) partial_ = true;
        console();
        show(false);
        if (auto done = collect(downstream_->has_room() ? 0 : 20); !done) return done;
        if (partial_ || !downstream_->has_room()) continue;
        if (!pace_.may_advance(state_.now, state_.now + kRunFramePeriod)) continue;
        if (auto done = advance(); !done) return done;
    }
    return {};
}

Result<void> Simulation::close() {
    auto last = downstream_->finish();
    if (!last) return fail(last.error());
    if (auto kept = keep(std::move(*last)); !kept) return kept;
    const auto& truth = recorder_->series().truth;
    if (truth.empty() || truth.back().at != state_.now) {
        if (auto noted = recorder_->truth(sim_->picture(), sim_->hash(), true); !noted) return noted;
    }
    show(true);
    progress_->finish();
    control_.reset();
    return recorder_->close();
}

RunOutputs Simulation::outputs() {
    RunOutputs out;
    out.info = info_;
    out.info.process = 0;
    out.series = recorder_->series();
    RunFigures& f = out.figures;
    f.sim_seconds = static_cast<double>((state_.now - state_.start) / kTick);
    f.wall_seconds = pace_.elapsed_s();
    f.running_seconds = pace_.running_s();
    f.devices = setup_.city->city.devices.size();
    f.vehicles_peak = recorder_->vehicles_peak();
    f.moving_peak = recorder_->moving_peak();
    f.truth_hash = sim_->hash();
    f.water_mass_error = flood::mass_error_relative(sim_->world().flood);
    f.drains = drainage::figures(sim_->world().flood.drains);
    f.belief_hash = out.series.belief.empty() ? 0 : out.series.belief.back().belief_hash;
    f.partial = partial_;
    return out;
}

}  // namespace

Result<Exit> run_simulation(RunSetup& setup) {
    Simulation simulation(setup);
    if (auto opened = simulation.open(); !opened) return fail(opened.error());
    if (auto played = simulation.play(); !played) return fail(played.error());
    if (auto closed = simulation.close(); !closed) return fail(closed.error());
    return finish_run(setup, simulation.outputs());
}

}  // namespace sd
