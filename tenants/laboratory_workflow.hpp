/// The moves of a laboratory. Who keeps it is the pack's stage `lab`. Pure.
#pragma once

#include <array>
#include <vector>

#include "base/workflow.hpp"
#include "tenants/laboratory.hpp"

namespace yunhe::tenants {

enum class LaboratoryAction { start, refuse, issue_report, withdraw };
/// `keeper`: concludes the pack's stage; `helper`: takes part in it (the platform that runs it).
enum class LaboratoryActor { applicant, keeper, helper, other };

inline constexpr auto kLaboratoryMoves = [] {
    using enum LaboratoryState;
    using enum LaboratoryAction;
    using enum LaboratoryActor;
    using Row = Move<LaboratoryState, LaboratoryAction, LaboratoryActor>;
    return std::array{
        Row{requested, start, keeper, running},
        Row{requested, start, helper, running},
        Row{requested, refuse, keeper, refused},
        Row{requested, withdraw, applicant, withdrawn},
        Row{running, issue_report, keeper, report_issued},
        Row{running, withdraw, applicant, withdrawn},
        Row{over, issue_report, keeper, report_issued},
        Row{over, withdraw, applicant, withdrawn},
    };
}();

/// As whom this role stands before a laboratory. REQUIRES: the pack has the stage.
LaboratoryActor laboratory_actor(const Stage& stage, Role role);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::LaboratoryAction> =
    yunhe::texts_of(std::pair{yunhe::tenants::LaboratoryAction::start, "start"},
                    std::pair{yunhe::tenants::LaboratoryAction::refuse, "refuse"},
                    std::pair{yunhe::tenants::LaboratoryAction::issue_report, "issue_report"},
                    std::pair{yunhe::tenants::LaboratoryAction::withdraw, "withdraw"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::LaboratoryActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::LaboratoryActor::applicant, "applicant"},
                    std::pair{yunhe::tenants::LaboratoryActor::keeper, "keeper"},
                    std::pair{yunhe::tenants::LaboratoryActor::helper, "helper"},
                    std::pair{yunhe::tenants::LaboratoryActor::other, "other"});
