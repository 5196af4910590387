-- What departments say of their resources, imports of catalogues, and what quality scores rest on.

ALTER TABLE resources
    ADD COLUMN confidential     BOOLEAN       NOT NULL DEFAULT FALSE
        COMMENT 'confidential business information; secret is commercial secrets',
    ADD COLUMN unlock_document  VARCHAR(400)  NOT NULL DEFAULT ''
        COMMENT 'evidence of unlock_proof',
    ADD COLUMN description      VARCHAR(4000) NOT NULL DEFAULT '',
    ADD COLUMN cadence          VARCHAR(40)   NULL,
    ADD COLUMN registered_until DATE          NULL COMMENT 'last day of registration_number',
    ADD CONSTRAINT resources_cadence CHECK (cadence IN ('realtime', 'daily', 'weekly', 'monthly',
        'quarterly', 'half_yearly', 'yearly', 'irregular')),
    ADD CONSTRAINT resources_registration CHECK
        (registered_until IS NULL OR registration_number IS NOT NULL);

ALTER TABLE resource_columns
    ADD COLUMN type        VARCHAR(64)   NOT NULL DEFAULT '',
    ADD COLUMN level       VARCHAR(40)   NULL COMMENT 'null: the level of the resource',
    ADD COLUMN personal    BOOLEAN       NOT NULL DEFAULT FALSE,
    ADD COLUMN secret      BOOLEAN       NOT NULL DEFAULT FALSE,
    ADD COLUMN description VARCHAR(2000) NOT NULL DEFAULT '',
    ADD COLUMN masking     VARCHAR(400)  NOT NULL DEFAULT '',
    ADD CONSTRAINT resource_columns_level CHECK (level IN ('L1', 'L2', 'L3', 'L4'));

-- When grants of a suspended resource gave no access because its department said so.
CREATE TABLE resource_stops (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    resource_id BIGINT UNSIGNED NOT NULL,
    from_at     DATETIME(6)     NOT NULL,
    to_at       DATETIME(6)     NULL COMMENT 'null: still stopped',
    reason      VARCHAR(2000)   NOT NULL,
    PRIMARY KEY (tenant_id, resource_id, from_at),
    CONSTRAINT resource_stops_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id),
    CONSTRAINT resource_stops_order CHECK (to_at IS NULL OR from_at <= to_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One file of a department's catalogue, from its upload to its application as a whole.
CREATE TABLE resource_imports (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    department_id   BIGINT UNSIGNED NOT NULL,
    state           VARCHAR(40)     NOT NULL,
    version         INT             NOT NULL DEFAULT 1,
    publish         BOOLEAN         NOT NULL COMMENT 'new resources are published at once',
    file_name       VARCHAR(200)    NOT NULL DEFAULT '',
    digest          CHAR(64)        NULL COMMENT 'SM3 of the whole file',
    size_bytes      BIGINT          NOT NULL DEFAULT 0,
    format          VARCHAR(20)     NULL,
    encoding        VARCHAR(20)     NULL,
    problem         JSON            NULL COMMENT 'why the file as a whole could not be read',
    created_count   INT             NOT NULL DEFAULT 0,
    changed_count   INT             NOT NULL DEFAULT 0,
    unchanged_count INT             NOT NULL DEFAULT 0,
    error_count     INT             NOT NULL DEFAULT 0,
    line_count      INT             NOT NULL DEFAULT 0,
    user_id         BIGINT UNSIGNED NOT NULL COMMENT 'who asked for the last step',
    username        VARCHAR(64)     NOT NULL,
    role            VARCHAR(40)     NOT NULL,
    opened_at       DATETIME(6)     NOT NULL,
    applied_at      DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY resource_imports_number (tenant_id, number),
    KEY resource_imports_department (tenant_id, department_id, id),
    KEY resource_imports_waiting (state),
    CONSTRAINT resource_imports_department FOREIGN KEY (tenant_id, department_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT resource_imports_state CHECK (state IN ('uploading', 'checking', 'checked',
        'faulty', 'applying', 'applied', 'discarded')),
    CONSTRAINT resource_imports_format CHECK (format IN ('csv', 'xlsx')),
    CONSTRAINT resource_imports_encoding CHECK (encoding IN ('utf-8', 'gb18030')),
    CONSTRAINT resource_imports_applied CHECK ((state = 'applied') = (applied_at IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- How far a step is: written while the step's own transaction is still open.
CREATE TABLE resource_import_progress (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    import_id  BIGINT UNSIGNED NOT NULL,
    lines_done INT             NOT NULL,
    PRIMARY KEY (tenant_id, import_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The report, line by line; made anew by each check.
CREATE TABLE resource_import_lines (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    import_id     BIGINT UNSIGNED NOT NULL,
    line          INT             NOT NULL COMMENT 'of the file, from 1',
    outcome       VARCHAR(20)     NOT NULL,
    resource_code VARCHAR(200)    NOT NULL,
    column_name   VARCHAR(200)    NOT NULL,
    errors        JSON            NULL COMMENT '[{column, code, args}]',
    PRIMARY KEY (tenant_id, import_id, line),
    KEY resource_import_lines_outcome (tenant_id, import_id, outcome, line),
    CONSTRAINT resource_import_lines_import FOREIGN KEY (tenant_id, import_id)
        REFERENCES resource_imports (tenant_id, id),
    CONSTRAINT resource_import_lines_outcome CHECK
        (outcome IN ('created', 'changed', 'unchanged', 'error')),
    CONSTRAINT resource_import_lines_errors CHECK ((outcome = 'error') = (errors IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE quality_scores
    ADD COLUMN basis JSON NULL COMMENT 'measures and tickets that the score was computed from';

ALTER TABLE small_cases
    ADD KEY small_cases_resource_kind (tenant_id, resource_code, kind),
    DROP CONSTRAINT small_cases_kind,
    ADD CONSTRAINT small_cases_kind CHECK (kind IN ('risk_report', 'incident', 'inspection',
        'annual_report', 'safety_report', 'result_report', 'evaluation',
        'mandate_evaluation', 'support_ticket', 'complaint', 'data_objection', 'quality_ticket',
        'channel', 'credit_record', 'social_data_import', 'export_permit', 'demand',
        'quality_control'));
