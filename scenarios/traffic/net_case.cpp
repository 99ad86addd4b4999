#include "scenarios/traffic/net_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "scenarios/page/files.h"
#include "sim/city/importers/process.h"
#include "sim/core/hash.h"
#include "sim/traffic/engine.h"
#include "sim/traffic/sumo/write.h"
#include "sim/traffic/sumo/xml.h"

namespace sd {
namespace {

namespace fs = std::filesystem;

std::uint64_t fold(std::uint64_t hash, std::string_view text) { return hash_bytes(text.data(), text.size(), hash); }

Result<std::uint64_t> hash_of(const fs::path& folder) {
    std::error_code failed;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        files.push_back(at->path());
    if (failed) return fail(folder.string(), "cannot be listed: " + failed.message());
    std::sort(files.begin(), files.end());
    std::uint64_t hash = 0;
    for (const fs::path& file : files) {
        const auto bytes = read_file(file);
        if (!bytes) return fail(bytes.error());
        hash = fold(fold(hash, file.filename().string()), *bytes);
    }
    return hash;
}

/// Lanes shorter than this lie between junctions close together: nobody would count there.
constexpr double kShortest_m = 20.0;

std::string loops_everywhere(const micro::Net& net) {
    std::string text = "<additional>\n";
    for (const micro::Lane& lane : net.lanes) {
        if (net.edges[lane.edge].function != micro::EdgeFunction::Normal || lane.length_m < kShortest_m) continue;
        text += fmt::format("<e1Detector id=\"{0}\" lane=\"{0}\" pos=\"{1}\" freq=\"3600\" file=\"loops.xml\"/>\n",
                            sumo::escaped(lane.id), lane.length_m / 2.0);
    }
    return text + "</additional>\n";
}

/// Reads SUMO's tripinfos and the intervals of its loops.
struct FiguresReader final : sumo::Events {
    NetFigures figures;
    bool open(sumo::Element& element) override {
        if (element.name() == "tripinfo") figures.durations_s.push_back(element.need_number("duration"));
        if (element.name() == "interval")
            figures.passed[std::string(element.need_text("id"))] += element.need_number("nVehContrib");
        return true;
    }
    void close(std::string_view, std::string_view) override {}
};

std::optional<NetFigures> kept_figures(const fs::path& file) {
    std::ifstream in(file);
    if (!in) return std::nullopt;
    try {
        const nlohmann::json kept = nlohmann::json::parse(in);
        return NetFigures{kept.at("durations_s").get<std::vector<double>>(),
                          kept.at("passed").get<std::map<std::string, double>>()};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;  // cut off, or another program's: SUMO plays again
    }
}

Result<std::string> sumo_version(const fs::path& log) {
    if (auto ran = importers::run_program({"sumo", "--version"}, log); !ran) return fail(ran.error());
    return read_file(log);
}

}  // namespace

Result<NetCase> open_net_case(const fs::path& references, const std::string& folder, const std::string& file,
                              double end_s) {
    auto place = SumoWorkplace::make(references, {folder});
    if (!place) return fail(place.error());
    const fs::path at = place->root() / folder;
    auto files = sumo::read_config(at / file);
    if (!files) return fail(files.error());
    fs::path added;
    if (files->additional.empty()) {
        const auto net = sumo::read_net(files->net.path);
        if (!net) return fail(net.error());
        added = at / "loops.add.xml";
        if (auto made = write_file(added, loops_everywhere(net->net)); !made) return fail(made.error());
        files->additional.push_back({added});
    }
    files->options.end_s = end_s;
    auto of = sumo::read_case(*files);
    if (!of) return fail(of.error());
    const auto hash = hash_of(at);
    if (!hash) return fail(hash.error());
    std::set<fs::path> loops;
    for (const micro::LoopDetector& loop : of->additional.loops) loops.insert(at / loop.file);
    return NetCase{std::move(*place), at / file, {loops.begin(), loops.end()}, added, std::move(*of), *hash};
}

Result<OurRun> play_ours(const NetCase& net, std::uint64_t seed, int threads) {
    micro::Case of = net.of;
    of.options.seed = seed;
    auto made = micro::make(std::move(of));
    if (!made) return fail(made.error());
    made->out.keep_summary = false;
    Parallel parallel(threads);
    while (!micro::finished(*made)) micro::step(*made, parallel);
    micro::close_intervals(*made);
    OurRun run{micro::statistic(*made), {}};
    for (const micro::TripInfo& trip : made->out.trips) run.figures.durations_s.push_back(trip.duration_s);
    for (const micro::LoopInterval& row : made->out.loops)
        run.figures.passed[net.of.additional.loops[row.loop].id] += static_cast<double>(row.passed);
    return run;
}

Result<NetFigures> play_sumo(const NetCase& net, std::uint64_t seed) {
    const fs::path log = net.place.root() / "sumo.log", trips = net.place.root() / "trips.xml";
    const auto version = sumo_version(log);
    if (!version) return fail(version.error());
    const std::string run = fmt::format("{} {} {}", net.config.filename().string(), net.of.options.end_s, seed);
    std::error_code failed;
    const fs::path kept =
        fs::temp_directory_path(failed) / fmt::format("songdoi-sumo-{}.json", hex(fold(fold(net.hash, *version), run)));
    if (auto figures = kept_figures(kept)) return std::move(*figures);

    auto words = sumo_words(net.config, net.of.options.end_s);
    words.insert(words.end(), {"--seed", fmt::format("{}", seed), "--tripinfo-output", trips.string()});
    if (!net.added.empty()) words.insert(words.end(), {"--additional-files", net.added.string()});
    if (auto ran = importers::run_program(words, log); !ran) return fail(ran.error());
    FiguresReader reader;
    sumo::Findings findings;
    sumo::read_xml(trips, reader, findings);
    for (const fs::path& loops : net.loops) sumo::read_xml(loops, reader, findings);
    if (!findings.errors.empty()) return fail(std::move(findings.errors));
    const nlohmann::json text{{"durations_s", reader.figures.durations_s}, {"passed", reader.figures.passed}};
    if (auto made = write_file(kept, text.dump()); !made) return fail(made.error());
    return std::move(reader.figures);
}

}  // namespace sd
