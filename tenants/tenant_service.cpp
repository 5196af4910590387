#include "tenants/tenant_service.hpp"

#include "base/clock.hpp"
#include "tenants/body_service.hpp"
#include "tenants/mandate_service.hpp"
#include "tenants/password_service.hpp"
#include "tenants/tenant_policy.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

/// The row of a tenant that does not exist yet: the scope is made with it. Works across_tenants, as
/// only opening a tenant does.
TenantScope insert_across_tenants(db::Transaction& tx, const Tenant& tenant) {
    const auto scope = TenantScopeMaker::make(tenant.id);
    insert_tenant(tx, scope, tenant);
    return scope;
}

Error below(std::string_view pointer, Error error) {
    for (auto& field : error.fields) field.pointer = std::string(pointer) + field.pointer;
    return error;
}

/// Returns the administrator's password.
std::string insert_platform(db::Transaction& tx, Timestamp now) {
    Tenant platform;
    platform.id = kPlatformTenant;
    platform.slug = kPlatformSlug;
    platform.name = "平台管理";
    platform.created_at = now;
    const auto scope = insert_across_tenants(tx, platform);
    Body body;
    body.kind = BodyKind::platform;
    body.code = "PLATFORM";
    body.name = platform.name;
    body.created_at = now;
    const auto made = create_body(tx, scope, body).value();
    const auto password = random_password();
    const NewUser admin{std::string(kPlatformAdminName), password, Role::platform_admin, true};
    YUNHE_ASSERT(create_user(tx, scope, made, admin, now).ok());
    return password;
}

struct First {
    BodyKind kind;
    Role role;
    std::string_view pointer;
};

Status open_first_body(db::Transaction& tx, TenantScope scope, const FirstBody& wanted,
                       const First& first, Timestamp now) {
    Body body;
    body.kind = first.kind;
    body.code = wanted.code;
    body.name = wanted.name;
    body.created_at = now;
    auto made = create_body(tx, scope, body);
    if (!made.ok()) return below(first.pointer, made.error());
    const auto user = create_user(tx, scope, made.value(),
                                  {wanted.username, wanted.password, first.role, true}, now);
    if (!user.ok()) return below(first.pointer, user.error());
    return Done{};
}

Status check_new_tenant(const NewTenant& wanted, const RulePackLibrary& library) {
    YUNHE_CHECK(check_slug(wanted.slug));
    if (library.find(wanted.rule_pack_id) == nullptr)
        return malformed("/rule_pack", "unknown_rule_pack", {{"rule_pack", wanted.rule_pack_id}});
    if (wanted.clock && !wanted.sandbox) return malformed("/clock", "clock_without_sandbox");
    if (wanted.mandate_to < wanted.mandate_from) return malformed("/mandate/to", "bad_interval");
    return Done{};
}

}  // namespace

bool create_platform_administrator(db::Database& database,
                                   const std::function<void(const std::string&)>& keep_password) {
    const auto made = database.transact([&](db::Transaction& tx) -> Result<bool> {
        const auto scope = TenantScopeMaker::make(kPlatformTenant);
        if (find_user_by_username(tx, scope, kPlatformAdminName)) return false;
        keep_password(insert_platform(tx, real_now()));
        return true;
    });
    return made.value();
}

Result<Tenant> open_tenant(db::Transaction& tx, const Caller& caller, const NewTenant& wanted,
                           const RulePackLibrary& library, Timestamp real_now) {
    YUNHE_ASSERT(caller.scope.tenant() == kPlatformTenant);
    YUNHE_CHECK(check_new_tenant(wanted, library));
    if (find_tenant_across_tenants(tx, wanted.slug))
        return wrong_state("slug_taken", {{"slug", wanted.slug}});

    Tenant tenant;
    tenant.id = tx.new_id<TenantId>();
    tenant.slug = wanted.slug;
    tenant.name = wanted.name;
    tenant.rule_pack_id = wanted.rule_pack_id;
    tenant.sandbox = wanted.sandbox;
    if (wanted.sandbox) tenant.clock = wanted.clock.value_or(real_now);
    tenant.created_at = tenant.now(real_now);
    const auto scope = insert_across_tenants(tx, tenant);

    Mandate mandate;
    mandate.document = wanted.mandate_document;
    mandate.from = wanted.mandate_from;
    mandate.to = wanted.mandate_to;
    open_with_mandate(tx, scope, std::move(mandate), tenant.created_at);
    YUNHE_CHECK(open_first_body(tx, scope, wanted.operator_body,
                                {BodyKind::operator_body, Role::operator_admin, "/operator"},
                                tenant.created_at));
    YUNHE_CHECK(open_first_body(tx, scope, wanted.authority,
                                {BodyKind::authority, Role::data_authority, "/authority"},
                                tenant.created_at));
    return tenant;
}

Result<Tenant> set_clock(db::Transaction& tx, const Caller& caller, Timestamp clock) {
    auto tenant = lock_tenant(tx, caller.scope);
    if (!tenant.clock) return wrong_state("clock_not_sandbox");
    if (clock < *tenant.clock) return wrong_state("clock_backwards");
    if (clock == *tenant.clock) return tenant;
    save_clock(tx, caller.scope, clock);
    tenant.clock = clock;
    return tenant;
}

Result<Tenant> set_policy(db::Transaction& tx, const Caller& caller, const Json& policy,
                          const RulePackLibrary& library) {
    auto tenant = lock_tenant(tx, caller.scope);
    const auto* pack = library.find(tenant.rule_pack_id);
    YUNHE_ASSERT(pack != nullptr);
    YUNHE_TRY(parsed, parse_policy(policy, *pack));
    tenant.policy = to_json(parsed);
    save_policy(tx, caller.scope, tenant.policy);
    ++tenant.version;
    return tenant;
}

Result<ContinuationBasis> record_continuation_basis(db::Transaction& tx, const Caller& caller,
                                                    ContinuationBasis basis) {
    basis.recorded_on = date_of(caller.now);
    if (basis.until < basis.recorded_on) return malformed("/until", "already_over");
    basis.id = tx.new_id<ContinuationBasisId>();
    insert_continuation_basis(tx, caller.scope, basis);
    return basis;
}

}  // namespace yunhe::tenants
