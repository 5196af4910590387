/// The agreement (授权开发协议): what both sides sign, and the root of all access.
///
/// Yangzhou 11(四): work starts only after the signature; 12: clauses, at most two years, service
/// fee. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants {

struct ApplicationEntity { static constexpr std::string_view prefix = "app"; };
using ApplicationId = Id<ApplicationEntity>;
struct AgreementEntity { static constexpr std::string_view prefix = "agr"; };
using AgreementId = Id<AgreementEntity>;

/// `active`, `suspended` and `expired` are never stored: they follow from the dates and the open
/// holds (see `state_on`). An exit leads from expired or terminated over `exiting` to `closed`.
enum class AgreementState {
    drafted,
    offered,
    signed_,
    active,
    suspended,
    expired,
    terminated,
    exiting,
    closed,
};

/// `trial`: a short term beside the regular one, where the pack has it (Hangzhou 三(四)3(5)).
enum class AgreementKind { regular, trial };

/// The two who sign.
enum class SigningSide { developer, grantor };

/// By the key that the platform keeps (平台签名), or made elsewhere and handed in (外部签名).
enum class SignatureKind { platform, outside };

/// One clause of the text. `title` and `text` are in Chinese: the agreement is a Chinese document.
struct AgreementClause {
    std::string code;
    std::string title;
    std::string text;
};

/// What one signed amendment (补充协议) changed.
struct AmendedTerms {
    int number = 0;       ///< Of the amendment.
    Date effective_on;    ///< From this day fields and fee count; the last day counts at once.
    Date to;              ///< The last day.
    Money service_fee;
    std::vector<std::string> fields;
};

struct Agreement {
    AgreementId id;
    std::uint64_t number = 0;  ///< Running number in the tenant.
    AgreementKind kind = AgreementKind::regular;
    std::optional<AgreementId> renews_agreement_id = {};  ///< The one that it goes on from.
    ApplicationId application_id;
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;
    AgreementState state = AgreementState::drafted;  ///< As stored: see `state_on`.
    int version = 1;
    Date from;
    Date to;  ///< Inclusive; by the newest signed amendment, where one changed it.
    Money service_fee;                ///< As first agreed: see `terms_on`.
    std::vector<std::string> fields;  ///< As first agreed, in the notice's words: see `terms_on`.
    std::vector<AgreementClause> clauses;
    std::string rule_pack_id;      ///< The pack under which it was drafted; it stays.
    std::string rule_pack_digest;  ///< Which version of that pack: SM3 of its rules.
    std::optional<std::string> override_reason;        ///< Why the term is longer than usual.
    std::optional<std::string> continuation_document;  ///< Basis after the pack's end.
    std::string canonical_text;  ///< What is signed: UTF-8, fixed when it is offered.
    Timestamp created_at;
    std::optional<Timestamp> offered_at;
    std::optional<Timestamp> signed_at;  ///< When the second side signed.
    std::optional<Timestamp> terminated_at;
    std::optional<std::string> termination_reason;
    bool data_use_paid = false;  ///< While drafting: choose the clauses for paid use of data.
    std::optional<Date> agreed_to = {};  ///< The last day in the text, where an amendment moved it.
    std::vector<AmendedTerms> amended = {};  ///< Oldest first.
    /// Who answers first for the safety of the data, where the pack has one (Yangzhou 17, Quzhou
    /// 六(一), Hangzhou 三(五)6, Ningbo 24): see tenants/safety_head.hpp.
    std::optional<std::string> safety_head = {};
    bool on_hold = false;  ///< Is a hold open (tenants/hold.hpp)? Read with the row, never saved.
};

/// The stored state; for what is signed, active or expired by the dates, and suspended instead of
/// active while a hold is open.
AgreementState state_on(const Agreement& agreement, Date day);

/// When the agreement gives access: from its first day, or its signature if that is later, to the
/// end of its last day or its termination. Empty unless both sides signed.
Interval access_interval(const Agreement& agreement);

/// The terms that count on a day: those of the newest amendment in force then, else as first
/// agreed (number 0).
AmendedTerms terms_on(const Agreement& agreement, Date day);

