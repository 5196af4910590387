-- A signed amendment without both signatures.
SELECT amendments.tenant_id, amendments.id
  FROM amendments
  LEFT JOIN amendment_signatures
    ON amendment_signatures.tenant_id = amendments.tenant_id
   AND amendment_signatures.amendment_id = amendments.id
 WHERE amendments.state = 'signed'
 GROUP BY amendments.tenant_id, amendments.id
HAVING COUNT(amendment_signatures.id) <> 2;

-- A continued grant that isn't its new agreement's.
SELECT continuation_seats.tenant_id, continuation_seats.new_grant_id
  FROM continuation_seats
  JOIN continuations
    ON continuations.tenant_id = continuation_seats.tenant_id
   AND continuations.id = continuation_seats.continuation_id
  JOIN grants
    ON grants.tenant_id = continuation_seats.tenant_id
   AND grants.id = continuation_seats.new_grant_id
 WHERE grants.agreement_id <> continuations.agreement_id;

-- A wider amendment that was offered or signed without a decision of review.
SELECT tenant_id, id
  FROM amendments
 WHERE kind = 'wider' AND state IN ('offered', 'signed') AND COALESCE(review_agreed, 0) <> 1;
