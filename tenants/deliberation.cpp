#include "tenants/deliberation.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

bool listed(const std::vector<std::string>& known, const std::string& word) {
    return known.empty() || std::ranges::find(known, word) != known.end();
}

FieldError not_listed(std::string pointer, const std::vector<std::string>& known) {
    return {std::move(pointer), "not_one_of", {{"allowed", join(known, ", ")}}};
}

void check_votes(const std::vector<std::string>& members, const MeetingRecord& record,
                 std::vector<FieldError>& errors) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < record.votes.size(); ++i) {
        const auto& member = record.votes[i].member;
        const auto at = "/votes/" + std::to_string(i);
        if (!listed(members, member)) errors.push_back(not_listed(at + "/member", members));
        if (!seen.insert(member).second) errors.push_back({at, "repeated_item"});
        if (std::ranges::find(record.attendance, member) == record.attendance.end())
            errors.push_back({at + "/member", "not_in_attendance", {{"member", member}}});
    }
}

}  // namespace

std::vector<std::string> silent_ones(const std::vector<StageOpinion>& opinions) {
    std::vector<std::string> silent;
    for (const auto& opinion : opinions)
        if (!opinion.opinion) silent.push_back(opinion.title);
    return silent;
}

bool asks_members(const Stage& stage) {
    return stage.stage == StageKind::review_by_members_and_departments &&
           stage.actor == Role::coordination;
}

bool asks_departments(const Stage& stage) {
    return std::ranges::find(stage.participants, Role::department) != stage.participants.end();
}

bool asks_participants(const Stage& stage) {
    return stage.stage != StageKind::lab && (asks_members(stage) || asks_departments(stage));
}

Status check_record(const RulePack& pack, const MeetingRecord& record) {
    const auto members = pack.list("coordination_members");
    const auto checks = pack.list("deliberation_checks");
    std::vector<FieldError> errors;
    if (record.attendance.empty())
        errors.push_back({"/attendance", "too_few_items", {{"min", "1"}}});
    for (std::size_t i = 0; i < record.attendance.size(); ++i)
        if (!listed(members, record.attendance[i]))
            errors.push_back(not_listed("/attendance/" + std::to_string(i), members));
    check_votes(members, record, errors);
    for (std::size_t i = 0; i < record.checks.size(); ++i)
        if (std::ranges::find(checks, record.checks[i].check) == checks.end())
            errors.push_back(not_listed("/checks/" + std::to_string(i) + "/check", checks));
    if (!errors.empty())
        return Error{Errc::malformed, "invalid_request", {}, std::move(errors), {}};
    for (const auto& check : checks)
        if (std::ranges::find(record.checks, check, &DeliberationCheck::check) ==
            record.checks.end())
            return refuse_by_rule(pack, "deliberation_checks", "deliberation_check_missing",
                                  {{"check", check}});
    return Done{};
}

}  // namespace yunhe::tenants
