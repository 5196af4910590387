-- A registered product without certificate, or a certificate of a product that isn't registered.
SELECT products.tenant_id, products.id
  FROM products
  LEFT JOIN certificates
    ON certificates.tenant_id = products.tenant_id
   AND certificates.product_id = products.id
 WHERE (products.state = 'registered') <> (certificates.number IS NOT NULL);

-- A listing or order whose developer isn't the product's.
SELECT listings.tenant_id, listings.id
  FROM listings
  JOIN products
    ON products.tenant_id = listings.tenant_id
   AND products.id = listings.product_id
 WHERE listings.developer_id <> products.developer_id;
SELECT orders.tenant_id, orders.id
  FROM orders
  JOIN products
    ON products.tenant_id = orders.tenant_id
   AND products.id = orders.product_id
 WHERE orders.developer_id <> products.developer_id;
