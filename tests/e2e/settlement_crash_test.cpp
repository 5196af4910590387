/// The power fails at each step of a settlement and of what follows it: a transaction of the test
/// holds the server at the step, then server and database are killed.
#include <boost/test/unit_test.hpp>

#include <pwd.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/time.hpp"
#include "billing/ledger_store.hpp"
#include "db/connection.hpp"
#include "http/client.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCrashEvents = 200;
constexpr auto kCrashSlug = "crash";
const fs::path kCrashBinary = YUNHE_BINARY;

std::string database_user() {
    const auto* user = ::getpwuid(::geteuid());
    BOOST_REQUIRE(user != nullptr);
    return user->pw_name;
}

/// A played marketplace whose server dies and comes back.
class CrashWorld {
public:
    CrashWorld() {
        db::initialise_driver();
        copy_case();
        start();
        Process replay({kCrashBinary.string(), "replay", file("case").string(), "--server",
                        server_->url(), "--admin-password-file",
                        file("data/platform-admin.password").string(), "--slug", kCrashSlug,
                        "--password-file", file("passwords").string()},
                       file("replay.out"), file("replay.errors"));
        BOOST_REQUIRE_MESSAGE(replay.wait() == 0, replay.errors());
        database_.emplace(address());
        db::Transaction tx(*database_, db::Transaction::Mode::read_only);
        tenant_ = tx.one("SELECT tenant_id FROM tenants WHERE slug = ?",
                         [](const db::Row& row) { return row.uint64("tenant_id"); }, kCrashSlug);
    }

    const std::string& url() const { return server_->url(); }

    struct Call {
        http::Method method = http::Method::post;
        std::string path;
        Json body = Json::object();
        std::string key;
    };
    /// A reply, or nothing where the connection broke.
    std::optional<http::ClientReply> send(const std::string& username, const Call& call) {
        try {
            auto headers = credentials(username);
            headers.emplace_back("Content-Type", "application/json");
            headers.emplace_back("Idempotency-Key", call.key);
            return http::Client(url()).request(call.method, call.path, to_text(call.body),
                                               headers);
        } catch (const http::ClientFailure&) {
            return std::nullopt;
        }
    }
    Json must(const std::string& username, const Call& call) {
        const auto reply = send(username, call);
        BOOST_REQUIRE(reply.has_value());
        BOOST_REQUIRE_MESSAGE(reply->status / 100 == 2, reply->status << " " << reply->body);
        return reply->json().value();
    }
    Json get(const std::string& username, const std::string& path) {
        const auto reply =
            http::Client(url()).request(http::Method::get, path, {}, credentials(username));
        BOOST_REQUIRE_MESSAGE(reply.status == 200, reply.body);
        return reply.json().value();
    }

    std::uint64_t count(std::string_view table, const std::string& period) {
        db::Transaction tx(*database_, db::Transaction::Mode::read_only);
        return tx.one("SELECT COUNT(id) AS n FROM " + std::string(table) +
                          " WHERE tenant_id = ? AND period = ?",
                      [](const db::Row& row) { return row.uint64("n"); }, tenant_, period);
    }
    /// The books have no fault, and documents are what their lines are.
    void check_books(const std::string& period) {
        db::Transaction tx(*database_, db::Transaction::Mode::read_only);
        const auto scope = TenantScopeMaker::make(TenantId{tenant_});
        for (const auto& fault : billing::verify_ledger(tx, scope).faults) BOOST_ERROR(fault);
        const auto difference = tx.one(
            "SELECT CAST((SELECT COALESCE(SUM(amount_fen), 0) FROM charge_lines "
            "WHERE tenant_id = ? AND period = ?) - "
            "(SELECT COALESCE(SUM(amount_fen), 0) FROM bills WHERE tenant_id = ? AND period = ?) - "
            "(SELECT COALESCE(SUM(amount_fen), 0) FROM claims WHERE tenant_id = ? AND period = ?) "
            "AS SIGNED) AS fen",
            [](const db::Row& row) { return row.int64("fen"); }, tenant_, period, tenant_, period,
            tenant_, period);
        BOOST_TEST(difference == 0);
    }

