/// Setting red documents off against what is owed beside them.
#pragma once

#include "billing/document.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// Uses up what is open of red documents and supplements below zero against open documents of the
/// same developer, book, use period and product, in order of id. Nothing moves in the ledger. To be
/// called where one of them begins to stand, or where money went back. Locks: the documents, by id.
void set_off(db::Transaction& tx, TenantScope scope, const Document& document, Timestamp now);

/// Locks what `set_off` may touch. To be called before anything is posted: the book is locked last.
void lock_siblings(db::Transaction& tx, TenantScope scope, const Document& document);

}  // namespace yunhe::billing
