#include "catalog/price_cap_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/price_cap_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;
using tenants::Role;

constexpr auto kConfirmCapTask = "confirm_price_cap";

CaseRef case_of(const PriceCap& cap) {
    return {"price_cap", cap.id.value, cap.code + " " + cap.document};
}

/// Of two caps that begin on one day nobody could say which counts.
Status check_alone(const PriceCap& cap, const std::vector<PriceCap>& confirmed) {
    for (const auto& other : confirmed) {
        if (other.effective_from != cap.effective_from) continue;
        for (const auto& theirs : other.items)
            for (const auto& ours : cap.items)
                if (theirs.meter == ours.meter)
                    return wrong_state("cap_exists", {{"cap", other.code}, {"meter", ours.meter}});
    }
    return Done{};
}

/// Approved plans stay as they are: from the cap's day the fee is limited. Finance is asked to
/// replace them.
std::vector<PricePlan> flag_plans(db::Transaction& tx, const Caller& caller, const PriceCap& cap) {
    std::vector<PricePlan> above;
    const auto caps = confirmed_price_caps(tx, caller.scope);
    for (auto& plan : list_fees_from(tx, caller.scope, cap.effective_from)) {
        const auto day = std::max(plan.effective_from, cap.effective_from);
        auto excesses = excesses_over_cap(plan.charges, caps, day);
        std::erase_if(excesses, [&](const CapExcess& one) { return one.cap_code != cap.code; });
        if (excesses.empty()) continue;
        const auto state = to_text(plan.state);
        record_step(tx, caller, case_of(plan), "above_price_cap", state, state, "",
                    {{"cap", cap.code},
                     {"document", cap.document},
                     {"from", to_text(day)},
                     {"meter", excesses.front().meter},
                     {"asked", excesses.front().asked},
                     {"allowed", excesses.front().allowed}});
        open_role_todos(tx, caller, case_of(plan), kLowerPlanTask, Role::finance);
        above.push_back(std::move(plan));
    }
    return above;
}

}  // namespace

Result<PriceCap> record_price_cap(db::Transaction& tx, const Caller& caller,
                                  const PriceCapDraft& draft) {
    YUNHE_CHECK(check_cap_items(draft.items));
    YUNHE_CHECK(check_cap_day(draft.effective_from, date_of(caller.now)));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "price_cap",
                                   [&](const auto& taken) {
                                       return find_price_cap_by_code(tx, caller.scope, taken)
                                           .has_value();
                                   }));
    PriceCap cap{.id = tx.new_id<PriceCapId>(),
                 .code = std::move(code),
                 .document = draft.document,
                 .effective_from = draft.effective_from,
                 .items = draft.items,
                 .recorded_by_id = caller.user_id,
                 .decided_by_id = {}};
    insert_price_cap(tx, caller.scope, cap, caller.now);
    record_step(tx, caller, case_of(cap), "record", "", to_text(cap.state));
    open_role_todos(tx, caller, case_of(cap), kConfirmCapTask, Role::data_authority);
    return cap;
}

Result<DecidedCap> decide_price_cap(db::Transaction& tx, const Caller& caller,
                                    std::string_view code, bool confirm,
                                    const std::string& reason) {
    if (!confirm && blank(reason)) return malformed("/reason", "reason_required");
    auto cap = lock_price_cap_by_code(tx, caller.scope, code);
    if (!cap) return not_found();
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "price_cap", cap->id.value,
                                            cap->recorded_by_id));
    const auto action = confirm ? PriceCapAction::confirm : PriceCapAction::refuse;
    YUNHE_TRY(to, next_state(kPriceCapMoves, cap->state, action, PriceCapActor::authority));
    if (confirm) {
        // A period that has begun is priced already; a cap of this month still limits it.
        if (!check_cap_day(cap->effective_from, date_of(caller.now)).ok())
            return wrong_state("cap_day_passed", {{"day", to_text(cap->effective_from)}});
        tenants::lock_tenant(tx, caller.scope);
        YUNHE_CHECK(check_alone(*cap, confirmed_price_caps(tx, caller.scope)));
    }
    const auto from = cap->state;
    cap->state = to;
    cap->decided_by_id = caller.user_id;
    save_price_cap(tx, caller.scope, *cap);
    cap->version += 1;
    record_step(tx, caller, case_of(*cap), to_text(action), to_text(from), to_text(to), reason);
    close_case(tx, caller, case_of(*cap));
    auto above = confirm ? flag_plans(tx, caller, *cap) : std::vector<PricePlan>{};
    return DecidedCap{std::move(*cap), std::move(above)};
}

}  // namespace yunhe::catalog
