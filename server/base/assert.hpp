/// Assertions that are always on: they guard against our own mistakes, never against input.
#pragma once

#include <stdexcept>

namespace yunhe {

/// A fact we rely on does not hold. Caught only in `dispatch` and the worker loop, where it becomes
/// a 500 with the request's id and a rolled-back transaction.
class InvariantViolation : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void fail_invariant(const char* fact, const char* file, int line);

}  // namespace yunhe

#define YUNHE_ASSERT(fact) \
    (static_cast<bool>(fact) ? void(0) : ::yunhe::fail_invariant(#fact, __FILE__, __LINE__))
