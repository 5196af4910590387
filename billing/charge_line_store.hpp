/// Charge lines in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/charge_line.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<ChargeLine> find_charge_line(db::Transaction& tx, TenantScope scope, ChargeLineId id);

struct ChargeLineFilter {
    std::optional<Period> period = {};
    std::optional<Book> book = {};
    std::string developer_uscc = {};  ///< Codes; empty: all.
    std::string product_code = {};
    std::string order_code = {};
    std::optional<BodyId> developer_id = {};
    std::optional<BillId> bill_id = {};
    std::optional<ClaimId> claim_id = {};
};
/// By id (inside one settlement the order of rating), page.fetch() at most.
std::vector<ChargeLine> list_charge_lines(db::Transaction& tx, TenantScope scope,
                                          const ChargeLineFilter& filter, const PageRequest& page);
/// All that match, by id.
std::vector<ChargeLine> all_charge_lines(db::Transaction& tx, TenantScope scope,
                                         const ChargeLineFilter& filter);

/// All of a period, by id.
std::vector<ChargeLine> charge_lines_of_period(db::Transaction& tx, TenantScope scope,
                                               Period period);

void insert_charge_lines(db::Transaction& tx, TenantScope scope,
                         const std::vector<ChargeLine>& lines);
void delete_charge_lines(db::Transaction& tx, TenantScope scope,
                         const std::vector<ChargeLine>& lines);

}  // namespace yunhe::billing
