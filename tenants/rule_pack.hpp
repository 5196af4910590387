/// Rule packs: one regulation (or the national layer) as dated data. Pure: parses text, answers
/// questions. Immutable after parsing, so any number of threads may read one.
///
/// A pack says what its text says and nothing more. A rule whose `value` is null is a duty to which
/// the text gives no number: the tenant's policy must set it (tenants/tenant_policy.hpp). A key
/// that a pack doesn't have is one on which the text is silent. An item or stage without article is
/// a default of the system inside a list whose other parts are cited.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/role.hpp"
#include "tenants/rule_vocabulary.hpp"

namespace yunhe::tenants {

/// A text in both languages of the product.
struct LocalText {
    std::string zh;
    std::string en;
};

/// How strongly the text speaks.
enum class Force {
    exact,      ///< the value itself
    hard,       ///< 不得, 最长不超过, 不少于, 应当
    soft,       ///< 一般不超过: may be overridden with a written reason, which is logged
    principle,  ///< 原则上
    optional,   ///< 可, 鼓励, 探索
};

struct Rule {
    std::string key;
    Force force = Force::hard;
    std::optional<std::string> article;  ///< Always there in a city's pack.
    std::string document;                ///< National layer: the document; else empty.
    bool verified = true;                ///< National layer: checked against the original.
    LocalText summary;
    Json value;
};

/// One entry of a list rule. Which members are filled depends on the key (see the vocabulary).
struct RuleItem {
    std::string code;
    LocalText title;
    std::optional<std::string> article;  ///< Absent: a default of the system.
    std::optional<Force> force;          ///< Absent: that of the rule.
    std::optional<Role> role;            ///< Seats, acts, bodies.
    std::string per;                     ///< Seats: request | department | product.
    std::string when;  ///< Seats: always | province_returned; clauses: data_use_paid.
    std::vector<std::string> proofs;        ///< Barred reasons: what unlocks; empty = nothing does.
    std::optional<int> covers_months;       ///< Materials: the stretch a report must cover.
    std::optional<int> young_below_months;  ///< Materials: a younger organisation reports to date.
    std::optional<LocalText> lead;          ///< Scenario fields: the body that leads.
};

enum class StageKind {
    lab,
    submitted,
    pre_check,
    expert_review,
    review_by_members_and_departments,
    deliberation,
    government_confirmation,
    disclosed,
    filing,
    accepted,
    agreement,
};

/// One stage of admission. `actor` performs it; where others open and conclude it, they are named.
struct Stage {
    StageKind stage = StageKind::submitted;
    LocalText title;
    Role actor = Role::developer_admin;
    std::optional<Role> opens;
    std::optional<Role> concludes;
    std::vector<Role> participants;
    std::string output;                  ///< The document that the stage leaves behind.
    std::string decided_by;              ///< coordination | government | leading_group, or empty.
    std::string discloses;               ///< review_result | final_result, or empty.
    bool gate = true;                    ///< The next stage waits for this one.
    std::optional<std::string> article;  ///< Absent: a default of the system.
    std::optional<Force> force;

    Role opener() const { return opens.value_or(actor); }
    Role concluder() const { return concludes.value_or(actor); }
};

enum class PackKind { regulation, national };

struct RulePack {
    std::string id;
    PackKind kind = PackKind::regulation;
    LocalText city;  ///< Empty in the national layer.
    LocalText title;
    std::string document_no;         ///< Empty where the text gives none.
    std::string official_link_name;  ///< Publisher and title of the official document.
    std::string official_site;       ///< Where its publisher is found.
    std::optional<Date> valid_from;
    std::optional<Date> valid_to;  ///< The last day in force.
    std::string successor;         ///< Id of the pack that follows, or empty.
    int tiers = 0;                 ///< 1 | 2; 0 in the national layer.
    LocalText note;
    std::vector<Rule> rules;
    std::string text;    ///< What was parsed, byte for byte.
    std::string digest;  ///< Names this version: SM3 of `text`, 64 characters.

