/// Notices in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/notice.hpp"

namespace yunhe::tenants {

std::optional<Notice> find_notice(db::Transaction& tx, TenantScope scope, NoticeId id);
std::optional<Notice> find_notice_by_code(db::Transaction& tx, TenantScope scope,
                                          std::string_view code);
std::optional<Notice> lock_notice(db::Transaction& tx, TenantScope scope, NoticeId id);
/// Is a published notice open for applications on this day?
bool any_window_open(db::Transaction& tx, TenantScope scope, Date day);
/// By id, one page; without drafts unless `with_drafts`.
std::vector<Notice> list_notices(db::Transaction& tx, TenantScope scope, bool with_drafts,
                                 const PageRequest& page);
void insert_notice(db::Transaction& tx, TenantScope scope, const Notice& notice);
/// Saves everything but code and creation and raises the version by one.
void save_notice(db::Transaction& tx, TenantScope scope, const Notice& notice);

}  // namespace yunhe::tenants
