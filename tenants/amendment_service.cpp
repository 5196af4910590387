#include "tenants/amendment_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kAmendmentAggregate = "amendment";

AmendmentActor actor_for(const Caller& caller, const Rules& rules, AmendmentAction action) {
    const auto signatory = grantor_signatory(*rules.pack, rules.policy);
    const auto either = [](bool is, AmendmentActor actor) {
        return is ? actor : AmendmentActor::other;
    };
    switch (action) {
        case AmendmentAction::agree:
        case AmendmentAction::refuse:
            return either(acts_as(caller.role, amendment_reviewer(*rules.pack)),
                          AmendmentActor::reviewer);
        case AmendmentAction::sign_developer:
            return either(caller.role == Role::developer_admin, AmendmentActor::developer);
        case AmendmentAction::sign_grantor:
            return either(acts_as(caller.role, signatory), AmendmentActor::signatory);
        case AmendmentAction::offer:
        case AmendmentAction::withdraw: break;
    }
    return either(kind_allows(caller.body_kind, signatory), AmendmentActor::grantor);
}

/// A draft is the grantor's paper until it is offered; a withdrawn one that was offered stays seen.
Status check_party(const Caller& caller, const Agreement& agreement, const Amendment& amendment) {
    if (!caller.is_developer()) return Done{};
    if (agreement.developer_id != caller.body_id) return wrong_party("not_your_object");
    return amendment.offered_at ? Status(Done{}) : Status(not_found());
}

/// An amendment goes by the text under which its agreement stands.
Rules own_rules(db::Transaction& tx, const Caller& caller, const Rules& today,
                const Agreement& agreement) {
    return rules_under(tx, caller.scope, today, agreement.rule_pack_digest);
}

struct AmendmentStep {
    Rules rules;  ///< Those of the agreement's own text.
    Agreement agreement;
    Amendment amendment;
    AmendmentAction action;
    AmendmentState from;
    AmendmentState to;
};
Result<AmendmentStep> begin(db::Transaction& tx, const Caller& caller, const Rules& today,
                            AmendmentId id, AmendmentAction action) {
    const auto found = find_amendment(tx, caller.scope, id);
    if (!found) return not_found();
    const auto agreement = lock_agreement(tx, caller.scope, found->agreement_id);
    const auto amendment = lock_amendment(tx, caller.scope, id);
    YUNHE_CHECK(check_party(caller, *agreement, *amendment));
    const auto from = state_on(*amendment, date_of(caller.now));
    const auto rules = own_rules(tx, caller, today, *agreement);
    YUNHE_TRY(to, next_state(kAmendmentMoves, from, action, actor_for(caller, rules, action)));
    return AmendmentStep{rules, *agreement, *amendment, action, from, to};
}

std::string title_of(const Agreement& agreement, const Amendment& amendment) {
    return std::to_string(agreement.number) + "-" + std::to_string(amendment.number) + " " +
           agreement.developer_name;
}

void open_task(db::Transaction& tx, const Caller& caller, const AmendmentStep& step,
               const std::string& task, BodyId body_id, Role role) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kAmendmentAggregate),
                   .aggregate_id = step.amendment.id.value,
                   .task = task,
                   .title = title_of(step.agreement, step.amendment),
                   .body_id = body_id,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = {}});
}

void open_grantor_task(db::Transaction& tx, const Caller& caller, const AmendmentStep& step,
                       const std::string& task) {
    const auto signatory = grantor_signatory(*step.rules.pack, step.rules.policy);
    open_task(tx, caller, step, task, desk_of(tx, caller.scope, signatory), signatory);
}

void record(db::Transaction& tx, const Caller& caller, const AmendmentStep& step,
            std::string action, const std::string& opinion, Json details) {
    const bool created = action == "draft";
    db::record_case_event(
        tx, caller.scope,
        {.aggregate = std::string(kAmendmentAggregate),
         .aggregate_id = step.amendment.id.value,
         .action = std::move(action),
         .from_state = created ? std::string() : std::string(to_text(step.from)),
         .to_state = std::string(to_text(step.to)),
         .actor = case_actor(caller),
         .at = caller.now,
         .opinion = opinion,
         .details = std::move(details)});
}

