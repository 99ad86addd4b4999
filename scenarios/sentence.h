// The compact lines of the scenario language:
//   events:        at 18:20 set sluice "Cống Bảo Định" to 0      at 18:20 breach dyke "…" to 0.8
//                  at +1h pump "…" off          at 18:00 fail power "…"       at 19:00 restore power "…"
//                  at 18:10 close road "…"      at 18:40 open road "…"        at 17:30 rain 80 mm/h for 20min at 4200
//                  5100 at 18:00 clog inlets "…" to 0.3        at 18:05 fault device "SD-0412" stuck        at 18:00
//                  note "…"                 at 18:30 acknowledge alarm 3         at 19:00 close alarm 3
//   expectations:  by 18:45 expect ioc alarm street_depth place "…"           expect no ioc alarm street_depth
//                  by 20:00 expect street_flooded_km(0.3) >= 2.0 for 20min    at 18:00 expect level "Mỹ Tho" 1.2..1.9
//                  by 19:00 expect device SD-0412 reads 0.1..0.9              always expect vehicles <= 20000
//                  expect ledger closes
// Times are HH:MM[:SS] of the scenario's day (earlier than the start means the day after) or +DURATION from the start.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/expectation.h"
#include "scenarios/yaml_tree.h"
#include "sim/core/result.h"
#include "twin/wire/messages.h"

namespace sd {

/// The frame that relative words are read in.
struct SentenceContext {
    std::string file;
    Instant start;
    Duration length;
};

struct Token {
    std::string text;
    std::size_t offset = 0;  ///< byte in the line
    bool quoted = false;
};

/// Words, "quoted names", numbers, comparison signs, ".." and parentheses. Unclosed quotes are an error.
[[nodiscard]] Result<std::vector<Token>> tokenize(const YamlNode& line, const std::string& file);

/// A time word; nullopt when it is not one. Sets *outside when it does not lie within the run.
[[nodiscard]] std::optional<Instant> read_time_word(const std::string& word, const SentenceContext& context,
                                                    bool* outside);

/// Where a command has no place of its own; settle_place() (world_setup.h) finds one.
inline constexpr LocalXY kNoPlace{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

/// Names of events as `do:` takes them, in the order of CommandKind.
[[nodiscard]] const std::vector<std::string>& event_names();

[[nodiscard]] Result<Command> parse_event_line(const YamlNode& line, const SentenceContext& context);
/// An event line without its time, as the console and the viewer send it; it bites at `now`. Errors have the column
/// within the sentence.
[[nodiscard]] Result<Command> parse_sentence(const std::string& sentence, Instant now);
[[nodiscard]] Result<Expectation> parse_expectation(const YamlNode& line, const SentenceContext& context);

}  // namespace sd
