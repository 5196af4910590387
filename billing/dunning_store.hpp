/// Dunning and late fees in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/dunning.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Dunning> find_dunning(db::Transaction& tx, TenantScope scope, DunningId id);
/// Of one document, oldest first.
std::vector<Dunning> dunnings_of(db::Transaction& tx, TenantScope scope,
                                 const DocumentRef& document);

struct DunningFilter {
    std::optional<Book> book = {};
    std::optional<BodyId> developer_id = {};
};
/// By id, page.fetch() at most.
std::vector<Dunning> list_dunnings(db::Transaction& tx, TenantScope scope,
                                   const DunningFilter& filter, const PageRequest& page);
void insert_dunning(db::Transaction& tx, TenantScope scope, const Dunning& dunning);

bool late_fee_evidence_exists(db::Transaction& tx, TenantScope scope, const std::string& evidence);
/// By id, page.fetch() at most.
std::vector<LateFee> list_late_fees(db::Transaction& tx, TenantScope scope,
                                    const DunningFilter& filter, const PageRequest& page);
void insert_late_fee(db::Transaction& tx, TenantScope scope, const LateFee& fee);

}  // namespace yunhe::billing
