// Truth frames, bit for bit.
#include "twin/wire/codec.h"
#include "twin/wire/codec_support.h"

namespace sd {

std::string encode(const TruthFrame& frame) {
    thread_local wire::proto::TruthFrame m;
    m.Clear();
    m.set_schema(kContractSchema);
    m.set_at_ns(frame.at.ns);
    for (std::size_t channel = 0; channel < kChannelCount; ++channel) {
        if (frame.columns[channel].empty()) continue;
        auto& column = *m.add_column();
        column.set_channel(static_cast<std::uint32_t>(channel));
        wire::put_column(frame.columns[channel], *column.mutable_value());
    }
    return m.SerializeAsString();
}

Result<TruthFrame> decode_truth_frame(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<wire::proto::TruthFrame>(bytes, "truth frame");
    if (!parsed) return tl::unexpected(parsed.error());
    TruthFrame frame;
    frame.at.ns = (*parsed)->at_ns();
    for (const auto& column : (*parsed)->column()) {
        if (column.channel() >= kChannelCount)
            return wire::undecodable("truth frame", "channel " + std::to_string(column.channel()) + " is not known");
        auto& values = frame.columns[column.channel()];
        if (!values.empty())
            return wire::undecodable("truth frame", "channel " + std::to_string(column.channel()) + " comes twice");
        wire::take_column(column.value(), values);
    }
    return frame;
}

}  // namespace sd
