#include "tenants/total_control_service.hpp"

#include "tenants/total_control.hpp"
#include "tenants/total_control_store.hpp"

namespace yunhe::tenants {

Status check_unit_total(db::Transaction& tx, TenantScope scope, const Rules& rules,
                        BodyId developer_id, const std::vector<std::string>& fields, Date day) {
    const auto& quotas = rules.policy.quotas;
    if (!quotas.units && quotas.units_by_field.empty()) return Done{};
    const auto present = list_unit_fields(tx, scope, developer_id, day);
    return check_total_control(*rules.pack, rules.policy, Controlled::units, fields, present);
}

}  // namespace yunhe::tenants
