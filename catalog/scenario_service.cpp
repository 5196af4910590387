#include "catalog/scenario_service.hpp"

#include "catalog/offer_case_service.hpp"
#include "catalog/data_request_store.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/search_service.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/total_control.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Agreement;
using tenants::AgreementState;
using tenants::Caller;

Result<Agreement> agreement_for(db::Transaction& tx, const Caller& caller,
                                const tenants::Rules& rules,
                                const std::optional<tenants::AgreementId>& id) {
    if (id) {
        auto named = tenants::find_agreement(tx, caller.scope, *id);
        if (!named || named->developer_id != caller.body_id) return not_found();
        return std::move(*named);
    }
    if (auto live = tenants::find_agreement_in_force(tx, caller.scope, caller.body_id, caller.now))
        return std::move(*live);
    auto own = tenants::list_agreements_of(tx, caller.scope, caller.body_id);
    for (auto agreement = own.rbegin(); agreement != own.rend(); ++agreement)
        if (agreement->state == AgreementState::signed_) return std::move(*agreement);
    return tenants::cited(wrong_state("no_signed_agreement"),
                          tenants::cite(*rules.pack, "no_work_before_signature"));
}

Status check_scenario_total(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                            const Scenario& scenario) {
    const auto& quotas = rules.policy.quotas;
    if (!quotas.scenarios && quotas.scenarios_by_field.empty()) return Done{};
    const auto present = list_running_scenario_fields(tx, caller.scope, date_of(caller.now));
    return tenants::check_total_control(*rules.pack, rules.policy, tenants::Controlled::scenarios,
                                        {scenario.field}, present);
}

}  // namespace

Result<Scenario> create_scenario(db::Transaction& tx, const Caller& caller,
                                 const tenants::Rules& rules, Scenario scenario,
                                 const std::optional<tenants::AgreementId>& agreement_id) {
    YUNHE_TRY(agreement, agreement_for(tx, caller, rules, agreement_id));
    const auto taken = [&](const std::string& code) {
        return find_scenario_by_code(tx, caller.scope, code).has_value();
    };
    std::optional<std::string> given;
    if (!scenario.code.empty()) given = scenario.code;
    YUNHE_TRY(code, code_or_number(tx, caller.scope, given, "scenario", taken));
    YUNHE_CHECK(check_scenario(scenario, agreement, *rules.pack, date_of(caller.now)));
    YUNHE_CHECK(check_statements(scenario, *rules.pack));
    YUNHE_CHECK(check_scenario_total(tx, caller, rules, scenario));
    scenario.id = tx.new_id<ScenarioId>();
    scenario.code = code;
    scenario.developer_id = caller.body_id;
    scenario.agreement_id = agreement.id;
    scenario.created_at = caller.now;
    insert_scenario(tx, caller.scope, scenario);
    record_step(tx, caller, {"scenario", scenario.id.value, scenario.code + " " + scenario.name},
                "create", "", to_text(scenario.state));
    return scenario;
}

Result<Scenario> lock_own_scenario(db::Transaction& tx, const Caller& caller,
                                   std::string_view code) {
    auto scenario = lock_scenario_by_code(tx, caller.scope, code);
    if (!scenario || scenario->developer_id != caller.body_id) return not_found();
    return std::move(*scenario);
}

Result<Scenario> change_scenario(db::Transaction& tx, const Caller& caller,
                                 const tenants::Rules& rules, const Scenario& current,
                                 Scenario wanted) {
    if (current.state != ScenarioState::recorded) return wrong_state("scenario_decided");
    for (const auto& request : list_requests_of_scenario(tx, caller.scope, current.id)) {
        const auto state = state_at(request, caller.now);
        const bool in_hand =
            state == DataRequestState::draft || state == DataRequestState::returned;
        if (is_open(state) && !in_hand)
            return wrong_state("scenario_under_decision",
                               {{"number", std::to_string(request.number)}});
    }
    const auto agreement = tenants::find_agreement(tx, caller.scope, current.agreement_id);
    YUNHE_ASSERT(agreement.has_value());
    YUNHE_CHECK(check_scenario(wanted, *agreement, *rules.pack, date_of(caller.now)));
    YUNHE_CHECK(check_statements(wanted, *rules.pack));
    if (wanted.field != current.field)
        YUNHE_CHECK(check_scenario_total(tx, caller, rules, wanted));
    wanted.id = current.id;
    wanted.code = current.code;
    save_scenario(tx, caller.scope, wanted);
    index_products_in(tx, caller.scope, wanted.id);
    const auto state = to_text(current.state);
    record_step(tx, caller, {"scenario", current.id.value, current.code + " " + wanted.name},
                "edit", state, state);
    return find_scenario(tx, caller.scope, current.id).value();
}

ScenarioViewer scenario_viewer(const Caller& caller) {
    if (caller.is_developer()) return {.developer_id = caller.body_id};
    if (caller.body_kind == tenants::BodyKind::department)
        return {.department_id = caller.body_id};
    return {};
}

Result<Scenario> see_scenario(db::Transaction& tx, const Caller& caller, std::string_view code) {
    auto scenario = find_visible_scenario(tx, caller.scope, scenario_viewer(caller), code);
    if (!scenario) return not_found();
    return std::move(*scenario);
}

}  // namespace yunhe::catalog