/// Saves the step and takes the case's tasks off all desks.
void finish(db::Transaction& tx, const Caller& caller, AmendmentStep& step,
            const std::string& opinion, Json details) {
    step.amendment.state = step.to;
    save_amendment(tx, caller.scope, step.amendment);
    record(tx, caller, step, std::string(to_text(step.action)), opinion, std::move(details));
    db::close_all_todos(tx, caller.scope, kAmendmentAggregate, step.amendment.id.value, caller.now);
}

Amendment stored(db::Transaction& tx, const Caller& caller, const AmendmentStep& step) {
    return find_amendment(tx, caller.scope, step.amendment.id).value();
}

Status check_amendable(const Agreement& agreement, Date today) {
    using enum AgreementState;
    const ErrorArgs number{{"number", std::to_string(agreement.number)}};
    const auto state = state_on(agreement, today);
    if (state == drafted || state == offered) return wrong_state("agreement_not_signed", number);
    if (state == signed_ || state == active || state == suspended) return Done{};
    return wrong_state("agreement_over", number);
}

bool is_open(const Amendment& amendment) {
    using enum AmendmentState;
    return amendment.state == drafted || amendment.state == reviewed ||
           amendment.state == offered;
}

Result<AmendmentStep> begin_signing(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           AmendmentId id) {
    return begin(tx, caller, rules, id,
                 caller.is_developer() ? AmendmentAction::sign_developer
                                       : AmendmentAction::sign_grantor);
}

Status check_may_sign(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      const AmendmentStep& step) {
    YUNHE_CHECK(check_signing_order(amendment_signatures(tx, caller.scope, step.amendment.id),
                                    side_of(caller), step.amendment.canonical_text));
    const auto today = date_of(caller.now);
    YUNHE_CHECK(check_amendable(step.agreement, today));
    const auto last_day = step.amendment.to.value_or(step.agreement.to);
    if (last_day < today) return wrong_state("amendment_too_late");
    if (caller.is_developer()) return Done{};
    YUNHE_CHECK(require_pack_in_force(tx, caller, rules, act::agreement));
    return Done{};
}

/// The terms change with the second signature.
void apply_to_agreement(db::Transaction& tx, const Caller& caller, AmendmentStep& step) {
    auto& agreement = step.agreement;
    const auto terms = amended_terms(agreement, step.amendment);
    if (terms.to != agreement.to && !agreement.agreed_to) agreement.agreed_to = agreement.to;
    agreement.to = terms.to;
    agreement.amended.push_back(terms);
    save_agreement(tx, caller.scope, agreement);
    bump_entitlement_version(tx, caller.scope);
}

Amendment finish_signing(db::Transaction& tx, const Caller& caller, AmendmentStep step,
                         const AgreementSignature& signature) {
    insert_amendment_signature(tx, caller.scope, step.amendment.id, signature);
    if (!caller.is_developer()) step.amendment.signed_at = caller.now;
    finish(tx, caller, step, "",
           {{"digest_sm3", signature.digest_hex},
            {"signature_kind", std::string(to_text(signature.kind))}});
    if (caller.is_developer())
        open_grantor_task(tx, caller, step, "sign");
    else
        apply_to_agreement(tx, caller, step);
    return stored(tx, caller, step);
}

}  // namespace

Result<Amendment> draft_amendment(db::Transaction& tx, const Caller& caller, const Rules& today,
                                  Amendment wanted) {
    const auto agreement = lock_agreement(tx, caller.scope, wanted.agreement_id);
    if (!agreement) return not_found();
    const auto rules = own_rules(tx, caller, today, *agreement);
    YUNHE_CHECK(next_state(kAmendmentMoves, AmendmentState::drafted, AmendmentAction::offer,
                           actor_for(caller, rules, AmendmentAction::offer)));
    const auto day = date_of(caller.now);
    YUNHE_CHECK(check_amendable(*agreement, day));
    const auto application = find_application(tx, caller.scope, agreement->application_id);
    const auto notice = find_notice(tx, caller.scope, application.value().notice_id);
    YUNHE_TRY(amendment,
              checked_amendment(std::move(wanted), *agreement, *notice, *rules.pack, day));
    const auto present = amendments_of(tx, caller.scope, agreement->id);
    if (std::ranges::any_of(present, is_open)) return wrong_state("amendment_open");
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, today, act::agreement));

    amendment.id = tx.new_id<AmendmentId>();
    amendment.number = static_cast<int>(present.size()) + 1;
    amendment.continuation_document = basis;
    amendment.created_at = caller.now;
    amendment.canonical_text = render_amendment_text(
        amendment, *agreement, agreement_parties(tx, caller.scope, rules, *agreement));
    insert_amendment(tx, caller.scope, amendment);
    const AmendmentStep step{rules,
                             *agreement,
                             amendment,
                             AmendmentAction::offer,
                             AmendmentState::drafted,
                             AmendmentState::drafted};
    record(tx, caller, step, "draft", amendment.reason,
           {{"agreement", agreement->number}, {"kind", std::string(to_text(amendment.kind))}});
    if (amendment.kind == AmendmentKind::narrower) {
        open_grantor_task(tx, caller, step, "offer");
        return stored(tx, caller, step);
    }
    const auto reviewer = amendment_reviewer(*rules.pack);
    open_task(tx, caller, step, "review_amendment", desk_of(tx, caller.scope, reviewer), reviewer);
    return stored(tx, caller, step);
}

