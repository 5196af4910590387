/// The moves of a data request. Pure.
#pragma once

#include <array>
#include <optional>

#include "base/workflow.hpp"
#include "catalog/data_request.hpp"

namespace yunhe::catalog {

enum class DataRequestAction {
    edit,
    submit,            ///< Also after a seat returned something: the joint decision goes on.
    skip_check,        ///< One tier: nobody checks before the assessment.
    operator_agree,    ///< From here on it is the operator's application to the authority.
    operator_return,
    operator_refuse,
    assess,            ///< The last assessor's move.
    decide,            ///< One seat's answer.
    conclude_granted,
    conclude_partly,
    conclude_refused,
    supply,            ///< The move that hands over the last granted resource.
    supply_part,       ///< Of what is granted while other seats still sit.
    finish_supply,     ///< All was handed over before the last seat had answered.
    revoke,            ///< Of one grant; the last one's leads to revoked.
    withdraw,
    withdraw_rest,     ///< Of what is still open, others being granted already.
    narrow,            ///< Submits a change request that only asks for less.
    escalate,          ///< Sets a last date or a meeting for a silent seat.
    recuse,            ///< Somebody of a seat steps back.
};

/// `process`: what follows by itself when the last one has acted.
enum class DataRequestActor {
    developer,
    operator_staff,
    assessor,
    seat,
    data_centre,
    coordination,
    process,
};

inline constexpr auto kDataRequestMoves = [] {
    using enum DataRequestState;
    using enum DataRequestAction;
    using enum DataRequestActor;
    using Row = Move<DataRequestState, DataRequestAction, DataRequestActor>;
    return std::array{
        Row{draft, edit, developer, draft},
        Row{returned, edit, developer, returned},
        Row{joint_decision, edit, developer, joint_decision},
        Row{draft, submit, developer, submitted},
        Row{returned, submit, developer, submitted},
        Row{joint_decision, submit, developer, joint_decision},
        Row{submitted, skip_check, process, assessment},
        Row{submitted, operator_agree, operator_staff, assessment},
        Row{submitted, operator_return, operator_staff, returned},
        Row{submitted, operator_refuse, operator_staff, refused},
        Row{assessment, assess, assessor, joint_decision},
        Row{joint_decision, decide, seat, joint_decision},
        Row{joint_decision, conclude_granted, process, granted},
        Row{joint_decision, conclude_partly, process, partly_granted},
        Row{joint_decision, conclude_refused, process, refused},
        Row{granted, supply, data_centre, supplied},
        Row{partly_granted, supply, data_centre, supplied},
        Row{joint_decision, supply_part, data_centre, joint_decision},
        Row{granted, finish_supply, process, supplied},
        Row{partly_granted, finish_supply, process, supplied},
        Row{granted, revoke, process, revoked},
        Row{partly_granted, revoke, process, revoked},
        Row{active, revoke, process, revoked},
        Row{draft, withdraw, developer, withdrawn},
        Row{submitted, withdraw, developer, withdrawn},
        Row{returned, withdraw, developer, withdrawn},
        Row{assessment, withdraw, developer, withdrawn},
        Row{joint_decision, withdraw, developer, withdrawn},
        Row{joint_decision, withdraw_rest, developer, partly_granted},
        Row{draft, narrow, developer, narrowed},
        Row{returned, narrow, developer, narrowed},
        Row{joint_decision, escalate, coordination, joint_decision},
        Row{joint_decision, recuse, seat, joint_decision},
    };
}();

/// Does the operator check requests first? Only in two tiers (Yangzhou 9(五), 15).
bool has_operator_check(const tenants::RulePack& pack);

/// What the seats' answers come to; nullopt while one of the resources is pending.
std::optional<DataRequestAction> conclusion(const DataRequest& request);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::DataRequestAction> = yunhe::texts_of(
    std::pair{yunhe::catalog::DataRequestAction::edit, "edit"},
    std::pair{yunhe::catalog::DataRequestAction::submit, "submit"},
    std::pair{yunhe::catalog::DataRequestAction::skip_check, "skip_check"},
    std::pair{yunhe::catalog::DataRequestAction::operator_agree, "operator_agree"},
    std::pair{yunhe::catalog::DataRequestAction::operator_return, "operator_return"},
    std::pair{yunhe::catalog::DataRequestAction::operator_refuse, "operator_refuse"},
    std::pair{yunhe::catalog::DataRequestAction::assess, "assess"},
    std::pair{yunhe::catalog::DataRequestAction::decide, "decide"},
    std::pair{yunhe::catalog::DataRequestAction::conclude_granted, "conclude_granted"},
    std::pair{yunhe::catalog::DataRequestAction::conclude_partly, "conclude_partly"},
    std::pair{yunhe::catalog::DataRequestAction::conclude_refused, "conclude_refused"},
    std::pair{yunhe::catalog::DataRequestAction::supply, "supply"},
    std::pair{yunhe::catalog::DataRequestAction::supply_part, "supply_part"},
    std::pair{yunhe::catalog::DataRequestAction::finish_supply, "finish_supply"},
    std::pair{yunhe::catalog::DataRequestAction::revoke, "revoke"},
    std::pair{yunhe::catalog::DataRequestAction::withdraw, "withdraw"},
    std::pair{yunhe::catalog::DataRequestAction::withdraw_rest, "withdraw_rest"},
    std::pair{yunhe::catalog::DataRequestAction::narrow, "narrow"},
    std::pair{yunhe::catalog::DataRequestAction::escalate, "escalate"},
    std::pair{yunhe::catalog::DataRequestAction::recuse, "recuse"});
