// Reading the index, beside a writer if need be (WAL). A query that fails half-way would make a ledger lie, so the
// first failure is kept and asked for with good().
#include "twin/index_sqlite.h"
#include "twin/store.h"

namespace sd {
namespace {

StoredReading reading_of(sqlite3_stmt* row) {
    StoredReading reading;
    reading.device = static_cast<std::uint32_t>(sqlite3_column_int64(row, 0));
    reading.boot = static_cast<std::uint16_t>(sqlite3_column_int(row, 1));
    reading.seq = static_cast<std::uint32_t>(sqlite3_column_int64(row, 2));
    reading.at.ns = sqlite3_column_int64(row, 3);
    reading.value_count = static_cast<std::uint8_t>(sqlite3_column_int(row, 4));
    for (int i = 0; i < 3; ++i) reading.values[i] = static_cast<float>(sqlite3_column_double(row, 5 + i));
    return reading;
}

std::string text_of(sqlite3_stmt* row, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    return text == nullptr ? std::string()
                           : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

AlarmView alarm_of(sqlite3_stmt* row) {
    AlarmView alarm;
    alarm.id = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0));
    alarm.rule = text_of(row, 1);
    alarm.place = text_of(row, 2);
    alarm.text_vi = text_of(row, 3);
    alarm.text_en = text_of(row, 4);
    alarm.severity = static_cast<Severity>(sqlite3_column_int(row, 5));
    alarm.state = static_cast<AlarmState>(sqlite3_column_int(row, 6));
    alarm.at_xy = {sqlite3_column_double(row, 7), sqlite3_column_double(row, 8)};
    alarm.since.ns = sqlite3_column_int64(row, 9);
    alarm.updated.ns = sqlite3_column_int64(row, 10);
    alarm.value = sqlite3_column_double(row, 11);
    alarm.threshold = sqlite3_column_double(row, 12);
    return alarm;
}

StoredReject reject_of(sqlite3_stmt* row) {
    return {static_cast<std::uint32_t>(sqlite3_column_int64(row, 0)),
            static_cast<std::uint16_t>(sqlite3_column_int(row, 1)),
            static_cast<std::uint32_t>(sqlite3_column_int64(row, 2)),
            static_cast<std::uint8_t>(sqlite3_column_int(row, 3))};
}

StoredSender sender_of(sqlite3_stmt* row) {
    StoredSender sender;
    sender.stream = static_cast<StreamKind>(sqlite3_column_int(row, 0));
    sender.id = static_cast<std::uint32_t>(sqlite3_column_int64(row, 1));
    sender.kind = text_of(row, 2);
    sender.name = text_of(row, 3);
    sender.place = text_of(row, 4);
    sender.at = {sqlite3_column_double(row, 5), sqlite3_column_double(row, 6)};
    if (sqlite3_column_type(row, 7) != SQLITE_NULL) sender.first = Instant{sqlite3_column_int64(row, 7)};
    if (sqlite3_column_type(row, 8) != SQLITE_NULL) sender.last = Instant{sqlite3_column_int64(row, 8)};
    sender.accepted = static_cast<std::uint64_t>(sqlite3_column_int64(row, 9));
    sender.rejected = static_cast<std::uint64_t>(sqlite3_column_int64(row, 10));
    return sender;
}

class SqliteReader final : public IndexReader {
public:
    explicit SqliteReader(index::Connection connection) : connection_(std::move(connection)) {}

    Result<void> good() const override { return failure_.empty() ? Result<void>{} : fail(failure_); }

    void each_reading(const std::function<void(const StoredReading&)>& visit) override {
        each("SELECT * FROM readings ORDER BY device, boot, seq", {},
             [&visit](sqlite3_stmt* row) { visit(reading_of(row)); });
    }

    void each_reject(const std::function<void(const StoredReject&)>& visit) override {
        each("SELECT device, boot, seq, reason FROM rejects ORDER BY device, boot, seq, rowid", {},
             [&visit](sqlite3_stmt* row) { visit(reject_of(row)); });
    }

