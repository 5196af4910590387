-- A buyer of one developer on another developer's order.
SELECT orders.tenant_id, orders.id
  FROM orders
  JOIN buyers
    ON buyers.tenant_id = orders.tenant_id AND buyers.id = orders.buyer_id
 WHERE buyers.developer_id <> orders.developer_id;

-- A quota that is marked full and isn't.
SELECT use_of.tenant_id, use_of.order_id
  FROM order_quota_use AS use_of
  JOIN order_quotas
    ON order_quotas.tenant_id = use_of.tenant_id
   AND order_quotas.order_id = use_of.order_id
   AND order_quotas.meter = use_of.meter
   AND (order_quotas.span = 'order') = (use_of.span_key = 'order')
 WHERE use_of.used_up_at IS NOT NULL AND use_of.used_micro < order_quotas.quantity_micro;
