#include "scenarios/run_info.h"

#include <signal.h>

#include <nlohmann/json.hpp>

#include "scenarios/json_number.h"
#include "sim/core/hash.h"

namespace sd {

using nlohmann::json;

std::string run_info_text(const RunInfo& info) {
    const json out{{"format", kRunFormat},
                   {"version", info.version},
                   {"scenario_file", info.scenario_file},
                   {"scenario_text", info.scenario_text},
                   {"seed", info.seed},
                   {"length_ns", info.length_ns},
                   {"threads", info.threads},
                   {"hash_every", info.hash_every},
                   {"isa", info.isa},
                   {"city_hash", hex(info.city_hash)},
                   {"city_pack", info.city_pack},
                   {"command_line", info.command_line},
                   {"began", info.began},
                   {"process", info.process}};
    return out.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<RunInfo> read_run_info(const RunDir& dir) {
    const auto text = read_file(dir.run_json());
    if (!text) return fail(text.error());
    try {
        const json in = json::parse(*text);
        if (whole<int>(in.at("format")) > kRunFormat) {
            return fail(dir.run_json().string(), "the run was made by a newer version",
                        "use the version that made it: " + in.value("version", "?"));
        }
        RunInfo out;
        out.scenario_file = in.at("scenario_file").get<std::string>();
        out.scenario_text = in.at("scenario_text").get<std::string>();
        out.seed = whole<std::uint64_t>(in.at("seed"));
        out.length_ns = whole<std::int64_t>(in.at("length_ns"));
        out.threads = whole<int>(in.at("threads"));
        out.hash_every = whole<int>(in.at("hash_every"));
        out.isa = in.at("isa").get<std::string>();
        out.city_hash = std::stoull(in.at("city_hash").get<std::string>(), nullptr, 16);
        out.city_pack = in.at("city_pack").get<std::string>();
        out.command_line = in.at("command_line").get<std::string>();
        out.version = in.at("version").get<std::string>();
        out.began = in.at("began").get<std::string>();
        out.process = whole<std::int64_t>(in.at("process"));
        return out;
    } catch (const std::exception& e) {
        return fail(dir.run_json().string(), std::string("run.json cannot be read: ") + e.what(), "repeat the run");
    }
}

Result<Scenario> scenario_of(const RunInfo& info) {
    auto scenario = parse_scenario(info.scenario_text, info.scenario_file);
    if (!scenario) return scenario;
    scenario->seed = info.seed;
    scenario->length = {info.length_ns};
    return scenario;
}

bool is_live(const RunInfo& info) { return info.process > 0 && ::kill(static_cast<pid_t>(info.process), 0) == 0; }

}  // namespace sd
