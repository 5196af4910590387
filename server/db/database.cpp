#include "db/database.hpp"

#include <random>
#include <thread>

#include <spdlog/spdlog.h>

#include "db/connection.hpp"
#include "db/pool.hpp"

namespace yunhe::db {
namespace {

constexpr int kAttemptsMax = 5;

/// What a failed attempt means for the next one.
enum class Verdict {
    give_up,
    again,               ///< The transaction was rolled back; the connection is good.
    again_elsewhere,     ///< This connection is of no use; others may be.
    again_reconnected,   ///< The server is gone: no connection opened so far is of use.
};

Verdict judge(const SqlError& failure, bool commit_outcome_unknown) {
    if (is_lost_connection(failure.code)) return Verdict::again_reconnected;
    const bool bad_node = failure.code == kErrorNodeNotReady || commit_outcome_unknown;
    if (bad_node) return Verdict::again_elsewhere;
    const bool conflict = failure.code == kErrorDeadlock || failure.code == kErrorLockTimeout ||
                          failure.code == kErrorChangedSinceRead;
    return conflict ? Verdict::again : Verdict::give_up;
}

/// 5..10 ms after the first attempt, twice that after each further one. Jitter keeps two
/// transactions that met once from meeting again; a node that isn't ready, or a server that
/// restarts, gets longer.
void pause_after(int attempt, Verdict verdict) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int base_ms = (verdict == Verdict::again ? 5 : 25) << (attempt - 1);
    const auto jitter_ms = std::uniform_int_distribution<int>(0, base_ms)(random);
    std::this_thread::sleep_for(std::chrono::milliseconds(base_ms + jitter_ms));
}

bool good_name(std::string_view text, std::string_view further) {
    if (text.empty()) return false;
    return std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               further.find(c) != std::string_view::npos;
    });
}

std::optional<int> port_of(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    int port = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        port = port * 10 + (c - '0');
    }
    if (port < 1 || port > 65535) return std::nullopt;
    return port;
}

}  // namespace

Result<DatabaseAddress> DatabaseAddress::parse(std::string_view url) {
    const Error bad{Errc::malformed, "bad_database_url"};
    constexpr std::string_view kScheme = "mysql://";
    if (!url.starts_with(kScheme)) return bad;
    url.remove_prefix(kScheme.size());
    const auto at = url.find('@');
    const auto slash = url.find('/');
    if (at == std::string_view::npos || slash == std::string_view::npos || slash < at) return bad;

    DatabaseAddress address;
    constexpr std::string_view kSocket = "?socket=";
    if (const auto query = url.find('?'); query != std::string_view::npos) {
        if (query < slash || !url.substr(query).starts_with(kSocket)) return bad;
        address.socket = url.substr(query + kSocket.size());
        if (!address.socket.starts_with("/")) return bad;
        url = url.substr(0, query);
    }
    address.user = url.substr(0, at);
    address.name = url.substr(slash + 1);
    std::string_view host = url.substr(at + 1, slash - at - 1);
    if (const auto colon = host.find(':'); colon != std::string_view::npos) {
        const auto port = port_of(host.substr(colon + 1));
        if (!port) return bad;
        address.port = *port;
        host = host.substr(0, colon);
    }
    address.host = host;
    const bool good = good_name(address.user, "_-.") && good_name(address.host, "-.") &&
                      good_name(address.name, "_-");
    if (!good) return bad;
    return address;
}

Database::Database(DatabaseAddress address, PoolOptions options)
    : pool_(std::make_unique<Pool>(std::move(address), options)) {}

Database::~Database() = default;

void Database::run_retrying(Transaction::Mode mode, const std::function<bool(Transaction&)>& body) {
    for (int attempt = 1;; ++attempt) {
        Verdict verdict = Verdict::give_up;
        {
            auto connection = pool_->take();
            try {
                Transaction tx(*connection, mode);
                if (body(tx)) tx.commit();
                return;
            } catch (const SqlError& failure) {
                verdict = judge(failure, connection->commit_outcome_unknown());
                if (verdict == Verdict::give_up) throw;
                if (verdict != Verdict::again) connection.discard();
                if (verdict == Verdict::again_reconnected) pool_->forget_connections();
                if (attempt == kAttemptsMax) {
                    if (verdict == Verdict::again) throw;
                    throw DatabaseUnavailable(failure.what());
                }
                spdlog::debug("transaction runs again: attempt={} code={} reason=\"{}\"", attempt,
                              failure.code, failure.what());
            }
        }
        pause_after(attempt, verdict);
    }
}

bool Database::ready() noexcept {
    try {
        const auto probe = read([](Transaction& tx) -> Result<std::int64_t> {
            return tx.one("SELECT 1 AS alive", [](const Row& row) { return row.int64("alive"); });
        });
        return probe.ok();
    } catch (const std::exception&) {
        return false;
    }
}

Database::Usage Database::usage() const { return pool_->usage(); }
const DatabaseAddress& Database::address() const { return pool_->address(); }

}  // namespace yunhe::db
