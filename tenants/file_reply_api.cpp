#include "tenants/file_reply_api.hpp"

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "db/audit_store.hpp"

namespace yunhe::tenants {

FileUpload upload_from(const http::Call& call) {
    return {.part = static_cast<int>(call.query.optional_integer("part").value_or(0)),
            .last = call.query.boolean_or("last", true),
            .file_name = call.query.text_or("name", ""),
            .declared_type = std::string(call.request.header("content-type")),
            .whole_digest_hex = call.query.text_or("digest", ""),
            .content = call.request.body};
}

void record_reading(const http::Call& call, db::Transaction& tx, std::string_view operation,
                    const std::string& subject, const std::string& name, const WholeFile& file) {
    db::AuditRow row;
    row.at_real = real_now();
    row.at_tenant = call.caller.now;
    if (call.caller.user_id.value != 0) row.user_id = call.caller.user_id;
    if (call.caller.body_id.value != 0) row.body_id = call.caller.body_id;
    row.role = std::string(to_text(call.caller.role));
    row.delegate_for_id = call.caller.delegate_for_id;
    row.operation = operation;
    row.request_id = call.request.request_id;
    row.subject = subject;
    row.details = {{"file", name}, {"digest_sm3", crypto::sm3_hex(file.content)}};
    if (call.caller.api_key_id) row.details["api_key"] = to_text(*call.caller.api_key_id);
    db::append_audit(tx, call.caller.scope, row);
}

http::Reply file_reply(WholeFile file) {
    http::Reply reply;
    reply.content_type = file.media_type;
    reply.raw = std::move(file.content);
    reply.headers.emplace_back("Content-Disposition", "attachment");
    return reply;
}

}  // namespace yunhe::tenants
