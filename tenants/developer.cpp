#include "tenants/developer.hpp"

#include <algorithm>

namespace yunhe::tenants {

Status check_applicant_kind(const RulePack& pack, ApplicantKind kind) {
    const auto kinds = pack.list("applicant_kinds");
    if (kinds.empty() || std::ranges::find(kinds, to_text(kind)) != kinds.end()) return Done{};
    return refuse_by_rule(pack, "applicant_kinds", "applicant_kind_not_admitted",
                          {{"kind", std::string(to_text(kind))}});
}

}  // namespace yunhe::tenants
