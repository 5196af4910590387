/// Developers (二级开发主体): organisations that registered themselves. A developer is a body of kind
/// developer whose code is its unified social credit code (GB 32100). Pure.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// What the organisation is by law, as it declares (Yangzhou 3: legal persons only; Hangzhou
/// 三(四)1 and Quzhou 一(四): others too).
enum class ApplicantKind { legal_person, unincorporated_organisation };

struct Developer {
    BodyId id;  ///< The body's.
    std::string uscc;
    std::string name;
    std::string legal_representative;
    ApplicantKind applicant_kind = ApplicantKind::legal_person;
    std::optional<Date> founded_on = {};  ///< Decides which reports are recent enough.
    Timestamp registered_at = {};
};

/// May such an organisation be authorised? Errors: rule `applicant_kind_not_admitted`, citing the
/// pack. Packs that are silent take every kind.
Status check_applicant_kind(const RulePack& pack, ApplicantKind kind);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ApplicantKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::ApplicantKind::legal_person, "legal_person"},
    std::pair{yunhe::tenants::ApplicantKind::unincorporated_organisation,
              "unincorporated_organisation"});
