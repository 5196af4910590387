-- Metered facts, their sums, what waits in quarantine, and quality scores.

-- Identity is (tenant, day in UTC+8, event_key): the key is the first 16 bytes of SM3 over source
-- and id. `content` is the same of the canonical form. Keys are time-local: the hot part of the
-- index is one day. There is no second index on purpose.
CREATE TABLE usage_events (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    occurred_on DATE NOT NULL,
    event_key   BINARY(16) NOT NULL,
    content     BINARY(16) NOT NULL,
    occurred_at DATETIME(6) NOT NULL,
    state       VARCHAR(12) NOT NULL CHECK (state IN ('accepted', 'quarantined', 'dropped')),
    subject_id  BIGINT UNSIGNED NOT NULL,
    meter       VARCHAR(64) NOT NULL,
    quantity_micro BIGINT NOT NULL,
    resources   VARCHAR(1000) NOT NULL,
    source      VARCHAR(128) NOT NULL,
    event_id    VARCHAR(128) NOT NULL,
    PRIMARY KEY (tenant_id, occurred_on, event_key)
);

-- Sums of accepted events per subject (order or developer), meter, set of resources and day.
-- `resources`: the codes that the use touched, sorted, joined by a comma; '*' = all of the lineage.
CREATE TABLE usage_sums (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    occurred_on DATE NOT NULL,
    subject_id  BIGINT UNSIGNED NOT NULL,
    subject_kind VARCHAR(12) NOT NULL CHECK (subject_kind IN ('order', 'developer')),
    meter       VARCHAR(64) NOT NULL,
    resources   VARCHAR(1000) NOT NULL,
    resources_key BINARY(16) NOT NULL,
    quantity_micro BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    largest_micro BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, occurred_on, subject_id, meter, resources_key)
);

CREATE TABLE quarantined_events (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    occurred_on DATE NOT NULL,
    event_key   BINARY(16) NOT NULL,
    subject     VARCHAR(128) NOT NULL,
    code        VARCHAR(40) NOT NULL,
    event       JSON NOT NULL,
    received_at DATETIME(6) NOT NULL,
    state       VARCHAR(12) NOT NULL CHECK (state IN ('waiting', 'released', 'dropped')),
    settled_at  DATETIME(6) NULL,
    settled_by_id BIGINT UNSIGNED NULL,
    reason      VARCHAR(400) NULL,
    PRIMARY KEY (tenant_id, id),
    KEY quarantined_events_state (tenant_id, state, id),
    CONSTRAINT quarantined_events_settled CHECK (state = 'waiting' OR reason IS NOT NULL)
);

-- One score per resource and period; recorded by the operator, counts once the authority confirmed.
CREATE TABLE quality_scores (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    period      CHAR(7) NOT NULL,
    resource_id BIGINT UNSIGNED NOT NULL,
    quality     VARCHAR(20) NOT NULL,
    recorded_by_id  BIGINT UNSIGNED NOT NULL,
    confirmed_by_id BIGINT UNSIGNED NULL,
    confirmed_at    DATETIME(6) NULL,
    frozen      BOOLEAN NOT NULL DEFAULT FALSE,
    version     INT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, period, resource_id),
    CONSTRAINT quality_scores_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id),
    CONSTRAINT quality_scores_four_eyes
        CHECK (confirmed_by_id IS NULL OR confirmed_by_id <> recorded_by_id)
);
