#include "billing/claim_store.hpp"

#include "billing/charge_line_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_CLAIM_COLUMNS                                                                      \
    "SELECT id, period, developer_id, developer_uscc, developer_name, product_id, "              \
    "product_code, product_name, supplement, state, version, number, amount_fen, "               \
    "drafted_by_id, drafted_at, submitted_by_id, submitted_at, confirmed_by_id, confirmed_at, "  \
    "non_tax_setting_id, continuation_document, entry_id, corrects_id, voids_id FROM claims "

Claim read_claim(const db::Row& row) {
    Claim claim;
    claim.id = row.id<ClaimId>("id");
    claim.period = row.period("period");
    claim.developer_id = row.id<BodyId>("developer_id");
    claim.developer_uscc = row.text("developer_uscc");
    claim.developer_name = row.text("developer_name");
    claim.product_id = row.id<catalog::ProductId>("product_id");
    claim.product_code = row.text("product_code");
    claim.product_name = row.text("product_name");
    claim.supplement = static_cast<int>(row.int64("supplement"));
    claim.state = row.enumerator<ClaimState>("state");
    claim.version = static_cast<int>(row.int64("version"));
    if (!row.null("number")) claim.number = row.uint64("number");
    claim.amount = row.money("amount_fen");
    claim.drafted_by_id = row.id<UserId>("drafted_by_id");
    claim.drafted_at = row.timestamp("drafted_at");
    claim.submitted_by_id = row.optional_id<UserId>("submitted_by_id");
    claim.submitted_at = row.optional_timestamp("submitted_at");
    claim.confirmed_by_id = row.optional_id<UserId>("confirmed_by_id");
    claim.confirmed_at = row.optional_timestamp("confirmed_at");
    claim.non_tax_setting_id = row.optional_id<NonTaxSettingId>("non_tax_setting_id");
    claim.continuation_document = row.optional_text("continuation_document");
    if (!row.null("entry_id")) claim.entry_id = row.uint64("entry_id");
    claim.corrects_id = row.optional_id<ClaimId>("corrects_id");
    claim.voids_id = row.optional_id<ClaimId>("voids_id");
    return claim;
}

}  // namespace

std::optional<Claim> find_claim(db::Transaction& tx, TenantScope scope, ClaimId id) {
    return tx.find(YUNHE_CLAIM_COLUMNS "WHERE tenant_id = ? AND id = ?", read_claim, scope, id);
}

std::optional<Claim> lock_claim(db::Transaction& tx, TenantScope scope, ClaimId id) {
    return tx.find(YUNHE_CLAIM_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_claim,
                   scope, id);
}

std::optional<Claim> find_claim_of(db::Transaction& tx, TenantScope scope, Period period,
                                   BodyId developer_id, catalog::ProductId product_id) {
    return tx.find(YUNHE_CLAIM_COLUMNS
                   "WHERE tenant_id = ? AND period = ? AND developer_id = ? AND product_id = ? "
                   "AND supplement = 0",
                   read_claim, scope, period, developer_id, product_id);
}

std::vector<Claim> list_claims_of(db::Transaction& tx, TenantScope scope, Period period,
                                  BodyId developer_id, catalog::ProductId product_id) {
    return tx.list(YUNHE_CLAIM_COLUMNS
                   "WHERE tenant_id = ? AND period = ? AND developer_id = ? AND product_id = ? "
                   "ORDER BY supplement",
                   read_claim, scope, period, developer_id, product_id);
}

std::vector<Claim> list_confirmed_claims(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(YUNHE_CLAIM_COLUMNS
                   "WHERE tenant_id = ? AND period = ? AND state = 'confirmed' "
                   "ORDER BY product_code, developer_uscc, supplement",
                   read_claim, scope, period);
}

Money sum_confirmed_claims(db::Transaction& tx, TenantScope scope) {
    return tx.one("SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS amount_fen FROM claims "
                  "WHERE tenant_id = ? AND state IN ('confirmed', 'voided')",
                  [](const db::Row& row) { return row.money("amount_fen"); }, scope);
}

std::vector<Claim> list_claims(db::Transaction& tx, TenantScope scope, const ClaimFilter& filter,
                               const PageRequest& page) {
    return tx.list(YUNHE_CLAIM_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR period = ?) "
                   "AND (? IS NULL OR state = ?) AND (? IS NULL OR developer_id = ?) "
                   "AND (? IS NULL OR product_id = ?) "
                   "AND (? = 0 OR state IN ('confirmed', 'voided')) ORDER BY id LIMIT ?",
                   read_claim, scope, page.after_id, filter.period, filter.period, filter.state,
                   filter.state, filter.developer_id, filter.developer_id, filter.product_id,
                   filter.product_id, filter.confirmed_only, page.fetch());
}

std::vector<Claim> claims_of_period(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(YUNHE_CLAIM_COLUMNS "WHERE tenant_id = ? AND period = ? ORDER BY id", read_claim,
                   scope, period);
}

void insert_claim(db::Transaction& tx, TenantScope scope, const Claim& claim) {
    tx.execute(
        "INSERT INTO claims (tenant_id, id, period, developer_id, developer_uscc, developer_name, "
        "product_id, product_code, product_name, supplement, state, version, number, amount_fen, "
        "drafted_by_id, drafted_at, submitted_by_id, submitted_at, confirmed_by_id, confirmed_at, "
        "non_tax_setting_id, continuation_document, entry_id, corrects_id, voids_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, claim.id, claim.period, claim.developer_id, claim.developer_uscc,
        claim.developer_name, claim.product_id, claim.product_code, claim.product_name,
        claim.supplement, claim.state, claim.version, claim.number, claim.amount,
        claim.drafted_by_id, claim.drafted_at, claim.submitted_by_id, claim.submitted_at,
        claim.confirmed_by_id, claim.confirmed_at, claim.non_tax_setting_id,
        claim.continuation_document, claim.entry_id, claim.corrects_id, claim.voids_id);
}

void save_claim(db::Transaction& tx, TenantScope scope, const Claim& claim) {
    tx.execute(
        "UPDATE claims SET state = ?, number = ?, submitted_by_id = ?, submitted_at = ?, "
        "confirmed_by_id = ?, confirmed_at = ?, non_tax_setting_id = ?, "
        "continuation_document = ?, entry_id = ?, version = version + 1 "
        "WHERE tenant_id = ? AND id = ?",
        claim.state, claim.number, claim.submitted_by_id, claim.submitted_at, claim.confirmed_by_id,
        claim.confirmed_at, claim.non_tax_setting_id, claim.continuation_document, claim.entry_id,
        scope, claim.id);
}

void delete_draft_claim(db::Transaction& tx, TenantScope scope, ClaimId id) {
    tx.execute("DELETE FROM claims WHERE tenant_id = ? AND id = ? AND state = 'draft'", scope, id);
}

std::vector<ChargeLine> charge_lines_of_claim(db::Transaction& tx, TenantScope scope, ClaimId id) {
    return all_charge_lines(tx, scope, {.claim_id = id});
}

std::optional<ClaimId> find_red_claim_of(db::Transaction& tx, TenantScope scope, ClaimId id) {
    return tx.find("SELECT id FROM claims WHERE tenant_id = ? AND voids_id = ?",
                   [](const db::Row& row) { return row.id<ClaimId>("id"); }, scope, id);
}

}  // namespace yunhe::billing
