/// Opening tenants and what a tenant sets for itself: clock, policy, mandate, continuation.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "db/database.hpp"
#include "tenants/body.hpp"
#include "tenants/caller.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant.hpp"
#include "tenants/user_service.hpp"

namespace yunhe::tenants {

inline constexpr std::string_view kPlatformAdminName = "platform-admin";

/// At the first start: makes the platform's row and its administrator with a random password, which
/// `keep_password` must have written down when it returns: it is called before the COMMIT, so that
/// no administrator exists whose password nobody has, and may be called again with another one.
/// False where there is an administrator already.
bool create_platform_administrator(db::Database& database,
                                   const std::function<void(const std::string&)>& keep_password);

/// A body with its first user, who administers it.
struct FirstBody {
    std::string code;
    std::string name;
    std::string username;
    std::string password;
};
struct NewTenant {
    std::string slug;
    std::string name;
    std::string rule_pack_id;
    bool sandbox = false;
    std::optional<Timestamp> clock;  ///< Sandbox only; absent: the real time.
    std::string mandate_document;
    Date mandate_from;
    Date mandate_to;
    FirstBody operator_body;
    FirstBody authority;
};
/// The platform administrator opens a tenant with its operator and its authority; it sees nothing
/// of it afterwards. Errors: malformed `bad_slug`, `unknown_rule_pack`, `clock_without_sandbox`,
/// `bad_interval`; state `slug_taken`; those of create_body and create_user, with pointers below
/// /operator and /authority.
Result<Tenant> open_tenant(db::Transaction& tx, const Caller& caller, const NewTenant& wanted,
                           const RulePackLibrary& library, Timestamp real_now);

/// Moves the sandbox's clock forward. Errors: state `clock_not_sandbox`, `clock_backwards`.
Result<Tenant> set_clock(db::Transaction& tx, const Caller& caller, Timestamp clock);

/// Errors: those of parse_policy.
Result<Tenant> set_policy(db::Transaction& tx, const Caller& caller, const Json& policy,
                          const RulePackLibrary& library);

/// Errors: malformed `already_over` at /until.
Result<ContinuationBasis> record_continuation_basis(db::Transaction& tx, const Caller& caller,
                                                    ContinuationBasis basis);

}  // namespace yunhe::tenants
