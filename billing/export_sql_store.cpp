#include "billing/export_sql_store.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace yunhe::billing {
namespace export_sql_pieces {
namespace {

constexpr std::string_view kLedgerColumns = R"(
    runs.period, YEAR(pools.realised_on), pools.product_code, pools.product_name, pools.payer,
    pools.payer_uscc, pools.claim_number, pools.payment_code, pools.bill_no, pools.item_code,
    pools.realised_on, pools.pool_fen, pools.plan_code, pools.plan_document, parts.to_name,
    parts.department_name, parts.budget_route, parts.resource_code, parts.resource_name,
    parts.weight, parts.usage_text, parts.quality, parts.exact_share, parts.rounding,
    parts.amount_fen, pools.run_id, pools.entry_id, runs.posted_at)";
constexpr std::string_view kStatementColumns = R"(
    parts.department_code, parts.department_name, parts.budget_route, runs.period,
    pools.product_code, pools.product_name, pools.claim_number, pools.payer, pools.realised_on,
    pools.pool_fen, pools.plan_code, pools.plan_document, parts.to_name, parts.resource_code,
    parts.resource_name, parts.weight, parts.usage_text, parts.quality, parts.exact_share,
    parts.rounding, parts.amount_fen, runs.number)";
constexpr std::string_view kPartsFrom = R"(
      FROM allocation_parts parts
      JOIN allocation_pools pools
        ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
      JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
     WHERE parts.tenant_id = :tenant AND runs.state IN ('posted', 'reversed')
       AND runs.period BETWEEN :from AND :to
       AND (:department = '' OR parts.department_code = :department)
       AND (:product = '' OR pools.product_code = :product)
       AND (:developer = '' OR pools.payer_uscc = :developer)
       AND (:year = '' OR YEAR(pools.realised_on) = :year))";
constexpr std::string_view kStatementFrom = R"(
      FROM allocation_parts parts
      JOIN allocation_pools pools
        ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
      JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
     WHERE parts.tenant_id = :tenant AND runs.state IN ('posted', 'reversed')
       AND parts.department_code <> ''
       AND runs.period BETWEEN :from AND :to
       AND (:department = '' OR parts.department_code = :department)
       AND (:product = '' OR pools.product_code = :product)
       AND (:year = '' OR YEAR(pools.realised_on) = :year))";
constexpr std::string_view kPartsTail = " AND parts.id > :after ORDER BY parts.id LIMIT :limit";

constexpr std::string_view kLineColumns = R"(
    charges.id, charges.period, charges.book, charges.developer_uscc, charges.order_code,
    charges.product_code, charges.scenario_code, charges.meter, charges.quantity_micro,
    charges.list_fen, charges.amount_fen, charges.treatment, charges.ground,
    charges.ground_document, charges.plan_code, charges.bill_id, charges.claim_id,
    charges.corrects_id)";
constexpr std::string_view kLinesFrom = R"(
      FROM charge_lines charges
     WHERE charges.tenant_id = :tenant AND charges.period BETWEEN :from AND :to
       AND (:book = '' OR charges.book = :book)
       AND (:developer = '' OR charges.developer_uscc = :developer)
       AND (:product = '' OR charges.product_code = :product))";
constexpr std::string_view kWaiverColumns = R"(
    charges.id, charges.period, charges.developer_uscc, charges.order_code, charges.product_code,
    charges.scenario_code, charges.meter, charges.quantity_micro, charges.list_fen, charges.ground,
    charges.ground_document)";
constexpr std::string_view kWaiversFrom = R"(
      FROM charge_lines charges
     WHERE charges.tenant_id = :tenant AND charges.period BETWEEN :from AND :to
       AND charges.treatment = 'zero_rated'
       AND (:developer = '' OR charges.developer_uscc = :developer)
       AND (:product = '' OR charges.product_code = :product))";
constexpr std::string_view kLinesTail = " AND charges.id > :after ORDER BY charges.id LIMIT :limit";

