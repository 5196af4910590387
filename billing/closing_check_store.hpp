/// What stands in the way of closing a month, in SQL: how many there are, and the addresses of the
/// first few.
#pragma once

#include <string>
#include <vector>

#include "billing/period.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct OpenItems {
    std::uint64_t count = 0;
    std::vector<std::string> samples;  ///< Paths of the API.
};

/// Orders or developers and meters with accepted use in the month that no charge line rates.
OpenItems unrated_usage(db::Transaction& tx, TenantScope scope, Book book, Period period);
/// Bills or claims for use up to the month that have no number yet.
OpenItems unissued_documents(db::Transaction& tx, TenantScope scope, Book book, Period period);
/// Allocation runs drafted up to the end of the month that are neither posted nor discarded.
OpenItems unposted_runs(db::Transaction& tx, TenantScope scope, Period period);
/// Receipts of the month whose money is neither matched nor in suspense.
OpenItems unplaced_receipts(db::Transaction& tx, TenantScope scope, Book book, Period period);
/// Events of the month that wait in quarantine.
OpenItems quarantined_events(db::Transaction& tx, TenantScope scope, Period period);
/// Vouchers of the month that nobody checked.
OpenItems unchecked_vouchers(db::Transaction& tx, TenantScope scope, Book book, Period period);
/// Groups (money, memo) whose balances don't add up to zero at the month's end.
OpenItems unbalanced_groups(db::Transaction& tx, TenantScope scope, Book book, Period period);

}  // namespace yunhe::billing
