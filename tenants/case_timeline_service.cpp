#include "tenants/case_timeline_service.hpp"

#include <map>

#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// A timeline names few bodies and users again and again.
class Names {
public:
    Names(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}
    std::string body(BodyId id) {
        if (!bodies_.contains(id)) {
            const auto found = find_body(tx_, scope_, id);
            bodies_[id] = found ? found->name : "";
        }
        return bodies_[id];
    }
    std::string user(UserId id) {
        if (!users_.contains(id)) {
            const auto found = find_user(tx_, scope_, id);
            users_[id] = found ? found->username : "";
        }
        return users_[id];
    }

private:
    db::Transaction& tx_;
    TenantScope scope_;
    std::map<BodyId, std::string> bodies_;
    std::map<UserId, std::string> users_;
};

}  // namespace

Json case_timeline(db::Transaction& tx, TenantScope scope, std::string_view aggregate,
                   std::uint64_t aggregate_id) {
    Names names(tx, scope);
    Json data = Json::array();
    for (const auto& event : db::list_case_events(tx, scope, aggregate, aggregate_id))
        data.push_back({{"action", event.action},
                        {"from_state", text_or_null(event.from_state)},
                        {"to_state", text_or_null(event.to_state)},
                        {"body_name", text_or_null(names.body(event.actor.body_id))},
                        {"username", text_or_null(names.user(event.actor.user_id))},
                        {"acts_for", event.actor.delegate_for_id
                                         ? text_or_null(names.user(*event.actor.delegate_for_id))
                                         : Json(nullptr)},
                        {"role", text_or_null(event.actor.role)},
                        {"at", to_text(event.at)},
                        {"opinion", text_or_null(event.opinion)},
                        {"details", event.details}});
    return {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
}

BodyId desk_of(db::Transaction& tx, TenantScope scope, Role role) {
    constexpr BodyKind kSingleKinds[] = {BodyKind::operator_body, BodyKind::authority,
                                         BodyKind::data_centre,   BodyKind::treasury,
                                         BodyKind::province,      BodyKind::supervisor};
    for (const auto kind : kSingleKinds)
        if (kind_allows(kind, role)) return read_first_body_of_kind(tx, scope, kind).id;
    fail_invariant("the role belongs to a single body", __FILE__, __LINE__);
}

}  // namespace yunhe::tenants
