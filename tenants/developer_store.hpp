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

/// One declaration. It ends when the relation does; a new relation is a new declaration.
struct RelatedParty {
    RelatedPartyId id;
    std::string uscc;
    std::string name;
    std::string relation;  ///< In words: shareholder, subsidiary ...; may be empty.
    Timestamp declared_at;
    std::string declared_by_name;
    std::optional<Date> ended_on;  ///< From this day on it counts no more.
    std::optional<std::string> end_reason;
    std::optional<std::string> ended_by_name;
};
/// The declaration about this organisation that counts now.
std::optional<RelatedParty> find_live_related_party(db::Transaction& tx, TenantScope scope,
                                                    std::string_view uscc);
std::optional<RelatedParty> lock_related_party(db::Transaction& tx, TenantScope scope,
                                               RelatedPartyId id);
/// By id, ended ones too.
std::vector<RelatedParty> list_related_parties(db::Transaction& tx, TenantScope scope,
                                               const PageRequest& page);
void insert_related_party(db::Transaction& tx, TenantScope scope, const RelatedParty& party);
void save_related_party_end(db::Transaction& tx, TenantScope scope, const RelatedParty& party);

}  // namespace yunhe::tenants
