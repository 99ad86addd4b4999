#include "scenarios/flood_probe.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sd {
namespace {

struct Said {
    int status = -1;
    std::string text;
};

Said said_by(const std::string& command) {
    Said out;
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return out;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) out.text += line;
    out.status = ::pclose(pipe);
    return out;
}

std::string quoted(const std::filesystem::path& path) {
    std::string out = "'";
    for (const char c : path.string()) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

bool has_avx512() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") != 0;
#else
    return false;
#endif
}

/// The number after "median" on the line that begins so.
double median_of(const std::string& text, const std::string& kind) {
    const auto line = text.find(kind);
    const auto at = line == std::string::npos ? line : text.find("median ", line);
    return at == std::string::npos ? 0.0 : std::strtod(text.c_str() + at + 7, nullptr);
}

}  // namespace

Result<FloodProbe> FloodProbe::build(const std::filesystem::path& source) {
    std::error_code failed;
    if (!std::filesystem::exists(source, failed))
        return fail(source.string(), "the limit probe is not there",
                    "SONGDOI_SHARED names the folder that holds bench/probe_flood.c");
    std::string folder = (std::filesystem::temp_directory_path(failed) / "songdoi-probe-XXXXXX").string();
    if (failed || ::mkdtemp(folder.data()) == nullptr) return fail(folder, "cannot make a folder for the limit probe");
    FloodProbe probe{folder};
    const std::string width = has_avx512() ? " -mprefer-vector-width=512" : "";
    for (const bool fine : {false, true}) {
        const std::string command = fmt::format("gcc -O3 -march=native{} -ffast-math -fopenmp{} -o {} {} -lm", width,
                                                fine ? " -DT=double -DDBL" : "",
                                                quoted(probe.folder_ / (fine ? "f64" : "f32")), quoted(source));
        const Said said = said_by(command);
        if (said.status != 0)
            return fail(source.string(), "gcc cannot build the limit probe: " + said.text, "install gcc");
    }
    return probe;
}

FloodProbe::FloodProbe(FloodProbe&& other) noexcept : folder_(std::move(other.folder_)) { other.folder_.clear(); }

FloodProbe::~FloodProbe() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Result<ProbeRates> FloodProbe::run(bool double_precision, int n, int steps) const {
    const auto program = folder_ / (double_precision ? "f64" : "f32");
    const Said said = said_by(fmt::format("OMP_NUM_THREADS=1 {} {} {}", quoted(program), n, steps));
    const ProbeRates rates{median_of(said.text, "local-inertia"), median_of(said.text, "FV1-HLLC")};
    if (said.status != 0 || rates.inertia_mcell_s <= 0.0 || rates.fv1_mcell_s <= 0.0)
        return fail(program.string(), "the limit probe did not run: " + said.text);
    return rates;
}

std::filesystem::path probe_source() {
    const char* shared = std::getenv("SONGDOI_SHARED");
    return std::filesystem::path(shared == nullptr ? "../shared" : shared) / "bench" / "probe_flood.c";
}

}  // namespace sd
