-- A stop that closed nothing, or told nobody.
SELECT chain_stops.tenant_id, chain_stops.id
  FROM chain_stops
 WHERE NOT EXISTS (SELECT 1 FROM chain_stop_items
                    WHERE chain_stop_items.tenant_id = chain_stops.tenant_id
                      AND chain_stop_items.stop_id = chain_stops.id)
    OR NOT EXISTS (SELECT 1 FROM chain_stop_parties
                    WHERE chain_stop_parties.tenant_id = chain_stops.tenant_id
                      AND chain_stop_parties.stop_id = chain_stops.id);
-- A product or resource that the index has, but isn't there.
SELECT search_documents.tenant_id, search_documents.document
  FROM search_documents
 WHERE (search_documents.type = 'product' AND NOT EXISTS (
           SELECT 1 FROM products
            WHERE products.tenant_id = search_documents.tenant_id
              AND products.id = search_documents.subject_id))
    OR (search_documents.type = 'resource' AND NOT EXISTS (
           SELECT 1 FROM resources
            WHERE resources.tenant_id = search_documents.tenant_id
              AND resources.id = search_documents.subject_id));
