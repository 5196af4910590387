/// Developers and the operator's declared related parties in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/developer.hpp"

namespace yunhe::tenants {

std::optional<Developer> find_developer(db::Transaction& tx, TenantScope scope, BodyId id);
std::optional<Developer> find_developer_by_uscc(db::Transaction& tx, TenantScope scope,
                                                std::string_view uscc);
std::vector<Developer> list_developers(db::Transaction& tx, TenantScope scope,
                                       const PageRequest& page);
void insert_developer(db::Transaction& tx, TenantScope scope, const Developer& developer);

struct RelatedPartyEntity { static constexpr std::string_view prefix = "rel"; };
using RelatedPartyId = Id<RelatedPartyEntity>;

struct RelatedParty {
    RelatedPartyId id;
    std::string uscc;
    std::string name;
    Timestamp declared_at;
};
std::optional<RelatedParty> find_related_party(db::Transaction& tx, TenantScope scope,
                                               std::string_view uscc);
std::vector<RelatedParty> list_related_parties(db::Transaction& tx, TenantScope scope,
                                               const PageRequest& page);
void insert_related_party(db::Transaction& tx, TenantScope scope, const RelatedParty& party);

}  // namespace yunhe::tenants
