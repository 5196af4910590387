-- Each statement selects what would be wrong; a row stops the start.

-- A table whose engine or collation isn't ours.
SELECT table_name
  FROM information_schema.tables
 WHERE table_schema = DATABASE()
   AND table_type = 'BASE TABLE'
   AND (engine <> 'InnoDB' OR table_collation <> 'utf8mb4_bin');

-- A table of a tenant whose primary key does not start with tenant_id.
SELECT t.table_name
  FROM information_schema.tables t
  LEFT JOIN information_schema.statistics k
    ON k.table_schema = t.table_schema
   AND k.table_name = t.table_name
   AND k.index_name = 'PRIMARY'
   AND k.seq_in_index = 1
 WHERE t.table_schema = DATABASE()
   AND t.table_type = 'BASE TABLE'
   AND t.table_name NOT LIKE 'platform\_%'
   AND (k.column_name IS NULL OR k.column_name <> 'tenant_id');

-- A table of this migration that is missing.
SELECT wanted.table_name
  FROM (SELECT 'counters' AS table_name
        UNION ALL SELECT 'idempotency_keys'
        UNION ALL SELECT 'outbox'
        UNION ALL SELECT 'audit_rows'
        UNION ALL SELECT 'case_events'
        UNION ALL SELECT 'todos') wanted
  LEFT JOIN information_schema.tables t
    ON t.table_schema = DATABASE() AND t.table_name = wanted.table_name
 WHERE t.table_name IS NULL;
