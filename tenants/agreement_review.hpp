/// Reviews that a gate asks for beside staff and plan (Hangzhou 三(四)3(3): a scenario passes a
/// network security review). A passed review runs out or is ended, and is never deleted. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

struct AgreementReviewEntity { static constexpr std::string_view prefix = "agv"; };
using AgreementReviewId = Id<AgreementReviewEntity>;

enum class AgreementReviewKind { network_security_review };

struct AgreementReview {
    AgreementReviewId id;
    AgreementId agreement_id;
    AgreementReviewKind kind = AgreementReviewKind::network_security_review;
    Date from;                  ///< The day on which it was passed.
    std::optional<Date> until;  ///< Inclusive; absent: until it is ended.
    std::string reviewer;
    std::string document;
    /// Of the document, 64 characters; of the admission's record where that was carried over.
    std::string digest_sm3;
    Timestamp recorded_at;
    UserId recorded_by;
    std::string recorded_by_name;
    std::optional<Timestamp> ended_at;
    std::string end_reason;
};

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AgreementReviewKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::AgreementReviewKind::network_security_review,
              "network_security_review"});
