#include "tenants/notice.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

/// The errors of those entries of `chosen` that the pack's list doesn't have.
void check_words(const RulePack& pack, std::string_view key, const std::vector<std::string>& chosen,
                 const std::string& pointer, std::vector<FieldError>& errors) {
    // A list that the text only recommends (priority fields) excludes nothing else.
    const auto* rule = pack.find(key);
    if (rule == nullptr || (rule->force != Force::hard && rule->force != Force::exact)) return;
    const auto known = pack.items(key);
    if (known.empty()) return;
    std::vector<std::string> names;
    for (const auto& item : known) names.push_back(item.code);
    for (std::size_t i = 0; i < chosen.size(); ++i)
        if (!pack.find_item(key, chosen[i]))
            errors.push_back({pointer + "/" + std::to_string(i), "not_one_of",
                              {{"allowed", join(names, ", ")}}});
}

bool holds(const std::vector<std::string>& chosen, const RuleItem& item) {
    return std::ranges::any_of(chosen, [&](const std::string& name) {
        return name == item.code || name == item.title.zh;
    });
}

/// Does the notice have all that the pack wants in it?
Status check_contents(const RulePack& pack, const Notice& notice,
                      const std::vector<std::string>& empty) {
    // Conditions that are listed one by one are named one by one.
    for (const auto& item : pack.items("conditions"))
        if (!holds(notice.conditions, item))
            return refuse_by_item(pack, "conditions", item.code, "condition_left_out",
                                  {{"condition", item.title.zh}, {"code", item.code}});
    if (!empty.empty())
        return refuse_by_rule(pack, "notice_parts", "notice_part_missing",
                              {{"part", empty.front()}});
    for (const auto& item : pack.items("materials"))
        if (!holds(notice.materials, item))
            return refuse_by_item(pack, "materials", item.code, "material_left_out",
                                  {{"material", item.title.zh}, {"code", item.code}});
    for (const auto& item : pack.items("review_items"))
        if (!holds(notice.criteria, item))
            return refuse_by_item(pack, "review_items", item.code, "criterion_left_out",
                                  {{"criterion", item.title.zh}, {"code", item.code}});
    return Done{};
}

}  // namespace

NoticeState state_on(const Notice& notice, Date day) {
    if (notice.state == NoticeState::published && notice.window_to < day)
        return NoticeState::closed;
    return notice.state;
}

bool window_open(const Notice& notice, Date day) {
    return notice.state == NoticeState::published && notice.window_from <= day &&
           day <= notice.window_to;
}

Status check_notice_words(const RulePack& pack, const Notice& notice) {
    std::vector<FieldError> errors;
    if (notice.window_to < notice.window_from) errors.push_back({"/window_to", "bad_interval"});
    check_words(pack, "fields", notice.fields, "/fields", errors);
    check_words(pack, "conditions", notice.conditions, "/conditions", errors);
    if (errors.empty()) return Done{};
    return Error{Errc::malformed, "invalid_request", {}, std::move(errors), {}};
}

std::vector<std::string> empty_parts(const RulePack& pack, const Notice& notice) {
    const std::pair<std::string_view, bool> parts[] = {
        {"mode", blank(notice.mode)},
        {"scope", blank(notice.scope)},
        {"conditions", notice.conditions.empty()},
        {"priority_fields", notice.fields.empty()},
        {"review_criteria", notice.criteria.empty()},
        {"requirements", blank(notice.requirements)},
    };
    std::vector<std::string> empty;
    for (const auto& wanted : pack.list("notice_parts"))
        for (const auto& [name, is_empty] : parts)
            if (name == wanted && is_empty) empty.push_back(wanted);
    return empty;
}

Status check_publishable(const RulePack& pack, const Notice& notice, Date today) {
    YUNHE_CHECK(check_notice_words(pack, notice));
    std::vector<FieldError> errors;
    const auto must_be_filled = [&](const auto& list, const char* pointer) {
        if (list.empty()) errors.push_back({pointer, "too_few_items", {{"min", "1"}}});
    };
    // What the pack itself asks for is refused below, with its article.
    const auto empty = empty_parts(pack, notice);
    const auto cited = [&](const char* part) {
        return std::ranges::find(empty, part) != empty.end();
    };
    if (!cited("priority_fields")) must_be_filled(notice.fields, "/fields");
    if (!cited("review_criteria")) must_be_filled(notice.criteria, "/criteria");
    if (notice.window_to < today) errors.push_back({"/window_to", "window_over"});
    if (!errors.empty())
        return Error{Errc::malformed, "invalid_request", {}, std::move(errors), {}};
    return check_contents(pack, notice, empty);
}

bool same_field(const RulePack& pack, std::string_view a, std::string_view b) {
    if (a == b) return true;
    const auto first = pack.find_item("fields", a);
    const auto second = pack.find_item("fields", b);
    return first && second && first->code == second->code;
}

}  // namespace yunhe::tenants
