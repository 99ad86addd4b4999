// The outside of a fact on a network: who it is from, which number it has; and the receiver's answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/result.h"
#include "twin/wire/bus.h"

namespace sd::wire {

struct Ack {
    StreamId stream;
    std::uint32_t boot = 0;
    std::uint64_t durable_seq = 0;   ///< everything up to here may be forgotten
    std::uint64_t received_seq = 0;  ///< everything up to here need not be sent again
};

/// A frame on its way.
struct Transmission {
    Frame frame;
    /// The lowest seq of the stream that the sender still keeps; everything before was acknowledged as durable, to this
    /// receiver or to the one it replaces. 0 = not said.
    std::uint64_t oldest_seq = 0;
};

/// Everything but the payload.
[[nodiscard]] std::string encode_envelope(const Frame& frame, std::uint64_t oldest_seq);
/// A transmission without payload.
[[nodiscard]] Result<Transmission> decode_envelope(std::string_view bytes);
[[nodiscard]] std::string encode_ack(const Ack& ack);
[[nodiscard]] Result<Ack> decode_ack(std::string_view bytes);

}  // namespace sd::wire
