-- A signed agreement without both signatures.
SELECT agreements.tenant_id, agreements.id
  FROM agreements
  LEFT JOIN agreement_signatures
    ON agreement_signatures.tenant_id = agreements.tenant_id
   AND agreement_signatures.agreement_id = agreements.id
 WHERE agreements.state = 'signed'
 GROUP BY agreements.tenant_id, agreements.id
HAVING COUNT(agreement_signatures.id) <> 2;

-- An agreement whose developer isn't the one of its application.
SELECT agreements.tenant_id, agreements.id
  FROM agreements
  JOIN applications
    ON applications.tenant_id = agreements.tenant_id
   AND applications.id = agreements.application_id
 WHERE applications.developer_id <> agreements.developer_id;
