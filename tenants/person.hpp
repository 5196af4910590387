/// A developer's staff (备案人员) and the dated facts about them that access depends on (Quzhou
/// 四(一), 四(三)1; Hangzhou 三(五)1; Ningbo 18; Zhoushan 二(三)1; Yangzhou's text has none).
///
/// A fact is never deleted or changed: it runs out, or it is ended, and it says who recorded it.
/// The gates are judged in tenants/access_gate.hpp. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/role.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct PersonEntity { static constexpr std::string_view prefix = "per"; };
using PersonId = Id<PersonEntity>;
struct PersonFactEntity { static constexpr std::string_view prefix = "pft"; };
using PersonFactId = Id<PersonFactEntity>;

enum class PersonKind { manager, technician, operations };

struct Person {
    PersonId id;
    BodyId developer_id;
    std::string name;
    PersonKind kind = PersonKind::technician;
    std::string id_number_masked;
    Timestamp created_at;
    std::optional<Date> left_on;  ///< Left the developer; the record stays.
    std::string leaving_reason;
};

enum class PersonFactKind {
    training,         ///< 岗前培训: passed, with provider and certificate number.
    identity_check,   ///< 实名认证
    filing,           ///< 备案审查: on file and vetted.
    confidentiality,  ///< 保密协议, with its parts.
    duty,             ///< 上岗: works on authorised data from that day on.
};

struct PersonFact {
    PersonFactId id;
    PersonId person_id;
    PersonFactKind kind = PersonFactKind::training;
    Date from;
    std::optional<Date> until;       ///< Inclusive; absent: without end.
    std::string provider;            ///< Who trained, checked or vetted; empty where nobody did.
    std::string document;            ///< Certificate or agreement number; may be empty.
    std::string digest_sm3;          ///< Of the document, 64 hexadecimal characters, or empty.
    std::vector<std::string> parts;  ///< Of a confidentiality agreement: term, liability.
    Timestamp recorded_at;
    UserId recorded_by;
    std::string recorded_by_name;  ///< Username.
    BodyId recorded_by_body;
    std::optional<Timestamp> ended_at;
    std::string end_reason;
};

/// Who may record a fact of that kind: the developer itself its agreements with its staff and who
/// is on duty; what proves something to others is recorded by operator or authority.
bool may_record(PersonFactKind kind, Role role);

/// Is the fact complete for its kind? Errors: malformed `bad_interval` at /until, `bad_digest` at
/// /digest_sm3, `reason_required` at /provider, `until_required` at /until (an agreement whose
/// parts name a term); rule `confidentiality_part_missing`, citing the pack (Quzhou 四(三)1).
Status check_fact(const RulePack& pack, const PersonFact& fact);

/// First three and last four characters, stars between; all stars when it is shorter than eight.
/// REQUIRES: ASCII.
std::string masked_id_number(std::string_view id_number);

/// 6 to 20 capital letters and digits: identity cards (GB 11643) and passports alike.
bool plausible_id_number(std::string_view id_number);

/// 64 hexadecimal characters in small letters.
bool plausible_digest(std::string_view digest);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PersonKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::PersonKind::manager, "manager"},
                    std::pair{yunhe::tenants::PersonKind::technician, "technician"},
                    std::pair{yunhe::tenants::PersonKind::operations, "operations"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PersonFactKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::PersonFactKind::training, "training"},
    std::pair{yunhe::tenants::PersonFactKind::identity_check, "identity_check"},
    std::pair{yunhe::tenants::PersonFactKind::filing, "filing"},
    std::pair{yunhe::tenants::PersonFactKind::confidentiality, "confidentiality"},
    std::pair{yunhe::tenants::PersonFactKind::duty, "duty"});
