#include "tenants/total_control_store.hpp"

#include <map>

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {

std::vector<std::vector<std::string>> list_unit_fields(db::Transaction& tx, TenantScope scope,
                                                       BodyId without, Date day) {
    struct Row {
        std::uint64_t developer_id;
        std::vector<std::string> fields;
    };
    const auto rows = tx.list(
        R"(SELECT applications.developer_id AS developer_id,
                  COALESCE(agreements.fields, notices.fields) AS fields
             FROM applications
             JOIN notices
               ON notices.tenant_id = applications.tenant_id
              AND notices.id = applications.notice_id
             LEFT JOIN agreements
               ON agreements.tenant_id = applications.tenant_id
              AND agreements.application_id = applications.id
            WHERE applications.tenant_id = ? AND applications.state = 'accepted'
              AND applications.developer_id <> ?
              AND (agreements.id IS NULL OR agreements.state IN ('drafted', 'offered')
                   OR (agreements.state = 'signed'
                       AND COALESCE(agreements.amended_to_on, agreements.to_on) >= ?)))",
        [](const db::Row& row) {
            return Row{row.uint64("developer_id"), texts_from(row.json("fields"))};
        },
        scope, without, day);
    std::map<std::uint64_t, std::vector<std::string>> units;
    for (const auto& row : rows) {
        auto& fields = units[row.developer_id];
        fields.insert(fields.end(), row.fields.begin(), row.fields.end());
    }
    std::vector<std::vector<std::string>> result;
    for (auto& [developer_id, fields] : units) result.push_back(std::move(fields));
    return result;
}

}  // namespace yunhe::tenants
