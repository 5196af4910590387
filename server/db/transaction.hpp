/// One open SQL transaction and the rows it reads. Nothing here knows a table.
///
/// Statements are prepared once per connection and kept; values are bound, never pasted. A failing
/// statement throws `db::SqlError` (a broken environment), which `Database::transact` retries or
/// passes on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/scope.hpp"
#include "base/time.hpp"

namespace sql {
class ResultSet;
}

namespace yunhe::db {

class Connection;

/// The server or the network failed a statement. `code` is MariaDB's error number (0 if none).
class SqlError : public std::runtime_error {
public:
    SqlError(int error_code, const std::string& message)
        : std::runtime_error(message), code(error_code) {}
    int code;
};

/// A value bound to a `?`.
using Value = std::variant<std::monostate, std::int64_t, std::uint64_t, std::string>;

inline Value to_value(std::int64_t v) { return v; }
inline Value to_value(int v) { return std::int64_t{v}; }
inline Value to_value(std::uint64_t v) { return v; }
inline Value to_value(std::uint32_t v) { return std::uint64_t{v}; }
inline Value to_value(bool v) { return std::int64_t{v}; }
inline Value to_value(std::string_view v) { return std::string(v); }
inline Value to_value(const std::string& v) { return v; }
inline Value to_value(const char* v) { return std::string(v); }
inline Value to_value(Money v) { return v.fen(); }
inline Value to_value(Quantity v) { return v.micro; }
inline Value to_value(UnitPrice v) { return v.micro_yuan; }
inline Value to_value(TenantScope v) { return v.tenant().value; }
Value to_value(Timestamp v);  ///< DATETIME(6) in UTC.
Value to_value(Date v);       ///< DATE
Value to_value(Period v);     ///< CHAR(7)
Value to_value(const Json& v);
template <class Entity>
Value to_value(Id<Entity> v) { return v.value; }
template <TextEnum E>
Value to_value(E v) { return std::string(to_text(v)); }
template <class T>
Value to_value(const std::optional<T>& v) { return v ? to_value(*v) : Value{}; }

/// The row a statement stands on. Columns by name; a NULL where none is expected is a bug.
class Row {
public:
    explicit Row(sql::ResultSet& result) : result_(&result) {}

    bool null(const char* column) const;
    std::string text(const char* column) const;
    std::int64_t int64(const char* column) const;
    std::uint64_t uint64(const char* column) const;
    bool boolean(const char* column) const { return int64(column) != 0; }
    Money money(const char* column) const { return Money::fen(int64(column)); }
    Quantity quantity(const char* column) const { return {int64(column)}; }
    Timestamp timestamp(const char* column) const;
    Date date(const char* column) const;
    Period period(const char* column) const;
    Json json(const char* column) const;
    template <class IdType>
    IdType id(const char* column) const { return IdType{uint64(column)}; }
    template <TextEnum E>
    E enumerator(const char* column) const { return stored_enum<E>(text(column)); }

    /// By position from 1, without a look-up by name: for exports of a million rows. NULL gives an
    /// empty text.
    void text_at(unsigned position, std::string& into) const;

    std::optional<std::string> optional_text(const char* column) const;
    std::optional<std::int64_t> optional_int64(const char* column) const;
    std::optional<Timestamp> optional_timestamp(const char* column) const;
    std::optional<Date> optional_date(const char* column) const;
    std::optional<Json> optional_json(const char* column) const;
    template <class IdType>
    std::optional<IdType> optional_id(const char* column) const {
        if (null(column)) return std::nullopt;
        return id<IdType>(column);
    }

private:
    sql::ResultSet* result_;
};

/// An open transaction. Rolls back when destroyed uncommitted. Not thread-safe; never outlives the
/// body that it was given to.
class Transaction {
public:
    enum class Mode { read_write, read_only };
    explicit Transaction(Connection& connection, Mode mode = Mode::read_write);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// The first row, if any.
    template <class Reader, class... Args>
    auto find(std::string_view statement, Reader reader, const Args&... args)
        -> std::optional<std::invoke_result_t<Reader, const Row&>> {
        std::optional<std::invoke_result_t<Reader, const Row&>> found;
        each(statement, values(args...), [&](const Row& row) {
            if (!found) found = reader(row);
        });
        return found;
    }
    /// The only row. REQUIRES: there is one.
    template <class Reader, class... Args>
    auto one(std::string_view statement, Reader reader, const Args&... args) {
        auto found = find(statement, reader, args...);
        YUNHE_ASSERT(found.has_value());
        return std::move(*found);
    }
    template <class Reader, class... Args>
    auto list(std::string_view statement, Reader reader, const Args&... args) {
        std::vector<std::invoke_result_t<Reader, const Row&>> rows;
        each(statement, values(args...), [&](const Row& row) { rows.push_back(reader(row)); });
        return rows;
    }
    /// Rows changed. An UPDATE that sets what was there counts 0: write `version = version + 1`.
    template <class... Args>
    std::uint64_t execute(std::string_view statement, const Args&... args) {
        return execute_values(statement, values(args...));
    }
    /// For statements whose number of `?` is only known at run time (multi-row inserts, IN lists).
    std::uint64_t execute_values(std::string_view statement, std::span<const Value> bound);
    void each(std::string_view statement, std::span<const Value> bound,
              const std::function<void(const Row&)>& visit);

    /// A fresh id: milliseconds since 2020 in the high 42 bits, random below.
    template <class IdType>
    IdType new_id() { return IdType{new_id_value()}; }
    /// The next running number of this tenant in this series: 1, 2, 3 ... without gaps, because the
    /// counter row stays locked until the transaction ends.
    std::uint64_t next_number(TenantScope scope, std::string_view series);

    /// REQUIRES: mode read_write; called once. Only `Database::transact` calls it.
    void commit();

private:
    template <class... Args>
    static std::vector<Value> values(const Args&... args) { return {to_value(args)...}; }
    static std::uint64_t new_id_value();

    Connection& connection_;
    bool open_ = true;
};

/// "?, ?, ?" for IN lists of n values. REQUIRES: n > 0.
std::string placeholders(std::size_t count);
/// "(?,?),(?,?)" for multi-row inserts.
std::string row_placeholders(std::size_t rows, std::size_t columns);

}  // namespace yunhe::db
