#include "catalog/scenario.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "tenants/notice.hpp"

namespace yunhe::catalog {

Status check_scenario(const Scenario& scenario, const tenants::Agreement& agreement,
                      const tenants::RulePack& pack, Date day) {
    using tenants::AgreementState;
    const ErrorArgs number = {{"number", std::to_string(agreement.number)}};
    const auto state = state_on(agreement, day);
    if (state == AgreementState::drafted || state == AgreementState::offered)
        return wrong_state("agreement_not_signed", number);
    if (state == AgreementState::expired || state == AgreementState::terminated ||
        state == AgreementState::exiting || state == AgreementState::closed)
        return wrong_state("agreement_over", number);
    const auto fields = terms_on(agreement, day).fields;
    const bool inside = std::ranges::any_of(fields, [&](const std::string& field) {
        return tenants::same_field(pack, field, scenario.field);
    });
    if (inside) return Done{};
    return refused_by_system("field_outside_agreement", {{"field", scenario.field},
                                                         {"fields", join(fields, "、")}});
}

}  // namespace yunhe::catalog
