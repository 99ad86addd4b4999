// SQLite behind two small owners. Its header is seen by index_*.cpp only.
//
// The log is the fact and the index is derived: it may lose its last transactions in a power cut, because
// complete_until travels in the same transaction as the rows and the twin adds what the log has beyond it. That is why
// synchronous=OFF is safe here, and a damaged index is simply deleted.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "sim/core/result.h"

namespace sd::index {

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinishStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

[[nodiscard]] Result<Connection> open_connection(const std::filesystem::path& file, bool read_only);
[[nodiscard]] Result<void> run(sqlite3* connection, const std::string& sql);
[[nodiscard]] Result<Statement> prepare(sqlite3* connection, const std::string& sql);
[[nodiscard]] tl::unexpected<Errors> failed(sqlite3* connection, const std::string& what);

/// Refuses an index of another format.
[[nodiscard]] Result<void> check_format(sqlite3* connection);
[[nodiscard]] std::int64_t meta_number(sqlite3* connection, const char* name, std::int64_t otherwise);

/// Binds columns one after the other.
class Binder {
public:
    explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}
    Binder& number(std::int64_t value) {
        sqlite3_bind_int64(statement_, ++column_, value);
        return *this;
    }
    Binder& real(double value) {
        sqlite3_bind_double(statement_, ++column_, value);
        return *this;
    }
    Binder& nothing() {
        sqlite3_bind_null(statement_, ++column_);
        return *this;
    }
    /// The text must outlive the step.
    Binder& text(const std::string& value) {
        sqlite3_bind_text(statement_, ++column_, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
        return *this;
    }

private:
    sqlite3_stmt* statement_;
    int column_ = 0;
};

inline constexpr std::int64_t kIndexFormat = 2;

}  // namespace sd::index
