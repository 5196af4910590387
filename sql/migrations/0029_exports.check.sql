-- A delivery whose endpoint belongs to a developer that the event doesn't concern.
SELECT deliveries.tenant_id, deliveries.id
  FROM webhook_deliveries deliveries
  JOIN webhook_endpoints endpoints
    ON endpoints.tenant_id = deliveries.tenant_id AND endpoints.id = deliveries.endpoint_id
  JOIN webhook_events events
    ON events.tenant_id = deliveries.tenant_id AND events.id = deliveries.event_id
  JOIN bodies
    ON bodies.tenant_id = endpoints.tenant_id AND bodies.id = endpoints.body_id
 WHERE bodies.kind = 'developer'
   AND (events.body_id IS NULL OR events.body_id <> endpoints.body_id);