/// Would a term from..to collide with this agreement's? What renews it begins after its last day;
/// trial and regular term of one application only share no day.
bool terms_collide(const Agreement& other, Date from, Date to, bool renews);

/// May a trial run from..to? Errors: malformed `/to` bad_interval; rule `trial_not_provided`
/// (source tenant_policy) where the text is silent and the tenant set none either,
/// `trial_over_limit`, citing the limit.
Status check_trial_term(const RulePack& pack, const TenantPolicy& policy, Date from, Date to);

/// May a renewal of this agreement still be asked for on this day? Errors: rule `renewal_too_late`,
/// citing the pack's lead time (Hangzhou 三(四)3(2), Quzhou 三(五)); where the text has none, the
/// last day of the agreement itself is the limit (source system). Args: last_day.
Status check_renewal(const RulePack& pack, const TenantPolicy& policy, const Agreement& agreement,
                     Date day);
/// The last day on which that is possible.
Date renewal_last_day(const RulePack& pack, const TenantPolicy& policy,
                      const Agreement& agreement);

/// May the agreement run from..to (inclusive)? `override_reason` counts only for a soft limit.
/// Errors: malformed `/to` bad_interval; rule `term_over_limit`, `term_not_exact`, citing what
/// limits it (Yangzhou 12; Hangzhou 三(四)3(5)).
Status check_term(const RulePack& pack, const TenantPolicy& policy, Date from, Date to,
                  const std::optional<std::string>& override_reason);

/// Who signs for the grantor, terminates, by the pack. Silent packs: the operator's administrator
/// in two tiers, else the data authority.
Role grantor_signatory(const RulePack& pack, const TenantPolicy& policy);
std::vector<Role> terminators(const RulePack& pack);

/// The clauses that the pack asks for, in our own words, filled from the agreement's terms. Clauses
/// that only stand for paid use of data are there where the pack has paid use, or where the
/// agreement says so (Zhoushan 三(五)).
/// REQUIRES: from, to, service_fee and fields are set.
std::vector<AgreementClause> agreement_clauses(const RulePack& pack, const Agreement& agreement);

/// Which version of the pack this program holds: SM3 of its text, 64 characters.
std::string rule_pack_digest(const RulePack& pack);

struct AgreementParties {
    std::string tenant_name;
    std::string grantor_name;
    std::string developer_name;
    std::string developer_uscc;
    std::string legal_representative;
};
/// The text that is signed. The same agreement and parties always give the same bytes: lines end in
/// LF, no blanks at their ends, no byte-order mark.
std::string render_agreement_text(const Agreement& agreement, const AgreementParties& parties,
                                  const RulePack& pack);
/// Does the canonical text state the terms as they are stored (number, days, fee, fields)? Names
/// may change later; the signed text keeps the old ones.
bool text_states_terms(const Agreement& agreement);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AgreementState> = yunhe::texts_of(
    std::pair{yunhe::tenants::AgreementState::drafted, "drafted"},
    std::pair{yunhe::tenants::AgreementState::offered, "offered"},
    std::pair{yunhe::tenants::AgreementState::signed_, "signed"},
    std::pair{yunhe::tenants::AgreementState::active, "active"},
    std::pair{yunhe::tenants::AgreementState::suspended, "suspended"},
    std::pair{yunhe::tenants::AgreementState::expired, "expired"},
    std::pair{yunhe::tenants::AgreementState::terminated, "terminated"},
    std::pair{yunhe::tenants::AgreementState::exiting, "exiting"},
    std::pair{yunhe::tenants::AgreementState::closed, "closed"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AgreementKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::AgreementKind::regular, "regular"},
                    std::pair{yunhe::tenants::AgreementKind::trial, "trial"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SignatureKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::SignatureKind::platform, "platform"},
                    std::pair{yunhe::tenants::SignatureKind::outside, "outside"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SigningSide> =
    yunhe::texts_of(std::pair{yunhe::tenants::SigningSide::developer, "developer"},
                    std::pair{yunhe::tenants::SigningSide::grantor, "grantor"});
