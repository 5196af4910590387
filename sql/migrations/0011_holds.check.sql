-- An agreement that was terminated says when.
SELECT tenant_id, id
  FROM agreements
 WHERE state = 'terminated'
   AND terminated_at IS NULL;
