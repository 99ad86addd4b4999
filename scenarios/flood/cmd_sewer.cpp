// songdoi flood sewer: runs a drainage network from a SWMM .inp file and says what it saw and what it left out.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/flood/commands.h"
#include "scenarios/run_dir.h"
#include "sim/sewer/inp.h"
#include "sim/sewer/series_csv.h"
#include "sim/sewer/state.h"

namespace sd {
namespace {

constexpr Duration kSample = minutes(1);

struct SewerWords {
    std::filesystem::path file;
    std::filesystem::path out;
    double hours = 0.0;
};

/// A largest value, with where and when.
struct Peak {
    double value_m = 0.0;
    std::string node;
    double at_s = 0.0;
};

struct SewerPlay {
    sewer::Samples samples;
    Peak over_crown;  ///< head above the crown of the highest pipe at the node
    Peak over_rim;    ///< head above the ground
    double continuity = 0.0;
    double head_volume_m3 = 0.0;
    double inflow_m3 = 0.0;
    double outfall_m3 = 0.0;
    double spilled_m3 = 0.0;
    double wall_s = 0.0;
    std::int64_t steps = 0;
    std::int64_t unsettled = 0;
};

std::vector<double> crowns_of(const sewer::Model& model) {
    std::vector<double> crown_m(model.nodes.size(), -1e9);
    for (const sewer::ConduitRow& c : model.conduits) {
        const double full_m = model.sections[static_cast<std::size_t>(c.section)].full_m;
        double& from = crown_m[static_cast<std::size_t>(c.from)];
        double& to = crown_m[static_cast<std::size_t>(c.to)];
        from = std::max(from, c.z_from_m + full_m);
        to = std::max(to, c.z_to_m + full_m);
    }
    return crown_m;
}

void look(const sewer::Model& model, const sewer::State& state, const std::vector<double>& crown_m, SewerPlay& play) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        if (model.nodes[i].outfall != sewer::Outfall::None) continue;
        const auto raise = [&](Peak& peak, double over_m) {
            if (over_m > peak.value_m) peak = {over_m, model.network.nodes[i].id, state.at.seconds()};
        };
        if (crown_m[i] > -1e8) raise(play.over_crown, state.head_m[i] - crown_m[i]);
        raise(play.over_rim, state.head_m[i] - model.nodes[i].rim_m);
    }
}

void close_books(const sewer::Model& model, const sewer::State& state, sewer::Scratch& scratch, SewerPlay& play) {
    const double quantum_m3 = model.options.quantum_m3;
    const auto m3 = [quantum_m3](std::int64_t quanta) { return static_cast<double>(quanta) * quantum_m3; };
    const double brought_m3 = m3(std::max<std::int64_t>(state.ledger.inflow, 0) + state.ledger.initial);
    play.continuity = std::fabs(m3(sewer::imbalance(state))) / std::max(brought_m3, quantum_m3);
    play.head_volume_m3 = sewer::head_volume_gap_m3(model, state, scratch);
    play.inflow_m3 = m3(state.ledger.inflow);
    play.spilled_m3 = m3(state.ledger.spilled);
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        if (model.nodes[i].outfall != sewer::Outfall::None) play.outfall_m3 += m3(state.volume[i]);
    }
    play.steps = state.steps;
    play.unsettled = state.unsettled;
}

SewerPlay play_network(const sewer::Model& model, Duration length) {
    SewerPlay play;
    const std::vector<double> crown_m = crowns_of(model);
    sewer::State state = sewer::make_state(model);
    sewer::Scratch scratch = sewer::make_scratch(model);
    const auto begin = std::chrono::steady_clock::now();
    sewer::add_sample(play.samples, state);
    look(model, state, crown_m, play);
    while (state.at < length) {
        sewer::advance(model, state, scratch, {}, std::min(kSample, length - state.at));
        sewer::add_sample(play.samples, state);
        look(model, state, crown_m, play);
    }
    play.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    close_books(model, state, scratch, play);
    return play;
}

std::string words_of(const Peak& peak, const char* nothing) {
    if (peak.node.empty()) return nothing;
    return fmt::format("{:.3f} m at {}, {:.0f} min after the start", peak.value_m, peak.node, peak.at_s / 60.0);
}

