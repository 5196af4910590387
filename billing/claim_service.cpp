#include "billing/claim_service.hpp"

#include "billing/claim_store.hpp"
#include "billing/claim_workflow.hpp"
#include "billing/dispute_service.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_offset_service.hpp"
#include "billing/ledger_store.hpp"
#include "billing/non_tax_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;
using tenants::Role;

ClaimMover mover_of(const Caller& caller) {
    auto actor = ClaimActor::other;
    if (caller.role == Role::finance) actor = ClaimActor::finance;
    if (caller.role == Role::collector) actor = ClaimActor::collector;
    return {actor, tenants::hands_of(caller), caller.now};
}

Result<LedgerEntryId> post_claim(db::Transaction& tx, const Caller& caller, const Claim& claim) {
    YUNHE_TRY(head, head_today(tx, caller, document_of(claim, {}), "claim", to_text(claim.id)));
    head.description = "应缴测算单 " + std::to_string(*claim.number) + " " +
                       to_text(claim.period) + " " + claim.product_code + " " +
                       claim.developer_name;
    if (claim.corrects_id)
        if (const auto entry_id =
                find_claim(tx, caller.scope, *claim.corrects_id).value().entry_id)
            head.corrects_id = LedgerEntryId{*entry_id};
    return post_entry(tx, caller.scope,
                      claim_confirmed(std::move(head), claim.developer_uscc, claim.amount),
                      {.maker_id = claim.submitted_by_id, .checker_id = caller.user_id});
}

/// Saves the claim after its move and tells its timeline; the desks are the caller's.
Claim finish(db::Transaction& tx, const Caller& caller, Claim claim, ClaimState from,
             ClaimAction action, const std::string& opinion) {
    save_claim(tx, caller.scope, claim);
    claim.version += 1;
    auto details = claim.continuation_document
                       ? Json{{"continuation_document", *claim.continuation_document}}
                       : Json::object();
    catalog::record_step(tx, caller, case_of(claim), to_text(action), to_text(from),
                         to_text(claim.state), opinion, std::move(details));
    catalog::close_case(tx, caller, case_of(claim));
    return claim;
}

}  // namespace

Result<Claim> submit_claim(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                           ClaimId id) {
    const auto stored = lock_claim(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_TRY(claim, submit(*stored, mover_of(caller)));
    YUNHE_CHECK(tenants::require_pack_in_force(tx, caller, rules, tenants::act::claim));
    if (!find_confirmed_non_tax(tx, caller.scope)) return refused_by_system("non_tax_off");
    claim = finish(tx, caller, std::move(claim), stored->state, ClaimAction::submit, "");
    catalog::open_role_todos(tx, caller, case_of(claim), kConfirmClaimTask, Role::collector);
    return claim;
}

Result<Claim> confirm_claim(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                            ClaimId id, const std::string& opinion) {
    const auto stored = lock_claim(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_CHECK(confirm(*stored, mover_of(caller), std::nullopt));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "claim", id.value,
                                            *stored->submitted_by_id));
    YUNHE_TRY(basis, tenants::require_pack_in_force(tx, caller, rules, tenants::act::claim));
    const auto setting = find_confirmed_non_tax(tx, caller.scope);
    if (!setting) return refused_by_system("non_tax_off");
    YUNHE_TRY(claim, confirm(*stored, mover_of(caller), basis));
    lock_siblings(tx, caller.scope, document_of(claim, {}));
    claim.number = tx.next_number(caller.scope, "claim");
    claim.non_tax_setting_id = setting->id;
    YUNHE_TRY(entry_id, post_claim(tx, caller, claim));
    claim.entry_id = entry_id.value;
    claim = finish(tx, caller, std::move(claim), stored->state, ClaimAction::confirm, opinion);
    const auto document = document_of(claim, {});
    set_off(tx, caller.scope, document, caller.now);
    correct_disputes_by_supplement(tx, caller, document);
    tell_of_document(tx, caller, "claim.confirmed", document);
    return claim;
}

Result<Claim> return_claim(db::Transaction& tx, const Caller& caller, ClaimId id,
                           const std::string& reason) {
    const auto stored = lock_claim(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_TRY(claim, return_to_draft(*stored, mover_of(caller)));
    claim = finish(tx, caller, std::move(claim), stored->state, ClaimAction::return_, reason);
    catalog::open_role_todos(tx, caller, case_of(claim), kSubmitClaimTask, Role::finance);
    return claim;
}

}  // namespace yunhe::billing