constexpr std::string_view kBillColumns = R"(
    bills.id, bills.number, bills.period, bills.developer_uscc, bills.developer_name,
    bills.supplement, bills.state, bills.amount_fen, bills.net_fen, bills.tax_fen, bills.tax_rate,
    bills.due_on, bills.issued_at,
    (SELECT COALESCE(SUM(GREATEST(payments.amount_fen, 0)), 0) FROM bill_payments payments
      WHERE payments.tenant_id = bills.tenant_id AND payments.bill_id = bills.id),
    (SELECT COALESCE(SUM(GREATEST(-payments.amount_fen, 0)), 0) FROM bill_payments payments
      WHERE payments.tenant_id = bills.tenant_id AND payments.bill_id = bills.id),
    (SELECT GROUP_CONCAT(invoices.invoice_no ORDER BY invoices.id SEPARATOR ' ')
       FROM bill_invoices invoices
      WHERE invoices.tenant_id = bills.tenant_id AND invoices.bill_id = bills.id))";
constexpr std::string_view kBillsFrom = R"(
      FROM bills
     WHERE bills.tenant_id = :tenant AND bills.period BETWEEN :from AND :to
       AND (:developer = '' OR bills.developer_uscc = :developer)
       AND (:published = '' OR bills.state IN ('issued', 'voided')))";
constexpr std::string_view kBillsTail = " AND bills.id > :after ORDER BY bills.id LIMIT :limit";

constexpr std::string_view kClaimColumns = R"(
    claims.id, claims.number, claims.period, claims.developer_uscc, claims.developer_name,
    claims.product_code, claims.product_name, claims.supplement, claims.state, claims.amount_fen,
    claims.confirmed_at, notices.payment_code, notices.bill_no, notices.due_on,
    (SELECT COALESCE(SUM(GREATEST(money.amount_fen, 0)), 0) FROM claim_realisations money
      WHERE money.tenant_id = claims.tenant_id AND money.claim_id = claims.id),
    (SELECT COALESCE(SUM(GREATEST(-money.amount_fen, 0)), 0) FROM claim_realisations money
      WHERE money.tenant_id = claims.tenant_id AND money.claim_id = claims.id),
    settings.document)";
constexpr std::string_view kClaimsFrom = R"(
      FROM claims
      LEFT JOIN payment_notices notices
        ON notices.tenant_id = claims.tenant_id AND notices.claim_id = claims.id
      LEFT JOIN non_tax_settings settings
        ON settings.tenant_id = claims.tenant_id AND settings.id = claims.non_tax_setting_id
     WHERE claims.tenant_id = :tenant AND claims.period BETWEEN :from AND :to
       AND (:developer = '' OR claims.developer_uscc = :developer)
       AND (:product = '' OR claims.product_code = :product)
       AND (:published = '' OR claims.state IN ('confirmed', 'voided')))";
constexpr std::string_view kClaimsTail = " AND claims.id > :after ORDER BY claims.id LIMIT :limit";

constexpr std::string_view kNoticeColumns = R"(
    notices.bill_no, notices.payment_code, notices.issued_on, notices.due_on, claims.number,
    claims.period, claims.developer_uscc, claims.developer_name, claims.product_code,
    notices.amount_fen, COALESCE(money.paid_fen, 0), COALESCE(money.refunded_fen, 0),
    notices.amount_fen - COALESCE(money.paid_fen, 0) + COALESCE(money.refunded_fen, 0),
    money.last_on,
    CASE WHEN COALESCE(money.paid_fen, 0) - COALESCE(money.refunded_fen, 0) >= notices.amount_fen
              THEN 'settled'
         WHEN COALESCE(money.paid_fen, 0) - COALESCE(money.refunded_fen, 0) > 0
              THEN 'partly_paid'
         ELSE 'unpaid' END)";
constexpr std::string_view kNoticesFrom = R"(
      FROM payment_notices notices
      JOIN claims ON claims.tenant_id = notices.tenant_id AND claims.id = notices.claim_id
      LEFT JOIN (SELECT tenant_id, claim_id, SUM(GREATEST(amount_fen, 0)) AS paid_fen,
                        SUM(GREATEST(-amount_fen, 0)) AS refunded_fen,
                        MAX(CASE WHEN amount_fen > 0 THEN realised_on END) AS last_on
                   FROM claim_realisations
                  WHERE tenant_id = :tenant
                  GROUP BY tenant_id, claim_id) money
        ON money.tenant_id = notices.tenant_id AND money.claim_id = notices.claim_id
     WHERE notices.tenant_id = :tenant AND claims.period BETWEEN :from AND :to
       AND (:developer = '' OR claims.developer_uscc = :developer)
       AND (:product = '' OR claims.product_code = :product))";
constexpr std::string_view kNoticesTail =
    " AND notices.id > :after ORDER BY notices.id LIMIT :limit";

