#include "db/connection.hpp"

#include <mutex>
#include <thread>

#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

namespace yunhe::db {
namespace {

// Multi-row statements come in many lengths; 48 connections times this stays below the server's
// max_prepared_stmt_count of 16,382.
constexpr std::size_t kStatementsMax = 256;
constexpr std::size_t kPlaceholdersMax = 65535;

constexpr const char* kSqlMode =
    "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY";

std::mutex fault_mutex;
std::atomic<bool> fault_armed{false};
FaultInjection* fault = nullptr;

std::uint64_t thread_key() { return std::hash<std::thread::id>{}(std::this_thread::get_id()); }

/// The client library asks each thread to announce itself and to say goodbye.
struct ThreadGuard {
    explicit ThreadGuard(sql::Driver* the_driver) : driver(the_driver) { driver->threadInit(); }
    ~ThreadGuard() { driver->threadEnd(); }
    sql::Driver* driver;
};

sql::Driver* driver() {
    static sql::Driver* const instance = get_driver_instance();
    thread_local const ThreadGuard guard(instance);
    return guard.driver;
}

sql::ConnectOptionsMap connect_options(const DatabaseAddress& address,
                                       const ConnectionOptions& options) {
    const auto host = address.socket.empty()
                          ? "tcp://" + address.host + ":" + std::to_string(address.port)
                          : "unix://" + address.socket;
    sql::ConnectOptionsMap map;
    map["hostName"] = sql::SQLString(host);
    map["userName"] = sql::SQLString(address.user);
    map["password"] = sql::SQLString(address.password);
    if (!address.name.empty()) map["schema"] = sql::SQLString(address.name);
    map["OPT_RECONNECT"] = false;
    map["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
    map["OPT_CONNECT_TIMEOUT"] = static_cast<int>(options.connect_max.count());
    if (options.read_max.count() > 0) {
        map["OPT_READ_TIMEOUT"] = static_cast<int>(options.read_max.count());
        map["OPT_WRITE_TIMEOUT"] = static_cast<int>(options.read_max.count());
    }
    return map;
}

void bind(sql::PreparedStatement& statement, unsigned index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        statement.setInt64(index, *number);
    } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
        statement.setUInt64(index, *natural);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        statement.setString(index, *text);
    } else {
        statement.setNull(index, sql::DataType::SQLNULL);
    }
}

void bind_all(sql::PreparedStatement& statement, std::span<const Value> bound) {
    YUNHE_ASSERT(bound.size() <= kPlaceholdersMax);
    unsigned index = 0;
    for (const auto& value : bound) bind(statement, ++index, value);
}

}  // namespace

bool is_lost_connection(int error_code) {
    constexpr int kClientSideLost[] = {kErrorConnectionKilled, kErrorServerGone, kErrorServerLost,
                                       1053 /* shutdown */,    2055 /* lost, with system error */,
                                       4031 /* idle too long */};
    return std::ranges::find(kClientSideLost, error_code) != std::end(kClientSideLost);
}

void initialise_driver() { driver(); }

/// A statement and whether somebody reads its rows right now.
struct Connection::Prepared {
    std::string text;
    std::unique_ptr<sql::PreparedStatement> statement;
    bool busy = false;
};

