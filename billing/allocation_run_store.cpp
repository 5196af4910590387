#include "billing/allocation_run_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_ALLOCATION_RUN_COLUMNS                                                        \
    "SELECT id, number, kind, period, state, version, drafted_by_id, drafted_at, "          \
    "reviewed_by_id, reviewed_at, posted_by_id, posted_at, refund_id, reverses_id "         \
    "FROM allocation_runs "
#define YUNHE_ALLOCATION_POOL_COLUMNS                                                       \
    "SELECT pools.id, pools.kind, pools.claim_id, pools.plan_id, pools.pool_fen, "          \
    "pools.realised_on, pools.product_code, pools.product_name, pools.payer, "              \
    "pools.payer_uscc, pools.claim_number, pools.payment_code, pools.bill_no, "             \
    "pools.item_code, pools.plan_code, pools.plan_document, pools.entry_id "                \
    "FROM allocation_pools pools "

AllocationRun read_run(const db::Row& row) {
    AllocationRun run;
    run.id = row.id<RunId>("id");
    run.number = row.uint64("number");
    run.kind = row.enumerator<RunKind>("kind");
    run.period = row.period("period");
    run.state = row.enumerator<RunState>("state");
    run.version = static_cast<int>(row.int64("version"));
    run.drafted_by_id = row.id<UserId>("drafted_by_id");
    run.drafted_at = row.timestamp("drafted_at");
    run.reviewed_by_id = row.optional_id<UserId>("reviewed_by_id");
    run.reviewed_at = row.optional_timestamp("reviewed_at");
    run.posted_by_id = row.optional_id<UserId>("posted_by_id");
    run.posted_at = row.optional_timestamp("posted_at");
    run.refund_id = row.optional_id<RefundId>("refund_id");
    run.reverses_id = row.optional_id<RunId>("reverses_id");
    return run;
}

RunPool read_pool(const db::Row& row) {
    RunPool pool;
    pool.id = row.id<RunPoolId>("id");
    pool.kind = row.enumerator<PoolKind>("kind");
    pool.claim_id = row.id<ClaimId>("claim_id");
    pool.plan_id = row.id<PlanId>("plan_id");
    pool.pool = row.money("pool_fen");
    pool.realised_on = row.date("realised_on");
    pool.labels = {.product_code = row.text("product_code"),
                   .product_name = row.text("product_name"),
                   .payer = row.text("payer"),
                   .payer_uscc = row.text("payer_uscc"),
                   .claim_number = row.text("claim_number"),
                   .payment_code = row.text("payment_code"),
                   .bill_no = row.text("bill_no"),
                   .item_code = row.text("item_code"),
                   .plan_code = row.text("plan_code"),
                   .plan_document = row.text("plan_document")};
    if (!row.null("entry_id")) pool.entry_id = row.uint64("entry_id");
    return pool;
}

PoolRow read_part(const db::Row& row) {
    return {.to = row.text("to_name"),
            .department_code = row.text("department_code"),
            .department_name = row.text("department_name"),
            .budget_route = row.text("budget_route"),
            .resource_code = row.text("resource_code"),
            .resource_name = row.text("resource_name"),
            .weight = row.text("weight"),
            .usage = row.text("usage_text"),
            .quality = row.text("quality"),
            .exact_share = row.text("exact_share"),
            .rounding = row.text("rounding"),
            .amount = row.money("amount_fen")};
}

void add_pools(db::Transaction& tx, TenantScope scope, AllocationRun& run) {
    run.pools = tx.list(YUNHE_ALLOCATION_POOL_COLUMNS
                        "WHERE pools.tenant_id = ? AND pools.run_id = ? ORDER BY pools.id",
                        read_pool, scope, run.id);
    for (auto& pool : run.pools)
        pool.rows = tx.list(R"(
            SELECT to_name, department_code, department_name, budget_route, resource_code,
                   resource_name, weight, usage_text, quality, exact_share, rounding, amount_fen
              FROM allocation_parts
             WHERE tenant_id = ? AND pool_id = ?
             ORDER BY position)", read_part, scope, pool.id);
}

