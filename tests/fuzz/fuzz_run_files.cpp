// Everything that is read from a run directory or from a console, on arbitrary bytes: a value or an Error, never a
// crash. The first byte chooses the reader.
#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "emulators/issue_record.h"
#include "scenarios/picture_log.h"
#include "scenarios/run_info.h"
#include "scenarios/run_journals.h"
#include "scenarios/samples_json.h"
#include "scenarios/sentence.h"
#include "scenarios/world_setup.h"
#include "sim/core/check.h"

namespace {

/// One folder for this process.
const sd::RunDir& run_dir() {
    static const sd::RunDir dir = [] {
        const auto root = std::filesystem::temp_directory_path() / ("songdoi-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(root / "pictures");
        return sd::RunDir{root};
    }();
    return dir;
}

/// Names for sentences to hit and miss.
const sd::City& town() {
    static const sd::City city = [] {
        sd::City c;
        c.grid = {4, 4, 10.0, {}};
        c.devices.resize(2);
        c.devices[0].name = "SD-0001";
        c.devices[1].name = "WL-0001";
        c.wards.resize(1);
        c.wards[0].name = "Phường 1";
        sd::Dyke dyke;
        dyke.name = "A";
        dyke.line = {{0.0, 0.0}, {10.0, 0.0}, {10.0, 20.0}};
        c.dykes.push_back(dyke);
        return c;
    }();
    return city;
}

void say(const std::string& sentence) {
    auto command = sd::parse_sentence(sentence, sd::Instant{});
    if (!command) return;
    static_cast<void>(sd::settle_place(town(), *command));
    if (command->kind == sd::CommandKind::BreachDyke && sd::check_command(town(), *command))
        SD_CHECK(command->target == "A" && std::isfinite(command->where.x_m) && std::isfinite(command->where.y_m));
}

void read_issues(const std::string& bytes) {
    if (const auto issued = sd::decode_issued(bytes))
        SD_CHECK(sd::decode_issued(sd::encode_issued(*issued)).value().seq == issued->seq);
}

void read_run_json(const std::string& bytes) {
    SD_CHECK(sd::write_file(run_dir().run_json(), bytes).has_value());
    if (const auto info = sd::read_run_info(run_dir())) static_cast<void>(sd::scenario_of(*info));
}

void read_journals(const std::string& bytes) {
    const auto disk = sd::make_sim_disk();
    SD_CHECK(disk->open("log").value()->append(bytes).has_value());
    static_cast<void>(sd::read_inputs(*disk, "log"));
    static_cast<void>(sd::read_hashes(*disk, "log"));
}

void read_pictures(const std::string& bytes) {
    SD_CHECK(sd::write_file(run_dir().max_depth(), bytes).has_value());
    static_cast<void>(sd::each_picture(run_dir().max_depth(), [](const sd::Picture&) {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0] % 7) {
        case 0:
            say(bytes);
            break;
        case 1:
            read_issues(bytes);
            break;
        case 2:
            read_run_json(bytes);
            break;
        case 3:
            if (const auto series = sd::series_from_text(bytes, "series.json"))
                SD_CHECK(sd::series_from_text(sd::series_to_text(*series), "again").has_value());
            break;
        case 4:
            if (const auto sample = sd::belief_from_json(bytes)) static_cast<void>(sd::to_json(*sample).dump());
            break;
        case 5:
            read_journals(bytes);
            break;
        default:
            read_pictures(bytes);
            break;
    }
    return 0;
}
