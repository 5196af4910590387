/// Bills in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/bill.hpp"
#include "billing/charge_line.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Bill> find_bill(db::Transaction& tx, TenantScope scope, BillId id);
std::optional<Bill> lock_bill(db::Transaction& tx, TenantScope scope, BillId id);

struct BillFilter {
    std::optional<Period> period = {};
    std::optional<BillState> state = {};
    std::optional<BodyId> developer_id = {};
    bool issued_only = false;  ///< For developers: drafts are none of theirs.
};
/// By id, page.fetch() at most.
std::vector<Bill> list_bills(db::Transaction& tx, TenantScope scope, const BillFilter& filter,
                             const PageRequest& page);
/// All of a period, by id.
std::vector<Bill> bills_of_period(db::Transaction& tx, TenantScope scope, Period period);
/// The sum of all bills of the tenant, drafts and red ones included.
Money sum_bills(db::Transaction& tx, TenantScope scope);

void insert_bill(db::Transaction& tx, TenantScope scope, const Bill& bill);
/// Saves state, number, review, issuer, due day and entry, raises the version.
void save_bill(db::Transaction& tx, TenantScope scope, const Bill& bill);
/// REQUIRES: a draft, reviewed or not, without charge lines.
void delete_draft_bill(db::Transaction& tx, TenantScope scope, BillId id);

/// The lines whose amounts add up to the bill, by id.
std::vector<ChargeLine> charge_lines_of_bill(db::Transaction& tx, TenantScope scope, BillId id);

/// The red bill that takes this one back, if any.
std::optional<BillId> find_red_bill_of(db::Transaction& tx, TenantScope scope, BillId id);

/// Of one bill, by id.
std::vector<BillInvoice> invoices_of_bill(db::Transaction& tx, TenantScope scope, BillId id);
bool invoice_exists(db::Transaction& tx, TenantScope scope, const std::string& invoice_no);
void insert_invoice(db::Transaction& tx, TenantScope scope, const BillInvoice& invoice);

}  // namespace yunhe::billing
