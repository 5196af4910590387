-- Agreements grown up: trial terms, renewals, signatures made outside, amendments, continuation of
-- grants, what happens to parties, and the mandate as a workflow.

ALTER TABLE agreements
    ADD COLUMN kind                VARCHAR(40)     NOT NULL DEFAULT 'regular',
    ADD COLUMN renews_agreement_id BIGINT UNSIGNED NULL,
    ADD COLUMN amended_to_on       DATE            NULL
        COMMENT 'the last day by the newest signed amendment; NULL: to_on',
    ADD COLUMN amended_terms       JSON            NOT NULL DEFAULT '[]'
        COMMENT 'what signed amendments changed, oldest first',
    ADD UNIQUE KEY agreements_application_kind (tenant_id, application_id, kind),
    DROP KEY agreements_application,
    ADD CONSTRAINT agreements_kind CHECK (kind IN ('regular', 'trial')),
    ADD CONSTRAINT agreements_renews FOREIGN KEY (tenant_id, renews_agreement_id)
        REFERENCES agreements (tenant_id, id);

-- A renewal names the agreement that it goes on from.
ALTER TABLE applications
    ADD COLUMN renews_agreement_id BIGINT UNSIGNED NULL,
    ADD CONSTRAINT applications_renews FOREIGN KEY (tenant_id, renews_agreement_id)
        REFERENCES agreements (tenant_id, id);

-- kind platform: a key that the platform keeps; outside: made elsewhere and handed in.
ALTER TABLE agreement_signatures
    ADD COLUMN kind            VARCHAR(40)  NOT NULL DEFAULT 'platform',
    ADD COLUMN certificate_pem TEXT         NULL COMMENT 'outside, where one was handed in',
    ADD COLUMN subject         VARCHAR(500) NULL COMMENT 'whom the certificate names',
    MODIFY COLUMN signing_key_id BIGINT UNSIGNED NULL COMMENT 'platform only',
    ADD CONSTRAINT agreement_signatures_kind CHECK
        (kind IN ('platform', 'outside') AND (kind = 'platform') = (signing_key_id IS NOT NULL));

