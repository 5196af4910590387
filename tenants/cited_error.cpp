#include "tenants/cited_error.hpp"

namespace yunhe::tenants {

Error cited(Error error, RuleReference rule) {
    const bool fits = error.kind == Errc::party || error.kind == Errc::state;
    if (!fits || error.rule || rule.source == "system") return error;
    error.rule = std::move(rule);
    return error;
}

}  // namespace yunhe::tenants
