-- The life of offers: caps on operator fees, who sees a listing and how it changes, buyers, quotas,
-- limits of waivers, what follows an order, and what departments gave free of charge.

-- The ceiling of operator fees (上限收费标准). `items`: [{meter, tiers [{up_to, unit_price}],
-- amount_max}]. Of the confirmed ones the latest that has begun counts, meter by meter.
CREATE TABLE price_caps (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    code            VARCHAR(64) NOT NULL,
    document        VARCHAR(200) NOT NULL,
    effective_from  DATE NOT NULL COMMENT 'first day of a month',
    items           JSON NOT NULL,
    state           VARCHAR(40) NOT NULL CHECK (state IN ('recorded', 'confirmed', 'refused')),
    recorded_by_id  BIGINT UNSIGNED NOT NULL,
    decided_by_id   BIGINT UNSIGNED NULL,
    version         INT NOT NULL DEFAULT 1,
    created_at      DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY price_caps_code (tenant_id, code),
    KEY price_caps_by_day (tenant_id, state, effective_from),
    CONSTRAINT price_caps_decided CHECK ((state = 'recorded') = (decided_by_id IS NULL)),
    CONSTRAINT price_caps_four_eyes
        CHECK (decided_by_id IS NULL OR decided_by_id <> recorded_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE listings
    ADD COLUMN visibility VARCHAR(40) NOT NULL DEFAULT 'public',
    ADD COLUMN trial_days INT NULL COMMENT 'the longest trial; else the policy',
    ADD COLUMN trial_quotas JSON NOT NULL DEFAULT ('[]') COMMENT '[{meter, quantity}]',
    ADD COLUMN delist_on DATE NULL COMMENT 'first day without it, for orders that run',
    ADD COLUMN pending_change JSON NULL COMMENT 'proposed by the developer, not decided yet',
    ADD CONSTRAINT listings_visibility CHECK (visibility IN ('public', 'members', 'named')),
    ADD CONSTRAINT listings_delist CHECK (delist_on IS NULL OR state = 'delisted');

-- The parties who see a listing that is for named parties only.
CREATE TABLE listing_parties (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    listing_id BIGINT UNSIGNED NOT NULL,
    body_id    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, listing_id, body_id),
    CONSTRAINT listing_parties_listing FOREIGN KEY (tenant_id, listing_id)
        REFERENCES listings (tenant_id, id),
    CONSTRAINT listing_parties_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A scenario that joined or left a listing later: usage is judged by what was offered at its time.
ALTER TABLE listing_scenarios
    ADD COLUMN offered_from DATETIME(6) NOT NULL DEFAULT '1970-01-01 00:00:00.000000',
    ADD COLUMN offered_to DATETIME(6) NULL,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (tenant_id, listing_id, scenario_id, offered_from);

-- On whose behalf a developer records orders. The contact is shown masked only.
CREATE TABLE buyers (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    developer_id  BIGINT UNSIGNED NOT NULL,
    name          VARCHAR(200) NOT NULL,
    uscc          VARCHAR(18) NULL,
    kind          VARCHAR(40) NOT NULL CHECK (kind IN ('enterprise', 'public_institution',
                  'government', 'social_organisation', 'individual', 'other')),
    contact_name  VARCHAR(64) NULL,
    contact_phone VARCHAR(32) NULL,
    version       INT NOT NULL DEFAULT 1,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY buyers_by_developer (tenant_id, developer_id, id),
    KEY buyers_by_name (tenant_id, developer_id, name),
    CONSTRAINT buyers_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Orders recorded before this keep their buyers: one record for each name and credit code, under
-- the id of the first such order.
INSERT INTO buyers (tenant_id, id, developer_id, name, uscc, kind, version, created_at)
SELECT tenant_id, MIN(id), developer_id, buyer_name, buyer_uscc, 'other', 1, MIN(created_at)
  FROM orders
 WHERE department_id IS NULL
 GROUP BY tenant_id, developer_id, buyer_name, buyer_uscc;

ALTER TABLE orders
    ADD COLUMN buyer_id BIGINT UNSIGNED NULL,
    ADD COLUMN follows_id BIGINT UNSIGNED NULL COMMENT 'the trial converted, the order renewed',
    ADD COLUMN link VARCHAR(40) NULL,
    ADD COLUMN extend_to DATE NULL COMMENT 'asked for, not decided yet',
    ADD COLUMN waiver_until DATE NULL COMMENT 'inclusive; the last day of a month',
    ADD COLUMN waiver_quotas JSON NOT NULL DEFAULT ('[]')
        COMMENT '[{meter, quantity}] per period; what is beyond is charged';
UPDATE orders
  JOIN buyers
    ON buyers.tenant_id = orders.tenant_id AND buyers.developer_id = orders.developer_id
   AND buyers.name = orders.buyer_name AND buyers.uscc <=> orders.buyer_uscc
   SET orders.buyer_id = buyers.id
 WHERE orders.department_id IS NULL;
-- The check of states has no name of its own: it stands on the column.
ALTER TABLE orders
    MODIFY COLUMN state VARCHAR(40) NOT NULL CHECK (state IN
        ('requested', 'accepted', 'refused', 'cancelled', 'suspended', 'ended')),
    ADD KEY orders_by_buyer (tenant_id, buyer_id),
    ADD CONSTRAINT orders_buyer FOREIGN KEY (tenant_id, buyer_id)
        REFERENCES buyers (tenant_id, id),
    ADD CONSTRAINT orders_follows FOREIGN KEY (tenant_id, follows_id)
        REFERENCES orders (tenant_id, id),
    ADD CONSTRAINT orders_link CHECK ((link IS NULL) = (follows_id IS NULL)
        AND (link IS NULL OR link IN ('conversion', 'renewal')));

-- How much of a meter an order may use, in each period or over its whole life.
CREATE TABLE order_quotas (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    order_id       BIGINT UNSIGNED NOT NULL,
    meter          VARCHAR(64) NOT NULL,
    span           VARCHAR(40) NOT NULL CHECK (span IN ('period', 'order')),
    quantity_micro BIGINT NOT NULL CHECK (quantity_micro > 0),
    each_event     TINYINT(1) NOT NULL COMMENT 'events are counted, not their quantities',
    PRIMARY KEY (tenant_id, order_id, meter, span),
    CONSTRAINT order_quotas_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What is used of it: metering writes here in the transaction that stores the events.
-- `span_key`: the period, or 'order'. Full from `used_up_at`, the time of the event that filled it.
CREATE TABLE order_quota_use (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    order_id   BIGINT UNSIGNED NOT NULL,
    meter      VARCHAR(64) NOT NULL,
    span_key   CHAR(7) NOT NULL,
    used_micro BIGINT NOT NULL,
    used_up_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, order_id, meter, span_key),
    CONSTRAINT order_quota_use_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- On what terms a department gives a resource; the latest counts. Hangzhou 三(五)5, Zhoushan 二(四):
-- a department uses free what was made of data given free.
CREATE TABLE supply_terms (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    resource_id    BIGINT UNSIGNED NOT NULL,
    free_of_charge TINYINT(1) NOT NULL,
    document       VARCHAR(200) NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY supply_terms_by_resource (tenant_id, resource_id, id),
    CONSTRAINT supply_terms_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
