// Minute samples as JSON: one line each on the wire between roles, one array each in series.json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scenarios/sample_list.h"
#include "scenarios/samples.h"
#include "sim/core/result.h"

namespace sd {

[[nodiscard]] nlohmann::json to_json(const TruthSample& sample);
[[nodiscard]] nlohmann::json to_json(const BeliefSample& sample);
[[nodiscard]] nlohmann::json to_json(const ErrorMark& mark);
[[nodiscard]] nlohmann::json to_json(const AlarmView& alarm);
[[nodiscard]] Result<BeliefSample> belief_from_json(const std::string& text);

struct Series {
    SampleList list;
    std::vector<TruthSample> truth;
    std::vector<BeliefSample> belief;
    std::vector<ErrorMark> errors;
    std::vector<AlarmView> alarms;
};
[[nodiscard]] std::string series_to_text(const Series& series);
[[nodiscard]] Result<Series> series_from_text(const std::string& text, const std::string& file);

}  // namespace sd
