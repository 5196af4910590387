-- A grant to which a seat has not agreed, or for which nobody sat.
SELECT grants.tenant_id, grants.id
  FROM grants
  LEFT JOIN data_request_seat_items
    ON data_request_seat_items.tenant_id = grants.tenant_id
   AND data_request_seat_items.request_id = grants.request_id
   AND data_request_seat_items.resource_id = grants.resource_id
 WHERE data_request_seat_items.decision IS NULL
    OR data_request_seat_items.decision NOT IN ('agree', 'agree_with_conditions');

-- A decided request with a resource to which all seats agreed and that has no grant.
SELECT data_requests.tenant_id, data_requests.id
  FROM data_requests
  JOIN data_request_seat_items
    ON data_request_seat_items.tenant_id = data_requests.tenant_id
   AND data_request_seat_items.request_id = data_requests.id
  LEFT JOIN grants
    ON grants.tenant_id = data_requests.tenant_id
   AND grants.request_id = data_requests.id
   AND grants.resource_id = data_request_seat_items.resource_id
 WHERE data_requests.state IN ('granted', 'partly_granted', 'refused', 'supplied', 'revoked')
   AND grants.id IS NULL
 GROUP BY data_requests.tenant_id, data_requests.id, data_request_seat_items.resource_id
HAVING SUM(data_request_seat_items.decision NOT IN ('agree', 'agree_with_conditions')) = 0;

-- A grant for another scenario, agreement or developer than its request's.
SELECT grants.tenant_id, grants.id
  FROM grants
  JOIN data_requests
    ON data_requests.tenant_id = grants.tenant_id
   AND data_requests.id = grants.request_id
 WHERE grants.scenario_id <> data_requests.scenario_id
    OR grants.agreement_id <> data_requests.agreement_id
    OR grants.developer_id <> data_requests.developer_id;

-- A scenario or request of another developer than its agreement's.
SELECT scenarios.tenant_id, scenarios.id
  FROM scenarios
  JOIN agreements
    ON agreements.tenant_id = scenarios.tenant_id
   AND agreements.id = scenarios.agreement_id
 WHERE scenarios.developer_id <> agreements.developer_id;
SELECT data_requests.tenant_id, data_requests.id
  FROM data_requests
  JOIN scenarios
    ON scenarios.tenant_id = data_requests.tenant_id
   AND scenarios.id = data_requests.scenario_id
 WHERE data_requests.developer_id <> scenarios.developer_id;
