-- What was posted out of a claim's pool is never more than the money that came for it.
SELECT given.tenant_id, given.claim_id, given.amount_fen, COALESCE(got.amount_fen, 0)
  FROM (SELECT pools.tenant_id, pools.claim_id, SUM(parts.amount_fen) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE runs.state = 'posted'
         GROUP BY pools.tenant_id, pools.claim_id) given
  LEFT JOIN (SELECT tenant_id, claim_id, SUM(amount_fen) AS amount_fen
               FROM claim_realisations
              GROUP BY tenant_id, claim_id) got
    ON got.tenant_id = given.tenant_id AND got.claim_id = given.claim_id
 WHERE given.amount_fen > COALESCE(got.amount_fen, 0);

-- No claim got more than it asked for.
SELECT claims.tenant_id, claims.id, claims.amount_fen, SUM(claim_realisations.amount_fen)
  FROM claims
  JOIN claim_realisations
    ON claim_realisations.tenant_id = claims.tenant_id AND claim_realisations.claim_id = claims.id
 GROUP BY claims.tenant_id, claims.id, claims.amount_fen
HAVING SUM(claim_realisations.amount_fen) > claims.amount_fen;

-- Every receipt is matched or in suspense, to the fen.
SELECT receipts.tenant_id, receipts.id
  FROM receipts
  LEFT JOIN suspense_items
    ON suspense_items.tenant_id = receipts.tenant_id AND suspense_items.receipt_id = receipts.id
 WHERE receipts.amount_fen <> receipts.matched_fen + COALESCE(suspense_items.amount_fen, 0);
