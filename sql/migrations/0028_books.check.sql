-- An entry of a closed year that the year's vouchers don't count.
SELECT fiscal_years.tenant_id, fiscal_years.book, fiscal_years.fiscal_year
  FROM fiscal_years
 WHERE fiscal_years.vouchers <> (SELECT COUNT(ledger_entries.id)
                                   FROM ledger_entries
                                  WHERE ledger_entries.tenant_id = fiscal_years.tenant_id
                                    AND ledger_entries.book = fiscal_years.book
                                    AND ledger_entries.fiscal_year = fiscal_years.fiscal_year);
-- A voucher checked by who made it.
SELECT voucher_checks.tenant_id, voucher_checks.entry_id
  FROM voucher_checks
  JOIN ledger_entries
    ON ledger_entries.tenant_id = voucher_checks.tenant_id
   AND ledger_entries.id = voucher_checks.entry_id
 WHERE ledger_entries.maker_id = voucher_checks.checker_id;
-- A balance carried over that isn't what the entries give.
SELECT carried.tenant_id, carried.book, carried.fiscal_year, carried.account
  FROM fiscal_year_balances AS carried
 WHERE carried.balance_fen <> (SELECT COALESCE(SUM(ledger_balances.debit_fen
                                                   - ledger_balances.credit_fen), 0)
                                 FROM ledger_balances
                                WHERE ledger_balances.tenant_id = carried.tenant_id
                                  AND ledger_balances.book = carried.book
                                  AND ledger_balances.account = carried.account
                                  AND ledger_balances.group_kind = carried.group_kind
                                  AND ledger_balances.period
                                      <= CONCAT(carried.fiscal_year, '-12'));
