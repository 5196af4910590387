/// The end of an agreement and the exit (退出) after it: access closed, data deleted with proof,
/// assets disposed of, logs kept.
///
/// Reasons: Hangzhou 三(四)2(1)-(4), an open list. Steps and logs of at least six months: Hangzhou
/// 三(四)3(6), Ningbo 17, Quzhou 三(六), Zhoushan 三(六). Where a text is silent, the steps and six
/// months are the system's. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/time.hpp"
#include "tenants/hold.hpp"
#include "tenants/rectification.hpp"

namespace yunhe::tenants {

/// Why it ended. `expiry` needs nobody: its last day is over.
enum class ExitGround { expiry, early_end, breach, illegality, insolvency, other };

enum class ExitStep { close_access, delete_data, asset_disposal, keep_logs };
/// Who proves a step: the side that signed for the grantor, or the developer.
enum class ExitSide { grantor, developer };
ExitSide side_of(ExitStep step);

struct ExitStepProof {
    ExitStep step = ExitStep::close_access;
    std::optional<std::string> proof;         ///< What was done, in words. Absent: not yet done.
    std::optional<std::string> document_sm3;  ///< Of the document that proves it.
    std::optional<Timestamp> done_at;
    std::optional<BodyId> body_id;
    std::optional<UserId> user_id;
};

struct AgreementExit {
    AgreementId agreement_id;
    ExitGround ground = ExitGround::expiry;
    std::optional<std::string> minutes_document;  ///< Of the meeting that deliberated on the end.
    std::optional<RectificationId> rectification_id;  ///< That failed before.
    Date ended_on;                                ///< Its last day, or that of the termination.
    std::optional<Timestamp> begun_at;            ///< When the exit began.
    std::optional<Date> retention_until;          ///< Logs are kept to this day, inclusive.
    std::optional<Date> barred_until;             ///< After a breach: no application to this day.
    std::optional<Timestamp> closed_at;
    std::vector<ExitStepProof> steps;             ///< In order; empty until it begins.
};

/// The developer's own wish to end before the last day.
struct EarlyEndRequest {
    AgreementId agreement_id;
    std::string reason;
    Timestamp requested_at;
    UserId requested_by;
};

/// The pack's steps in order, with the disposal of assets where it has that; a silent pack: close,
/// delete, keep.
std::vector<ExitStep> exit_steps(const RulePack& pack);
/// What a step is asked by: the pack, or the system where it is silent.
RuleReference cite_exit_step(const RulePack& pack, ExitStep step);

/// Months for which logs are kept after the end, where pack and policy are silent.
inline constexpr int kLogRetentionMonths = 6;
int log_retention_months(const RulePack& pack, const TenantPolicy& policy);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ExitGround> = yunhe::texts_of(
    std::pair{yunhe::tenants::ExitGround::expiry, "expiry"},
    std::pair{yunhe::tenants::ExitGround::early_end, "early_end"},
    std::pair{yunhe::tenants::ExitGround::breach, "breach"},
    std::pair{yunhe::tenants::ExitGround::illegality, "illegality"},
    std::pair{yunhe::tenants::ExitGround::insolvency, "insolvency"},
    std::pair{yunhe::tenants::ExitGround::other, "other"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ExitStep> = yunhe::texts_of(
    std::pair{yunhe::tenants::ExitStep::close_access, "close_access"},
    std::pair{yunhe::tenants::ExitStep::delete_data, "delete_data"},
    std::pair{yunhe::tenants::ExitStep::asset_disposal, "asset_disposal"},
    std::pair{yunhe::tenants::ExitStep::keep_logs, "keep_logs"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ExitSide> =
    yunhe::texts_of(std::pair{yunhe::tenants::ExitSide::grantor, "grantor"},
                    std::pair{yunhe::tenants::ExitSide::developer, "developer"});
