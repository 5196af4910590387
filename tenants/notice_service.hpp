/// What happens to notices: drafting, publishing, extending, correcting, withdrawing, concluding.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/notice.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct NoticeDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string title;
    Date window_from;
    Date window_to;  ///< Inclusive.
    std::vector<std::string> fields;
    std::vector<std::string> conditions;
    std::vector<std::string> materials;
    std::vector<std::string> criteria;
    std::optional<int> pass_mark;   ///< Absent: the policy's.
    std::optional<int> panel_size;  ///< Absent: the policy's.
    std::string mode;
    std::string scope;
    std::string requirements;
};

/// All errors beside those named: party `not_your_move`, state `illegal_transition`, not_found.

/// Errors: those of check_notice_words; state `code_taken`; rule `panel_below_policy`,
/// `pass_mark_below_policy`.
Result<Notice> create_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             const NoticeDraft& draft);
/// `if_match` is the version that the caller read. Errors: version; as create_notice.
Result<Notice> edit_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           NoticeId id, int if_match, const NoticeDraft& draft);
/// Errors: those of check_publishable and require_pack_in_force (act notice).
Result<Notice> publish_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              NoticeId id);
/// The window may only grow. Errors: malformed `/window_to` bad_interval.
Result<Notice> extend_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             NoticeId id, Date window_to, const std::string& reason);
Result<Notice> correct_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              NoticeId id, const std::string& text);
/// Running applications end with the reason and a letter, which stands on their timeline.
Result<Notice> withdraw_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               NoticeId id, const std::string& reason);
/// Errors: state `applications_running`.
Result<Notice> conclude_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               NoticeId id, const std::string& opinion);

}  // namespace yunhe::tenants
