#include "tenants/laboratory_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_LABORATORY_COLUMNS                                                               \
    "SELECT laboratories.id, laboratories.number, laboratories.developer_id, bodies.name, "    \
    "laboratories.title, laboratories.state, laboratories.version, laboratories.documents, "   \
    "laboratories.from_on, laboratories.ends_on, laboratories.report_document, "               \
    "laboratories.conclusion, laboratories.outcome_reason, laboratories.created_at, "          \
    "laboratories.reported_at "                                                                \
    "FROM laboratories "                                                                       \
    "JOIN bodies ON bodies.tenant_id = laboratories.tenant_id "                                \
    "AND bodies.id = laboratories.developer_id "

Laboratory read_laboratory(const db::Row& row) {
    Laboratory laboratory{.id = row.id<LaboratoryId>("id"),
                          .number = row.uint64("number"),
                          .developer_id = row.id<BodyId>("developer_id"),
                          .developer_name = row.text("name"),
                          .title = row.text("title"),
                          .state = row.enumerator<LaboratoryState>("state"),
                          .version = static_cast<int>(row.int64("version")),
                          .documents = {},
                          .from_on = row.optional_date("from_on"),
                          .ends_on = row.optional_date("ends_on"),
                          .report_document = row.optional_text("report_document"),
                          .conclusion = row.optional_text("conclusion"),
                          .outcome_reason = row.optional_text("outcome_reason"),
                          .created_at = row.timestamp("created_at"),
                          .reported_at = row.optional_timestamp("reported_at")};
    for (const auto& entry : row.json("documents"))
        laboratory.documents.push_back(
            {entry.at("document").get<std::string>(), entry.at("text").get<std::string>()});
    return laboratory;
}

Json json_of(const std::vector<LaboratoryDocument>& documents) {
    Json json = Json::array();
    for (const auto& entry : documents)
        json.push_back({{"document", entry.document}, {"text", entry.text}});
    return json;
}

}  // namespace

std::optional<Laboratory> find_laboratory(db::Transaction& tx, TenantScope scope,
                                          LaboratoryId id) {
    return tx.find(YUNHE_LABORATORY_COLUMNS
                   "WHERE laboratories.tenant_id = ? AND laboratories.id = ?",
                   read_laboratory, scope, id);
}

std::optional<Laboratory> lock_laboratory(db::Transaction& tx, TenantScope scope,
                                          LaboratoryId id) {
    // Two statements: a join FOR UPDATE would lock the body too.
    const auto locked = tx.find(
        "SELECT id FROM laboratories WHERE tenant_id = ? AND id = ? FOR UPDATE",
        [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_laboratory(tx, scope, id);
}

std::optional<Laboratory> find_reported_laboratory(db::Transaction& tx, TenantScope scope,
                                                   BodyId developer_id) {
    return tx.find(YUNHE_LABORATORY_COLUMNS
                   "WHERE laboratories.tenant_id = ? AND laboratories.developer_id = ? "
                   "AND laboratories.state = 'report_issued' "
                   "ORDER BY laboratories.reported_at DESC, laboratories.id DESC LIMIT 1",
                   read_laboratory, scope, developer_id);
}

std::vector<Laboratory> list_laboratories(db::Transaction& tx, TenantScope scope,
                                          std::optional<BodyId> developer_id,
                                          const PageRequest& page) {
    if (developer_id)
        return tx.list(YUNHE_LABORATORY_COLUMNS
                       "WHERE laboratories.tenant_id = ? AND laboratories.id > ? "
                       "AND laboratories.developer_id = ? ORDER BY laboratories.id LIMIT ?",
                       read_laboratory, scope, page.after_id, *developer_id, page.fetch());
    return tx.list(YUNHE_LABORATORY_COLUMNS
                   "WHERE laboratories.tenant_id = ? AND laboratories.id > ? "
                   "ORDER BY laboratories.id LIMIT ?",
                   read_laboratory, scope, page.after_id, page.fetch());
}

void insert_laboratory(db::Transaction& tx, TenantScope scope, const Laboratory& laboratory) {
    tx.execute(R"(
        INSERT INTO laboratories (tenant_id, id, number, developer_id, title, state, version,
            documents, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, laboratory.id, laboratory.number, laboratory.developer_id, laboratory.title,
               laboratory.state, laboratory.version, json_of(laboratory.documents),
               laboratory.created_at);
}

void save_laboratory(db::Transaction& tx, TenantScope scope, const Laboratory& laboratory) {
    tx.execute(R"(
        UPDATE laboratories
           SET title = ?, state = ?, documents = ?, from_on = ?, ends_on = ?, report_document = ?,
               conclusion = ?, outcome_reason = ?, reported_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               laboratory.title, laboratory.state, json_of(laboratory.documents),
               laboratory.from_on, laboratory.ends_on, laboratory.report_document,
               laboratory.conclusion, laboratory.outcome_reason, laboratory.reported_at, scope,
               laboratory.id);
}

}  // namespace yunhe::tenants
