-- A bill whose lines don't add up to it.
SELECT bills.tenant_id, bills.id FROM bills
  LEFT JOIN charge_lines
    ON charge_lines.tenant_id = bills.tenant_id AND charge_lines.bill_id = bills.id
 GROUP BY bills.tenant_id, bills.id, bills.amount_fen
HAVING COALESCE(SUM(charge_lines.amount_fen), 0) <> bills.amount_fen;

-- A claim whose lines don't add up to it.
SELECT claims.tenant_id, claims.id FROM claims
  LEFT JOIN charge_lines
    ON charge_lines.tenant_id = claims.tenant_id AND charge_lines.claim_id = claims.id
 GROUP BY claims.tenant_id, claims.id, claims.amount_fen
HAVING COALESCE(SUM(charge_lines.amount_fen), 0) <> claims.amount_fen;

-- Per period, developer and book: money that stands on no document. Lines of opposite amounts may
-- cancel out and then need none.
SELECT tenant_id, period, developer_id, book, COALESCE(product_id, 0) FROM charge_lines
 WHERE bill_id IS NULL AND claim_id IS NULL
 GROUP BY tenant_id, period, developer_id, book, COALESCE(product_id, 0)
HAVING SUM(amount_fen) <> 0;
