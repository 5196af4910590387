-- A grant that covers no column.
SELECT grants.tenant_id, grants.id
  FROM grants
  LEFT JOIN grant_columns
    ON grant_columns.tenant_id = grants.tenant_id
   AND grant_columns.grant_id = grants.id
 WHERE grant_columns.grant_id IS NULL;

-- A column that a seat refused and that is granted nevertheless.
SELECT grants.tenant_id, grants.id, grant_columns.name
  FROM grants
  JOIN grant_columns
    ON grant_columns.tenant_id = grants.tenant_id
   AND grant_columns.grant_id = grants.id
  JOIN data_request_seat_columns answers
    ON answers.tenant_id = grants.tenant_id
   AND answers.request_id = grants.request_id
   AND answers.resource_id = grants.resource_id
   AND answers.name = grant_columns.name
 WHERE answers.decision = 'refuse';

-- An answer by somebody who had stepped back.
SELECT items.tenant_id, items.request_id, items.decided_by_id
  FROM data_request_seat_items items
  JOIN data_request_recusals recusals
    ON recusals.tenant_id = items.tenant_id
   AND recusals.request_id = items.request_id
   AND recusals.user_id = items.decided_by_id
 WHERE items.decided_at > recusals.recorded_at;

-- A grant that is open although its consent was withdrawn.
SELECT grants.tenant_id, grants.id
  FROM grants
  JOIN consents
    ON consents.tenant_id = grants.tenant_id
   AND consents.request_id = grants.request_id
   AND consents.resource_id = grants.resource_id
 WHERE consents.withdrawn_at IS NOT NULL
   AND LEAST(grants.to_at, COALESCE(grants.revoked_at, grants.to_at)) > consents.withdrawn_at;
