/// Later stages, disclosure, objections and the decision on an application (Yangzhou 11(三), 11(四);
/// Quzhou 三(四)).
#pragma once

#include <string>

#include "db/transaction.hpp"
#include "tenants/application.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// The outcome of a stage that has no act of its own (review by members, deliberation,
/// confirmation, filing, or a review by experts that the pack leaves open).
struct StageOutcome {
    bool passed = true;
    std::string opinion;
    std::string document;  ///< Number of the minutes, confirmation or receipt.
};
/// A stage ends on what the pack wants of it: the opinions of its participants, reviews by subject,
/// the minutes of a meeting, the document that it leaves behind. Errors: state `illegal_transition`
/// (not in that stage), `stage_done`; rule `review_needed` (the pack's expert review is a gate: it
/// is concluded by scores), `stage_document_missing`, citing the stage; those of require_opinions,
/// require_subject_reviews and require_minutes.
Result<Application> conclude_stage(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ApplicationId id, StageKind stage, const StageOutcome& outcome);

/// Makes the result public for the policy's working days. Errors: state `stage_not_done`,
/// `disclosure_not_next`.
Result<Application> disclose_application(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, ApplicationId id);

struct NewObjection {
    std::string name;
    std::string contact;
    std::string text;
};
/// By anybody, while the result is public. Errors: not_found (never disclosed); state
/// `disclosure_over`.
Result<Objection> raise_objection(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const NewObjection& objection);

enum class ObjectionConsequence { review, reject };
struct ObjectionAnswer {
    bool upheld = false;
    std::string text;
    ObjectionConsequence consequence = ObjectionConsequence::review;  ///< Only when upheld.
};
/// Upheld: the experts review it again, or it is rejected. Errors: state `objection_answered`.
Result<Objection> answer_objection(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ObjectionId id, const ObjectionAnswer& answer);

/// Errors: rule `below_pass_mark`, `disclosure_running`, `objection_open` (all by the tenant's
/// policy or the pack); state `stage_not_done`, `disclosure_first`; those of require_pack_in_force.
Result<Application> accept_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id,
                                       const std::string& opinion);

/// The receipt of a filing that held up nothing, after the acceptance; discharges the duty. Errors:
/// party `not_your_move`; state `no_filing_due`, `filed_already`.
Result<Application> record_filing(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const std::string& document);

struct Rejection {
    std::string reason;
    std::string opinion;
    std::optional<std::string> condition;  ///< Which of the pack's conditions isn't met.
};
/// Errors: malformed `/reason` reason_required, `/condition`; state `stage_not_done` (experts are
/// still at work).
Result<Application> reject_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id,
                                       const Rejection& rejection);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObjectionConsequence> =
    yunhe::texts_of(std::pair{yunhe::tenants::ObjectionConsequence::review, "review"},
                    std::pair{yunhe::tenants::ObjectionConsequence::reject, "reject"});
