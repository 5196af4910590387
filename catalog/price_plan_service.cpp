#include "catalog/price_plan_service.hpp"

#include <algorithm>

#include "catalog/offer_case_service.hpp"
#include "catalog/offer_notice_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_cap_service.hpp"
#include "catalog/price_cap_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;
using tenants::Role;

constexpr auto kConfirmStandardTask = "confirm_standard";
constexpr auto kApproveTask = "approve_price_plan";

CaseRef case_of(const ApprovedStandard& standard) {
    return {"approved_standard", standard.id.value, standard.code + " " + standard.document};
}

/// A registered product and one of its scenarios, whose use may be charged as state income or by
/// the market.
struct Subject {
    Product product;
    ScenarioId scenario_id;
};
Result<Subject> find_subject(db::Transaction& tx, TenantScope scope,
        const std::string& product_code,
                             const std::string& scenario_code) {
    auto product = find_product_by_code(tx, scope, product_code);
    if (!product || product->state == ProductState::draft)
        return malformed("/product_code", "unknown_reference", {{"code", product_code}});
    const auto scenario = find_scenario_by_code(tx, scope, scenario_code);
    if (!scenario)
        return malformed("/scenario_code", "unknown_reference", {{"code", scenario_code}});
    if (product->state != ProductState::registered) return wrong_state("product_not_registered");
    const auto& ids = product->scenario_ids;
    if (std::find(ids.begin(), ids.end(), scenario->id) == ids.end())
        return refused_by_system("scenario_outside_product", {{"scenario", scenario_code}});
    return Subject{std::move(*product), scenario->id};
}

Status check_day(Date effective_from) {
    // A standard may be older than this month: only its first day counts.
    return check_effective_from(effective_from, effective_from);
}

/// The standard that a data_use plan names, which it must equal.
Result<ApprovedStandard> find_standard_of(db::Transaction& tx, TenantScope scope,
                                          const PricePlan& plan) {
    if (!plan.standard_code) return malformed("/standard_code", "missing_field");
    const auto standard = find_standard_by_code(tx, scope, *plan.standard_code);
    if (!standard)
        return malformed("/standard_code", "unknown_reference", {{"code", *plan.standard_code}});
    YUNHE_CHECK(check_standard(plan, *standard));
    return *standard;
}

/// Plans without product stand beside each other, each with its own meters; of others there is one.
Status check_beside(db::Transaction& tx, TenantScope scope, const PricePlan& plan) {
    const auto meters = meters_of(plan.charges);
    for (const auto& other : list_approved_beside(tx, scope, plan)) {
        if (plan.product_id) return wrong_state("plan_exists", {{"plan", other.code}});
        for (const auto& meter : meters_of(other.charges))
            if (std::find(meters.begin(), meters.end(), meter) != meters.end())
                return refused_by_system("meter_charged_twice",
                                         {{"meter", meter}, {"plan", other.code}});
    }
    return Done{};
}

/// What the operator asks may not be above what the authorising body allows on the plan's first
/// day, and today, if it has begun.
Status check_caps(const PricePlan& plan, const std::vector<PriceCap>& caps, Date today) {
    if (plan.kind != PriceKind::operator_fee) return Done{};
    const auto excesses = excesses_over_cap(plan.charges, caps,
                                            std::max(plan.effective_from, today));
    if (excesses.empty()) return Done{};
    const auto& first = excesses.front();
    auto error = refused_by_system("above_price_cap", {{"meter", first.meter},
                                                       {"what", first.what},
                                                       {"asked", first.asked},
                                                       {"allowed", first.allowed},
                                                       {"cap", first.cap_code},
                                                       {"document", first.cap_document}});
    // 发改价格〔2025〕65号; the cap itself stands in the arguments.
    error.rule = RuleReference{"national", "operator_fee_within_cap", "national", {}};
    return error;
}

/// The price of orders that run changes: their recorders are told.
void tell_of_price(db::Transaction& tx, const Caller& caller, const PricePlan& plan) {
    if (!plan.product_id || list_versions(tx, caller.scope, plan).size() < 2) return;
    const auto orders = running_orders(tx, caller.scope, *plan.product_id, {*plan.scenario_id},
                                       plan.effective_from);
    notify_buyers(tx, caller, orders,
                  {.change = "price_changed",
                   .reason = {},
                   .details = {{"plan", plan.code},
                               {"kind", std::string(to_text(plan.kind))},
                               {"from", to_text(plan.effective_from)}}});
}

