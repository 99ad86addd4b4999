// Running songdoi-view, which lives in a program of its own so that this one never links a window system.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "scenarios/runner_finish.h"

namespace sd {
namespace {

std::filesystem::path viewer_file() {
    std::error_code code;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
    for (const char* place : {"songdoi-view", "../viz/songdoi-view"}) {
        if (std::filesystem::exists(folder / place, code)) return folder / place;
    }
    return {};
}

/// The child's process, or −1.
pid_t start(const std::filesystem::path& program, const std::vector<std::string>& words) {
    std::vector<std::string> copy{program.string()};
    copy.insert(copy.end(), words.begin(), words.end());
    std::vector<char*> argv;
    argv.reserve(copy.size() + 1);
    for (std::string& word : copy) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = -1;
    return ::posix_spawn(&child, program.c_str(), nullptr, nullptr, argv.data(), environ) == 0 ? child : -1;
}

bool ran_well(const std::filesystem::path& program, const std::vector<std::string>& words) {
    const pid_t child = start(program, words);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

void start_viewer(const RunDir& dir) {
    const auto program = viewer_file();
    if (program.empty() || start(program, {dir.root.string()}) < 0) {
        fmt::print(stderr, "songdoi-view is not beside this program; open it later with: songdoi-view {}\n",
                   dir.root.string());
    }
}

bool has_viewer() { return !viewer_file().empty(); }

void make_scene_pictures(const RunDir& dir, const SceneMoments& moments) {
    const auto program = viewer_file();
    if (program.empty()) {
        fmt::print(stderr, "no scene pictures: songdoi-view is not beside this program\n");
        return;
    }
    struct Shot {
        const char* name;
        const char* camera;
        const char* eye;
        Instant at;
    };
    std::vector<Shot> shots{{"1_overview", "overview", "truth", moments.overview},
                            {"2_street", "street", "truth", moments.street}};
    if (moments.any_alarm) shots.push_back({"3_alarm", "alarm", "belief", moments.alarm});
    shots.push_back({"4_difference", "overview", "difference", moments.difference});
    for (const Shot& shot : shots) {
        const std::string file = (dir.pictures() / (std::string("scene_") + shot.name + ".png")).string();
        if (!ran_well(program, {dir.root.string(), "--headless", "--screenshot", file, "--at", to_iso(shot.at),
                                "--camera", shot.camera, "--eye", shot.eye})) {
            fmt::print(stderr, "songdoi-view did not make {}\n", file);
        }
    }
}

}  // namespace sd
