#include "scenarios/replay.h"

#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/downstream.h"
#include "scenarios/pace.h"
#include "scenarios/runner.h"

namespace sd {
namespace {

/// A scratch folder that goes away again, also after an error.
class Scratch {
public:
    explicit Scratch(const RunDir& dir) : path(dir.root / (".replay-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path / "twin");
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path path;
};

class Replay {
public:
    Replay(HashHistory recorded, Instant start) : recorded_(std::move(recorded)), start_(start) {}

    void truth(std::uint64_t tick, const ModelHashes& hashes) {
        if (!result.same || !recorded_.truth.contains(tick)) return;
        ++result.ticks;
        const std::string model = first_difference(recorded_, tick, hashes);
        if (!model.empty()) differs(tick, model);
    }
    void belief(const std::vector<BeliefReport>& reports) {
        for (const BeliefReport& report : reports) {
            const auto row = recorded_.belief.find(report.sample.at.ns);
            if (!result.same || row == recorded_.belief.end()) continue;
            ++result.minutes;
            if (row->second != report.sample.belief_hash) {
                differs(static_cast<std::uint64_t>((report.sample.at - start_) / kTick), "belief");
            }
        }
    }
    [[nodiscard]] std::uint64_t last_tick() const {
        return recorded_.truth.empty() ? 0 : recorded_.truth.rbegin()->first;
    }
    ReplayResult result;

private:
    void differs(std::uint64_t tick, const std::string& model) {
        result.same = false;
        result.tick = tick;
        result.model = model;
        result.at = to_clock(start_ + kTick * static_cast<std::int64_t>(tick));
    }

    HashHistory recorded_;
    Instant start_;
};

struct Recorded {
    RunInfo info;
    Scenario scenario;
    LoadedCity city;
    WorldConfig world;
    std::vector<InputRecord> inputs;
    HashHistory hashes;
};

Result<Recorded> read_recorded(const RunDir& dir, const ReplayOptions& options) {
    Recorded out;
    auto info = read_run_info(dir);
    if (!info) return fail(info.error());
    out.info = std::move(*info);
    auto scenario = scenario_of(out.info);
    if (!scenario) return fail(scenario.error());
    out.scenario = std::move(*scenario);
    const auto cache = options.cache.empty() ? dir.root.parent_path() / ".cache" : options.cache;
    const auto near = std::filesystem::path(out.info.scenario_file).parent_path();
    auto city = load_city(out.scenario.city, near, cache);
    if (!city) return fail(city.error());
    out.city = std::move(*city);
    if (out.city.hash != out.info.city_hash) {
        return fail(dir.run_json().string(), "the city is not the one of the recorded run",
                    "the pack or recipe has changed since; repeat the run");
    }
    auto world = world_config_of(out.scenario);
    if (!world) return fail(world.error());
    out.world = std::move(*world);
    out.world.flood.isa = options.isa;
    const auto disk = make_posix_disk();
    if (std::filesystem::exists(dir.summary())) {
        for (const auto& file : {dir.inputs(), dir.hashes()}) {
            if (auto whole = must_be_whole(*disk, file); !whole) return fail(whole.error());
        }
    }
    auto inputs = read_inputs(*disk, dir.inputs());
    if (!inputs) return fail(inputs.error());
    out.inputs = std::move(*inputs);
    auto hashes = read_hashes(*disk, dir.hashes());
    if (!hashes) return fail(hashes.error());
    out.hashes = std::move(*hashes);
    return out;
}

}  // namespace

Result<ReplayResult> replay(const ReplayOptions& options) {
    const auto dir = open_run_dir(options.run);
    if (!dir) return fail(dir.error());
    auto recorded = read_recorded(*dir, options);
    if (!recorded) return fail(recorded.error());
    const Scratch scratch(*dir);
    LocalConfig local;
    local.city = &recorded->city.city;
    local.scenario = &recorded->scenario;
    local.dir = RunDir{scratch.path};
    local.keep_journals = false;
    auto downstream = start_local(local);
    if (!downstream) return fail(downstream.error());
    const int threads = options.threads > 0 ? options.threads : recorded->info.threads;
    auto sim = SimStage::make(recorded->city.city, recorded->world, threads);
    if (!sim) return fail(sim.error());
    if (auto begun = (*downstream)->begin((*sim)->frame()); !begun) return fail(begun.error());
    Replay judge(std::move(recorded->hashes), recorded->scenario.start);
    const InputSource inputs = recorded_inputs(recorded->inputs);
    const auto on_input = [](const InputRecord&) -> Result<void> { return {}; };
    const auto on_hashes = [&](std::uint64_t tick, const ModelHashes& hashes) { judge.truth(tick, hashes); };
    while ((*sim)->world().tick < judge.last_tick() && judge.result.same && !stop_requested()) {
        auto reports = (*downstream)->poll((*downstream)->has_room() ? 0 : 20);
        if (!reports) return fail(reports.error());
        judge.belief(*reports);
        if (!(*downstream)->has_room()) continue;
        auto frame = (*sim)->advance(inputs, on_input, on_hashes, recorded->info.hash_every);
        if (!frame) return fail(frame.error());
        if (auto pushed = (*downstream)->push(std::move(*frame)); !pushed) return fail(pushed.error());
    }
    auto rest = (*downstream)->finish();
    if (!rest) return fail(rest.error());
    judge.belief(*rest);
    return judge.result;
}

}  // namespace sd