void insert_pool(db::Transaction& tx, TenantScope scope, RunId run_id, const RunPool& pool) {
    const auto& labels = pool.labels;
    tx.execute(R"(
        INSERT INTO allocation_pools
               (tenant_id, id, run_id, kind, claim_id, plan_id, pool_fen, realised_on,
                product_code, product_name, payer, payer_uscc, claim_number, payment_code, bill_no,
                item_code, plan_code, plan_document)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, pool.id, run_id, pool.kind, pool.claim_id, pool.plan_id, pool.pool,
               pool.realised_on, labels.product_code, labels.product_name, labels.payer,
               labels.payer_uscc, labels.claim_number, labels.payment_code, labels.bill_no,
               labels.item_code, labels.plan_code, labels.plan_document);
    int position = 0;
    for (const auto& row : pool.rows)
        tx.execute(R"(
            INSERT INTO allocation_parts
                   (tenant_id, id, pool_id, position, to_name, department_code, department_name,
                    budget_route, resource_code, resource_name, weight, usage_text, quality,
                    exact_share, rounding, amount_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
                   scope, tx.new_id<Id<struct PartEntity>>(), pool.id, ++position, row.to,
                   row.department_code, row.department_name, row.budget_route, row.resource_code,
                   row.resource_name, row.weight, row.usage, row.quality, row.exact_share,
                   row.rounding, row.amount);
}

}  // namespace

std::optional<AllocationRun> find_run(db::Transaction& tx, TenantScope scope, RunId id) {
    auto run =
        tx.find(YUNHE_ALLOCATION_RUN_COLUMNS "WHERE tenant_id = ? AND id = ?", read_run, scope, id);
    if (run) add_pools(tx, scope, *run);
    return run;
}

std::optional<AllocationRun> lock_run(db::Transaction& tx, TenantScope scope, RunId id) {
    auto run = tx.find(YUNHE_ALLOCATION_RUN_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                       read_run, scope, id);
    if (run) add_pools(tx, scope, *run);
    return run;
}

std::vector<AllocationRun> list_runs(db::Transaction& tx, TenantScope scope,
                                     std::optional<Period> period, const PageRequest& page) {
    const auto wanted = period ? to_text(*period) : std::string();
    return tx.list(YUNHE_ALLOCATION_RUN_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = '' OR period = ?) ORDER BY id LIMIT ?",
                   read_run, scope, page.after_id, wanted, wanted, page.fetch());
}

std::vector<AllocationRun> lock_draft_runs(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(YUNHE_ALLOCATION_RUN_COLUMNS
                   "WHERE tenant_id = ? AND period = ? AND state IN ('draft', 'reviewed') "
                   "ORDER BY id FOR UPDATE",
                   read_run, scope, period);
}

void insert_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run) {
    tx.execute(R"(
        INSERT INTO allocation_runs
               (tenant_id, id, number, kind, period, state, drafted_by_id, drafted_at,
                reviewed_by_id, reviewed_at, posted_by_id, posted_at, refund_id, reverses_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, run.id, run.number, run.kind, run.period, run.state, run.drafted_by_id,
               run.drafted_at, run.reviewed_by_id, run.reviewed_at, run.posted_by_id, run.posted_at,
               run.refund_id, run.reverses_id);
    for (const auto& pool : run.pools) insert_pool(tx, scope, run.id, pool);
}

void save_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run) {
    tx.execute(R"(
        UPDATE allocation_runs
           SET state = ?, reviewed_by_id = ?, reviewed_at = ?, posted_by_id = ?, posted_at = ?,
               version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               run.state, run.reviewed_by_id, run.reviewed_at, run.posted_by_id, run.posted_at,
               scope, run.id);
    for (const auto& pool : run.pools)
        if (pool.entry_id)
            tx.execute("UPDATE allocation_pools SET entry_id = ? WHERE tenant_id = ? AND id = ?",
                       *pool.entry_id, scope, pool.id);
}

