-- A departure without a reason.
SELECT tenant_id, id FROM rule_overrides WHERE TRIM(reason) = '';
