-- Notices in all their parts, what developers declare and what is checked about them, dated facts
-- about staff, emergency plans with drills, reviews that open access.

ALTER TABLE notices
    ADD COLUMN mode              VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'how is authorised',
    ADD COLUMN scope             TEXT          NOT NULL DEFAULT '' COMMENT 'what is authorised',
    ADD COLUMN withdrawn_at      DATETIME(6)   NULL,
    ADD COLUMN withdrawal_reason VARCHAR(1000) NULL,
    ADD CONSTRAINT notices_withdrawal CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL));

ALTER TABLE developers
    ADD COLUMN applicant_kind VARCHAR(40) NOT NULL DEFAULT 'legal_person',
    ADD COLUMN founded_on     DATE        NULL COMMENT 'as declared; young ones report to date',
    ADD CONSTRAINT developers_applicant_kind CHECK
        (applicant_kind IN ('legal_person', 'unincorporated_organisation'));

-- Counties are areas: of bodies since 0002, of resources through their department.
ALTER TABLE scenarios
    ADD COLUMN area VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'empty: the whole city';

-- One row per check of one list for one subject. Rows are never changed.
CREATE TABLE list_checks (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    developer_id     BIGINT UNSIGNED NOT NULL,
    list             VARCHAR(64)     NOT NULL COMMENT 'code of the rule pack',
    subject          VARCHAR(40)     NOT NULL,
    subject_name     VARCHAR(200)    NOT NULL COMMENT 'who was looked up',
    listed           TINYINT         NOT NULL COMMENT '1: found on the list',
    checked_on       DATE            NOT NULL,
    source           VARCHAR(200)    NOT NULL COMMENT 'where it was looked up',
    evidence_digest  CHAR(64)        NOT NULL COMMENT 'SM3',
    recorded_at      DATETIME(6)     NOT NULL,
    recorded_by      BIGINT UNSIGNED NOT NULL,
    recorded_by_name VARCHAR(64)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY list_checks_developer (tenant_id, developer_id, id),
    CONSTRAINT list_checks_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT list_checks_subject CHECK (subject IN ('organisation', 'legal_representative'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A declaration may end and be made again: `live` is 1 or NULL, so that only one of them counts.
ALTER TABLE related_parties
    ADD COLUMN relation         VARCHAR(200)    NOT NULL DEFAULT '',
    ADD COLUMN declared_by_name VARCHAR(64)     NOT NULL DEFAULT '',
    ADD COLUMN ended_on         DATE            NULL,
    ADD COLUMN end_reason       VARCHAR(1000)   NULL,
    ADD COLUMN ended_by_name    VARCHAR(64)     NULL,
    ADD COLUMN live             TINYINT         NULL DEFAULT 1,
    DROP KEY related_parties_uscc,
    ADD UNIQUE KEY related_parties_live (tenant_id, uscc, live),
    ADD CONSTRAINT related_parties_end CHECK ((live IS NULL) = (ended_on IS NOT NULL));

ALTER TABLE persons
    ADD COLUMN left_on        DATE          NULL,
    ADD COLUMN leaving_reason VARCHAR(1000) NOT NULL DEFAULT '';

-- What counts for the gates: dated, said by somebody, ended but never deleted.
CREATE TABLE person_facts (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    person_id        BIGINT UNSIGNED NOT NULL,
    developer_id     BIGINT UNSIGNED NOT NULL,
    kind             VARCHAR(40)     NOT NULL,
    from_on          DATE            NOT NULL,
    until_on         DATE            NULL COMMENT 'inclusive',
    provider         VARCHAR(200)    NOT NULL,
    document         VARCHAR(200)    NOT NULL,
    digest_sm3       VARCHAR(64)     NOT NULL,
    parts            JSON            NOT NULL,
    recorded_at      DATETIME(6)     NOT NULL,
    recorded_by      BIGINT UNSIGNED NOT NULL COMMENT '0: stated at the registration',
    recorded_by_name VARCHAR(64)     NOT NULL,
    recorded_by_body BIGINT UNSIGNED NOT NULL,
    ended_at         DATETIME(6)     NULL,
    end_reason       VARCHAR(1000)   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    KEY person_facts_developer (tenant_id, developer_id, person_id, id),
    CONSTRAINT person_facts_person FOREIGN KEY (tenant_id, person_id)
        REFERENCES persons (tenant_id, id),
    CONSTRAINT person_facts_kind CHECK
        (kind IN ('training', 'identity_check', 'filing', 'confidentiality', 'duty')),
    CONSTRAINT person_facts_days CHECK (until_on IS NULL OR from_on <= until_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What registrations stated so far stays on record as facts. Ids grow with time and end in random
-- digits, so that id + 1 and id + 2 of a person are free in this table.
INSERT INTO person_facts (tenant_id, id, person_id, developer_id, kind, from_on, until_on, provider,
    document, digest_sm3, parts, recorded_at, recorded_by, recorded_by_name, recorded_by_body)
SELECT tenant_id, id, id, developer_id, 'identity_check', identity_checked_on, NULL, '', '', '',
       '[]', created_at, 0, '', developer_id
  FROM persons WHERE identity_checked_on IS NOT NULL;
INSERT INTO person_facts (tenant_id, id, person_id, developer_id, kind, from_on, until_on, provider,
    document, digest_sm3, parts, recorded_at, recorded_by, recorded_by_name, recorded_by_body)
SELECT tenant_id, id + 1, id, developer_id, 'training', trained_on, NULL, '', '', '', '[]',
       created_at, 0, '', developer_id
  FROM persons WHERE trained_on IS NOT NULL;
INSERT INTO person_facts (tenant_id, id, person_id, developer_id, kind, from_on, until_on, provider,
    document, digest_sm3, parts, recorded_at, recorded_by, recorded_by_name, recorded_by_body)
SELECT tenant_id, id + 2, id, developer_id, 'confidentiality', DATE(created_at),
       confidentiality_until, '', '', '', '["term"]', created_at, 0, '', developer_id
  FROM persons WHERE confidentiality_until >= DATE(created_at);
ALTER TABLE persons
    DROP COLUMN identity_checked_on,
    DROP COLUMN trained_on,
    DROP COLUMN confidentiality_until;

-- One row per version of a plan. agreement_id is NULL for the plan of the whole platform.
CREATE TABLE emergency_plans (
    tenant_id          BIGINT UNSIGNED NOT NULL,
    id                 BIGINT UNSIGNED NOT NULL,
    agreement_id       BIGINT UNSIGNED NULL,
    plan_version       INT             NOT NULL COMMENT '1, 2, ... of this agreement or platform',
    state              VARCHAR(40)     NOT NULL,
    version            INT             NOT NULL DEFAULT 1,
    title              VARCHAR(200)    NOT NULL,
    maker_body_id      BIGINT UNSIGNED NOT NULL,
    participants       JSON            NOT NULL COMMENT 'codes: cyberspace, public_security ...',
    document           VARCHAR(200)    NOT NULL,
    digest_sm3         CHAR(64)        NOT NULL,
    valid_until        DATE            NULL COMMENT 'inclusive',
    created_at         DATETIME(6)     NOT NULL,
    created_by         BIGINT UNSIGNED NOT NULL,
    created_by_name    VARCHAR(64)     NOT NULL,
    approved_at        DATETIME(6)     NULL,
    approved_by_name   VARCHAR(64)     NULL,
    ended_at           DATETIME(6)     NULL COMMENT 'superseded or withdrawn',
    end_reason         VARCHAR(1000)   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY emergency_plans_version (tenant_id, agreement_id, plan_version),
    CONSTRAINT emergency_plans_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT emergency_plans_maker FOREIGN KEY (tenant_id, maker_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT emergency_plans_state CHECK
        (state IN ('draft', 'approved', 'superseded', 'withdrawn')),
    CONSTRAINT emergency_plans_approval CHECK
        (state NOT IN ('approved', 'superseded') OR approved_at IS NOT NULL),
    CONSTRAINT emergency_plans_end CHECK
        ((state IN ('superseded', 'withdrawn')) = (ended_at IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE emergency_drills (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    plan_id          BIGINT UNSIGNED NOT NULL,
    held_on          DATE            NOT NULL,
    participants     JSON            NOT NULL COMMENT 'names of those who took part',
    scenario         TEXT            NOT NULL COMMENT 'what was exercised',
    findings         TEXT            NOT NULL,
    digest_sm3       CHAR(64)        NOT NULL COMMENT 'of the record',
    recorded_at      DATETIME(6)     NOT NULL,
    recorded_by      BIGINT UNSIGNED NOT NULL,
    recorded_by_name VARCHAR(64)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY emergency_drills_plan (tenant_id, plan_id, id),
    CONSTRAINT emergency_drills_plan FOREIGN KEY (tenant_id, plan_id)
        REFERENCES emergency_plans (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Reviews that a gate asks for and that were passed (network security, Hangzhou 三(四)3(3)).
CREATE TABLE agreement_reviews (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    agreement_id     BIGINT UNSIGNED NOT NULL,
    kind             VARCHAR(40)     NOT NULL,
    from_on          DATE            NOT NULL,
    until_on         DATE            NULL COMMENT 'inclusive',
    reviewer         VARCHAR(200)    NOT NULL,
    document         VARCHAR(200)    NOT NULL,
    digest_sm3       CHAR(64)        NOT NULL,
    recorded_at      DATETIME(6)     NOT NULL,
    recorded_by      BIGINT UNSIGNED NOT NULL,
    recorded_by_name VARCHAR(64)     NOT NULL,
    ended_at         DATETIME(6)     NULL,
    end_reason       VARCHAR(1000)   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    KEY agreement_reviews_agreement (tenant_id, agreement_id, id),
    CONSTRAINT agreement_reviews_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT agreement_reviews_kind CHECK (kind IN ('network_security_review')),
    CONSTRAINT agreement_reviews_days CHECK (until_on IS NULL OR from_on <= until_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
