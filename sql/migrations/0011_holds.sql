-- Holds on agreements, rectification, the end of an agreement and the exit after it.

ALTER TABLE agreements
    DROP CONSTRAINT agreements_state,
    ADD CONSTRAINT agreements_state
        CHECK (state IN ('drafted', 'offered', 'signed', 'terminated', 'exiting', 'closed'));

-- A hold closes access from placed_at until released_at. It is never changed but for its
-- confirmation and its release, and never deleted: the chain at any past instant follows from it.
CREATE TABLE holds (
    tenant_id            BIGINT UNSIGNED NOT NULL,
    id                   BIGINT UNSIGNED NOT NULL,
    agreement_id         BIGINT UNSIGNED NOT NULL,
    cause                VARCHAR(40)     NOT NULL,
    source_aggregate     VARCHAR(64)     NULL COMMENT 'the case it came from',
    source_id            BIGINT UNSIGNED NULL,
    reason               TEXT            NOT NULL,
    urgent               TINYINT(1)      NOT NULL,
    confirm_by           DATE            NULL COMMENT 'urgent: last day to confirm it',
    stopped              JSON            NOT NULL COMMENT 'how many orders, grants, keys',
    placed_at            DATETIME(6)     NOT NULL,
    placed_by_body_id    BIGINT UNSIGNED NOT NULL,
    placed_by_user_id    BIGINT UNSIGNED NOT NULL,
    placed_by_role       VARCHAR(40)     NOT NULL,
    confirmed_at         DATETIME(6)     NULL,
    confirmed_by_body_id BIGINT UNSIGNED NULL,
    confirmed_by_user_id BIGINT UNSIGNED NULL,
    released_at          DATETIME(6)     NULL,
    released_by_body_id  BIGINT UNSIGNED NULL,
    released_by_user_id  BIGINT UNSIGNED NULL,
    release_reason       TEXT            NULL,
    PRIMARY KEY (tenant_id, id),
    KEY holds_agreement (tenant_id, agreement_id, released_at),
    CONSTRAINT holds_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT holds_placed_by FOREIGN KEY (tenant_id, placed_by_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT holds_cause CHECK (cause IN ('breach', 'risk', 'incident', 'inspection',
        'urgent_stop', 'insolvency', 'evaluation', 'mandate', 'gate')),
    CONSTRAINT holds_source CHECK ((source_aggregate IS NULL) = (source_id IS NULL)),
    CONSTRAINT holds_urgent CHECK (urgent = (confirm_by IS NOT NULL)),
    CONSTRAINT holds_confirmed CHECK (confirmed_at IS NULL OR urgent),
    CONSTRAINT holds_released CHECK ((released_at IS NULL) = (release_reason IS NULL)),
    CONSTRAINT holds_forward CHECK (released_at IS NULL OR placed_at <= released_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE rectifications (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    id                BIGINT UNSIGNED NOT NULL,
    agreement_id      BIGINT UNSIGNED NOT NULL,
    state             VARCHAR(40)     NOT NULL,
    version           INT             NOT NULL DEFAULT 1,
    demand            TEXT            NOT NULL COMMENT 'what is wrong and has to be put right',
    due_on            DATE            NULL COMMENT 'inclusive',
    hold_id           BIGINT UNSIGNED NULL COMMENT 'access closed meanwhile',
    source_aggregate  VARCHAR(64)     NULL,
    source_id         BIGINT UNSIGNED NULL,
    opened_at         DATETIME(6)     NOT NULL,
    opened_by_body_id BIGINT UNSIGNED NOT NULL,
    opened_by_user_id BIGINT UNSIGNED NOT NULL,
    feedback          TEXT            NULL,
    evidence          JSON            NOT NULL COMMENT 'names and SM3 digests',
    answered_at       DATETIME(6)     NULL,
    opinion           TEXT            NULL,
    decided_at        DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    KEY rectifications_agreement (tenant_id, agreement_id),
    CONSTRAINT rectifications_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT rectifications_hold FOREIGN KEY (tenant_id, hold_id)
        REFERENCES holds (tenant_id, id),
    CONSTRAINT rectifications_opened_by FOREIGN KEY (tenant_id, opened_by_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT rectifications_state
        CHECK (state IN ('ordered', 'answered', 'accepted', 'not_accepted', 'withdrawn')),
    CONSTRAINT rectifications_decided
        CHECK ((state IN ('ordered', 'answered')) = (decided_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The developer's own wish to end early; whoever may end decides on it.
CREATE TABLE early_end_requests (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    agreement_id BIGINT UNSIGNED NOT NULL,
    reason       TEXT            NOT NULL,
    requested_at DATETIME(6)     NOT NULL,
    requested_by BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id),
    CONSTRAINT early_end_requests_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Why an agreement ended, and its exit. One row from the termination, or from the beginning of the
-- exit of one that ended by its last day.
CREATE TABLE agreement_exits (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    agreement_id      BIGINT UNSIGNED NOT NULL,
    ground            VARCHAR(40)     NOT NULL,
    minutes_document  VARCHAR(200)    NULL COMMENT 'of the meeting that deliberated',
    rectification_id  BIGINT UNSIGNED NULL,
    ended_on          DATE            NOT NULL COMMENT 'last day or day of the termination',
    begun_at          DATETIME(6)     NULL,
    retention_until   DATE            NULL COMMENT 'logs are kept to this day, inclusive',
    barred_until      DATE            NULL COMMENT 'after a breach: no application to this day',
    closed_at         DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, agreement_id),
    CONSTRAINT agreement_exits_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT agreement_exits_rectification FOREIGN KEY (tenant_id, rectification_id)
        REFERENCES rectifications (tenant_id, id),
    CONSTRAINT agreement_exits_ground CHECK (ground IN ('expiry', 'early_end', 'breach',
        'illegality', 'insolvency', 'other')),
    CONSTRAINT agreement_exits_retention CHECK ((begun_at IS NULL) = (retention_until IS NULL)),
    CONSTRAINT agreement_exits_closed CHECK (closed_at IS NULL OR begun_at IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE exit_steps (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    agreement_id BIGINT UNSIGNED NOT NULL,
    step         VARCHAR(40)     NOT NULL,
    position     INT             NOT NULL,
    proof        TEXT            NULL,
    document_sm3 CHAR(64)        NULL,
    done_at      DATETIME(6)     NULL,
    body_id      BIGINT UNSIGNED NULL,
    user_id      BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, agreement_id, step),
    CONSTRAINT exit_steps_exit FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreement_exits (tenant_id, agreement_id),
    CONSTRAINT exit_steps_step
        CHECK (step IN ('close_access', 'delete_data', 'asset_disposal', 'keep_logs')),
    CONSTRAINT exit_steps_done CHECK ((done_at IS NULL) = (proof IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Logs are kept while an agreement of the tenant isn't in its exit, and then to the end of the
-- retention. Nothing in the program deletes them; whatever will do so is refused before that day.
CREATE OR REPLACE FUNCTION logs_are_kept(the_tenant_id BIGINT UNSIGNED) RETURNS TINYINT(1)
READS SQL DATA SQL SECURITY DEFINER
RETURN EXISTS (
    SELECT 1
      FROM agreements
      JOIN tenants ON tenants.tenant_id = agreements.tenant_id
      LEFT JOIN agreement_exits
        ON agreement_exits.tenant_id = agreements.tenant_id
       AND agreement_exits.agreement_id = agreements.id
     WHERE agreements.tenant_id = the_tenant_id
       AND agreements.signed_at IS NOT NULL
       AND (agreement_exits.retention_until IS NULL OR agreement_exits.retention_until >=
            DATE(DATE_ADD(COALESCE(tenants.clock, UTC_TIMESTAMP(6)), INTERVAL 8 HOUR))));
CREATE OR REPLACE TRIGGER audit_rows_kept BEFORE DELETE ON audit_rows FOR EACH ROW
/*!50003 IF logs_are_kept(OLD.tenant_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit rows are kept to the end of the retention';
END IF */;
CREATE OR REPLACE TRIGGER case_events_kept BEFORE DELETE ON case_events FOR EACH ROW
/*!50003 IF logs_are_kept(OLD.tenant_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'case events are kept to the end of the retention';
END IF */;
