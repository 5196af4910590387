-- A closed obligation that still waits for a reminder.
SELECT obligations.tenant_id, obligations.id
  FROM obligations
 WHERE obligations.state <> 'open'
   AND obligations.next_at IS NOT NULL;

-- A reminder whose stage its obligation doesn't know of.
SELECT reminders.tenant_id, reminders.id
  FROM reminders
  JOIN obligations
    ON obligations.tenant_id = reminders.tenant_id
   AND obligations.id = reminders.obligation_id
 WHERE NOT JSON_CONTAINS(obligations.reminded, JSON_QUOTE(reminders.stage));
