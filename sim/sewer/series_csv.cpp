#include "sim/sewer/series_csv.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <span>
#include <string_view>
#include <system_error>

#include "sim/core/check.h"

namespace sd::sewer {
namespace {

std::string quoted(const std::string& id) {
    if (id.find_first_of(",\"\r\n") == std::string::npos) return id;
    std::string out = "\"";
    for (const char c : id) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string table(const std::vector<std::string>& ids, std::span<const double> times, std::span<const double> values,
                  int decimals) {
    SD_CHECK(values.size() == ids.size() * times.size());
    std::string out = "time_s";
    for (const std::string& id : ids) out += ',' + quoted(id);
    out += '\n';
    for (std::size_t t = 0; t < times.size(); ++t) {
        fmt::format_to(std::back_inserter(out), "{:.3f}", times[t]);
        for (std::size_t k = 0; k < ids.size(); ++k)
            fmt::format_to(std::back_inserter(out), ",{:.{}f}", values[t * ids.size() + k], decimals);
        out += '\n';
    }
    return out;
}

Result<void> write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) return fail(path.string(), "cannot be written", "check the disk and the rights of the folder");
    return {};
}

}  // namespace

void add_sample(Samples& samples, const State& state) {
    samples.time_s.push_back(state.at.seconds());
    samples.head_m.insert(samples.head_m.end(), state.head_m.begin(), state.head_m.end());
    samples.flow_m3_s.insert(samples.flow_m3_s.end(), state.flow_m3_s.begin(), state.flow_m3_s.end());
}

std::string heads_csv(const Model& model, const Samples& samples) {
    std::vector<std::string> ids;
    for (const Node& node : model.network.nodes) ids.push_back(node.id);
    return table(ids, samples.time_s, samples.head_m, 3);
}

std::string flows_csv(const Model& model, const Samples& samples) {
    std::vector<std::string> ids;
    for (const Conduit& link : model.network.conduits) ids.push_back(link.id);
    for (const Orifice& link : model.network.orifices) ids.push_back(link.id);
    for (const Weir& link : model.network.weirs) ids.push_back(link.id);
    for (const Pump& link : model.network.pumps) ids.push_back(link.id);
    return table(ids, samples.time_s, samples.flow_m3_s, 4);
}

Result<void> write_csv(const Model& model, const Samples& samples, const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) return fail(folder.string(), "cannot be made: " + code.message(), "check the path");
    if (Result<void> heads = write(folder / "heads.csv", heads_csv(model, samples)); !heads) return heads;
    return write(folder / "flows.csv", flows_csv(model, samples));
}

}  // namespace sd::sewer