    /// Sends the call while a transaction holds these rows (`?` is the tenant) and cuts the power
    /// when the server waits for them with a statement that contains `waiting`.
    void die_at(const std::string& username, const Call& call, const std::string& rows,
                const std::string& waiting) {
        (void)credentials(username);
        auto holder = std::make_unique<db::Connection>(address());
        // So that it holds the gaps too, into which new rows would go.
        holder->run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        auto held = std::make_unique<db::Transaction>(*holder);
        held->list(rows, [](const db::Row&) { return 0; }, tenant_);
        std::string answer;
        std::thread caller([&] {
            if (const auto reply = send(username, call)) answer = reply->body;
        });
        const bool waits = until(kLockPause, [&] { return someone_waits_with(waiting); });
        cut_power();
        caller.join();
        held.reset();
        holder.reset();
        BOOST_TEST(waits, "nobody came to " << waiting << " " << answer);
        restart();
    }
    /// Cuts the power as soon as the statement finds a row: just after the commit.
    void die_after(const std::string& username, const Call& call, const std::string& statement,
                   const std::string& period) {
        (void)credentials(username);
        std::thread caller([&] { (void)send(username, call); });
        const bool there = until(kRowPause, [&] {
            db::Transaction tx(*database_, db::Transaction::Mode::read_only);
            return tx.find(statement, [](const db::Row&) { return 0; }, tenant_, period)
                .has_value();
        });
        cut_power();
        caller.join();
        BOOST_TEST(there);
        restart();
    }

private:
    void start() { server_.emplace(kCrashBinary, file("data")); }
    void cut_power() {
        server_->cut_power();
        database_.reset();
    }
    void restart() {
        sessions_.clear();
        server_.reset();
        start();
        // The old database may still have been dying when the server looked for it.
        BOOST_REQUIRE(until(kLockPause, [&] { return all_is_up(); }));
    }
    bool all_is_up() {
        try {
            database_.emplace(address());
            return http::Client(url()).request(http::Method::get, "/readyz").status == 200;
        } catch (const db::DatabaseUnavailable&) {
            return false;
        } catch (const http::ClientFailure&) {
            return false;
        }
    }
    fs::path file(const std::string& name) const { return folder_.path() / name; }
    db::DatabaseAddress address() const {
        return db::DatabaseAddress::parse("mysql://" + database_user() +
                                          "@localhost/yunhe?socket=" +
                                          file("data/db/db.sock").string())
            .value();
    }

    /// The Yangzhou case with few events and no payments.
    void copy_case() {
        const auto original = fs::path(YUNHE_SOURCE_DIR) / "tests/cases/yangzhou";
        fs::create_directories(file("case"));
        for (const auto& entry : fs::directory_iterator(original)) {
            if (!entry.is_regular_file()) continue;
            const auto name = entry.path().filename().string();
            auto lines = std::string::npos;
            if (name == "payment_notices.csv" || name == "receipts.csv") lines = 1;
            if (name == "events.jsonl") lines = kCrashEvents;
            std::ifstream from(entry.path(), std::ios::binary);
            std::ofstream to(file("case") / name, std::ios::binary);
            for (std::string line; lines > 0 && std::getline(from, line); --lines)
                to << line << '\n';
        }
    }

    http::Headers credentials(const std::string& username) {
        const auto known = sessions_.find(username);
        if (known != sessions_.end()) return known->second;
        std::ifstream passwords(file("passwords"));
        std::string password;
        for (std::string line; std::getline(passwords, line);)
            if (line.starts_with(username + "\t")) password = line.substr(username.size() + 1);
        const Json body = {{"tenant", kCrashSlug}, {"username", username}, {"password", password}};
        const auto reply = http::Client(url()).send_json(
            http::Method::post, "/api/v1/session", body,
            {{"Idempotency-Key", "sign-in-" + std::to_string(++signed_in_)}});
        BOOST_REQUIRE_MESSAGE(reply.status / 100 == 2, reply.body);
        const auto cookie = reply.header("set-cookie");
        const auto csrf_token = reply.json().value().at("csrf_token").get<std::string>();
        return sessions_[username] = {
                   {"Cookie", std::string(cookie.substr(0, cookie.find(';')))},
                   {"X-CSRF-Token", csrf_token}};
    }

