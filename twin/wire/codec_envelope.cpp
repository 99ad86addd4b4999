#include "twin/wire/codec_support.h"
#include "twin/wire/envelope.h"

namespace sd::wire {
namespace {

constexpr int kTopics = static_cast<int>(Topic::Progress) + 1;
constexpr int kStreamKinds = static_cast<int>(StreamKind::Belief) + 1;

}  // namespace

std::string encode_envelope(const Frame& frame, std::uint64_t oldest_seq) {
    thread_local proto::Envelope m;
    m.set_schema(kContractSchema);
    m.set_topic(static_cast<std::uint32_t>(frame.topic));
    m.set_stream_kind(static_cast<std::uint32_t>(frame.stream.kind));
    m.set_stream_shard(frame.stream.shard);
    m.set_boot(frame.boot);
    m.set_seq(frame.seq);
    m.set_oldest_seq(oldest_seq);
    return m.SerializeAsString();
}

Result<Transmission> decode_envelope(std::string_view bytes) {
    const auto parsed = parse_versioned<proto::Envelope>(bytes, "envelope");
    if (!parsed) return tl::unexpected(parsed.error());
    const proto::Envelope& m = **parsed;
    Transmission transmission;
    Frame& frame = transmission.frame;
    if (!to_enum(m.topic(), kTopics, frame.topic)) return undecodable("envelope", "an unknown topic");
    if (!to_enum(m.stream_kind(), kStreamKinds, frame.stream.kind)) return undecodable("envelope", "an unknown stream");
    if (m.seq() == 0) return undecodable("envelope", "seq 0, numbering starts at 1");
    if (m.oldest_seq() > m.seq()) return undecodable("envelope", "older than the oldest that the sender keeps");
    frame.stream.shard = m.stream_shard();
    frame.boot = m.boot();
    frame.seq = m.seq();
    transmission.oldest_seq = m.oldest_seq();
    return transmission;
}

std::string encode_ack(const Ack& ack) {
    proto::Ack m;
    m.set_schema(kContractSchema);
    m.set_stream_kind(static_cast<std::uint32_t>(ack.stream.kind));
    m.set_stream_shard(ack.stream.shard);
    m.set_boot(ack.boot);
    m.set_durable_seq(ack.durable_seq);
    m.set_received_seq(ack.received_seq);
    return m.SerializeAsString();
}

Result<Ack> decode_ack(std::string_view bytes) {
    const auto parsed = parse_versioned<proto::Ack>(bytes, "ack");
    if (!parsed) return tl::unexpected(parsed.error());
    const proto::Ack& m = **parsed;
    Ack ack;
    if (!to_enum(m.stream_kind(), kStreamKinds, ack.stream.kind)) return undecodable("ack", "an unknown stream");
    ack.stream.shard = m.stream_shard();
    ack.boot = m.boot();
    ack.durable_seq = m.durable_seq();
    ack.received_seq = m.received_seq();
    return ack;
}

}  // namespace sd::wire