namespace {

std::vector<Part> posted_parts_of_kind(db::Transaction& tx, TenantScope scope, ClaimId claim_id,
                                       PoolKind kind) {
    const auto rows = tx.list(R"(
        SELECT parts.to_name, parts.resource_code, SUM(parts.amount_fen) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE pools.tenant_id = ? AND pools.claim_id = ? AND pools.kind = ?
           AND runs.state IN ('posted', 'reversed')
         GROUP BY parts.to_name, parts.resource_code
         ORDER BY parts.to_name, parts.resource_code)",
                              [](const db::Row& row) {
                                  PoolRow part;
                                  part.to = row.text("to_name");
                                  part.resource_code = row.text("resource_code");
                                  part.amount = row.money("amount_fen");
                                  return part;
                              },
                              scope, claim_id, kind);
    return parts_of(rows);
}

}  // namespace

PostedParts posted_parts(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    return {posted_parts_of_kind(tx, scope, claim_id, PoolKind::allocation),
            posted_parts_of_kind(tx, scope, claim_id, PoolKind::refund)};
}

std::vector<PoolRow> given_rows(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    auto rows = tx.list(R"(
        SELECT parts.to_name, parts.department_code, parts.department_name, parts.budget_route,
               parts.resource_code, parts.resource_name, parts.weight, parts.usage_text,
               parts.quality, parts.exact_share, parts.rounding, sums.amount_fen
          FROM (SELECT parts.to_name, parts.resource_code, SUM(parts.amount_fen) AS amount_fen,
                       MAX(parts.id) AS newest_id
                  FROM allocation_parts parts
                  JOIN allocation_pools pools
                    ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
                  JOIN allocation_runs runs
                    ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
                 WHERE pools.tenant_id = ? AND pools.claim_id = ? AND pools.kind = 'allocation'
                   AND runs.state IN ('posted', 'reversed')
                 GROUP BY parts.to_name, parts.resource_code) sums
          JOIN allocation_parts parts ON parts.tenant_id = ? AND parts.id = sums.newest_id
         ORDER BY parts.to_name, parts.resource_code)",
                        read_part, scope, claim_id, scope);
    return rows;
}

std::optional<RunPool> find_last_pool(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    return tx.find(YUNHE_ALLOCATION_POOL_COLUMNS
                   "JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id "
                   "AND runs.id = pools.run_id "
                   "WHERE pools.tenant_id = ? AND pools.claim_id = ? AND runs.state = 'posted' "
                   "AND pools.kind = 'allocation' ORDER BY runs.number DESC LIMIT 1",
                   read_pool, scope, claim_id);
}

bool is_built_upon(db::Transaction& tx, TenantScope scope, RunId id) {
    return tx.one(R"(
        SELECT COUNT(*) AS n
          FROM allocation_runs runs
          JOIN allocation_pools pools
            ON pools.tenant_id = runs.tenant_id AND pools.run_id = runs.id
          JOIN allocation_pools others
            ON others.tenant_id = pools.tenant_id AND others.claim_id = pools.claim_id
          JOIN allocation_runs later
            ON later.tenant_id = others.tenant_id AND later.id = others.run_id
         WHERE runs.tenant_id = ? AND runs.id = ? AND later.number > runs.number
           AND later.state = 'posted' AND later.kind <> 'reversal')",
                  [](const db::Row& row) { return row.uint64("n") > 0; }, scope, id);
}

std::vector<RunPool> posted_pools(db::Transaction& tx, TenantScope scope, Period period) {
    RunPool pool;
    pool.rows = tx.list(R"(
        SELECT parts.to_name, MAX(parts.department_code) AS department_code,
               MAX(parts.department_name) AS department_name,
               MAX(parts.budget_route) AS budget_route, '' AS resource_code, '' AS resource_name,
               '' AS weight, '' AS usage_text, '' AS quality, '' AS exact_share, '' AS rounding,
               SUM(parts.amount_fen) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND runs.period = ? AND runs.state IN ('posted', 'reversed')
         GROUP BY parts.to_name
         ORDER BY parts.to_name)", read_part, scope, period);
    return {std::move(pool)};
}

Money sum_allocated(db::Transaction& tx, TenantScope scope) {
    return tx.one(R"(
        SELECT COALESCE(SUM(parts.amount_fen), 0) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND runs.state IN ('posted', 'reversed'))",
                  [](const db::Row& row) { return row.money("amount_fen"); }, scope);
}

}  // namespace yunhe::billing
