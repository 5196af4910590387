#include "billing/non_tax_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_NON_TAX_COLUMNS                                                                    \
    "SELECT id, document, unit_code, unit_name, item_code, item_name, state, version, "          \
    "recorded_by_id, recorded_at, confirmed_by_id, confirmed_at FROM non_tax_settings "

NonTaxSetting read_setting(const db::Row& row) {
    return {.id = row.id<NonTaxSettingId>("id"),
            .facts = {.document = row.text("document"),
                      .collecting_unit = {row.text("unit_code"), row.text("unit_name")},
                      .item = {row.text("item_code"), row.text("item_name")}},
            .state = row.enumerator<NonTaxState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .recorded_at = row.timestamp("recorded_at"),
            .confirmed_by_id = row.optional_id<UserId>("confirmed_by_id"),
            .confirmed_at = row.optional_timestamp("confirmed_at")};
}

}  // namespace

std::optional<NonTaxSetting> find_confirmed_non_tax(db::Transaction& tx, TenantScope scope) {
    return tx.find(YUNHE_NON_TAX_COLUMNS
                   "WHERE tenant_id = ? AND state = 'confirmed' ORDER BY id DESC LIMIT 1",
                   read_setting, scope);
}

std::optional<NonTaxSetting> find_non_tax(db::Transaction& tx, TenantScope scope,
                                          NonTaxSettingId id) {
    return tx.find(YUNHE_NON_TAX_COLUMNS "WHERE tenant_id = ? AND id = ?", read_setting, scope, id);
}

std::optional<NonTaxSetting> find_last_non_tax(db::Transaction& tx, TenantScope scope) {
    return tx.find(YUNHE_NON_TAX_COLUMNS "WHERE tenant_id = ? ORDER BY id DESC LIMIT 1",
                   read_setting, scope);
}

std::optional<NonTaxSetting> lock_last_non_tax(db::Transaction& tx, TenantScope scope) {
    return tx.find(YUNHE_NON_TAX_COLUMNS "WHERE tenant_id = ? ORDER BY id DESC LIMIT 1 FOR UPDATE",
                   read_setting, scope);
}

void insert_non_tax(db::Transaction& tx, TenantScope scope, const NonTaxSetting& setting) {
    tx.execute(
        "INSERT INTO non_tax_settings (tenant_id, id, document, unit_code, unit_name, item_code, "
        "item_name, state, version, recorded_by_id, recorded_at, confirmed_by_id, confirmed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, setting.id, setting.facts.document, setting.facts.collecting_unit.code,
        setting.facts.collecting_unit.name, setting.facts.item.code, setting.facts.item.name,
        setting.state, setting.version, setting.recorded_by_id, setting.recorded_at,
        setting.confirmed_by_id, setting.confirmed_at);
}

void save_non_tax(db::Transaction& tx, TenantScope scope, const NonTaxSetting& setting) {
    tx.execute(
        "UPDATE non_tax_settings SET state = ?, confirmed_by_id = ?, confirmed_at = ?, "
        "version = version + 1 WHERE tenant_id = ? AND id = ?",
        setting.state, setting.confirmed_by_id, setting.confirmed_at, scope, setting.id);
}

}  // namespace yunhe::billing
