#include "sim/city/importers/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

#include <fstream>

namespace sd::importers {
namespace {

// What the program itself calls the error, else its last words.
std::string complaint(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    std::string last;
    while (std::getline(in, line)) {
        if (line.substr(0, 6) == "Error:") return line;
        if (!line.empty()) last = line;
    }
    return last;
}

}  // namespace

Result<void> run_program(const std::vector<std::string>& arguments, const std::filesystem::path& log) {
    std::vector<std::string> copy = arguments;
    std::vector<char*> argv;
    argv.reserve(copy.size() + 1);
    for (std::string& argument : copy) argv.push_back(argument.data());
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log_name = log.string();
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log_name.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    pid_t child = 0;
    const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        if (error == ENOENT) {
            return fail("", "'" + arguments[0] + "' is not installed: no folder of PATH holds it",
                        "install Debian's package: apt-get install sumo");
        }
        return fail("", "cannot start '" + arguments[0] + "': " + std::strerror(error));
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return fail("", arguments[0] + " failed: " + complaint(log));
}

}  // namespace sd::importers
