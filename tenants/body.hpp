/// Bodies (单位): every organisation in a tenant. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/role.hpp"

namespace yunhe::tenants {

struct Body {
    BodyId id;
    BodyKind kind = BodyKind::department;
    std::string code;  ///< Unique in the tenant, immutable; of a developer its credit code.
    std::string name;
    std::optional<std::string> uscc;  ///< Unified social credit code.
    std::optional<DepartmentKind> department_kind;
    std::string area;  ///< County or district; empty: the city itself.
    Timestamp created_at;
};

/// Kinds that the authority may record. Operator and authority come with the tenant, developers
/// register themselves.
bool authority_may_record(BodyKind kind);

/// Does the body make sense? Errors: malformed `bad_uscc` at /uscc; `department_kind_not_of_kind`
/// at /department_kind (only departments have one); `bad_code` at /code.
Status check_body(const Body& body);

}  // namespace yunhe::tenants
