-- A laboratory whose report was issued without a document, or before it ran.
SELECT tenant_id, id
  FROM laboratories
 WHERE state = 'report_issued' AND (report_document IS NULL OR from_on IS NULL);

-- An application that rests on somebody else's laboratory, or on one without a report.
SELECT applications.tenant_id, applications.id
  FROM applications
  JOIN laboratories
    ON laboratories.tenant_id = applications.tenant_id
   AND laboratories.id = applications.laboratory_id
 WHERE laboratories.developer_id <> applications.developer_id
    OR laboratories.state <> 'report_issued';

-- A reused review that was not valid any more, or another developer's.
SELECT reused.tenant_id, reused.id
  FROM review_validities AS reused
  JOIN review_validities AS source
    ON source.tenant_id = reused.tenant_id
   AND source.id = reused.source_id
 WHERE reused.state = 'reused'
   AND (source.state <> 'passed' OR source.developer_id <> reused.developer_id
        OR source.valid_until < reused.reviewed_on);
