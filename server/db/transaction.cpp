#include "db/transaction.hpp"

#include <atomic>
#include <charconv>
#include <random>

#include <cppconn/resultset.h>

#include "base/clock.hpp"
#include "db/connection.hpp"

namespace yunhe::db {
namespace {

constexpr int kRandomBits = 22;
constexpr std::chrono::sys_days kIdEpoch{std::chrono::year{2020} / 1 / 1};

std::atomic<std::uint64_t> last_id{0};

std::mt19937_64& id_random() {
    thread_local std::mt19937_64 engine = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    return engine;
}

/// Whole numbers are read through their text: exact for BIGINT of either sign and for the DECIMAL
/// that SUM gives, where the client library would go through a double.
template <class Number>
Number whole(const std::string& text) {
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    YUNHE_ASSERT(parsed.ec == std::errc() && parsed.ptr == end);
    return number;
}

/// Writes `number` in so many digits.
void write_digits(char* at, int number, int digits) {
    for (int i = digits; i-- > 0; number /= 10) at[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

Value to_value(Timestamp v) {
    const auto day = std::chrono::floor<std::chrono::days>(v);
    const std::chrono::year_month_day civil(day);
    const std::chrono::hh_mm_ss time(v - day);
    YUNHE_ASSERT(civil.year() >= std::chrono::year{1} && civil.year() <= std::chrono::year{9999});
    // By hand: an event's time is written for every row of an ingest.
    std::string text = "0000-00-00 00:00:00.000000";
    char* const start = text.data();
    write_digits(start, static_cast<int>(civil.year()), 4);
    write_digits(start + 5, static_cast<int>(static_cast<unsigned>(civil.month())), 2);
    write_digits(start + 8, static_cast<int>(static_cast<unsigned>(civil.day())), 2);
    write_digits(start + 11, static_cast<int>(time.hours().count()), 2);
    write_digits(start + 14, static_cast<int>(time.minutes().count()), 2);
    write_digits(start + 17, static_cast<int>(time.seconds().count()), 2);
    write_digits(start + 20, static_cast<int>(time.subseconds().count()), 6);
    return text;
}

Value to_value(Date v) { return to_text(v); }
Value to_value(Period v) { return to_text(v); }
Value to_value(const Json& v) { return to_text(v); }

bool Row::null(const char* column) const { return result_->isNull(column); }

std::string Row::text(const char* column) const {
    YUNHE_ASSERT(!null(column));
    return result_->getString(column);
}

void Row::text_at(unsigned position, std::string& into) const {
    into.clear();
    if (result_->isNull(position)) return;
    const sql::SQLString stored = result_->getString(position);
    into.assign(stored.c_str(), stored.length());
}

std::int64_t Row::int64(const char* column) const { return whole<std::int64_t>(text(column)); }
std::uint64_t Row::uint64(const char* column) const { return whole<std::uint64_t>(text(column)); }

Timestamp Row::timestamp(const char* column) const {
    std::string stored = text(column);
    YUNHE_ASSERT(stored.size() >= 19);
    stored[10] = 'T';
    return parse_timestamp(stored + "Z").value();
}

Date Row::date(const char* column) const { return parse_date(text(column)).value(); }
Period Row::period(const char* column) const { return parse_period(text(column)).value(); }
Json Row::json(const char* column) const { return parse_json(text(column)).value(); }

std::optional<std::string> Row::optional_text(const char* column) const {
    if (null(column)) return std::nullopt;
    return text(column);
}

std::optional<std::int64_t> Row::optional_int64(const char* column) const {
    if (null(column)) return std::nullopt;
    return int64(column);
}

std::optional<Timestamp> Row::optional_timestamp(const char* column) const {
    if (null(column)) return std::nullopt;
    return timestamp(column);
}

std::optional<Date> Row::optional_date(const char* column) const {
    if (null(column)) return std::nullopt;
    return date(column);
}

std::optional<Json> Row::optional_json(const char* column) const {
    if (null(column)) return std::nullopt;
    return json(column);
}

Transaction::Transaction(Connection& connection, Mode mode) : connection_(connection) {
    connection_.begin(mode);
}

Transaction::~Transaction() {
    if (open_) connection_.rollback();
}

std::uint64_t Transaction::execute_values(std::string_view statement,
                                          std::span<const Value> bound) {
    return connection_.execute(statement, bound);
}

void Transaction::each(std::string_view statement, std::span<const Value> bound,
                       const std::function<void(const Row&)>& visit) {
    connection_.each(statement, bound, visit);
}

void Transaction::commit() {
    YUNHE_ASSERT(open_);
    // A COMMIT that fails leaves nothing to roll back, or a connection that is thrown away.
    connection_.commit();
    open_ = false;
}

std::uint64_t Transaction::next_number(TenantScope scope, std::string_view series) {
    // The row comes into being, or grows, and is locked either way, in one statement.
    execute(R"(
        INSERT INTO counters (tenant_id, series, value) VALUES (?, ?, 1)
        ON DUPLICATE KEY UPDATE value = value + 1)", scope, series);
    return one("SELECT value FROM counters WHERE tenant_id = ? AND series = ?",
               [](const Row& row) { return row.uint64("value"); }, scope, series);
}

std::uint64_t Transaction::new_id_value() {
    const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(real_now()) - kIdEpoch;
    const auto random = id_random()();
    const auto milliseconds = static_cast<std::uint64_t>(since_epoch.count());
    const std::uint64_t candidate = milliseconds << kRandomBits | random >> (64 - kRandomBits);
    // Ids of one process only grow, so that rows written in one millisecond keep their order.
    std::uint64_t previous = last_id.load(std::memory_order_relaxed);
    std::uint64_t id = 0;
    do {
        id = candidate > previous ? candidate : previous + 1 + (random & 0xff);
    } while (!last_id.compare_exchange_weak(previous, id, std::memory_order_relaxed));
    return id;
}

std::string placeholders(std::size_t count) {
    YUNHE_ASSERT(count > 0);
    std::string text = "?";
    text.reserve(count * 3);
    for (std::size_t i = 1; i < count; ++i) text += ", ?";
    return text;
}

std::string row_placeholders(std::size_t rows, std::size_t columns) {
    YUNHE_ASSERT(rows > 0 && columns > 0);
    std::string row = "(?";
    for (std::size_t i = 1; i < columns; ++i) row += ",?";
    row += ")";
    std::string text = row;
    text.reserve(rows * (row.size() + 1));
    for (std::size_t i = 1; i < rows; ++i) text += "," + row;
    return text;
}

}  // namespace yunhe::db
