#include "tenants/role.hpp"

namespace yunhe::tenants {

bool kind_allows(BodyKind kind, Role role) {
    switch (kind) {
        case BodyKind::platform: return role == Role::platform_admin;
        case BodyKind::operator_body:
            return role == Role::operator_admin || role == Role::operator_staff ||
                   role == Role::finance;
        case BodyKind::authority:
            return role == Role::data_authority || role == Role::coordination ||
                   role == Role::collector;
        case BodyKind::data_centre: return role == Role::data_centre;
        case BodyKind::expert: return role == Role::expert;
        case BodyKind::department: return role == Role::department;
        case BodyKind::province: return role == Role::province;
        case BodyKind::treasury: return role == Role::treasury;
        case BodyKind::collecting_unit: return role == Role::collector;
        case BodyKind::supervisor: return role == Role::auditor;
        case BodyKind::developer:
            return role == Role::developer_admin || role == Role::developer_staff;
        case BodyKind::evaluator: return role == Role::evaluator;
    }
    fail_invariant("every kind of body is listed", __FILE__, __LINE__);
}

std::string_view budget_route(DepartmentKind kind) {
    switch (kind) {
        case DepartmentKind::administrative: return "budget";
        case DepartmentKind::institution: return "by_local_finance";
        case DepartmentKind::enterprise: return "via_competent";
        case DepartmentKind::vertical: return "via_competent";
    }
    fail_invariant("every kind of department is listed", __FILE__, __LINE__);
}

}  // namespace yunhe::tenants
