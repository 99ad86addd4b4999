#include "scenarios/sim_stage.h"

namespace sd {

InputSource live_inputs(Timeline& timeline) {
    return [&timeline](std::uint64_t, Instant now) { return timeline.take_due(now); };
}

InputSource recorded_inputs(const std::vector<InputRecord>& records) {
    auto by_tick = std::make_shared<std::multimap<std::uint64_t, Command>>();
    for (const InputRecord& record : records) by_tick->emplace(record.tick, record.command);
    return [by_tick](std::uint64_t tick, Instant) {
        std::vector<Command> due;
        const auto [begin, end] = by_tick->equal_range(tick);
        for (auto at = begin; at != end; ++at) due.push_back(at->second);
        return due;
    };
}

Result<std::unique_ptr<SimStage>> SimStage::make(const City& city, const WorldConfig& config, int threads) {
    auto world = make_world(city, config);
    if (!world) return fail(std::move(world.error()));
    return std::unique_ptr<SimStage>(new SimStage(std::move(*world), threads));
}

std::shared_ptr<const TruthFrame> SimStage::frame() const {
    return std::make_shared<const TruthFrame>(truth_frame(world_));
}

Result<SimFrame> SimStage::advance(const InputSource& inputs, const OnInput& on_input, const OnHashes& on_hashes,
                                   int hash_every) {
    SimFrame out;
    constexpr std::int64_t kTicks = kFramePeriod / kTick;
    for (std::int64_t k = 0; k < kTicks; ++k) {
        std::vector<Input> due;
        for (Command& command : inputs(world_.tick, world_.now)) {
            if (const auto noted = on_input({world_.tick, command}); !noted) return fail(noted.error());
            if (auto input = input_of(command)) due.push_back(std::move(*input));
            if (addressee_of(command.kind) == Addressee::Platform) {
                command.at = world_.now;  // never before the frame that carries it
                command.latency = {};
            }
            if (addressee_of(command.kind) != Addressee::World) out.onward.push_back(std::move(command));
        }
        step(world_, due, parallel_);
        if (world_.tick % static_cast<std::uint64_t>(hash_every) == 0) on_hashes(world_.tick, model_hashes(world_));
    }
    out.frame = frame();
    return out;
}

}  // namespace sd
