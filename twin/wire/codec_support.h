// What the codec*.cpp share: bounded parsing into a message object that is kept per thread, because allocating the
// columns anew for every batch costs more than decoding them. The only header that includes protobuf.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "contract.pb.h"
#include "sim/core/check.h"
#include "sim/core/result.h"
#include "twin/wire/messages.h"

namespace sd::wire {

namespace proto = songdoi::v1;

/// Nobody sends more in one message: 64 Mi cells of 4 bytes.
inline constexpr std::size_t kMaxMessageBytes = std::size_t{256} << 20;
inline constexpr std::size_t kMaxRows = std::size_t{1} << 20;
inline constexpr std::size_t kMaxCells = std::size_t{64} << 20;

[[nodiscard]] inline tl::unexpected<Errors> undecodable(const char* what, const std::string& why) {
    return fail("", std::string(what) + ": " + why, "check that both ends speak twin/wire/contract.proto, schema 1");
}

/// Parses into the thread's own message of this type; valid until the next parse of the type on this thread.
template <class Message>
[[nodiscard]] Result<Message*> parse(std::string_view bytes, const char* what) {
    thread_local Message message;
    if (bytes.size() > kMaxMessageBytes) return undecodable(what, "longer than 256 MiB");
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return undecodable(what, "the " + std::to_string(bytes.size()) + " bytes are not this message");
    return &message;
}

/// parse() for messages that carry the schema number.
template <class Message>
[[nodiscard]] Result<Message*> parse_versioned(std::string_view bytes, const char* what) {
    auto message = parse<Message>(bytes, what);
    if (message && (*message)->schema() != kContractSchema)
        return undecodable(
            what, "schema " + std::to_string((*message)->schema()) + ", expected " + std::to_string(kContractSchema));
    return message;
}

/// A number that must be one of an enum with `count` members.
template <class Enum>
[[nodiscard]] bool to_enum(std::int64_t number, std::int64_t count, Enum& out) {
    if (number < 0 || number >= count) return false;
    out = static_cast<Enum>(number);
    return true;
}

template <class Field, class T>
void put_column(const std::vector<T>& from, Field& to) {
    to.Reserve(static_cast<int>(from.size()));
    to.AddNAlreadyReserved(static_cast<int>(from.size()));
    if (!from.empty()) std::memcpy(to.mutable_data(), from.data(), from.size() * sizeof(T));
}

template <class Field, class T>
void take_column(const Field& from, std::vector<T>& to) {
    to.assign(from.begin(), from.end());
}

}  // namespace sd::wire