constexpr std::string_view kReceiptColumns = R"(
    receipts.id, receipts.book, receipts.serial, receipts.payment_code, receipts.paid_on,
    receipts.payer, receipts.amount_fen, receipts.matched_fen,
    receipts.amount_fen - receipts.matched_fen, claims.number, bills.number, receipts.imported_at,
    users.username)";
constexpr std::string_view kReceiptsFrom = R"(
      FROM receipts
      LEFT JOIN claims
        ON claims.tenant_id = receipts.tenant_id AND claims.id = receipts.claim_id
      LEFT JOIN bills ON bills.tenant_id = receipts.tenant_id AND bills.id = receipts.bill_id
      LEFT JOIN users
        ON users.tenant_id = receipts.tenant_id AND users.id = receipts.imported_by_id
     WHERE receipts.tenant_id = :tenant AND receipts.paid_on BETWEEN :from_on AND :to_on
       AND (:book = '' OR receipts.book = :book))";
constexpr std::string_view kReceiptsTail =
    " AND receipts.id > :after ORDER BY receipts.id LIMIT :limit";

constexpr std::string_view kSuspenseColumns = R"(
    items.id, receipts.book, receipts.serial, receipts.payment_code, receipts.payer,
    receipts.paid_on, items.reason, items.amount_fen, items.amount_fen - items.open_fen,
    items.open_fen, items.suspended_at,
    (SELECT GROUP_CONCAT(settled.document ORDER BY settled.id SEPARATOR '；')
       FROM suspense_settlements settled
      WHERE settled.tenant_id = items.tenant_id AND settled.suspense_id = items.id))";
constexpr std::string_view kSuspenseFrom = R"(
      FROM suspense_items items
      JOIN receipts ON receipts.tenant_id = items.tenant_id AND receipts.id = items.receipt_id
     WHERE items.tenant_id = :tenant AND receipts.paid_on BETWEEN :from_on AND :to_on
       AND (:book = '' OR receipts.book = :book))";
constexpr std::string_view kSuspenseTail = " AND items.id > :after ORDER BY items.id LIMIT :limit";

constexpr std::string_view kVoucherColumns = R"(
    entries.id, entries.book, entries.fiscal_year, entries.voucher, entries.period,
    entries.usage_period, entries.effective_on, entries.booked_at, entries.source_kind,
    entries.description, postings.account,
    CONCAT(postings.account, '|', COALESCE(parties.name, '')), postings.group_kind,
    GREATEST(postings.amount_fen, 0), GREATEST(-postings.amount_fen, 0), makers.username,
    COALESCE(later.username, checkers.username), bookers.username, entries.reverses_id,
    entries.corrects_id)";
constexpr std::string_view kImportColumns = R"(
    LEAST(GREATEST(entries.effective_on, STR_TO_DATE(CONCAT(entries.period, '-01'), '%Y-%m-%d')),
          LAST_DAY(STR_TO_DATE(CONCAT(entries.period, '-01'), '%Y-%m-%d'))),
    entries.fiscal_year, CAST(SUBSTRING(entries.period, 6) AS UNSIGNED),
    CASE entries.book WHEN 'nontax' THEN '非税' ELSE '运营' END, entries.voucher,
    postings.position, 1, entries.description, postings.account,
    CONCAT(postings.account, '|', COALESCE(parties.name, '')), 'CNY',
    GREATEST(postings.amount_fen, 0), GREATEST(-postings.amount_fen, 0), parties.code,
    parties.name, makers.username, COALESCE(later.username, checkers.username),
    bookers.username)";
