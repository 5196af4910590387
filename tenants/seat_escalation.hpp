/// How long the head of a body has, once told that its seat in a joint decision is silent. Pure.
#pragma once

namespace yunhe::tenants {

/// Working days after the seat's last day.
inline constexpr int kSeatHeadWorkingDays = 3;

}  // namespace yunhe::tenants
