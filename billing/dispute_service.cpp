#include "billing/dispute_service.hpp"

#include "billing/dispute_store.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_store.hpp"
#include "billing/document_void_service.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

DisputeActor dispute_actor(const Caller& caller) {
    if (caller.is_developer()) return DisputeActor::developer;
    return caller.role == tenants::Role::finance ? DisputeActor::finance : DisputeActor::other;
}

/// A dispute and its document, both locked, the document first.
struct LockedDispute {
    Document document;
    Dispute dispute;
};
std::optional<LockedDispute> lock_with_document(db::Transaction& tx, TenantScope scope,
                                                DisputeId id) {
    const auto found = find_dispute(tx, scope, id);
    if (!found) return std::nullopt;
    auto document = lock_document(tx, scope, found->document).value();
    return LockedDispute{std::move(document), lock_dispute(tx, scope, id).value()};
}

Dispute finish_dispute(db::Transaction& tx, const Caller& caller, const LockedDispute& before,
                       Dispute after, DisputeAction action, const std::string& opinion) {
    save_dispute(tx, caller.scope, after);
    after.version += 1;
    Json details = Json::object();
    if (after.correction) details["correction"] = to_text(*after.correction);
    if (after.corrected_by) details["corrected_by"] = id_text_of(*after.corrected_by);
    const auto subject = case_of(after, before.document);
    catalog::record_step(tx, caller, subject, to_text(action), to_text(before.dispute.state),
                         to_text(after.state), opinion, std::move(details));
    catalog::close_case(tx, caller, subject);
    return after;
}

Result<Dispute> answered_dispute(const Caller& caller, const Dispute& dispute, DisputeAction action,
                         const std::string& answer) {
    YUNHE_TRY(to, next_state(kDisputeMoves, dispute.state, action, dispute_actor(caller)));
    Dispute after = dispute;
    after.state = to;
    after.answer = answer;
    after.answered_by_id = caller.user_id;
    after.answered_at = caller.now;
    return after;
}

void correct_one_dispute(db::Transaction& tx, const Caller& caller, const Document& document,
                         DisputeId id, const DocumentRef& corrected_by) {
    const LockedDispute locked{document, lock_dispute(tx, caller.scope, id).value()};
    const auto to = next_state(kDisputeMoves, locked.dispute.state, DisputeAction::correct,
                               DisputeActor::correction);
    if (!to.ok()) return;
    Dispute after = locked.dispute;
    after.state = to.value();
    after.corrected_by = corrected_by;
    finish_dispute(tx, caller, locked, std::move(after), DisputeAction::correct, "");
}

void put_on_finances_desk(db::Transaction& tx, const Caller& caller, const Dispute& dispute,
                          const Document& document) {
    const auto subject = case_of(dispute, document);
    db::open_todo(tx, caller.scope,
                  {.aggregate = subject.aggregate,
                   .aggregate_id = subject.id,
                   .task = std::string(kAnswerDisputeTask),
                   .title = subject.title,
                   .body_id = tenants::desk_of(tx, caller.scope, tenants::Role::finance),
                   .role = std::string(to_text(tenants::Role::finance)),
                   .opened_at = caller.now,
                   .due_on = dispute.answer_due_on});
}

}  // namespace

Result<Dispute> open_dispute(db::Transaction& tx, const Caller& caller,
                             const tenants::TenantPolicy& policy, const DocumentRef& ref,
                             const std::string& reason, std::optional<Money> contested) {
    const auto document = lock_document(tx, caller.scope, ref);
    const bool seen = document && document->developer_id == caller.body_id && document->number;
    if (!seen) return malformed(bill_of(ref) ? "/bill_id" : "/claim_id", "no_such_document");
    YUNHE_CHECK(check_contestable(*document, contested));
    if (find_running_dispute(tx, caller.scope, ref)) return wrong_state("dispute_running");
    Dispute dispute;
    dispute.id = tx.new_id<DisputeId>();
    dispute.number = tx.next_number(caller.scope, "dispute");
    dispute.document = ref;
    dispute.developer_id = caller.body_id;
    dispute.reason = reason;
    dispute.contested = contested;
    dispute.opened_by_id = caller.user_id;
    dispute.opened_at = caller.now;
    dispute.answer_due_on =
        date_of(caller.now) + std::chrono::days(policy.dispute_answer_days);
    insert_dispute(tx, caller.scope, dispute);
    catalog::record_step(tx, caller, case_of(dispute, *document), "open", "",
                         to_text(dispute.state), reason);
    put_on_finances_desk(tx, caller, dispute, *document);
    tell_of_document(tx, caller, "dispute.opened", *document,
                     {{"dispute_id", to_text(dispute.id)}});
    return dispute;
}

Result<Dispute> uphold_dispute(db::Transaction& tx, const Caller& caller, DisputeId id,
                               Correction correction, const std::string& answer) {
    const auto locked = lock_with_document(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, answered_dispute(caller, locked->dispute, DisputeAction::uphold, answer));
    after.correction = correction;
    after = finish_dispute(tx, caller, *locked, std::move(after), DisputeAction::uphold, answer);
    tell_of_document(tx, caller, "dispute.answered", locked->document,
                     {{"dispute_id", to_text(id)}, {"state", to_text(after.state)}});
    if (correction == Correction::settle_again) {
        ask_to_settle_again(tx, caller, locked->document.period);
        return after;
    }
    YUNHE_CHECK(request_void(tx, caller,
                             {.document = after.document, .reason = answer, .dispute_id = id}));
    return after;
}

Result<Dispute> dismiss_dispute(db::Transaction& tx, const Caller& caller, DisputeId id,
                                const std::string& answer) {
    const auto locked = lock_with_document(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, answered_dispute(caller, locked->dispute, DisputeAction::dismiss, answer));
    after = finish_dispute(tx, caller, *locked, std::move(after), DisputeAction::dismiss, answer);
    tell_of_document(tx, caller, "dispute.answered", locked->document,
                     {{"dispute_id", to_text(id)}, {"state", to_text(after.state)}});
    return after;
}

Result<Dispute> withdraw_dispute(db::Transaction& tx, const Caller& caller, DisputeId id) {
    const auto locked = lock_with_document(tx, caller.scope, id);
    if (!locked || locked->dispute.developer_id != caller.body_id) return not_found();
    YUNHE_TRY(to, next_state(kDisputeMoves, locked->dispute.state, DisputeAction::withdraw,
                             dispute_actor(caller)));
    Dispute after = locked->dispute;
    after.state = to;
    return finish_dispute(tx, caller, *locked, std::move(after), DisputeAction::withdraw, "");
}

void correct_dispute_of(db::Transaction& tx, const Caller& caller, const Document& document,
                        const DocumentRef& corrected_by) {
    const auto running = find_running_dispute(tx, caller.scope, document.ref);
    if (running) correct_one_dispute(tx, caller, document, running->id, corrected_by);
}

void correct_disputes_by_supplement(db::Transaction& tx, const Caller& caller,
                                    const Document& supplement) {
    for (const auto& ref : list_siblings(tx, caller.scope, supplement)) {
        const auto running = find_running_dispute(tx, caller.scope, ref);
        if (!running || running->correction != Correction::settle_again) continue;
        const auto document = lock_document(tx, caller.scope, ref).value();
        correct_one_dispute(tx, caller, document, running->id, supplement.ref);
    }
}

}  // namespace yunhe::billing