-- 补充协议. A text and signatures of its own; the agreement itself is never rewritten.
CREATE TABLE amendments (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    agreement_id    BIGINT UNSIGNED NOT NULL,
    number          INT             NOT NULL COMMENT 'from 1 in each agreement',
    kind            VARCHAR(40)     NOT NULL,
    state           VARCHAR(40)     NOT NULL COMMENT 'in_force follows from the date',
    version         INT             NOT NULL DEFAULT 1,
    effective_on    DATE            NOT NULL,
    to_on           DATE            NULL COMMENT 'an earlier last day',
    service_fee_fen BIGINT          NULL,
    removed_fields  JSON            NOT NULL,
    added_fields    JSON            NOT NULL,
    reason          TEXT            NOT NULL,
    review_agreed   TINYINT         NULL COMMENT 'wider ones only',
    review_opinion  TEXT            NOT NULL,
    review_document VARCHAR(200)    NOT NULL,
    continuation_document VARCHAR(200) NULL,
    canonical_text  MEDIUMTEXT      NOT NULL,
    created_at      DATETIME(6)     NOT NULL,
    offered_at      DATETIME(6)     NULL,
    signed_at       DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY amendments_number (tenant_id, agreement_id, number),
    CONSTRAINT amendments_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT amendments_kind CHECK (kind IN ('narrower', 'wider')),
    CONSTRAINT amendments_state CHECK (state IN ('drafted', 'reviewed', 'refused', 'offered',
        'signed', 'withdrawn')),
    CONSTRAINT amendments_fee CHECK (service_fee_fen IS NULL OR service_fee_fen >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE amendment_signatures (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    amendment_id    BIGINT UNSIGNED NOT NULL,
    side            VARCHAR(40)     NOT NULL,
    kind            VARCHAR(40)     NOT NULL,
    body_id         BIGINT UNSIGNED NOT NULL,
    user_id         BIGINT UNSIGNED NOT NULL,
    username        VARCHAR(64)     NOT NULL,
    signing_key_id  BIGINT UNSIGNED NULL COMMENT 'platform only',
    public_pem      TEXT            NOT NULL,
    certificate_pem TEXT            NULL,
    subject         VARCHAR(500)    NULL,
    digest_sm3      CHAR(64)        NOT NULL,
    signature       TEXT            NOT NULL COMMENT 'DER in Base64',
    signed_at       DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY amendment_signatures_side (tenant_id, amendment_id, side),
    CONSTRAINT amendment_signatures_amendment FOREIGN KEY (tenant_id, amendment_id)
        REFERENCES amendments (tenant_id, id),
    CONSTRAINT amendment_signatures_key FOREIGN KEY (tenant_id, signing_key_id)
        REFERENCES signing_keys (tenant_id, id),
    CONSTRAINT amendment_signatures_side_known CHECK (side IN ('developer', 'grantor')),
    CONSTRAINT amendment_signatures_kind CHECK
        (kind IN ('platform', 'outside') AND (kind = 'platform') = (signing_key_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Continuation at renewal: the predecessor's live grants, and what every seat says to each.
-- One request, one resource: once under each agreement.
ALTER TABLE grants
    ADD UNIQUE KEY grants_of_request_and_agreement (tenant_id, request_id, resource_id,
                                                    agreement_id),
    DROP KEY grants_of_request;

CREATE TABLE continuations (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    agreement_id   BIGINT UNSIGNED NOT NULL COMMENT 'the new one',
    predecessor_id BIGINT UNSIGNED NOT NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    version        INT             NOT NULL DEFAULT 1,
    created_at     DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY continuations_agreement (tenant_id, agreement_id),
    CONSTRAINT continuations_new FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT continuations_predecessor FOREIGN KEY (tenant_id, predecessor_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT continuations_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One seat's answer on one grant of the list.
CREATE TABLE continuation_seats (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    continuation_id BIGINT UNSIGNED NOT NULL,
    grant_id        BIGINT UNSIGNED NOT NULL COMMENT 'of the predecessor',
    seat            VARCHAR(64)     NOT NULL COMMENT 'code of the rule pack''s seat',
    body_id         BIGINT UNSIGNED NOT NULL,
    role            VARCHAR(40)     NOT NULL,
    article         VARCHAR(64)     NULL,
    decision        VARCHAR(40)     NOT NULL,
    opinion         TEXT            NOT NULL,
    decided_by_id   BIGINT UNSIGNED NULL,
    decided_at      DATETIME(6)     NULL,
    new_grant_id    BIGINT UNSIGNED NULL COMMENT 'once all seats confirmed',
    PRIMARY KEY (tenant_id, continuation_id, grant_id, seat),
    KEY continuation_seats_by_body (tenant_id, body_id),
    CONSTRAINT continuation_seats_continuation FOREIGN KEY (tenant_id, continuation_id)
        REFERENCES continuations (tenant_id, id),
    CONSTRAINT continuation_seats_grant FOREIGN KEY (tenant_id, grant_id)
        REFERENCES grants (tenant_id, id),
    CONSTRAINT continuation_seats_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT continuation_seats_decision CHECK (decision IN ('pending', 'confirm', 'object'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What happened to a developer or a department, with evidence. Names in old documents stay.
CREATE TABLE party_events (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    body_id          BIGINT UNSIGNED NOT NULL,
    kind             VARCHAR(40)     NOT NULL,
    state            VARCHAR(40)     NOT NULL,
    version          INT             NOT NULL DEFAULT 1,
    happened_on      DATE            NOT NULL,
    document         VARCHAR(200)    NOT NULL COMMENT 'name or number of the evidence',
    evidence_sm3     CHAR(64)        NULL COMMENT 'digest of the evidence file',
    old_value        VARCHAR(200)    NOT NULL COMMENT 'name or legal representative before',
    new_value        VARCHAR(200)    NOT NULL COMMENT 'and after; empty where nothing is renamed',
    successor_id     BIGINT UNSIGNED NULL,
    resource_codes   JSON            NOT NULL COMMENT 'split of a department: what goes over',
    reported_by_id   BIGINT UNSIGNED NOT NULL,
    reported_at      DATETIME(6)     NOT NULL,
    confirmed_at     DATETIME(6)     NULL,
    opinion          TEXT            NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY party_events_of_body (tenant_id, body_id, happened_on),
    CONSTRAINT party_events_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT party_events_successor FOREIGN KEY (tenant_id, successor_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT party_events_kind CHECK (kind IN ('rename', 'legal_representative', 'merger',
        'split', 'insolvency')),
    CONSTRAINT party_events_state CHECK (state IN ('reported', 'confirmed', 'refused'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The mandate: draft -> active -> suspended -> ended. What stopped it, and who took over after it.
ALTER TABLE mandates
    ADD COLUMN state     VARCHAR(40)  NOT NULL DEFAULT 'active',
    ADD COLUMN version   INT          NOT NULL DEFAULT 1,
    ADD COLUMN active_at DATETIME(6)  NULL COMMENT 'NULL: from its first day',
    ADD COLUMN ended_at  DATETIME(6)  NULL COMMENT 'ended before its last day',
    ADD COLUMN end_reason VARCHAR(2000) NULL,
    ADD CONSTRAINT mandates_state CHECK (state IN ('draft', 'active', 'suspended', 'ended'));

CREATE TABLE mandate_stops (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    id         BIGINT UNSIGNED NOT NULL,
    mandate_id BIGINT UNSIGNED NOT NULL,
    from_at    DATETIME(6)     NOT NULL,
    to_at      DATETIME(6)     NULL,
    reason     TEXT            NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY mandate_stops_of_mandate (tenant_id, mandate_id, from_at),
    CONSTRAINT mandate_stops_mandate FOREIGN KEY (tenant_id, mandate_id)
        REFERENCES mandates (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE mandate_takeovers (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    mandate_id     BIGINT UNSIGNED NOT NULL,
    successor_name VARCHAR(200)    NOT NULL,
    successor_uscc CHAR(18)        NULL,
    document       VARCHAR(200)    NOT NULL,
    from_on        DATE            NOT NULL,
    to_on          DATE            NOT NULL COMMENT 'inclusive',
    recorded_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY mandate_takeovers_of_mandate (tenant_id, mandate_id),
    CONSTRAINT mandate_takeovers_mandate FOREIGN KEY (tenant_id, mandate_id)
        REFERENCES mandates (tenant_id, id),
    CONSTRAINT mandate_takeovers_dates CHECK (from_on <= to_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
