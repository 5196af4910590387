/// Emergency plans (应急预案) and their drills: who makes one and for what is the pack's (Yangzhou
/// 9(一): the operator, for the platform; Hangzhou 五(四) and Quzhou 六(二): the authority with the
/// security bodies, one per grant; Ningbo 25: the unit, one per grant; Hangzhou 三(四)3(3): without a
/// plan no operation). A plan has versions; an approved one is superseded, never changed. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct EmergencyPlanEntity { static constexpr std::string_view prefix = "epl"; };
using EmergencyPlanId = Id<EmergencyPlanEntity>;
struct EmergencyDrillEntity { static constexpr std::string_view prefix = "drl"; };
using EmergencyDrillId = Id<EmergencyDrillEntity>;

enum class EmergencyPlanState { draft, approved, superseded, withdrawn };

struct EmergencyPlan {
    EmergencyPlanId id;
    std::optional<AgreementId> agreement_id;  ///< Absent: for the whole platform.
    int plan_version = 1;  ///< Counted per agreement, or for the platform.
    EmergencyPlanState state = EmergencyPlanState::draft;
    int version = 1;
    std::string title;
    BodyId maker_body_id;
    std::vector<std::string> participants;  ///< Codes of the bodies that took part.
    std::string document;
    std::string digest_sm3;           ///< Of the document, 64 characters.
    std::optional<Date> valid_until;  ///< Inclusive; absent: until superseded or withdrawn.
    Timestamp created_at;
    UserId created_by;
    std::string created_by_name;
    std::optional<Timestamp> approved_at;
    std::optional<std::string> approved_by_name;
    std::optional<Timestamp> ended_at;
    std::string end_reason;
};

struct EmergencyDrill {
    EmergencyDrillId id;
    EmergencyPlanId plan_id;
    Date held_on;
    std::vector<std::string> participants;  ///< Names of those who took part.
    std::string scenario;                   ///< What was exercised.
    std::string findings;
    std::string digest_sm3;  ///< Of the record, 64 characters.
    Timestamp recorded_at;
    UserId recorded_by;
    std::string recorded_by_name;
};

/// Who makes plans: the kind of body that the pack names; where the text is silent, the operator in
/// two tiers, else the authority.
BodyKind emergency_plan_maker(const RulePack& pack);

/// May such a plan be approved? Errors: rule `plan_participant_missing`, citing the pack, where a
/// body that must take part is left out (Hangzhou 五(四), Quzhou 六(二)).
Status check_participants(const RulePack& pack, const std::vector<std::string>& participants);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::EmergencyPlanState> = yunhe::texts_of(
    std::pair{yunhe::tenants::EmergencyPlanState::draft, "draft"},
    std::pair{yunhe::tenants::EmergencyPlanState::approved, "approved"},
    std::pair{yunhe::tenants::EmergencyPlanState::superseded, "superseded"},
    std::pair{yunhe::tenants::EmergencyPlanState::withdrawn, "withdrawn"});
