-- A correction whose event counts all the same.
SELECT usage_corrections.tenant_id, usage_corrections.id
  FROM usage_corrections
  JOIN usage_events
    ON usage_events.tenant_id = usage_corrections.tenant_id
   AND usage_events.occurred_on = usage_corrections.corrected_on
   AND usage_events.event_key = usage_corrections.voided_key
 WHERE usage_events.state <> 'voided';
