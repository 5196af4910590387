/// The expert pool in SQL. The data authority keeps it; the operator only draws from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"

namespace yunhe::tenants {

struct ExpertEntity { static constexpr std::string_view prefix = "exp"; };
using ExpertId = Id<ExpertEntity>;

struct Expert {
    ExpertId id;
    UserId user_id;
    std::string username;
    std::vector<std::string> topics;  ///< Empty: every topic.
    Timestamp registered_at;
};

std::optional<Expert> find_expert_of_user(db::Transaction& tx, TenantScope scope, UserId user_id);
std::vector<Expert> list_experts(db::Transaction& tx, TenantScope scope, const PageRequest& page);
/// The whole pool, ascending by user: for a draw.
std::vector<Expert> all_experts(db::Transaction& tx, TenantScope scope);
void insert_expert(db::Transaction& tx, TenantScope scope, const Expert& expert);
void save_expert_topics(db::Transaction& tx, TenantScope scope, const Expert& expert);

}  // namespace yunhe::tenants
