#include "twin/index_sqlite.h"

namespace sd::index {

tl::unexpected<Errors> failed(sqlite3* connection, const std::string& what) {
    const char* file = connection != nullptr ? sqlite3_db_filename(connection, "main") : nullptr;
    return fail(file != nullptr ? file : "",
                "the index cannot " + what + ": " + (connection != nullptr ? sqlite3_errmsg(connection) : "no memory"),
                "delete the index (and its -wal and -shm files): it is rebuilt from the log");
}

Result<Connection> open_connection(const std::filesystem::path& file, bool read_only) {
    sqlite3* raw = nullptr;
    const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection(raw);
    if (code != SQLITE_OK)
        return fail(file.string(), std::string("the index cannot be opened: ") + sqlite3_errstr(code),
                    read_only ? "check the path; a run makes it" : "check that the folder exists and is writable");
    sqlite3_busy_timeout(raw, 10'000);  // ms; a writer holds the lock for one transaction
    return connection;
}

Result<void> run(sqlite3* connection, const std::string& sql) {
    if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failed(connection, "run \"" + sql.substr(0, 60) + "\"");
    return {};
}

Result<Statement> prepare(sqlite3* connection, const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(connection, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                           nullptr) != SQLITE_OK)
        return failed(connection, "prepare \"" + sql.substr(0, 60) + "\"");
    return Statement(raw);
}

std::int64_t meta_number(sqlite3* connection, const char* name, std::int64_t otherwise) {
    const auto statement = prepare(connection, "SELECT value FROM meta WHERE name = ?");
    if (!statement) return otherwise;
    sqlite3_bind_text(statement->get(), 1, name, -1, SQLITE_STATIC);
    return sqlite3_step(statement->get()) == SQLITE_ROW ? sqlite3_column_int64(statement->get(), 0) : otherwise;
}

Result<void> check_format(sqlite3* connection) {
    const std::int64_t format = meta_number(connection, "format", 0);
    if (format == kIndexFormat) return {};
    const char* file = sqlite3_db_filename(connection, "main");
    return fail(file != nullptr ? file : "",
                "index format " + std::to_string(format) + ", this program uses " + std::to_string(kIndexFormat),
                "delete the index: it is rebuilt from the log");
}

}  // namespace sd::index
