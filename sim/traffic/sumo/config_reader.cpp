// .sumocfg: sections of options, each option an element with a value.
#include <fmt/format.h>

#include <map>

#include "sim/traffic/sumo/read.h"
#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {
namespace {

/// What options say of the run itself, and where each lands.
struct ConfigReader final : Events {
    CaseFiles files;
    std::filesystem::path folder;
    bool has_net = false;
    Findings& findings;
    int depth = 0;
    /// The option whose value may still come as text between its tags.
    std::string pending;
    Place pending_at;
    std::map<const double*, Place> places;  ///< of the numbers that the file sets

    explicit ConfigReader(Findings& all) : findings(all) {}

    bool open(Element& element) override {
        ++depth;
        pending.clear();
        if (depth == 1) return true;
        const bool by_value = element.has("value") || element.has("v");
        element.harmless({"synonymes", "type", "help", "category", "required", "deprecated"});
        if (by_value) {
            set(element.name(), element.text(element.has("value") ? "value" : "v"), element.at());
        } else if (depth > 2) {
            pending = element.name();
            pending_at = element.at();
        }
        return true;
    }
    void close(std::string_view name, std::string_view text) override {
        --depth;
        if (!pending.empty() && pending == name && !trimmed(text).empty()) set(name, trimmed(text), pending_at);
        pending.clear();
    }

    void set(std::string_view option, std::string_view value, Place at);
    bool set_file(std::string_view option, std::string_view value, Place at);
    bool set_number(std::string_view option, std::string_view value, Place at);
    bool set_text(std::string_view option, std::string_view value);
};

/// Options that only talk to the user or draw.
bool only_talks(std::string_view option) {
    for (const std::string_view word : {"verbose",
                                        "print-options",
                                        "no-warnings",
                                        "no-step-log",
                                        "log",
                                        "message-log",
                                        "error-log",
                                        "xml-validation",
                                        "xml-validation.net",
                                        "xml-validation.routes",
                                        "duration-log.statistics",
                                        "duration-log.disable",
                                        "step-log.period",
                                        "gui-settings-file",
                                        "start",
                                        "quit-on-end",
                                        "delay",
                                        "window-size",
                                        "aggregate-warnings",
                                        "output-prefix",
                                        "write-license",
                                        "no-duration-log",
                                        "human-readable-time",
                                        "random",
                                        "version",
                                        "help",
                                        "threads",
                                        "routing-algorithm",
                                        "device.rerouting.threads",
                                        "save-state.prefix"}) {
        if (option == word) return word != "random" && word != "output-prefix" && word != "routing-algorithm";
    }
    return false;
}

std::vector<std::string_view> listed(std::string_view value) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t comma = value.find_first_of(",;");
        if (const std::string_view one = trimmed(value.substr(0, comma)); !one.empty()) out.push_back(one);
        if (comma == std::string_view::npos) return out;
        value.remove_prefix(comma + 1);
    }
}

bool ConfigReader::set_file(std::string_view option, std::string_view value, Place at) {
    std::vector<NamedFile>* list = nullptr;
    if (option == "route-files" || option == "r") list = &files.routes;
    if (option == "additional-files" || option == "additional" || option == "a") list = &files.additional;
    if (option == "net-file" || option == "net" || option == "n") {
        files.net = {folder / trimmed(value), at.line, at.column};
        has_net = true;
        return true;
    }
    if (list == nullptr) return false;
    for (const std::string_view one : listed(value)) list->push_back({folder / one, at.line, at.column});
    return true;
}

bool ConfigReader::set_text(std::string_view option, std::string_view value) {
    const std::pair<std::string_view, std::string*> outputs[] = {
        {"tripinfo-output", &files.options.tripinfo},
        {"tripinfo", &files.options.tripinfo},
        {"summary-output", &files.options.summary},
        {"summary", &files.options.summary},
        {"statistic-output", &files.options.statistic},
        {"statistics-output", &files.options.statistic},
        {"fcd-output", &files.options.fcd},
    };
    for (const auto& [name, target] : outputs) {
        if (name != option) continue;
        *target = value;
        return true;
    }
    return false;
}

