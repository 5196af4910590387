#include "billing/usage_query_store.hpp"

#include <map>
#include <tuple>

namespace yunhe::billing {
namespace {

/// A subject is an order's id or a body's; no two share one.
constexpr std::string_view kUsageJoins =
    " LEFT JOIN orders ON orders.tenant_id = u.tenant_id AND orders.id = u.subject_id"
    " LEFT JOIN products ON products.tenant_id = orders.tenant_id"
    " AND products.id = orders.product_id"
    " LEFT JOIN scenarios ON scenarios.tenant_id = orders.tenant_id"
    " AND scenarios.id = orders.scenario_id"
    " LEFT JOIN bodies ON bodies.tenant_id = u.tenant_id"
    " AND bodies.id = COALESCE(orders.developer_id, u.subject_id)"
    " WHERE u.tenant_id = ? AND u.occurred_on >= ? AND u.occurred_on <= ?";

const char* group_column(UsageGroup group) {
    switch (group) {
        case UsageGroup::order: return "COALESCE(orders.code, '')";
        case UsageGroup::product: return "COALESCE(products.code, '')";
        case UsageGroup::scenario: return "COALESCE(scenarios.code, '')";
        case UsageGroup::developer: return "COALESCE(bodies.code, '')";
        case UsageGroup::total:
        case UsageGroup::resource: break;
    }
    return "''";
}

const char* time_column(UsageStep step) {
    switch (step) {
        case UsageStep::hour: return "DATE_FORMAT(u.occurred_at, '%Y-%m-%dT%H:00:00Z')";
        case UsageStep::day: return "DATE_FORMAT(u.occurred_on, '%Y-%m-%d')";
        case UsageStep::month: break;
    }
    return "DATE_FORMAT(u.occurred_on, '%Y-%m')";
}

/// The same text as latest_text makes, for events, which don't keep one.
constexpr std::string_view kFiguresOfEvents =
    "SUM(u.quantity_micro) AS quantity_micro, COUNT(u.event_key) AS events,"
    " MAX(u.quantity_micro) AS largest_micro,"
    " COUNT(DISTINCT u.property_key) AS distinct_values,"
    " MAX(CONCAT(UNHEX(LPAD(HEX(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', u.occurred_at)), 16,"
    " '0')), CAST(u.event_id AS BINARY), UNHEX('00'),"
    " UNHEX(LPAD(HEX(u.quantity_micro), 16, '0')))) AS latest FROM usage_events AS u";
constexpr std::string_view kFiguresOfSums =
    "SUM(u.quantity_micro) AS quantity_micro, SUM(u.event_count) AS events,"
    " MAX(u.largest_micro) AS largest_micro, 0 AS distinct_values,"
    " MAX(u.latest) AS latest FROM usage_sums AS u";

class UsageStatement {
public:
    UsageStatement(TenantScope scope, const UsageQuery& query, std::optional<BodyId> developer_id)
        : query_(query), developer_id_(developer_id),
          bound_{db::to_value(scope), db::to_value(query.from), db::to_value(query.to)} {}

    /// What follows the columns' beginning, up to the order of rows.
    std::string finish(std::string text, std::string_view figures, bool resources) {
        text += figures;
        text += kUsageJoins;
        if (query_.step == UsageStep::hour) text += " AND u.state = 'accepted'";
        restrict(text, " AND orders.code = ?", query_.filter.order_code);
        restrict(text, " AND products.code = ?", query_.filter.product_code);
        restrict(text, " AND scenarios.code = ?", query_.filter.scenario_code);
        restrict(text, " AND bodies.code = ?", query_.filter.developer_uscc);
        restrict(text, " AND u.meter = ?", query_.filter.meter);
        if (developer_id_) {
            text += " AND bodies.id = ?";
            bound_.push_back(db::to_value(*developer_id_));
        }
        text += " GROUP BY at, code, u.meter";
        if (resources) text += ", order_code, u.resources";
        return text;
    }
    std::string columns(bool resources) const {
        std::string text = "SELECT ";
        text += time_column(query_.step);
        text += " AS at, ";
        text += group_column(query_.group);
        text += " AS code, u.meter, MIN(u.occurred_on) AS day, ";
        text += resources ? "COALESCE(orders.code, '') AS order_code, u.resources, "
                          : "'' AS order_code, '' AS resources, ";
        return text;
    }
    const std::vector<db::Value>& bound() const { return bound_; }

private:
    void restrict(std::string& text, const char* condition, const std::string& code) {
        if (code.empty()) return;
        text += condition;
        bound_.push_back(code);
    }

    const UsageQuery& query_;
    std::optional<BodyId> developer_id_;
    std::vector<db::Value> bound_;
};

using PointKey = std::tuple<std::string, std::string, std::string>;

std::map<PointKey, std::int64_t> read_distinct(db::Transaction& tx, TenantScope scope,
                                               const UsageQuery& query,
                                               std::optional<BodyId> developer_id) {
    UsageStatement statement(scope, query, developer_id);
    const auto text = statement.finish(
        statement.columns(false),
        "COUNT(DISTINCT u.property_key) AS distinct_values FROM usage_values AS u", false);
    std::map<PointKey, std::int64_t> distinct;
    tx.each(text, statement.bound(), [&](const db::Row& row) {
        distinct[{row.text("at"), row.text("code"), row.text("meter")}] =
            row.int64("distinct_values");
    });
    return distinct;
}

UsageRow read_usage_row(const db::Row& row) {
    return {.point = {.at = row.text("at"),
                      .code = row.text("code"),
                      .meter = row.text("meter"),
                      .figures = {.quantity = row.quantity("quantity_micro"),
                                  .events = row.int64("events"),
                                  .largest = row.quantity("largest_micro"),
                                  .latest = row.text("latest"),
                                  .distinct = row.int64("distinct_values")}},
            .order_code = row.text("order_code"),
            .resources = row.text("resources"),
            .day = row.date("day")};
}

}  // namespace

std::vector<UsageRow> read_usage_rows(db::Transaction& tx, TenantScope scope,
                                      const UsageQuery& query,
                                      std::optional<BodyId> developer_id) {
    const bool resources = by_resource(query);
    const bool hours = query.step == UsageStep::hour;
    UsageStatement statement(scope, query, developer_id);
    const auto text = statement.finish(statement.columns(resources),
                                       hours ? kFiguresOfEvents : kFiguresOfSums, resources);
    std::vector<UsageRow> rows;
    tx.each(text, statement.bound(),
            [&](const db::Row& row) { rows.push_back(read_usage_row(row)); });
    if (hours || resources) return rows;
    const auto distinct = read_distinct(tx, scope, query, developer_id);
    for (auto& row : rows) {
        const auto found = distinct.find({row.point.at, row.point.code, row.point.meter});
        if (found != distinct.end()) row.point.figures.distinct = found->second;
    }
    return rows;
}

}  // namespace yunhe::billing
