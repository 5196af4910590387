-- A checked report of somebody else's order.
SELECT sales_reports.tenant_id, sales_reports.id FROM sales_reports
  JOIN orders ON orders.tenant_id = sales_reports.tenant_id AND orders.id = sales_reports.order_id
 WHERE orders.developer_id <> sales_reports.developer_id;
