#include "tenants/expert_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

Expert read_expert(const db::Row& row) {
    return {.id = row.id<ExpertId>("id"),
            .user_id = row.id<UserId>("user_id"),
            .username = row.text("username"),
            .topics = texts_from(row.json("topics")),
            .registered_at = row.timestamp("registered_at")};
}

}  // namespace

std::optional<Expert> find_expert_of_user(db::Transaction& tx, TenantScope scope, UserId user_id) {
    return tx.find(R"(
        SELECT id, user_id, username, topics, registered_at
          FROM experts
         WHERE tenant_id = ? AND user_id = ?)", read_expert, scope, user_id);
}

std::vector<Expert> list_experts(db::Transaction& tx, TenantScope scope, const PageRequest& page) {
    return tx.list(R"(
        SELECT id, user_id, username, topics, registered_at
          FROM experts
         WHERE tenant_id = ? AND id > ?
         ORDER BY id
         LIMIT ?)", read_expert, scope, page.after_id, page.fetch());
}

std::vector<Expert> all_experts(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT id, user_id, username, topics, registered_at
          FROM experts
         WHERE tenant_id = ?
         ORDER BY user_id)", read_expert, scope);
}

void insert_expert(db::Transaction& tx, TenantScope scope, const Expert& expert) {
    tx.execute(R"(
        INSERT INTO experts (tenant_id, id, user_id, username, topics, registered_at)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, expert.id, expert.user_id, expert.username, json_of(expert.topics),
               expert.registered_at);
}

void save_expert_topics(db::Transaction& tx, TenantScope scope, const Expert& expert) {
    tx.execute("UPDATE experts SET topics = ? WHERE tenant_id = ? AND id = ?",
               json_of(expert.topics), scope, expert.id);
}

}  // namespace yunhe::tenants
