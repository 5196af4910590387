#include "tenants/agreement_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_overlap.hpp"
#include "tenants/agreement_review_service.hpp"
#include "tenants/agreement_workflow.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/developer_store.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/party_event_store.hpp"
#include "tenants/renewal_store.hpp"
#include "tenants/rule_override_service.hpp"
#include "tenants/rule_pack_version_store.hpp"
#include "tenants/safety_head.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kAgreementAggregate = "agreement";

/// As whom the caller stands for this action: each action has one party, so the rest are `other`.
AgreementActor actor_for(const Caller& caller, const Rules& rules, AgreementAction action) {
    const auto signatory = grantor_signatory(*rules.pack, rules.policy);
    switch (action) {
        case AgreementAction::offer:
        case AgreementAction::begin_exit:
        case AgreementAction::close:
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

/// Who is the grantor and who ends an agreement, the text says; the order is that of the work.
Result<AgreementState> move_by_party(const Rules& rules, AgreementState from,
                                     AgreementAction action, AgreementActor actor) {
    auto to = next_state(kAgreementMoves, from, action, actor);
    if (to.ok() || to.error().kind != Errc::party) return to;
    const bool ending = action == AgreementAction::terminate;
    return cited(std::move(to), ending ? cite(*rules.pack, "terminators")
                                       : cite_effective(*rules.pack, rules.policy, "signatory"));
}

Status check_party(const Caller& caller, const Agreement& agreement) {
    if (!caller.is_developer()) return Done{};
    if (agreement.developer_id != caller.body_id) return wrong_party("not_your_object");
    // A draft is the grantor's paper until it is offered.
    return agreement.state == AgreementState::drafted ? Status(not_found()) : Status(Done{});
}

struct AgreementStep {
    Agreement agreement;
    AgreementState from;
    AgreementState to;
};
Result<AgreementStep> begin(db::Transaction& tx, const Caller& caller, const Rules& rules,
                            AgreementId id, AgreementAction action) {
    const auto agreement = lock_agreement(tx, caller.scope, id);
    if (!agreement) return not_found();
    YUNHE_CHECK(check_party(caller, *agreement));
    const auto from = state_on(*agreement, date_of(caller.now));
    YUNHE_TRY(to, move_by_party(rules, from, action, actor_for(caller, rules, action)));
    return AgreementStep{*agreement, from, to};
}

void record(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
            std::string action, std::string from, AgreementState to, const std::string& opinion,
            Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kAgreementAggregate),
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
                  {.aggregate = std::string(kAgreementAggregate),
                   .aggregate_id = agreement.id.value,
                   .task = task,
                   .title = std::to_string(agreement.number) + " " + agreement.developer_name,
                   .body_id = body_id,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = {}});
}

Status check_draft_term(const Rules& rules, const AgreementDraft& draft) {
    if (draft.kind == AgreementKind::trial)
        return check_trial_term(*rules.pack, rules.policy, draft.from, draft.to);
    return check_term(*rules.pack, rules.policy, draft.from, draft.to, draft.override_reason);
}