// Postings of the next entries; what is joined to them is one row each.
constexpr std::string_view kPostingsFrom = R"(
      FROM (SELECT tenant_id, id, book, fiscal_year, voucher, period, usage_period, effective_on,
                   booked_at, source_kind, description, reverses_id, corrects_id, maker_id,
                   checker_id, booker_id
              FROM ledger_entries
             WHERE tenant_id = :tenant AND period BETWEEN :from AND :to
               AND (:book = '' OR book = :book) AND (:year = '' OR fiscal_year = :year)
               AND (:account = '' OR EXISTS
                   (SELECT 1 FROM ledger_postings touched
                     WHERE touched.tenant_id = ledger_entries.tenant_id
                       AND touched.entry_id = ledger_entries.id AND touched.account = :account))
               AND (:money = '' OR EXISTS
                   (SELECT 1 FROM ledger_postings moved
                     WHERE moved.tenant_id = ledger_entries.tenant_id
                       AND moved.entry_id = ledger_entries.id AND moved.group_kind = 'money'))
               AND id > :after
             ORDER BY id
             LIMIT :limit) entries
      JOIN ledger_postings postings
        ON postings.tenant_id = entries.tenant_id AND postings.entry_id = entries.id
      LEFT JOIN bodies parties
        ON parties.tenant_id = postings.tenant_id
       AND parties.code = SUBSTRING_INDEX(postings.account, ':', -1)
      LEFT JOIN users makers
        ON makers.tenant_id = entries.tenant_id AND makers.id = entries.maker_id
      LEFT JOIN users checkers
        ON checkers.tenant_id = entries.tenant_id AND checkers.id = entries.checker_id
      LEFT JOIN users bookers
        ON bookers.tenant_id = entries.tenant_id AND bookers.id = entries.booker_id
      LEFT JOIN voucher_checks checks
        ON checks.tenant_id = entries.tenant_id AND checks.entry_id = entries.id
      LEFT JOIN users later
        ON later.tenant_id = checks.tenant_id AND later.id = checks.checker_id
     WHERE postings.tenant_id = :tenant)";
constexpr std::string_view kPostingsTail = " ORDER BY entries.id, postings.position";
// Budget proposals are no money: they have no place in another ledger.
constexpr std::string_view kMoneyPostingsTail =
    " AND postings.group_kind = 'money' ORDER BY entries.id, postings.position";

constexpr std::string_view kGeneralColumns = R"(
    months.book, months.account, CONCAT(months.account, '|', COALESCE(parties.name, '')),
    months.group_kind, months.period, months.closing_fen - months.debit_fen + months.credit_fen,
    months.debit_fen, months.credit_fen, months.closing_fen)";
constexpr std::string_view kGeneralFrom = R"(
      FROM (SELECT tenant_id, book, account, group_kind, period, debit_fen, credit_fen,
                   SUM(debit_fen - credit_fen) OVER
                       (PARTITION BY book, account, group_kind ORDER BY period) AS closing_fen
              FROM ledger_balances
             WHERE tenant_id = :tenant AND period <= :to AND (:book = '' OR book = :book)
               AND (:account = '' OR account = :account)) months
      LEFT JOIN bodies parties
        ON parties.tenant_id = months.tenant_id
       AND parties.code = SUBSTRING_INDEX(months.account, ':', -1)
     WHERE months.tenant_id = :tenant AND months.period >= :from)";
constexpr std::string_view kGeneralTail =
    " ORDER BY months.book, months.account, months.group_kind, months.period";

constexpr std::string_view kTrialColumns = R"(
    accounts.book, accounts.account, CONCAT(accounts.account, '|', COALESCE(parties.name, '')),
    accounts.group_kind, GREATEST(accounts.opening_fen, 0), GREATEST(-accounts.opening_fen, 0),
    accounts.debit_fen, accounts.credit_fen, accounts.year_debit_fen, accounts.year_credit_fen,
    GREATEST(accounts.closing_fen, 0), GREATEST(-accounts.closing_fen, 0))";
constexpr std::string_view kTrialFrom = R"(
      FROM (SELECT tenant_id, book, account, group_kind,
                   SUM(CASE WHEN period < :from THEN debit_fen - credit_fen ELSE 0 END)
                       AS opening_fen,
                   SUM(CASE WHEN period >= :from THEN debit_fen ELSE 0 END) AS debit_fen,
                   SUM(CASE WHEN period >= :from THEN credit_fen ELSE 0 END) AS credit_fen,
                   SUM(CASE WHEN period >= :year_from THEN debit_fen ELSE 0 END)
                       AS year_debit_fen,
                   SUM(CASE WHEN period >= :year_from THEN credit_fen ELSE 0 END)
                       AS year_credit_fen,
                   SUM(debit_fen - credit_fen) AS closing_fen
              FROM ledger_balances
             WHERE tenant_id = :tenant AND period <= :to AND (:book = '' OR book = :book)
               AND (:account = '' OR account = :account)
             GROUP BY tenant_id, book, account, group_kind) accounts
      LEFT JOIN bodies parties
        ON parties.tenant_id = accounts.tenant_id
       AND parties.code = SUBSTRING_INDEX(accounts.account, ':', -1)
     WHERE accounts.tenant_id = :tenant)";
constexpr std::string_view kTrialTail =
    " ORDER BY accounts.book, accounts.group_kind, accounts.account";

