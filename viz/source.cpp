#include "viz/source.h"

#include <signal.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "sim/city/pack.h"
#include "twin/wire/journal.h"

namespace sd::viz {
namespace {

namespace fs = std::filesystem;
constexpr std::uint32_t kPictureRecord = 1;

Result<std::string> text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(file.string(), "the file cannot be read");
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// `cut: [w, s, e, n]` of the scenario's city; the pack on disk is the whole city.
std::optional<std::array<double, 4>> cut_in(const std::string& scenario) {
    static const std::regex form(
        R"(cut(?:_m)?\s*:\s*\[\s*([-0-9.eE]+)\s*,\s*([-0-9.eE]+)\s*,\s*([-0-9.eE]+)\s*,\s*([-0-9.eE]+)\s*\])");
    std::smatch m;
    if (!std::regex_search(scenario, m, form)) return std::nullopt;
    return std::array{std::stod(m[1]), std::stod(m[2]), std::stod(m[3]), std::stod(m[4])};
}

void read_taps(RunFacts& facts) {
    std::ifstream in(facts.folder / "tap.addr");
    for (std::string line; std::getline(in, line);) {
        const auto at = line.find("tcp://");
        if (at != std::string::npos) facts.taps.push_back(line.substr(at));
    }
}

Result<void> read_track(const fs::path& file, PictureTrack& track) {
    std::error_code code;
    if (!fs::exists(file, code)) return {};
    Errors errors;
    const auto disk = make_posix_disk();
    const auto read = read_journal(*disk, file, [&](const Record& record) {
        if (record.kind != kPictureRecord || !errors.empty()) return;
        auto picture = decode_picture(record.payload);
        if (!picture) {
            errors = picture.error();
            return;
        }
        track.add(std::string(record.payload), std::make_shared<const Picture>(std::move(*picture)));
    });
    if (!errors.empty()) return fail(std::move(errors));
    return read;
}

}  // namespace

Result<RunFacts> read_run_facts(const fs::path& folder) {
    RunFacts facts;
    facts.folder = folder;
    std::error_code code;
    if (!fs::is_directory(folder, code)) {
        return fail(folder.string(), "this is neither a run directory nor an address",
                    "give the folder that `songdoi run --out` made, or tcp://127.0.0.1:PORT with --city");
    }
    const fs::path file = folder / "run.json";
    const auto text = text_of(file);
    if (!text)
        return fail(folder.string(), "the folder has no run.json", "give the folder that `songdoi run --out` made");
    try {
        const auto in = nlohmann::json::parse(*text);
        facts.city_pack = in.value("city_pack", "");
        if (facts.city_pack.is_relative() && !fs::exists(facts.city_pack, code))
            facts.city_pack = folder / facts.city_pack;
        const std::string scenario = in.value("scenario_file", in.value("scenario", ""));
        facts.title = fs::path(scenario).stem().string();
        facts.city_cut_m = cut_in(in.value("scenario_text", ""));
        const auto process = in.value("process", std::int64_t{0});
        read_taps(facts);
        // A process number may be somebody else's by now: a run that plays also keeps its control address.
        facts.running =
            process > 0 && ::kill(static_cast<pid_t>(process), 0) == 0 && fs::exists(folder / "control.addr", code);
        facts.live = facts.running && !facts.taps.empty();
    } catch (const std::exception& e) {
        return fail(file.string(), std::string("the file cannot be read: ") + e.what(), "repeat the run");
    }
    return facts;
}

Result<City> read_city(const RunFacts& facts) {
    auto city = read_pack(facts.city_pack);
    if (!city || !facts.city_cut_m) return city;
    const auto& box = *facts.city_cut_m;
    return cut_city(*city, {box[0], box[1]}, {box[2], box[3]});
}

Instant Tracks::first() const {
    if (truth.empty()) return belief.empty() ? Instant{} : belief.first();
    return belief.empty() ? truth.first() : std::min(truth.first(), belief.first());
}
Instant Tracks::last() const {
    if (truth.empty()) return belief.empty() ? Instant{} : belief.last();
    return belief.empty() ? truth.last() : std::max(truth.last(), belief.last());
}

Result<Tracks> read_tracks(const fs::path& folder) {
    Tracks tracks;
    for (const auto& [name, track] : {std::pair{"truth.sdp", &tracks.truth}, {"belief.sdp", &tracks.belief}}) {
        if (const auto read = read_track(folder / "pictures" / name, *track); !read) return fail(read.error());
    }
    return tracks;
}

}  // namespace sd::viz
