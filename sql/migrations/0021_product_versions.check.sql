-- A product without the version that it shows, or whose state isn't that version's.
SELECT products.tenant_id, products.id
  FROM products
  LEFT JOIN product_versions
    ON product_versions.tenant_id = products.tenant_id
   AND product_versions.product_id = products.id
   AND product_versions.number = products.registered_number
 WHERE product_versions.number IS NULL OR product_versions.state <> products.state;

-- A registered version without certificate, or a certificate of one that isn't registered.
SELECT product_versions.tenant_id, product_versions.product_id
  FROM product_versions
  LEFT JOIN certificates
    ON certificates.tenant_id = product_versions.tenant_id
   AND certificates.product_id = product_versions.product_id
   AND certificates.product_number = product_versions.number
 WHERE (product_versions.state IN ('registered', 'revoked')) <> (certificates.number IS NOT NULL);