constexpr std::string_view kReliefColumns = R"(
    reliefs.number, reliefs.kind, reliefs.state,
    CASE WHEN reliefs.bill_id IS NULL THEN 'nontax' ELSE 'operator' END,
    COALESCE(bills.number, claims.number), COALESCE(bills.period, claims.period), bodies.code,
    bodies.name, reliefs.amount_fen, reliefs.due_on, reliefs.evidence, reliefs.reason,
    askers.username, deciders.username, reliefs.decided_on)";
constexpr std::string_view kReliefsFrom = R"(
      FROM reliefs
      JOIN bodies ON bodies.tenant_id = reliefs.tenant_id AND bodies.id = reliefs.developer_id
      LEFT JOIN bills ON bills.tenant_id = reliefs.tenant_id AND bills.id = reliefs.bill_id
      LEFT JOIN claims ON claims.tenant_id = reliefs.tenant_id AND claims.id = reliefs.claim_id
      LEFT JOIN users askers
        ON askers.tenant_id = reliefs.tenant_id AND askers.id = reliefs.requested_by_id
      LEFT JOIN users deciders
        ON deciders.tenant_id = reliefs.tenant_id AND deciders.id = reliefs.decided_by_id
     WHERE reliefs.tenant_id = :tenant
       AND COALESCE(bills.period, claims.period) BETWEEN :from AND :to
       AND (:developer = '' OR bodies.code = :developer))";
constexpr std::string_view kReliefsTail =
    " AND reliefs.id > :after ORDER BY reliefs.id LIMIT :limit";

constexpr std::string_view kRefundColumns = R"(
    refunds.number, refunds.book, refunds.state, claims.number, bills.number, refunds.suspense_id,
    refunds.amount_fen, refunds.mirrored_fen, refunds.reason, askers.username,
    refunds.requested_at, refunds.document, refunds.refunded_on, recorders.username)";
constexpr std::string_view kRefundsFrom = R"(
      FROM refunds
      LEFT JOIN claims ON claims.tenant_id = refunds.tenant_id AND claims.id = refunds.claim_id
      LEFT JOIN bills ON bills.tenant_id = refunds.tenant_id AND bills.id = refunds.bill_id
      LEFT JOIN users askers
        ON askers.tenant_id = refunds.tenant_id AND askers.id = refunds.requested_by_id
      LEFT JOIN users recorders
        ON recorders.tenant_id = refunds.tenant_id AND recorders.id = refunds.recorded_by_id
     WHERE refunds.tenant_id = :tenant AND (:book = '' OR refunds.book = :book))";
constexpr std::string_view kRefundsTail =
    " AND refunds.id > :after ORDER BY refunds.id LIMIT :limit";

constexpr std::string_view kDunningColumns = R"(
    dunnings.number, dunnings.step,
    CASE WHEN dunnings.bill_id IS NULL THEN 'nontax' ELSE 'operator' END,
    COALESCE(bills.number, claims.number), bodies.code, bodies.name, dunnings.due_on,
    dunnings.overdue_fen, dunnings.pay_by, dunnings.letter, users.username, dunnings.issued_at)";
constexpr std::string_view kDunningFrom = R"(
      FROM dunnings
      JOIN bodies ON bodies.tenant_id = dunnings.tenant_id AND bodies.id = dunnings.developer_id
      LEFT JOIN bills ON bills.tenant_id = dunnings.tenant_id AND bills.id = dunnings.bill_id
      LEFT JOIN claims ON claims.tenant_id = dunnings.tenant_id AND claims.id = dunnings.claim_id
      LEFT JOIN users
        ON users.tenant_id = dunnings.tenant_id AND users.id = dunnings.issued_by_id
     WHERE dunnings.tenant_id = :tenant AND (:developer = '' OR bodies.code = :developer))";
constexpr std::string_view kDunningTail =
    " AND dunnings.id > :after ORDER BY dunnings.id LIMIT :limit";

constexpr std::string_view kMonthColumns = R"(
    sums.period, sums.book, sums.developer_uscc, MAX(bodies.name), sums.product_code,
    SUM(sums.charged_fen), SUM(sums.collected_fen), SUM(sums.refunded_fen),
    SUM(sums.relieved_fen))";
constexpr std::string_view kYearColumns = R"(
    LEFT(sums.period, 4), sums.book, sums.developer_uscc, MAX(bodies.name), sums.product_code,
    SUM(sums.charged_fen), SUM(sums.collected_fen), SUM(sums.refunded_fen),
    SUM(sums.relieved_fen))";
