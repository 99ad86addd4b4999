#include <fmt/format.h>
#include <malloc.h>

#include <cstdio>
#include <exception>

#include "scenarios/cli.h"

namespace {

std::string words_of(int argc, char** argv) {
    std::string out = "songdoi";
    for (int k = 1; k < argc; ++k) {
        const std::string word = argv[k];
        const bool plain = !word.empty() && word.find_first_of(" \t\"'$\\;&|<>()*?") == std::string::npos;
        out += plain ? " " + word : " '" + word + "'";
    }
    return out;
}

/// CLI11 would only say that a command is required.
bool is_unknown_command(const CLI::App& app, int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-') return false;
    std::string known;
    for (const CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == argv[1]) return false;
        known += " " + command->get_name();
    }
    fmt::print(stderr, "songdoi: \"{}\" is no command; one of:{}\n", argv[1], known);
    return true;
}

int songdoi(int argc, char** argv) {
    CLI::App app{"Song Đôi: plays a city and finds out what its digital twin understands of it"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string(sd::kVersion));
    sd::Cli cli{app, 0, words_of(argc, argv)};
    sd::add_run(cli);
    sd::add_check(cli);
    sd::add_city(cli);
    sd::add_replay(cli);
    sd::add_ledger(cli);
    sd::add_alarms(cli);
    sd::add_report(cli);
    sd::add_bench(cli);
    sd::add_flood(cli);
    sd::add_traffic(cli);
    sd::add_frame(cli);
    sd::add_console(cli);
    if (is_unknown_command(app, argc, argv)) return static_cast<int>(sd::Exit::Usage);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        // Help and version are good ends; everything else is a usage error.
        return app.exit(e) == 0 ? 0 : static_cast<int>(sd::Exit::Usage);
    }
    return cli.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    // Frames and pictures are made on one thread and let go on another, for hours. Left alone, glibc raises its limit
    // to 32 MiB, and their blocks leave holes in the heap that add up to gigabytes; so they go back to the system at
    // once.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
    try {
        return songdoi(argc, argv);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "songdoi: %s\n", e.what());
        return static_cast<int>(sd::Exit::Invalid);
    }
}
