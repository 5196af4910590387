/// Corrections that took effect, in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/usage_correction.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct UsageCorrectionEntity { static constexpr std::string_view prefix = "ucn"; };
using UsageCorrectionId = Id<UsageCorrectionEntity>;

/// What a correction did.
struct AppliedCorrection {
    UsageCorrectionId id;
    std::string source;
    std::string event_id;
    Timestamp made_at;
    std::string subject;
    std::uint64_t subject_id = 0;  ///< OrderId or the developer's BodyId.
    CorrectionAction action = CorrectionAction::take_back;
    std::string reason;
    Date corrected_on;
    std::string corrected_source;
    std::string corrected_event_id;
    Timestamp corrected_at;
    std::string meter;  ///< As it was.
    Quantity quantity;  ///< As it was.
    ShortDigest voided_key{};
    std::optional<ShortDigest> replacement_key = {};
    std::optional<std::string> new_meter = {};
    std::optional<Quantity> new_quantity = {};
    Timestamp applied_at;
    std::optional<UserId> applied_by_id = {};  ///< Who released it, if it had to wait.
};

void insert_correction(db::Transaction& tx, TenantScope scope,
                       const AppliedCorrection& correction);

/// How the row of that key was voided. nullopt: it wasn't. The key of what stands in its place, if
/// anything does.
struct VoidedBy {
    std::optional<ShortDigest> replacement_key;
};
std::optional<VoidedBy> find_voided_by(db::Transaction& tx, TenantScope scope, Date day,
                                       const ShortDigest& voided_key);

struct CorrectionFilter {
    std::string subject = {};
    std::optional<Period> period = {};           ///< Of the corrected use.
    std::optional<std::uint64_t> developer_id = {};  ///< Whose orders and platform's use.
};
/// Oldest first.
std::vector<AppliedCorrection> list_corrections(db::Transaction& tx, TenantScope scope,
                                                const CorrectionFilter& filter,
                                                const PageRequest& page);
std::int64_t count_corrections(db::Transaction& tx, TenantScope scope,
                               const CorrectionFilter& filter);

}  // namespace yunhe::billing
