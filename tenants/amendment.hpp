/// The amendment (补充协议) of an agreement: a text and signatures of its own.
///
/// Narrower: fields removed, an earlier last day, another fee. Wider: fields added, within the
/// notice that the agreement came from; that goes back through review before it is offered. A
/// longer term is no amendment but a renewal. The agreement's own text is never rewritten. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/workflow.hpp"
#include "tenants/agreement.hpp"
#include "tenants/notice.hpp"

namespace yunhe::tenants {

struct AmendmentEntity { static constexpr std::string_view prefix = "amd"; };
using AmendmentId = Id<AmendmentEntity>;

enum class AmendmentKind { narrower, wider };
/// `in_force` is never stored: it follows from the date.
enum class AmendmentState { drafted, reviewed, refused, offered, signed_, in_force, withdrawn };

struct Amendment {
    AmendmentId id;
    AgreementId agreement_id;
    int number = 1;  ///< From 1 in each agreement.
    AmendmentKind kind = AmendmentKind::narrower;
    AmendmentState state = AmendmentState::drafted;  ///< As stored: see `state_on`.
    int version = 1;
    Date effective_on;  ///< Or the day of the second signature, if that is later.
    std::optional<Date> to;  ///< An earlier last day.
    std::optional<Money> service_fee;
    std::vector<std::string> removed_fields;
    std::vector<std::string> added_fields;
    std::string reason;
    std::optional<bool> review_agreed;
    std::string review_opinion;
    std::string review_document;
    std::optional<std::string> continuation_document;  ///< Basis after the pack's end.
    std::string canonical_text;  ///< What is signed: UTF-8, fixed when it is offered.
    Timestamp created_at;
    std::optional<Timestamp> offered_at;
    std::optional<Timestamp> signed_at;
};

AmendmentState state_on(const Amendment& amendment, Date day);
/// The first day on which it counts, once it is signed.
Date in_force_from(const Amendment& amendment);

/// Makes sense of what is wanted, against the terms that count now: fields take the agreement's
/// (or the notice's) words, the kind is set. Errors, in this order: malformed `/effective_on`
/// amendment_day_outside, `/service_fee` negative_fee, `/to` amendment_extends_term, bad_interval,
/// `/removed_fields/n` field_not_in_agreement, `/added_fields/n` field_in_agreement; rule
/// `field_outside_notice`; malformed `/removed_fields` no_field_left, `/reason` reason_required,
/// `/effective_on` nothing_amended.
Result<Amendment> checked_amendment(Amendment wanted, const Agreement& agreement,
                                    const Notice& notice, const RulePack& pack, Date today);

/// The agreement's terms after this amendment.
AmendedTerms amended_terms(const Agreement& agreement, const Amendment& amendment);

/// Who reviews a wider scope: who concludes the pack's expert review, as for an application
/// (Yangzhou 11(三); Hangzhou 三(四)3(3); Quzhou 三(三)2; Ningbo 14; Zhoushan 三(三)).
Role amendment_reviewer(const RulePack& pack);

/// The text that is signed. The same amendment, agreement and parties always give the same bytes.
std::string render_amendment_text(const Amendment& amendment, const Agreement& agreement,
                                  const AgreementParties& parties);

enum class AmendmentAction { agree, refuse, offer, sign_developer, sign_grantor, withdraw };
enum class AmendmentActor { grantor, reviewer, signatory, developer, other };

/// `agree` and `refuse` are the review of a wider one; a narrower one is offered as drafted (guards
/// in the service). `sign_developer` leaves it offered: the grantor signs last.
inline constexpr auto kAmendmentMoves = [] {
    using enum AmendmentState;
    using enum AmendmentAction;
    using enum AmendmentActor;
    using Row = Move<AmendmentState, AmendmentAction, AmendmentActor>;
    return std::array{
        Row{drafted, agree, reviewer, reviewed},
        Row{drafted, refuse, reviewer, refused},
        Row{drafted, offer, grantor, offered},
        Row{reviewed, offer, grantor, offered},
        Row{offered, sign_developer, developer, offered},
        Row{offered, sign_grantor, signatory, signed_},
        Row{drafted, withdraw, grantor, withdrawn},
        Row{reviewed, withdraw, grantor, withdrawn},
        Row{offered, withdraw, grantor, withdrawn},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AmendmentKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::AmendmentKind::narrower, "narrower"},
                    std::pair{yunhe::tenants::AmendmentKind::wider, "wider"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AmendmentState> = yunhe::texts_of(
    std::pair{yunhe::tenants::AmendmentState::drafted, "drafted"},
    std::pair{yunhe::tenants::AmendmentState::reviewed, "reviewed"},
    std::pair{yunhe::tenants::AmendmentState::refused, "refused"},
    std::pair{yunhe::tenants::AmendmentState::offered, "offered"},
    std::pair{yunhe::tenants::AmendmentState::signed_, "signed"},
    std::pair{yunhe::tenants::AmendmentState::in_force, "in_force"},
    std::pair{yunhe::tenants::AmendmentState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AmendmentAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::AmendmentAction::agree, "agree"},
    std::pair{yunhe::tenants::AmendmentAction::refuse, "refuse"},
    std::pair{yunhe::tenants::AmendmentAction::offer, "offer"},
    std::pair{yunhe::tenants::AmendmentAction::sign_developer, "sign_developer"},
    std::pair{yunhe::tenants::AmendmentAction::sign_grantor, "sign_grantor"},
    std::pair{yunhe::tenants::AmendmentAction::withdraw, "withdraw"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AmendmentActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::AmendmentActor::grantor, "grantor"},
                    std::pair{yunhe::tenants::AmendmentActor::reviewer, "reviewer"},
                    std::pair{yunhe::tenants::AmendmentActor::signatory, "signatory"},
                    std::pair{yunhe::tenants::AmendmentActor::developer, "developer"},
                    std::pair{yunhe::tenants::AmendmentActor::other, "other"});
