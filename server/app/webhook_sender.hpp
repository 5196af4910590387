/// Sends webhooks, those of events and those of reminders, as Standard Webhooks signs them (headers
/// webhook-id, webhook-timestamp, webhook-signature: "v1," and the Base64 of HMAC-SHA256 over
/// "id.timestamp.body").
///
/// The host is looked up once and the address found is the one that is called. Addresses that
/// belong to no public host (loopback, private, link-local, shared, documentation, multicast) are
/// refused unless the server's administrator allows them one by one: a tenant must not reach into
/// the network that the server stands in. Plain http goes to allowed addresses only. Redirects are
/// not followed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tenants/webhook_port.hpp"

namespace yunhe::app {

/// Is this a numeric IPv4 or IPv6 address of a public host? False for anything else.
bool public_address(const std::string& numeric);

/// `allowed`: numeric addresses that may be called though they aren't public.
std::unique_ptr<tenants::WebhookPort> make_webhook_sender(std::vector<std::string> allowed);

}  // namespace yunhe::app
