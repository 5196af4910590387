#include "tenants/body_service.hpp"

#include "tenants/body_store.hpp"

namespace yunhe::tenants {

Result<Body> create_body(db::Transaction& tx, TenantScope scope, Body body) {
    YUNHE_CHECK(check_body(body));
    if (find_body_by_code(tx, scope, body.code)) return wrong_state("code_taken",
                                                                    {{"code", body.code}});
    body.id = tx.new_id<BodyId>();
    insert_body(tx, scope, body);
    return body;
}

Result<Body> record_body(db::Transaction& tx, const Caller& caller, Body body) {
    if (!authority_may_record(body.kind))
        return refused_by_system("body_kind_not_recorded_here",
                                 {{"kind", std::string(to_text(body.kind))}});
    body.created_at = caller.now;
    return create_body(tx, caller.scope, std::move(body));
}

}  // namespace yunhe::tenants
