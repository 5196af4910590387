#include "tenants/small_case_workflow.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

using enum Role;
const std::vector<Role> kDevelopers{developer_admin, developer_staff};
const std::vector<Role> kOperators{operator_admin, operator_staff};

std::vector<Role> joined(std::vector<Role> one, const std::vector<Role>& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

/// "operator" or "developer"; where the text is silent, either.
std::vector<Role> side_named(std::string_view side) {
    if (side == "operator") return kOperators;
    if (side == "developer") return kDevelopers;
    return joined(kDevelopers, kOperators);
}

/// 0 operator, 1 developer; the others are sides of their own.
int side_number(Role role) {
    if (role == operator_admin || role == operator_staff) return 0;
    if (role == developer_admin || role == developer_staff) return 1;
    return 2 + static_cast<int>(role);
}

bool holds(const std::vector<Role>& roles, Role role) {
    return std::ranges::find(roles, role) != roles.end();
}

}  // namespace

std::vector<Role> risk_reporters(const RulePack& pack) {
    return side_named(pack.code("risk_report_by"));
}
std::vector<Role> annual_reporters(const RulePack& pack) {
    return side_named(pack.code("annual_report_by"));
}
std::vector<Role> developers_and_operator(const RulePack&) {
    return joined(kDevelopers, kOperators);
}
std::vector<Role> developers_operator_and_authority(const RulePack& pack) {
    return joined(developers_and_operator(pack), {data_authority});
}
std::vector<Role> inspectors(const RulePack& pack) {
    if (pack.tiers == 2) return joined({data_authority}, kOperators);
    return {data_authority};
}
std::vector<Role> evaluation_organisers(const RulePack& pack) {
    const auto by = pack.list("evaluation_by");
    const auto named = [&](Role role) { return std::ranges::find(by, to_text(role)) != by.end(); };
    if (named(operator_staff) || named(operator_admin)) return kOperators;
    if (named(data_authority)) return {data_authority};
    if (pack.tiers == 2) return kOperators;
    return {data_authority};
}
std::vector<Role> only_developers(const RulePack&) { return kDevelopers; }
std::vector<Role> only_authority(const RulePack&) { return {data_authority}; }
std::vector<Role> developers_and_departments(const RulePack&) {
    return joined(kDevelopers, {Role::department});
}
std::vector<Role> complainants(const RulePack& pack) {
    return joined(developers_and_departments(pack), kOperators);
}
std::vector<Role> channel_keepers(const RulePack&) {
    return joined(kOperators, {data_authority, Role::department});
}

std::vector<Role> data_importers(const RulePack& pack) {
    const auto named = pack.list("outside_data_brought_in_by");
    if (std::ranges::find(named, to_text(operator_admin)) != named.end()) return kOperators;
    return kDevelopers;
}
bool import_needs_approval(const RulePack& pack, const TenantPolicy& policy) {
    return !effective_code(pack, policy, "social_data_import_approval").empty();
}
std::vector<Role> quality_controllers(const RulePack& pack) {
    const auto named = pack.code("quality_control");
    if (!named.empty()) return {stored_enum<Role>(named)};
    if (pack.tiers == 2) return kOperators;
    return {data_authority};
}

std::string_view rule_of(const SmallCaseDefinition& definition, const RulePack& pack) {
    const auto has = [&](std::string_view key) {
        return !key.empty() && pack.find(key) != nullptr;
    };
    if (has(definition.rule)) return definition.rule;
    const auto found = std::ranges::find_if(definition.other_rules, has);
    return found == definition.other_rules.end() ? std::string_view() : *found;
}

bool on_board(SmallCaseState state) {
    using enum SmallCaseState;
    return state == approved || state == answered || state == closed;
}

bool same_side(Role one, Role other) { return side_number(one) == side_number(other); }

std::vector<SmallCaseActor> actors_of(const SmallCase& small_case, BodyId body_id, Role role) {
    std::vector<SmallCaseActor> actors;
    if (body_id == small_case.opened_by_id && same_side(role, small_case.opener_role))
        actors.push_back(SmallCaseActor::opener);
    if (body_id == small_case.handler_id && same_side(role, small_case.handler_role))
        actors.push_back(SmallCaseActor::handler);
    if (body_id == small_case.subject_id) actors.push_back(SmallCaseActor::subject);
    if (actors.empty()) actors.push_back(SmallCaseActor::other);
    return actors;
}

Result<SmallCaseMove> decide(const SmallCaseDefinition& definition, SmallCaseState from,
                             SmallCaseAction action, const std::vector<SmallCaseActor>& actors) {
    std::optional<Error> refusal;
    for (const auto actor : actors) {
        auto to = next_state(definition.moves, from, action, actor);
        if (to.ok()) return SmallCaseMove{from, action, actor, to.value()};
        // That it is somebody's move, only not now, says more than that it isn't another's.
        if (!refusal || refusal->kind == Errc::party) refusal = to.error();
    }
    YUNHE_ASSERT(refusal.has_value());
    return *refusal;
}

bool is_end(const SmallCaseDefinition& definition, SmallCaseState state) {
    return std::ranges::none_of(definition.moves,
                                [&](const auto& move) { return move.from == state; });
}

bool knows(const SmallCaseDefinition& definition, SmallCaseState state) {
    return state == definition.first ||
           std::ranges::any_of(definition.moves, [&](const auto& m) { return m.to == state; });
}

std::optional<SmallCaseActor> waits_for(const SmallCaseDefinition& definition,
                                        SmallCaseState state) {
    if (std::ranges::find(definition.resting, state) != definition.resting.end())
        return std::nullopt;
    for (const auto& move : definition.moves)
        if (move.from == state) return move.actor;
    return std::nullopt;
}