    void each_report(const std::function<void(std::uint32_t, std::uint32_t)>& visit) override {
        each("SELECT population_cell, seq FROM reports", {}, [&visit](sqlite3_stmt* row) {
            visit(static_cast<std::uint32_t>(sqlite3_column_int64(row, 0)),
                  static_cast<std::uint32_t>(sqlite3_column_int64(row, 1)));
        });
    }

    void each_report_reject(const std::function<void(const StoredReject&)>& visit) override {
        each("SELECT population_cell, boot, seq, reason FROM report_rejects", {},
             [&visit](sqlite3_stmt* row) { visit(reject_of(row)); });
    }

    std::uint64_t undecodable_frames(StreamKind kind) override {
        std::uint64_t count = 0;
        each("SELECT count(*) FROM undecodable WHERE stream = ?", {static_cast<std::int64_t>(kind)},
             [&count](sqlite3_stmt* row) { count = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0)); });
        return count;
    }

    std::vector<StoredSender> catalogue() override {
        std::vector<StoredSender> rows;
        each("SELECT * FROM catalogue ORDER BY stream, id", {},
             [&rows](sqlite3_stmt* row) { rows.push_back(sender_of(row)); });
        return rows;
    }

    std::vector<StoredReading> history(std::uint32_t device, Instant from, Instant until) override {
        std::vector<StoredReading> rows;
        each("SELECT * FROM readings WHERE device = ? AND at_ns >= ? AND at_ns < ? ORDER BY at_ns, boot, seq",
             {device, from.ns, until.ns}, [&rows](sqlite3_stmt* row) { rows.push_back(reading_of(row)); });
        return rows;
    }

    std::vector<AlarmView> alarms() override {
        std::vector<AlarmView> rows;
        each("SELECT * FROM alarms ORDER BY id", {}, [&rows](sqlite3_stmt* row) { rows.push_back(alarm_of(row)); });
        return rows;
    }

    std::vector<StoredAct> acts() override {
        std::vector<StoredAct> rows;
        each("SELECT at_ns, alarm, state, actor, done FROM acts ORDER BY rowid", {}, [&rows](sqlite3_stmt* row) {
            rows.push_back({{sqlite3_column_int64(row, 0)},
                            static_cast<std::uint64_t>(sqlite3_column_int64(row, 1)),
                            static_cast<AlarmState>(sqlite3_column_int(row, 2)),
                            text_of(row, 3),
                            sqlite3_column_int(row, 4) != 0});
        });
        return rows;
    }

    std::uint64_t reading_count() override {
        std::uint64_t count = 0;
        each("SELECT count(*) FROM readings", {},
             [&count](sqlite3_stmt* row) { count = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0)); });
        return count;
    }

private:
    void each(const char* sql, const std::vector<std::int64_t>& parameters,
              const std::function<void(sqlite3_stmt*)>& visit) {
        if (!failure_.empty()) return;
        const auto statement = index::prepare(connection_.get(), sql);
        if (!statement) {
            failure_ = statement.error();
            return;
        }
        index::Binder binder(statement->get());
        for (const std::int64_t parameter : parameters) binder.number(parameter);
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(statement->get())) == SQLITE_ROW) visit(statement->get());
        if (code != SQLITE_DONE) failure_ = index::failed(connection_.get(), "be read").value();
    }

    index::Connection connection_;
    Errors failure_;
};

}  // namespace

Result<std::unique_ptr<IndexReader>> open_index_reader(const std::filesystem::path& file) {
    auto connection = index::open_connection(file, true);
    if (!connection) return tl::unexpected(connection.error());
    if (auto known = index::check_format(connection->get()); !known) return tl::unexpected(known.error());
    return std::make_unique<SqliteReader>(std::move(*connection));
}

}  // namespace sd
