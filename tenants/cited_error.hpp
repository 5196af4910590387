/// A refusal of the wrong party or at the wrong time that rests on a rule: with its article, so
/// that it can be told from a mere slip of form or order. Pure.
#pragma once

#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// The error with the rule on which it rests. A reference of source `system` says nothing that the
/// error doesn't, so it isn't added; nor is anything to an error that cites a rule already, or that
/// is neither of party nor of state.
Error cited(Error error, RuleReference rule);

/// The same for a result that may be an error.
template <class T>
Result<T> cited(Result<T> result, const RuleReference& rule) {
    if (result.ok()) return result;
    return cited(std::move(result).error(), rule);
}

}  // namespace yunhe::tenants
