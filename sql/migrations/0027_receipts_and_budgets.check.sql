-- What was spent of an allotment is what its reports say.
SELECT allotments.tenant_id, allotments.id FROM allotments
  LEFT JOIN spending_reports
    ON spending_reports.tenant_id = allotments.tenant_id
   AND spending_reports.allotment_id = allotments.id AND spending_reports.state = 'reported'
 GROUP BY allotments.tenant_id, allotments.id, allotments.spent_fen
HAVING COALESCE(SUM(spending_reports.amount_fen), 0) <> allotments.spent_fen;

-- What was taken back of an allotment is what its documents say.
SELECT allotments.tenant_id, allotments.id FROM allotments
  LEFT JOIN allotment_withdrawals
    ON allotment_withdrawals.tenant_id = allotments.tenant_id
   AND allotment_withdrawals.allotment_id = allotments.id
 GROUP BY allotments.tenant_id, allotments.id, allotments.withdrawn_fen
HAVING COALESCE(SUM(allotment_withdrawals.amount_fen), 0) <> allotments.withdrawn_fen;

-- No bill got more than it asked for, and none gave back more than it got.
SELECT bills.tenant_id, bills.id FROM bills
  JOIN bill_payments
    ON bill_payments.tenant_id = bills.tenant_id AND bill_payments.bill_id = bills.id
 GROUP BY bills.tenant_id, bills.id, bills.amount_fen
HAVING SUM(bill_payments.amount_fen) NOT BETWEEN 0 AND bills.amount_fen;

-- No part was ever reversed by more than it was given: kinds of all posted runs added up.
SELECT parts.tenant_id, pools.claim_id, parts.to_name, parts.resource_code
  FROM allocation_parts parts
  JOIN allocation_pools pools ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
  JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
 WHERE runs.state IN ('posted', 'reversed')
 GROUP BY parts.tenant_id, pools.claim_id, parts.to_name, parts.resource_code
HAVING SUM(parts.amount_fen) < 0;
