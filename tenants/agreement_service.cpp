#include "tenants/agreement_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_workflow.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/developer_store.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/password_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kAggregate = "agreement";

/// As whom the caller stands for this action: each action has one party, so the rest are `other`.
AgreementActor actor_for(const Caller& caller, const Rules& rules, AgreementAction action) {
    const auto signatory = grantor_signatory(*rules.pack, rules.policy);
    switch (action) {
        case AgreementAction::offer:
            return kind_allows(caller.body_kind, signatory) ? AgreementActor::grantor
                                                            : AgreementActor::other;
        case AgreementAction::sign_grantor:
            return acts_as(caller.role, signatory) ? AgreementActor::signatory
                                                   : AgreementActor::other;
        case AgreementAction::sign_developer:
            return caller.role == Role::developer_admin ? AgreementActor::developer
                                                        : AgreementActor::other;
        case AgreementAction::terminate: break;
    }
    for (const auto role : terminators(*rules.pack))
        if (acts_as(caller.role, role)) return AgreementActor::terminator;
    return AgreementActor::other;
}

Status check_party(const Caller& caller, const Agreement& agreement) {
    if (!caller.is_developer()) return Done{};
    if (agreement.developer_id != caller.body_id) return wrong_party("not_your_object");
    // A draft is the grantor's paper until it is offered.
    return agreement.state == AgreementState::drafted ? Status(not_found()) : Status(Done{});
}

struct Step {
    Agreement agreement;
    AgreementState from;
    AgreementState to;
};
Result<Step> begin(db::Transaction& tx, const Caller& caller, const Rules& rules, AgreementId id,
                   AgreementAction action) {
    const auto agreement = lock_agreement(tx, caller.scope, id);
    if (!agreement) return not_found();
    YUNHE_CHECK(check_party(caller, *agreement));
    const auto from = state_on(*agreement, date_of(caller.now));
    YUNHE_TRY(to, next_state(kAgreementMoves, from, action, actor_for(caller, rules, action)));
    return Step{*agreement, from, to};
}

void record(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
            std::string action, std::string from, AgreementState to, const std::string& opinion,
            Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kAggregate),
                           .aggregate_id = agreement.id.value,
                           .action = std::move(action),
                           .from_state = std::move(from),
                           .to_state = std::string(to_text(to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

void open_task(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
               const std::string& task, BodyId body_id, Role role) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kAggregate),
                   .aggregate_id = agreement.id.value,
                   .task = task,
                   .title = std::to_string(agreement.number) + " " + agreement.developer_name,
                   .body_id = body_id,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = {}});
}

/// The grantor's name: a government signs through its authority, whose name stands for it.
AgreementParties parties_of(db::Transaction& tx, TenantScope scope, const Rules& rules,
                            const Agreement& agreement) {
    const auto grantor = desk_of(tx, scope, grantor_signatory(*rules.pack, rules.policy));
    const auto developer = find_developer(tx, scope, agreement.developer_id);
    return {.tenant_name = read_tenant(tx, scope).name,
            .grantor_name = find_body(tx, scope, grantor).value().name,
            .developer_name = developer->name,
            .developer_uscc = developer->uscc,
            .legal_representative = developer->legal_representative};
}

Result<std::vector<std::string>> fields_within(const RulePack& pack, const Notice& notice,
                                               const std::vector<std::string>& wanted) {
    if (wanted.empty()) return notice.fields;
    std::vector<std::string> fields;
    for (const auto& field : wanted) {
        const auto inside = std::ranges::find_if(
            notice.fields, [&](const auto& other) { return same_field(pack, field, other); });
        if (inside == notice.fields.end())
            return refused_by_system("field_outside_notice", {{"field", field}});
        fields.push_back(*inside);
    }
    return fields;
}

}  // namespace

std::vector<Warning> agreement_warnings(db::Transaction& tx, TenantScope scope,
                                        const Agreement& agreement) {
    std::optional<Date> last_day;
    for (const auto& mandate : all_mandates(tx, scope))
        if (!last_day || *last_day < mandate.to) last_day = mandate.to;
    if (!last_day || agreement.to <= *last_day) return {};
    return {{"outlives_mandate", {{"to", to_text(*last_day)}}}};
}

Result<DraftedAgreement> draft_agreement(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, const AgreementDraft& draft) {
    const auto application = lock_application(tx, caller.scope, draft.application_id);
    if (!application || application->state == ApplicationState::draft)
        return not_found("application_not_found");
    YUNHE_CHECK(next_state(kAgreementMoves, AgreementState::drafted, AgreementAction::offer,
                           actor_for(caller, rules, AgreementAction::offer)));
    if (draft.service_fee.negative()) return malformed("/service_fee", "negative_fee");
    if (draft.to < draft.from) return malformed("/to", "bad_interval");
    if (application->state != ApplicationState::accepted)
        return wrong_state("application_not_accepted");
    if (find_agreement_of_application(tx, caller.scope, application->id))
        return wrong_state("agreement_exists");
    YUNHE_CHECK(check_term(*rules.pack, rules.policy, draft.from, draft.to, draft.override_reason));
    const auto notice = find_notice(tx, caller.scope, application->notice_id);
    YUNHE_TRY(fields, fields_within(*rules.pack, *notice, draft.fields));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::agreement));

    Agreement agreement;
    agreement.id = tx.new_id<AgreementId>();
    agreement.number = tx.next_number(caller.scope, "agreement");
    agreement.application_id = application->id;
    agreement.developer_id = application->developer_id;
    agreement.from = draft.from;
    agreement.to = draft.to;
    agreement.service_fee = draft.service_fee;
    agreement.fields = std::move(fields);
    agreement.rule_pack_id = rules.pack->id;
    agreement.rule_pack_digest = rule_pack_digest(*rules.pack);
    agreement.override_reason = draft.override_reason;
    agreement.continuation_document = basis;
    agreement.clauses = agreement_clauses(*rules.pack, agreement);
    agreement.created_at = caller.now;
    agreement.canonical_text = render_agreement_text(
        agreement, parties_of(tx, caller.scope, rules, agreement), *rules.pack);
    insert_agreement(tx, caller.scope, agreement);
    Json details = Json::object();
    if (draft.override_reason) details["override_reason"] = *draft.override_reason;
    record(tx, caller, agreement, "draft", "", agreement.state, "", std::move(details));
    const auto stored = find_agreement(tx, caller.scope, agreement.id).value();
    const auto signatory = grantor_signatory(*rules.pack, rules.policy);
    open_task(tx, caller, stored, "offer", desk_of(tx, caller.scope, signatory), signatory);
    return DraftedAgreement{stored, agreement_warnings(tx, caller.scope, stored)};
}

