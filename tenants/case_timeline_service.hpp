/// The timeline of a case as every `GET .../events` shows it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/schema.hpp"
#include "db/transaction.hpp"
#include "tenants/role.hpp"

namespace yunhe::tenants {

/// `{data: [{action, from_state, to_state, body_name, username, acts_for, role, at, opinion,
/// details}], has_more: false, next_cursor: null}`, oldest first. A case has few events, so there
/// is one page. What the public did has no body and no username.
Json case_timeline(db::Transaction& tx, TenantScope scope, std::string_view aggregate,
                   std::uint64_t aggregate_id);

/// The body on whose desk the work of a role lands: the tenant's operator, authority, data centre
/// ... REQUIRES: a role of which the tenant has one body (no department, developer, expert),
/// recorded.
BodyId desk_of(db::Transaction& tx, TenantScope scope, Role role);

inline constexpr Field kCaseEventFields[] = {
    field::text("action", 64),
    field::text("from_state", 64).nullable(),
    field::text("to_state", 64).nullable(),
    field::text("body_name", 200).nullable(),
    field::text("username", 64).nullable(),
    field::text("acts_for", 64).nullable().about("In whose name, by a delegation (代理)."),
    field::text("role", 64).nullable(),
    field::timestamp("at"),
    field::text("opinion", 20000).nullable(),
    field::any("details").about(
        "Digests of attachments, the seed of a draw, the reason of an override."),
};
inline constexpr Shape kCaseEvent{"CaseEvent", kCaseEventFields};

}  // namespace yunhe::tenants
