-- Sales reports, and the most that the operator may earn in a year.

-- What a developer sold under an order in a period: the base of charges by share. The checked one
-- counts; a later one replaces it once it is checked itself.
CREATE TABLE sales_reports (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    order_id        BIGINT UNSIGNED NOT NULL,
    developer_id    BIGINT UNSIGNED NOT NULL,
    period          CHAR(7) NOT NULL,
    revision        INT NOT NULL CHECK (revision > 0),
    sales_fen       BIGINT NOT NULL CHECK (sales_fen >= 0),
    document        VARCHAR(200) NOT NULL,
    document_digest CHAR(64) NULL COMMENT 'SM3 of the evidence',
    note            VARCHAR(1000) NOT NULL,
    state           VARCHAR(40) NOT NULL CHECK (state IN
                    ('reported', 'returned', 'checked', 'replaced', 'withdrawn')),
    version         INT NOT NULL DEFAULT 1,
    reported_by_id  BIGINT UNSIGNED NOT NULL,
    reported_at     DATETIME(6) NOT NULL,
    checked_by_id   BIGINT UNSIGNED NULL,
    checked_at      DATETIME(6) NULL,
    -- Of the reports of one order and period, one is in the making and one counts.
    making          TINYINT(1) AS (IF(state IN ('reported', 'returned'), 1, NULL)) PERSISTENT,
    counting        TINYINT(1) AS (IF(state = 'checked', 1, NULL)) PERSISTENT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY sales_reports_revision (tenant_id, order_id, period, revision),
    UNIQUE KEY sales_reports_making (tenant_id, order_id, period, making),
    UNIQUE KEY sales_reports_counting (tenant_id, order_id, period, counting),
    KEY sales_reports_by_period (tenant_id, period, state),
    KEY sales_reports_by_developer (tenant_id, developer_id, id),
    CONSTRAINT sales_reports_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id),
    CONSTRAINT sales_reports_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT sales_reports_reported_by FOREIGN KEY (tenant_id, reported_by_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT sales_reports_checked CHECK (state NOT IN ('checked', 'replaced') OR
        (checked_by_id IS NOT NULL AND checked_by_id <> reported_by_id))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The most that the operator may earn in a calendar year (最高准许收入), by the authorising body's
-- document. The confirmed one counts; a later one replaces it once it is confirmed itself.
CREATE TABLE income_limits (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    year           INT NOT NULL CHECK (year BETWEEN 2000 AND 9999),
    amount_fen     BIGINT NOT NULL CHECK (amount_fen >= 0),
    tax_included   TINYINT(1) NOT NULL,
    document       VARCHAR(200) NOT NULL,
    state          VARCHAR(40) NOT NULL CHECK (state IN
                   ('recorded', 'confirmed', 'refused', 'replaced')),
    version        INT NOT NULL DEFAULT 1,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    decided_by_id  BIGINT UNSIGNED NULL,
    decided_at     DATETIME(6) NULL,
    waiting        TINYINT(1) AS (IF(state = 'recorded', 1, NULL)) PERSISTENT,
    counting       TINYINT(1) AS (IF(state = 'confirmed', 1, NULL)) PERSISTENT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY income_limits_waiting (tenant_id, year, waiting),
    UNIQUE KEY income_limits_counting (tenant_id, year, counting),
    CONSTRAINT income_limits_recorded_by FOREIGN KEY (tenant_id, recorded_by_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT income_limits_decided CHECK ((state = 'recorded') = (decided_by_id IS NULL)),
    CONSTRAINT income_limits_four_eyes
        CHECK (decided_by_id IS NULL OR decided_by_id <> recorded_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