bool ConfigReader::set_number(std::string_view option, std::string_view value, Place at) {
    micro::Options& run = files.options;
    if (option == "seed") {
        const auto seed = whole_of(value);
        if (!seed || *seed < 0) report(findings, at, fmt::format("seed \"{}\" is no whole number ≥ 0", value));
        run.seed = static_cast<std::uint64_t>(seed.value_or(0));
        return true;
    }
    const std::pair<std::string_view, double*> times[] = {
        {"begin", &run.begin_s},
        {"b", &run.begin_s},
        {"end", &run.end_s},
        {"e", &run.end_s},
        {"step-length", &run.step_s},
        {"time-to-teleport", &run.time_to_teleport_s},
        {"max-depart-delay", &run.max_depart_delay_s},
        {"ignore-junction-blocker", &run.ignore_junction_blocker_s},
        {"device.rerouting.period", &run.rerouting_period_s},
        {"device.rerouting.probability", &run.rerouting_probability},
        {"lateral-resolution", &run.lateral_resolution_m},
        {"device.fcd.begin", &run.fcd_begin_s},
        {"device.fcd.period", &run.fcd_period_s},
    };
    for (const auto& [name, target] : times) {
        if (name != option) continue;
        const auto number = time_of(value);
        if (!number) report(findings, at, fmt::format("{} \"{}\" is neither a number nor a time", option, value));
        *target = number.value_or(*target);
        places[target] = at;
        return true;
    }
    return false;
}

void ConfigReader::set(std::string_view option, std::string_view value, Place at) {
    if (set_file(option, value, at) || set_text(option, value) || set_number(option, value, at)) return;
    if (!only_talks(option)) note(findings, at, fmt::format("option {}={}", option, value));
}

/// Numbers that are none of their kind, or do not go together; each is blamed where it stands.
void check_numbers(const ConfigReader& reader) {
    const micro::Options& run = reader.files.options;
    const auto wrong = [&](const double& number, std::string message, std::string hint = {}) {
        const auto at = reader.places.find(&number);
        report(reader.findings, at == reader.places.end() ? Place{} : at->second, std::move(message), std::move(hint));
    };
    if (!(run.step_s > 0.0)) wrong(run.step_s, fmt::format("step-length is {} s; it must be above 0", run.step_s));
    if (run.begin_s < 0.0) wrong(run.begin_s, fmt::format("begin is {} s; it must not be below 0", run.begin_s));
    if (run.end_s >= 0.0 && run.end_s < run.begin_s) {
        wrong(run.end_s, fmt::format("end ({} s) lies before begin ({} s)", run.end_s, run.begin_s),
              "-1 ends when nobody is left");
    }
    if (run.rerouting_probability < 0.0 || run.rerouting_probability > 1.0) {
        wrong(run.rerouting_probability,
              fmt::format("device.rerouting.probability is {}; it must be 0…1", run.rerouting_probability));
    }
    const std::pair<std::string_view, const double&> lengths[] = {
        {"device.rerouting.period", run.rerouting_period_s},
        {"device.fcd.period", run.fcd_period_s},
        {"lateral-resolution", run.lateral_resolution_m},
    };
    for (const auto& [name, number] : lengths) {
        if (number < 0.0) wrong(number, fmt::format("{} is {}; it must not be below 0", name, number));
    }
}

Result<CaseFiles> finish(ConfigReader& reader, Findings& findings, const std::filesystem::path& file) {
    if (findings.errors.empty()) {
        if (!reader.has_net) report(findings, {0, 0, 0}, "names no network: <input><net-file value=\"…\"/></input>");
        check_numbers(reader);
    }
    if (!findings.errors.empty()) return fail(std::move(findings.errors));
    reader.files.config = file;
    reader.files.unsupported = std::move(findings.unsupported);
    return std::move(reader.files);
}

}  // namespace

Result<CaseFiles> read_config(const std::filesystem::path& sumocfg) {
    Findings findings;
    ConfigReader reader(findings);
    reader.folder = sumocfg.parent_path();
    read_xml(sumocfg, reader, findings);
    return finish(reader, findings, sumocfg);
}

Result<CaseFiles> parse_config(std::string_view text, const std::filesystem::path& sumocfg) {
    Findings findings;
    ConfigReader reader(findings);
    reader.folder = sumocfg.parent_path();
    parse_xml(text, sumocfg.string(), reader, findings);
    return finish(reader, findings, sumocfg);
}

}  // namespace sd::sumo
