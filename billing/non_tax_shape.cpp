#include "billing/non_tax_shape.hpp"

namespace yunhe::billing {
namespace {

Json named_code_json(const NamedCode& value) {
    return {{"code", value.code}, {"name", value.name}};
}

}  // namespace

Json non_tax_json(const NonTaxSetting& setting, bool in_force) {
    return {{"id", to_text(setting.id)},
            {"document", setting.facts.document},
            {"collecting_unit", named_code_json(setting.facts.collecting_unit)},
            {"item", named_code_json(setting.facts.item)},
            {"state", to_text(setting.state)},
            {"in_force", in_force},
            {"version", setting.version},
            {"recorded_at", to_text(setting.recorded_at)},
            {"confirmed_at",
             setting.confirmed_at ? Json(to_text(*setting.confirmed_at)) : Json()}};
}

}  // namespace yunhe::billing
