-- A stop that is still on although the resource is published.
SELECT resource_stops.tenant_id, resource_stops.resource_id
  FROM resource_stops
  JOIN resources
    ON resources.tenant_id = resource_stops.tenant_id
   AND resources.id = resource_stops.resource_id
 WHERE resource_stops.to_at IS NULL
   AND resources.state = 'published';

-- An import that was applied although a line of it was in error.
SELECT resource_imports.tenant_id, resource_imports.id
  FROM resource_imports
  JOIN resource_import_lines
    ON resource_import_lines.tenant_id = resource_imports.tenant_id
   AND resource_import_lines.import_id = resource_imports.id
   AND resource_import_lines.outcome = 'error'
 WHERE resource_imports.state = 'applied';

-- A closed quality ticket without outcome.
SELECT tenant_id, id
  FROM small_cases
 WHERE kind = 'quality_ticket'
   AND state = 'closed'
   AND JSON_VALUE(results, '$.confirm.outcome') IS NULL;
