-- Made by the migrator from sql/migrations; do not edit.

CREATE TABLE `agreements` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL COMMENT 'active and expired follow from dates',
  `version` int(11) NOT NULL DEFAULT 1,
  `from_on` date NOT NULL,
  `to_on` date NOT NULL COMMENT 'inclusive',
  `service_fee_fen` bigint(20) NOT NULL,
  `fields` longtext NOT NULL CHECK (json_valid(`fields`)),
  `clauses` longtext NOT NULL CHECK (json_valid(`clauses`)),
  `rule_pack_id` varchar(64) NOT NULL,
  `rule_pack_digest` char(64) NOT NULL COMMENT 'SM3 of the version of the pack',
  `override_reason` text DEFAULT NULL,
  `continuation_document` varchar(200) DEFAULT NULL,
  `canonical_text` mediumtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `offered_at` datetime(6) DEFAULT NULL,
  `signed_at` datetime(6) DEFAULT NULL COMMENT 'when the second side signed',
  `terminated_at` datetime(6) DEFAULT NULL,
  `termination_reason` text DEFAULT NULL,
  `kind` varchar(40) NOT NULL DEFAULT 'regular',
  `renews_agreement_id` bigint(20) unsigned DEFAULT NULL,
  `amended_to_on` date DEFAULT NULL COMMENT 'the last day by the newest signed amendment; NULL: to_on',
  `amended_terms` longtext NOT NULL DEFAULT '[]' COMMENT 'what signed amendments changed, oldest first' CHECK (json_valid(`amended_terms`)),
  `safety_head` varchar(200) DEFAULT NULL COMMENT 'first responsible for safety',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `agreements_number` (`tenant_id`,`number`),
  UNIQUE KEY `agreements_application_kind` (`tenant_id`,`application_id`,`kind`),
  KEY `agreements_developer` (`tenant_id`,`developer_id`,`from_on`),
  KEY `agreements_renews` (`tenant_id`,`renews_agreement_id`),
  CONSTRAINT `agreements_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `agreements_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `agreements_renews` FOREIGN KEY (`tenant_id`, `renews_agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreements_term` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `agreements_fee` CHECK (`service_fee_fen` >= 0),
  CONSTRAINT `agreements_state` CHECK (`state` in ('drafted','offered','signed','terminated','exiting','closed')),
  CONSTRAINT `agreements_kind` CHECK (`kind` in ('regular','trial'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `agreement_exits` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `ground` varchar(40) NOT NULL,
  `minutes_document` varchar(200) DEFAULT NULL COMMENT 'of the meeting that deliberated',
  `rectification_id` bigint(20) unsigned DEFAULT NULL,
  `ended_on` date NOT NULL COMMENT 'last day or day of the termination',
  `begun_at` datetime(6) DEFAULT NULL,
  `retention_until` date DEFAULT NULL COMMENT 'logs are kept to this day, inclusive',
  `barred_until` date DEFAULT NULL COMMENT 'after a breach: no application to this day',
  `closed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`agreement_id`),
  KEY `agreement_exits_rectification` (`tenant_id`,`rectification_id`),
  CONSTRAINT `agreement_exits_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreement_exits_rectification` FOREIGN KEY (`tenant_id`, `rectification_id`) REFERENCES `rectifications` (`tenant_id`, `id`),
  CONSTRAINT `agreement_exits_ground` CHECK (`ground` in ('expiry','early_end','breach','illegality','insolvency','other')),
  CONSTRAINT `agreement_exits_retention` CHECK (`begun_at` is null = (`retention_until` is null)),
  CONSTRAINT `agreement_exits_closed` CHECK (`closed_at` is null or `begun_at` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `agreement_moves` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `party_event_id` bigint(20) unsigned NOT NULL,
  `from_body_id` bigint(20) unsigned NOT NULL,
  `to_body_id` bigint(20) unsigned NOT NULL,
  `happened_on` date NOT NULL COMMENT 'of the merger or split',
  `moved_at` datetime(6) NOT NULL COMMENT 'when it was confirmed: counts from here',
  PRIMARY KEY (`tenant_id`,`agreement_id`,`party_event_id`),
  KEY `agreement_moves_event` (`tenant_id`,`party_event_id`),
  KEY `agreement_moves_from` (`tenant_id`,`from_body_id`),
  KEY `agreement_moves_to` (`tenant_id`,`to_body_id`),
  CONSTRAINT `agreement_moves_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreement_moves_event` FOREIGN KEY (`tenant_id`, `party_event_id`) REFERENCES `party_events` (`tenant_id`, `id`),
  CONSTRAINT `agreement_moves_from` FOREIGN KEY (`tenant_id`, `from_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `agreement_moves_to` FOREIGN KEY (`tenant_id`, `to_body_id`) REFERENCES `bodies` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `agreement_reviews` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `from_on` date NOT NULL,
  `until_on` date DEFAULT NULL COMMENT 'inclusive',
  `reviewer` varchar(200) NOT NULL,
  `document` varchar(200) NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  `recorded_by` bigint(20) unsigned NOT NULL,
  `recorded_by_name` varchar(64) NOT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  `end_reason` varchar(1000) NOT NULL DEFAULT '',
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `agreement_reviews_agreement` (`tenant_id`,`agreement_id`,`id`),
  CONSTRAINT `agreement_reviews_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreement_reviews_kind` CHECK (`kind` = 'network_security_review'),
  CONSTRAINT `agreement_reviews_days` CHECK (`until_on` is null or `from_on` <= `until_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `agreement_signatures` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `side` varchar(40) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `signing_key_id` bigint(20) unsigned DEFAULT NULL COMMENT 'platform only',
  `public_pem` text NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `signature` text NOT NULL COMMENT 'DER in Base64',
  `signed_at` datetime(6) NOT NULL,
  `kind` varchar(40) NOT NULL DEFAULT 'platform',
  `certificate_pem` text DEFAULT NULL COMMENT 'outside, where one was handed in',
  `subject` varchar(500) DEFAULT NULL COMMENT 'whom the certificate names',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `agreement_signatures_side` (`tenant_id`,`agreement_id`,`side`),
  KEY `agreement_signatures_key` (`tenant_id`,`signing_key_id`),
  CONSTRAINT `agreement_signatures_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreement_signatures_key` FOREIGN KEY (`tenant_id`, `signing_key_id`) REFERENCES `signing_keys` (`tenant_id`, `id`),
  CONSTRAINT `agreement_signatures_side_known` CHECK (`side` in ('developer','grantor')),
  CONSTRAINT `agreement_signatures_kind` CHECK (`kind` in ('platform','outside') and `kind` = 'platform' = (`signing_key_id` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `allocation_parts` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `pool_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `to_name` varchar(100) NOT NULL,
  `department_code` varchar(64) NOT NULL,
  `department_name` varchar(200) NOT NULL,
  `budget_route` varchar(40) NOT NULL,
  `resource_code` varchar(64) NOT NULL,
  `resource_name` varchar(200) NOT NULL,
  `weight` varchar(40) NOT NULL,
  `usage_text` varchar(40) NOT NULL,
  `quality` varchar(40) NOT NULL,
  `exact_share` text NOT NULL,
  `rounding` text NOT NULL,
  `amount_fen` bigint(20) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `allocation_parts_position` (`tenant_id`,`pool_id`,`position`),
  UNIQUE KEY `allocation_parts_once` (`tenant_id`,`pool_id`,`to_name`,`resource_code`),
  CONSTRAINT `allocation_parts_pool` FOREIGN KEY (`tenant_id`, `pool_id`) REFERENCES `allocation_pools` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `allocation_plans` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `source_document` varchar(200) NOT NULL,
  `effective_from` date NOT NULL CHECK (dayofmonth(`effective_from`) = 1),
  `steps` longtext NOT NULL CHECK (json_valid(`steps`)),
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','approved')),
  `drafted_by_id` bigint(20) unsigned NOT NULL,
  `approved_by_id` bigint(20) unsigned DEFAULT NULL,
  `approved_at` datetime(6) DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `allocation_plans_code` (`tenant_id`,`code`),
  CONSTRAINT `allocation_plans_approved` CHECK (`state` = 'approved' = (`approved_by_id` is not null)),
  CONSTRAINT `allocation_plans_four_eyes` CHECK (`approved_by_id` <> `drafted_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `allocation_pools` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `run_id` bigint(20) unsigned NOT NULL,
  `claim_id` bigint(20) unsigned NOT NULL,
  `plan_id` bigint(20) unsigned NOT NULL,
  `pool_fen` bigint(20) NOT NULL CHECK (`pool_fen` > 0),
  `realised_on` date NOT NULL COMMENT 'day of the last money in it',
  `product_code` varchar(64) NOT NULL,
  `product_name` varchar(200) NOT NULL,
  `payer` varchar(200) NOT NULL,
  `payer_uscc` varchar(64) NOT NULL,
  `claim_number` varchar(64) NOT NULL,
  `payment_code` varchar(64) NOT NULL,
  `bill_no` varchar(64) NOT NULL,
  `item_code` varchar(64) NOT NULL,
  `plan_code` varchar(64) NOT NULL,
  `plan_document` varchar(200) NOT NULL,
  `entry_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `allocation_pools_once` (`tenant_id`,`run_id`,`claim_id`),
  KEY `allocation_pools_claim` (`tenant_id`,`claim_id`),
  KEY `allocation_pools_plan` (`tenant_id`,`plan_id`),
  KEY `allocation_pools_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `allocation_pools_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `allocation_pools_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `allocation_pools_plan` FOREIGN KEY (`tenant_id`, `plan_id`) REFERENCES `allocation_plans` (`tenant_id`, `id`),
  CONSTRAINT `allocation_pools_run` FOREIGN KEY (`tenant_id`, `run_id`) REFERENCES `allocation_runs` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `allocation_runs` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL COMMENT 'of the use',
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','posted','discarded')),
  `version` int(11) NOT NULL DEFAULT 1,
  `drafted_by_id` bigint(20) unsigned NOT NULL,
  `drafted_at` datetime(6) NOT NULL,
  `posted_by_id` bigint(20) unsigned DEFAULT NULL,
  `posted_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `allocation_runs_number` (`tenant_id`,`number`),
  KEY `allocation_runs_period` (`tenant_id`,`period`,`id`),
  CONSTRAINT `allocation_runs_posted` CHECK (`state` = 'posted' = (`posted_by_id` is not null)),
  CONSTRAINT `allocation_runs_four_eyes` CHECK (`posted_by_id` <> `drafted_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `amendments` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `number` int(11) NOT NULL COMMENT 'from 1 in each agreement',
  `kind` varchar(40) NOT NULL,
  `state` varchar(40) NOT NULL COMMENT 'in_force follows from the date',
  `version` int(11) NOT NULL DEFAULT 1,
  `effective_on` date NOT NULL,
  `to_on` date DEFAULT NULL COMMENT 'an earlier last day',
  `service_fee_fen` bigint(20) DEFAULT NULL,
  `removed_fields` longtext NOT NULL CHECK (json_valid(`removed_fields`)),
  `added_fields` longtext NOT NULL CHECK (json_valid(`added_fields`)),
  `reason` text NOT NULL,
  `review_agreed` tinyint(4) DEFAULT NULL COMMENT 'wider ones only',
  `review_opinion` text NOT NULL,
  `review_document` varchar(200) NOT NULL,
  `continuation_document` varchar(200) DEFAULT NULL,
  `canonical_text` mediumtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `offered_at` datetime(6) DEFAULT NULL,
  `signed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `amendments_number` (`tenant_id`,`agreement_id`,`number`),
  CONSTRAINT `amendments_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `amendments_kind` CHECK (`kind` in ('narrower','wider')),
  CONSTRAINT `amendments_state` CHECK (`state` in ('drafted','reviewed','refused','offered','signed','withdrawn')),
  CONSTRAINT `amendments_fee` CHECK (`service_fee_fen` is null or `service_fee_fen` >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `amendment_signatures` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `amendment_id` bigint(20) unsigned NOT NULL,
  `side` varchar(40) NOT NULL,
  `kind` varchar(40) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `signing_key_id` bigint(20) unsigned DEFAULT NULL COMMENT 'platform only',
  `public_pem` text NOT NULL,
  `certificate_pem` text DEFAULT NULL,
  `subject` varchar(500) DEFAULT NULL,
  `digest_sm3` char(64) NOT NULL,
  `signature` text NOT NULL COMMENT 'DER in Base64',
  `signed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `amendment_signatures_side` (`tenant_id`,`amendment_id`,`side`),
  KEY `amendment_signatures_key` (`tenant_id`,`signing_key_id`),
  CONSTRAINT `amendment_signatures_amendment` FOREIGN KEY (`tenant_id`, `amendment_id`) REFERENCES `amendments` (`tenant_id`, `id`),
  CONSTRAINT `amendment_signatures_key` FOREIGN KEY (`tenant_id`, `signing_key_id`) REFERENCES `signing_keys` (`tenant_id`, `id`),
  CONSTRAINT `amendment_signatures_side_known` CHECK (`side` in ('developer','grantor')),
  CONSTRAINT `amendment_signatures_kind` CHECK (`kind` in ('platform','outside') and `kind` = 'platform' = (`signing_key_id` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `api_keys` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `name` varchar(100) NOT NULL,
  `secret_hmac` char(64) NOT NULL,
  `scopes` longtext NOT NULL CHECK (json_valid(`scopes`)),
  `addresses` longtext NOT NULL CHECK (json_valid(`addresses`)),
  `expires_on` date DEFAULT NULL,
  `created_by` bigint(20) unsigned NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_used_at` datetime(6) DEFAULT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `api_keys_id` (`id`),
  KEY `api_keys_of_body` (`tenant_id`,`body_id`,`id`),
  KEY `api_keys_creator` (`tenant_id`,`created_by`),
  CONSTRAINT `api_keys_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `api_keys_creator` FOREIGN KEY (`tenant_id`, `created_by`) REFERENCES `users` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `applications` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `notice_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `plan_text` text NOT NULL,
  `contact` varchar(200) NOT NULL,
  `statements` longtext NOT NULL CHECK (json_valid(`statements`)),
  `requested_materials` longtext NOT NULL CHECK (json_valid(`requested_materials`)),
  `supplement_due_on` date DEFAULT NULL,
  `stage_done` tinyint(4) NOT NULL DEFAULT 0,
  `review_round` int(11) NOT NULL DEFAULT 1,
  `review_passed` tinyint(4) DEFAULT NULL,
  `mean_score` varchar(64) DEFAULT NULL COMMENT 'exact: six decimals or n/d',
  `disclosed_on` date DEFAULT NULL,
  `disclosure_ends_on` date DEFAULT NULL COMMENT 'last day of the period',
  `outcome_reason` text DEFAULT NULL,
  `outcome_rule` longtext DEFAULT NULL CHECK (json_valid(`outcome_rule`)),
  `continuation_document` varchar(200) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `submitted_at` datetime(6) DEFAULT NULL,
  `decided_at` datetime(6) DEFAULT NULL,
  `renews_agreement_id` bigint(20) unsigned DEFAULT NULL,
  `review_summary` text DEFAULT NULL COMMENT 'what the panel found, in words',
  `requested_fields` longtext DEFAULT NULL COMMENT 'pointers the supplement may change' CHECK (json_valid(`requested_fields`)),
  `laboratory_id` bigint(20) unsigned DEFAULT NULL COMMENT 'whose report is a material',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `applications_number` (`tenant_id`,`number`),
  KEY `applications_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `applications_notice` (`tenant_id`,`notice_id`,`state`),
  KEY `applications_renews` (`tenant_id`,`renews_agreement_id`),
  KEY `applications_laboratory` (`tenant_id`,`laboratory_id`),
  CONSTRAINT `applications_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `applications_laboratory` FOREIGN KEY (`tenant_id`, `laboratory_id`) REFERENCES `laboratories` (`tenant_id`, `id`),
  CONSTRAINT `applications_notice` FOREIGN KEY (`tenant_id`, `notice_id`) REFERENCES `notices` (`tenant_id`, `id`),
  CONSTRAINT `applications_renews` FOREIGN KEY (`tenant_id`, `renews_agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `applications_state` CHECK (`state` in ('draft','submitted','pre_check','supplement_requested','expert_review','review_by_members_and_departments','deliberation','government_confirmation','filing','disclosed','accepted','rejected','withdrawn','lapsed'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `application_materials` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `material` varchar(64) NOT NULL,
  `part` int(11) NOT NULL,
  `is_last` tinyint(4) NOT NULL,
  `file_name` varchar(200) NOT NULL,
  `media_type` varchar(100) NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `size_bytes` bigint(20) NOT NULL,
  `uploaded_at` datetime(6) NOT NULL,
  `whole_digest_sm3` char(64) DEFAULT NULL COMMENT 'SM3 of all parts, once the last one came',
  `period_end` date DEFAULT NULL COMMENT 'last day of the period of a report',
  PRIMARY KEY (`tenant_id`,`application_id`,`material`,`part`),
  CONSTRAINT `application_materials_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `application_reviewers` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `round` int(11) NOT NULL,
  `seat` int(11) NOT NULL COMMENT 'place in the order of the draw, from 1',
  `user_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `state` varchar(40) NOT NULL,
  `scores` longtext NOT NULL CHECK (json_valid(`scores`)),
  `opinion` text NOT NULL,
  `scored_at` datetime(6) DEFAULT NULL,
  `void_reason` text DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `application_reviewers_once` (`tenant_id`,`application_id`,`round`,`user_id`),
  KEY `application_reviewers_user` (`tenant_id`,`user_id`),
  CONSTRAINT `application_reviewers_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `application_reviewers_user` FOREIGN KEY (`tenant_id`, `user_id`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `application_reviewers_state` CHECK (`state` in ('drawn','declared','recused','scored','voided'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approved_standards` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `document` varchar(200) NOT NULL,
  `effective_from` date NOT NULL,
  `charges` longtext NOT NULL CHECK (json_valid(`charges`)),
  `state` varchar(40) NOT NULL CHECK (`state` in ('recorded','confirmed')),
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `confirmed_by_id` bigint(20) unsigned DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `approved_standards_code` (`tenant_id`,`code`),
  KEY `approved_standards_product` (`tenant_id`,`product_id`),
  KEY `approved_standards_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `approved_standards_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `approved_standards_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `approved_standards_four_eyes` CHECK (`confirmed_by_id` is null or `confirmed_by_id` <> `recorded_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `assessments` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `role` varchar(40) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `reasonable` tinyint(1) NOT NULL,
  `reasonable_text` text NOT NULL,
  `compliant` tinyint(1) NOT NULL,
  `compliant_text` text NOT NULL,
  `safe` tinyint(1) NOT NULL,
  `safe_text` text NOT NULL,
  `opinion` text NOT NULL,
  `assessed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`role`),
  KEY `assessments_body` (`tenant_id`,`body_id`),
  CONSTRAINT `assessments_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `assessments_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `assessments_role` CHECK (`role` in ('data_centre','expert'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `audit_rows` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `at_real` datetime(6) NOT NULL,
  `at_tenant` datetime(6) NOT NULL,
  `user_id` bigint(20) unsigned DEFAULT NULL,
  `body_id` bigint(20) unsigned DEFAULT NULL,
  `role` varchar(64) NOT NULL,
  `delegate_for_id` bigint(20) unsigned DEFAULT NULL,
  `operation` varchar(100) NOT NULL,
  `request_id` varchar(64) NOT NULL,
  `subject` varchar(255) NOT NULL,
  `details` longtext NOT NULL CHECK (json_valid(`details`)),
  `seq` bigint(20) unsigned DEFAULT NULL,
  `seal` varchar(512) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `audit_rows_by_seq` (`tenant_id`,`seq`),
  KEY `audit_rows_to_seal` (`seq`,`tenant_id`,`id`),
  KEY `audit_rows_by_user` (`tenant_id`,`user_id`,`id`),
  KEY `audit_rows_by_subject` (`tenant_id`,`subject`,`id`),
  CONSTRAINT `audit_rows_operation_named` CHECK (`operation` <> ''),
  CONSTRAINT `audit_rows_sealed_whole` CHECK (`seq` is null = (`seal` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `bills` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `developer_uscc` varchar(64) NOT NULL,
  `developer_name` varchar(200) NOT NULL,
  `supplement` int(11) NOT NULL COMMENT '0: the bill of the period',
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','issued')),
  `version` int(11) NOT NULL DEFAULT 1,
  `number` bigint(20) unsigned DEFAULT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` <> 0),
  `net_fen` bigint(20) NOT NULL,
  `tax_fen` bigint(20) NOT NULL,
  `tax_rate` varchar(20) NOT NULL COMMENT 'percent',
  `drafted_by_id` bigint(20) unsigned NOT NULL,
  `drafted_at` datetime(6) NOT NULL,
  `issued_by_id` bigint(20) unsigned DEFAULT NULL,
  `issued_at` datetime(6) DEFAULT NULL,
  `entry_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `bills_once` (`tenant_id`,`period`,`developer_id`,`supplement`),
  UNIQUE KEY `bills_number` (`tenant_id`,`number`),
  KEY `bills_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `bills_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `bills_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `bills_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `bills_split` CHECK (`net_fen` + `tax_fen` = `amount_fen`),
  CONSTRAINT `bills_issued` CHECK (`state` <> 'issued' or `number` is not null and `entry_id` is not null and `issued_by_id` is not null and `issued_by_id` <> `drafted_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `bodies` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(200) NOT NULL,
  `uscc` char(18) DEFAULT NULL,
  `department_kind` varchar(40) DEFAULT NULL,
  `area` varchar(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `bodies_code` (`tenant_id`,`code`),
  KEY `bodies_kind` (`tenant_id`,`kind`,`id`),
  CONSTRAINT `bodies_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`),
  CONSTRAINT `bodies_kind_known` CHECK (`kind` in ('platform','operator','authority','data_centre','expert','department','province','treasury','collecting_unit','supervisor','developer','evaluator')),
  CONSTRAINT `bodies_platform_alone` CHECK (`tenant_id` = 0 = (`kind` = 'platform')),
  CONSTRAINT `bodies_department_kind` CHECK (`department_kind` is null or `kind` = 'department' and `department_kind` in ('administrative','institution','enterprise','vertical'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `buyers` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `name` varchar(200) NOT NULL,
  `uscc` varchar(18) DEFAULT NULL,
  `kind` varchar(40) NOT NULL CHECK (`kind` in ('enterprise','public_institution','government','social_organisation','individual','other')),
  `contact_name` varchar(64) DEFAULT NULL,
  `contact_phone` varchar(32) DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `buyers_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `buyers_by_name` (`tenant_id`,`developer_id`,`name`),
  CONSTRAINT `buyers_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `case_events` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `aggregate` varchar(64) NOT NULL,
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `action` varchar(64) NOT NULL,
  `from_state` varchar(64) NOT NULL,
  `to_state` varchar(64) NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(64) NOT NULL,
  `delegate_for_id` bigint(20) unsigned DEFAULT NULL,
  `at` datetime(6) NOT NULL,
  `opinion` text NOT NULL,
  `details` longtext NOT NULL CHECK (json_valid(`details`)),
  PRIMARY KEY (`tenant_id`,`aggregate`,`aggregate_id`,`id`),
  CONSTRAINT `case_events_named` CHECK (`aggregate` <> '' and `action` <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `case_files` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `aggregate` varchar(40) NOT NULL,
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `name` varchar(64) NOT NULL,
  `part` int(11) NOT NULL,
  `is_last` tinyint(4) NOT NULL,
  `file_name` varchar(200) NOT NULL,
  `media_type` varchar(100) NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `whole_digest_sm3` char(64) DEFAULT NULL COMMENT 'SM3 of all parts, once the last one came',
  `size_bytes` bigint(20) NOT NULL,
  `uploaded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`aggregate`,`aggregate_id`,`name`,`part`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `certificates` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `number` varchar(64) NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `product_number` int(11) NOT NULL DEFAULT 1,
  `issued_at` datetime(6) NOT NULL,
  `content` text NOT NULL,
  `digest` char(64) NOT NULL,
  `signature` varchar(400) NOT NULL,
  `public_key` text NOT NULL,
  PRIMARY KEY (`tenant_id`,`number`),
  UNIQUE KEY `certificates_by_product` (`tenant_id`,`product_id`,`product_number`),
  CONSTRAINT `certificates_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `certificate_revocations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `number` varchar(64) NOT NULL,
  `revoked_at` datetime(6) NOT NULL,
  `reason` varchar(1000) NOT NULL,
  `document` varchar(200) NOT NULL,
  `revoked_by_body_id` bigint(20) unsigned NOT NULL,
  `revoked_by_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`number`),
  CONSTRAINT `certificate_revocations_certificate` FOREIGN KEY (`tenant_id`, `number`) REFERENCES `certificates` (`tenant_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `chain_stops` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `cause` varchar(40) NOT NULL,
  `aggregate` varchar(64) NOT NULL COMMENT 'the case in which it was stopped',
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `title` varchar(500) NOT NULL,
  `reason` text NOT NULL,
  `stopped_at` datetime(6) NOT NULL COMMENT 'closed from this instant on',
  `recorded_at` datetime(6) NOT NULL,
  `recorded_by_body_id` bigint(20) unsigned NOT NULL,
  `recorded_by_user_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `chain_stops_by_case` (`tenant_id`,`aggregate`,`aggregate_id`),
  KEY `chain_stops_recorded_by` (`tenant_id`,`recorded_by_body_id`),
  CONSTRAINT `chain_stops_recorded_by` FOREIGN KEY (`tenant_id`, `recorded_by_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `chain_stops_cause` CHECK (`cause` in ('grant_revoked','consent_withdrawn','resource_suspended','product_suspended','product_withdrawn','certificate_revoked','listing_suspended','listing_delisted'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `chain_stop_items` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `stop_id` bigint(20) unsigned NOT NULL,
  `aggregate` varchar(64) NOT NULL,
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL COMMENT 'the developer, or the department that bought',
  PRIMARY KEY (`tenant_id`,`stop_id`,`aggregate`,`aggregate_id`,`scenario_id`),
  KEY `chain_stop_items_by_thing` (`tenant_id`,`aggregate`,`aggregate_id`),
  KEY `chain_stop_items_scenario` (`tenant_id`,`scenario_id`),
  KEY `chain_stop_items_body` (`tenant_id`,`body_id`),
  CONSTRAINT `chain_stop_items_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `chain_stop_items_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `chain_stop_items_stop` FOREIGN KEY (`tenant_id`, `stop_id`) REFERENCES `chain_stops` (`tenant_id`, `id`),
  CONSTRAINT `chain_stop_items_aggregate` CHECK (`aggregate` in ('product','listing','order'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `chain_stop_parties` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `stop_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `measure` text DEFAULT NULL,
  `seen_at` datetime(6) DEFAULT NULL,
  `seen_by_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`stop_id`,`body_id`),
  KEY `chain_stop_parties_by_body` (`tenant_id`,`body_id`,`stop_id`),
  CONSTRAINT `chain_stop_parties_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `chain_stop_parties_stop` FOREIGN KEY (`tenant_id`, `stop_id`) REFERENCES `chain_stops` (`tenant_id`, `id`),
  CONSTRAINT `chain_stop_parties_seen` CHECK (`seen_at` is null = (`measure` is null) and `seen_at` is null = (`seen_by_id` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `charge_lines` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `settlement_id` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `book` varchar(40) NOT NULL CHECK (`book` in ('operator','nontax')),
  `developer_id` bigint(20) unsigned NOT NULL,
  `developer_uscc` varchar(64) NOT NULL,
  `order_id` bigint(20) unsigned DEFAULT NULL,
  `order_code` varchar(64) NOT NULL,
  `product_id` bigint(20) unsigned DEFAULT NULL,
  `product_code` varchar(64) NOT NULL,
  `scenario_id` bigint(20) unsigned DEFAULT NULL,
  `scenario_code` varchar(64) NOT NULL,
  `agreement_id` bigint(20) unsigned DEFAULT NULL,
  `meter` varchar(64) NOT NULL,
  `quantity_micro` bigint(20) NOT NULL CHECK (`quantity_micro` >= 0),
  `list_fen` bigint(20) NOT NULL,
  `amount_fen` bigint(20) NOT NULL,
  `treatment` varchar(40) NOT NULL CHECK (`treatment` in ('charged','zero_rated')),
  `ground` varchar(40) DEFAULT NULL CHECK (`ground` in ('public_purpose','source_trial','approved')),
  `ground_document` varchar(200) NOT NULL,
  `plan_code` varchar(64) NOT NULL,
  `corrects_id` bigint(20) unsigned DEFAULT NULL COMMENT 'the line billed before, on a supplement',
  `bill_id` bigint(20) unsigned DEFAULT NULL,
  `claim_id` bigint(20) unsigned DEFAULT NULL,
  `explanation` longtext NOT NULL CHECK (json_valid(`explanation`)),
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `charge_lines_period` (`tenant_id`,`period`,`id`),
  KEY `charge_lines_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `charge_lines_settlement` (`tenant_id`,`settlement_id`),
  KEY `charge_lines_order` (`tenant_id`,`order_id`),
  KEY `charge_lines_product` (`tenant_id`,`product_id`),
  KEY `charge_lines_scenario` (`tenant_id`,`scenario_id`),
  KEY `charge_lines_agreement` (`tenant_id`,`agreement_id`),
  KEY `charge_lines_corrects` (`tenant_id`,`corrects_id`),
  KEY `charge_lines_bill` (`tenant_id`,`bill_id`),
  KEY `charge_lines_claim` (`tenant_id`,`claim_id`),
  CONSTRAINT `charge_lines_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_bill` FOREIGN KEY (`tenant_id`, `bill_id`) REFERENCES `bills` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_corrects` FOREIGN KEY (`tenant_id`, `corrects_id`) REFERENCES `charge_lines` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_order` FOREIGN KEY (`tenant_id`, `order_id`) REFERENCES `orders` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_settlement` FOREIGN KEY (`tenant_id`, `settlement_id`) REFERENCES `settlements` (`tenant_id`, `id`),
  CONSTRAINT `charge_lines_one_book` CHECK (`book` = 'nontax' and `bill_id` is null and `order_id` is not null or `book` = 'operator' and `claim_id` is null and `order_id` is null),
  CONSTRAINT `charge_lines_ground` CHECK (`ground` is not null = (`treatment` = 'zero_rated'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `claims` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `developer_uscc` varchar(64) NOT NULL,
  `developer_name` varchar(200) NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `product_code` varchar(64) NOT NULL,
  `product_name` varchar(200) NOT NULL,
  `supplement` int(11) NOT NULL COMMENT '0: the claim of the period',
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','submitted','confirmed')),
  `version` int(11) NOT NULL DEFAULT 1,
  `number` bigint(20) unsigned DEFAULT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` <> 0),
  `drafted_by_id` bigint(20) unsigned NOT NULL,
  `drafted_at` datetime(6) NOT NULL,
  `submitted_by_id` bigint(20) unsigned DEFAULT NULL,
  `submitted_at` datetime(6) DEFAULT NULL,
  `confirmed_by_id` bigint(20) unsigned DEFAULT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `non_tax_setting_id` bigint(20) unsigned DEFAULT NULL,
  `continuation_document` varchar(200) DEFAULT NULL,
  `entry_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `claims_once` (`tenant_id`,`period`,`developer_id`,`product_id`,`supplement`),
  UNIQUE KEY `claims_number` (`tenant_id`,`number`),
  KEY `claims_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `claims_product` (`tenant_id`,`product_id`),
  KEY `claims_non_tax` (`tenant_id`,`non_tax_setting_id`),
  KEY `claims_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `claims_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `claims_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `claims_non_tax` FOREIGN KEY (`tenant_id`, `non_tax_setting_id`) REFERENCES `non_tax_settings` (`tenant_id`, `id`),
  CONSTRAINT `claims_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `claims_submitted` CHECK (`state` = 'draft' or `submitted_by_id` is not null),
  CONSTRAINT `claims_confirmed` CHECK (`state` <> 'confirmed' or `number` is not null and `entry_id` is not null and `non_tax_setting_id` is not null and `confirmed_by_id` is not null and `confirmed_by_id` <> `submitted_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `claim_realisations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `claim_id` bigint(20) unsigned NOT NULL,
  `receipt_id` bigint(20) unsigned NOT NULL,
  `suspense_id` bigint(20) unsigned DEFAULT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` > 0),
  `realised_on` date NOT NULL,
  `entry_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `claim_realisations_claim` (`tenant_id`,`claim_id`),
  KEY `claim_realisations_receipt` (`tenant_id`,`receipt_id`),
  KEY `claim_realisations_suspense` (`tenant_id`,`suspense_id`),
  KEY `claim_realisations_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `claim_realisations_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `claim_realisations_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `claim_realisations_receipt` FOREIGN KEY (`tenant_id`, `receipt_id`) REFERENCES `receipts` (`tenant_id`, `id`),
  CONSTRAINT `claim_realisations_suspense` FOREIGN KEY (`tenant_id`, `suspense_id`) REFERENCES `suspense_items` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `consents` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `document` varchar(200) NOT NULL,
  `evidence_sm3` char(64) DEFAULT NULL COMMENT 'absent: recorded before digests were asked for',
  `scope` text NOT NULL COMMENT 'what was consented to',
  `subjects` bigint(20) unsigned NOT NULL COMMENT 'of how many persons; 0: not counted',
  `obtained_on` date DEFAULT NULL COMMENT 'absent: as evidence_sm3',
  `valid_until` date DEFAULT NULL,
  `withdrawn_at` datetime(6) DEFAULT NULL,
  `withdrawn_text` text DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`resource_id`),
  CONSTRAINT `consents_item` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `data_request_items` (`tenant_id`, `request_id`, `resource_id`),
  CONSTRAINT `consents_validity` CHECK (`valid_until` >= `obtained_on`),
  CONSTRAINT `consents_withdrawal` CHECK (`withdrawn_at` is null = (`withdrawn_text` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `continuations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL COMMENT 'the new one',
  `predecessor_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `continuations_agreement` (`tenant_id`,`agreement_id`),
  KEY `continuations_predecessor` (`tenant_id`,`predecessor_id`),
  KEY `continuations_developer` (`tenant_id`,`developer_id`),
  CONSTRAINT `continuations_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `continuations_new` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `continuations_predecessor` FOREIGN KEY (`tenant_id`, `predecessor_id`) REFERENCES `agreements` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `continuation_bases` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `document` varchar(200) NOT NULL,
  `scope` varchar(40) NOT NULL,
  `recorded_on` date NOT NULL,
  `until_on` date NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  CONSTRAINT `continuation_bases_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`),
  CONSTRAINT `continuation_bases_dates` CHECK (`recorded_on` <= `until_on`),
  CONSTRAINT `continuation_bases_scope` CHECK (`scope` in ('all','notice','admission','agreement','renewal','data_request','price_approval','claim'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `continuation_seats` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `continuation_id` bigint(20) unsigned NOT NULL,
  `grant_id` bigint(20) unsigned NOT NULL COMMENT 'of the predecessor',
  `seat` varchar(64) NOT NULL COMMENT 'code of the rule pack''s seat',
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(40) NOT NULL,
  `article` varchar(64) DEFAULT NULL,
  `decision` varchar(40) NOT NULL,
  `opinion` text NOT NULL,
  `decided_by_id` bigint(20) unsigned DEFAULT NULL,
  `decided_at` datetime(6) DEFAULT NULL,
  `new_grant_id` bigint(20) unsigned DEFAULT NULL COMMENT 'once all seats confirmed',
  PRIMARY KEY (`tenant_id`,`continuation_id`,`grant_id`,`seat`),
  KEY `continuation_seats_by_body` (`tenant_id`,`body_id`),
  KEY `continuation_seats_grant` (`tenant_id`,`grant_id`),
  CONSTRAINT `continuation_seats_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `continuation_seats_continuation` FOREIGN KEY (`tenant_id`, `continuation_id`) REFERENCES `continuations` (`tenant_id`, `id`),
  CONSTRAINT `continuation_seats_grant` FOREIGN KEY (`tenant_id`, `grant_id`) REFERENCES `grants` (`tenant_id`, `id`),
  CONSTRAINT `continuation_seats_decision` CHECK (`decision` in ('pending','confirm','object'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `counters` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `series` varchar(64) NOT NULL,
  `value` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`series`),
  CONSTRAINT `counters_value_counts_from_one` CHECK (`value` >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_requests` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL COMMENT 'lapsed, active and expired are computed',
  `version` int(11) NOT NULL DEFAULT 1,
  `continuation_document` varchar(200) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `submitted_at` datetime(6) DEFAULT NULL,
  `decided_at` datetime(6) DEFAULT NULL,
  `supplied_at` datetime(6) DEFAULT NULL,
  `changes_id` bigint(20) unsigned DEFAULT NULL COMMENT 'the request whose grants it asks to change',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `data_requests_number` (`tenant_id`,`number`),
  KEY `data_requests_by_scenario` (`tenant_id`,`scenario_id`,`id`),
  KEY `data_requests_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `data_requests_agreement` (`tenant_id`,`agreement_id`),
  KEY `data_requests_changes` (`tenant_id`,`changes_id`),
  CONSTRAINT `data_requests_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_changes` FOREIGN KEY (`tenant_id`, `changes_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_decided` CHECK (`decided_at` is not null or `state` not in ('granted','partly_granted','supplied','revoked')),
  CONSTRAINT `data_requests_state` CHECK (`state` in ('draft','submitted','returned','assessment','joint_decision','granted','partly_granted','refused','supplied','revoked','withdrawn','narrowed'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_columns` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `name` varchar(64) NOT NULL,
  `purpose` varchar(500) NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`resource_id`,`position`),
  UNIQUE KEY `data_request_columns_name` (`tenant_id`,`request_id`,`resource_id`,`name`),
  CONSTRAINT `data_request_columns_item` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `data_request_items` (`tenant_id`, `request_id`, `resource_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_escalations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `seat` varchar(64) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `on_date` date NOT NULL COMMENT 'the last day, or the day of the meeting',
  `text` text NOT NULL,
  `ordered_by_id` bigint(20) unsigned NOT NULL,
  `ordered_at` datetime(6) NOT NULL,
  `minutes_document` varchar(200) DEFAULT NULL,
  `minutes_sm3` char(64) DEFAULT NULL,
  `minutes_text` text DEFAULT NULL,
  `minutes_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `data_request_escalations_by_request` (`tenant_id`,`request_id`,`id`),
  KEY `data_request_escalations_body` (`tenant_id`,`body_id`),
  CONSTRAINT `data_request_escalations_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `data_request_escalations_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_request_escalations_kind` CHECK (`kind` in ('last_date','meeting')),
  CONSTRAINT `data_request_escalations_minutes` CHECK (`minutes_document` is null = (`minutes_at` is null) and (`minutes_document` is null or `kind` = 'meeting'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_items` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`resource_id`),
  KEY `data_request_items_by_resource` (`tenant_id`,`resource_id`),
  CONSTRAINT `data_request_items_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_request_items_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_narrowings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `grant_id` bigint(20) unsigned NOT NULL,
  `name` varchar(64) NOT NULL,
  `cause` varchar(40) NOT NULL,
  `applied_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`grant_id`,`name`),
  KEY `data_request_narrowings_column` (`tenant_id`,`grant_id`,`name`),
  CONSTRAINT `data_request_narrowings_column` FOREIGN KEY (`tenant_id`, `grant_id`, `name`) REFERENCES `grant_columns` (`tenant_id`, `grant_id`, `name`),
  CONSTRAINT `data_request_narrowings_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_request_narrowings_cause` CHECK (`cause` in ('given_up','replaced'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_recusals` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `substitute_id` bigint(20) unsigned NOT NULL,
  `reason` text NOT NULL,
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`user_id`),
  KEY `data_request_recusals_body` (`tenant_id`,`body_id`),
  CONSTRAINT `data_request_recusals_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `data_request_recusals_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_request_recusals_substitute` CHECK (`user_id` <> `substitute_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_seats` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `seat` varchar(64) NOT NULL COMMENT 'code of the rule pack''s seat',
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(40) NOT NULL,
  `position` int(11) NOT NULL,
  `article` varchar(64) DEFAULT NULL,
  `opened_at` datetime(6) NOT NULL,
  `due_on` date NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`seat`,`body_id`),
  KEY `data_request_seats_by_body` (`tenant_id`,`body_id`),
  CONSTRAINT `data_request_seats_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `data_request_seats_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_seat_columns` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `seat` varchar(64) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `name` varchar(64) NOT NULL,
  `decision` varchar(40) NOT NULL,
  `masking` varchar(40) DEFAULT NULL,
  `text` text NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`seat`,`body_id`,`resource_id`,`position`),
  UNIQUE KEY `data_request_seat_columns_name` (`tenant_id`,`request_id`,`seat`,`body_id`,`resource_id`,`name`),
  CONSTRAINT `data_request_seat_columns_item` FOREIGN KEY (`tenant_id`, `request_id`, `seat`, `body_id`, `resource_id`) REFERENCES `data_request_seat_items` (`tenant_id`, `request_id`, `seat`, `body_id`, `resource_id`),
  CONSTRAINT `data_request_seat_columns_decision` CHECK (`decision` in ('agree','mask','refuse')),
  CONSTRAINT `data_request_seat_columns_masking` CHECK (`decision` = 'mask' = (`masking` is not null) and (`masking` is null or `masking` in ('statistical','cryptographic','suppressed','pseudonym','generalised','randomised','synthetic')))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_request_seat_items` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `seat` varchar(64) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `decision` varchar(40) NOT NULL,
  `conditions` text NOT NULL,
  `opinion` text NOT NULL,
  `decided_by_id` bigint(20) unsigned DEFAULT NULL,
  `decided_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`seat`,`body_id`,`resource_id`),
  KEY `data_request_seat_items_item` (`tenant_id`,`request_id`,`resource_id`),
  CONSTRAINT `data_request_seat_items_item` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `data_request_items` (`tenant_id`, `request_id`, `resource_id`),
  CONSTRAINT `data_request_seat_items_seat` FOREIGN KEY (`tenant_id`, `request_id`, `seat`, `body_id`) REFERENCES `data_request_seats` (`tenant_id`, `request_id`, `seat`, `body_id`),
  CONSTRAINT `data_request_seat_items_decision` CHECK (`decision` in ('pending','agree','agree_with_conditions','refuse','return')),
  CONSTRAINT `data_request_seat_items_decided` CHECK (`decision` = 'pending' = (`decided_at` is null) and `decided_at` is null = (`decided_by_id` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `delegations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `principal_id` bigint(20) unsigned NOT NULL COMMENT 'whose duties they are',
  `delegate_id` bigint(20) unsigned NOT NULL COMMENT 'who acts',
  `from_on` date NOT NULL,
  `to_on` date NOT NULL COMMENT 'inclusive',
  `reason` varchar(500) NOT NULL,
  `created_by` bigint(20) unsigned NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `revoked_by` bigint(20) unsigned DEFAULT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `delegations_of_delegate` (`tenant_id`,`delegate_id`,`to_on`),
  KEY `delegations_of_principal` (`tenant_id`,`principal_id`,`to_on`),
  KEY `delegations_of_body` (`tenant_id`,`body_id`,`id`),
  KEY `delegations_creator` (`tenant_id`,`created_by`),
  CONSTRAINT `delegations_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `delegations_creator` FOREIGN KEY (`tenant_id`, `created_by`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `delegations_delegate` FOREIGN KEY (`tenant_id`, `delegate_id`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `delegations_principal` FOREIGN KEY (`tenant_id`, `principal_id`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `delegations_dates` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `delegations_two_people` CHECK (`principal_id` <> `delegate_id`),
  CONSTRAINT `delegations_revoked_whole` CHECK (`revoked_by` is null = (`revoked_at` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `deliberations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `round` int(11) NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `meeting_on` date NOT NULL,
  `agenda` text NOT NULL,
  `attendance` longtext NOT NULL COMMENT 'codes of the members present' CHECK (json_valid(`attendance`)),
  `votes` longtext NOT NULL COMMENT 'list of {member, vote, text}' CHECK (json_valid(`votes`)),
  `checks` longtext NOT NULL COMMENT 'list of {check, met, text}' CHECK (json_valid(`checks`)),
  `minutes_document` varchar(200) DEFAULT NULL,
  `minutes_outcome` varchar(40) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `held_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `deliberations_number` (`tenant_id`,`number`),
  KEY `deliberations_application` (`tenant_id`,`application_id`,`round`),
  CONSTRAINT `deliberations_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `deliberations_state` CHECK (`state` in ('called','held','concluded','cancelled')),
  CONSTRAINT `deliberations_outcome` CHECK (`minutes_outcome` is null or `minutes_outcome` in ('pass','reject')),
  CONSTRAINT `deliberations_minutes` CHECK (`state` in ('called','cancelled') or `minutes_document` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `developers` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `uscc` char(18) NOT NULL,
  `name` varchar(200) NOT NULL,
  `legal_representative` varchar(200) NOT NULL,
  `registered_at` datetime(6) NOT NULL,
  `applicant_kind` varchar(40) NOT NULL DEFAULT 'legal_person',
  `founded_on` date DEFAULT NULL COMMENT 'as declared; young ones report to date',
  PRIMARY KEY (`tenant_id`,`body_id`),
  UNIQUE KEY `developers_uscc` (`tenant_id`,`uscc`),
  CONSTRAINT `developers_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `developers_applicant_kind` CHECK (`applicant_kind` in ('legal_person','unincorporated_organisation'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `early_end_requests` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `reason` text NOT NULL,
  `requested_at` datetime(6) NOT NULL,
  `requested_by` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`agreement_id`),
  CONSTRAINT `early_end_requests_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `emergency_drills` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `plan_id` bigint(20) unsigned NOT NULL,
  `held_on` date NOT NULL,
  `participants` longtext NOT NULL COMMENT 'names of those who took part' CHECK (json_valid(`participants`)),
  `scenario` text NOT NULL COMMENT 'what was exercised',
  `findings` text NOT NULL,
  `digest_sm3` char(64) NOT NULL COMMENT 'of the record',
  `recorded_at` datetime(6) NOT NULL,
  `recorded_by` bigint(20) unsigned NOT NULL,
  `recorded_by_name` varchar(64) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `emergency_drills_plan` (`tenant_id`,`plan_id`,`id`),
  CONSTRAINT `emergency_drills_plan` FOREIGN KEY (`tenant_id`, `plan_id`) REFERENCES `emergency_plans` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `emergency_plans` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned DEFAULT NULL,
  `plan_version` int(11) NOT NULL COMMENT '1, 2, ... of this agreement or platform',
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `title` varchar(200) NOT NULL,
  `maker_body_id` bigint(20) unsigned NOT NULL,
  `participants` longtext NOT NULL COMMENT 'codes: cyberspace, public_security ...' CHECK (json_valid(`participants`)),
  `document` varchar(200) NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `valid_until` date DEFAULT NULL COMMENT 'inclusive',
  `created_at` datetime(6) NOT NULL,
  `created_by` bigint(20) unsigned NOT NULL,
  `created_by_name` varchar(64) NOT NULL,
  `approved_at` datetime(6) DEFAULT NULL,
  `approved_by_name` varchar(64) DEFAULT NULL,
  `ended_at` datetime(6) DEFAULT NULL COMMENT 'superseded or withdrawn',
  `end_reason` varchar(1000) NOT NULL DEFAULT '',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `emergency_plans_version` (`tenant_id`,`agreement_id`,`plan_version`),
  KEY `emergency_plans_maker` (`tenant_id`,`maker_body_id`),
  CONSTRAINT `emergency_plans_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `emergency_plans_maker` FOREIGN KEY (`tenant_id`, `maker_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `emergency_plans_state` CHECK (`state` in ('draft','approved','superseded','withdrawn')),
  CONSTRAINT `emergency_plans_approval` CHECK (`state` not in ('approved','superseded') or `approved_at` is not null),
  CONSTRAINT `emergency_plans_end` CHECK (`state` in ('superseded','withdrawn') = (`ended_at` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `exit_steps` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `step` varchar(40) NOT NULL,
  `position` int(11) NOT NULL,
  `proof` text DEFAULT NULL,
  `document_sm3` char(64) DEFAULT NULL,
  `done_at` datetime(6) DEFAULT NULL,
  `body_id` bigint(20) unsigned DEFAULT NULL,
  `user_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`agreement_id`,`step`),
  CONSTRAINT `exit_steps_exit` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreement_exits` (`tenant_id`, `agreement_id`),
  CONSTRAINT `exit_steps_step` CHECK (`step` in ('close_access','delete_data','asset_disposal','keep_logs')),
  CONSTRAINT `exit_steps_done` CHECK (`done_at` is null = (`proof` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `experts` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `topics` longtext NOT NULL CHECK (json_valid(`topics`)),
  `registered_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `experts_user` (`tenant_id`,`user_id`),
  CONSTRAINT `experts_user` FOREIGN KEY (`tenant_id`, `user_id`) REFERENCES `users` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `grants` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `from_at` datetime(6) NOT NULL,
  `to_at` datetime(6) NOT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `revoked_reason` text NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `conditions` text NOT NULL DEFAULT '' COMMENT 'on the whole resource, of all seats',
  `revoked_by_id` bigint(20) unsigned DEFAULT NULL COMMENT 'the body; absent: it followed',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `grants_of_request_and_agreement` (`tenant_id`,`request_id`,`resource_id`,`agreement_id`),
  KEY `grants_by_scenario` (`tenant_id`,`scenario_id`),
  KEY `grants_by_resource` (`tenant_id`,`resource_id`),
  KEY `grants_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `grants_agreement` (`tenant_id`,`agreement_id`),
  KEY `grants_revoked_by` (`tenant_id`,`revoked_by_id`),
  CONSTRAINT `grants_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `grants_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `grants_item` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `data_request_items` (`tenant_id`, `request_id`, `resource_id`),
  CONSTRAINT `grants_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `grants_revoked_by` FOREIGN KEY (`tenant_id`, `revoked_by_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `grants_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `grants_interval` CHECK (`from_at` < `to_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `grant_columns` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `grant_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `name` varchar(64) NOT NULL,
  `purpose` varchar(500) NOT NULL,
  `masking` longtext NOT NULL COMMENT 'all that the seats asked for' CHECK (json_valid(`masking`)),
  `conditions` text NOT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`grant_id`,`position`),
  UNIQUE KEY `grant_columns_name` (`tenant_id`,`grant_id`,`name`),
  CONSTRAINT `grant_columns_grant` FOREIGN KEY (`tenant_id`, `grant_id`) REFERENCES `grants` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `holds` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `cause` varchar(40) NOT NULL,
  `source_aggregate` varchar(64) DEFAULT NULL COMMENT 'the case it came from',
  `source_id` bigint(20) unsigned DEFAULT NULL,
  `reason` text NOT NULL,
  `urgent` tinyint(1) NOT NULL,
  `confirm_by` date DEFAULT NULL COMMENT 'urgent: last day to confirm it',
  `stopped` longtext NOT NULL COMMENT 'how many orders, grants, keys' CHECK (json_valid(`stopped`)),
  `placed_at` datetime(6) NOT NULL,
  `placed_by_body_id` bigint(20) unsigned NOT NULL,
  `placed_by_user_id` bigint(20) unsigned NOT NULL,
  `placed_by_role` varchar(40) NOT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `confirmed_by_body_id` bigint(20) unsigned DEFAULT NULL,
  `confirmed_by_user_id` bigint(20) unsigned DEFAULT NULL,
  `released_at` datetime(6) DEFAULT NULL,
  `released_by_body_id` bigint(20) unsigned DEFAULT NULL,
  `released_by_user_id` bigint(20) unsigned DEFAULT NULL,
  `release_reason` text DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `holds_agreement` (`tenant_id`,`agreement_id`,`released_at`),
  KEY `holds_placed_by` (`tenant_id`,`placed_by_body_id`),
  CONSTRAINT `holds_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `holds_placed_by` FOREIGN KEY (`tenant_id`, `placed_by_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `holds_cause` CHECK (`cause` in ('breach','risk','incident','inspection','urgent_stop','insolvency','evaluation','mandate','gate')),
  CONSTRAINT `holds_source` CHECK (`source_aggregate` is null = (`source_id` is null)),
  CONSTRAINT `holds_urgent` CHECK (`urgent` = (`confirm_by` is not null)),
  CONSTRAINT `holds_confirmed` CHECK (`confirmed_at` is null or `urgent` <> 0),
  CONSTRAINT `holds_released` CHECK (`released_at` is null = (`release_reason` is null)),
  CONSTRAINT `holds_forward` CHECK (`released_at` is null or `placed_at` <= `released_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `idempotency_keys` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `principal` varchar(64) NOT NULL,
  `idempotency_key` varchar(128) NOT NULL,
  `request_hash` varchar(128) NOT NULL,
  `status` smallint(5) unsigned DEFAULT NULL,
  `headers` longtext DEFAULT NULL CHECK (json_valid(`headers`)),
  `body` mediumtext DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`principal`,`idempotency_key`),
  KEY `idempotency_keys_by_age` (`created_at`),
  CONSTRAINT `idempotency_keys_named` CHECK (`principal` <> '' and `idempotency_key` <> ''),
  CONSTRAINT `idempotency_keys_reply_is_whole` CHECK (`status` is null = (`body` is null) and `status` is null = (`headers` is null)),
  CONSTRAINT `idempotency_keys_status_is_http` CHECK (`status` between 100 and 599)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `laboratories` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `title` varchar(200) NOT NULL,
  `state` varchar(40) NOT NULL COMMENT 'over follows from ends_on',
  `version` int(11) NOT NULL DEFAULT 1,
  `documents` longtext NOT NULL COMMENT 'list of {document, text}' CHECK (json_valid(`documents`)),
  `from_on` date DEFAULT NULL,
  `ends_on` date DEFAULT NULL COMMENT 'inclusive',
  `report_document` varchar(200) DEFAULT NULL,
  `conclusion` text DEFAULT NULL,
  `outcome_reason` text DEFAULT NULL COMMENT 'of a refusal or withdrawal',
  `created_at` datetime(6) NOT NULL,
  `reported_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `laboratories_number` (`tenant_id`,`number`),
  KEY `laboratories_developer` (`tenant_id`,`developer_id`,`id`),
  CONSTRAINT `laboratories_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `laboratories_state` CHECK (`state` in ('requested','running','report_issued','refused','withdrawn')),
  CONSTRAINT `laboratories_term` CHECK (`from_on` is null or `from_on` <= `ends_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_balances` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `book` varchar(40) NOT NULL,
  `period` char(7) NOT NULL,
  `account` varchar(160) NOT NULL,
  `group_kind` varchar(40) NOT NULL,
  `debit_fen` bigint(20) NOT NULL DEFAULT 0,
  `credit_fen` bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (`tenant_id`,`book`,`period`,`account`,`group_kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_entries` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `book` varchar(40) NOT NULL CHECK (`book` in ('operator','nontax')),
  `fiscal_year` int(11) NOT NULL,
  `voucher` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `usage_period` char(7) DEFAULT NULL,
  `booked_at` datetime(6) NOT NULL,
  `effective_on` date NOT NULL,
  `source_kind` varchar(40) NOT NULL,
  `source_id` varchar(80) NOT NULL,
  `description` varchar(400) NOT NULL,
  `reverses_id` bigint(20) unsigned DEFAULT NULL,
  `maker_id` bigint(20) unsigned DEFAULT NULL,
  `checker_id` bigint(20) unsigned DEFAULT NULL,
  `booker_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `ledger_entries_voucher` (`tenant_id`,`book`,`fiscal_year`,`voucher`),
  UNIQUE KEY `ledger_entries_reverses` (`tenant_id`,`reverses_id`),
  KEY `ledger_entries_period` (`tenant_id`,`book`,`period`,`id`),
  KEY `ledger_entries_source` (`tenant_id`,`source_kind`,`source_id`),
  CONSTRAINT `ledger_entries_reverses` FOREIGN KEY (`tenant_id`, `reverses_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_periods` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `book` varchar(40) NOT NULL CHECK (`book` in ('operator','nontax')),
  `period` char(7) NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('open','closing','closed')),
  `closed_at` datetime(6) DEFAULT NULL,
  `closed_by_id` bigint(20) unsigned DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  PRIMARY KEY (`tenant_id`,`book`,`period`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_postings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `entry_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `account` varchar(160) NOT NULL,
  `group_kind` varchar(40) NOT NULL CHECK (`group_kind` in ('money','memo')),
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` <> 0),
  PRIMARY KEY (`tenant_id`,`entry_id`,`position`),
  KEY `ledger_postings_account` (`tenant_id`,`account`,`entry_id`),
  CONSTRAINT `ledger_postings_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `listed_from` date NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('proposed','listed','suspended','delisted','refused')),
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  `visibility` varchar(40) NOT NULL DEFAULT 'public',
  `trial_days` int(11) DEFAULT NULL COMMENT 'the longest trial; else the policy',
  `trial_quotas` longtext NOT NULL DEFAULT '[]' COMMENT '[{meter, quantity}]' CHECK (json_valid(`trial_quotas`)),
  `delist_on` date DEFAULT NULL COMMENT 'first day without it, for orders that run',
  `pending_change` longtext DEFAULT NULL COMMENT 'proposed by the developer, not decided yet' CHECK (json_valid(`pending_change`)),
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `listings_code` (`tenant_id`,`code`),
  KEY `listings_by_product` (`tenant_id`,`product_id`),
  CONSTRAINT `listings_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `listings_visibility` CHECK (`visibility` in ('public','members','named')),
  CONSTRAINT `listings_delist` CHECK (`delist_on` is null or `state` = 'delisted')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listing_intervals` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `live_from` datetime(6) NOT NULL,
  `live_to` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`listing_id`,`live_from`),
  CONSTRAINT `listing_intervals_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listing_parties` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`listing_id`,`body_id`),
  KEY `listing_parties_body` (`tenant_id`,`body_id`),
  CONSTRAINT `listing_parties_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `listing_parties_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listing_scenarios` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `offered_from` datetime(6) NOT NULL DEFAULT '1970-01-01 00:00:00.000000',
  `offered_to` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`listing_id`,`scenario_id`,`offered_from`),
  KEY `listing_scenarios_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `listing_scenarios_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`),
  CONSTRAINT `listing_scenarios_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `list_checks` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `list` varchar(64) NOT NULL COMMENT 'code of the rule pack',
  `subject` varchar(40) NOT NULL,
  `subject_name` varchar(200) NOT NULL COMMENT 'who was looked up',
  `listed` tinyint(4) NOT NULL COMMENT '1: found on the list',
  `checked_on` date NOT NULL,
  `source` varchar(200) NOT NULL COMMENT 'where it was looked up',
  `evidence_digest` char(64) NOT NULL COMMENT 'SM3',
  `recorded_at` datetime(6) NOT NULL,
  `recorded_by` bigint(20) unsigned NOT NULL,
  `recorded_by_name` varchar(64) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `list_checks_developer` (`tenant_id`,`developer_id`,`id`),
  CONSTRAINT `list_checks_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `list_checks_subject` CHECK (`subject` in ('organisation','legal_representative'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `login_attempts` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `name_sm3` char(64) NOT NULL,
  `remote_address` varchar(64) NOT NULL,
  `failures` int(10) unsigned NOT NULL,
  `last_at` datetime(6) NOT NULL,
  `locked_until` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`name_sm3`,`remote_address`),
  KEY `login_attempts_by_age` (`last_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `mandates` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `document` varchar(200) NOT NULL,
  `from_on` date NOT NULL,
  `to_on` date NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  `state` varchar(40) NOT NULL DEFAULT 'active',
  `version` int(11) NOT NULL DEFAULT 1,
  `active_at` datetime(6) DEFAULT NULL COMMENT 'NULL: from its first day',
  `ended_at` datetime(6) DEFAULT NULL COMMENT 'ended before its last day',
  `end_reason` varchar(2000) DEFAULT NULL,
  `safety_head` varchar(200) DEFAULT NULL COMMENT 'the operator''s head',
  PRIMARY KEY (`tenant_id`,`id`),
  CONSTRAINT `mandates_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`),
  CONSTRAINT `mandates_dates` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `mandates_state` CHECK (`state` in ('draft','active','suspended','ended'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `mandate_stops` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `mandate_id` bigint(20) unsigned NOT NULL,
  `from_at` datetime(6) NOT NULL,
  `to_at` datetime(6) DEFAULT NULL,
  `reason` text NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `mandate_stops_of_mandate` (`tenant_id`,`mandate_id`,`from_at`),
  CONSTRAINT `mandate_stops_mandate` FOREIGN KEY (`tenant_id`, `mandate_id`) REFERENCES `mandates` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `mandate_takeovers` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `mandate_id` bigint(20) unsigned NOT NULL,
  `successor_name` varchar(200) NOT NULL,
  `successor_uscc` char(18) DEFAULT NULL,
  `document` varchar(200) NOT NULL,
  `from_on` date NOT NULL,
  `to_on` date NOT NULL COMMENT 'inclusive',
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `mandate_takeovers_of_mandate` (`tenant_id`,`mandate_id`),
  CONSTRAINT `mandate_takeovers_mandate` FOREIGN KEY (`tenant_id`, `mandate_id`) REFERENCES `mandates` (`tenant_id`, `id`),
  CONSTRAINT `mandate_takeovers_dates` CHECK (`from_on` <= `to_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `non_tax_settings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `document` varchar(200) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `unit_name` varchar(200) NOT NULL,
  `item_code` varchar(64) NOT NULL,
  `item_name` varchar(200) NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('recorded','confirmed','replaced')),
  `version` int(11) NOT NULL DEFAULT 1,
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  `confirmed_by_id` bigint(20) unsigned DEFAULT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `non_tax_settings_recorded_by` (`tenant_id`,`recorded_by_id`),
  CONSTRAINT `non_tax_settings_recorded_by` FOREIGN KEY (`tenant_id`, `recorded_by_id`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `non_tax_settings_confirmed` CHECK (`state` <> 'confirmed' or `confirmed_by_id` is not null and `confirmed_by_id` <> `recorded_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `notices` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `title` varchar(200) NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `window_from` date NOT NULL,
  `window_to` date NOT NULL COMMENT 'inclusive',
  `fields` longtext NOT NULL CHECK (json_valid(`fields`)),
  `conditions` longtext NOT NULL CHECK (json_valid(`conditions`)),
  `materials` longtext NOT NULL CHECK (json_valid(`materials`)),
  `criteria` longtext NOT NULL CHECK (json_valid(`criteria`)),
  `pass_mark` int(11) NOT NULL,
  `panel_size` int(11) NOT NULL,
  `requirements` text NOT NULL,
  `rule_pack_id` varchar(64) NOT NULL,
  `corrections` longtext NOT NULL CHECK (json_valid(`corrections`)),
  `continuation_document` varchar(200) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `published_at` datetime(6) DEFAULT NULL,
  `mode` varchar(1000) NOT NULL DEFAULT '' COMMENT 'how is authorised',
  `scope` text NOT NULL DEFAULT '' COMMENT 'what is authorised',
  `withdrawn_at` datetime(6) DEFAULT NULL,
  `withdrawal_reason` varchar(1000) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `notices_code` (`tenant_id`,`code`),
  CONSTRAINT `notices_state` CHECK (`state` in ('draft','published','concluded','withdrawn')),
  CONSTRAINT `notices_window` CHECK (`window_from` <= `window_to`),
  CONSTRAINT `notices_pass_mark` CHECK (`pass_mark` between 0 and 100),
  CONSTRAINT `notices_panel_size` CHECK (`panel_size` between 1 and 15),
  CONSTRAINT `notices_withdrawal` CHECK (`withdrawn_at` is null = (`withdrawal_reason` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `objections` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL,
  `name` varchar(200) NOT NULL,
  `contact` varchar(200) NOT NULL,
  `text` text NOT NULL,
  `answer` text DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `answered_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `objections_application` (`tenant_id`,`application_id`,`state`),
  CONSTRAINT `objections_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `objections_state` CHECK (`state` in ('open','dismissed','upheld'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `obligations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `aggregate` varchar(64) NOT NULL,
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(40) NOT NULL,
  `subject` varchar(300) NOT NULL,
  `opens_on` date NOT NULL,
  `due_on` date NOT NULL,
  `rule` longtext DEFAULT NULL COMMENT 'source, rule, rule_pack, article; NULL: none' CHECK (json_valid(`rule`)),
  `binding` tinyint(4) NOT NULL COMMENT '0: rests on an unverified rule, warns only',
  `due_source` varchar(40) NOT NULL COMMENT 'where the date comes from',
  `derived` tinyint(4) NOT NULL,
  `state` varchar(40) NOT NULL,
  `opened_at` datetime(6) NOT NULL,
  `closed_at` datetime(6) DEFAULT NULL,
  `closed_by` bigint(20) unsigned DEFAULT NULL,
  `document` varchar(200) DEFAULT NULL,
  `note` text DEFAULT NULL,
  `reminded` longtext NOT NULL COMMENT 'stages, in the order in which they came' CHECK (json_valid(`reminded`)),
  `next_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `obligations_once` (`tenant_id`,`kind`,`aggregate`,`aggregate_id`,`due_on`,`body_id`),
  KEY `obligations_of_body` (`tenant_id`,`body_id`,`state`,`due_on`,`id`),
  KEY `obligations_by_due` (`tenant_id`,`state`,`due_on`,`id`),
  KEY `obligations_next` (`tenant_id`,`state`,`next_at`),
  CONSTRAINT `obligations_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `obligations_named` CHECK (`kind` <> '' and `aggregate` <> ''),
  CONSTRAINT `obligations_dates` CHECK (`opens_on` <= `due_on`),
  CONSTRAINT `obligations_due_source` CHECK (`due_source` in ('regulation','national','tenant_policy','agreement','system')),
  CONSTRAINT `obligations_flags` CHECK (`binding` in (0,1) and `derived` in (0,1)),
  CONSTRAINT `obligations_state` CHECK (`state` in ('open','discharged','waived','passed','cancelled')),
  CONSTRAINT `obligations_open_or_closed` CHECK (`state` = 'open' = (`closed_at` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `orders` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `buyer_name` varchar(200) NOT NULL,
  `buyer_uscc` varchar(18) DEFAULT NULL,
  `department_id` bigint(20) unsigned DEFAULT NULL,
  `kind` varchar(40) NOT NULL CHECK (`kind` in ('paid','trial','source_free')),
  `from_on` date NOT NULL,
  `to_on` date NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('requested','accepted','refused','cancelled','suspended','ended')),
  `version` int(11) NOT NULL DEFAULT 1,
  `accepted_at` datetime(6) DEFAULT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  `waiver_ground` varchar(40) DEFAULT NULL CHECK (`waiver_ground` in ('public_purpose','source_trial','approved')),
  `waiver_state` varchar(40) DEFAULT NULL CHECK (`waiver_state` in ('requested','confirmed','refused')),
  `waiver_document` varchar(200) DEFAULT NULL,
  `waiver_limits` varchar(500) DEFAULT NULL,
  `waiver_requested_by_id` bigint(20) unsigned DEFAULT NULL,
  `waiver_confirmed_by_id` bigint(20) unsigned DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `buyer_id` bigint(20) unsigned DEFAULT NULL,
  `follows_id` bigint(20) unsigned DEFAULT NULL COMMENT 'the trial converted, the order renewed',
  `link` varchar(40) DEFAULT NULL,
  `extend_to` date DEFAULT NULL COMMENT 'asked for, not decided yet',
  `waiver_until` date DEFAULT NULL COMMENT 'inclusive; the last day of a month',
  `waiver_quotas` longtext NOT NULL DEFAULT '[]' COMMENT '[{meter, quantity}] per period; what is beyond is charged' CHECK (json_valid(`waiver_quotas`)),
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `orders_code` (`tenant_id`,`code`),
  KEY `orders_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `orders_by_department` (`tenant_id`,`department_id`,`id`),
  KEY `orders_listing` (`tenant_id`,`listing_id`),
  KEY `orders_product` (`tenant_id`,`product_id`),
  KEY `orders_scenario` (`tenant_id`,`scenario_id`),
  KEY `orders_by_buyer` (`tenant_id`,`buyer_id`),
  KEY `orders_follows` (`tenant_id`,`follows_id`),
  CONSTRAINT `orders_buyer` FOREIGN KEY (`tenant_id`, `buyer_id`) REFERENCES `buyers` (`tenant_id`, `id`),
  CONSTRAINT `orders_follows` FOREIGN KEY (`tenant_id`, `follows_id`) REFERENCES `orders` (`tenant_id`, `id`),
  CONSTRAINT `orders_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`),
  CONSTRAINT `orders_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `orders_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `orders_dates` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `orders_waiver` CHECK (`waiver_ground` is null = (`waiver_state` is null)),
  CONSTRAINT `orders_four_eyes` CHECK (`waiver_confirmed_by_id` is null or `waiver_confirmed_by_id` <> `waiver_requested_by_id`),
  CONSTRAINT `orders_link` CHECK (`link` is null = (`follows_id` is null) and (`link` is null or `link` in ('conversion','renewal')))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_quotas` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `order_id` bigint(20) unsigned NOT NULL,
  `meter` varchar(64) NOT NULL,
  `span` varchar(40) NOT NULL CHECK (`span` in ('period','order')),
  `quantity_micro` bigint(20) NOT NULL CHECK (`quantity_micro` > 0),
  `each_event` tinyint(1) NOT NULL COMMENT 'events are counted, not their quantities',
  PRIMARY KEY (`tenant_id`,`order_id`,`meter`,`span`),
  CONSTRAINT `order_quotas_order` FOREIGN KEY (`tenant_id`, `order_id`) REFERENCES `orders` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_quota_use` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `order_id` bigint(20) unsigned NOT NULL,
  `meter` varchar(64) NOT NULL,
  `span_key` char(7) NOT NULL,
  `used_micro` bigint(20) NOT NULL,
  `used_up_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`order_id`,`meter`,`span_key`),
  CONSTRAINT `order_quota_use_order` FOREIGN KEY (`tenant_id`, `order_id`) REFERENCES `orders` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `order_suspensions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `order_id` bigint(20) unsigned NOT NULL,
  `suspended_from` datetime(6) NOT NULL,
  `suspended_to` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`order_id`,`suspended_from`),
  CONSTRAINT `order_suspensions_order` FOREIGN KEY (`tenant_id`, `order_id`) REFERENCES `orders` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `outbox` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `topic` varchar(64) NOT NULL,
  `payload` longtext NOT NULL CHECK (json_valid(`payload`)),
  `state` varchar(16) NOT NULL,
  `due_at` datetime(6) NOT NULL,
  `next_attempt_at` datetime(6) NOT NULL,
  `attempts` int(10) unsigned NOT NULL,
  `lease_token` bigint(20) unsigned NOT NULL,
  `last_error` varchar(1000) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `outbox_by_topic` (`tenant_id`,`state`,`topic`,`next_attempt_at`),
  KEY `outbox_by_time` (`state`,`next_attempt_at`),
  CONSTRAINT `outbox_state_known` CHECK (`state` in ('pending','dead')),
  CONSTRAINT `outbox_topic_named` CHECK (`topic` <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `party_events` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `happened_on` date NOT NULL,
  `document` varchar(200) NOT NULL COMMENT 'name or number of the evidence',
  `evidence_sm3` char(64) DEFAULT NULL COMMENT 'digest of the evidence file',
  `old_value` varchar(200) NOT NULL COMMENT 'name or legal representative before',
  `new_value` varchar(200) NOT NULL COMMENT 'and after; empty where nothing is renamed',
  `successor_id` bigint(20) unsigned DEFAULT NULL,
  `resource_codes` longtext NOT NULL COMMENT 'split of a department: what goes over' CHECK (json_valid(`resource_codes`)),
  `reported_by_id` bigint(20) unsigned NOT NULL,
  `reported_at` datetime(6) NOT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `opinion` text NOT NULL,
  `agreement_numbers` longtext NOT NULL DEFAULT '[]' COMMENT 'what goes over at a split' CHECK (json_valid(`agreement_numbers`)),
  `left_behind` longtext NOT NULL DEFAULT '[]' COMMENT 'what could not move, and why' CHECK (json_valid(`left_behind`)),
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `party_events_of_body` (`tenant_id`,`body_id`,`happened_on`),
  KEY `party_events_successor` (`tenant_id`,`successor_id`),
  CONSTRAINT `party_events_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `party_events_successor` FOREIGN KEY (`tenant_id`, `successor_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `party_events_kind` CHECK (`kind` in ('rename','legal_representative','merger','split','insolvency')),
  CONSTRAINT `party_events_state` CHECK (`state` in ('reported','confirmed','refused'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `payment_notices` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `claim_id` bigint(20) unsigned NOT NULL,
  `payment_code` varchar(64) NOT NULL,
  `bill_no` varchar(64) NOT NULL,
  `issued_on` date NOT NULL,
  `due_on` date NOT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` > 0),
  `imported_at` datetime(6) NOT NULL,
  `imported_by_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `payment_notices_claim` (`tenant_id`,`claim_id`),
  UNIQUE KEY `payment_notices_code` (`tenant_id`,`payment_code`),
  CONSTRAINT `payment_notices_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `payment_notices_due` CHECK (`issued_on` <= `due_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `persons` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `name` varchar(200) NOT NULL,
  `kind` varchar(40) NOT NULL,
  `id_number_masked` varchar(40) NOT NULL,
  `id_number_sealed` text NOT NULL COMMENT 'Base64',
  `id_number_digest` char(64) NOT NULL COMMENT 'keyed, to find one person twice',
  `created_at` datetime(6) NOT NULL,
  `left_on` date DEFAULT NULL,
  `leaving_reason` varchar(1000) NOT NULL DEFAULT '',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `persons_id_number` (`tenant_id`,`developer_id`,`id_number_digest`),
  CONSTRAINT `persons_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `persons_kind` CHECK (`kind` in ('manager','technician','operations'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `person_facts` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `person_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `from_on` date NOT NULL,
  `until_on` date DEFAULT NULL COMMENT 'inclusive',
  `provider` varchar(200) NOT NULL,
  `document` varchar(200) NOT NULL,
  `digest_sm3` varchar(64) NOT NULL,
  `parts` longtext NOT NULL CHECK (json_valid(`parts`)),
  `recorded_at` datetime(6) NOT NULL,
  `recorded_by` bigint(20) unsigned NOT NULL COMMENT '0: stated at the registration',
  `recorded_by_name` varchar(64) NOT NULL,
  `recorded_by_body` bigint(20) unsigned NOT NULL,
  `ended_at` datetime(6) DEFAULT NULL,
  `end_reason` varchar(1000) NOT NULL DEFAULT '',
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `person_facts_developer` (`tenant_id`,`developer_id`,`person_id`,`id`),
  KEY `person_facts_person` (`tenant_id`,`person_id`),
  CONSTRAINT `person_facts_person` FOREIGN KEY (`tenant_id`, `person_id`) REFERENCES `persons` (`tenant_id`, `id`),
  CONSTRAINT `person_facts_kind` CHECK (`kind` in ('training','identity_check','filing','confidentiality','duty')),
  CONSTRAINT `person_facts_days` CHECK (`until_on` is null or `from_on` <= `until_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `platform_leases` (
  `name` varchar(64) NOT NULL,
  `token` bigint(20) unsigned NOT NULL DEFAULT 0,
  `holder` varchar(100) NOT NULL DEFAULT '',
  `expires_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `platform_migrations` (
  `name` varchar(100) NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `statements_done` int(10) unsigned NOT NULL DEFAULT 0,
  `started_at` datetime(6) NOT NULL,
  `finished_at` datetime(6) DEFAULT NULL,
  `checked_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `price_caps` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `document` varchar(200) NOT NULL,
  `effective_from` date NOT NULL COMMENT 'first day of a month',
  `items` longtext NOT NULL CHECK (json_valid(`items`)),
  `state` varchar(40) NOT NULL CHECK (`state` in ('recorded','confirmed','refused')),
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `decided_by_id` bigint(20) unsigned DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `price_caps_code` (`tenant_id`,`code`),
  KEY `price_caps_by_day` (`tenant_id`,`state`,`effective_from`),
  CONSTRAINT `price_caps_decided` CHECK (`state` = 'recorded' = (`decided_by_id` is null)),
  CONSTRAINT `price_caps_four_eyes` CHECK (`decided_by_id` is null or `decided_by_id` <> `recorded_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `price_plans` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `kind` varchar(40) NOT NULL CHECK (`kind` in ('data_use','operator_fee','market')),
  `product_id` bigint(20) unsigned DEFAULT NULL,
  `scenario_id` bigint(20) unsigned DEFAULT NULL,
  `effective_from` date NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','approved','withdrawn')),
  `charges` longtext NOT NULL CHECK (json_valid(`charges`)),
  `standard_code` varchar(64) DEFAULT NULL,
  `allocation_meter` varchar(64) DEFAULT NULL,
  `continuation_document` varchar(200) DEFAULT NULL,
  `drafted_by_id` bigint(20) unsigned NOT NULL,
  `approved_by_id` bigint(20) unsigned DEFAULT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `price_plans_code` (`tenant_id`,`code`),
  KEY `price_plans_by_product` (`tenant_id`,`product_id`,`scenario_id`,`effective_from`),
  KEY `price_plans_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `price_plans_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `price_plans_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `price_plans_both_or_none` CHECK (`product_id` is null = (`scenario_id` is null)),
  CONSTRAINT `price_plans_four_eyes` CHECK (`approved_by_id` is null or `approved_by_id` <> `drafted_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `products` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `name` varchar(200) NOT NULL,
  `kind` varchar(40) NOT NULL,
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','submitted','returned','registered','rejected','withdrawn','revoked')),
  `version` int(11) NOT NULL DEFAULT 1,
  `registered_at` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `registered_number` int(11) NOT NULL DEFAULT 1 COMMENT 'version registered last, else 1',
  `revoked_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `products_code` (`tenant_id`,`code`),
  KEY `products_by_developer` (`tenant_id`,`developer_id`,`id`),
  CONSTRAINT `products_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `products_registered` CHECK (`state` <> 'registered' or `registered_at` is not null),
  CONSTRAINT `products_revoked` CHECK (`state` = 'revoked' = (`revoked_at` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_lineage` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `number` int(11) NOT NULL DEFAULT 1 COMMENT 'version of the product',
  `position` int(11) NOT NULL,
  `resource_id` bigint(20) unsigned DEFAULT NULL,
  `own_name` varchar(200) DEFAULT NULL,
  `weight` varchar(20) NOT NULL,
  `used_columns` longtext NOT NULL DEFAULT '[]' COMMENT 'empty: every granted one' CHECK (json_valid(`used_columns`)),
  `origin_document` varchar(200) NOT NULL DEFAULT '' COMMENT 'own data',
  `import_case` varchar(64) NOT NULL DEFAULT '' COMMENT 'own data: approved import',
  PRIMARY KEY (`tenant_id`,`product_id`,`number`,`position`),
  UNIQUE KEY `product_lineage_once` (`tenant_id`,`product_id`,`number`,`resource_id`),
  KEY `product_lineage_resource` (`tenant_id`,`resource_id`),
  CONSTRAINT `product_lineage_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `product_lineage_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `product_lineage_one_source` CHECK (`resource_id` is null <> (`own_name` is null)),
  CONSTRAINT `product_lineage_own` CHECK (`resource_id` is null or `origin_document` = '' and `import_case` = '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_recusals` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `number` int(11) NOT NULL,
  `round` int(11) NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `seat` varchar(64) NOT NULL,
  `reason` varchar(2000) NOT NULL,
  `recused_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`number`,`round`,`user_id`),
  CONSTRAINT `product_recusals_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_registrations` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `register` varchar(40) NOT NULL CHECK (`register` in ('national','provincial','data_intellectual_property')),
  `number` varchar(100) NOT NULL,
  `valid_from` date NOT NULL,
  `valid_to` date DEFAULT NULL,
  `document` varchar(200) NOT NULL,
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`register`,`number`),
  CONSTRAINT `product_registrations_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `product_registrations_dates` CHECK (`valid_to` is null or `valid_from` <= `valid_to`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_reviews` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `number` int(11) NOT NULL DEFAULT 1 COMMENT 'version of the product',
  `round` int(11) NOT NULL,
  `seat` varchar(64) NOT NULL,
  `decision` varchar(40) NOT NULL CHECK (`decision` in ('pass','return','reject')),
  `no_raw_data` tinyint(1) NOT NULL,
  `not_reversible` tinyint(1) NOT NULL,
  `only_granted` tinyint(1) NOT NULL,
  `inside_scenario` tinyint(1) NOT NULL,
  `opinion` text NOT NULL,
  `reviewed_by_id` bigint(20) unsigned NOT NULL,
  `reviewed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`number`,`round`,`seat`),
  CONSTRAINT `product_reviews_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_scenarios` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`scenario_id`),
  KEY `product_scenarios_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `product_scenarios_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `product_scenarios_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_versions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `number` int(11) NOT NULL,
  `state` varchar(40) NOT NULL,
  `kind` varchar(40) NOT NULL,
  `description` text NOT NULL,
  `delivery` varchar(40) DEFAULT NULL,
  `form` varchar(40) DEFAULT NULL,
  `statements` longtext NOT NULL CHECK (json_valid(`statements`)),
  `review_round` int(11) NOT NULL,
  `effective_on` date DEFAULT NULL COMMENT 'as asked for; once registered, its first day',
  `registered_at` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`number`),
  CONSTRAINT `product_versions_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `product_versions_state` CHECK (`state` in ('draft','submitted','returned','registered','rejected','withdrawn','revoked')),
  CONSTRAINT `product_versions_registered` CHECK (`state` not in ('registered','revoked') or `registered_at` is not null and `effective_on` is not null),
  CONSTRAINT `product_versions_delivery` CHECK (`delivery` in ('api_call','online_use','deployment','file_export','on_site')),
  CONSTRAINT `product_versions_form` CHECK (`form` in ('result','statistics','row_level','raw'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `quality_scores` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `quality` varchar(20) NOT NULL,
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `confirmed_by_id` bigint(20) unsigned DEFAULT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `frozen` tinyint(1) NOT NULL DEFAULT 0,
  `version` int(11) NOT NULL DEFAULT 1,
  `basis` longtext DEFAULT NULL COMMENT 'measures and tickets that the score was computed from' CHECK (json_valid(`basis`)),
  PRIMARY KEY (`tenant_id`,`period`,`resource_id`),
  KEY `quality_scores_resource` (`tenant_id`,`resource_id`),
  CONSTRAINT `quality_scores_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `quality_scores_four_eyes` CHECK (`confirmed_by_id` is null or `confirmed_by_id` <> `recorded_by_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `quarantined_events` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `occurred_on` date NOT NULL,
  `event_key` binary(16) NOT NULL,
  `subject` varchar(128) NOT NULL,
  `code` varchar(40) NOT NULL,
  `event` longtext NOT NULL CHECK (json_valid(`event`)),
  `received_at` datetime(6) NOT NULL,
  `state` varchar(12) NOT NULL CHECK (`state` in ('waiting','released','dropped')),
  `settled_at` datetime(6) DEFAULT NULL,
  `settled_by_id` bigint(20) unsigned DEFAULT NULL,
  `reason` varchar(400) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `quarantined_events_state` (`tenant_id`,`state`,`id`),
  CONSTRAINT `quarantined_events_settled` CHECK (`state` = 'waiting' or `reason` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `receipts` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `serial` varchar(64) NOT NULL,
  `payment_code` varchar(64) NOT NULL,
  `paid_on` date NOT NULL,
  `payer` varchar(200) NOT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` > 0),
  `claim_id` bigint(20) unsigned DEFAULT NULL,
  `matched_fen` bigint(20) NOT NULL,
  `imported_at` datetime(6) NOT NULL,
  `imported_by_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `receipts_serial` (`tenant_id`,`serial`),
  KEY `receipts_claim` (`tenant_id`,`claim_id`),
  CONSTRAINT `receipts_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `receipts_matched` CHECK (`matched_fen` between 0 and `amount_fen`),
  CONSTRAINT `receipts_matched_claim` CHECK (`matched_fen` = 0 or `claim_id` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `rectifications` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `demand` text NOT NULL COMMENT 'what is wrong and has to be put right',
  `due_on` date DEFAULT NULL COMMENT 'inclusive',
  `hold_id` bigint(20) unsigned DEFAULT NULL COMMENT 'access closed meanwhile',
  `source_aggregate` varchar(64) DEFAULT NULL,
  `source_id` bigint(20) unsigned DEFAULT NULL,
  `opened_at` datetime(6) NOT NULL,
  `opened_by_body_id` bigint(20) unsigned NOT NULL,
  `opened_by_user_id` bigint(20) unsigned NOT NULL,
  `feedback` text DEFAULT NULL,
  `evidence` longtext NOT NULL COMMENT 'names and SM3 digests' CHECK (json_valid(`evidence`)),
  `answered_at` datetime(6) DEFAULT NULL,
  `opinion` text DEFAULT NULL,
  `decided_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `rectifications_agreement` (`tenant_id`,`agreement_id`),
  KEY `rectifications_hold` (`tenant_id`,`hold_id`),
  KEY `rectifications_opened_by` (`tenant_id`,`opened_by_body_id`),
  CONSTRAINT `rectifications_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `rectifications_hold` FOREIGN KEY (`tenant_id`, `hold_id`) REFERENCES `holds` (`tenant_id`, `id`),
  CONSTRAINT `rectifications_opened_by` FOREIGN KEY (`tenant_id`, `opened_by_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `rectifications_state` CHECK (`state` in ('ordered','answered','accepted','not_accepted','withdrawn')),
  CONSTRAINT `rectifications_decided` CHECK (`state` in ('ordered','answered') = (`decided_at` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `related_parties` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `uscc` char(18) NOT NULL,
  `name` varchar(200) NOT NULL,
  `declared_at` datetime(6) NOT NULL,
  `relation` varchar(200) NOT NULL DEFAULT '',
  `declared_by_name` varchar(64) NOT NULL DEFAULT '',
  `ended_on` date DEFAULT NULL,
  `end_reason` varchar(1000) DEFAULT NULL,
  `ended_by_name` varchar(64) DEFAULT NULL,
  `live` tinyint(4) DEFAULT 1,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `related_parties_live` (`tenant_id`,`uscc`,`live`),
  CONSTRAINT `related_parties_end` CHECK (`live` is null = (`ended_on` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `reminders` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `obligation_id` bigint(20) unsigned NOT NULL,
  `stage` varchar(40) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(40) NOT NULL,
  `escalated` tinyint(4) NOT NULL COMMENT '1: sent above the one who must act',
  `at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `reminders_once` (`tenant_id`,`obligation_id`,`stage`,`body_id`,`role`),
  KEY `reminders_of_body` (`tenant_id`,`body_id`,`id`),
  CONSTRAINT `reminders_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `reminders_obligation` FOREIGN KEY (`tenant_id`, `obligation_id`) REFERENCES `obligations` (`tenant_id`, `id`),
  CONSTRAINT `reminders_stage` CHECK (`stage` in ('opened','days_30','days_7','days_1','overdue','passed')),
  CONSTRAINT `reminders_escalated` CHECK (`escalated` in (0,1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `reminder_deliveries` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `reminder_id` bigint(20) unsigned NOT NULL,
  `channel` varchar(40) NOT NULL,
  `outcome` varchar(40) NOT NULL,
  `detail` varchar(300) NOT NULL,
  `attempts` int(11) NOT NULL,
  `at_real` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`reminder_id`,`channel`),
  CONSTRAINT `reminder_deliveries_reminder` FOREIGN KEY (`tenant_id`, `reminder_id`) REFERENCES `reminders` (`tenant_id`, `id`),
  CONSTRAINT `reminder_deliveries_channel` CHECK (`channel` in ('log','webhook','mail')),
  CONSTRAINT `reminder_deliveries_outcome` CHECK (`outcome` in ('sent','failed','refused','not_configured'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `reminder_settings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `webhook_url` varchar(500) NOT NULL,
  `webhook_secret_sealed` text NOT NULL COMMENT 'Base64',
  `failures` int(11) NOT NULL COMMENT 'in a row',
  `disabled_at` datetime(6) DEFAULT NULL COMMENT 'real time; after too many failures',
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`),
  CONSTRAINT `reminder_settings_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`),
  CONSTRAINT `reminder_settings_failures` CHECK (`failures` >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resources` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `department_id` bigint(20) unsigned NOT NULL,
  `name` varchar(200) NOT NULL,
  `field` varchar(64) NOT NULL,
  `level` varchar(40) NOT NULL,
  `personal` tinyint(1) NOT NULL,
  `secret` tinyint(1) NOT NULL,
  `origin` varchar(40) NOT NULL,
  `openness` varchar(40) NOT NULL,
  `barred_reason` varchar(64) DEFAULT NULL,
  `unlock_proof` varchar(40) DEFAULT NULL,
  `registration_number` varchar(64) DEFAULT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  `confidential` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'confidential business information; secret is commercial secrets',
  `unlock_document` varchar(400) NOT NULL DEFAULT '' COMMENT 'evidence of unlock_proof',
  `description` varchar(4000) NOT NULL DEFAULT '',
  `cadence` varchar(40) DEFAULT NULL,
  `registered_until` date DEFAULT NULL COMMENT 'last day of registration_number',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `resources_code` (`tenant_id`,`code`),
  KEY `resources_by_department` (`tenant_id`,`department_id`,`id`),
  CONSTRAINT `resources_department` FOREIGN KEY (`tenant_id`, `department_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `resources_level` CHECK (`level` in ('L1','L2','L3','L4')),
  CONSTRAINT `resources_origin` CHECK (`origin` in ('city','province_returned','city_returned_to_county')),
  CONSTRAINT `resources_openness` CHECK (`openness` in ('barred','conditional','unconditional')),
  CONSTRAINT `resources_unlock` CHECK (`unlock_proof` in ('desensitised','anonymised','consented')),
  CONSTRAINT `resources_state` CHECK (`state` in ('draft','published','suspended','retired')),
  CONSTRAINT `resources_bar` CHECK (`openness` = 'barred' = (`barred_reason` is not null)),
  CONSTRAINT `resources_cadence` CHECK (`cadence` in ('realtime','daily','weekly','monthly','quarterly','half_yearly','yearly','irregular')),
  CONSTRAINT `resources_registration` CHECK (`registered_until` is null or `registration_number` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_columns` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `name` varchar(64) NOT NULL,
  `title` varchar(200) NOT NULL,
  `type` varchar(64) NOT NULL DEFAULT '',
  `level` varchar(40) DEFAULT NULL COMMENT 'null: the level of the resource',
  `personal` tinyint(1) NOT NULL DEFAULT 0,
  `secret` tinyint(1) NOT NULL DEFAULT 0,
  `description` varchar(2000) NOT NULL DEFAULT '',
  `masking` varchar(400) NOT NULL DEFAULT '',
  PRIMARY KEY (`tenant_id`,`resource_id`,`position`),
  UNIQUE KEY `resource_columns_name` (`tenant_id`,`resource_id`,`name`),
  CONSTRAINT `resource_columns_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `resource_columns_level` CHECK (`level` in ('L1','L2','L3','L4'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_imports` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `number` bigint(20) unsigned NOT NULL,
  `department_id` bigint(20) unsigned NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `publish` tinyint(1) NOT NULL COMMENT 'new resources are published at once',
  `file_name` varchar(200) NOT NULL DEFAULT '',
  `digest` char(64) DEFAULT NULL COMMENT 'SM3 of the whole file',
  `size_bytes` bigint(20) NOT NULL DEFAULT 0,
  `format` varchar(20) DEFAULT NULL,
  `encoding` varchar(20) DEFAULT NULL,
  `problem` longtext DEFAULT NULL COMMENT 'why the file as a whole could not be read' CHECK (json_valid(`problem`)),
  `created_count` int(11) NOT NULL DEFAULT 0,
  `changed_count` int(11) NOT NULL DEFAULT 0,
  `unchanged_count` int(11) NOT NULL DEFAULT 0,
  `error_count` int(11) NOT NULL DEFAULT 0,
  `line_count` int(11) NOT NULL DEFAULT 0,
  `user_id` bigint(20) unsigned NOT NULL COMMENT 'who asked for the last step',
  `username` varchar(64) NOT NULL,
  `role` varchar(40) NOT NULL,
  `opened_at` datetime(6) NOT NULL,
  `applied_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `resource_imports_number` (`tenant_id`,`number`),
  KEY `resource_imports_department` (`tenant_id`,`department_id`,`id`),
  KEY `resource_imports_waiting` (`state`),
  CONSTRAINT `resource_imports_department` FOREIGN KEY (`tenant_id`, `department_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `resource_imports_state` CHECK (`state` in ('uploading','checking','checked','faulty','applying','applied','discarded')),
  CONSTRAINT `resource_imports_format` CHECK (`format` in ('csv','xlsx')),
  CONSTRAINT `resource_imports_encoding` CHECK (`encoding` in ('utf-8','gb18030')),
  CONSTRAINT `resource_imports_applied` CHECK (`state` = 'applied' = (`applied_at` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_import_lines` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `import_id` bigint(20) unsigned NOT NULL,
  `line` int(11) NOT NULL COMMENT 'of the file, from 1',
  `outcome` varchar(20) NOT NULL,
  `resource_code` varchar(200) NOT NULL,
  `column_name` varchar(200) NOT NULL,
  `errors` longtext DEFAULT NULL COMMENT '[{column, code, args}]' CHECK (json_valid(`errors`)),
  PRIMARY KEY (`tenant_id`,`import_id`,`line`),
  KEY `resource_import_lines_outcome` (`tenant_id`,`import_id`,`outcome`,`line`),
  CONSTRAINT `resource_import_lines_import` FOREIGN KEY (`tenant_id`, `import_id`) REFERENCES `resource_imports` (`tenant_id`, `id`),
  CONSTRAINT `resource_import_lines_outcome` CHECK (`outcome` in ('created','changed','unchanged','error')),
  CONSTRAINT `resource_import_lines_errors` CHECK (`outcome` = 'error' = (`errors` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_import_progress` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `import_id` bigint(20) unsigned NOT NULL,
  `lines_done` int(11) NOT NULL,
  PRIMARY KEY (`tenant_id`,`import_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_stops` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `from_at` datetime(6) NOT NULL,
  `to_at` datetime(6) DEFAULT NULL COMMENT 'null: still stopped',
  `reason` varchar(2000) NOT NULL,
  PRIMARY KEY (`tenant_id`,`resource_id`,`from_at`),
  CONSTRAINT `resource_stops_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `resource_stops_order` CHECK (`to_at` is null or `from_at` <= `to_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_versions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `version` int(11) NOT NULL,
  `content` longtext NOT NULL CHECK (json_valid(`content`)),
  `changed_by_id` bigint(20) unsigned NOT NULL,
  `changed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`resource_id`,`version`),
  CONSTRAINT `resource_versions_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `review_validities` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `subject` varchar(64) NOT NULL,
  `state` varchar(40) NOT NULL,
  `opinion` text NOT NULL,
  `document` varchar(200) DEFAULT NULL,
  `reviewed_on` date NOT NULL,
  `valid_until` date DEFAULT NULL COMMENT 'inclusive; null: for this application only',
  `source_id` bigint(20) unsigned DEFAULT NULL COMMENT 'reused, declined: the review that was valid',
  `user_id` bigint(20) unsigned DEFAULT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `review_validities_application` (`tenant_id`,`application_id`,`subject`,`id`),
  KEY `review_validities_developer` (`tenant_id`,`developer_id`,`subject`,`valid_until`),
  KEY `review_validities_source` (`tenant_id`,`source_id`),
  CONSTRAINT `review_validities_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `review_validities_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `review_validities_source` FOREIGN KEY (`tenant_id`, `source_id`) REFERENCES `review_validities` (`tenant_id`, `id`),
  CONSTRAINT `review_validities_state` CHECK (`state` in ('passed','failed','reused','declined')),
  CONSTRAINT `review_validities_source_named` CHECK (`state` in ('reused','declined') = (`source_id` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `rule_overrides` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `rule_key` varchar(64) NOT NULL,
  `rule_pack_id` varchar(64) NOT NULL,
  `rule_pack_digest` char(64) NOT NULL,
  `article` varchar(64) NOT NULL,
  `reason` text NOT NULL,
  `aggregate` varchar(40) NOT NULL COMMENT 'what the act was done to',
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `role` varchar(40) NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `rule_overrides_rule` (`tenant_id`,`rule_key`,`id`),
  KEY `rule_overrides_aggregate` (`tenant_id`,`aggregate`,`aggregate_id`),
  KEY `rule_overrides_pack` (`tenant_id`,`rule_pack_digest`),
  KEY `rule_overrides_body` (`tenant_id`,`body_id`),
  CONSTRAINT `rule_overrides_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `rule_overrides_pack` FOREIGN KEY (`tenant_id`, `rule_pack_digest`) REFERENCES `rule_pack_versions` (`tenant_id`, `digest`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `rule_pack_versions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `digest` char(64) NOT NULL COMMENT 'SM3 of the text',
  `rule_pack_id` varchar(64) NOT NULL,
  `pack_text` mediumtext NOT NULL COMMENT 'the whole pack, byte for byte',
  `first_used_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`digest`),
  CONSTRAINT `rule_pack_versions_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `scenarios` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `developer_id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `name` varchar(200) NOT NULL,
  `purpose` varchar(40) NOT NULL,
  `field` varchar(64) NOT NULL,
  `value` text NOT NULL,
  `feasibility` text NOT NULL,
  `necessity` text NOT NULL,
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  `area` varchar(64) NOT NULL DEFAULT '' COMMENT 'empty: the whole city',
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `scenarios_code` (`tenant_id`,`code`),
  KEY `scenarios_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `scenarios_agreement` (`tenant_id`,`agreement_id`),
  CONSTRAINT `scenarios_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `scenarios_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `scenarios_purpose` CHECK (`purpose` in ('industry','public_governance','public_welfare')),
  CONSTRAINT `scenarios_state` CHECK (`state` in ('recorded','approved'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `search_documents` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `document` int(10) unsigned NOT NULL,
  `type` varchar(40) NOT NULL,
  `subject_id` bigint(20) unsigned NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(200) NOT NULL,
  `index_keys` mediumtext NOT NULL COMMENT 'one a line, sorted',
  PRIMARY KEY (`tenant_id`,`document`),
  UNIQUE KEY `search_documents_subject` (`tenant_id`,`type`,`subject_id`),
  CONSTRAINT `search_documents_type` CHECK (`type` in ('product','resource'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `search_indexes` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `format` int(11) NOT NULL,
  `document_count` int(10) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`),
  CONSTRAINT `search_indexes_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `search_postings` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `index_key` varchar(100) NOT NULL,
  `block` int(10) unsigned NOT NULL,
  `members` varbinary(1024) NOT NULL COMMENT 'two bytes each, or a bitmap',
  PRIMARY KEY (`tenant_id`,`index_key`,`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sessions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `token_sm3` char(64) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_seen_at` datetime(6) NOT NULL,
  `revoked_at` datetime(6) DEFAULT NULL,
  `remote_address` varchar(64) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `sessions_token` (`token_sm3`),
  KEY `sessions_of_user` (`tenant_id`,`user_id`,`revoked_at`),
  KEY `sessions_by_age` (`created_at`),
  CONSTRAINT `sessions_user` FOREIGN KEY (`tenant_id`, `user_id`) REFERENCES `users` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `settlements` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `period` char(7) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `digest` char(64) NOT NULL COMMENT 'SM3 of the whole rating',
  `line_count` bigint(20) NOT NULL,
  `claimed_fen` bigint(20) NOT NULL,
  `billed_fen` bigint(20) NOT NULL,
  `zero_rated_fen` bigint(20) NOT NULL COMMENT 'at list price',
  `settled_by_id` bigint(20) unsigned NOT NULL,
  `settled_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `settlements_period` (`tenant_id`,`period`),
  KEY `settlements_settled_by` (`tenant_id`,`settled_by_id`),
  CONSTRAINT `settlements_settled_by` FOREIGN KEY (`tenant_id`, `settled_by_id`) REFERENCES `users` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `signing_keys` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `public_pem` text NOT NULL,
  `sealed_private` text NOT NULL COMMENT 'Base64',
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `signing_keys_body` (`tenant_id`,`body_id`),
  CONSTRAINT `signing_keys_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `small_cases` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `kind` varchar(40) NOT NULL,
  `number` bigint(20) unsigned NOT NULL COMMENT 'running number of its kind',
  `state` varchar(40) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `title` varchar(200) NOT NULL,
  `opened_by_body_id` bigint(20) unsigned NOT NULL,
  `opened_by_user_id` bigint(20) unsigned NOT NULL,
  `opener_role` varchar(40) NOT NULL,
  `handler_body_id` bigint(20) unsigned NOT NULL COMMENT 'on whose desk it lies',
  `handler_role` varchar(40) NOT NULL,
  `subject_body_id` bigint(20) unsigned DEFAULT NULL COMMENT 'whom it is about',
  `agreement_id` bigint(20) unsigned DEFAULT NULL,
  `resource_code` varchar(64) DEFAULT NULL,
  `fields` longtext NOT NULL COMMENT 'the form of the opening' CHECK (json_valid(`fields`)),
  `results` longtext NOT NULL COMMENT 'the latest form of each action' CHECK (json_valid(`results`)),
  `hold_id` bigint(20) unsigned DEFAULT NULL COMMENT 'what the stop button placed',
  `rectification_id` bigint(20) unsigned DEFAULT NULL,
  `due_on` date DEFAULT NULL,
  `opened_at` datetime(6) NOT NULL,
  `closed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `small_cases_number` (`tenant_id`,`kind`,`number`),
  KEY `small_cases_subject` (`tenant_id`,`subject_body_id`,`kind`),
  KEY `small_cases_agreement` (`tenant_id`,`agreement_id`),
  KEY `small_cases_opener` (`tenant_id`,`opened_by_body_id`),
  KEY `small_cases_handler` (`tenant_id`,`handler_body_id`),
  KEY `small_cases_hold` (`tenant_id`,`hold_id`),
  KEY `small_cases_rectification` (`tenant_id`,`rectification_id`),
  KEY `small_cases_resource_kind` (`tenant_id`,`resource_code`,`kind`),
  CONSTRAINT `small_cases_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_handler` FOREIGN KEY (`tenant_id`, `handler_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_hold` FOREIGN KEY (`tenant_id`, `hold_id`) REFERENCES `holds` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_opener` FOREIGN KEY (`tenant_id`, `opened_by_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_rectification` FOREIGN KEY (`tenant_id`, `rectification_id`) REFERENCES `rectifications` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_resource` FOREIGN KEY (`tenant_id`, `resource_code`) REFERENCES `resources` (`tenant_id`, `code`),
  CONSTRAINT `small_cases_subject` FOREIGN KEY (`tenant_id`, `subject_body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `small_cases_state` CHECK (`state` in ('open','stopped','handling','materials_requested','rectifying','returned','scored','referred','answered','approved','joined','recorded','objected','closed','dismissed','withdrawn','repaired','revoked')),
  CONSTRAINT `small_cases_end` CHECK (`closed_at` is not null = `state` in ('closed','dismissed','withdrawn','repaired','revoked')),
  CONSTRAINT `small_cases_kind` CHECK (`kind` in ('risk_report','incident','inspection','annual_report','safety_report','result_report','evaluation','mandate_evaluation','support_ticket','complaint','data_objection','quality_ticket','channel','credit_record','social_data_import','export_permit','demand','quality_control'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `stage_documents` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `round` int(11) NOT NULL,
  `stage` varchar(40) NOT NULL,
  `document` varchar(200) NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `stage_documents_once` (`tenant_id`,`application_id`,`round`,`stage`),
  CONSTRAINT `stage_documents_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `stage_opinions` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `application_id` bigint(20) unsigned NOT NULL,
  `round` int(11) NOT NULL,
  `stage` varchar(40) NOT NULL,
  `participant` varchar(64) NOT NULL COMMENT 'code of a member of the pack, or of a body',
  `title` varchar(200) NOT NULL,
  `body_id` bigint(20) unsigned DEFAULT NULL COMMENT 'null: entered by the coordination office',
  `due_on` date NOT NULL,
  `opinion` varchar(40) DEFAULT NULL,
  `text` text NOT NULL,
  `user_id` bigint(20) unsigned DEFAULT NULL,
  `asked_at` datetime(6) NOT NULL,
  `given_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `stage_opinions_once` (`tenant_id`,`application_id`,`round`,`stage`,`participant`),
  KEY `stage_opinions_body` (`tenant_id`,`body_id`,`application_id`),
  CONSTRAINT `stage_opinions_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `stage_opinions_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `stage_opinions_opinion` CHECK (`opinion` is null or `opinion` in ('agree','disagree','conditions')),
  CONSTRAINT `stage_opinions_given` CHECK (`opinion` is null = (`given_at` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `supplies` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `record` text NOT NULL,
  `supplied_by_id` bigint(20) unsigned NOT NULL,
  `supplied_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`resource_id`),
  CONSTRAINT `supplies_grant` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `grants` (`tenant_id`, `request_id`, `resource_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `supply_terms` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `free_of_charge` tinyint(1) NOT NULL,
  `document` varchar(200) NOT NULL,
  `recorded_by_id` bigint(20) unsigned NOT NULL,
  `recorded_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `supply_terms_by_resource` (`tenant_id`,`resource_id`,`id`),
  CONSTRAINT `supply_terms_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `suspense_items` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `receipt_id` bigint(20) unsigned NOT NULL,
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` > 0),
  `open_fen` bigint(20) NOT NULL,
  `reason` varchar(40) NOT NULL CHECK (`reason` in ('unknown_code','overpaid')),
  `suspended_at` datetime(6) NOT NULL,
  `entry_id` bigint(20) unsigned NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `suspense_items_receipt` (`tenant_id`,`receipt_id`),
  KEY `suspense_items_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `suspense_items_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `suspense_items_receipt` FOREIGN KEY (`tenant_id`, `receipt_id`) REFERENCES `receipts` (`tenant_id`, `id`),
  CONSTRAINT `suspense_items_open` CHECK (`open_fen` between 0 and `amount_fen`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `suspense_settlements` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `suspense_id` bigint(20) unsigned NOT NULL,
  `action` varchar(40) NOT NULL CHECK (`action` in ('refund','move')),
  `amount_fen` bigint(20) NOT NULL CHECK (`amount_fen` > 0),
  `claim_id` bigint(20) unsigned DEFAULT NULL,
  `reason` varchar(400) NOT NULL,
  `document` varchar(200) NOT NULL,
  `entry_id` bigint(20) unsigned NOT NULL,
  `settled_at` datetime(6) NOT NULL,
  `settled_by_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  KEY `suspense_settlements_item` (`tenant_id`,`suspense_id`),
  KEY `suspense_settlements_claim` (`tenant_id`,`claim_id`),
  KEY `suspense_settlements_entry` (`tenant_id`,`entry_id`),
  CONSTRAINT `suspense_settlements_claim` FOREIGN KEY (`tenant_id`, `claim_id`) REFERENCES `claims` (`tenant_id`, `id`),
  CONSTRAINT `suspense_settlements_entry` FOREIGN KEY (`tenant_id`, `entry_id`) REFERENCES `ledger_entries` (`tenant_id`, `id`),
  CONSTRAINT `suspense_settlements_item` FOREIGN KEY (`tenant_id`, `suspense_id`) REFERENCES `suspense_items` (`tenant_id`, `id`),
  CONSTRAINT `suspense_settlements_target` CHECK (`action` = 'move' = (`claim_id` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `tenants` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `slug` varchar(40) NOT NULL,
  `name` varchar(200) NOT NULL,
  `rule_pack_id` varchar(64) NOT NULL,
  `sandbox` tinyint(4) NOT NULL,
  `clock` datetime(6) DEFAULT NULL,
  `policy` longtext NOT NULL CHECK (json_valid(`policy`)),
  `version` int(11) NOT NULL,
  `entitlement_version` bigint(20) unsigned NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`),
  UNIQUE KEY `tenants_slug` (`slug`),
  CONSTRAINT `tenants_only_sandboxes_have_a_clock` CHECK (`sandbox` in (0,1) and `sandbox` = 1 = (`clock` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `todos` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `aggregate` varchar(64) NOT NULL,
  `aggregate_id` bigint(20) unsigned NOT NULL,
  `task` varchar(64) NOT NULL,
  `title` varchar(500) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `role` varchar(64) NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `opened_at` datetime(6) NOT NULL,
  `due_on` date DEFAULT NULL,
  `closed_at` datetime(6) DEFAULT NULL,
  `open_slot` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `todos_open_once` (`tenant_id`,`aggregate`,`aggregate_id`,`task`,`body_id`,`user_id`,`open_slot`),
  KEY `todos_of_desk` (`tenant_id`,`body_id`,`open_slot`,`id`),
  CONSTRAINT `todos_named` CHECK (`aggregate` <> '' and `task` <> ''),
  CONSTRAINT `todos_open_or_closed` CHECK (`closed_at` is null and `open_slot` = 0 or `closed_at` is not null and `open_slot` = `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `usage_events` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `occurred_on` date NOT NULL,
  `event_key` binary(16) NOT NULL,
  `content` binary(16) NOT NULL,
  `occurred_at` datetime(6) NOT NULL,
  `state` varchar(12) NOT NULL CHECK (`state` in ('accepted','quarantined','dropped')),
  `subject_id` bigint(20) unsigned NOT NULL,
  `meter` varchar(64) NOT NULL,
  `quantity_micro` bigint(20) NOT NULL,
  `resources` varchar(1000) NOT NULL,
  `source` varchar(128) NOT NULL,
  `event_id` varchar(128) NOT NULL,
  PRIMARY KEY (`tenant_id`,`occurred_on`,`event_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `usage_sums` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `occurred_on` date NOT NULL,
  `subject_id` bigint(20) unsigned NOT NULL,
  `subject_kind` varchar(12) NOT NULL CHECK (`subject_kind` in ('order','developer')),
  `meter` varchar(64) NOT NULL,
  `resources` varchar(1000) NOT NULL,
  `resources_key` binary(16) NOT NULL,
  `quantity_micro` bigint(20) NOT NULL,
  `event_count` bigint(20) NOT NULL,
  `largest_micro` bigint(20) NOT NULL,
  PRIMARY KEY (`tenant_id`,`occurred_on`,`subject_id`,`meter`,`resources_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `users` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `role` varchar(40) NOT NULL,
  `body_admin` tinyint(4) NOT NULL,
  `state` varchar(40) NOT NULL,
  `password_hash` varchar(160) NOT NULL,
  `version` int(11) NOT NULL DEFAULT 1,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `users_username` (`tenant_id`,`username`),
  KEY `users_of_body` (`tenant_id`,`body_id`,`id`),
  CONSTRAINT `users_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `users_state` CHECK (`state` in ('active','disabled')),
  CONSTRAINT `users_role` CHECK (`role` in ('platform_admin','operator_admin','operator_staff','finance','data_authority','coordination','data_centre','expert','department','province','treasury','collector','auditor','developer_admin','developer_staff','evaluator')),
  CONSTRAINT `users_platform_alone` CHECK (`tenant_id` = 0 = (`role` = 'platform_admin')),
  CONSTRAINT `users_body_admin` CHECK (`body_admin` in (0,1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
