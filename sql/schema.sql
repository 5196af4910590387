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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `agreements_number` (`tenant_id`,`number`),
  UNIQUE KEY `agreements_application` (`tenant_id`,`application_id`),
  KEY `agreements_developer` (`tenant_id`,`developer_id`,`from_on`),
  CONSTRAINT `agreements_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `agreements_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `agreements_state` CHECK (`state` in ('drafted','offered','signed','terminated')),
  CONSTRAINT `agreements_term` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `agreements_fee` CHECK (`service_fee_fen` >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `agreement_signatures` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `agreement_id` bigint(20) unsigned NOT NULL,
  `side` varchar(40) NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `user_id` bigint(20) unsigned NOT NULL,
  `username` varchar(64) NOT NULL,
  `signing_key_id` bigint(20) unsigned NOT NULL,
  `public_pem` text NOT NULL,
  `digest_sm3` char(64) NOT NULL,
  `signature` text NOT NULL COMMENT 'DER in Base64',
  `signed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `agreement_signatures_side` (`tenant_id`,`agreement_id`,`side`),
  KEY `agreement_signatures_key` (`tenant_id`,`signing_key_id`),
  CONSTRAINT `agreement_signatures_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `agreement_signatures_key` FOREIGN KEY (`tenant_id`, `signing_key_id`) REFERENCES `signing_keys` (`tenant_id`, `id`),
  CONSTRAINT `agreement_signatures_side_known` CHECK (`side` in ('developer','grantor'))
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `applications_number` (`tenant_id`,`number`),
  KEY `applications_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `applications_notice` (`tenant_id`,`notice_id`,`state`),
  CONSTRAINT `applications_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `applications_notice` FOREIGN KEY (`tenant_id`, `notice_id`) REFERENCES `notices` (`tenant_id`, `id`),
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `application_reviewers_once` (`tenant_id`,`application_id`,`round`,`user_id`),
  KEY `application_reviewers_user` (`tenant_id`,`user_id`),
  CONSTRAINT `application_reviewers_application` FOREIGN KEY (`tenant_id`, `application_id`) REFERENCES `applications` (`tenant_id`, `id`),
  CONSTRAINT `application_reviewers_user` FOREIGN KEY (`tenant_id`, `user_id`) REFERENCES `users` (`tenant_id`, `id`),
  CONSTRAINT `application_reviewers_state` CHECK (`state` in ('drawn','declared','recused','scored'))
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

CREATE TABLE `certificates` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `number` varchar(64) NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `issued_at` datetime(6) NOT NULL,
  `content` text NOT NULL,
  `digest` char(64) NOT NULL,
  `signature` varchar(400) NOT NULL,
  `public_key` text NOT NULL,
  PRIMARY KEY (`tenant_id`,`number`),
  UNIQUE KEY `certificates_by_product` (`tenant_id`,`product_id`),
  CONSTRAINT `certificates_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `data_requests_number` (`tenant_id`,`number`),
  KEY `data_requests_by_scenario` (`tenant_id`,`scenario_id`,`id`),
  KEY `data_requests_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `data_requests_agreement` (`tenant_id`,`agreement_id`),
  CONSTRAINT `data_requests_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `data_requests_state` CHECK (`state` in ('draft','submitted','returned','assessment','joint_decision','granted','partly_granted','refused','supplied','revoked','withdrawn')),
  CONSTRAINT `data_requests_decided` CHECK (`decided_at` is not null or `state` not in ('granted','partly_granted','supplied','revoked'))
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

CREATE TABLE `data_request_items` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `consent_document` varchar(200) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`request_id`,`resource_id`),
  KEY `data_request_items_by_resource` (`tenant_id`,`resource_id`),
  CONSTRAINT `data_request_items_request` FOREIGN KEY (`tenant_id`, `request_id`) REFERENCES `data_requests` (`tenant_id`, `id`),
  CONSTRAINT `data_request_items_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`)
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

CREATE TABLE `developers` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `body_id` bigint(20) unsigned NOT NULL,
  `uscc` char(18) NOT NULL,
  `name` varchar(200) NOT NULL,
  `legal_representative` varchar(200) NOT NULL,
  `registered_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`body_id`),
  UNIQUE KEY `developers_uscc` (`tenant_id`,`uscc`),
  CONSTRAINT `developers_body` FOREIGN KEY (`tenant_id`, `body_id`) REFERENCES `bodies` (`tenant_id`, `id`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `grants_of_request` (`tenant_id`,`request_id`,`resource_id`),
  KEY `grants_by_scenario` (`tenant_id`,`scenario_id`),
  KEY `grants_by_resource` (`tenant_id`,`resource_id`),
  KEY `grants_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `grants_agreement` (`tenant_id`,`agreement_id`),
  CONSTRAINT `grants_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `grants_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `grants_item` FOREIGN KEY (`tenant_id`, `request_id`, `resource_id`) REFERENCES `data_request_items` (`tenant_id`, `request_id`, `resource_id`),
  CONSTRAINT `grants_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `grants_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `grants_interval` CHECK (`from_at` < `to_at`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `listings_code` (`tenant_id`,`code`),
  KEY `listings_by_product` (`tenant_id`,`product_id`),
  CONSTRAINT `listings_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listing_intervals` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `live_from` datetime(6) NOT NULL,
  `live_to` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`tenant_id`,`listing_id`,`live_from`),
  CONSTRAINT `listing_intervals_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `listing_scenarios` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `listing_id` bigint(20) unsigned NOT NULL,
  `scenario_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`tenant_id`,`listing_id`,`scenario_id`),
  KEY `listing_scenarios_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `listing_scenarios_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`),
  CONSTRAINT `listing_scenarios_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  CONSTRAINT `mandates_tenant` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`tenant_id`),
  CONSTRAINT `mandates_dates` CHECK (`from_on` <= `to_on`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `notices_code` (`tenant_id`,`code`),
  CONSTRAINT `notices_state` CHECK (`state` in ('draft','published','concluded','withdrawn')),
  CONSTRAINT `notices_window` CHECK (`window_from` <= `window_to`),
  CONSTRAINT `notices_pass_mark` CHECK (`pass_mark` between 0 and 100),
  CONSTRAINT `notices_panel_size` CHECK (`panel_size` between 1 and 15)
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
  `state` varchar(40) NOT NULL CHECK (`state` in ('requested','accepted','refused','cancelled','suspended')),
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `orders_code` (`tenant_id`,`code`),
  KEY `orders_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `orders_by_department` (`tenant_id`,`department_id`,`id`),
  KEY `orders_listing` (`tenant_id`,`listing_id`),
  KEY `orders_product` (`tenant_id`,`product_id`),
  KEY `orders_scenario` (`tenant_id`,`scenario_id`),
  CONSTRAINT `orders_listing` FOREIGN KEY (`tenant_id`, `listing_id`) REFERENCES `listings` (`tenant_id`, `id`),
  CONSTRAINT `orders_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `orders_scenario` FOREIGN KEY (`tenant_id`, `scenario_id`) REFERENCES `scenarios` (`tenant_id`, `id`),
  CONSTRAINT `orders_dates` CHECK (`from_on` <= `to_on`),
  CONSTRAINT `orders_waiver` CHECK (`waiver_ground` is null = (`waiver_state` is null)),
  CONSTRAINT `orders_four_eyes` CHECK (`waiver_confirmed_by_id` is null or `waiver_confirmed_by_id` <> `waiver_requested_by_id`)
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
  `identity_checked_on` date DEFAULT NULL,
  `trained_on` date DEFAULT NULL,
  `confidentiality_until` date DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `persons_id_number` (`tenant_id`,`developer_id`,`id_number_digest`),
  CONSTRAINT `persons_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `persons_kind` CHECK (`kind` in ('manager','technician','operations'))
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
  `state` varchar(40) NOT NULL CHECK (`state` in ('draft','submitted','returned','registered','rejected','withdrawn')),
  `version` int(11) NOT NULL DEFAULT 1,
  `review_round` int(11) NOT NULL DEFAULT 0,
  `registered_at` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `products_code` (`tenant_id`,`code`),
  KEY `products_by_developer` (`tenant_id`,`developer_id`,`id`),
  CONSTRAINT `products_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `products_registered` CHECK (`state` <> 'registered' or `registered_at` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_lineage` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `resource_id` bigint(20) unsigned DEFAULT NULL,
  `own_name` varchar(200) DEFAULT NULL,
  `weight` varchar(20) NOT NULL,
  PRIMARY KEY (`tenant_id`,`product_id`,`position`),
  UNIQUE KEY `product_lineage_once` (`tenant_id`,`product_id`,`resource_id`),
  KEY `product_lineage_resource` (`tenant_id`,`resource_id`),
  CONSTRAINT `product_lineage_product` FOREIGN KEY (`tenant_id`, `product_id`) REFERENCES `products` (`tenant_id`, `id`),
  CONSTRAINT `product_lineage_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`),
  CONSTRAINT `product_lineage_one_source` CHECK (`resource_id` is null <> (`own_name` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `product_reviews` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `product_id` bigint(20) unsigned NOT NULL,
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
  PRIMARY KEY (`tenant_id`,`product_id`,`round`,`seat`),
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

CREATE TABLE `related_parties` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `id` bigint(20) unsigned NOT NULL,
  `uscc` char(18) NOT NULL,
  `name` varchar(200) NOT NULL,
  `declared_at` datetime(6) NOT NULL,
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `related_parties_uscc` (`tenant_id`,`uscc`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `resources_code` (`tenant_id`,`code`),
  KEY `resources_by_department` (`tenant_id`,`department_id`,`id`),
  CONSTRAINT `resources_department` FOREIGN KEY (`tenant_id`, `department_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `resources_level` CHECK (`level` in ('L1','L2','L3','L4')),
  CONSTRAINT `resources_origin` CHECK (`origin` in ('city','province_returned','city_returned_to_county')),
  CONSTRAINT `resources_openness` CHECK (`openness` in ('barred','conditional','unconditional')),
  CONSTRAINT `resources_unlock` CHECK (`unlock_proof` in ('desensitised','anonymised','consented')),
  CONSTRAINT `resources_state` CHECK (`state` in ('draft','published','suspended','retired')),
  CONSTRAINT `resources_bar` CHECK (`openness` = 'barred' = (`barred_reason` is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `resource_columns` (
  `tenant_id` bigint(20) unsigned NOT NULL,
  `resource_id` bigint(20) unsigned NOT NULL,
  `position` int(11) NOT NULL,
  `name` varchar(64) NOT NULL,
  `title` varchar(200) NOT NULL,
  PRIMARY KEY (`tenant_id`,`resource_id`,`position`),
  UNIQUE KEY `resource_columns_name` (`tenant_id`,`resource_id`,`name`),
  CONSTRAINT `resource_columns_resource` FOREIGN KEY (`tenant_id`, `resource_id`) REFERENCES `resources` (`tenant_id`, `id`)
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
  PRIMARY KEY (`tenant_id`,`id`),
  UNIQUE KEY `scenarios_code` (`tenant_id`,`code`),
  KEY `scenarios_by_developer` (`tenant_id`,`developer_id`,`id`),
  KEY `scenarios_agreement` (`tenant_id`,`agreement_id`),
  CONSTRAINT `scenarios_agreement` FOREIGN KEY (`tenant_id`, `agreement_id`) REFERENCES `agreements` (`tenant_id`, `id`),
  CONSTRAINT `scenarios_developer` FOREIGN KEY (`tenant_id`, `developer_id`) REFERENCES `bodies` (`tenant_id`, `id`),
  CONSTRAINT `scenarios_purpose` CHECK (`purpose` in ('industry','public_governance','public_welfare')),
  CONSTRAINT `scenarios_state` CHECK (`state` in ('recorded','approved'))
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