Error not_in_state(std::string_view action, std::string_view state) {
    return wrong_state("illegal_transition",
                       {{"action", std::string(action)}, {"state", std::string(state)}});
}

}  // namespace

Result<ApprovedStandard> record_standard(db::Transaction& tx, const Caller& caller,
                                         const StandardDraft& draft) {
    YUNHE_CHECK(check_charges(draft.charges));
    YUNHE_CHECK(check_day(draft.effective_from));
    YUNHE_TRY(subject, find_subject(tx, caller.scope, draft.product_code, draft.scenario_code));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "approved_standard",
                                   [&](const auto& taken) {
                                       return find_standard_by_code(tx, caller.scope, taken)
                                           .has_value();
                                   }));
    YUNHE_CHECK(check_chargeable(unconditional_sources(tx, caller.scope, subject.product)));
    ApprovedStandard standard{.id = tx.new_id<ApprovedStandardId>(),
                              .code = std::move(code),
                              .product_id = subject.product.id,
                              .scenario_id = subject.scenario_id,
                              .document = draft.document,
                              .effective_from = draft.effective_from,
                              .charges = draft.charges,
                              .recorded_by_id = caller.user_id,
                              .confirmed_by_id = {}};
    insert_standard(tx, caller.scope, standard, caller.now);
    record_step(tx, caller, case_of(standard), "record", "", to_text(standard.state));
    open_role_todos(tx, caller, case_of(standard), kConfirmStandardTask, Role::collector);
    return standard;
}

Result<ApprovedStandard> confirm_standard(db::Transaction& tx, const Caller& caller,
                                          std::string_view code) {
    auto standard = lock_standard_by_code(tx, caller.scope, code);
    if (!standard) return not_found();
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "approved_standard", standard->id.value,
                                            standard->recorded_by_id));
    if (standard->state != StandardState::recorded)
        return not_in_state("confirm", to_text(standard->state));
    standard->state = StandardState::confirmed;
    standard->confirmed_by_id = caller.user_id;
    save_standard(tx, caller.scope, *standard);
    standard->version += 1;
    record_step(tx, caller, case_of(*standard), "confirm", to_text(StandardState::recorded),
                to_text(standard->state));
    close_case(tx, caller, case_of(*standard));
    return std::move(*standard);
}

Result<DraftedPricePlan> draft_price_plan(db::Transaction& tx, const Caller& caller,
                                          const PricePlanDraft& draft) {
    YUNHE_CHECK(check_subject(draft.kind, draft.product_code.has_value(),
                              draft.scenario_code.has_value()));
    YUNHE_CHECK(check_charges(draft.charges));
    YUNHE_CHECK(check_models(draft.kind, draft.charges));
    YUNHE_CHECK(check_allocation_meter(draft.kind, draft.charges, draft.allocation_meter));
    YUNHE_CHECK(check_effective_from(draft.effective_from, date_of(caller.now)));
    if (draft.standard_code && draft.kind != PriceKind::data_use)
        return malformed("/standard_code", "only_for_data_use");
    PricePlan plan{.id = tx.new_id<PricePlanId>(),
                   .code = {},
                   .kind = draft.kind,
                   .product_id = {},
                   .scenario_id = {},
                   .effective_from = draft.effective_from,
                   .charges = draft.charges,
                   .standard_code = draft.standard_code,
                   .allocation_meter = draft.allocation_meter,
                   .continuation_document = {},
                   .drafted_by_id = caller.user_id,
                   .approved_by_id = {}};
    std::vector<bool> unconditional;
    if (draft.product_code) {
        YUNHE_TRY(subject, find_subject(tx, caller.scope, *draft.product_code,
                *draft.scenario_code));
        plan.product_id = subject.product.id;
        plan.scenario_id = subject.scenario_id;
        unconditional = unconditional_sources(tx, caller.scope, subject.product);
    }
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "price_plan",
            [&](const auto& taken) {
                  return find_price_plan_by_code(tx, caller.scope, taken).has_value();
              }));
    plan.code = std::move(code);
    if (plan.kind == PriceKind::data_use) {
        YUNHE_CHECK(check_chargeable(unconditional));
        YUNHE_CHECK(find_standard_of(tx, caller.scope, plan));
    }
    const auto caps = confirmed_price_caps(tx, caller.scope);
    YUNHE_CHECK(check_caps(plan, caps, date_of(caller.now)));
    insert_price_plan(tx, caller.scope, plan, caller.now);
    record_step(tx, caller, case_of(plan), "draft", "", to_text(plan.state));
    open_role_todos(tx, caller, case_of(plan), kApproveTask, Role::operator_admin);
    std::vector<std::string> warnings;
    if (plan.kind == PriceKind::operator_fee) {
        if (!meters_without_cap(plan.charges, caps, plan.effective_from).empty())
            warnings.push_back("no_price_cap");
        if (!excesses_of_plan(plan, caps).empty()) warnings.push_back("cap_will_sink");
    }
    return DraftedPricePlan{std::move(plan), std::move(warnings)};
}

