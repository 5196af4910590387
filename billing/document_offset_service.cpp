#include "billing/document_offset_service.hpp"

#include <algorithm>

#include "billing/document_balance_store.hpp"
#include "billing/document_store.hpp"

namespace yunhe::billing {

void lock_siblings(db::Transaction& tx, TenantScope scope, const Document& document) {
    for (const auto& ref : list_siblings(tx, scope, document)) (void)lock_document(tx, scope, ref);
}

void set_off(db::Transaction& tx, TenantScope scope, const Document& document, Timestamp now) {
    struct Side {
        DocumentRef ref;
        Money rest;  ///< Above zero.
    };
    std::vector<Side> owed;
    std::vector<Side> red;
    for (const auto& ref : list_siblings(tx, scope, document)) {
        const auto sibling = lock_document(tx, scope, ref).value();
        const auto open = balance_of(tx, scope, sibling).open_fen;
        if (open > Money()) owed.push_back({ref, open});
        if (open.negative()) red.push_back({ref, -open});
    }
    for (auto& credit : red) {
        for (auto& debt : owed) {
            const auto amount = std::min(credit.rest, debt.rest);
            if (amount.zero()) continue;
            insert_offset(tx, scope,
                          {.document = debt.ref,
                           .red = credit.ref,
                           .amount = amount,
                           .offset_on = date_of(now)},
                          now);
            debt.rest = debt.rest - amount;
            credit.rest = credit.rest - amount;
        }
    }
}

}  // namespace yunhe::billing
