/// Reads from SQL what obligations follow from (tenants/obligation_facts.hpp).
#pragma once

#include <memory>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/obligation_facts.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// The facts and the rules that they point at: agreements keep the text of the pack under which
/// they were signed. `facts.closed` is left empty.
struct LoadedFacts {
    struct KeptRules {
        std::string digest;
        std::shared_ptr<const RulePack> pack;
        TenantPolicy policy;
    };
    std::vector<std::unique_ptr<const KeptRules>> kept;
    ObligationFacts facts;
};

/// REQUIRES: `rules` outlives the result.
std::unique_ptr<LoadedFacts> load_obligation_facts(db::Transaction& tx, TenantScope scope,
                                                   const Rules& rules, Date today);

}  // namespace yunhe::tenants
