// Inner parts of the scenario reader; only scenario_read*.cpp include this.
#pragma once

#include "scenarios/fields.h"
#include "scenarios/scenario.h"
#include "scenarios/sentence.h"

namespace sd {

struct ReadContext;
/// YAML takes a plain line with ": " in it for a map. True, with an error that says so, when that happened to a line.
bool complain_about_colon(const YamlNode& node, ReadContext& context);

struct ReadContext {
    SentenceContext time;
    Errors& errors;
    bool framed = true;  ///< start and length are known: times can be checked against the run
};

void read_city(Fields& top, ReadContext& context, Scenario& out);
void read_weather(Fields& top, ReadContext& context, Scenario& out);  ///< tide, rain, wind
void read_demand(Fields& top, ReadContext& context, Scenario& out);   ///< traffic, devices
void read_events(Fields& top, ReadContext& context, Scenario& out);
void read_expectations(Fields& top, ReadContext& context, Scenario& out);

}  // namespace sd
