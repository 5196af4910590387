#include "catalog/buyer_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_BUYER_COLUMNS                                                                        \
    "SELECT id, developer_id, name, uscc, kind, contact_name, contact_phone, version FROM buyers "

Buyer read_buyer(const db::Row& row) {
    return {.id = row.id<BuyerId>("id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .name = row.text("name"),
            .uscc = row.optional_text("uscc"),
            .kind = row.enumerator<BuyerKind>("kind"),
            .contact_name = row.optional_text("contact_name"),
            .contact_phone = row.optional_text("contact_phone"),
            .version = static_cast<int>(row.int64("version"))};
}

}  // namespace

std::optional<Buyer> find_buyer(db::Transaction& tx, TenantScope scope, BuyerId id) {
    return tx.find(YUNHE_BUYER_COLUMNS "WHERE tenant_id = ? AND id = ?", read_buyer, scope, id);
}

std::optional<Buyer> lock_buyer(db::Transaction& tx, TenantScope scope, BuyerId id) {
    return tx.find(YUNHE_BUYER_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_buyer,
                   scope, id);
}

std::optional<Buyer> find_same_buyer(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                                     const std::string& name,
                                     const std::optional<std::string>& uscc) {
    if (uscc)
        return tx.find(YUNHE_BUYER_COLUMNS "WHERE tenant_id = ? AND developer_id = ? AND uscc = ? "
                       "ORDER BY id LIMIT 1",
                       read_buyer, scope, developer_id, *uscc);
    return tx.find(YUNHE_BUYER_COLUMNS "WHERE tenant_id = ? AND developer_id = ? AND name = ? "
                   "AND uscc IS NULL ORDER BY id LIMIT 1",
                   read_buyer, scope, developer_id, name);
}

std::vector<Buyer> list_buyers(db::Transaction& tx, TenantScope scope,
                               std::optional<BodyId> developer_id, const PageRequest& page) {
    return tx.list(YUNHE_BUYER_COLUMNS "WHERE tenant_id = ? AND id > ? "
                   "AND (? IS NULL OR developer_id = ?) ORDER BY id LIMIT ?",
                   read_buyer, scope, page.after_id, developer_id, developer_id, page.fetch());
}

void insert_buyer(db::Transaction& tx, TenantScope scope, const Buyer& buyer, Timestamp now) {
    tx.execute("INSERT INTO buyers (tenant_id, id, developer_id, name, uscc, kind, contact_name, "
               "contact_phone, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, buyer.id, buyer.developer_id, buyer.name, buyer.uscc, buyer.kind,
               buyer.contact_name, buyer.contact_phone, buyer.version, now);
}

void save_buyer(db::Transaction& tx, TenantScope scope, const Buyer& buyer) {
    tx.execute("UPDATE buyers SET name = ?, uscc = ?, kind = ?, contact_name = ?, "
               "contact_phone = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               buyer.name, buyer.uscc, buyer.kind, buyer.contact_name, buyer.contact_phone, scope,
               buyer.id);
}

}  // namespace yunhe::catalog
