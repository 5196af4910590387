-- A body with users of which none is an administrator, apart from the experts' and the platform's.
SELECT users.tenant_id, users.body_id
  FROM users
  JOIN bodies ON bodies.tenant_id = users.tenant_id AND bodies.id = users.body_id
 WHERE bodies.kind NOT IN ('expert', 'platform')
 GROUP BY users.tenant_id, users.body_id
HAVING SUM(users.body_admin) = 0;

-- A tenant without mandate.
SELECT tenants.tenant_id
  FROM tenants
  LEFT JOIN mandates ON mandates.tenant_id = tenants.tenant_id
 WHERE tenants.tenant_id <> 0 AND mandates.id IS NULL;
