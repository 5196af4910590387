-- Corrections of usage, what meters need beyond sums (distinct values, the latest quantity), alerts
-- of quotas, and how often an API key may call.

-- `voided`: a correction took its place or took it away. `correction`: the identity of a correction
-- itself, which measures nothing. `property_key`: the first 16 bytes of SM3 over the event's
-- property, of which `unique` meters count the distinct ones; the property itself isn't kept.
ALTER TABLE usage_events
    MODIFY COLUMN state VARCHAR(12) NOT NULL CHECK (state IN
        ('accepted', 'quarantined', 'dropped', 'voided', 'correction')),
    ADD COLUMN property_key BINARY(16) NULL;

-- `latest`: when (microseconds since 1970, 8 bytes), id, a zero byte and quantity (10^-6, 8 bytes)
-- of the last event, so that the greatest of two such texts is the later event's. Numbers are big
-- endian.
ALTER TABLE usage_sums
    ADD COLUMN latest VARBINARY(145) NOT NULL DEFAULT '';

UPDATE usage_sums
  JOIN (SELECT tenant_id, occurred_on, subject_id, meter, resources,
               MAX(CONCAT(
                   UNHEX(LPAD(HEX(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', occurred_at)), 16, '0')),
                   CAST(event_id AS BINARY), UNHEX('00'),
                   UNHEX(LPAD(HEX(quantity_micro), 16, '0')))) AS latest
          FROM usage_events
         WHERE state = 'accepted'
         GROUP BY tenant_id, occurred_on, subject_id, meter, resources) AS last_event
    ON last_event.tenant_id = usage_sums.tenant_id
   AND last_event.occurred_on = usage_sums.occurred_on
   AND last_event.subject_id = usage_sums.subject_id
   AND last_event.meter = usage_sums.meter
   AND last_event.resources = usage_sums.resources
   SET usage_sums.latest = last_event.latest;

-- How many accepted events had this property, per subject, meter and day.
CREATE TABLE usage_values (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    occurred_on  DATE NOT NULL,
    subject_id   BIGINT UNSIGNED NOT NULL,
    meter        VARCHAR(64) NOT NULL,
    property_key BINARY(16) NOT NULL,
    event_count  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, occurred_on, subject_id, meter, property_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Corrections that took effect. `corrected_*` is the event as its sender named it, `voided_key` the
-- row of it that counted until then: the event's own, or that of an earlier replacement. The
-- replacement stands in usage_events on the same day.
CREATE TABLE usage_corrections (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    source          VARCHAR(128) NOT NULL,
    event_id        VARCHAR(128) NOT NULL,
    made_at         DATETIME(6) NOT NULL COMMENT 'the correction''s own time',
    subject         VARCHAR(128) NOT NULL,
    subject_id      BIGINT UNSIGNED NOT NULL,
    action          VARCHAR(12) NOT NULL CHECK (action IN ('void', 'replace')),
    reason          VARCHAR(400) NOT NULL,
    corrected_on    DATE NOT NULL,
    corrected_source VARCHAR(128) NOT NULL,
    corrected_event_id VARCHAR(128) NOT NULL,
    corrected_at    DATETIME(6) NOT NULL,
    meter           VARCHAR(64) NOT NULL COMMENT 'as it was',
    quantity_micro  BIGINT NOT NULL COMMENT 'as it was',
    voided_key      BINARY(16) NOT NULL,
    replacement_key BINARY(16) NULL,
    new_meter       VARCHAR(64) NULL,
    new_quantity_micro BIGINT NULL,
    applied_at      DATETIME(6) NOT NULL,
    applied_by_id   BIGINT UNSIGNED NULL COMMENT 'the person who released it, if it had to wait',
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY usage_corrections_voided (tenant_id, corrected_on, voided_key),
    CONSTRAINT usage_corrections_replacement CHECK ((action = 'replace') =
        (replacement_key IS NOT NULL)),
    CONSTRAINT usage_corrections_quantity CHECK ((replacement_key IS NULL) =
        (new_quantity_micro IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Once per order, meter, span, share and size of the quota: a quota that is raised warns anew.
CREATE TABLE quota_alerts (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    order_id       BIGINT UNSIGNED NOT NULL,
    meter          VARCHAR(64) NOT NULL,
    span_key       VARCHAR(7) NOT NULL COMMENT 'the period, or ''order''',
    quantity_micro BIGINT NOT NULL,
    percent        INT NOT NULL CHECK (percent IN (50, 80, 100)),
    used_micro     BIGINT NOT NULL,
    reached_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, order_id, meter, span_key, quantity_micro, percent),
    CONSTRAINT quota_alerts_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE api_keys
    ADD COLUMN requests_per_minute INT NULL COMMENT 'null: the tenant''s',
    ADD CONSTRAINT api_keys_rate CHECK (requests_per_minute > 0);
