/// Why an agreement gives no access: `access_open` = active AND every gate of the pack met AND no
/// hold AND inside of the operator's mandate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/agreement.hpp"
#include "tenants/hold.hpp"

namespace yunhe::tenants {

struct AccessReason {
    /// `no_live_agreement` (not signed, not begun, over), `mandate_closed`, `agreement_on_hold` or
    /// `access_gate_unmet`; its text is in base/error_text.cpp.
    std::string code;
    ErrorArgs args = {};
    std::string gate = {};    ///< Code of the gate, or empty.
    std::string person = {};  ///< Whom the gate is about, or empty.
    std::optional<HoldId> hold_id = {};
    std::optional<RuleReference> rule = {};
};

/// Everything that closes the access at that instant, in the order of the chain's denials; empty:
/// it is open.
std::vector<AccessReason> closed_because(db::Transaction& tx, TenantScope scope,
                                         const RulePackLibrary& packs, const Agreement& agreement,
                                         Timestamp at);

}  // namespace yunhe::tenants