// What became due in the month in which it was confirmed or issued, and the money by its day.
constexpr std::string_view kCollectionFrom = R"(
      FROM (SELECT claims.tenant_id, entries.period, 'nontax' AS book, claims.developer_uscc,
                   claims.product_code, claims.amount_fen AS charged_fen, 0 AS collected_fen,
                   0 AS refunded_fen, 0 AS relieved_fen
              FROM claims
              JOIN ledger_entries entries
                ON entries.tenant_id = claims.tenant_id AND entries.id = claims.entry_id
             WHERE claims.tenant_id = :tenant
            UNION ALL
            SELECT bills.tenant_id, entries.period, 'operator', bills.developer_uscc, '',
                   bills.amount_fen, 0, 0, 0
              FROM bills
              JOIN ledger_entries entries
                ON entries.tenant_id = bills.tenant_id AND entries.id = bills.entry_id
             WHERE bills.tenant_id = :tenant
            UNION ALL
            SELECT claims.tenant_id, DATE_FORMAT(money.realised_on, '%Y-%m'), 'nontax',
                   claims.developer_uscc, claims.product_code, 0, GREATEST(money.amount_fen, 0),
                   GREATEST(-money.amount_fen, 0), 0
              FROM claim_realisations money
              JOIN claims ON claims.tenant_id = money.tenant_id AND claims.id = money.claim_id
             WHERE money.tenant_id = :tenant
            UNION ALL
            SELECT bills.tenant_id, DATE_FORMAT(money.paid_on, '%Y-%m'), 'operator',
                   bills.developer_uscc, '', 0, GREATEST(money.amount_fen, 0),
                   GREATEST(-money.amount_fen, 0), 0
              FROM bill_payments money
              JOIN bills ON bills.tenant_id = money.tenant_id AND bills.id = money.bill_id
             WHERE money.tenant_id = :tenant
            UNION ALL
            SELECT reliefs.tenant_id, DATE_FORMAT(reliefs.decided_on, '%Y-%m'),
                   CASE WHEN reliefs.bill_id IS NULL THEN 'nontax' ELSE 'operator' END,
                   bodies.code, COALESCE(claims.product_code, ''), 0, 0, 0, reliefs.amount_fen
              FROM reliefs
              JOIN bodies
                ON bodies.tenant_id = reliefs.tenant_id AND bodies.id = reliefs.developer_id
              LEFT JOIN claims
                ON claims.tenant_id = reliefs.tenant_id AND claims.id = reliefs.claim_id
             WHERE reliefs.tenant_id = :tenant AND reliefs.state = 'confirmed'
               AND reliefs.amount_fen > 0) sums
      LEFT JOIN bodies
        ON bodies.tenant_id = sums.tenant_id AND bodies.code = sums.developer_uscc
     WHERE sums.tenant_id = :tenant AND sums.period BETWEEN :from AND :to
       AND (:year = '' OR LEFT(sums.period, 4) = :year)
       AND (:book = '' OR sums.book = :book)
       AND (:developer = '' OR sums.developer_uscc = :developer)
       AND (:product = '' OR sums.product_code = :product))";
constexpr std::string_view kMonthTail = R"(
     GROUP BY sums.period, sums.book, sums.developer_uscc, sums.product_code
     ORDER BY sums.period, sums.book, sums.developer_uscc, sums.product_code)";
constexpr std::string_view kYearTail = R"(
     GROUP BY LEFT(sums.period, 4), sums.book, sums.developer_uscc, sums.product_code
     ORDER BY LEFT(sums.period, 4), sums.book, sums.developer_uscc, sums.product_code)";

constexpr std::string_view kPackColumns = R"(
    pack.title, pack.code, pack.name, pack.party, pack.detail, pack.from_on, pack.to_on,
    pack.count, pack.amount_fen)";
