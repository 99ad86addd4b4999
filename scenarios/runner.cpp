#include "scenarios/runner.h"

#include <fmt/format.h>

#include <csignal>

#include "scenarios/pace.h"

namespace sd {
namespace {

volatile std::sig_atomic_t stop_flag = 0;
void on_stop(int) { stop_flag = 1; }

std::filesystem::path default_out(const Scenario& scenario) { return std::filesystem::path("out") / scenario.name; }

}  // namespace

void catch_stop_signals() {
    std::signal(SIGINT, on_stop);
    std::signal(SIGTERM, on_stop);
}

bool stop_requested() { return stop_flag != 0; }

bool out_of_patience() {
    static double since_s = -1.0;
    if (!stop_requested()) return false;
    const double now_s = system_wall_clock().now_s();
    if (since_s < 0.0) since_s = now_s;
    constexpr double kPatience_s = 30.0;
    return now_s - since_s > kPatience_s;
}

Result<RunSetup> prepare_run(const RunOptions& options) {
    auto scenario = read_scenario(options.scenario);
    if (!scenario) return fail(std::move(scenario.error()));
    RunSetup setup;
    setup.options = options;
    setup.scenario = std::move(*scenario);
    if (options.seed) setup.scenario.seed = *options.seed;
    if (options.length) setup.scenario.length = *options.length;
    setup.dir.root = options.out.empty() ? default_out(setup.scenario) : options.out;
    const auto cache = options.cache.empty() ? setup.dir.root.parent_path() / ".cache" : options.cache;
    auto city = load_city(setup.scenario.city, options.scenario.parent_path(), cache);
    if (!city) return fail(std::move(city.error()));
    setup.city = std::make_shared<LoadedCity>(std::move(*city));
    for (Event& event : setup.scenario.events) {
        const std::string settled = settle_place(setup.city->city, event.command);
        if (!settled.empty())
            setup.notes.push_back(fmt::format("{}:{}: {}", setup.scenario.file, event.place.line, settled));
    }
    Errors errors = check_events(setup.scenario, setup.city->city);
    const Errors more = check_expectations(setup.scenario, setup.city->city);
    errors.insert(errors.end(), more.begin(), more.end());
    if (!errors.empty()) return fail(std::move(errors));
    auto world = world_config_of(setup.scenario);
    if (!world) return fail(std::move(world.error()));
    setup.world = std::move(*world);
    setup.world.flood.isa = options.isa;
    return setup;
}

Result<void> wait_for_simulation(const RunDir& dir) {
    const WallClock clock = system_wall_clock();
    const double begun_s = clock.now_s();
    std::error_code code;
    while (clock.now_s() - begun_s < 60.0 && !stop_requested()) {
        if (std::filesystem::exists(dir.run_json(), code)) {
            const auto info = read_run_info(dir);
            if (info && is_live(*info)) return {};
        }
        clock.wait_s(0.05);
    }
    return fail(dir.root.string(), "no live simulation appeared here within a minute",
                "start `songdoi run … --role sim` with the same --out");
}

Result<Exit> run(const RunOptions& options) {
    auto setup = prepare_run(options);
    if (!setup) return fail(std::move(setup.error()));
    catch_stop_signals();
    switch (options.role) {
        case Role::Emulators:
            return run_emulators(*setup);
        case Role::Twin:
            return run_twin(*setup);
        case Role::All:
        case Role::Sim:
            break;
    }
    return run_simulation(*setup);
}

}  // namespace sd
