#include "tenants/webhook_url.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kCharactersMax = 500;

Error bad() { return malformed("/webhook_url", "bad_webhook_url"); }

bool visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool plain_host(std::string_view host) {
    return !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") ==
                                host.npos;
}

bool bracketed_host(std::string_view host) {
    return host.size() > 4 && host.starts_with('[') && host.ends_with(']') &&
           host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") == host.npos;
}

std::optional<int> port_of(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    int port = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        port = port * 10 + (c - '0');
    }
    if (port < 1 || port > 65535) return std::nullopt;
    return port;
}

}  // namespace

std::string WebhookUrl::base() const {
    return std::string(tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

Result<WebhookUrl> parse_webhook_url(std::string_view text) {
    if (text.size() > kCharactersMax || !visible_ascii(text)) return bad();
    if (text.find_first_of("#\"<>\\^`{|}") != text.npos) return bad();
    WebhookUrl url;
    if (text.starts_with("https://")) text.remove_prefix(8);
    else if (text.starts_with("http://")) {
        text.remove_prefix(7);
        url.tls = false;
        url.port = 80;
    } else {
        return bad();
    }
    const auto end = std::min(text.find_first_of("/?"), text.size());
    auto authority = text.substr(0, end);
    url.path = std::string(text.substr(end));
    if (!url.path.starts_with('/')) url.path.insert(0, "/");

    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    const bool has_port = colon != authority.npos && (bracket == authority.npos || bracket < colon);
    if (has_port) {
        const auto port = port_of(authority.substr(colon + 1));
        if (!port) return bad();
        url.port = *port;
        authority = authority.substr(0, colon);
    }
    url.host = lower_case(authority);
    if (!plain_host(url.host) && !bracketed_host(url.host)) return bad();
    return url;
}

}  // namespace yunhe::tenants