constexpr std::string_view kPackTail = " ORDER BY pack.position, pack.code, pack.name";
// What the operator discloses of a year by the end of March of the next: itself, the resources it
// was authorised for, products and services, actual prices (国家数据局综合司, 2026-02-10).
constexpr std::string_view kDisclosureFrom = R"(
      FROM (SELECT 1 AS position, '一、运营机构及授权' AS title, operators.code, operators.name,
                   '' AS party, CONCAT('授权文件：', mandates.document) AS detail,
                   mandates.from_on, mandates.to_on, NULL AS count, NULL AS amount_fen
              FROM bodies operators
              JOIN mandates ON mandates.tenant_id = operators.tenant_id
             WHERE operators.tenant_id = :tenant AND operators.kind = 'operator'
               AND mandates.from_on <= :last_on AND mandates.to_on >= :first_on
            UNION ALL
            SELECT 2, '二、授权使用的公共数据资源', resources.code, resources.name,
                   MAX(departments.name), CONCAT('领域：', resources.field, '；级别：',
                   resources.level), NULL, NULL, COUNT(DISTINCT grants.scenario_id), NULL
              FROM grants
              JOIN resources
                ON resources.tenant_id = grants.tenant_id AND resources.id = grants.resource_id
              JOIN bodies departments
                ON departments.tenant_id = resources.tenant_id
               AND departments.id = resources.department_id
             WHERE grants.tenant_id = :tenant AND grants.from_at < :end_at
               AND grants.to_at >= :begin_at
               AND (grants.revoked_at IS NULL OR grants.revoked_at >= :begin_at)
             GROUP BY resources.code, resources.name, resources.field, resources.level
            UNION ALL
            SELECT 3, '三、数据产品和服务清单', products.code, products.name, developers.name,
                   CONCAT('形态：', products.kind), MIN(listings.listed_from), NULL, NULL, NULL
              FROM listings
              JOIN products
                ON products.tenant_id = listings.tenant_id AND products.id = listings.product_id
              JOIN bodies developers
                ON developers.tenant_id = products.tenant_id
               AND developers.id = products.developer_id
             WHERE listings.tenant_id = :tenant AND listings.state NOT IN ('proposed', 'refused')
               AND listings.listed_from <= :last_on
             GROUP BY products.code, products.name, developers.name, products.kind
            UNION ALL
            SELECT 4, '四、实际执行价格', plans.code, COALESCE(products.name, '平台服务'), '',
                   CONCAT(CASE plans.kind WHEN 'data_use' THEN '有偿使用费' ELSE '运营服务费' END,
                          '：', plans.charges), plans.effective_from, NULL, NULL, NULL
              FROM price_plans plans
              LEFT JOIN products
                ON products.tenant_id = plans.tenant_id AND products.id = plans.product_id
             WHERE plans.tenant_id = :tenant AND plans.state = 'approved'
               AND plans.kind <> 'market' AND plans.effective_from <= :last_on) pack)";
// The tables of the operator's report of the year: who used what, what came in, what was free.
constexpr std::string_view kReportFrom = R"(
      FROM (SELECT 1 AS position, '附表一 授权开发主体' AS title, developers.code, developers.name,
                   '' AS party, CONCAT('协议', agreements.number, '号') AS detail,
                   agreements.from_on, agreements.to_on, NULL AS count,
                   agreements.service_fee_fen AS amount_fen
              FROM agreements
              JOIN bodies developers
                ON developers.tenant_id = agreements.tenant_id
               AND developers.id = agreements.developer_id
             WHERE agreements.tenant_id = :tenant AND agreements.signed_at IS NOT NULL
               AND agreements.from_on <= :last_on AND agreements.to_on >= :first_on
            UNION ALL
            SELECT 2, '附表二 应用场景', scenarios.code, scenarios.name, developers.name,
                   CASE scenarios.purpose WHEN 'industry' THEN '产业发展、行业发展'
                        WHEN 'public_welfare' THEN '公益事业' ELSE '公共治理' END,
                   NULL, NULL, NULL, NULL
              FROM scenarios
              JOIN bodies developers
                ON developers.tenant_id = scenarios.tenant_id
               AND developers.id = scenarios.developer_id
             WHERE scenarios.tenant_id = :tenant AND scenarios.state = 'approved'
               AND scenarios.created_at < :end_at
            UNION ALL
            SELECT 3, '附表三 产品使用情况', products.code, products.name, '',
                   CONCAT('计量项：', sums.meter), NULL, NULL, SUM(sums.event_count), NULL
              FROM usage_sums sums
              JOIN orders ON orders.tenant_id = sums.tenant_id AND orders.id = sums.subject_id
              JOIN products
                ON products.tenant_id = orders.tenant_id AND products.id = orders.product_id
             WHERE sums.tenant_id = :tenant AND sums.subject_kind = 'order'
               AND sums.occurred_on BETWEEN :first_on AND :last_on
             GROUP BY products.code, products.name, sums.meter
            UNION ALL
            SELECT 4, '附表四 收入和收缴', figures.code, figures.name, '', '', NULL, NULL,
                   SUM(figures.count), SUM(figures.amount_fen)
              FROM (SELECT 'bills' AS code, '开具账单(价税合计)' AS name, 1 AS count, amount_fen
                      FROM bills
                     WHERE tenant_id = :tenant AND state IN ('issued', 'voided')
                       AND issued_at >= :begin_at AND issued_at < :end_at
                    UNION ALL
                    SELECT 'claims', '确认非税收入应缴', 1, amount_fen
                      FROM claims
                     WHERE tenant_id = :tenant AND state IN ('confirmed', 'voided')
                       AND confirmed_at >= :begin_at AND confirmed_at < :end_at
                    UNION ALL
                    SELECT 'realised', '非税收入到账(退付为负)', 1, amount_fen
                      FROM claim_realisations
                     WHERE tenant_id = :tenant AND realised_on BETWEEN :first_on AND :last_on
                    UNION ALL
                    SELECT 'zero_rated', '减免(按标准计)', 1, list_fen
                      FROM charge_lines
                     WHERE tenant_id = :tenant AND treatment = 'zero_rated'
                       AND period BETWEEN :first_period AND :last_period) figures
             GROUP BY figures.code, figures.name
            UNION ALL
            SELECT 5, '附表五 数源单位预算测算', parts.department_code, parts.department_name, '',
                   '', NULL, NULL, COUNT(DISTINCT pools.claim_id), SUM(parts.amount_fen)
              FROM allocation_parts parts
              JOIN allocation_pools pools
                ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
              JOIN allocation_runs runs
                ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
             WHERE parts.tenant_id = :tenant AND parts.department_code <> ''
               AND runs.state IN ('posted', 'reversed')
               AND pools.realised_on BETWEEN :first_on AND :last_on
             GROUP BY parts.department_code, parts.department_name) pack)";

