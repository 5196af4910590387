/// Files of cases in SQL: their parts, in order. The bytes lie in the data folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/case_file.hpp"

namespace yunhe::tenants {

/// Which file of which case: ("laboratory", id, "report").
struct CaseFileKey {
    std::string_view aggregate;
    std::uint64_t aggregate_id = 0;
    std::string_view name;
};

std::vector<FilePart> list_file_parts(db::Transaction& tx, TenantScope scope,
                                      const CaseFileKey& key);
/// Replaces this part and removes those after it, so that a new upload never keeps an old tail.
void save_file_part(db::Transaction& tx, TenantScope scope, const CaseFileKey& key,
                    const FilePart& part);
/// What the whole file turned out to be.
void save_whole_file(db::Transaction& tx, TenantScope scope, const CaseFileKey& key,
                     std::string_view media_type, std::string_view whole_digest_hex);

}  // namespace yunhe::tenants
