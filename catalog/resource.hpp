/// The data resource (数据资源): one catalogue entry of a department, with a new version per
/// change.
///
/// draft -> published <-> suspended -> retired, by the owning department alone. Barred resources
/// can't be requested (Yangzhou 2; Hangzhou 四(一); Quzhou 二(六)); unconditional (open) ones never
/// carry a charge. A suspended resource takes no new requests. Whether what was granted stops with
/// it is the department's explicit choice: then the grants are closed until it is published again.
/// Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

struct ResourceEntity { static constexpr std::string_view prefix = "res"; };
using ResourceId = Id<ResourceEntity>;

/// Grade of sensitivity, L4 the highest.
enum class Level { l1, l2, l3, l4 };

/// From whom the department has the data: the city's own, returned by the province, or returned by
/// the city to a county.
enum class Origin { city, province_returned, city_returned_to_county };

enum class Openness { barred, conditional, unconditional };

/// What makes personal or secret data usable: proof that it was desensitised or anonymised, or the
/// consent of those whom it is about.
enum class Unlock { desensitised, anonymised, consented };

enum class ResourceState { draft, published, suspended, retired };
enum class ResourceAction { edit, publish, suspend, retire };
enum class ResourceActor { owner };

/// How often the department brings the data up to date (更新周期).
enum class Cadence { realtime, daily, weekly, monthly, quarterly, half_yearly, yearly, irregular };

struct ResourceColumn {
    std::string name;        ///< Unique in the resource; what requests name.
    std::string title = {};  ///< May be empty, as all texts below.
    std::string type = {};   ///< In the source's words: "varchar(18)", "date".
    std::optional<Level> level = {};  ///< Absent: the resource's.
    bool personal = false;            ///< Holds personal information.
    bool secret = false;              ///< Holds a commercial or business secret.
    std::string description = {};
    std::string masking = {};  ///< How it is to be masked where it is given masked.
    friend bool operator==(const ResourceColumn&, const ResourceColumn&) = default;
};

struct Resource {
    ResourceId id;
    std::string code;  ///< Unique in the tenant, immutable.
    BodyId department_id;
    std::string name;
    std::string field;  ///< Subject, in the department's words or the pack's.
    Level level = Level::l2;
    bool personal = false;  ///< Holds personal information.
    bool secret = false;    ///< Holds commercial secrets (商业秘密).
    bool confidential = false;  ///< Holds confidential business information (保密商务信息).
    Origin origin = Origin::city;
    Openness openness = Openness::conditional;
    std::optional<std::string> barred_reason;  ///< Code of the pack's list; only when barred.
    std::optional<Unlock> unlock;
    std::string unlock_document;  ///< The evidence of the proof; may be empty.
    std::string description;      ///< May be empty.
    std::optional<Cadence> cadence;
    std::vector<ResourceColumn> columns;  ///< In the department's order.
    std::optional<std::string> registration_number;  ///< National register; missing only warns.
    std::optional<Date> registered_until;            ///< Its last day; past it only warns.
    ResourceState state = ResourceState::draft;
    int version = 1;
    Timestamp created_at;
};

/// `publish` also ends a suspension. An edit of what is published is a new version of it.
inline constexpr auto kResourceMoves = [] {
    using enum ResourceState;
    using enum ResourceAction;
    using enum ResourceActor;
    using Row = Move<ResourceState, ResourceAction, ResourceActor>;
    return std::array{
        Row{draft, edit, owner, draft},          Row{published, edit, owner, published},
        Row{suspended, edit, owner, suspended},  Row{draft, publish, owner, published},
        Row{suspended, publish, owner, published}, Row{published, suspend, owner, suspended},
        Row{published, retire, owner, retired},  Row{suspended, retire, owner, retired},
    };
}();

/// Does the entry make sense? Errors, all malformed: `/columns` too_few_items, `/columns/n/name`
/// repeated_item, `/barred_reason` barred_reason_missing (barred without reason),
/// barred_reason_not_barred (reason without bar), not_one_of (no reason of the pack, args allowed);
/// `/unlock_document` unlock_document_missing (a bar can't be lifted without evidence);
/// `/registered_until` registration_number_missing (validity of no number).
Status check_resource(const Resource& resource, const tenants::RulePack& pack);

