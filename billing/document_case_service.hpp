/// What bills and claims are called on desks and timelines.
#pragma once

#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "catalog/offer_case_service.hpp"

namespace yunhe::billing {

inline constexpr std::string_view kIssueBillTask = "issue_bill";
inline constexpr std::string_view kSubmitClaimTask = "submit_claim";
inline constexpr std::string_view kConfirmClaimTask = "confirm_claim";

catalog::CaseRef case_of(const Bill& bill);
catalog::CaseRef case_of(const Claim& claim);

}  // namespace yunhe::billing
