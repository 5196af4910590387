#include "tenants/developer_service.hpp"

#include "base/text.hpp"
#include "tenants/body_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/user_service.hpp"

namespace yunhe::tenants {
namespace {

bool is_operators(db::Transaction& tx, TenantScope scope, const std::string& uscc) {
    for (const auto& body : all_bodies_of_kind(tx, scope, BodyKind::operator_body))
        if (body.uscc == uscc || body.code == uscc) return true;
    return find_related_party(tx, scope, uscc).has_value();
}

}  // namespace

Result<Developer> register_developer(db::Transaction& tx, const Caller& caller,
                                     const DeveloperRegistration& registration) {
    if (!valid_uscc(registration.uscc)) return malformed("/uscc", "bad_uscc");
    if (find_developer_by_uscc(tx, caller.scope, registration.uscc) ||
        find_body_by_code(tx, caller.scope, registration.uscc))
        return wrong_state("developer_exists", {{"uscc", registration.uscc}});
    if (is_operators(tx, caller.scope, registration.uscc))
        return refused_by_system("related_party");

    YUNHE_TRY(body, create_body(tx, caller.scope,
                                {.id = {},
                                 .kind = BodyKind::developer,
                                 .code = registration.uscc,
                                 .name = registration.name,
                                 .uscc = registration.uscc,
                                 .department_kind = {},
                                 .area = "",
                                 .created_at = caller.now}));
    YUNHE_CHECK(create_user(tx, caller.scope, body,
                            {.username = registration.username,
                             .password = registration.password,
                             .role = Role::developer_admin,
                             .body_admin = true},
                            caller.now));
    const Developer developer{body.id, registration.uscc, registration.name,
                              registration.legal_representative, caller.now};
    insert_developer(tx, caller.scope, developer);
    return developer;
}

Result<RelatedParty> declare_related_party(db::Transaction& tx, const Caller& caller,
                                           const std::string& uscc, const std::string& name) {
    if (!valid_uscc(uscc)) return malformed("/uscc", "bad_uscc");
    if (find_related_party(tx, caller.scope, uscc)) return wrong_state("related_party_exists");
    if (find_developer_by_uscc(tx, caller.scope, uscc))
        return wrong_state("developer_exists", {{"uscc", uscc}});
    const RelatedParty party{tx.new_id<RelatedPartyId>(), uscc, name, caller.now};
    insert_related_party(tx, caller.scope, party);
    return party;
}

}  // namespace yunhe::tenants