    bool someone_waits_with(const std::string& text) {
        db::Transaction tx(*database_, db::Transaction::Mode::read_only);
        return tx.find("SELECT trx_id FROM information_schema.INNODB_TRX "
                       "WHERE trx_state = 'LOCK WAIT' AND LOCATE(?, trx_query) > 0",
                       [](const db::Row&) { return 0; }, text)
            .has_value();
    }
    /// InnoDB renews what it says of transactions only for who hasn't asked for 100 ms.
    static constexpr std::chrono::milliseconds kLockPause{150};
    static constexpr std::chrono::milliseconds kRowPause{2};
    template <class Condition>
    static bool until(std::chrono::milliseconds pause, Condition condition) {
        const auto begin = steady_now();
        while (steady_now() - begin < std::chrono::seconds(30)) {
            if (condition()) return true;
            std::this_thread::sleep_for(pause);
        }
        return false;
    }

    TemporaryFolder folder_;
    std::optional<ServerProcess> server_;
    std::optional<db::Connection> database_;
    std::uint64_t tenant_ = 0;
    std::map<std::string, http::Headers> sessions_;
    int signed_in_ = 0;
};

/// One for all tests here: playing the case takes its time.
CrashWorld& crash_world() {
    static CrashWorld world;
    return world;
}

/// The rows that hold the server at a step, and the statement that it waits with.
struct Step {
    std::string rows;
    std::string waiting;
};

/// Use of an order and of the platform in the month of the tenant's clock, and the clock at the
/// start of the next. Gives the month.
std::string use_a_month(CrashWorld& world) {
    const auto clock = world.get("op.admin", "/api/v1/clock").at("now").get<std::string>();
    const auto now = parse_timestamp(clock).value();
    const auto month = period_of(now);
    const auto key = world.must("op.admin", {.path = "/api/v1/api-keys",
                                             .body = {{"name", "网关" + to_text(month)},
                                                      {"scopes", {"events:write"}}},
                                             .key = "key-" + to_text(month)});
    int sent = 0;
    const auto use = [&](const std::string& subject, const std::string& meter) {
        const Json event = {{"specversion", "1.0"},
                            {"id", to_text(month) + "-" + std::to_string(++sent)},
                            {"source", "gateway/crash"},
                            {"type", "yunhe.usage"},
                            {"subject", subject},
                            {"time", to_text(now)},
                            {"data", {{"meter", meter}, {"quantity", "1000"}}}};
        const auto reply =
            http::Client(world.url())
                .send_json(http::Method::post, "/api/v1/events", event,
                           {{"Authorization", "Bearer " + key.at("key").get<std::string>()}});
        BOOST_REQUIRE_MESSAGE(reply.body.find("accepted") != reply.body.npos, reply.body);
    };
    use("O01", "calls");
    use("developer:913210001001210102", "compute_core_hours");
    world.must("op.admin", {.method = http::Method::put,
                            .path = "/api/v1/clock",
                            .body = {{"now", to_text(end_of(month))}},
                            .key = "clock-" + to_text(month)});
    return to_text(month);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_crash)

