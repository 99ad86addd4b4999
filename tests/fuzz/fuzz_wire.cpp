// Every decoder of the wire, and opening a journal, on arbitrary bytes: a value or an Error, never a crash. What
// decodes must encode again to something that decodes to as many rows.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/check.h"
#include "twin/wire/codec.h"
#include "twin/wire/envelope.h"
#include "twin/wire/journal.h"

namespace {

void decode_all(std::string_view bytes) {
    if (const auto batch = sd::decode_readings(bytes))
        SD_CHECK(sd::decode_readings(sd::encode(*batch)).value().rows() == batch->rows());
    if (const auto reports = sd::decode_reports(bytes))
        SD_CHECK(sd::decode_reports(sd::encode(*reports)).value().size() == reports->size());
    if (const auto command = sd::decode_command(bytes)) SD_CHECK(sd::decode_command(sd::encode(*command)).has_value());
    if (const auto commands = sd::decode_commands(bytes))
        SD_CHECK(sd::decode_commands(sd::encode(*commands)).value().size() == commands->size());
    if (const auto frame = sd::decode_truth_frame(bytes))
        SD_CHECK(sd::decode_truth_frame(sd::encode(*frame)).value().at == frame->at);
    if (const auto control = sd::decode_control(bytes)) SD_CHECK(sd::decode_control(sd::encode(*control)).has_value());
    if (const auto picture = sd::decode_picture(bytes)) SD_CHECK(sd::decode_picture(sd::encode(*picture)).has_value());
    static_cast<void>(sd::decode_instant(bytes));
    static_cast<void>(sd::wire::decode_envelope(bytes));
    static_cast<void>(sd::wire::decode_ack(bytes));
}

/// The bytes as a log: if it opens, appending to it must work and what was appended must be read back.
void open_log(std::string_view bytes) {
    const auto disk = sd::make_sim_disk();
    SD_CHECK(disk->open("log").value()->append(bytes).has_value());
    std::uint64_t last = 0;
    const auto journal = sd::open_journal(*disk, "log", [&last](const sd::Record& record) { last = record.seq; });
    if (!journal) return;
    SD_CHECK((*journal)->append(7, "after") == last + 1 && (*journal)->commit().has_value());
    std::string read;
    SD_CHECK(sd::read_journal(*disk, "log", [&read](const sd::Record& record) { read = record.payload; }).has_value());
    SD_CHECK(read == "after");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    decode_all(bytes);
    open_log(bytes);
    return 0;
}
