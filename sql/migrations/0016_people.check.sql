-- A fact about somebody else's staff.
SELECT person_facts.tenant_id, person_facts.id
  FROM person_facts
  JOIN persons
    ON persons.tenant_id = person_facts.tenant_id
   AND persons.id = person_facts.person_id
 WHERE persons.developer_id <> person_facts.developer_id;

-- Two approved plans for the same agreement.
SELECT tenant_id, agreement_id
  FROM emergency_plans
 WHERE state = 'approved'
 GROUP BY tenant_id, agreement_id
HAVING COUNT(id) > 1;