/// Marks a statement as in use, so that the same text run from inside a visitor gets another one.
class Connection::Use {
public:
    explicit Use(std::shared_ptr<Prepared> prepared) : prepared_(std::move(prepared)) {
        prepared_->busy = true;
    }
    ~Use() { prepared_->busy = false; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    sql::PreparedStatement& statement() { return *prepared_->statement; }

private:
    std::shared_ptr<Prepared> prepared_;
};

template <class Body>
auto Connection::translated(Body body) {
    try {
        int error_code = 0;
        const auto fault_kind = FaultInjection::next(false, error_code);
        if (fault_kind == FaultPlan::Kind::cut) cut();
        if (fault_kind == FaultPlan::Kind::error) throw SqlError(error_code, "injected fault");
        return body();
    } catch (const sql::SQLException& failure) {
        const int code = failure.getErrorCode();
        if (is_lost_connection(code)) broken_ = true;
        throw SqlError(code, failure.what());
    }
}

void Connection::cut() {
    broken_ = true;
    statements_.clear();
    by_text_.clear();
    connection_->close();
    throw SqlError(kErrorServerLost, "injected loss of the connection");
}

Connection::Connection(const DatabaseAddress& address, ConnectionOptions options) try {
    auto wanted = connect_options(address, options);
    connection_.reset(driver()->connect(wanted));
    run("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
    std::string settings = "SET SESSION time_zone = '+00:00', sql_mode = '";
    settings += kSqlMode;
    settings += "', innodb_lock_wait_timeout = ";
    settings += std::to_string(options.lock_wait_max.count());
    run(settings);
    run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
} catch (const sql::SQLException& failure) {
    throw DatabaseUnavailable(std::string("cannot connect to the database: ") + failure.what());
} catch (const SqlError& failure) {
    throw DatabaseUnavailable(std::string("cannot ready the connection: ") + failure.what());
}

Connection::~Connection() = default;

void Connection::trim_statements() {
    while (statements_.size() > kStatementsMax) {
        by_text_.erase(statements_.back()->text);
        statements_.pop_back();
    }
}

std::shared_ptr<Connection::Prepared> Connection::prepared(std::string_view statement) {
    const auto found = by_text_.find(statement);
    if (found != by_text_.end() && !(*found->second)->busy) {
        statements_.splice(statements_.begin(), statements_, found->second);
        return *found->second;
    }
    auto fresh = std::make_shared<Prepared>();
    fresh->text = statement;
    fresh->statement.reset(connection_->prepareStatement(fresh->text));
    if (found != by_text_.end()) return fresh;
    statements_.push_front(fresh);
    by_text_.emplace(statements_.front()->text, statements_.begin());
    trim_statements();
    return fresh;
}

std::uint64_t Connection::execute(std::string_view statement, std::span<const Value> bound) {
    return translated([&] {
        Use use(prepared(statement));
        bind_all(use.statement(), bound);
        return static_cast<std::uint64_t>(use.statement().executeUpdate());
    });
}

void Connection::each(std::string_view statement, std::span<const Value> bound,
                      const std::function<void(const Row&)>& visit) {
    translated([&] {
        Use use(prepared(statement));
        bind_all(use.statement(), bound);
        const std::unique_ptr<sql::ResultSet> rows(use.statement().executeQuery());
        const Row row(*rows);
        while (rows->next()) visit(row);
    });
}

void Connection::run(std::string_view statement) {
    try {
        const std::unique_ptr<sql::Statement> plain(connection_->createStatement());
        plain->execute(std::string(statement));
    } catch (const sql::SQLException& failure) {
        const int code = failure.getErrorCode();
        if (is_lost_connection(code)) broken_ = true;
        throw SqlError(code, failure.what());
    }
}

void Connection::begin(Transaction::Mode mode) {
    if (mode != session_mode_) {
        // A consistent snapshot over several statements needs REPEATABLE READ.
        run(mode == Transaction::Mode::read_only
                ? "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"
                : "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        session_mode_ = mode;
    }
    run(mode == Transaction::Mode::read_only
            ? "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
            : "START TRANSACTION READ WRITE");
}

void Connection::commit() {
    int error_code = 0;
    const auto fault_kind = FaultInjection::next(true, error_code);
    if (fault_kind == FaultPlan::Kind::error) {
        commit_outcome_unknown_ = error_code == kErrorDuringCommit;
        throw SqlError(error_code, "injected fault");
    }
    if (fault_kind == FaultPlan::Kind::cut || fault_kind == FaultPlan::Kind::cut_before_commit) {
        commit_outcome_unknown_ = true;
        cut();
    }
    try {
        run("COMMIT");
    } catch (const SqlError& failure) {
        commit_outcome_unknown_ = is_lost_connection(failure.code) ||
                                  failure.code == kErrorDuringCommit;
        throw;
    }
    if (fault_kind == FaultPlan::Kind::cut_after_commit) {
        commit_outcome_unknown_ = true;
        cut();
    }
}

void Connection::rollback() noexcept {
    if (broken_) return;
    try {
        run("ROLLBACK");
    } catch (const std::exception&) {
        broken_ = true;
    }
}

FaultInjection::FaultInjection(FaultPlan plan) : plan_(plan), thread_(thread_key()) {
    const std::lock_guard guard(fault_mutex);
    YUNHE_ASSERT(fault == nullptr && plan.nth > 0);
    fault = this;
    fault_armed = true;
}

FaultInjection::~FaultInjection() {
    const std::lock_guard guard(fault_mutex);
    fault = nullptr;
    fault_armed = false;
}

FaultPlan::Kind FaultInjection::next(bool is_commit, int& error_code) {
    using enum FaultPlan::Kind;
    if (!fault_armed.load(std::memory_order_relaxed)) return none;
    const std::lock_guard guard(fault_mutex);
    if (fault == nullptr) return none;
    auto& plan = fault->plan_;
    if (plan.this_thread_only && fault->thread_ != thread_key()) return none;
    const bool counts_commits = plan.kind == cut_before_commit || plan.kind == cut_after_commit;
    if (counts_commits && !is_commit) return none;
    if (++fault->seen_ != plan.nth || plan.kind == none) return none;
    fault->fired_ = true;
    error_code = plan.error_code;
    return plan.kind;
}

}  // namespace yunhe::db
