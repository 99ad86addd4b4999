// Structs ↔ bytes. The only place besides codec*.cpp that knows protobuf exists is contract.proto.
// decode_* never trusts its input: any bytes give a value or an Error, never a crash; sizes are bounded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "sim/core/world_view.h"
#include "twin/wire/messages.h"

namespace sd {

[[nodiscard]] std::string encode(const ReadingBatch& batch);
[[nodiscard]] Result<ReadingBatch> decode_readings(std::string_view bytes);

[[nodiscard]] std::string encode(const std::vector<CitizenReport>& reports);
[[nodiscard]] Result<std::vector<CitizenReport>> decode_reports(std::string_view bytes);

[[nodiscard]] std::string encode(const Command& command);
[[nodiscard]] Result<Command> decode_command(std::string_view bytes);

[[nodiscard]] std::string encode(const std::vector<Command>& commands);
[[nodiscard]] Result<std::vector<Command>> decode_commands(std::string_view bytes);

/// Truth frames are exact: floats travel as they are.
[[nodiscard]] std::string encode(const TruthFrame& frame);
[[nodiscard]] Result<TruthFrame> decode_truth_frame(std::string_view bytes);

/// Pictures are for eyes: depth quantised to 1 cm (saturating at 655 m), positions to 0.1 m, zstd-compressed.
[[nodiscard]] std::string encode(const Picture& picture);
[[nodiscard]] Result<Picture> decode_picture(std::string_view bytes);

[[nodiscard]] std::string encode(Instant at);
[[nodiscard]] Result<Instant> decode_instant(std::string_view bytes);

/// Control of a live run.
enum class ControlKind : std::uint8_t { Pause, Resume, Step, Speed, Inject, Stop, Status };
struct Control {
    ControlKind kind = ControlKind::Status;
    double speed = 0.0;  ///< Speed: × real time, 0 = max
    /// Inject: an event line of the scenario language without its time, e.g. `rain 80 mm/h for 5min at 0,0`. The live
    /// run parses it, checks it against its city and answers. Stop between roles: why. At most kMaxSentenceBytes.
    std::string sentence = {};
};
inline constexpr std::size_t kMaxSentenceBytes = 4096;
[[nodiscard]] std::string encode(const Control& control);
[[nodiscard]] Result<Control> decode_control(std::string_view bytes);

}  // namespace sd