bool import_in_force(const SmallCase& import, Date day) {
    YUNHE_ASSERT(import.kind == SmallCaseKind::social_data_import);
    using enum SmallCaseState;
    if (import.state != approved && import.state != joined) return false;
    const Input fields(import.fields);
    return fields.date("from") <= day && day <= fields.date("until");
}

bool may_open(const SmallCaseDefinition& definition, const RulePack& pack, Role role) {
    return holds(definition.openers(pack), role);
}

Role handler_role(const SmallCaseDefinition& definition, const RulePack& pack,
                  const TenantPolicy& policy, Role opener_role, BodyKind opener,
                  std::optional<BodyKind> about) {
    const Role supervisor = pack.tiers == 2 ? operator_staff : data_authority;
    switch (definition.handled_by) {
        case HandledBy::authority: return data_authority;
        case HandledBy::opener:
        case HandledBy::evaluator: return opener_role;
        case HandledBy::operator_side: return operator_staff;
        case HandledBy::supervisor: return supervisor;
        case HandledBy::complaint:
            if (opener == BodyKind::operator_body || about != BodyKind::developer)
                return data_authority;
            return supervisor;
        case HandledBy::quality_route:
            return stored_enum<Role>(quality_ticket_route(pack).front());
        case HandledBy::import_approver: {
            const auto approver = effective_code(pack, policy, "social_data_import_approval");
            // A text that asks for no approval leaves it to whose platform the data comes on.
            return approver.empty() ? operator_staff : stored_enum<Role>(approver);
        }
    }
    fail_invariant("every kind says who handles it", __FILE__, __LINE__);
}

bool reads_board(Role role) {
    return holds(kDevelopers, role) || holds(kOperators, role) || role == Role::department ||
           role == data_authority || role == auditor;
}

bool may_see(const SmallCase& small_case, const CaseReader& reader) {
    if (reader.body_id == small_case.opened_by_id || reader.body_id == small_case.handler_id)
        return true;
    if (reader.role == data_authority || reader.role == auditor) return true;
    const auto& definition = definition_of(small_case.kind);
    if (definition.board == CaseBoard::shown && on_board(small_case.state) &&
        reads_board(reader.role))
        return true;
    const bool is_subject = reader.body_id == small_case.subject_id;
    const bool is_operator = reader.role == operator_admin || reader.role == operator_staff;
    // A complaint of itself the operator sees once it was taken up, so that it can respond.
    if (is_operator && small_case.kind == SmallCaseKind::complaint)
        return is_subject && small_case.state != SmallCaseState::open;
    if (is_operator)
        return !(definition.hidden_until_closed && !small_case.closed_at && is_subject);
    if (!is_subject) return false;
    return !definition.hidden_until_closed || small_case.closed_at.has_value();
}

// The words for people.

TitlePair title_of(SmallCaseState state) {
    using enum SmallCaseState;
    switch (state) {
        case open: return {"待办理", "Open"};
        case stopped: return {"已紧急停用", "Stopped"};
        case handling: return {"办理中", "In hand"};
        case materials_requested: return {"待提交材料", "Materials requested"};
        case rectifying: return {"整改中", "Being put right"};
        case returned: return {"已退回补充", "Returned"};
        case scored: return {"已评分", "Scored"};
        case referred: return {"已转数源单位", "Referred"};
        case answered: return {"已答复", "Answered"};
        case approved: return {"已批准", "Approved"};
        case joined: return {"已并入平台", "Joined"};
        case recorded: return {"已记录", "Recorded"};
        case objected: return {"异议处理中", "Objected to"};
        case closed: return {"已办结", "Closed"};
        case dismissed: return {"不予受理或不成立", "Dismissed"};
        case withdrawn: return {"已撤回", "Withdrawn"};
        case repaired: return {"已修复", "Repaired"};
        case revoked: return {"已撤销", "Revoked"};
    }
    fail_invariant("every state has its words", __FILE__, __LINE__);
}

TitlePair title_of(SmallCaseAction action) {
    using enum SmallCaseAction;
    switch (action) {
        case acknowledge: return {"受理", "Take up"};
        case add_record: return {"补充记录", "Add a record"};
        case stop: return {"紧急停用", "Stop access"};
        case close: return {"办结", "Close"};
        case dismiss: return {"驳回", "Dismiss"};
        case accept: return {"接收", "Accept"};
        case return_: return {"退回", "Give back"};
        case resubmit: return {"重新提交", "Hand in anew"};
        case request_materials: return {"调取材料", "Ask for materials"};
        case submit_materials: return {"提交材料", "Hand in materials"};
        case conclude: return {"作出检查结论", "Conclude"};
        case order_rectification: return {"责令整改", "Order to put right"};
        case score: return {"评分", "Score"};
        case confirm: return {"确认结果", "Confirm"};
        case cancel: return {"取消", "Call off"};
        case answer: return {"答复", "Answer"};
        case refer: return {"转办", "Refer"};
        case respond: return {"提交说明", "Respond"};
        case reopen: return {"再次提出", "Reopen"};
        case withdraw: return {"撤回", "Withdraw"};
        case approve: return {"批准", "Approve"};
        case join: return {"登记并入", "Record as joined"};
        case object: return {"提出异议", "Object"};
        case uphold: return {"异议成立", "Uphold"};
        case repair: return {"登记修复", "Record as repaired"};
    }
    fail_invariant("every action has its words", __FILE__, __LINE__);
}

}  // namespace yunhe::tenants
