#include "emulators/issue_record.h"
#include "emulators/ledger.h"

namespace sd {
namespace {

class JournalIssueLog final : public IssueLog {
public:
    explicit JournalIssueLog(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {}
    void add(IssueStream stream, const Fleet::Issued& issued) override {
        if (issued.device.empty()) return;
        journal_->append(static_cast<std::uint32_t>(stream), encode_issued(issued));
    }
    Result<void> commit() override { return journal_->commit(); }

private:
    std::unique_ptr<Journal> journal_;
};

}  // namespace

Fleet::Issued issued_reports(const std::vector<CitizenReport>& reports) {
    Fleet::Issued issued;
    for (const CitizenReport& report : reports) {
        issued.device.push_back(report.population_cell);
        issued.boot.push_back(0);
        issued.seq.push_back(report.seq);
        issued.fate.push_back(Fate::Sent);
    }
    return issued;
}

Result<std::unique_ptr<IssueLog>> open_issue_log(Disk& disk, const std::filesystem::path& file) {
    auto journal = open_journal(disk, file, {});
    if (!journal) return tl::unexpected(journal.error());
    return std::make_unique<JournalIssueLog>(std::move(*journal));
}

}  // namespace sd