/// A renewal begins after all that its predecessor's application gave; trial and regular term of
/// one application follow each other.
Status check_no_overlap(db::Transaction& tx, TenantScope scope, const AgreementDraft& draft,
                        std::optional<AgreementId> renewed) {
    const auto other_kind = draft.kind == AgreementKind::trial ? AgreementKind::regular
                                                               : AgreementKind::trial;
    std::vector<Agreement> others;
    if (auto other = find_agreement_of_application(tx, scope, draft.application_id, other_kind)) {
        for (auto& later : list_agreements_of(tx, scope, other->developer_id))
            if (later.renews_agreement_id == other->id) others.push_back(std::move(later));
        others.push_back(std::move(*other));
    }
    if (renewed) {
        const auto earlier = find_agreement(tx, scope, *renewed).value().application_id;
        for (const auto kind : {AgreementKind::regular, AgreementKind::trial})
            if (auto other = find_agreement_of_application(tx, scope, earlier, kind))
                others.push_back(std::move(*other));
    }
    return check_terms_apart(others, draft.application_id, draft.from, draft.to);
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

/// A reason counts only where the term needs one.
void record_longer_term(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const Agreement& agreement) {
    if (!agreement.override_reason ||
        check_term(*rules.pack, rules.policy, agreement.from, agreement.to, std::nullopt).ok())
        return;
    record_override(tx, caller.scope, "agreement_term_months_max", *agreement.override_reason,
                    "agreement", agreement.id.value, caller);
}

/// The rest of the line of the text that begins with "label:".
std::string line_of(const std::string& text, const std::string& label) {
    const auto mark = "\n" + label + ":";
    const auto at = text.find(mark);
    if (at == std::string::npos) return "";
    const auto begin = at + mark.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

/// "2026-03-30 09:00:00（北京时间）".
std::string china_time(Timestamp at) {
    auto text = to_text(at + std::chrono::hours(8));
    text = text.substr(0, text.find_first_of(".Z"));
    text[text.find('T')] = ' ';
    return text + "（北京时间）";
}

RenderedSignature shown(SigningSide side, const std::string& text,
                        const std::vector<CheckedSignature>& checked) {
    const std::string label = side == SigningSide::grantor ? "甲方" : "乙方";
    RenderedSignature result;
    result.party = label + " " + line_of(text, label);
    for (const auto& [signature, valid] : checked) {
        if (signature.side != side) continue;
        result.made = true;
        result.signatory = signature.username;
        result.kind = signature.kind == SignatureKind::platform ? "平台签名" : "外部签名";
        result.subject = signature.subject.value_or("");
        result.signed_at = china_time(signature.signed_at);
        result.signature = crypto::base64(signature.signature);
        result.valid = valid;
    }
    return result;
}

/// A party that goes on under another name is no reason to warn.
std::string_view party_warning(PartyEventKind kind) {
    switch (kind) {
        case PartyEventKind::merger: return "party_merged";
        case PartyEventKind::split: return "party_split";
        case PartyEventKind::insolvency: return "party_insolvent";
        case PartyEventKind::rename:
        case PartyEventKind::legal_representative: break;
    }
    return {};
}

Result<AgreementStep> begin_signing(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           AgreementId id) {
    return begin(tx, caller, rules, id,
                 caller.is_developer() ? AgreementAction::sign_developer
                                       : AgreementAction::sign_grantor);
}

Status check_may_sign(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      const Agreement& agreement) {
    YUNHE_CHECK(check_signing_order(list_signatures(tx, caller.scope, agreement.id),
                                    side_of(caller), agreement.canonical_text));
    if (caller.is_developer()) return Done{};
    YUNHE_CHECK(require_pack_in_force(tx, caller, rules,
                                      agreement.renews_agreement_id ? act::renewal
                                                                    : act::agreement));
    return Done{};
}

/// With the second signature the agreement is signed.
Agreement finish_signing(db::Transaction& tx, const Caller& caller, const Rules& rules,
                         AgreementStep step, const AgreementSignature& signature) {
    auto& agreement = step.agreement;
    const bool developer = caller.is_developer();
    insert_signature(tx, caller.scope, agreement.id, signature);
    agreement.state = step.to;
    if (!developer) agreement.signed_at = caller.now;
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, agreement, developer ? "sign_developer" : "sign_grantor",
           std::string(to_text(step.from)), step.to, "",
           {{"digest_sm3", signature.digest_hex},
            {"signature_kind", std::string(to_text(signature.kind))}});
    db::close_all_todos(tx, caller.scope, kAgreementAggregate, agreement.id.value, caller.now);
    if (developer) {
        const auto signatory = grantor_signatory(*rules.pack, rules.policy);
        open_task(tx, caller, agreement, "sign", desk_of(tx, caller.scope, signatory), signatory);
    } else {
        carry_over_reviews(tx, caller, agreement);
        // Its duties stand on both desks at once; under an older text of the pack the next run of
        // the clock brings them.
        if (!rules.kept) refresh_obligations(tx, caller.scope, rules, caller.now);
        bump_entitlement_version(tx, caller.scope);
    }
    return *find_agreement(tx, caller.scope, agreement.id);
}

/// The unit's head where the pack names it, else the operator's, from the mandate of the day.
std::optional<std::string> safety_head_for(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, const AgreementDraft& draft,
                                           BodyId developer_id) {
    const auto side = safety_head_of(*rules.pack);
    if (side == SafetyHeadOf::unit) {
        if (draft.safety_head) return draft.safety_head;
        return find_developer(tx, caller.scope, developer_id).value().legal_representative;
    }
    if (side == SafetyHeadOf::nobody) return std::nullopt;
    for (const auto& mandate : all_mandates(tx, caller.scope))
        if (state_on(mandate, date_of(caller.now)) == MandateState::active)
            return mandate.safety_head;
    return std::nullopt;
}

}  // namespace

