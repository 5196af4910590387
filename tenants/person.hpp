/// A developer's staff (备案人员) and the gates that a pack sets before access (Quzhou 四(三)1,
/// Hangzhou 三(五)1, Ningbo 18, Zhoushan 二(三)1; Yangzhou's text has none). Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct PersonEntity { static constexpr std::string_view prefix = "per"; };
using PersonId = Id<PersonEntity>;

enum class PersonKind { manager, technician, operations };

struct Person {
    PersonId id;
    BodyId developer_id;
    std::string name;
    PersonKind kind = PersonKind::technician;
    std::string id_number_masked;
    std::optional<Date> identity_checked_on;
    std::optional<Date> trained_on;
    std::optional<Date> confidentiality_until;  ///< Inclusive.
    Timestamp created_at;
};

/// First three and last four characters, stars between; all stars when it is shorter than eight.
/// REQUIRES: ASCII.
std::string masked_id_number(std::string_view id_number);

/// 6 to 20 capital letters and digits: identity cards (GB 11643) and passports alike.
bool plausible_id_number(std::string_view id_number);

struct UnmetGate {
    std::string gate;
    std::string person;  ///< Name; empty where nobody of the kinds concerned is on record.
    RuleReference rule;
};

/// The staff gates of the pack that are not met on that day. Only kinds that the pack trains count
/// for training. Gates about other things than people (an emergency plan) are not judged here.
/// Empty where the pack has no staff gate.
std::vector<UnmetGate> unmet_staff_gates(const RulePack& pack, std::span<const Person> staff,
                                         Date day);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PersonKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::PersonKind::manager, "manager"},
                    std::pair{yunhe::tenants::PersonKind::technician, "technician"},
                    std::pair{yunhe::tenants::PersonKind::operations, "operations"});
