#include "twin/log_records.h"

#include <cstring>

#include "twin/store.h"

namespace sd {
namespace {

// Little-endian fixed-width fields: the log outlives the program, so its layout is spelled out, not a struct's.
template <class T>
void put(std::string& out, T value) {
    for (std::size_t k = 0; k < sizeof(T); ++k) out.push_back(static_cast<char>((value >> (8 * k)) & 0xFF));
}

template <class T>
T take(std::string_view& in) {
    T value = 0;
    for (std::size_t k = 0; k < sizeof(T); ++k) {
        value = static_cast<T>(value | (static_cast<T>(static_cast<std::uint8_t>(in[k])) << (8 * k)));
    }
    in.remove_prefix(sizeof(T));
    return value;
}

constexpr std::size_t kFrameHeader = 4 + 4 + 4 + 8;

}  // namespace

const char* name_of(AlarmState state) {
    constexpr const char* kNames[] = {"precursor", "detected", "acknowledged", "closed"};
    return state <= AlarmState::Closed ? kNames[static_cast<std::size_t>(state)] : "?";
}

std::string frame_record(const Frame& frame) {
    std::string out;
    out.reserve(kFrameHeader + frame.payload.size());
    put<std::uint32_t>(out, static_cast<std::uint32_t>(frame.stream.kind));
    put<std::uint32_t>(out, frame.stream.shard);
    put<std::uint32_t>(out, frame.boot);
    put<std::uint64_t>(out, frame.seq);
    out += frame.payload;
    return out;
}

std::optional<Frame> frame_of_record(std::uint32_t kind, std::string_view bytes) {
    if (bytes.size() < kFrameHeader || kind > static_cast<std::uint32_t>(Topic::Progress)) return std::nullopt;
    Frame frame;
    frame.topic = static_cast<Topic>(kind);
    frame.stream.kind = static_cast<StreamKind>(take<std::uint32_t>(bytes));
    frame.stream.shard = take<std::uint32_t>(bytes);
    frame.boot = take<std::uint32_t>(bytes);
    frame.seq = take<std::uint64_t>(bytes);
    frame.payload = std::string(bytes);
    return frame;
}

std::string to_record(const WatermarkRecord& record) {
    std::string out;
    put<std::uint64_t>(out, static_cast<std::uint64_t>(record.at.ns));
    put<std::uint64_t>(out, record.durable_seq);
    return out;
}

std::optional<WatermarkRecord> watermark_of_record(std::string_view bytes) {
    if (bytes.size() != 16) return std::nullopt;
    WatermarkRecord record;
    record.at.ns = static_cast<std::int64_t>(take<std::uint64_t>(bytes));
    record.durable_seq = take<std::uint64_t>(bytes);
    return record;
}

std::string transition_record(const AlarmView& alarm, const std::string& actor) {
    return std::to_string(alarm.id) + ' ' + name_of(alarm.state) + ' ' + to_iso(alarm.updated) + ' ' + alarm.rule +
           " by " + actor + ": " + alarm.text_en;
}

}  // namespace sd
