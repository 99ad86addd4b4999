// Writing the index: rows gather in memory, are sorted by key and go in as many-row INSERTs within one transaction,
// because neighbours in the B-tree written together cost a fraction of the same rows one by one.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "twin/index_sqlite.h"
#include "twin/store.h"

namespace sd {
namespace {

using index::Binder;

constexpr std::size_t kReadingColumns = 8;
constexpr std::size_t kRowsPerInsert = 100;      ///< 800 parameters of at most 32,766
constexpr std::size_t kRowsInMemory = 1u << 19;  ///< then they go into the open transaction (24 MB)

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS catalogue(stream INTEGER, id INTEGER, kind TEXT, name TEXT, place TEXT, x_m REAL, y_m REAL,
  first_ns INTEGER, last_ns INTEGER, accepted INTEGER, rejected INTEGER, PRIMARY KEY(stream, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS report_rejects(population_cell INTEGER, boot INTEGER, seq INTEGER, reason INTEGER);
CREATE TABLE IF NOT EXISTS undecodable(stream INTEGER, shard INTEGER, boot INTEGER, seq INTEGER);
CREATE TABLE IF NOT EXISTS readings(device INTEGER, boot INTEGER, seq INTEGER, at_ns INTEGER, value_count INTEGER,
  value0 REAL, value1 REAL, value2 REAL, PRIMARY KEY(device, boot, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rejects(device INTEGER, boot INTEGER, seq INTEGER, reason INTEGER);
CREATE TABLE IF NOT EXISTS reports(population_cell INTEGER, seq INTEGER, at_ns INTEGER, kind INTEGER, channel INTEGER,
  x_m REAL, y_m REAL, depth_m REAL, text TEXT);
CREATE TABLE IF NOT EXISTS alarms(id INTEGER PRIMARY KEY, rule TEXT, place TEXT, text_vi TEXT, text_en TEXT,
  severity INTEGER, state INTEGER, x_m REAL, y_m REAL, since_ns INTEGER, updated_ns INTEGER, value REAL,
  threshold REAL);
CREATE TABLE IF NOT EXISTS acts(at_ns INTEGER, alarm INTEGER, state INTEGER, actor TEXT, done INTEGER);
)";

/// "INSERT INTO t VALUES (?,?),(?,?)…"
std::string insert_sql(const char* table, std::size_t columns, std::size_t rows) {
    std::string group = "(?";
    for (std::size_t i = 1; i < columns; ++i) group += ",?";
    group += ")";
    std::string sql = std::string("INSERT INTO ") + table + " VALUES " + group;
    for (std::size_t i = 1; i < rows; ++i) sql += "," + group;
    return sql;
}

auto key_of(const StoredReading& row) { return std::tie(row.device, row.boot, row.seq); }

void bind(Binder& binder, const StoredReading& row) {
    binder.number(row.device).number(row.boot).number(row.seq).number(row.at.ns).number(row.value_count);
    for (int i = 0; i < 3; ++i) {
        // SQLite has no NaN: it would store NULL anyway.
        if (i < row.value_count)
            binder.real(static_cast<double>(row.values[i]));
        else
            binder.nothing();
    }
}

class SqliteWriter final : public IndexWriter {
public:
    explicit SqliteWriter(index::Connection connection) : connection_(std::move(connection)) {}

    Result<void> begin() {
        // page_size before the first table; 64 MB of pages in memory
        auto done = index::run(connection_.get(),
                               "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
                               "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000;");
        if (done) done = index::run(connection_.get(), kSchema);
        if (done)
            done = index::run(connection_.get(), "INSERT OR IGNORE INTO meta VALUES ('format', " +
                                                     std::to_string(index::kIndexFormat) + ")");
        if (done) done = index::check_format(connection_.get());
        if (done) done = prepare_all();
        if (!done) return done;
        complete_until_ = static_cast<std::uint64_t>(index::meta_number(connection_.get(), "complete_until", 0));
        return {};
    }

    void add(const StoredReading& row) override {
        tallies_[{StreamKind::Devices, row.device}].accept(row.at);
        readings_.push_back(row);
        if (readings_.size() >= kRowsInMemory) spill();
    }
    void add(const StoredReject& row) override {
        ++tallies_[{StreamKind::Devices, row.device}].rejected;
        rejects_.push_back(row);
    }
    void add(const CitizenReport& report) override {
        tallies_[{StreamKind::People, report.population_cell}].accept(report.at);
        reports_.push_back(report);
    }
    void add_report_reject(const StoredReject& row) override {
        ++tallies_[{StreamKind::People, row.device}].rejected;
        report_rejects_.push_back(row);
    }
    void add(const StoredUndecodable& frame) override { undecodables_.push_back(frame); }

    Result<void> describe(const std::vector<StoredSender>& senders) override {
        if (auto begun = index::run(connection_.get(), "BEGIN IMMEDIATE"); !begun) return begun;
        for (const StoredSender& sender : senders) {
            Binder binder(describe_.get());
            binder.number(static_cast<int>(sender.stream)).number(sender.id).text(sender.kind).text(sender.name);
            binder.text(sender.place).real(sender.at.x_m).real(sender.at.y_m);
            step(describe_.get(), "describe a sender");
        }
        if (auto done = index::run(connection_.get(), "COMMIT"); !done) return done;
        return failure_.empty() ? Result<void>{} : fail(failure_);
    }
    void add(const StoredAct& act) override { acts_.push_back(act); }
    void put(const AlarmView& alarm) override { alarms_.push_back(alarm); }

    Result<void> flush(std::uint64_t log_seq) override {
        spill();
        begin_transaction();
        if (failure_.empty()) write_tallies();
        tallies_.clear();
        // Rows are missing after a failure: nothing later may be noted as complete.
        if (failure_.empty()) {
            Binder(meta_.get()).text(kCompleteUntil).number(static_cast<std::int64_t>(log_seq));
            step(meta_.get(), "note how far it is complete");
        }
        if (failure_.empty())
            if (auto done = index::run(connection_.get(), "COMMIT"); !done) failure_ = done.error();
        in_transaction_ = false;
        if (failure_.empty()) {
            complete_until_ = log_seq;
            return {};
        }
        if (sqlite3_get_autocommit(connection_.get()) == 0)
            static_cast<void>(index::run(connection_.get(), "ROLLBACK"));
        return fail(failure_);
    }

    std::uint64_t complete_until() const override { return complete_until_; }

private:
    inline static const std::string kCompleteUntil = "complete_until";

    Result<void> prepare_all() {
        const struct {
            index::Statement& statement;
            std::string sql;
        } all[] = {{many_, insert_sql("readings", kReadingColumns, kRowsPerInsert)},
                   {one_, insert_sql("readings", kReadingColumns, 1)},
                   {reject_, insert_sql("rejects", 4, 1)},
                   {report_, insert_sql("reports", 9, 1)},
                   {alarm_, "REPLACE INTO alarms VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"},
                   {act_, insert_sql("acts", 5, 1)},
                   {report_reject_, insert_sql("report_rejects", 4, 1)},
                   {undecodable_, insert_sql("undecodable", 4, 1)},
                   {tally_,
                    "UPDATE catalogue SET first_ns = min(coalesce(first_ns, ?1), coalesce(?1, first_ns)), "
                    "last_ns = max(coalesce(last_ns, ?2), coalesce(?2, last_ns)), accepted = accepted + ?3, "
                    "rejected = rejected + ?4 WHERE stream = ?5 AND id = ?6"},
                   {describe_, "INSERT OR IGNORE INTO catalogue VALUES (?,?,?,?,?,?,?,NULL,NULL,0,0)"},
                   {meta_, "REPLACE INTO meta VALUES (?,?)"}};
        for (const auto& [statement, sql] : all) {
            auto prepared = index::prepare(connection_.get(), sql);
            if (!prepared) return tl::unexpected(prepared.error());
            statement = std::move(*prepared);
        }
        return {};
    }

    void step(sqlite3_stmt* statement, const char* what) {
        const int code = sqlite3_step(statement);
        if (code != SQLITE_DONE && failure_.empty()) failure_ = index::failed(connection_.get(), what).value();
        sqlite3_reset(statement);
    }

    void begin_transaction() {
        if (in_transaction_ || !failure_.empty()) return;
        if (auto done = index::run(connection_.get(), "BEGIN IMMEDIATE"); !done) failure_ = done.error();
        in_transaction_ = true;
    }

    /// Moves the rows in memory into the open transaction.
    void spill() {
        begin_transaction();
        if (failure_.empty()) {
            write_readings();
            write_others();
            write_refused();
        }
        readings_.clear();
        rejects_.clear();
        reports_.clear();
        alarms_.clear();
        acts_.clear();
        report_rejects_.clear();
        undecodables_.clear();
    }

    void write_readings() {
        const auto by_key = [](const StoredReading& a, const StoredReading& b) { return key_of(a) < key_of(b); };
        if (!std::is_sorted(readings_.begin(), readings_.end(), by_key))
            std::sort(readings_.begin(), readings_.end(), by_key);
        std::size_t at = 0;
        for (; at + kRowsPerInsert <= readings_.size(); at += kRowsPerInsert) {
            Binder binder(many_.get());
            for (std::size_t i = 0; i < kRowsPerInsert; ++i) bind(binder, readings_[at + i]);
            step(many_.get(), "add readings");
        }
        for (; at < readings_.size(); ++at) {
            Binder binder(one_.get());
            bind(binder, readings_[at]);
            step(one_.get(), "add a reading");
        }
    }

    void write_others() {
        for (const StoredReject& row : rejects_) {
            Binder(reject_.get()).number(row.device).number(row.boot).number(row.seq).number(row.reason);
            step(reject_.get(), "add a reject");
        }
        for (const CitizenReport& row : reports_) {
            Binder(report_.get())
                .number(row.population_cell)
                .number(row.seq)
                .number(row.at.ns)
                .number(static_cast<int>(row.kind))
                .number(static_cast<int>(row.channel))
                .real(row.where.x_m)
                .real(row.where.y_m)
                .real(static_cast<double>(row.depth_m))
                .text(row.text);
            step(report_.get(), "add a report");
        }
        for (const AlarmView& row : alarms_) {
            Binder binder(alarm_.get());
            binder.number(static_cast<std::int64_t>(row.id)).text(row.rule).text(row.place).text(row.text_vi);
            binder.text(row.text_en).number(static_cast<int>(row.severity)).number(static_cast<int>(row.state));
            binder.real(row.at_xy.x_m).real(row.at_xy.y_m).number(row.since.ns).number(row.updated.ns);
            binder.real(row.value).real(row.threshold);
            step(alarm_.get(), "put an alarm");
        }
        for (const StoredAct& row : acts_) {
            Binder binder(act_.get());
            binder.number(row.at.ns).number(static_cast<std::int64_t>(row.alarm)).number(static_cast<int>(row.state));
            binder.text(row.actor).number(row.done ? 1 : 0);
            step(act_.get(), "add an act");
        }
    }

    void write_refused() {
        for (const StoredReject& row : report_rejects_) {
            Binder(report_reject_.get()).number(row.device).number(row.boot).number(row.seq).number(row.reason);
            step(report_reject_.get(), "add a report's reject");
        }
        for (const StoredUndecodable& row : undecodables_) {
            Binder binder(undecodable_.get());
            binder.number(static_cast<int>(row.stream.kind)).number(row.stream.shard).number(row.boot);
            binder.number(static_cast<std::int64_t>(row.seq));
            step(undecodable_.get(), "add an undecodable frame");
        }
    }

    /// Adds what came since the last flush, in the rows' own transaction: a crash loses both or none.
    void write_tallies() {
        for (const auto& [sender, tally] : tallies_) {
            Binder binder(tally_.get());
            if (tally.accepted > 0)
                binder.number(tally.first.ns).number(tally.last.ns);
            else
                binder.nothing().nothing();
            binder.number(tally.accepted).number(tally.rejected).number(static_cast<int>(sender.first));
            binder.number(sender.second);
            step(tally_.get(), "count a sender's rows");
        }
    }

    /// Of one sender since the last flush.
    struct Tally {
        Instant first;
        Instant last;
        std::int64_t accepted = 0;
        std::int64_t rejected = 0;
        void accept(Instant at) {
            first = accepted == 0 ? at : std::min(first, at);
            last = accepted == 0 ? at : std::max(last, at);
            ++accepted;
        }
    };

    index::Connection connection_;
    std::map<std::pair<StreamKind, std::uint32_t>, Tally> tallies_;
    index::Statement many_, one_, reject_, report_, alarm_, act_, report_reject_, undecodable_, tally_, describe_,
        meta_;
    std::vector<StoredReading> readings_;
    std::vector<StoredReject> rejects_;
    std::vector<CitizenReport> reports_;
    std::vector<AlarmView> alarms_;
    std::vector<StoredAct> acts_;
    std::vector<StoredReject> report_rejects_;
    std::vector<StoredUndecodable> undecodables_;
    std::uint64_t complete_until_ = 0;
    bool in_transaction_ = false;
    Errors failure_;
};

}  // namespace

Result<std::unique_ptr<IndexWriter>> open_index(const std::filesystem::path& file) {
    auto connection = index::open_connection(file, false);
    if (!connection) return tl::unexpected(connection.error());
    auto writer = std::make_unique<SqliteWriter>(std::move(*connection));
    if (auto begun = writer->begin(); !begun) return tl::unexpected(begun.error());
    return writer;
}

}  // namespace sd
