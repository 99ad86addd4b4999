#include "emulators/issue_record.h"
#include "emulators/ledger.h"

namespace sd {
namespace {

class JournalIssueLog final : public IssueLog {
public:
    explicit JournalIssueLog(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {}
    void add(const Fleet::Issued& issued) override {
        if (!issued.device.empty()) journal_->append(kIssueRecordKind, encode_issued(issued));
    }
    Result<void> commit() override { return journal_->commit(); }

private:
    std::unique_ptr<Journal> journal_;
};

}  // namespace

Result<std::unique_ptr<IssueLog>> open_issue_log(Disk& disk, const std::filesystem::path& file) {
    auto journal = open_journal(disk, file, {});
    if (!journal) return tl::unexpected(journal.error());
    return std::make_unique<JournalIssueLog>(std::move(*journal));
}

}  // namespace sd
