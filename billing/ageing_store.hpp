/// Open documents at any date, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "billing/ageing.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct OpenDocumentFilter {
    std::optional<Book> book = {};
    std::optional<BodyId> developer_id = {};
};
/// Documents with something open at the end of the day, reds and credits included; by book (bills
/// first), then id. What `balance_of` says of each, read set by set.
std::vector<OpenDocument> open_documents(db::Transaction& tx, TenantScope scope,
                                         const OpenDocumentFilter& filter, Date at);

}  // namespace yunhe::billing