constexpr ExportSql kStatements[] = {
    {ExportKind::allocation_ledger, "parts.id", kLedgerColumns, kPartsFrom, kPartsTail},
    {ExportKind::department_statement, "parts.id", kStatementColumns, kStatementFrom, kPartsTail},
    {ExportKind::charge_lines, "charges.id", kLineColumns, kLinesFrom, kLinesTail},
    {ExportKind::waivers, "charges.id", kWaiverColumns, kWaiversFrom, kLinesTail},
    {ExportKind::bills, "bills.id", kBillColumns, kBillsFrom, kBillsTail},
    {ExportKind::claims, "claims.id", kClaimColumns, kClaimsFrom, kClaimsTail},
    {ExportKind::payment_notices, "notices.id", kNoticeColumns, kNoticesFrom, kNoticesTail},
    {ExportKind::receipts, "receipts.id", kReceiptColumns, kReceiptsFrom, kReceiptsTail},
    {ExportKind::suspense, "items.id", kSuspenseColumns, kSuspenseFrom, kSuspenseTail},
    {ExportKind::vouchers, "entries.id", kVoucherColumns, kPostingsFrom, kPostingsTail},
    {ExportKind::voucher_import, "entries.id", kImportColumns, kPostingsFrom,
     kMoneyPostingsTail},
    {ExportKind::reliefs, "reliefs.id", kReliefColumns, kReliefsFrom, kReliefsTail},
    {ExportKind::refunds, "refunds.id", kRefundColumns, kRefundsFrom, kRefundsTail},
    {ExportKind::dunning, "dunnings.id", kDunningColumns, kDunningFrom, kDunningTail},
    {ExportKind::general_ledger, "", kGeneralColumns, kGeneralFrom, kGeneralTail},
    {ExportKind::trial_balance, "", kTrialColumns, kTrialFrom, kTrialTail},
    {ExportKind::collection_months, "", kMonthColumns, kCollectionFrom, kMonthTail},
    {ExportKind::collection_years, "", kYearColumns, kCollectionFrom, kYearTail},
    {ExportKind::annual_disclosure, "", kPackColumns, kDisclosureFrom, kPackTail},
    {ExportKind::operator_annual_report, "", kPackColumns, kReportFrom, kPackTail},
};

}  // namespace
}  // namespace export_sql_pieces

const ExportSql& export_sql(ExportKind kind) {
    const auto found = std::ranges::find(export_sql_pieces::kStatements, kind, &ExportSql::kind);
    YUNHE_ASSERT(found != std::end(export_sql_pieces::kStatements));
    return *found;
}

}  // namespace yunhe::billing