Result<Amendment> read_visible_amendment(db::Transaction& tx, const Caller& caller,
                                         AmendmentId id) {
    const auto amendment = find_amendment(tx, caller.scope, id);
    if (!amendment) return not_found();
    const auto agreement = find_agreement(tx, caller.scope, amendment->agreement_id);
    YUNHE_CHECK(check_party(caller, *agreement, *amendment));
    return *amendment;
}

Result<std::vector<Amendment>> list_visible_amendments(db::Transaction& tx, const Caller& caller,
                                                       AgreementId agreement_id) {
    YUNHE_TRY(agreement, read_visible_agreement(tx, caller, agreement_id));
    auto amendments = amendments_of(tx, caller.scope, agreement_id);
    std::erase_if(amendments, [&](const Amendment& amendment) {
        return !check_party(caller, agreement, amendment).ok();
    });
    return amendments;
}

Result<Amendment> review_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   AmendmentId id, bool agreed, const std::string& opinion,
                                   const std::string& document) {
    const auto action = agreed ? AmendmentAction::agree : AmendmentAction::refuse;
    YUNHE_TRY(step, begin(tx, caller, rules, id, action));
    if (step.amendment.kind == AmendmentKind::narrower) return wrong_state("review_not_needed");
    if (blank(opinion)) return malformed("/opinion", "reason_required");
    step.amendment.review_agreed = agreed;
    step.amendment.review_opinion = opinion;
    step.amendment.review_document = document;
    finish(tx, caller, step, opinion, {{"document", document}});
    if (agreed) open_grantor_task(tx, caller, step, "offer");
    return stored(tx, caller, step);
}

Result<Amendment> offer_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  AmendmentId id) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, AmendmentAction::offer));
    const bool reviewed = step.amendment.review_agreed.value_or(false);
    if (step.amendment.kind == AmendmentKind::wider && !reviewed)
        return wrong_state("review_first");
    step.amendment.offered_at = caller.now;
    step.amendment.canonical_text = render_amendment_text(
        step.amendment, step.agreement,
        agreement_parties(tx, caller.scope, step.rules, step.agreement));
    finish(tx, caller, step, "",
           {{"digest_sm3", crypto::sm3_hex(step.amendment.canonical_text)}});
    open_task(tx, caller, step, "sign", step.agreement.developer_id, Role::developer_admin);
    return stored(tx, caller, step);
}

Result<Amendment> withdraw_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     AmendmentId id, const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, AmendmentAction::withdraw));
    if (blank(reason)) return malformed("/reason", "reason_required");
    finish(tx, caller, step, reason, Json::object());
    return stored(tx, caller, step);
}

Result<Amendment> sign_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 const Signer& signer, AmendmentId id,
                                 const std::string& password) {
    YUNHE_TRY(step, begin_signing(tx, caller, rules, id));
    YUNHE_TRY(signature, sign_by_platform(tx, caller, signer, side_of(caller),
                                          step.amendment.canonical_text, password));
    YUNHE_CHECK(check_may_sign(tx, caller, rules, step));
    return finish_signing(tx, caller, std::move(step), signature);
}

Result<Amendment> sign_amendment_outside(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, AmendmentId id,
                                         const OutsideSignature& wanted) {
    YUNHE_TRY(step, begin_signing(tx, caller, rules, id));
    YUNHE_CHECK(check_may_sign(tx, caller, rules, step));
    YUNHE_TRY(signature, accept_outside_signature(caller, side_of(caller),
                                                  step.amendment.canonical_text, wanted));
    return finish_signing(tx, caller, std::move(step), signature);
}

}  // namespace yunhe::tenants