std::string text_of(const sewer::Model& model, const sewer::Inp& inp, const SewerPlay& p, Duration length) {
    std::string out = fmt::format("{}: {} nodes, {} links, {:.4g} h in {:.3g} s\n", model.network.file,
                                  model.nodes.size(), model.links.size(), length.hours(), p.wall_s);
    out +=
        fmt::format("continuity error       {:.2e} of what came in (water is counted in whole quanta)\n", p.continuity);
    out += fmt::format("heads against volumes  {:.3g} m³ apart, all nodes together, at the end\n", p.head_volume_m3);
    out += fmt::format("came in, left, spilled {:.6g}, {:.6g}, {:.6g} m³\n", p.inflow_m3, p.outfall_m3, p.spilled_m3);
    out += fmt::format("highest surcharge      {}\n", words_of(p.over_crown, "none: no pipe ran full"));
    out += fmt::format("highest above a rim    {}\n", words_of(p.over_rim, "none: no water reached the ground"));
    out += fmt::format("inner steps            {}, of which {} did not settle\n", p.steps, p.unsettled);
    if (inp.notices.empty()) return out + "the file holds nothing that is not supported\n";
    out += "not supported, or different here:\n";
    for (const Error& n : inp.notices) {
        out += fmt::format("  {}:{}:{}: {}: {}\n", n.file, n.line, n.column, n.message, n.hint);
    }
    return out;
}

std::string json_of(const sewer::Inp& inp, const SewerPlay& p, Duration length) {
    const auto peak = [](const Peak& k) {
        return nlohmann::json{{"value_m", k.value_m}, {"node", k.node}, {"at_s", k.at_s}};
    };
    nlohmann::json out{{"sim_s", length.seconds()},         {"wall_s", p.wall_s},
                       {"continuity_error", p.continuity},  {"head_volume_gap_m3", p.head_volume_m3},
                       {"inflow_m3", p.inflow_m3},          {"outfall_m3", p.outfall_m3},
                       {"spilled_m3", p.spilled_m3},        {"max_surcharge", peak(p.over_crown)},
                       {"max_above_rim", peak(p.over_rim)}, {"steps", p.steps},
                       {"unsettled", p.unsettled},          {"unsupported", nlohmann::json::array()}};
    for (const Error& n : inp.notices) {
        out["unsupported"].push_back({{"line", n.line}, {"what", n.message}, {"effect", n.hint}});
    }
    return out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void run_sewer(Cli& cli, const SewerWords& words) {
    const auto inp = sewer::read_inp(words.file);
    if (!inp) return report_errors(cli, inp.error());
    const auto model = sewer::compile(inp->network);
    if (!model) return report_errors(cli, model.error());
    const Duration length = words.hours > 0.0 ? seconds(std::llround(words.hours * 3600.0)) : inp->length;
    if (length.ns <= 0) {
        return report_errors(cli, {{words.file.string(), 0, 0, "the run has no length", "give END_TIME, or --for H"}});
    }
    const SewerPlay play = play_network(*model, length);
    fmt::print("{}", text_of(*model, *inp, play, length));
    if (words.out.empty()) return;
    if (const auto wrote = sewer::write_csv(*model, play.samples, words.out); !wrote) {
        return report_errors(cli, wrote.error());
    }
    if (const auto wrote = write_file(words.out / "summary.json", json_of(*inp, play, length)); !wrote) {
        return report_errors(cli, wrote.error());
    }
    fmt::print("wrote {0}/heads.csv, {0}/flows.csv, {0}/summary.json\n", words.out.string());
}

}  // namespace

void add_flood_sewer(Cli& cli, CLI::App& flood) {
    auto words = std::make_shared<SewerWords>();
    CLI::App* command =
        flood.add_subcommand("sewer", "runs a drainage network from a SWMM .inp file; names what it does not support");
    command->footer(
        "Examples: songdoi flood sewer town.inp\n          songdoi flood sewer town.inp --for 6 --out out/town\n"
        "Reads TITLE OPTIONS JUNCTIONS STORAGE OUTFALLS CONDUITS XSECTIONS LOSSES ORIFICES WEIRS PUMPS CURVES "
        "TIMESERIES INFLOWS DWF COORDINATES; runoff is not computed.");
    command->add_option("file", words->file, "the network (.inp, SWMM 5)")->required();
    command->add_option("--out", words->out, "folder for heads.csv, flows.csv (a row a minute) and summary.json");
    command->add_option("--for", words->hours, "hours to run (default: the file's END − START)")
        ->check(CLI::Range(0.001, 87600.0));
    command->callback([&cli, words] { run_sewer(cli, *words); });
}

}  // namespace sd
