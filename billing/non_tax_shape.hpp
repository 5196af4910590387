/// The JSON of a non-tax setting, wherever one is shown. Pure.
#pragma once

#include "base/schema.hpp"
#include "billing/non_tax.hpp"

namespace yunhe::billing {

inline constexpr Field kNamedCodeFields[] = {field::code("code"), field::text("name", 200)};
inline constexpr Shape kNamedCode{"NamedCode", kNamedCodeFields};

inline constexpr Field kNonTaxSettingFields[] = {
    field::id<NonTaxSettingId>("id"),
    field::text("document", 200),
    field::object("collecting_unit", kNamedCode),
    field::object("item", kNamedCode),
    field::one_of("state", enum_values<NonTaxState>),
    field::boolean("in_force").about("Is this what claims stand on now?"),
    field::integer("version"),
    field::timestamp("recorded_at"),
    field::timestamp("confirmed_at").nullable(),
};
inline constexpr Shape kNonTaxSetting{"NonTaxSetting", kNonTaxSettingFields};

Json non_tax_json(const NonTaxSetting& setting, bool in_force);

}  // namespace yunhe::billing