SigningSide side_of(const Caller& caller) {
    return caller.is_developer() ? SigningSide::developer : SigningSide::grantor;
}

AgreementParties agreement_parties(db::Transaction& tx, TenantScope scope, const Rules& rules,
                                   const Agreement& agreement) {
    const auto grantor = desk_of(tx, scope, grantor_signatory(*rules.pack, rules.policy));
    const auto developer = find_developer(tx, scope, agreement.developer_id);
    return {.tenant_name = read_tenant(tx, scope).name,
            .grantor_name = find_body(tx, scope, grantor).value().name,
            .developer_name = developer->name,
            .developer_uscc = developer->uscc,
            .legal_representative = developer->legal_representative};
}

std::vector<Warning> agreement_warnings(db::Transaction& tx, TenantScope scope,
                                        const Agreement& agreement) {
    std::vector<Warning> warnings;
    std::optional<Date> last_day;
    for (const auto& mandate : all_mandates(tx, scope))
        if (!last_day || *last_day < mandate.to) last_day = mandate.to;
    if (last_day && *last_day < agreement.to)
        warnings.push_back({"outlives_mandate", {{"to", to_text(*last_day)}}});
    for (const auto& event : confirmed_events_of(tx, scope, agreement.developer_id)) {
        const auto code = party_warning(event.kind);
        if (code.empty()) continue;
        warnings.push_back({std::string(code),
                            {{"on", to_text(event.happened_on)}, {"document", event.document}}});
    }
    if (!agreement.renews_agreement_id) return warnings;
    const auto renewed = find_agreement(tx, scope, *agreement.renews_agreement_id);
    if (renewed && renewed->to + std::chrono::days(1) < agreement.from)
        warnings.push_back({"renewal_gap",
                            {{"from", to_text(renewed->to + std::chrono::days(1))},
                             {"to", to_text(agreement.from - std::chrono::days(1))}}});
    return warnings;
}

