/// The one way by which a signed message leaves for an address that somebody gave us.
#pragma once

#include <string>
#include <vector>

#include "tenants/webhook.hpp"

namespace yunhe::tenants {

struct WebhookMessage {
    std::string url;
    std::vector<std::string> secrets;  ///< Bytes; one, or two while a new one is being brought in.
    std::string id;                    ///< The same for every try.
    std::string body;
};

struct WebhookAnswer {
    WebhookOutcome outcome = WebhookOutcome::failed;
    std::string detail;  ///< A status or the reason, in English.
    bool gone = false;   ///< The receiver wants nothing any more (410).
};

class WebhookPort {
public:
    virtual ~WebhookPort() = default;
    /// Signs anew for each call. Never throws for what the other side does. Thread-safe.
    virtual WebhookAnswer post(const WebhookMessage& message, Timestamp real_now) = 0;
};

}  // namespace yunhe::tenants
