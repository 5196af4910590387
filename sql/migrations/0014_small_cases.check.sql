-- A case whose stop was placed on another agreement than its own.
SELECT small_cases.tenant_id, small_cases.id
  FROM small_cases
  JOIN holds
    ON holds.tenant_id = small_cases.tenant_id
   AND holds.id = small_cases.hold_id
 WHERE small_cases.agreement_id IS NULL
    OR holds.agreement_id <> small_cases.agreement_id;

-- A closed evaluation without a score.
SELECT tenant_id, id
  FROM small_cases
 WHERE kind IN ('evaluation', 'mandate_evaluation')
   AND state = 'closed'
   AND JSON_VALUE(results, '$.score.total') IS NULL;
