#include "tenants/acting_role.hpp"

namespace yunhe::tenants {

bool acts_as(Role caller, Role wanted) {
    if (caller == wanted) return true;
    if (wanted == Role::operator_staff) return caller == Role::operator_admin;
    if (wanted == Role::developer_staff) return caller == Role::developer_admin;
    return false;
}

}  // namespace yunhe::tenants
