// Results as comma-separated text: one row per sample, one column per node or link.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/sewer/state.h"

namespace sd::sewer {

struct Samples {
    std::vector<double> time_s;
    std::vector<double> head_m;     ///< time_s.size() × nodes
    std::vector<double> flow_m3_s;  ///< time_s.size() × links
};

void add_sample(Samples& samples, const State& state);

/// "time_s,<id>,…" then one line per sample; ids with commas or quotes are quoted (RFC 4180). Millimetres and
/// tenths of a litre per second.
[[nodiscard]] std::string heads_csv(const Model& model, const Samples& samples);
[[nodiscard]] std::string flows_csv(const Model& model, const Samples& samples);
/// Writes DIR/heads.csv and DIR/flows.csv; the folder is made.
[[nodiscard]] Result<void> write_csv(const Model& model, const Samples& samples, const std::filesystem::path& folder);

}  // namespace sd::sewer
