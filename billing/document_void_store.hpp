/// Requests to void documents, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/document_void.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<DocumentVoid> find_document_void(db::Transaction& tx, TenantScope scope,
                                               DocumentVoidId id);
std::optional<DocumentVoid> lock_document_void(db::Transaction& tx, TenantScope scope,
                                               DocumentVoidId id);
/// Is one requested and not decided? REQUIRES, where it is to be relied on: the document is locked.
bool void_is_requested(db::Transaction& tx, TenantScope scope, const DocumentRef& document);

struct DocumentVoidFilter {
    std::optional<DocumentVoidState> state = {};
    std::optional<Book> book = {};
};
/// By id, page.fetch() at most.
std::vector<DocumentVoid> list_document_voids(db::Transaction& tx, TenantScope scope,
                                              const DocumentVoidFilter& filter,
                                              const PageRequest& page);
void insert_document_void(db::Transaction& tx, TenantScope scope, const DocumentVoid& request);
/// Saves state, decision and red document, raises the version.
void save_document_void(db::Transaction& tx, TenantScope scope, const DocumentVoid& request);

}  // namespace yunhe::billing