/// Is the resource barred from operation? A bar whose reason the pack lets this unlock proof lift
/// (Quzhou 二(六): the third bar only) doesn't count; but the proof must lift the bar of everything
/// that the resource holds: personal information, commercial secrets, business information.
bool is_barred(const Resource& resource, const tenants::RulePack& pack);

/// May the resource be requested? Errors, in this order: state `resource_not_published`; rule
/// `resource_barred`, citing the bar in the pack; rule `unlock_proof_missing` (personal or secret
/// data without one of the pack's paths, Quzhou 四(二)). All with the argument `resource`.
Status check_requestable(const Resource& resource, const tenants::RulePack& pack);

/// Must a request for the resource name a consent document? When consent is its unlock proof, or
/// where the pack wants consent first (Ningbo 21) and nothing else unlocks personal data.
bool needs_consent(const Resource& resource, const tenants::RulePack& pack);

/// What doesn't stop the resource but is missing: `resource_not_registered`,
/// `registration_expired`.
std::vector<std::string> warnings_of(const Resource& resource, Date today);

/// Is there such a column?
bool has_column(const Resource& resource, std::string_view name);

/// The entry's content as it is kept for each published version.
Json version_content(const Resource& resource);

/// Do both say the same of the data (everything but id, code, department, state and version)?
bool same_content(const Resource& a, const Resource& b);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Level> = yunhe::texts_of(
    std::pair{yunhe::catalog::Level::l1, "L1"}, std::pair{yunhe::catalog::Level::l2, "L2"},
    std::pair{yunhe::catalog::Level::l3, "L3"}, std::pair{yunhe::catalog::Level::l4, "L4"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Origin> = yunhe::texts_of(
    std::pair{yunhe::catalog::Origin::city, "city"},
    std::pair{yunhe::catalog::Origin::province_returned, "province_returned"},
    std::pair{yunhe::catalog::Origin::city_returned_to_county, "city_returned_to_county"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Openness> =
    yunhe::texts_of(std::pair{yunhe::catalog::Openness::barred, "barred"},
                    std::pair{yunhe::catalog::Openness::conditional, "conditional"},
                    std::pair{yunhe::catalog::Openness::unconditional, "unconditional"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Unlock> =
    yunhe::texts_of(std::pair{yunhe::catalog::Unlock::desensitised, "desensitised"},
                    std::pair{yunhe::catalog::Unlock::anonymised, "anonymised"},
                    std::pair{yunhe::catalog::Unlock::consented, "consented"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Cadence> =
    yunhe::texts_of(std::pair{yunhe::catalog::Cadence::realtime, "realtime"},
                    std::pair{yunhe::catalog::Cadence::daily, "daily"},
                    std::pair{yunhe::catalog::Cadence::weekly, "weekly"},
                    std::pair{yunhe::catalog::Cadence::monthly, "monthly"},
                    std::pair{yunhe::catalog::Cadence::quarterly, "quarterly"},
                    std::pair{yunhe::catalog::Cadence::half_yearly, "half_yearly"},
                    std::pair{yunhe::catalog::Cadence::yearly, "yearly"},
                    std::pair{yunhe::catalog::Cadence::irregular, "irregular"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ResourceState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ResourceState::draft, "draft"},
                    std::pair{yunhe::catalog::ResourceState::published, "published"},
                    std::pair{yunhe::catalog::ResourceState::suspended, "suspended"},
                    std::pair{yunhe::catalog::ResourceState::retired, "retired"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ResourceAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::ResourceAction::edit, "edit"},
                    std::pair{yunhe::catalog::ResourceAction::publish, "publish"},
                    std::pair{yunhe::catalog::ResourceAction::suspend, "suspend"},
                    std::pair{yunhe::catalog::ResourceAction::retire, "retire"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ResourceActor> =
    yunhe::texts_of(std::pair{yunhe::catalog::ResourceActor::owner, "owner"});
