/// The address to which a tenant has its reminders sent. Pure: whether the host may be called at
/// all is decided when it is looked up (app/webhook_reminder_port.hpp).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace yunhe::tenants {

struct WebhookUrl {
    bool tls = true;
    std::string host;  ///< Lower case; an IPv6 address in brackets.
    int port = 443;
    std::string path;  ///< With its query; at least "/".

    std::string base() const;  ///< "https://host:port"
};

/// "https://host[:port][/path][?query]", at most 500 characters, no user name, no fragment. `http`
/// is read too, for receivers inside one's own network that the server allows.
/// Errors: malformed `bad_webhook_url` at /webhook_url.
Result<WebhookUrl> parse_webhook_url(std::string_view text);

}  // namespace yunhe::tenants
