#include "catalog/scenario.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "tenants/notice.hpp"

namespace yunhe::catalog {

Status check_statements(const Scenario& scenario, const tenants::RulePack& pack) {
    const std::pair<std::string_view, const std::string&> statements[] = {
        {"value", scenario.value},
        {"feasibility", scenario.feasibility},
        {"minimal_necessity", scenario.necessity}};
    for (const auto& [criterion, text] : statements) {
        const auto item = pack.find_item("scenario_criteria", criterion);
        if (item && blank(text))
            return refuse_by_item(pack, "scenario_criteria", criterion,
                                  "scenario_statement_missing", {{"statement", item->title.zh}});
    }
    return Done{};
}

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
