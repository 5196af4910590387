#include "billing/department_merger_service.hpp"

#include "billing/department_merger.hpp"
#include "billing/ledger_store.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::LeftBehind;
using tenants::PartyEvent;
using tenants::PartyEventKind;

DepartmentBalances balances_of(db::Transaction& tx, TenantScope scope, const std::string& code) {
    const auto recipient = "department:" + code;
    return {account_balance(tx, scope, Book::nontax, attributed_account(recipient)),
            account_balance(tx, scope, Book::nontax, allotted_account(recipient))};
}

EntryHead head_of(const PartyEvent& event, Timestamp now) {
    EntryHead head;
    head.book = Book::nontax;
    head.period = period_of(now);
    head.booked_at = now;
    head.effective_on = event.happened_on;
    head.source_kind = "party_event";
    head.source_id = to_text(event.id);
    head.description = "部门合并 " + event.body_code + " 并入 " + event.successor_code + " " +
                       event.document;
    return head;
}

}  // namespace

Result<std::vector<LeftBehind>> move_department_balances(db::Transaction& tx,
                                                         const tenants::Caller& caller,
                                                         const PartyEvent& event) {
    if (!event.successor_id) return std::vector<LeftBehind>{};
    const auto body = tenants::find_body(tx, caller.scope, event.body_id).value();
    if (body.kind != tenants::BodyKind::department) return std::vector<LeftBehind>{};
    const auto balances = balances_of(tx, caller.scope, event.body_code);
    if (balances.attributed.zero() && balances.allotted.zero()) return std::vector<LeftBehind>{};
    if (event.kind != PartyEventKind::merger)
        return std::vector<LeftBehind>{{"budget_proposals", event.body_code, "no_rule_to_divide"}};
    YUNHE_TRY(entry, department_merged(head_of(event, caller.now), event.body_code,
                                       event.successor_code, balances));
    YUNHE_CHECK(post_entry(tx, caller.scope, entry,
                           {.maker_id = event.reported_by_id,
                            .checker_id = caller.user_id == event.reported_by_id
                                              ? std::nullopt
                                              : std::optional(caller.user_id),
                            .booker_id = {}}));
    return std::vector<LeftBehind>{};
}

}  // namespace yunhe::billing
