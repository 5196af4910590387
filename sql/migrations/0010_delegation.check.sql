-- A delegation between people of two bodies.
SELECT delegations.tenant_id, delegations.id
  FROM delegations
  JOIN users
    ON users.tenant_id = delegations.tenant_id
   AND users.id IN (delegations.principal_id, delegations.delegate_id)
 WHERE users.body_id <> delegations.body_id;
