-- Review of applications: laboratory before it, voided scores, opinions of members and departments,
-- meetings with votes and minutes, documents of stages, reviews whose result stays valid.

ALTER TABLE applications
    ADD COLUMN review_summary   TEXT            NULL COMMENT 'what the panel found, in words',
    ADD COLUMN requested_fields JSON            NULL COMMENT 'pointers the supplement may change',
    ADD COLUMN laboratory_id    BIGINT UNSIGNED NULL COMMENT 'whose report is a material';

ALTER TABLE application_materials
    ADD COLUMN whole_digest_sm3 CHAR(64) NULL COMMENT 'SM3 of all parts, once the last one came',
    ADD COLUMN period_end       DATE     NULL COMMENT 'last day of the period of a report';

ALTER TABLE application_reviewers
    ADD COLUMN void_reason TEXT NULL,
    DROP CONSTRAINT application_reviewers_state,
    ADD CONSTRAINT application_reviewers_state
        CHECK (state IN ('drawn', 'declared', 'recused', 'scored', 'voided'));

-- Files of cases other than applications, part by part; the bytes lie under their digest.
CREATE TABLE case_files (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    aggregate        VARCHAR(40)     NOT NULL,
    aggregate_id     BIGINT UNSIGNED NOT NULL,
    name             VARCHAR(64)     NOT NULL,
    part             INT             NOT NULL,
    is_last          TINYINT         NOT NULL,
    file_name        VARCHAR(200)    NOT NULL,
    media_type       VARCHAR(100)    NOT NULL,
    digest_sm3       CHAR(64)        NOT NULL,
    whole_digest_sm3 CHAR(64)        NULL COMMENT 'SM3 of all parts, once the last one came',
    size_bytes       BIGINT          NOT NULL,
    uploaded_at      DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, aggregate, aggregate_id, name, part)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE laboratories (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    developer_id    BIGINT UNSIGNED NOT NULL,
    title           VARCHAR(200)    NOT NULL,
    state           VARCHAR(40)     NOT NULL COMMENT 'over follows from ends_on',
    version         INT             NOT NULL DEFAULT 1,
    documents       JSON            NOT NULL COMMENT 'list of {document, text}',
    from_on         DATE            NULL,
    ends_on         DATE            NULL COMMENT 'inclusive',
    report_document VARCHAR(200)    NULL,
    conclusion      TEXT            NULL,
    outcome_reason  TEXT            NULL COMMENT 'of a refusal or withdrawal',
    created_at      DATETIME(6)     NOT NULL,
    reported_at     DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY laboratories_number (tenant_id, number),
    KEY laboratories_developer (tenant_id, developer_id, id),
    CONSTRAINT laboratories_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT laboratories_state CHECK (state IN ('requested', 'running', 'report_issued',
        'refused', 'withdrawn')),
    CONSTRAINT laboratories_term CHECK (from_on IS NULL OR from_on <= ends_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE applications
    ADD CONSTRAINT applications_laboratory FOREIGN KEY (tenant_id, laboratory_id)
        REFERENCES laboratories (tenant_id, id);

-- One row per participant asked in one stage and round; silent until it gives its opinion.
CREATE TABLE stage_opinions (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    round          INT             NOT NULL,
    stage          VARCHAR(40)     NOT NULL,
    participant    VARCHAR(64)     NOT NULL COMMENT 'code of a member of the pack, or of a body',
    title          VARCHAR(200)    NOT NULL,
    body_id        BIGINT UNSIGNED NULL COMMENT 'null: entered by the coordination office',
    due_on         DATE            NOT NULL,
    opinion        VARCHAR(40)     NULL,
    text           TEXT            NOT NULL,
    user_id        BIGINT UNSIGNED NULL,
    asked_at       DATETIME(6)     NOT NULL,
    given_at       DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY stage_opinions_once (tenant_id, application_id, round, stage, participant),
    KEY stage_opinions_body (tenant_id, body_id, application_id),
    CONSTRAINT stage_opinions_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT stage_opinions_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT stage_opinions_opinion
        CHECK (opinion IS NULL OR opinion IN ('agree', 'disagree', 'conditions')),
    CONSTRAINT stage_opinions_given CHECK ((opinion IS NULL) = (given_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE deliberations (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    application_id   BIGINT UNSIGNED NOT NULL,
    round            INT             NOT NULL,
    number           BIGINT UNSIGNED NOT NULL,
    state            VARCHAR(40)     NOT NULL,
    version          INT             NOT NULL DEFAULT 1,
    meeting_on       DATE            NOT NULL,
    agenda           TEXT            NOT NULL,
    attendance       JSON            NOT NULL COMMENT 'codes of the members present',
    votes            JSON            NOT NULL COMMENT 'list of {member, vote, text}',
    checks           JSON            NOT NULL COMMENT 'list of {check, met, text}',
    minutes_document VARCHAR(200)    NULL,
    minutes_outcome  VARCHAR(40)     NULL,
    created_at       DATETIME(6)     NOT NULL,
    held_at          DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY deliberations_number (tenant_id, number),
    KEY deliberations_application (tenant_id, application_id, round),
    CONSTRAINT deliberations_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT deliberations_state CHECK (state IN ('called', 'held', 'concluded', 'cancelled')),
    CONSTRAINT deliberations_outcome
        CHECK (minutes_outcome IS NULL OR minutes_outcome IN ('pass', 'reject')),
    CONSTRAINT deliberations_minutes
        CHECK (state IN ('called', 'cancelled') OR minutes_document IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The document that a stage left behind: minutes, confirmation, receipt of a filing.
CREATE TABLE stage_documents (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    round          INT             NOT NULL,
    stage          VARCHAR(40)     NOT NULL,
    document       VARCHAR(200)    NOT NULL,
    recorded_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY stage_documents_once (tenant_id, application_id, round, stage),
    CONSTRAINT stage_documents_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The review of one subject for one application; a passed one may stay valid for later ones.
-- The row recorded last for an application and a subject counts.
CREATE TABLE review_validities (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    subject        VARCHAR(64)     NOT NULL,
    state          VARCHAR(40)     NOT NULL,
    opinion        TEXT            NOT NULL,
    document       VARCHAR(200)    NULL,
    reviewed_on    DATE            NOT NULL,
    valid_until    DATE            NULL COMMENT 'inclusive; null: for this application only',
    source_id      BIGINT UNSIGNED NULL COMMENT 'reused, declined: the review that was valid',
    user_id        BIGINT UNSIGNED NULL,
    recorded_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY review_validities_application (tenant_id, application_id, subject, id),
    KEY review_validities_developer (tenant_id, developer_id, subject, valid_until),
    CONSTRAINT review_validities_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT review_validities_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT review_validities_source FOREIGN KEY (tenant_id, source_id)
        REFERENCES review_validities (tenant_id, id),
    CONSTRAINT review_validities_state
        CHECK (state IN ('passed', 'failed', 'reused', 'declined')),
    CONSTRAINT review_validities_source_named
        CHECK ((state IN ('reused', 'declined')) = (source_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
