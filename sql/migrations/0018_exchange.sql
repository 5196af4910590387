-- Small cases by which data comes in, goes out and is asked for; what a developer's merger or split
-- moved; people first responsible for safety.

ALTER TABLE small_cases DROP CONSTRAINT small_cases_kind;
ALTER TABLE small_cases ADD CONSTRAINT small_cases_kind CHECK (kind IN ('risk_report', 'incident',
    'inspection', 'annual_report', 'safety_report', 'result_report', 'evaluation',
    'mandate_evaluation', 'support_ticket', 'complaint', 'data_objection', 'channel',
    'credit_record', 'social_data_import', 'export_permit', 'demand', 'quality_control'));

ALTER TABLE agreements
    ADD COLUMN safety_head VARCHAR(200) NULL COMMENT 'first responsible for safety';
ALTER TABLE mandates
    ADD COLUMN safety_head VARCHAR(200) NULL COMMENT 'the operator''s head';

-- An agreement that went over to the developer's successor. The signed text keeps the old name.
CREATE TABLE agreement_moves (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    agreement_id   BIGINT UNSIGNED NOT NULL,
    party_event_id BIGINT UNSIGNED NOT NULL,
    from_body_id   BIGINT UNSIGNED NOT NULL,
    to_body_id     BIGINT UNSIGNED NOT NULL,
    happened_on    DATE            NOT NULL COMMENT 'of the merger or split',
    moved_at       DATETIME(6)     NOT NULL COMMENT 'when it was confirmed: counts from here',
    PRIMARY KEY (tenant_id, agreement_id, party_event_id),
    KEY agreement_moves_event (tenant_id, party_event_id),
    CONSTRAINT agreement_moves_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT agreement_moves_event FOREIGN KEY (tenant_id, party_event_id)
        REFERENCES party_events (tenant_id, id),
    CONSTRAINT agreement_moves_from FOREIGN KEY (tenant_id, from_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT agreement_moves_to FOREIGN KEY (tenant_id, to_body_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Which of its agreements go over when a developer splits; and what could not move, by its code.
ALTER TABLE party_events
    ADD COLUMN agreement_numbers JSON NOT NULL DEFAULT '[]' COMMENT 'what goes over at a split',
    ADD COLUMN left_behind JSON NOT NULL DEFAULT '[]' COMMENT 'what could not move, and why';
