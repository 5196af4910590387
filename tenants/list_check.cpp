#include "tenants/list_check.hpp"

#include <optional>

namespace yunhe::tenants {
namespace {

std::optional<ListCheckGap> gap_of(const std::string& list, ListCheckSubject subject,
                                   const std::string& name, std::span<const ListCheck> checks,
                                   Date oldest) {
    const ListCheck* newest = nullptr;
    for (const auto& check : checks) {
        if (check.list != list || check.subject != subject || check.subject_name != name) continue;
        if (newest == nullptr || newest->checked_on <= check.checked_on) newest = &check;
    }
    if (newest == nullptr) return ListCheckGap::missing;
    if (newest->listed) return ListCheckGap::listed;
    if (newest->checked_on < oldest) return ListCheckGap::too_old;
    return std::nullopt;
}

}  // namespace

const std::string& name_of_subject(const Developer& developer, ListCheckSubject subject) {
    return subject == ListCheckSubject::organisation ? developer.name
                                                     : developer.legal_representative;
}

std::vector<OpenListCheck> open_list_checks(const RulePack& pack, const TenantPolicy& policy,
                                            const Developer& developer,
                                            std::span<const ListCheck> checks, Date today) {
    const auto oldest = today - std::chrono::days(policy.list_check_valid_days);
    std::vector<OpenListCheck> open;
    for (const auto& list : pack.items("list_checks"))
        for (const auto& word : pack.list("list_check_subjects")) {
            const auto subject = from_text<ListCheckSubject>(word).value();
            const auto& name = name_of_subject(developer, subject);
            if (const auto gap = gap_of(list.code, subject, name, checks, oldest))
                open.push_back({list.code, list.title.zh, subject, *gap});
        }
    return open;
}

Error refuse_by_list_checks(const RulePack& pack, const TenantPolicy& policy,
                            const std::vector<OpenListCheck>& open) {
    YUNHE_ASSERT(!open.empty());
    const auto& first = open.front();
    const ErrorArgs args{{"list", first.title}, {"subject", std::string(to_text(first.subject))}};
    if (first.gap == ListCheckGap::too_old)
        return refuse_by_policy("list_check_valid_days", "list_check_too_old",
                                {{"list", first.title},
                                 {"subject", std::string(to_text(first.subject))},
                                 {"days", std::to_string(policy.list_check_valid_days)}});
    const bool listed = first.gap == ListCheckGap::listed;
    return refuse_by_item(pack, "list_checks", first.list,
                          listed ? "found_on_list" : "list_check_missing", args);
}

}  // namespace yunhe::tenants
