#include "billing/usage_correction_store.hpp"

#include <cstring>

namespace yunhe::billing {
namespace {

std::string key_text(const ShortDigest& digest) { return {digest.data(), digest.size()}; }

ShortDigest key_of_text(std::string_view stored) {
    YUNHE_ASSERT(stored.size() == sizeof(ShortDigest));
    ShortDigest digest;
    std::memcpy(digest.data(), stored.data(), digest.size());
    return digest;
}

std::optional<std::string> key_text(const std::optional<ShortDigest>& digest) {
    if (!digest) return std::nullopt;
    return key_text(*digest);
}

AppliedCorrection read_correction(const db::Row& row) {
    AppliedCorrection correction{
        .id = row.id<UsageCorrectionId>("id"),
        .source = row.text("source"),
        .event_id = row.text("event_id"),
        .made_at = row.timestamp("made_at"),
        .subject = row.text("subject"),
        .subject_id = row.uint64("subject_id"),
        .action = row.enumerator<CorrectionAction>("action"),
        .reason = row.text("reason"),
        .corrected_on = row.date("corrected_on"),
        .corrected_source = row.text("corrected_source"),
        .corrected_event_id = row.text("corrected_event_id"),
        .corrected_at = row.timestamp("corrected_at"),
        .meter = row.text("meter"),
        .quantity = row.quantity("quantity_micro"),
        .new_meter = row.optional_text("new_meter"),
        .applied_at = row.timestamp("applied_at"),
        .applied_by_id = row.optional_id<UserId>("applied_by_id")};
    if (const auto quantity = row.optional_int64("new_quantity_micro"))
        correction.new_quantity = Quantity{*quantity};
    return correction;
}

void restrict_corrections(std::string& statement, std::vector<db::Value>& bound,
                          const CorrectionFilter& filter) {
    const auto restrict = [&](const char* condition, db::Value value) {
        statement += condition;
        bound.push_back(std::move(value));
    };
    if (!filter.subject.empty())
        restrict(" AND usage_corrections.subject = ?", db::to_value(filter.subject));
    if (filter.period) {
        restrict(" AND usage_corrections.corrected_on >= ?",
                 db::to_value(first_day(*filter.period)));
        restrict(" AND usage_corrections.corrected_on < ?",
                 db::to_value(first_day(next(*filter.period))));
    }
    if (filter.developer_id)
        restrict(" AND COALESCE(orders.developer_id, usage_corrections.subject_id) = ?",
                 db::to_value(*filter.developer_id));
}

/// A subject is an order's id or a body's; no two share one.
constexpr std::string_view kFromCorrections =
    " FROM usage_corrections LEFT JOIN orders ON orders.tenant_id = usage_corrections.tenant_id"
    " AND orders.id = usage_corrections.subject_id WHERE usage_corrections.tenant_id = ?";

}  // namespace

void insert_correction(db::Transaction& tx, TenantScope scope,
                       const AppliedCorrection& correction) {
    tx.execute(R"(
        INSERT INTO usage_corrections
               (tenant_id, id, source, event_id, made_at, subject, subject_id, action, reason,
                corrected_on, corrected_source, corrected_event_id, corrected_at, meter,
                quantity_micro, voided_key, replacement_key, new_meter, new_quantity_micro,
                applied_at, applied_by_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, correction.id, correction.source, correction.event_id, correction.made_at,
               correction.subject, correction.subject_id, correction.action, correction.reason,
               correction.corrected_on, correction.corrected_source,
               correction.corrected_event_id, correction.corrected_at, correction.meter,
               correction.quantity, key_text(correction.voided_key),
               key_text(correction.replacement_key), correction.new_meter,
               correction.new_quantity, correction.applied_at, correction.applied_by_id);
}

std::optional<VoidedBy> find_voided_by(db::Transaction& tx, TenantScope scope, Date day,
                                       const ShortDigest& voided_key) {
    return tx.find(R"(
        SELECT replacement_key
          FROM usage_corrections
         WHERE tenant_id = ? AND corrected_on = ? AND voided_key = ?)",
                   [](const db::Row& row) {
                       VoidedBy voided;
                       if (!row.null("replacement_key"))
                           voided.replacement_key = key_of_text(row.text("replacement_key"));
                       return voided;
                   },
                   scope, day, key_text(voided_key));
}

std::vector<AppliedCorrection> list_corrections(db::Transaction& tx, TenantScope scope,
                                                const CorrectionFilter& filter,
                                                const PageRequest& page) {
    std::string statement =
        "SELECT usage_corrections.id, usage_corrections.source, usage_corrections.event_id,"
        " usage_corrections.made_at, usage_corrections.subject, usage_corrections.subject_id,"
        " usage_corrections.action, usage_corrections.reason, usage_corrections.corrected_on,"
        " usage_corrections.corrected_source, usage_corrections.corrected_event_id,"
        " usage_corrections.corrected_at, usage_corrections.meter,"
        " usage_corrections.quantity_micro, usage_corrections.new_meter,"
        " usage_corrections.new_quantity_micro, usage_corrections.applied_at,"
        " usage_corrections.applied_by_id" +
        std::string(kFromCorrections);
    std::vector<db::Value> bound{db::to_value(scope)};
    restrict_corrections(statement, bound, filter);
    statement += " AND usage_corrections.id > ? ORDER BY usage_corrections.id LIMIT ?";
    bound.push_back(db::to_value(page.after_id));
    bound.push_back(db::to_value(page.fetch()));
    std::vector<AppliedCorrection> corrections;
    tx.each(statement, bound,
            [&](const db::Row& row) { corrections.push_back(read_correction(row)); });
    return corrections;
}

std::int64_t count_corrections(db::Transaction& tx, TenantScope scope,
                               const CorrectionFilter& filter) {
    std::string statement = "SELECT COUNT(usage_corrections.id) AS n";
    statement += kFromCorrections;
    std::vector<db::Value> bound{db::to_value(scope)};
    restrict_corrections(statement, bound, filter);
    std::int64_t count = 0;
    tx.each(statement, bound, [&](const db::Row& row) { count = row.int64("n"); });
    return count;
}

}  // namespace yunhe::billing
