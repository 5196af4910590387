-- Every entry's postings sum to zero, money and memo apart.
SELECT tenant_id, entry_id, group_kind, SUM(amount_fen) FROM ledger_postings
 GROUP BY tenant_id, entry_id, group_kind HAVING SUM(amount_fen) <> 0;
