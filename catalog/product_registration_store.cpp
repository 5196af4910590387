#include "catalog/product_registration_store.hpp"

namespace yunhe::catalog {

std::vector<ProductRegistration> list_registrations(db::Transaction& tx, TenantScope scope,
                                                    ProductId product_id) {
    return tx.list("SELECT register, number, valid_from, valid_to, document, recorded_by_id, "
                   "recorded_at FROM product_registrations "
                   "WHERE tenant_id = ? AND product_id = ? ORDER BY register, number",
                   [](const db::Row& row) {
                       return ProductRegistration{.where = row.enumerator<Register>("register"),
                                                  .number = row.text("number"),
                                                  .valid_from = row.date("valid_from"),
                                                  .valid_to = row.optional_date("valid_to"),
                                                  .document = row.text("document"),
                                                  .recorded_by_id =
                                                      row.id<UserId>("recorded_by_id"),
                                                  .recorded_at = row.timestamp("recorded_at")};
                   },
                   scope, product_id);
}

void insert_registration(db::Transaction& tx, TenantScope scope, ProductId product_id,
                         const ProductRegistration& registration) {
    tx.execute("INSERT INTO product_registrations (tenant_id, product_id, register, number, "
               "valid_from, valid_to, document, recorded_by_id, recorded_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product_id, registration.where, registration.number,
               registration.valid_from, registration.valid_to, registration.document,
               registration.recorded_by_id, registration.recorded_at);
}

}  // namespace yunhe::catalog
