-- A scenario whose developer isn't its agreement's: a move that stopped halfway.
SELECT scenarios.tenant_id, scenarios.id
  FROM scenarios
  JOIN agreements
    ON agreements.tenant_id = scenarios.tenant_id
   AND agreements.id = scenarios.agreement_id
 WHERE scenarios.developer_id <> agreements.developer_id;

-- A grant whose developer isn't its agreement's.
SELECT grants.tenant_id, grants.id
  FROM grants
  JOIN agreements
    ON agreements.tenant_id = grants.tenant_id
   AND agreements.id = grants.agreement_id
 WHERE grants.developer_id <> agreements.developer_id;

-- An approved export permit that names neither product nor resource.
SELECT tenant_id, id
  FROM small_cases
 WHERE kind = 'export_permit'
   AND JSON_VALUE(fields, '$.product_code') IS NULL
   AND COALESCE(JSON_LENGTH(fields, '$.resource_codes'), 0) = 0;
