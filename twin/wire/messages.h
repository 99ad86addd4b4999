// What rooms say to each other, as plain structs. protobuf exists only inside twin/wire/codec.cpp; everybody else
// uses these. Field names carry units; `schema` lets old journals be read for ever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geo.h"
#include "sim/core/id.h"
#include "sim/core/time.h"

namespace sd {

inline constexpr std::uint32_t kContractSchema = 1;

/// Who speaks: one sequenced stream per sender. Streams never share sequence numbers.
enum class StreamKind : std::uint8_t { Devices, People, Commands, Control, Truth, Belief };
struct StreamId {
    StreamKind kind = StreamKind::Devices;
    std::uint32_t shard = 0;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees the 0 that the compiler writes here
    friend auto operator<=>(const StreamId&, const StreamId&) = default;
};

/// Readings of many devices, column by column, in sending order. Rows: device, seq, at, values.
/// A device numbers its readings from 1 within a boot; (device, boot, seq) names a reading for ever.
struct ReadingBatch {
    Instant sent;  ///< simulated time of sending; every row's `arrived` ≥ its `at`
    std::vector<std::uint32_t> device;
    std::vector<std::uint16_t> boot;
    std::vector<std::uint32_t> seq;
    std::vector<std::int64_t> at_ns;        ///< as the device's own clock says
    std::vector<std::uint8_t> value_count;  ///< 1…3
    std::vector<float> values;              ///< concatenated, value_count of each row

    [[nodiscard]] std::size_t rows() const { return device.size(); }
    void clear();
};

enum class ReportKind : std::uint8_t { Flooded, PowerOut, Trapped, Rumour };
enum class ChannelKind : std::uint8_t { Call1022, App, Zalo };

/// A citizen's call or scene report (phản ánh hiện trường).
struct CitizenReport {
    std::uint32_t population_cell = 0;
    std::uint32_t seq = 0;  ///< per population cell, from 1
    Instant at;
    ReportKind kind = ReportKind::Flooded;
    ChannelKind channel = ChannelKind::App;
    LocalXY where;         ///< as said, not exact
    float depth_m = 0.0F;  ///< as estimated by the person
    std::string text;
};

enum class CommandKind : std::uint8_t {
    SetSluice,         ///< target structure name, value 0 closed … 1 open
    BreachDyke,        ///< target dyke name, value = crest after breach (m above datum), x/y the place
    SetPump,           ///< target pump or drain name, value 0 off / 1 on
    FailPower,         ///< target substation name or cabinet number, value 0 = fail, 1 = restore
    CloseRoad,         ///< target street name or edge number, value 0 = closed, 1 = open
    RainCell,          ///< x/y, value = mm/h, duration: an extra cloudburst
    ClogInlets,        ///< target drain name, value = remaining share 0…1
    DeviceFault,       ///< target device name or "kind:share", text = fault name; read by emulators
    Note,              ///< for the log only
    AcknowledgeAlarm,  ///< target = the alarm's number; for the platform
    CloseAlarm,        ///< target = the alarm's number; for the platform
};

/// Who acts on a command.
enum class Addressee : std::uint8_t { World, Devices, Platform };
[[nodiscard]] constexpr Addressee addressee_of(CommandKind kind) {
    if (kind == CommandKind::DeviceFault) return Addressee::Devices;
    if (kind == CommandKind::AcknowledgeAlarm || kind == CommandKind::CloseAlarm) return Addressee::Platform;
    return Addressee::World;
}

/// An order or an inject. Applies at `at` + `latency`, in simulated time, never on arrival.
struct Command {
    std::uint64_t seq = 0;
    Instant at;
    Duration latency;
    CommandKind kind = CommandKind::Note;
    std::string target;
    double value = 0.0;
    LocalXY where;
    Duration duration;
    std::string text;
    std::string actor;  ///< "scenario", "console", "viewer"
};

}  // namespace sd
