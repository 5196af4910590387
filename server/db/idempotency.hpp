/// The memory of writes by `Idempotency-Key`: a repeated request gets the stored reply and has no
/// second effect, also when the first one's COMMIT had an unknown outcome.
///
/// Inside one transaction: `find_or_claim` first, then, if it found nothing, the work, then
/// `store_reply`, then COMMIT. A refused request is rolled back and leaves no trace, so the same
/// key may be tried again.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"

namespace yunhe::db {

inline constexpr std::chrono::days kIdempotencyRetention{7};
inline constexpr std::size_t kIdempotencyKeyCharactersMax = 128;

/// The keys of different principals (user or API key) never meet.
struct IdempotencyKey {
    std::optional<TenantScope> scope;  ///< Empty: the platform's own administration.
    std::string principal;             ///< E.g. "usr_..." or "key_...".
    std::string key;                   ///< As the client sent it, 1..128 characters.
    std::string request_hash;          ///< Over method, path and body; at most 128 characters.
};

struct StoredReply {
    int status = 0;
    std::string body;
    std::string headers_json = "{}";
    friend bool operator==(const StoredReply&, const StoredReply&) = default;
};

/// Claims the key for this transaction, or returns the reply of the request that had it before.
/// While another transaction holds the key it waits for that one's end, for at most the lock
/// timeout. REQUIRES: the first statement of a read-write transaction (while waiting it must hold
/// no locks). Errors: idempotency_reused `idempotency_key_reused` (it came with another request
/// before); idempotency_in_flight `idempotency_in_flight`. After an error the transaction must not
/// go on.
Result<std::optional<StoredReply>> find_or_claim(Transaction& tx, const IdempotencyKey& key);

/// REQUIRES: the key was claimed in this transaction; `headers_json` is JSON.
void store_reply(Transaction& tx, const IdempotencyKey& key, const StoredReply& reply);

/// Forgets at most `rows_max` keys older than kIdempotencyRetention; returns how many. `now` is
/// real time, also where tenants have clocks of their own.
std::uint64_t purge_expired_across_tenants(Transaction& tx, Timestamp now,
                                           std::uint32_t rows_max = 1000);

}  // namespace yunhe::db
