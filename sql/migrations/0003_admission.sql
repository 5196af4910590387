-- Admission: notices, developers, experts, applications, agreements, signatures, staff.

CREATE TABLE notices (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    code         VARCHAR(64)     NOT NULL,
    title        VARCHAR(200)    NOT NULL,
    state        VARCHAR(40)     NOT NULL,
    version      INT             NOT NULL DEFAULT 1,
    window_from  DATE            NOT NULL,
    window_to    DATE            NOT NULL COMMENT 'inclusive',
    fields       JSON            NOT NULL,
    conditions   JSON            NOT NULL,
    materials    JSON            NOT NULL,
    criteria     JSON            NOT NULL,
    pass_mark    INT             NOT NULL,
    panel_size   INT             NOT NULL,
    requirements TEXT            NOT NULL,
    rule_pack_id VARCHAR(64)     NOT NULL,
    corrections  JSON            NOT NULL,
    continuation_document VARCHAR(200) NULL,
    created_at   DATETIME(6)     NOT NULL,
    published_at DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY notices_code (tenant_id, code),
    CONSTRAINT notices_state CHECK (state IN ('draft', 'published', 'concluded', 'withdrawn')),
    CONSTRAINT notices_window CHECK (window_from <= window_to),
    CONSTRAINT notices_pass_mark CHECK (pass_mark BETWEEN 0 AND 100),
    CONSTRAINT notices_panel_size CHECK (panel_size BETWEEN 1 AND 15)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What a developer's body has beside the row in bodies.
CREATE TABLE developers (
    tenant_id            BIGINT UNSIGNED NOT NULL,
    body_id              BIGINT UNSIGNED NOT NULL,
    uscc                 CHAR(18)        NOT NULL,
    name                 VARCHAR(200)    NOT NULL,
    legal_representative VARCHAR(200)    NOT NULL,
    registered_at        DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, body_id),
    UNIQUE KEY developers_uscc (tenant_id, uscc),
    CONSTRAINT developers_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Organisations that the operator declared as related to itself: they can't be developers.
CREATE TABLE related_parties (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    uscc        CHAR(18)        NOT NULL,
    name        VARCHAR(200)    NOT NULL,
    declared_at DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY related_parties_uscc (tenant_id, uscc)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE experts (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    user_id       BIGINT UNSIGNED NOT NULL,
    username      VARCHAR(64)     NOT NULL,
    topics        JSON            NOT NULL,
    registered_at DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY experts_user (tenant_id, user_id),
    CONSTRAINT experts_user FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE applications (
    tenant_id             BIGINT UNSIGNED NOT NULL,
    id                    BIGINT UNSIGNED NOT NULL,
    number                BIGINT UNSIGNED NOT NULL,
    notice_id             BIGINT UNSIGNED NOT NULL,
    developer_id          BIGINT UNSIGNED NOT NULL,
    state                 VARCHAR(40)     NOT NULL,
    version               INT             NOT NULL DEFAULT 1,
    plan_text             TEXT            NOT NULL,
    contact               VARCHAR(200)    NOT NULL,
    statements            JSON            NOT NULL,
    requested_materials   JSON            NOT NULL,
    supplement_due_on     DATE            NULL,
    stage_done            TINYINT         NOT NULL DEFAULT 0,
    review_round          INT             NOT NULL DEFAULT 1,
    review_passed         TINYINT         NULL,
    mean_score            VARCHAR(64)     NULL COMMENT 'exact: six decimals or n/d',
    disclosed_on          DATE            NULL,
    disclosure_ends_on    DATE            NULL COMMENT 'last day of the period',
    outcome_reason        TEXT            NULL,
    outcome_rule          JSON            NULL,
    continuation_document VARCHAR(200)    NULL,
    created_at            DATETIME(6)     NOT NULL,
    submitted_at          DATETIME(6)     NULL,
    decided_at            DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY applications_number (tenant_id, number),
    KEY applications_developer (tenant_id, developer_id, id),
    KEY applications_notice (tenant_id, notice_id, state),
    CONSTRAINT applications_notice FOREIGN KEY (tenant_id, notice_id)
        REFERENCES notices (tenant_id, id),
    CONSTRAINT applications_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT applications_state CHECK (state IN ('draft', 'submitted', 'pre_check',
        'supplement_requested', 'expert_review', 'review_by_members_and_departments',
        'deliberation',
        'government_confirmation', 'filing', 'disclosed', 'accepted', 'rejected', 'withdrawn',
        'lapsed'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row per part of an uploaded file; the bytes lie in the data folder under their digest.
CREATE TABLE application_materials (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    material       VARCHAR(64)     NOT NULL,
    part           INT             NOT NULL,
    is_last        TINYINT         NOT NULL,
    file_name      VARCHAR(200)    NOT NULL,
    media_type     VARCHAR(100)    NOT NULL,
    digest_sm3     CHAR(64)        NOT NULL,
    size_bytes     BIGINT          NOT NULL,
    uploaded_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, application_id, material, part),
    CONSTRAINT application_materials_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE application_reviewers (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    round          INT             NOT NULL,
    seat           INT             NOT NULL COMMENT 'place in the order of the draw, from 1',
    user_id        BIGINT UNSIGNED NOT NULL,
    username       VARCHAR(64)     NOT NULL,
    state          VARCHAR(40)     NOT NULL,
    scores         JSON            NOT NULL,
    opinion        TEXT            NOT NULL,
    scored_at      DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY application_reviewers_once (tenant_id, application_id, round, user_id),
    CONSTRAINT application_reviewers_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT application_reviewers_user FOREIGN KEY (tenant_id, user_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT application_reviewers_state
        CHECK (state IN ('drawn', 'declared', 'recused', 'scored'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE objections (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    application_id BIGINT UNSIGNED NOT NULL,
    state          VARCHAR(40)     NOT NULL,
    name           VARCHAR(200)    NOT NULL,
    contact        VARCHAR(200)    NOT NULL,
    text           TEXT            NOT NULL,
    answer         TEXT            NULL,
    created_at     DATETIME(6)     NOT NULL,
    answered_at    DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    KEY objections_application (tenant_id, application_id, state),
    CONSTRAINT objections_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT objections_state CHECK (state IN ('open', 'dismissed', 'upheld'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE agreements (
    tenant_id             BIGINT UNSIGNED NOT NULL,
    id                    BIGINT UNSIGNED NOT NULL,
    number                BIGINT UNSIGNED NOT NULL,
    application_id        BIGINT UNSIGNED NOT NULL,
    developer_id          BIGINT UNSIGNED NOT NULL,
    state                 VARCHAR(40)     NOT NULL COMMENT 'active and expired follow from dates',
    version               INT             NOT NULL DEFAULT 1,
    from_on               DATE            NOT NULL,
    to_on                 DATE            NOT NULL COMMENT 'inclusive',
    service_fee_fen       BIGINT          NOT NULL,
    fields                JSON            NOT NULL,
    clauses               JSON            NOT NULL,
    rule_pack_id          VARCHAR(64)     NOT NULL,
    rule_pack_digest      CHAR(64)        NOT NULL COMMENT 'SM3 of the version of the pack',
    override_reason       TEXT            NULL,
    continuation_document VARCHAR(200)    NULL,
    canonical_text        MEDIUMTEXT      NOT NULL,
    created_at            DATETIME(6)     NOT NULL,
    offered_at            DATETIME(6)     NULL,
    signed_at             DATETIME(6)     NULL COMMENT 'when the second side signed',
    terminated_at         DATETIME(6)     NULL,
    termination_reason    TEXT            NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY agreements_number (tenant_id, number),
    UNIQUE KEY agreements_application (tenant_id, application_id),
    KEY agreements_developer (tenant_id, developer_id, from_on),
    CONSTRAINT agreements_application FOREIGN KEY (tenant_id, application_id)
        REFERENCES applications (tenant_id, id),
    CONSTRAINT agreements_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT agreements_state CHECK (state IN ('drafted', 'offered', 'signed', 'terminated')),
    CONSTRAINT agreements_term CHECK (from_on <= to_on),
    CONSTRAINT agreements_fee CHECK (service_fee_fen >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Platform-kept SM2 keys; the private half is sealed with the key file of the data folder.
CREATE TABLE signing_keys (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    body_id        BIGINT UNSIGNED NOT NULL,
    public_pem     TEXT            NOT NULL,
    sealed_private TEXT            NOT NULL COMMENT 'Base64',
    created_at     DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY signing_keys_body (tenant_id, body_id),
    CONSTRAINT signing_keys_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE agreement_signatures (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    agreement_id   BIGINT UNSIGNED NOT NULL,
    side           VARCHAR(40)     NOT NULL,
    body_id        BIGINT UNSIGNED NOT NULL,
    user_id        BIGINT UNSIGNED NOT NULL,
    username       VARCHAR(64)     NOT NULL,
    signing_key_id BIGINT UNSIGNED NOT NULL,
    public_pem     TEXT            NOT NULL,
    digest_sm3     CHAR(64)        NOT NULL,
    signature      TEXT            NOT NULL COMMENT 'DER in Base64',
    signed_at      DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY agreement_signatures_side (tenant_id, agreement_id, side),
    CONSTRAINT agreement_signatures_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT agreement_signatures_key FOREIGN KEY (tenant_id, signing_key_id)
        REFERENCES signing_keys (tenant_id, id),
    CONSTRAINT agreement_signatures_side_known CHECK (side IN ('developer', 'grantor'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE persons (
    tenant_id             BIGINT UNSIGNED NOT NULL,
    id                    BIGINT UNSIGNED NOT NULL,
    developer_id          BIGINT UNSIGNED NOT NULL,
    name                  VARCHAR(200)    NOT NULL,
    kind                  VARCHAR(40)     NOT NULL,
    id_number_masked      VARCHAR(40)     NOT NULL,
    id_number_sealed      TEXT            NOT NULL COMMENT 'Base64',
    id_number_digest      CHAR(64)        NOT NULL COMMENT 'keyed, to find one person twice',
    identity_checked_on   DATE            NULL,
    trained_on            DATE            NULL,
    confidentiality_until DATE            NULL,
    created_at            DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY persons_id_number (tenant_id, developer_id, id_number_digest),
    CONSTRAINT persons_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT persons_kind CHECK (kind IN ('manager', 'technician', 'operations'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
