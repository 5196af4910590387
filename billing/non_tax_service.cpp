#include "billing/non_tax_service.hpp"

#include "billing/non_tax_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;
using tenants::Role;

constexpr std::string_view kConfirmSettingTask = "confirm_non_tax";

catalog::CaseRef case_of(const NonTaxSetting& setting) {
    return {"non_tax_setting", setting.id.value, setting.facts.document};
}

NonTaxActor actor_of(const Caller& caller) {
    return caller.role == Role::collector ? NonTaxActor::collector : NonTaxActor::finance;
}

}  // namespace

Result<NonTaxSetting> record_non_tax(db::Transaction& tx, const Caller& caller,
                                     const NonTaxFacts& facts) {
    auto last = lock_last_non_tax(tx, caller.scope);
    if (last && last->facts == facts) return *last;
    if (last && last->state == NonTaxState::recorded) {
        YUNHE_TRY(to, next_state(kNonTaxMoves, last->state, NonTaxAction::replace,
                                 actor_of(caller)));
        catalog::record_step(tx, caller, case_of(*last), to_text(NonTaxAction::replace),
                             to_text(last->state), to_text(to));
        last->state = to;
        save_non_tax(tx, caller.scope, *last);
        catalog::close_case(tx, caller, case_of(*last));
    }
    const NonTaxSetting setting{.id = tx.new_id<NonTaxSettingId>(),
                                .facts = facts,
                                .recorded_by_id = caller.user_id,
                                .recorded_at = caller.now,
                                .confirmed_by_id = {},
                                .confirmed_at = {}};
    insert_non_tax(tx, caller.scope, setting);
    catalog::record_step(tx, caller, case_of(setting), "record", "", to_text(setting.state));
    catalog::open_role_todos(tx, caller, case_of(setting), kConfirmSettingTask, Role::collector);
    return setting;
}

Result<NonTaxSetting> confirm_non_tax(db::Transaction& tx, const Caller& caller) {
    auto setting = lock_last_non_tax(tx, caller.scope);
    if (!setting) return not_found();
    const auto from = setting->state;
    YUNHE_TRY(to, next_state(kNonTaxMoves, from, NonTaxAction::confirm, actor_of(caller)));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "non_tax_setting", setting->id.value,
                                            setting->recorded_by_id));
    setting->state = to;
    setting->confirmed_by_id = caller.user_id;
    setting->confirmed_at = caller.now;
    save_non_tax(tx, caller.scope, *setting);
    setting->version += 1;
    catalog::record_step(tx, caller, case_of(*setting), to_text(NonTaxAction::confirm),
                         to_text(from), to_text(to));
    catalog::close_case(tx, caller, case_of(*setting));
    return *setting;
}

}  // namespace yunhe::billing
