#include "tenants/notice_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_NOTICE_COLUMNS                                                                \
    "SELECT id, code, title, state, version, window_from, window_to, fields, conditions, "  \
    "materials, criteria, pass_mark, panel_size, requirements, rule_pack_id, corrections, " \
    "continuation_document, created_at, published_at, mode, scope, withdrawn_at, "         \
    "withdrawal_reason FROM notices "

std::vector<NoticeCorrection> corrections_from(const Json& json) {
    std::vector<NoticeCorrection> corrections;
    for (const auto& entry : json)
        corrections.push_back({parse_timestamp(entry.at("at").get<std::string>()).value(),
                               entry.at("text").get<std::string>()});
    return corrections;
}

Json json_of(const std::vector<NoticeCorrection>& corrections) {
    Json json = Json::array();
    for (const auto& entry : corrections)
        json.push_back({{"at", to_text(entry.at)}, {"text", entry.text}});
    return json;
}

Notice read_notice(const db::Row& row) {
    return {.id = row.id<NoticeId>("id"),
            .code = row.text("code"),
            .title = row.text("title"),
            .state = row.enumerator<NoticeState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .window_from = row.date("window_from"),
            .window_to = row.date("window_to"),
            .fields = texts_from(row.json("fields")),
            .conditions = texts_from(row.json("conditions")),
            .materials = texts_from(row.json("materials")),
            .criteria = texts_from(row.json("criteria")),
            .pass_mark = static_cast<int>(row.int64("pass_mark")),
            .panel_size = static_cast<int>(row.int64("panel_size")),
            .mode = row.text("mode"),
            .scope = row.text("scope"),
            .requirements = row.text("requirements"),
            .rule_pack_id = row.text("rule_pack_id"),
            .corrections = corrections_from(row.json("corrections")),
            .continuation_document = row.optional_text("continuation_document"),
            .created_at = row.timestamp("created_at"),
            .published_at = row.optional_timestamp("published_at"),
            .withdrawn_at = row.optional_timestamp("withdrawn_at"),
            .withdrawal_reason = row.optional_text("withdrawal_reason")};
}

}  // namespace

std::optional<Notice> find_notice(db::Transaction& tx, TenantScope scope, NoticeId id) {
    return tx.find(YUNHE_NOTICE_COLUMNS "WHERE tenant_id = ? AND id = ?", read_notice, scope, id);
}

std::optional<Notice> find_notice_by_code(db::Transaction& tx, TenantScope scope,
                                          std::string_view code) {
    return tx.find(YUNHE_NOTICE_COLUMNS "WHERE tenant_id = ? AND code = ?", read_notice, scope,
                   code);
}

std::optional<Notice> lock_notice(db::Transaction& tx, TenantScope scope, NoticeId id) {
    return tx.find(YUNHE_NOTICE_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_notice,
                   scope, id);
}

bool any_window_open(db::Transaction& tx, TenantScope scope, Date day) {
    return tx
        .find("SELECT id FROM notices WHERE tenant_id = ? AND state = 'published' "
              "AND window_from <= ? AND ? <= window_to LIMIT 1",
              [](const db::Row& row) { return row.id<NoticeId>("id"); }, scope, day, day)
        .has_value();
}

std::vector<Notice> list_notices(db::Transaction& tx, TenantScope scope, bool with_drafts,
                                 const PageRequest& page) {
    return tx.list(YUNHE_NOTICE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = 1 OR published_at IS NOT NULL) "
                   "ORDER BY id LIMIT ?",
                   read_notice, scope, page.after_id, with_drafts, page.fetch());
}

void insert_notice(db::Transaction& tx, TenantScope scope, const Notice& notice) {
    tx.execute(R"(
        INSERT INTO notices (tenant_id, id, code, title, state, version, window_from, window_to,
            fields, conditions, materials, criteria, pass_mark, panel_size, mode, scope,
            requirements, rule_pack_id, corrections, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, notice.id, notice.code, notice.title, notice.state, notice.version,
               notice.window_from, notice.window_to, json_of(notice.fields),
               json_of(notice.conditions), json_of(notice.materials), json_of(notice.criteria),
               notice.pass_mark, notice.panel_size, notice.mode, notice.scope,
               notice.requirements, notice.rule_pack_id,
               json_of(notice.corrections), notice.created_at);
}

void save_notice(db::Transaction& tx, TenantScope scope, const Notice& notice) {
    tx.execute(R"(
        UPDATE notices
           SET title = ?, state = ?, window_from = ?, window_to = ?, fields = ?, conditions = ?,
               materials = ?, criteria = ?, pass_mark = ?, panel_size = ?, mode = ?, scope = ?,
               requirements = ?, corrections = ?, continuation_document = ?, published_at = ?,
               withdrawn_at = ?, withdrawal_reason = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               notice.title, notice.state, notice.window_from, notice.window_to,
               json_of(notice.fields), json_of(notice.conditions), json_of(notice.materials),
               json_of(notice.criteria), notice.pass_mark, notice.panel_size, notice.mode,
               notice.scope, notice.requirements, json_of(notice.corrections),
               notice.continuation_document, notice.published_at, notice.withdrawn_at,
               notice.withdrawal_reason, scope, notice.id);
}

}  // namespace yunhe::tenants
