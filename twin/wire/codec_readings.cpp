// The hot message: a column at a time, differences modulo 2^32 and 2^64 so that any value travels.
#include "twin/wire/codec.h"
#include "twin/wire/codec_support.h"

namespace sd {
namespace {

using Message = wire::proto::ReadingBatch;

std::int32_t difference(std::uint32_t now, std::uint32_t before) { return static_cast<std::int32_t>(now - before); }

void put_differences(const std::vector<std::uint32_t>& from, google::protobuf::RepeatedField<std::int32_t>& to) {
    to.Reserve(static_cast<int>(from.size()));
    std::uint32_t before = 0;
    for (const std::uint32_t now : from) {
        to.AddAlreadyReserved(difference(now, before));
        before = now;
    }
}

void take_differences(const google::protobuf::RepeatedField<std::int32_t>& from, std::vector<std::uint32_t>& to) {
    to.resize(static_cast<std::size_t>(from.size()));
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < to.size(); ++i) {
        sum += static_cast<std::uint32_t>(from[static_cast<int>(i)]);
        to[i] = sum;
    }
}

/// Nothing when every column has the same number of rows and the arities add up to the number of values.
const char* fault_of(const Message& m) {
    const auto rows = static_cast<std::size_t>(m.device_delta_size());
    if (rows > wire::kMaxRows) return "more than 1 Mi rows";
    if (static_cast<std::size_t>(m.boot_size()) != rows || static_cast<std::size_t>(m.seq_delta_size()) != rows ||
        static_cast<std::size_t>(m.at_delta_ns_size()) != rows || m.value_count().size() != rows)
        return "columns of different length";
    std::size_t values = 0;
    for (const char c : m.value_count()) {
        if (c < 1 || c > 3) return "a value count outside 1…3";
        values += static_cast<std::size_t>(c);
    }
    if (values != static_cast<std::size_t>(m.value_size())) return "value counts do not add up to the values";
    for (const std::uint32_t boot : m.boot())
        if (boot > 0xFFFFu) return "a boot above 65535";
    return nullptr;
}

}  // namespace

std::string encode(const ReadingBatch& batch) {
    const std::size_t rows = batch.rows();
    SD_CHECK(rows <= wire::kMaxRows && batch.boot.size() == rows && batch.seq.size() == rows);
    SD_CHECK(batch.at_ns.size() == rows && batch.value_count.size() == rows && batch.values.size() <= 3 * rows);
    thread_local Message m;
    m.Clear();
    m.set_schema(kContractSchema);
    m.set_sent_ns(batch.sent.ns);
    put_differences(batch.device, *m.mutable_device_delta());
    put_differences(batch.seq, *m.mutable_seq_delta());
    m.mutable_boot()->Add(batch.boot.begin(), batch.boot.end());
    const std::int64_t base_ns = rows == 0 ? 0 : batch.at_ns.front();
    m.set_base_at_ns(base_ns);
    m.mutable_at_delta_ns()->Reserve(static_cast<int>(rows));
    for (const std::int64_t at_ns : batch.at_ns)
        m.mutable_at_delta_ns()->AddAlreadyReserved(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(at_ns) - static_cast<std::uint64_t>(base_ns)));
    m.mutable_value_count()->assign(reinterpret_cast<const char*>(batch.value_count.data()), rows);
    wire::put_column(batch.values, *m.mutable_value());
    return m.SerializeAsString();
}

Result<ReadingBatch> decode_readings(std::string_view bytes) {
    const auto parsed = wire::parse_versioned<Message>(bytes, "readings");
    if (!parsed) return tl::unexpected(parsed.error());
    const Message& m = **parsed;
    if (const char* fault = fault_of(m)) return wire::undecodable("readings", fault);
    ReadingBatch batch;
    batch.sent.ns = m.sent_ns();
    take_differences(m.device_delta(), batch.device);
    take_differences(m.seq_delta(), batch.seq);
    batch.boot.resize(batch.rows());
    batch.at_ns.resize(batch.rows());
    for (std::size_t i = 0; i < batch.rows(); ++i) {
        const int row = static_cast<int>(i);
        batch.boot[i] = static_cast<std::uint16_t>(m.boot(row));
        batch.at_ns[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(m.base_at_ns()) +
                                                   static_cast<std::uint64_t>(m.at_delta_ns(row)));
    }
    batch.value_count.assign(m.value_count().begin(), m.value_count().end());
    wire::take_column(m.value(), batch.values);
    return batch;
}

}  // namespace sd
