#include "scenarios/picture_log.h"

#include "twin/wire/codec.h"

namespace sd {

Result<PictureLog> PictureLog::create(Disk& disk, const std::filesystem::path& file) {
    auto journal = open_journal(disk, file, [](const Record&) {});
    if (!journal) return fail(std::move(journal.error()));
    PictureLog log;
    log.journal_ = std::move(*journal);
    return log;
}

Result<void> PictureLog::add(const std::string& encoded) {
    journal_->append(kPictureRecord, encoded);
    return journal_->commit();
}

Result<void> each_picture(const std::filesystem::path& file, const std::function<void(const Picture&)>& visit) {
    Errors errors;
    const auto disk = make_posix_disk();
    const auto read = read_journal(*disk, file, [&](const Record& record) {
        if (record.kind != kPictureRecord || !errors.empty()) return;
        const auto picture = decode_picture(record.payload);
        if (picture)
            visit(*picture);
        else
            errors = picture.error();
    });
    if (!read) return fail(read.error());
    if (!errors.empty()) return fail(std::move(errors));
    return {};
}

}  // namespace sd
