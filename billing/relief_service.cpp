#include "billing/relief_service.hpp"

#include "billing/bill_income.hpp"
#include "billing/bill_store.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_offset_service.hpp"
#include "billing/document_store.hpp"
#include "billing/income_limit_service.hpp"
#include "billing/ledger_store.hpp"
#include "billing/relief_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

/// A relief and its document, both locked, the document first.
struct LockedRelief {
    Document document;
    Relief relief;
};
std::optional<LockedRelief> lock_relief_of(db::Transaction& tx, TenantScope scope, ReliefId id) {
    const auto found = find_relief(tx, scope, id);
    if (!found) return std::nullopt;
    auto document = lock_document(tx, scope, found->document).value();
    return LockedRelief{std::move(document), lock_relief(tx, scope, id).value()};
}

Status check_relief_now(db::Transaction& tx, const Caller& caller, const Relief& relief,
                  const Document& document) {
    const auto balance = balance_of(tx, caller.scope, document);
    return check_relief(relief, document, balance.open_fen, balance.due_on, date_of(caller.now));
}

/// The mirror of the part of the document that is no longer owed.
Entry relief_entry(db::Transaction& tx, TenantScope scope, const Relief& relief,
                   const Document& document, EntryHead head) {
    if (document.ref.book == Book::nontax)
        return claim_confirmed(std::move(head), document.developer_uscc, -relief.amount);
    const auto bill = find_bill(tx, scope, *bill_of(document.ref)).value();
    const auto income = income_lines(bill, charge_lines_of_bill(tx, scope, bill.id));
    return bill_issued(std::move(head), document.developer_uscc,
                       relieved_income(income, relief.amount,
                                       TaxRate::parse(bill.tax_rate).value()));
}

Status post_relief(db::Transaction& tx, const Caller& caller, Relief& relief,
                   const Document& document) {
    if (!lowers(relief.kind)) return Done{};
    YUNHE_TRY(head, head_today(tx, caller, document, "relief", to_text(relief.id)));
    head.corrects_id = LedgerEntryId{document.entry_id.value()};
    head.description = std::string(relief.kind == ReliefKind::waiver ? "减免 " : "核销 ") +
                       title_of(document) + " " + relief.evidence;
    YUNHE_TRY(entry_id,
              post_entry(tx, caller.scope,
                         relief_entry(tx, caller.scope, relief, document, std::move(head)),
                         {.maker_id = relief.requested_by_id, .checker_id = caller.user_id}));
    relief.entry_id = entry_id.value;
    return follow_income(tx, caller);
}

Status post_revocation(db::Transaction& tx, const Caller& caller, Relief& relief,
                       const Document& document) {
    if (!relief.entry_id) return Done{};
    const LedgerEntryId undone{*relief.entry_id};
    const auto stored = find_entry(tx, caller.scope, undone).value();
    YUNHE_TRY(head, head_today(tx, caller, document, "relief", to_text(relief.id)));
    head.description = "撤销 " + stored.head.description;
    YUNHE_TRY(entry_id,
              post_entry(tx, caller.scope,
                         reversal(make_entry(stored.head, stored.postings), std::move(head)),
                         {.maker_id = relief.requested_by_id, .checker_id = caller.user_id},
                         undone));
    relief.revoking_entry_id = entry_id.value;
    return follow_income(tx, caller);
}

/// The relief after the move, not saved.
Result<Relief> moved_relief(db::Transaction& tx, const Caller& caller, const Relief& relief,
                     ReliefAction action) {
    YUNHE_TRY(to, next_state(kReliefMoves, relief.state, action,
                             document_actor(caller, relief.document.book)));
    if (action != ReliefAction::withdraw)
        YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "relief", relief.id.value,
                                                relief.requested_by_id));
    Relief after = relief;
    after.state = to;
    if (action == ReliefAction::revoke) {
        after.revoked_at = caller.now;
        return after;
    }
    after.decided_by_id = caller.user_id;
    after.decided_at = caller.now;
    return after;
}

