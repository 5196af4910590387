#include "tests/bench/raw_insert.hpp"

#include <mariadb/mysql.h>

#include <stdexcept>
#include <vector>

#include "base/assert.hpp"

namespace yunhe::bench {
namespace {

constexpr std::size_t kColumns = 12;

MYSQL_TIME time_of(Timestamp at, enum_mysql_timestamp_type type) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day civil(day);
    const std::chrono::hh_mm_ss time(at - day);
    MYSQL_TIME result{};
    result.year = static_cast<unsigned>(static_cast<int>(civil.year()));
    result.month = static_cast<unsigned>(civil.month());
    result.day = static_cast<unsigned>(civil.day());
    result.time_type = type;
    if (type == MYSQL_TIMESTAMP_DATE) return result;
    result.hour = static_cast<unsigned>(time.hours().count());
    result.minute = static_cast<unsigned>(time.minutes().count());
    result.second = static_cast<unsigned>(time.seconds().count());
    result.second_part = static_cast<unsigned long>(time.subseconds().count());
    return result;
}

void bind_bytes(MYSQL_BIND& bind, const char* data, std::size_t size) {
    bind.buffer_type = MYSQL_TYPE_STRING;
    bind.buffer = const_cast<char*>(data);
    bind.buffer_length = size;
}

void bind_number(MYSQL_BIND& bind, const void* number) {
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.buffer = const_cast<void*>(number);
}

void bind_time(MYSQL_BIND& bind, enum_field_types type, MYSQL_TIME& time) {
    bind.buffer_type = type;
    bind.buffer = &time;
}

}  // namespace

struct RawConnection::Parts {
    /// What a row's parameters point to and the event itself doesn't hold.
    struct Row {
        MYSQL_TIME day;
        MYSQL_TIME at;
        std::string resources;
    };
    MYSQL* connection = nullptr;
    MYSQL_STMT* statement = nullptr;
    std::vector<MYSQL_BIND> binds;
    std::vector<Row> rows;
    long long tenant = 1;
    long long subject = 1;

    [[noreturn]] void fail() const { throw std::runtime_error(mysql_error(connection)); }
};

RawConnection::RawConnection(const std::filesystem::path& socket)
    : parts_(std::make_unique<Parts>()) {
    parts_->connection = mysql_init(nullptr);
    if (mysql_real_connect(parts_->connection, nullptr, nullptr, nullptr, "yunhe", 0,
                           socket.c_str(), 0) == nullptr)
        parts_->fail();
    run("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
}

RawConnection::~RawConnection() {
    if (parts_->statement != nullptr) mysql_stmt_close(parts_->statement);
    mysql_close(parts_->connection);
}

void RawConnection::run(const std::string& statement) {
    if (mysql_query(parts_->connection, statement.c_str()) != 0) parts_->fail();
}

std::string RawConnection::value(const std::string& query) {
    run(query);
    MYSQL_RES* const result = mysql_store_result(parts_->connection);
    if (result == nullptr) parts_->fail();
    const MYSQL_ROW row = mysql_fetch_row(result);
    const std::string text = row != nullptr && row[0] != nullptr ? row[0] : "";
    mysql_free_result(result);
    return text;
}

void RawConnection::prepare_insert(std::size_t rows) {
    std::string text = "INSERT INTO raw_events (tenant_id, occurred_on, event_key, content,"
                       " occurred_at, state, subject_id, meter, quantity_micro, resources, source,"
                       " event_id) VALUES ";
    for (std::size_t i = 0; i < rows; ++i) text += i == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?)"
                                                          : ",(?,?,?,?,?,?,?,?,?,?,?,?)";
    parts_->statement = mysql_stmt_init(parts_->connection);
    if (mysql_stmt_prepare(parts_->statement, text.c_str(), text.size()) != 0) parts_->fail();
    parts_->binds.assign(rows * kColumns, MYSQL_BIND{});
    parts_->rows.resize(rows);
}

void RawConnection::insert(std::span<const billing::UsageEvent> rows) {
    static constexpr std::string_view kAccepted = "accepted";
    YUNHE_ASSERT(rows.size() == parts_->rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& event = rows[i];
        auto& row = parts_->rows[i];
        row.day = time_of(Timestamp(event.occurred_on.time_since_epoch()), MYSQL_TIMESTAMP_DATE);
        row.at = time_of(event.time, MYSQL_TIMESTAMP_DATETIME);
        row.resources = billing::resources_text(event.resources);
        MYSQL_BIND* const bind = &parts_->binds[i * kColumns];
        bind_number(bind[0], &parts_->tenant);
        bind_time(bind[1], MYSQL_TYPE_DATE, row.day);
        bind_bytes(bind[2], event.key.data(), event.key.size());
        bind_bytes(bind[3], event.content.data(), event.content.size());
        bind_time(bind[4], MYSQL_TYPE_DATETIME, row.at);
        bind_bytes(bind[5], kAccepted.data(), kAccepted.size());
        bind_number(bind[6], &parts_->subject);
        bind_bytes(bind[7], event.meter.data(), event.meter.size());
        bind_number(bind[8], &event.quantity.micro);
        bind_bytes(bind[9], row.resources.data(), row.resources.size());
        bind_bytes(bind[10], event.source.data(), event.source.size());
        bind_bytes(bind[11], event.id.data(), event.id.size());
    }
    if (mysql_stmt_bind_param(parts_->statement, parts_->binds.data()) != 0 ||
        mysql_stmt_execute(parts_->statement) != 0)
        throw std::runtime_error(mysql_stmt_error(parts_->statement));
}

void prepare_raw_table(const std::filesystem::path& socket) {
    RawConnection administrator(socket);
    administrator.run("SET GLOBAL max_connections = 256");
    administrator.run("CREATE TABLE raw_events LIKE usage_events");
    if (administrator.value("SELECT @@innodb_flush_log_at_trx_commit") != "1")
        throw std::runtime_error("the database isn't durable");
}

}  // namespace yunhe::bench