    /// nullptr where the text is silent.
    const Rule* find(std::string_view key) const;
    /// A number; nothing where the text is silent or gives none. REQUIRES: an integer key.
    std::optional<int> integer(std::string_view key) const;
    /// REQUIRES: a flag key. False where the text is silent.
    bool flag(std::string_view key) const;
    /// A word, role or text; empty where the text is silent or leaves it to the tenant.
    std::string code(std::string_view key) const;
    /// The codes of a list of words, roles or items, in order; empty where the text is silent.
    std::vector<std::string> list(std::string_view key) const;
    /// REQUIRES: an items key. Empty where the text is silent.
    std::vector<RuleItem> items(std::string_view key) const;
    /// The item whose code or Chinese title is `name` (files and forms use either).
    std::optional<RuleItem> find_item(std::string_view key, std::string_view name) const;
    /// Months per subject ("basic_safety"); nothing where the text is silent.
    std::optional<int> months(std::string_view key, std::string_view subject) const;
    /// The stages of admission in order.
    std::vector<Stage> stages() const;
    std::optional<Stage> find_stage(StageKind wanted) const;
    /// The stage after `after`, or nothing after the last. REQUIRES: the pack has that stage.
    std::optional<Stage> stage_after(StageKind after) const;
    /// What unlocks data barred for this reason: nothing at all (empty list), or nullopt where the
    /// text is silent on the reason. Silent never unlocks; it only means there is no article to
    /// cite.
    std::optional<std::vector<std::string>> unlock_proofs(std::string_view reason) const;

    bool has_ended(Date day) const { return valid_to && *valid_to < day; }
    bool in_force(Date day) const { return (!valid_from || *valid_from <= day) && !has_ended(day); }
};

/// Strict. Errors: those of parse_json, and malformed `rule_pack_invalid` with a pointer to every
/// wrong place and one of `unknown_field`, `missing_field`, `wrong_type`, `not_one_of`,
/// `unknown_key`, `duplicate`, `out_of_range`, `bad_date`, `citation` (force without article, or a
/// stage's article without force), `agreement_not_last`.
Result<RulePack> parse_rule_pack(std::string_view json);

/// The packs of this program. Parsing them can only fail by a mistake of ours, which asserts.
class RulePackLibrary {
public:
    /// Reads every embedded pack.
    RulePackLibrary();

    /// nullptr where there is no such pack, and for the national layer.
    const RulePack* find(std::string_view id) const;
    const RulePack& national() const { return national_; }
    /// The regulations, by id.
    const std::vector<RulePack>& regulations() const { return regulations_; }

private:
    std::vector<RulePack> regulations_;
    RulePack national_;
};

/// How a refusal or a warning cites a rule. A key that the pack doesn't have is `system`, without
/// pack or article.
RuleReference cite(const RulePack& pack, std::string_view key);
/// The same for one item of a list; an item without article is `system`.
RuleReference cite_item(const RulePack& pack, std::string_view key, std::string_view item);
RuleReference cite_stage(const RulePack& pack, const Stage& stage);

/// A refusal by a rule. REQUIRES: the rule is verified (unverified national rules only warn).
Error refuse_by_rule(const RulePack& pack, std::string_view key, std::string code,
                     ErrorArgs args = {});
Error refuse_by_item(const RulePack& pack, std::string_view key, std::string_view item,
                     std::string code, ErrorArgs args = {});
Error refuse_by_stage(const RulePack& pack, const Stage& stage, std::string code,
                      ErrorArgs args = {});
/// A refusal by what the tenant itself decided; `rule` is the policy's member.
Error refuse_by_policy(std::string rule, std::string code, ErrorArgs args = {});

/// The route of a quality ticket: the pack's, else operator (two tiers) or authority (one tier),
/// then the department.
std::vector<std::string> quality_ticket_route(const RulePack& pack);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::Force> = yunhe::texts_of(
    std::pair{yunhe::tenants::Force::exact, "exact"},
    std::pair{yunhe::tenants::Force::hard, "hard"}, std::pair{yunhe::tenants::Force::soft, "soft"},
    std::pair{yunhe::tenants::Force::principle, "principle"},
    std::pair{yunhe::tenants::Force::optional, "optional"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::StageKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::StageKind::lab, "lab"},
    std::pair{yunhe::tenants::StageKind::submitted, "submitted"},
    std::pair{yunhe::tenants::StageKind::pre_check, "pre_check"},
    std::pair{yunhe::tenants::StageKind::expert_review, "expert_review"},
    std::pair{yunhe::tenants::StageKind::review_by_members_and_departments,
              "review_by_members_and_departments"},
    std::pair{yunhe::tenants::StageKind::deliberation, "deliberation"},
    std::pair{yunhe::tenants::StageKind::government_confirmation, "government_confirmation"},
    std::pair{yunhe::tenants::StageKind::disclosed, "disclosed"},
    std::pair{yunhe::tenants::StageKind::filing, "filing"},
    std::pair{yunhe::tenants::StageKind::accepted, "accepted"},
    std::pair{yunhe::tenants::StageKind::agreement, "agreement"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PackKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::PackKind::regulation, "regulation"},
                    std::pair{yunhe::tenants::PackKind::national, "national"});
