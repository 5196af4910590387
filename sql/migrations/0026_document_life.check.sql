-- A voided bill or claim without the red one that takes its amount back.
SELECT bills.tenant_id, bills.id FROM bills
  LEFT JOIN bills AS red ON red.tenant_id = bills.tenant_id AND red.voids_id = bills.id
 WHERE (bills.state = 'voided') <> (red.id IS NOT NULL)
    OR (red.id IS NOT NULL AND red.amount_fen <> -bills.amount_fen);

SELECT claims.tenant_id, claims.id FROM claims
  LEFT JOIN claims AS red ON red.tenant_id = claims.tenant_id AND red.voids_id = claims.id
 WHERE (claims.state = 'voided') <> (red.id IS NOT NULL)
    OR (red.id IS NOT NULL AND red.amount_fen <> -claims.amount_fen);

-- More waived, written off and set off than a document had.
SELECT bills.tenant_id, bills.id FROM bills
  JOIN (SELECT tenant_id, bill_id, SUM(amount_fen) AS amount_fen
          FROM (SELECT tenant_id, bill_id, amount_fen FROM reliefs WHERE state = 'confirmed'
                UNION ALL SELECT tenant_id, bill_id, amount_fen FROM document_offsets) AS less
         WHERE bill_id IS NOT NULL GROUP BY tenant_id, bill_id) AS taken
    ON taken.tenant_id = bills.tenant_id AND taken.bill_id = bills.id
 WHERE taken.amount_fen > bills.amount_fen;

SELECT claims.tenant_id, claims.id FROM claims
  JOIN (SELECT tenant_id, claim_id, SUM(amount_fen) AS amount_fen
          FROM (SELECT tenant_id, claim_id, amount_fen FROM reliefs WHERE state = 'confirmed'
                UNION ALL SELECT tenant_id, claim_id, amount_fen FROM document_offsets) AS less
         WHERE claim_id IS NOT NULL GROUP BY tenant_id, claim_id) AS taken
    ON taken.tenant_id = claims.tenant_id AND taken.claim_id = claims.id
 WHERE taken.amount_fen > claims.amount_fen;
