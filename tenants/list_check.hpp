/// The look at the lists of the dishonest before a developer is admitted (Yangzhou 10(一): the unit
/// and its legal representative on none of three lists). Which lists and which subjects is the
/// pack's; how old a look may be is the tenant's policy. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/developer.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants {

struct ListCheckEntity { static constexpr std::string_view prefix = "lck"; };
using ListCheckId = Id<ListCheckEntity>;

enum class ListCheckSubject { organisation, legal_representative };

/// One look at one list for one subject. Never changed: a new look is a new row.
struct ListCheck {
    ListCheckId id;
    BodyId developer_id;
    std::string list;  ///< Code of the pack's `list_checks`.
    ListCheckSubject subject = ListCheckSubject::organisation;
    std::string subject_name;  ///< Who was looked up.
    bool listed = false;       ///< Found on the list.
    Date checked_on;
    std::string source;           ///< Where it was looked up.
    std::string evidence_digest;  ///< SM3 of the evidence, 64 characters.
    Timestamp recorded_at;
    UserId recorded_by;
    std::string recorded_by_name;
};

enum class ListCheckGap {
    missing,  ///< Nobody looked, or it was another person or name.
    listed,   ///< The newest look found the subject on the list.
    too_old,  ///< The newest look is older than the policy lets it be.
};

struct OpenListCheck {
    std::string list;
    std::string title;  ///< The list's Chinese name.
    ListCheckSubject subject = ListCheckSubject::organisation;
    ListCheckGap gap = ListCheckGap::missing;
};

/// Who is looked up for this subject.
const std::string& name_of_subject(const Developer& developer, ListCheckSubject subject);

/// What stands between the developer and its admission, list by list; empty where the pack names
/// no list. `checks` are all looks at this developer, oldest first.
std::vector<OpenListCheck> open_list_checks(const RulePack& pack, const TenantPolicy& policy,
                                            const Developer& developer,
                                            std::span<const ListCheck> checks, Date today);

/// The refusal for the first of them: rule `list_check_missing`, `found_on_list`, citing the pack's
/// list; tenant_policy `list_check_too_old`. REQUIRES: not empty.
Error refuse_by_list_checks(const RulePack& pack, const TenantPolicy& policy,
                            const std::vector<OpenListCheck>& open);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ListCheckSubject> = yunhe::texts_of(
    std::pair{yunhe::tenants::ListCheckSubject::organisation, "organisation"},
    std::pair{yunhe::tenants::ListCheckSubject::legal_representative, "legal_representative"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ListCheckGap> =
    yunhe::texts_of(std::pair{yunhe::tenants::ListCheckGap::missing, "missing"},
                    std::pair{yunhe::tenants::ListCheckGap::listed, "listed"},
                    std::pair{yunhe::tenants::ListCheckGap::too_old, "too_old"});