Relief finish_relief(db::Transaction& tx, const Caller& caller, const LockedRelief& before,
                     Relief after, ReliefAction action, const std::string& opinion) {
    if (action != ReliefAction::revoke) after.opinion = opinion;
    save_relief(tx, caller.scope, after);
    after.version += 1;
    const auto subject = case_of(after, before.document);
    catalog::record_step(tx, caller, subject, to_text(action), to_text(before.relief.state),
                         to_text(after.state), opinion);
    catalog::close_case(tx, caller, subject);
    if (after.state != ReliefState::confirmed && after.state != ReliefState::revoked) return after;
    const Json details = {{"relief_id", to_text(after.id)},
                          {"kind", to_text(after.kind)},
                          {"state", to_text(after.state)}};
    note_on_document(tx, caller, before.document, "relief", opinion, details);
    tell_of_document(tx, caller, "relief.decided", before.document, details);
    return after;
}

Result<Relief> drop_relief(db::Transaction& tx, const Caller& caller, ReliefId id,
                           ReliefAction action, const std::string& reason) {
    const auto locked = lock_relief_of(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, moved_relief(tx, caller, locked->relief, action));
    return finish_relief(tx, caller, *locked, std::move(after), action, reason);
}

}  // namespace

Result<Relief> request_relief(db::Transaction& tx, const Caller& caller, Relief relief) {
    const auto document = lock_document(tx, caller.scope, relief.document);
    if (!document)
        return malformed(bill_of(relief.document) ? "/bill_id" : "/claim_id", "no_such_document");
    YUNHE_CHECK(check_relief_now(tx, caller, relief, *document));
    if (relief_is_requested(tx, caller.scope, relief.document))
        return wrong_state("relief_already_requested");
    relief.id = tx.new_id<ReliefId>();
    relief.number = tx.next_number(caller.scope, "relief");
    relief.developer_id = document->developer_id;
    relief.state = ReliefState::requested;
    relief.requested_by_id = caller.user_id;
    relief.requested_at = caller.now;
    insert_relief(tx, caller.scope, relief);
    const auto subject = case_of(relief, *document);
    catalog::record_step(tx, caller, subject, "request", "", to_text(relief.state), relief.reason,
                         {{"kind", to_text(relief.kind)}, {"evidence", relief.evidence}});
    catalog::open_role_todos(tx, caller, subject, kConfirmReliefTask,
                             approver_role(document->ref.book));
    return relief;
}

Result<Relief> confirm_relief(db::Transaction& tx, const Caller& caller, ReliefId id,
                              const std::string& opinion) {
    const auto locked = lock_relief_of(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, moved_relief(tx, caller, locked->relief, ReliefAction::confirm));
    YUNHE_CHECK(check_relief_now(tx, caller, locked->relief, locked->document));
    YUNHE_CHECK(post_relief(tx, caller, after, locked->document));
    return finish_relief(tx, caller, *locked, std::move(after), ReliefAction::confirm, opinion);
}

Result<Relief> refuse_relief(db::Transaction& tx, const Caller& caller, ReliefId id,
                             const std::string& reason) {
    return drop_relief(tx, caller, id, ReliefAction::refuse, reason);
}

Result<Relief> withdraw_relief(db::Transaction& tx, const Caller& caller, ReliefId id) {
    return drop_relief(tx, caller, id, ReliefAction::withdraw, "");
}

Result<Relief> revoke_relief(db::Transaction& tx, const Caller& caller, ReliefId id,
                             const std::string& reason) {
    const auto locked = lock_relief_of(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, moved_relief(tx, caller, locked->relief, ReliefAction::revoke));
    lock_siblings(tx, caller.scope, locked->document);
    YUNHE_CHECK(post_revocation(tx, caller, after, locked->document));
    after = finish_relief(tx, caller, *locked, std::move(after), ReliefAction::revoke, reason);
    set_off(tx, caller.scope, locked->document, caller.now);
    return after;
}

}  // namespace yunhe::billing
