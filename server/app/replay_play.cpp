#include "app/replay_play.hpp"

namespace yunhe::app {
namespace {

const CaseUser* find_user(const Case& folder, std::string_view role) {
    for (const auto& user : folder.users)
        if (user.role == role) return &user;
    return nullptr;
}

}  // namespace

const std::string& ReplayPlay::user(std::string_view role) const {
    const auto* found = find_user(folder, role);
    if (found == nullptr && role == "operator_staff") found = find_user(folder, "operator_admin");
    if (found != nullptr) return found->username;
    throw CaseRefused({folder.tenant.file, 0}, "no user has the role " + std::string(role) +
                                                   ", which this case needs");
}

const std::string& ReplayPlay::second_finance() const {
    const CaseUser* first = nullptr;
    for (const auto& one : folder.users) {
        if (one.role != "finance") continue;
        if (first != nullptr) return one.username;
        first = &one;
    }
    throw CaseRefused({folder.tenant.file, 0},
                      "two users with the role finance are needed: who drafts can't issue");
}

const std::string& ReplayPlay::user_of(std::string_view body_code) const {
    for (const auto& one : folder.users)
        if (one.body_code == body_code) return one.username;
    fail_invariant("every body has a user", __FILE__, __LINE__);
}

Json ReplayPlay::rule(std::string_view key) const {
    for (const auto& one : rule_pack.at("rules"))
        if (one.at("key") == key) return one.value("value", Json());
    return nullptr;
}

std::string ReplayPlay::stage_role(std::string_view stage, const char* part) const {
    for (const auto& one : rule("admission_stages"))
        if (one.at("stage") == stage)
            return one.value(part, one.at("actor").get<std::string>());
    return {};
}

Date ReplayPlay::first_agreement_day() const {
    auto first = parse_date(folder.notice.value.at("published_on").get<std::string>()).value();
    for (bool none_yet = true; const auto& row : folder.agreements) {
        if (none_yet || row.date("from") < first) first = row.date("from");
        none_yet = false;
    }
    return first;
}

}  // namespace yunhe::app