BOOST_AUTO_TEST_CASE(whenever_the_power_fails_there_is_one_settlement_and_the_books_balance) {
    auto& world = crash_world();
    const auto month = use_a_month(world);
    const std::string of_month = " WHERE tenant_id = ? AND period = '" + month + "' FOR UPDATE";
    const CrashWorld::Call settle{.path = "/api/v1/settlements",
                                  .body = {{"period", month}},
                                  .key = "settle-" + month};
    const Step steps[] = {
        {"SELECT tenant_id FROM tenants WHERE tenant_id = ? FOR UPDATE", "FROM tenants"},
        {"SELECT id FROM settlements" + of_month, "INSERT INTO settlements"},
        {"SELECT id FROM bills" + of_month, "INSERT INTO bills"},
        {"SELECT id FROM claims" + of_month, "INSERT INTO claims"},
        {"SELECT id FROM charge_lines" + of_month, "INSERT INTO charge_lines"},
        {"SELECT id FROM case_events WHERE tenant_id = ? AND aggregate = 'settlement' FOR UPDATE",
         "INSERT INTO case_events"},
        {"SELECT id FROM audit_rows WHERE tenant_id = ? FOR UPDATE", "INSERT INTO audit_rows"},
    };
    for (const auto& step : steps) {
        world.die_at("finance1", settle, step.rows, step.waiting);
        for (const auto* table : {"settlements", "bills", "claims", "charge_lines"})
            BOOST_TEST(world.count(table, month) == 0u, step.waiting << ": " << table);
    }
    world.die_after("finance1", settle,
                    "SELECT id FROM settlements WHERE tenant_id = ? AND period = ?", month);
    const auto settled = world.must("finance1", settle);
    BOOST_TEST(settled.at("version") == 1);
    BOOST_TEST(to_text(world.must("finance1", settle)) == to_text(settled));
    BOOST_TEST(world.count("settlements", month) == 1u);
    BOOST_TEST(world.count("bills", month) == 1u);
    // Of O01, and another order's minimum.
    BOOST_TEST(world.count("claims", month) == 2u);
    world.check_books(month);
}

BOOST_AUTO_TEST_CASE(whenever_the_power_fails_a_bill_and_a_claim_are_booked_once) {
    auto& world = crash_world();
    const auto month = use_a_month(world);
    world.must(
        "finance1",
        {.path = "/api/v1/settlements", .body = {{"period", month}}, .key = "settle-" + month});
    const auto id_of = [&](const std::string& list) {
        const auto rows = world.get("finance1", "/api/v1/" + list + "?period=" + month).at("data");
        BOOST_REQUIRE(!rows.empty());
        return rows.at(0).at("id").get<std::string>();
    };
    const auto bill_id = id_of("bills");
    const auto claim_id = id_of("claims");
    const CrashWorld::Call issue{.path = "/api/v1/bills/" + bill_id + "/issue", .key = "issue"};
    const CrashWorld::Call confirm{.path = "/api/v1/claims/" + claim_id + "/confirm",
                                   .key = "confirm"};
    const Step posting[] = {
        {"SELECT value FROM counters WHERE tenant_id = ? FOR UPDATE", "counters"},
        {"SELECT entry_id FROM ledger_postings WHERE tenant_id = ? FOR UPDATE",
         "INSERT INTO ledger_postings"},
        {"SELECT period FROM ledger_balances WHERE tenant_id = ? FOR UPDATE", "ledger_balances"},
        {"SELECT id FROM audit_rows WHERE tenant_id = ? FOR UPDATE", "INSERT INTO audit_rows"},
    };
    for (const auto& step : posting) {
        world.die_at("finance2", issue, step.rows, step.waiting);
        world.check_books(month);
    }
    world.die_after("finance2", issue,
                    "SELECT id FROM bills WHERE tenant_id = ? AND period = ? AND state = 'issued'",
                    month);
    BOOST_TEST(world.must("finance2", issue).at("state") == "issued");
    world.check_books(month);

    world.must("finance1", {.path = "/api/v1/claims/" + claim_id + "/submit", .key = "submit"});
    for (const auto& step : posting) {
        world.die_at("collector", confirm, step.rows, step.waiting);
        world.check_books(month);
    }
    world.die_after("collector", confirm,
                    "SELECT id FROM claims WHERE tenant_id = ? AND period = ? "
                    "AND state = 'confirmed'",
                    month);
    BOOST_TEST(world.must("collector", confirm).at("state") == "confirmed");
    int booked = 0;
    const auto entries = world.get("finance1", "/api/v1/ledger/entries?limit=200").at("data");
    for (const auto& entry : entries)
        if (entry.at("source_id") == bill_id || entry.at("source_id") == claim_id) ++booked;
    BOOST_TEST(booked == 2);
    world.check_books(month);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test
