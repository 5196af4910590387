/// The developer notice (公告): a window in which organisations apply, with fields, conditions,
/// materials and review criteria (Yangzhou 11(一), 10; Hangzhou 三(四)3(1)). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct NoticeEntity { static constexpr std::string_view prefix = "ntc"; };
using NoticeId = Id<NoticeEntity>;

/// `closed` is never stored: a published notice is closed once its window is over.
enum class NoticeState { draft, published, closed, concluded, withdrawn };

/// Stands beside a published notice, whose own words never change.
struct NoticeCorrection {
    Timestamp at;
    std::string text;
};

struct Notice {
    NoticeId id;
    std::string code;
    std::string title;
    NoticeState state = NoticeState::draft;  ///< As stored: see `state_on`.
    int version = 1;
    Date window_from;
    Date window_to;                       ///< Inclusive, in UTC+8.
    std::vector<std::string> fields;      ///< Codes or Chinese titles of the pack's fields.
    std::vector<std::string> conditions;  ///< Codes of the pack's list.
    std::vector<std::string> materials;   ///< Codes; the notice's own beside the pack's.
    std::vector<std::string> criteria;    ///< What experts score, 0..100 each.
    int pass_mark = 60;
    int panel_size = 3;
    std::string mode;   ///< How is authorised (whole, by field, by scenario).
    std::string scope;  ///< What is authorised.
    std::string requirements;
    std::string rule_pack_id;
    std::vector<NoticeCorrection> corrections;
    std::optional<std::string> continuation_document;  ///< Basis, printed where the pack has ended.
    Timestamp created_at;
    std::optional<Timestamp> published_at;
    std::optional<Timestamp> withdrawn_at;
    std::optional<std::string> withdrawal_reason;  ///< Shown beside the notice.
};

NoticeState state_on(const Notice& notice, Date day);

/// Is the window open on that day?
bool window_open(const Notice& notice, Date day);

/// What is wrong with the words chosen, for every save. `/fields/n`, `/conditions/n`: not_one_of
/// the pack's list. Packs that list no fields take any. Errors: malformed `invalid_request`.
Status check_notice_words(const RulePack& pack, const Notice& notice);

/// The parts that the pack wants in a notice and that are empty, in the pack's order: mode, scope,
/// conditions, priority_fields, review_criteria, requirements (Hangzhou 三(四)3(1): five of them).
std::vector<std::string> empty_parts(const RulePack& pack, const Notice& notice);

/// May it be published? Errors: malformed where a list is empty or the window over (`window_over`);
/// rule `notice_part_missing`, citing the pack's `notice_parts`; rule `condition_left_out`,
/// `material_left_out`, `criterion_left_out`, citing the pack's item.
Status check_publishable(const RulePack& pack, const Notice& notice, Date today);

/// Do both name the same field of the pack (by code or title)?
bool same_field(const RulePack& pack, std::string_view a, std::string_view b);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::NoticeState> = yunhe::texts_of(
    std::pair{yunhe::tenants::NoticeState::draft, "draft"},
    std::pair{yunhe::tenants::NoticeState::published, "published"},
    std::pair{yunhe::tenants::NoticeState::closed, "closed"},
    std::pair{yunhe::tenants::NoticeState::concluded, "concluded"},
    std::pair{yunhe::tenants::NoticeState::withdrawn, "withdrawn"});
