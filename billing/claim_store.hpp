/// Claims in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/charge_line.hpp"
#include "billing/claim.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Claim> find_claim(db::Transaction& tx, TenantScope scope, ClaimId id);
std::optional<Claim> lock_claim(db::Transaction& tx, TenantScope scope, ClaimId id);
/// The period's claim itself, not its supplements.
std::optional<Claim> find_claim_of(db::Transaction& tx, TenantScope scope, Period period,
                                   BodyId developer_id, catalog::ProductId product_id);
/// The same with its supplements, in order of `supplement`.
std::vector<Claim> list_claims_of(db::Transaction& tx, TenantScope scope, Period period,
                                  BodyId developer_id, catalog::ProductId product_id);
/// Confirmed claims (supplements too) of a period's use, by product code, developer, supplement.
std::vector<Claim> list_confirmed_claims(db::Transaction& tx, TenantScope scope, Period period);
/// The sum of all claims of the tenant that were confirmed, voided ones with their red ones.
Money sum_confirmed_claims(db::Transaction& tx, TenantScope scope);

struct ClaimFilter {
    std::optional<Period> period = {};
    std::optional<ClaimState> state = {};
    std::optional<BodyId> developer_id = {};
    std::optional<catalog::ProductId> product_id = {};
    bool confirmed_only = false;  ///< For developers: confirmed or voided.
};
/// By id, page.fetch() at most.
std::vector<Claim> list_claims(db::Transaction& tx, TenantScope scope, const ClaimFilter& filter,
                               const PageRequest& page);
/// All of a period, by id.
std::vector<Claim> claims_of_period(db::Transaction& tx, TenantScope scope, Period period);

void insert_claim(db::Transaction& tx, TenantScope scope, const Claim& claim);
/// Saves state, number, persons, moments and documents, raises the version.
void save_claim(db::Transaction& tx, TenantScope scope, const Claim& claim);
/// REQUIRES: a draft without charge lines.
void delete_draft_claim(db::Transaction& tx, TenantScope scope, ClaimId id);

/// The lines whose amounts add up to the claim, by id.
std::vector<ChargeLine> charge_lines_of_claim(db::Transaction& tx, TenantScope scope, ClaimId id);

/// The red claim that takes this one back, if any.
std::optional<ClaimId> find_red_claim_of(db::Transaction& tx, TenantScope scope, ClaimId id);

}  // namespace yunhe::billing
