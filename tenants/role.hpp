/// Kinds of bodies and the roles that their users may have (design: every user belongs to one body,
/// whose kind limits the roles).
#pragma once

#include "base/enum_text.hpp"

namespace yunhe::tenants {

enum class BodyKind {
    platform,         ///< Outside tenants: platform administrators.
    operator_body,    ///< 一级运营主体
    authority,        ///< 数据主管部门
    data_centre,      ///< 大数据管理中心
    expert,           ///< 专家组
    department,       ///< 数源单位
    province,         ///< 省级席位
    treasury,         ///< 财政
    collecting_unit,  ///< 执收单位, where it isn't the authority itself
    supervisor,       ///< 监管
    developer,        ///< 二级开发主体
    evaluator,        ///< 第三方评估
};

enum class Role {
    platform_admin,
    operator_admin,
    operator_staff,
    finance,
    data_authority,
    coordination,
    data_centre,
    expert,
    department,
    province,
    treasury,
    collector,
    auditor,
    developer_admin,
    developer_staff,
    evaluator,
};

/// May a user of a body of this kind have this role?
bool kind_allows(BodyKind kind, Role role);

/// How a department's budget reaches it; shown on its statement, the arithmetic is the same.
enum class DepartmentKind { administrative, institution, enterprise, vertical };
/// `budget` | `by_local_finance` | `via_competent`
std::string_view budget_route(DepartmentKind kind);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::BodyKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::BodyKind::platform, "platform"},
    std::pair{yunhe::tenants::BodyKind::operator_body, "operator"},
    std::pair{yunhe::tenants::BodyKind::authority, "authority"},
    std::pair{yunhe::tenants::BodyKind::data_centre, "data_centre"},
    std::pair{yunhe::tenants::BodyKind::expert, "expert"},
    std::pair{yunhe::tenants::BodyKind::department, "department"},
    std::pair{yunhe::tenants::BodyKind::province, "province"},
    std::pair{yunhe::tenants::BodyKind::treasury, "treasury"},
    std::pair{yunhe::tenants::BodyKind::collecting_unit, "collecting_unit"},
    std::pair{yunhe::tenants::BodyKind::supervisor, "supervisor"},
    std::pair{yunhe::tenants::BodyKind::developer, "developer"},
    std::pair{yunhe::tenants::BodyKind::evaluator, "evaluator"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::Role> = yunhe::texts_of(
    std::pair{yunhe::tenants::Role::platform_admin, "platform_admin"},
    std::pair{yunhe::tenants::Role::operator_admin, "operator_admin"},
    std::pair{yunhe::tenants::Role::operator_staff, "operator_staff"},
    std::pair{yunhe::tenants::Role::finance, "finance"},
    std::pair{yunhe::tenants::Role::data_authority, "data_authority"},
    std::pair{yunhe::tenants::Role::coordination, "coordination"},
    std::pair{yunhe::tenants::Role::data_centre, "data_centre"},
    std::pair{yunhe::tenants::Role::expert, "expert"},
    std::pair{yunhe::tenants::Role::department, "department"},
    std::pair{yunhe::tenants::Role::province, "province"},
    std::pair{yunhe::tenants::Role::treasury, "treasury"},
    std::pair{yunhe::tenants::Role::collector, "collector"},
    std::pair{yunhe::tenants::Role::auditor, "auditor"},
    std::pair{yunhe::tenants::Role::developer_admin, "developer_admin"},
    std::pair{yunhe::tenants::Role::developer_staff, "developer_staff"},
    std::pair{yunhe::tenants::Role::evaluator, "evaluator"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DepartmentKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::DepartmentKind::administrative, "administrative"},
    std::pair{yunhe::tenants::DepartmentKind::institution, "institution"},
    std::pair{yunhe::tenants::DepartmentKind::enterprise, "enterprise"},
    std::pair{yunhe::tenants::DepartmentKind::vertical, "vertical"});
