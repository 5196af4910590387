/// The audit log: one row for each change and each read of sensitive data, in its transaction.
///
/// Rows are never changed or deleted; the sealer fills `seq` and `seal` afterwards.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/page.hpp"
#include "base/scope.hpp"
#include "base/time.hpp"
#include "db/transaction.hpp"

namespace yunhe::db {

struct AuditRow {
    std::uint64_t id = 0;  ///< Given by append_audit.
    Timestamp at_real;     ///< The machine's clock.
    Timestamp at_tenant;   ///< The tenant's clock; differs in sandbox tenants.
    std::optional<UserId> user_id = {};  ///< Empty: the system itself, or nobody known.
    std::optional<BodyId> body_id = {};
    std::string role = {};
    std::optional<UserId> delegate_for_id = {};  ///< Set while acting for somebody (代理).
    std::string operation;   ///< The route's operation id, e.g. "submitOrder".
    std::string request_id = {};
    std::string subject = {};  ///< What was acted on: the API's id text, e.g. "ord_...".
    Json details = Json::object();  ///< Digests and counts; no secrets, no personal data.
    std::optional<std::uint64_t> seq = {};  ///< 1, 2, 3 ... per tenant once sealed.
    std::optional<std::string> seal = {};
};

/// Returns the row's id. `row.id`, `seq` and `seal` are not read.
std::uint64_t append_audit(Transaction& tx, TenantScope scope, const AuditRow& row);
/// Many rows in few statements, in their order.
void append_audits(Transaction& tx, TenantScope scope, std::span<const AuditRow> rows);

/// Empty members don't restrict. Times are real times, half-open.
struct AuditFilter {
    std::optional<Timestamp> from = {};
    std::optional<Timestamp> to = {};
    std::optional<UserId> user_id = {};
    std::optional<BodyId> body_id = {};
    std::string operation = {};
    std::string subject = {};
};
/// Oldest first; page.fetch() rows at most.
std::vector<AuditRow> list_audit(Transaction& tx, TenantScope scope, const AuditFilter& filter,
                                 const PageRequest& page);

/// For the sealer: the tenants with rows that have no seal yet.
std::vector<TenantId> list_tenants_with_unsealed_across_tenants(Transaction& tx);
/// The rows without a seal, oldest id first, locked.
std::vector<AuditRow> lock_unsealed(Transaction& tx, TenantScope scope, std::uint32_t limit);
/// The row sealed last, if any; locked.
std::optional<AuditRow> lock_last_sealed(Transaction& tx, TenantScope scope);
/// Sealed rows with seq > after_seq in order, for verifying the chain.
std::vector<AuditRow> list_sealed(Transaction& tx, TenantScope scope, std::uint64_t after_seq,
                                  std::uint32_t limit);
/// REQUIRES: the row exists and has no seal.
void seal_audit(Transaction& tx, TenantScope scope, std::uint64_t id, std::uint64_t seq,
                std::string_view seal);

}  // namespace yunhe::db
