#include "scenarios/run_dir.h"

namespace sd {
namespace {

/// Removes what an earlier run left, and only that.
void remove_old(const RunDir& dir) {
    std::error_code ignored;
    for (const auto& file : {dir.run_json(), dir.summary(), dir.series(), dir.status(), dir.report(), dir.inputs(),
                             dir.hashes(), dir.issues(), dir.control_address(), dir.tap_address()}) {
        std::filesystem::remove(file, ignored);
    }
    std::filesystem::remove_all(dir.twin(), ignored);
    std::filesystem::remove_all(dir.pictures(), ignored);
}

}  // namespace

Result<RunDir> create_run_dir(const std::filesystem::path& root) {
    const RunDir dir{root};
    std::error_code code;
    if (std::filesystem::exists(root, code)) {
        if (!std::filesystem::is_directory(root, code)) {
            return fail(root.string(), "this is a file; a run needs a folder", "name another --out");
        }
        bool ours = std::filesystem::exists(dir.run_json(), code);
        if (!ours) {
            ours = true;
            for (const auto& entry : std::filesystem::directory_iterator(root, code)) {
                ours = ours &&
                       (entry.path().filename().string().starts_with(".") || entry.path().filename() == "pictures");
            }
        }
        if (!ours) {
            return fail(root.string(), "the folder holds other files and no run.json",
                        "name a new or empty folder with --out");
        }
        remove_old(dir);
    }
    std::filesystem::create_directories(dir.pictures(), code);
    if (!code) std::filesystem::create_directories(dir.twin(), code);
    if (code) return fail(root.string(), "the folder cannot be made: " + code.message(), "check --out and free space");
    return dir;
}

Result<RunDir> open_run_dir(const std::filesystem::path& root) {
    const RunDir dir{root};
    std::error_code code;
    if (!std::filesystem::is_directory(root, code)) {
        return fail(root.string(), "no such run directory", "give the folder that `songdoi run --out` made");
    }
    if (!std::filesystem::exists(dir.run_json(), code)) {
        return fail(root.string(), "the folder has no run.json: it is not a run directory",
                    "give the folder that `songdoi run --out` made");
    }
    return dir;
}

}  // namespace sd
