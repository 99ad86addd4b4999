// What the platform's log is made of. A record's kind is the topic of a received frame, or one of the platform's own:
// the watermark steps that, with the frames, make the belief again exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/picture.h"
#include "sim/core/time.h"
#include "twin/wire/bus.h"

namespace sd {

/// Record kinds below this are topics of frames.
inline constexpr std::uint32_t kFirstOwnRecord = 64;
enum class OwnRecord : std::uint32_t {
    Watermark = kFirstOwnRecord,            ///< WatermarkRecord
    AlarmTransition = kFirstOwnRecord + 2,  ///< derived, for auditors; a replay makes it again and never reads it
};

/// Frames up to `durable_seq` were readable when the belief moved to `at`.
struct WatermarkRecord {
    Instant at;
    std::uint64_t durable_seq = 0;
};

[[nodiscard]] std::string frame_record(const Frame& frame);
/// nullopt when the bytes are too short to be one.
[[nodiscard]] std::optional<Frame> frame_of_record(std::uint32_t kind, std::string_view bytes);
[[nodiscard]] std::string to_record(const WatermarkRecord& record);
[[nodiscard]] std::optional<WatermarkRecord> watermark_of_record(std::string_view bytes);
/// Human-readable audit line of an alarm's new state.
[[nodiscard]] std::string transition_record(const AlarmView& alarm, const std::string& actor);

}  // namespace sd