Result<Agreement> read_visible_agreement(db::Transaction& tx, const Caller& caller,
                                         AgreementId id) {
    const auto agreement = find_agreement(tx, caller.scope, id);
    if (!agreement) return not_found();
    YUNHE_CHECK(check_party(caller, *agreement));
    return *agreement;
}

Result<Agreement> offer_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  AgreementId id) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, AgreementAction::offer));
    auto& agreement = step.agreement;
    agreement.state = step.to;
    agreement.offered_at = caller.now;
    agreement.canonical_text = render_agreement_text(
        agreement, parties_of(tx, caller.scope, rules, agreement), *rules.pack);
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, agreement, "offer", std::string(to_text(step.from)), step.to, "",
           {{"digest_sm3", crypto::sm3_hex(agreement.canonical_text)}});
    db::close_all_todos(tx, caller.scope, kAggregate, id.value, caller.now);
    open_task(tx, caller, agreement, "sign", agreement.developer_id, Role::developer_admin);
    return *find_agreement(tx, caller.scope, id);
}

Result<Agreement> sign_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 const Signer& signer, AgreementId id,
                                 const std::string& password) {
    const bool developer = caller.is_developer();
    const auto action = developer ? AgreementAction::sign_developer : AgreementAction::sign_grantor;
    YUNHE_TRY(step, begin(tx, caller, rules, id, action));
    YUNHE_CHECK(reauthenticate(tx, caller, password));
    const auto present = list_signatures(tx, caller.scope, id);
    const auto side = developer ? SigningSide::developer : SigningSide::grantor;
    if (std::ranges::find(present, side, &AgreementSignature::side) != present.end())
        return wrong_state("already_signed");
    if (!developer && present.empty()) return wrong_state("developer_signs_first");
    if (!developer) YUNHE_CHECK(require_pack_in_force(tx, caller, rules, act::agreement));

    auto& agreement = step.agreement;
    for (const auto& other : present)
        if (!Signer::verify(other.public_pem, agreement.canonical_text, other.signature))
            return wrong_state("text_changed");
    const auto signature =
        signer.sign(tx, caller.scope, caller.body_id, agreement.canonical_text, caller.now);
    insert_signature(tx, caller.scope, id,
                     {side, caller.body_id, caller.user_id, caller.username, signature.key_id,
                      signature.public_pem, signature.digest_hex, signature.der, caller.now});
    agreement.state = step.to;
    if (!developer) agreement.signed_at = caller.now;
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, agreement, std::string(to_text(action)), std::string(to_text(step.from)),
           step.to, "", {{"digest_sm3", signature.digest_hex}});
    db::close_all_todos(tx, caller.scope, kAggregate, id.value, caller.now);
    if (developer) {
        const auto signatory = grantor_signatory(*rules.pack, rules.policy);
        open_task(tx, caller, agreement, "sign", desk_of(tx, caller.scope, signatory), signatory);
    } else {
        bump_entitlement_version(tx, caller.scope);
    }
    return *find_agreement(tx, caller.scope, id);
}

Result<Agreement> terminate_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      AgreementId id, const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, AgreementAction::terminate));
    if (blank(reason)) return malformed("/reason", "reason_required");
    step.agreement.state = step.to;
    step.agreement.terminated_at = caller.now;
    step.agreement.termination_reason = reason;
    save_agreement(tx, caller.scope, step.agreement);
    record(tx, caller, step.agreement, "terminate", std::string(to_text(step.from)), step.to,
           reason, Json::object());
    db::close_all_todos(tx, caller.scope, kAggregate, id.value, caller.now);
    bump_entitlement_version(tx, caller.scope);
    return *find_agreement(tx, caller.scope, id);
}

Result<Verification> verify_agreement(db::Transaction& tx, const Caller& caller, AgreementId id) {
    YUNHE_TRY(agreement, read_visible_agreement(tx, caller, id));
    Verification result;
    result.digest_hex = crypto::sm3_hex(agreement.canonical_text);
    result.terms_match = text_states_terms(agreement);
    result.valid = result.terms_match;
    for (auto& signature : list_signatures(tx, caller.scope, id)) {
        const bool valid =
            signature.digest_hex == result.digest_hex &&
            Signer::verify(signature.public_pem, agreement.canonical_text, signature.signature);
        result.valid = result.valid && valid;
        result.signatures.push_back({std::move(signature), valid});
    }
    result.valid = result.valid && result.signatures.size() == 2;
    return result;
}

}  // namespace yunhe::tenants
