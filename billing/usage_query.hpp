/// Questions about usage: how much of which meter, by hour, day or month and by product, scenario,
/// resource, developer or order.
///
/// Days and months are the platform's (UTC+8), and come out of the usage sums; hours are counted
/// from the events. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "billing/event.hpp"
#include "catalog/entitlement.hpp"

namespace yunhe::billing {

enum class UsageStep { hour, day, month };
enum class UsageGroup { total, order, product, scenario, developer, resource };

/// Codes; empty: not restricted.
struct UsageFilter {
    std::string order_code;
    std::string product_code;
    std::string scenario_code;
    std::string developer_uscc;
    std::string resource_code;
    std::string meter;
};

struct UsageQuery {
    UsageStep step = UsageStep::day;
    UsageGroup group = UsageGroup::total;
    Date from;
    Date to;  ///< Inclusive.
    UsageFilter filter = {};
};

/// What was used. `distinct` is absent by resource: the sums don't know which resources a value
/// touched.
struct UsageFigures {
    Quantity quantity;  ///< Added up.
    std::int64_t events = 0;
    Quantity largest;
    std::string latest;  ///< See latest_text (billing/event.hpp).
    std::optional<std::int64_t> distinct = {};
};

/// One group in one hour, day or month.
struct UsagePoint {
    std::string at;     ///< "2026-09-01T03:00:00Z" the hour's beginning, "2026-09-01", "2026-09".
    std::string code;   ///< Of the group; empty in total, and for platform costs without order.
    std::string meter;
    UsageFigures figures;
};

/// One row of the store: a group's use that touched one set of resources.
struct UsageRow {
    UsagePoint point;
    std::string order_code;  ///< Set where resources count.
    std::string resources;   ///< "*" or "R1,R2"; set where resources count.
    Date day;                ///< The first of its use.
};

/// Does the answer depend on which resources were touched?
bool by_resource(const UsageQuery& query);
/// Errors: malformed `?to` before_from; `?from` range_too_long (args days): 7 days of hours, 366 of
/// days, 3,660 of months.
Status check_usage_query(const UsageQuery& query);

/// Folds the rows into points, by time, code and meter. Where resources count, "*" stands for the
/// order's lineage of that day, and a use counts for each resource that it touched.
std::vector<UsagePoint> fold_usage(const UsageQuery& query, const std::vector<UsageRow>& rows,
                                   const catalog::TenantChains& chains);
/// The whole answer by meter; `distinct` is absent.
std::map<std::string, UsageFigures> total_by_meter(const std::vector<UsagePoint>& points);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::UsageStep> =
    yunhe::texts_of(std::pair{yunhe::billing::UsageStep::hour, "hour"},
                    std::pair{yunhe::billing::UsageStep::day, "day"},
                    std::pair{yunhe::billing::UsageStep::month, "month"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::UsageGroup> =
    yunhe::texts_of(std::pair{yunhe::billing::UsageGroup::total, "total"},
                    std::pair{yunhe::billing::UsageGroup::order, "order"},
                    std::pair{yunhe::billing::UsageGroup::product, "product"},
                    std::pair{yunhe::billing::UsageGroup::scenario, "scenario"},
                    std::pair{yunhe::billing::UsageGroup::developer, "developer"},
                    std::pair{yunhe::billing::UsageGroup::resource, "resource"});
