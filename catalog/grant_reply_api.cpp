#include "catalog/grant_reply_api.hpp"

#include "http/json_fields.hpp"

namespace yunhe::catalog {

Json granted_column_json(const GrantedColumn& column) {
    Json masking = Json::array();
    for (const auto kind : column.masking) masking.push_back(to_text(kind));
    return {{"name", column.name},
            {"purpose", column.purpose},
            {"masking", std::move(masking)},
            {"conditions", http::or_null(column.conditions)},
            {"ended_at", http::or_null(column.ended_at)}};
}

}  // namespace yunhe::catalog
