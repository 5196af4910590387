#include "db/lease.hpp"

namespace yunhe::db {

std::optional<Lease> take_lease(Transaction& tx, std::string_view name, std::string_view holder,
                                std::chrono::seconds duration) {
    tx.execute(R"(
        INSERT INTO platform_leases (name) VALUES (?)
        ON DUPLICATE KEY UPDATE name = platform_leases.name)", name);
    struct Current {
        std::uint64_t token;
        bool ours;
        bool free;
    };
    const auto current = tx.one(R"(
        SELECT token, holder = ? AS ours,
               expires_at IS NULL OR expires_at <= UTC_TIMESTAMP(6) AS is_free
          FROM platform_leases
         WHERE name = ?
           FOR UPDATE)",
                                [](const Row& row) {
                                    return Current{row.uint64("token"), row.boolean("ours"),
                                                   row.boolean("is_free")};
                                },
                                holder, name);
    if (!current.free && !current.ours) return std::nullopt;
    const bool renews = current.ours && !current.free;
    const Lease lease{std::string(name), renews ? current.token : current.token + 1};
    tx.execute(R"(
        UPDATE platform_leases
           SET token = ?, holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND
         WHERE name = ?)",
               lease.token, holder, std::int64_t{duration.count()}, name);
    return lease;
}

bool still_holds(Transaction& tx, const Lease& lease) {
    return tx.find(R"(
        SELECT token
          FROM platform_leases
         WHERE name = ? AND token = ? AND expires_at > UTC_TIMESTAMP(6)
           FOR UPDATE)",
                   [](const Row& row) { return row.uint64("token"); }, lease.name, lease.token)
        .has_value();
}

void release_lease(Transaction& tx, const Lease& lease) {
    tx.execute("UPDATE platform_leases SET expires_at = NULL WHERE name = ? AND token = ?",
               lease.name,
               lease.token);
}

}  // namespace yunhe::db
