-- The clock of obligations: what is due by a date, the reminders of it and how they were delivered.

-- One duty or term. state: `overdue` follows from the date and is never stored. A derived row comes
-- from the facts and ends with them; the others were recorded by an act. next_at is the instant (by
-- the tenant's clock) of the next reminder or of the expiry; NULL: nothing is left to send.
CREATE TABLE obligations (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    kind         VARCHAR(40)     NOT NULL,
    aggregate    VARCHAR(64)     NOT NULL,
    aggregate_id BIGINT UNSIGNED NOT NULL,
    body_id      BIGINT UNSIGNED NOT NULL,
    role         VARCHAR(40)     NOT NULL,
    subject      VARCHAR(300)    NOT NULL,
    opens_on     DATE            NOT NULL,
    due_on       DATE            NOT NULL,
    rule         JSON            NULL COMMENT 'source, rule, rule_pack, article; NULL: none',
    binding      TINYINT         NOT NULL COMMENT '0: rests on an unverified rule, warns only',
    due_source   VARCHAR(40)     NOT NULL COMMENT 'where the date comes from',
    derived      TINYINT         NOT NULL,
    state        VARCHAR(40)     NOT NULL,
    opened_at    DATETIME(6)     NOT NULL,
    closed_at    DATETIME(6)     NULL,
    closed_by    BIGINT UNSIGNED NULL,
    document     VARCHAR(200)    NULL,
    note         TEXT            NULL,
    reminded     JSON            NOT NULL COMMENT 'stages, in the order in which they came',
    next_at      DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY obligations_once (tenant_id, kind, aggregate, aggregate_id, due_on, body_id),
    KEY obligations_of_body (tenant_id, body_id, state, due_on, id),
    KEY obligations_by_due (tenant_id, state, due_on, id),
    KEY obligations_next (tenant_id, state, next_at),
    CONSTRAINT obligations_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT obligations_named CHECK (kind <> '' AND aggregate <> ''),
    CONSTRAINT obligations_dates CHECK (opens_on <= due_on),
    CONSTRAINT obligations_due_source CHECK (due_source IN ('regulation', 'national',
        'tenant_policy', 'agreement', 'system')),
    CONSTRAINT obligations_flags CHECK (binding IN (0, 1) AND derived IN (0, 1)),
    CONSTRAINT obligations_state CHECK (state IN ('open', 'discharged', 'waived', 'passed',
        'cancelled')),
    CONSTRAINT obligations_open_or_closed CHECK ((state = 'open') = (closed_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One reminder to one addressee. `at` is the tenant's time at which it fell due.
CREATE TABLE reminders (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    obligation_id BIGINT UNSIGNED NOT NULL,
    stage         VARCHAR(40)     NOT NULL,
    body_id       BIGINT UNSIGNED NOT NULL,
    role          VARCHAR(40)     NOT NULL,
    escalated     TINYINT         NOT NULL COMMENT '1: sent above the one who must act',
    at            DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY reminders_once (tenant_id, obligation_id, stage, body_id, role),
    KEY reminders_of_body (tenant_id, body_id, id),
    CONSTRAINT reminders_obligation FOREIGN KEY (tenant_id, obligation_id)
        REFERENCES obligations (tenant_id, id),
    CONSTRAINT reminders_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT reminders_stage CHECK (stage IN ('opened', 'days_30', 'days_7', 'days_1', 'overdue',
        'passed')),
    CONSTRAINT reminders_escalated CHECK (escalated IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What became of a reminder on one channel. at_real is real time.
CREATE TABLE reminder_deliveries (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    reminder_id BIGINT UNSIGNED NOT NULL,
    channel     VARCHAR(40)     NOT NULL,
    outcome     VARCHAR(40)     NOT NULL,
    detail      VARCHAR(300)    NOT NULL,
    attempts    INT             NOT NULL,
    at_real     DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, reminder_id, channel),
    CONSTRAINT reminder_deliveries_reminder FOREIGN KEY (tenant_id, reminder_id)
        REFERENCES reminders (tenant_id, id),
    CONSTRAINT reminder_deliveries_channel CHECK (channel IN ('log', 'webhook', 'mail')),
    CONSTRAINT reminder_deliveries_outcome CHECK (outcome IN ('sent', 'failed', 'refused',
        'not_configured'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Where a tenant wants its reminders sent. The secret signs them; it is sealed like personal data.
CREATE TABLE reminder_settings (
    tenant_id             BIGINT UNSIGNED NOT NULL,
    webhook_url           VARCHAR(500)    NOT NULL,
    webhook_secret_sealed TEXT            NOT NULL COMMENT 'Base64',
    failures              INT             NOT NULL COMMENT 'in a row',
    disabled_at           DATETIME(6)     NULL COMMENT 'real time; after too many failures',
    updated_at            DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id),
    CONSTRAINT reminder_settings_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id),
    CONSTRAINT reminder_settings_failures CHECK (failures >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