Result<PricePlan> approve_price_plan(db::Transaction& tx, const Caller& caller,
                                     const tenants::Rules& rules, std::string_view code) {
    auto plan = lock_price_plan_by_code(tx, caller.scope, code);
    if (!plan) return not_found();
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "price_plan", plan->id.value,
                                            plan->drafted_by_id));
    if (plan->state != PricePlanState::draft) return not_in_state("approve", to_text(plan->state));
    if (plan->kind == PriceKind::data_use) {
        YUNHE_TRY(standard, find_standard_of(tx, caller.scope, *plan));
        if (standard.state != StandardState::confirmed)
            return wrong_state("standard_not_confirmed", {{"standard", standard.code}});
        const auto product = find_product(tx, caller.scope, *plan->product_id);
        YUNHE_ASSERT(product.has_value());
        YUNHE_CHECK(check_chargeable(unconditional_sources(tx, caller.scope, *product)));
    }
    if (!check_effective_from(plan->effective_from, date_of(caller.now)).ok())
        return wrong_state("plan_day_passed", {{"day", to_text(plan->effective_from)}});
    YUNHE_CHECK(check_caps(*plan, confirmed_price_caps(tx, caller.scope), date_of(caller.now)));
    YUNHE_CHECK(check_beside(tx, caller.scope, *plan));
    YUNHE_TRY(basis, tenants::require_pack_in_force(tx, caller, rules,
            tenants::act::price_approval));
    plan->state = PricePlanState::approved;
    plan->approved_by_id = caller.user_id;
    plan->continuation_document = basis;
    save_price_plan(tx, caller.scope, *plan);
    plan->version += 1;
    auto details = basis ? Json{{"continuation_document", *basis}} : Json::object();
    record_step(tx, caller, case_of(*plan), "approve", to_text(PricePlanState::draft),
                to_text(plan->state), "", std::move(details));
    close_case(tx, caller, case_of(*plan));
    for (const auto& version : list_versions(tx, caller.scope, *plan))
        if (version.effective_from < plan->effective_from)
            close_task(tx, caller, case_of(version), kLowerPlanTask);
    tell_of_price(tx, caller, *plan);
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "price_plan.approved",
                              .subject = plan->code,
                              .data = {{"kind", std::string(to_text(plan->kind))},
                                       {"effective_from", to_text(plan->effective_from)}}},
                             caller.now);
    tenants::bump_entitlement_version(tx, caller.scope);
    return std::move(*plan);
}

Result<PricePlan> withdraw_price_plan(db::Transaction& tx, const Caller& caller,
        std::string_view code,
                                      const std::string& reason) {
    auto plan = lock_price_plan_by_code(tx, caller.scope, code);
    if (!plan) return not_found();
    // An approved plan may have priced a period: it is followed by another, never taken back.
    if (plan->state != PricePlanState::draft) return not_in_state("withdraw", to_text(plan->state));
    plan->state = PricePlanState::withdrawn;
    save_price_plan(tx, caller.scope, *plan);
    plan->version += 1;
    record_step(tx, caller, case_of(*plan), "withdraw", to_text(PricePlanState::draft),
                to_text(plan->state), reason);
    close_case(tx, caller, case_of(*plan));
    return std::move(*plan);
}

}  // namespace yunhe::catalog
