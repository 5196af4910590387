#include "tenants/list_check_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/developer_service.hpp"
#include "tenants/person.hpp"

namespace yunhe::tenants {
namespace {

Status check_new(const RulePack& pack, const NewListCheck& wanted, Date today) {
    const auto lists = pack.list("list_checks");
    if (!pack.find_item("list_checks", wanted.list))
        return malformed("/list", "not_one_of", {{"allowed", join(lists, ", ")}});
    if (wanted.checked_on > today) return malformed("/checked_on", "in_the_future");
    if (!plausible_digest(wanted.evidence_digest))
        return malformed("/evidence_digest", "bad_digest");
    return Done{};
}

}  // namespace

Result<ListCheck> record_list_check(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    std::string_view uscc, const NewListCheck& wanted) {
    const auto developer = find_developer_by_uscc(tx, caller.scope, uscc);
    if (!developer) return not_found();
    YUNHE_CHECK(check_new(*rules.pack, wanted, date_of(caller.now)));
    const ListCheck check{.id = tx.new_id<ListCheckId>(),
                          .developer_id = developer->id,
                          .list = rules.pack->find_item("list_checks", wanted.list)->code,
                          .subject = wanted.subject,
                          .subject_name = name_of_subject(*developer, wanted.subject),
                          .listed = wanted.listed,
                          .checked_on = wanted.checked_on,
                          .source = wanted.source,
                          .evidence_digest = wanted.evidence_digest,
                          .recorded_at = caller.now,
                          .recorded_by = caller.user_id,
                          .recorded_by_name = caller.username};
    insert_list_check(tx, caller.scope, check);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "developer",
                           .aggregate_id = developer->id.value,
                           .action = "check_list",
                           .from_state = "registered",
                           .to_state = "registered",
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = "",
                           .details = {{"list", check.list},
                                       {"subject", std::string(to_text(check.subject))},
                                       {"listed", check.listed},
                                       {"evidence_digest", check.evidence_digest}}});
    return check;
}

Status require_admissible(db::Transaction& tx, const Caller& caller, const Rules& rules,
                          BodyId developer_id) {
    const auto developer = find_developer(tx, caller.scope, developer_id);
    YUNHE_ASSERT(developer.has_value());
    YUNHE_CHECK(require_unrelated(tx, caller.scope, developer->uscc));
    const auto checks = list_checks_of(tx, caller.scope, developer_id);
    const auto open = open_list_checks(*rules.pack, rules.policy, *developer, checks,
                                       date_of(caller.now));
    if (!open.empty()) return refuse_by_list_checks(*rules.pack, rules.policy, open);
    return Done{};
}

}  // namespace yunhe::tenants