Result<DraftedAgreement> draft_agreement(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, const AgreementDraft& draft) {
    const auto application = lock_application(tx, caller.scope, draft.application_id);
    if (!application || application->state == ApplicationState::draft)
        return not_found("application_not_found");
    YUNHE_CHECK(move_by_party(rules, AgreementState::drafted, AgreementAction::offer,
                              actor_for(caller, rules, AgreementAction::offer)));
    if (draft.service_fee.negative()) return malformed("/service_fee", "negative_fee");
    if (draft.to < draft.from) return malformed("/to", "bad_interval");
    if (application->state != ApplicationState::accepted)
        return wrong_state("application_not_accepted");
    if (find_agreement_of_application(tx, caller.scope, application->id, draft.kind))
        return wrong_state("agreement_exists");
    YUNHE_CHECK(check_draft_term(rules, draft));
    const auto renewed = find_renewed_agreement(tx, caller.scope, application->id);
    YUNHE_CHECK(check_no_overlap(tx, caller.scope, draft, renewed));
    const auto notice = find_notice(tx, caller.scope, application->notice_id);
    YUNHE_TRY(fields, fields_within(*rules.pack, *notice, draft.fields));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules,
                                           renewed ? act::renewal : act::agreement));

    Agreement agreement;
    agreement.kind = draft.kind;
    agreement.renews_agreement_id = renewed;
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
    agreement.data_use_paid = draft.data_use_paid;
    agreement.safety_head =
        safety_head_for(tx, caller, rules, draft, application->developer_id);
    YUNHE_CHECK(check_safety_head(*rules.pack, SafetyHeadOf::unit, agreement.safety_head));
    agreement.clauses = agreement_clauses(*rules.pack, agreement);
    agreement.created_at = caller.now;
    agreement.canonical_text = render_agreement_text(
        agreement, agreement_parties(tx, caller.scope, rules, agreement), *rules.pack);
    keep_rule_pack(tx, caller.scope, *rules.pack, caller.now);
    insert_agreement(tx, caller.scope, agreement);
    record_longer_term(tx, caller, rules, agreement);
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
        agreement, agreement_parties(tx, caller.scope, rules, agreement), *rules.pack);
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, agreement, "offer", std::string(to_text(step.from)), step.to, "",
           {{"digest_sm3", crypto::sm3_hex(agreement.canonical_text)}});
    db::close_all_todos(tx, caller.scope, kAgreementAggregate, id.value, caller.now);
    open_task(tx, caller, agreement, "sign", agreement.developer_id, Role::developer_admin);
    return *find_agreement(tx, caller.scope, id);
}

Result<Agreement> sign_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 const Signer& signer, AgreementId id,
                                 const std::string& password) {
    YUNHE_TRY(step, begin_signing(tx, caller, rules, id));
    const auto& text = step.agreement.canonical_text;
    YUNHE_TRY(signature,
              sign_by_platform(tx, caller, signer, side_of(caller), text, password));
    YUNHE_CHECK(check_may_sign(tx, caller, rules, step.agreement));
    return finish_signing(tx, caller, rules, std::move(step), signature);
}

Result<Agreement> sign_agreement_outside(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, AgreementId id,
                                         const OutsideSignature& wanted) {
    YUNHE_TRY(step, begin_signing(tx, caller, rules, id));
    YUNHE_CHECK(check_may_sign(tx, caller, rules, step.agreement));
    YUNHE_TRY(signature, accept_outside_signature(caller, side_of(caller),
                                                  step.agreement.canonical_text, wanted));
    return finish_signing(tx, caller, rules, std::move(step), signature);
}

Result<AgreementDocument> agreement_document(db::Transaction& tx, const Caller& caller,
                                             AgreementId id) {
    YUNHE_TRY(agreement, read_visible_agreement(tx, caller, id));
    const auto checked =
        check_signatures(list_signatures(tx, caller.scope, id), agreement.canonical_text);
    const auto& text = agreement.canonical_text;
    return AgreementDocument{.text = text,
                             .digest_hex = crypto::sm3_hex(text),
                             .signatures = {shown(SigningSide::grantor, text, checked),
                                            shown(SigningSide::developer, text, checked)},
                             .made_at = agreement.offered_at.value_or(agreement.created_at)};
}

Result<Verification> verify_agreement(db::Transaction& tx, const Caller& caller, AgreementId id) {
    YUNHE_TRY(agreement, read_visible_agreement(tx, caller, id));
    Verification result;
    result.digest_hex = crypto::sm3_hex(agreement.canonical_text);
    result.terms_match = text_states_terms(agreement);
    result.valid = result.terms_match;
    result.signatures =
        check_signatures(list_signatures(tx, caller.scope, id), agreement.canonical_text);
    for (const auto& checked : result.signatures) result.valid = result.valid && checked.valid;
    result.valid = result.valid && result.signatures.size() == 2;
    return result;
}

}  // namespace yunhe::tenants
