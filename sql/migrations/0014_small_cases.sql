-- Small cases: risk reports, incidents, inspections, reports, evaluations, tickets,
-- complaints, objections to data, channels, credit records. One table for all kinds.

CREATE TABLE small_cases (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    id                BIGINT UNSIGNED NOT NULL,
    kind              VARCHAR(40)     NOT NULL,
    number            BIGINT UNSIGNED NOT NULL COMMENT 'running number of its kind',
    state             VARCHAR(40)     NOT NULL,
    version           INT             NOT NULL DEFAULT 1,
    title             VARCHAR(200)    NOT NULL,
    opened_by_body_id BIGINT UNSIGNED NOT NULL,
    opened_by_user_id BIGINT UNSIGNED NOT NULL,
    opener_role       VARCHAR(40)     NOT NULL,
    handler_body_id   BIGINT UNSIGNED NOT NULL COMMENT 'on whose desk it lies',
    handler_role      VARCHAR(40)     NOT NULL,
    subject_body_id   BIGINT UNSIGNED NULL COMMENT 'whom it is about',
    agreement_id      BIGINT UNSIGNED NULL,
    resource_code     VARCHAR(64)     NULL,
    fields            JSON            NOT NULL COMMENT 'the form of the opening',
    results           JSON            NOT NULL COMMENT 'the latest form of each action',
    hold_id           BIGINT UNSIGNED NULL COMMENT 'what the stop button placed',
    rectification_id  BIGINT UNSIGNED NULL,
    due_on            DATE            NULL,
    opened_at         DATETIME(6)     NOT NULL,
    closed_at         DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY small_cases_number (tenant_id, kind, number),
    KEY small_cases_subject (tenant_id, subject_body_id, kind),
    KEY small_cases_agreement (tenant_id, agreement_id),
    CONSTRAINT small_cases_opener FOREIGN KEY (tenant_id, opened_by_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT small_cases_handler FOREIGN KEY (tenant_id, handler_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT small_cases_subject FOREIGN KEY (tenant_id, subject_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT small_cases_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT small_cases_resource FOREIGN KEY (tenant_id, resource_code)
        REFERENCES resources (tenant_id, code),
    CONSTRAINT small_cases_hold FOREIGN KEY (tenant_id, hold_id)
        REFERENCES holds (tenant_id, id),
    CONSTRAINT small_cases_rectification FOREIGN KEY (tenant_id, rectification_id)
        REFERENCES rectifications (tenant_id, id),
    CONSTRAINT small_cases_kind CHECK (kind IN ('risk_report', 'incident', 'inspection',
        'annual_report', 'safety_report', 'result_report', 'evaluation',
        'mandate_evaluation', 'support_ticket', 'complaint', 'data_objection', 'channel',
        'credit_record')),
    CONSTRAINT small_cases_state CHECK (state IN ('open', 'stopped', 'handling',
        'materials_requested', 'rectifying', 'returned', 'scored', 'referred', 'answered',
        'approved', 'joined', 'recorded', 'objected', 'closed', 'dismissed', 'withdrawn',
        'repaired', 'revoked')),
    CONSTRAINT small_cases_end CHECK ((closed_at IS NOT NULL) = (state IN ('closed', 'dismissed',
        'withdrawn', 'repaired', 'revoked')))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
