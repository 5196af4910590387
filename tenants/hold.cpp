#include "tenants/hold.hpp"

#include <algorithm>

#include "tenants/acting_role.hpp"

namespace yunhe::tenants {
namespace {

Error not_a_suspender(const RulePack& pack) {
    return refuse_by_actors(pack, "suspenders", "not_a_suspender");
}

bool from_authority(const Caller& caller) { return caller.body_kind == BodyKind::authority; }

}  // namespace

Error refuse_by_actors(const RulePack& pack, std::string_view key, std::string code) {
    auto error = refuse_by_rule(pack, key, code);
    for (const auto& item : pack.items(key))
        if (!item.article) error = refuse_by_item(pack, key, item.code, code);
    error.kind = Errc::party;
    return error;
}

std::vector<Interval> subtract(std::vector<Interval> from, const std::vector<Interval>& cuts) {
    for (const auto& cut : cuts) {
        if (cut.empty()) continue;
        std::vector<Interval> left;
        for (const auto& whole : from) {
            left.push_back({whole.from, std::min(whole.to, cut.from)});
            left.push_back({std::max(whole.from, cut.to), whole.to});
        }
        from = std::move(left);
        std::erase_if(from, [](const Interval& interval) { return interval.empty(); });
    }
    std::erase_if(from, [](const Interval& interval) { return interval.empty(); });
    std::sort(from.begin(), from.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    return from;
}

std::vector<Role> suspenders(const RulePack& pack) {
    std::vector<Role> roles;
    for (const auto& item : pack.items("suspenders"))
        if (item.role) roles.push_back(*item.role);
    if (roles.empty()) roles.push_back(Role::data_authority);
    return roles;
}

bool is_suspender(const RulePack& pack, const Caller& caller) {
    return std::ranges::any_of(suspenders(pack),
                               [&](Role role) { return acts_as(caller.role, role); });
}

Status check_may_place(const RulePack& pack, const Caller& caller, const Agreement& agreement,
                       HoldCause cause, bool urgent) {
    if (caller.is_developer()) {
        if (agreement.developer_id != caller.body_id) return wrong_party("not_your_object");
        const bool own_stop = cause == HoldCause::risk || cause == HoldCause::incident;
        if (urgent && own_stop) return Done{};
        return not_a_suspender(pack);
    }
    if (is_suspender(pack, caller)) return Done{};
    if (caller.is_operator() && urgent) return Done{};
    return not_a_suspender(pack);
}

Status check_may_confirm(const RulePack& pack, const Caller& caller, const Hold& hold) {
    if (caller.body_id == hold.placed_by_body_id) return wrong_party("own_urgent_stop");
    if (!is_suspender(pack, caller)) return not_a_suspender(pack);
    return Done{};
}

Status check_may_release(const RulePack& pack, const Caller& caller, const Hold& hold) {
    const bool own = caller.body_id == hold.placed_by_body_id;
    const bool taken_back = own && caller.is_operator() && hold.urgent && !hold.confirmed_at;
    if (taken_back) return Done{};
    if (!is_suspender(pack, caller)) return not_a_suspender(pack);
    if (from_authority(caller)) return Done{};
    if (!own || hold.confirmed_at) return wrong_party("hold_not_yours");
    return Done{};
}

}  // namespace yunhe::tenants
