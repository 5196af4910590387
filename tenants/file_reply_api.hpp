/// Uploading and downloading files of cases through the API.
#pragma once

#include <string>
#include <string_view>

#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/case_file_service.hpp"

namespace yunhe::tenants {

/// The part in the body, with what the query (`part`, `last`, `name`, `digest`) says of it.
FileUpload upload_from(const http::Call& call);

/// Leaves an audit row that this caller read this file of this case.
void record_reading(const http::Call& call, db::Transaction& tx, std::string_view operation,
                    const std::string& subject, const std::string& name, const WholeFile& file);

/// As an attachment: what others uploaded is never shown inside our own pages.
http::Reply file_reply(WholeFile file);

}  // namespace yunhe::tenants
