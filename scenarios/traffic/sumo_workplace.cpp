#include "scenarios/traffic/sumo_workplace.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "scenarios/page/files.h"

namespace sd {

namespace fs = std::filesystem;

fs::path traffic_references() {
    const char* shared = std::getenv("SONGDOI_SHARED");
    return fs::path(shared == nullptr ? "../shared" : shared) / "data" / "traffic";
}

Result<SumoWorkplace> SumoWorkplace::make(const fs::path& references, const std::vector<std::string>& folders) {
    std::error_code failed;
    std::string root = (fs::temp_directory_path(failed) / "songdoi-sumo-XXXXXX").string();
    if (failed || ::mkdtemp(root.data()) == nullptr) return fail(root, "cannot make a folder for SUMO's cases");
    SumoWorkplace place(root);
    for (const std::string& folder : folders) {
        fs::copy(references / folder, place.root_ / folder, failed);
        if (!failed) fs::permissions(place.root_ / folder, fs::perms::owner_all, fs::perm_options::add, failed);
        if (failed)
            return fail((references / folder).string(), "the case cannot be copied: " + failed.message(),
                        "SONGDOI_SHARED names the folder that holds data/traffic");
        // A case may name a window's settings that nobody keeps; SUMO wants the file even without a window.
        if (auto made = write_file(place.root_ / folder / "settings.gui.xml", "<viewsettings/>\n"); !made)
            return fail(made.error());
    }
    return place;
}

SumoWorkplace::~SumoWorkplace() {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
}

std::vector<std::string> sumo_words(const fs::path& sumocfg, double end_s) {
    std::vector<std::string> words{"sumo", "-c", sumocfg.string(), "--end", fmt::format("{}", end_s)};
    for (const char* flag : {"--no-step-log", "--no-warnings"}) words.insert(words.end(), {flag, "true"});
    for (const char* what : {"--xml-validation", "--xml-validation.net", "--xml-validation.routes"})
        words.insert(words.end(), {what, "never"});
    return words;
}

}  // namespace sd
