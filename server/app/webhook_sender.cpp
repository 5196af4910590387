#include "app/webhook_sender.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "http/client.hpp"
#include "tenants/webhook_url.hpp"

namespace yunhe::app {
namespace {

using tenants::WebhookAnswer;
using tenants::WebhookMessage;
using tenants::WebhookOutcome;

constexpr std::chrono::milliseconds kWebhookConnectTimeout{3000};
constexpr std::chrono::milliseconds kWebhookTimeout{8000};
constexpr std::size_t kWebhookReplyBytesMax = 64 * 1024;

struct Block {
    std::uint32_t network;
    int bits;
};
/// Blocks of IPv4 where no public host is (IANA's registry of special addresses).
constexpr Block kBlocks[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4},
};

bool public_v4(std::uint32_t address) {
    return std::ranges::none_of(kBlocks, [&](const Block& block) {
        return (address ^ block.network) >> (32 - block.bits) == 0;
    });
}

/// Only the global unicast block holds public hosts; what embeds an IPv4 address is not followed.
bool public_v6(const std::array<std::uint8_t, 16>& a) {
    const bool global = (a[0] & 0xe0) == 0x20;
    const bool teredo_or_documentation =
        a[0] == 0x20 && a[1] == 0x01 && (a[2] < 0x02 || (a[2] == 0x0d && a[3] == 0xb8));
    const bool six_to_four = a[0] == 0x20 && a[1] == 0x02;
    return global && !teredo_or_documentation && !six_to_four;
}

struct FreeFound {
    void operator()(addrinfo* found) const { freeaddrinfo(found); }
};

/// Numeric addresses of the host; empty if there are none.
std::vector<std::string> look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    auto name = host;
    if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
    addrinfo* first = nullptr;
    if (getaddrinfo(name.c_str(), nullptr, &hints, &first) != 0) return {};
    const std::unique_ptr<addrinfo, FreeFound> found(first);
    std::vector<std::string> addresses;
    for (const auto* entry = found.get(); entry != nullptr; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0)
            addresses.emplace_back(text.data());
    }
    return addresses;
}

constexpr int kGone = 410;

WebhookAnswer answer(WebhookOutcome outcome, std::string detail) {
    return {outcome, std::move(detail).substr(0, 200)};
}

class HttpWebhookPort final : public tenants::WebhookPort {
public:
    explicit HttpWebhookPort(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

    WebhookAnswer post(const WebhookMessage& message, Timestamp real_now) override {
        const auto url = tenants::parse_webhook_url(message.url);
        if (!url.ok()) return answer(WebhookOutcome::refused, "not a webhook's address");
        const auto found = look_up(url.value().host);
        if (found.empty()) return answer(WebhookOutcome::failed, "the host has no address");
        for (const auto& numeric : found)
            if (!may_call(numeric, url.value().tls))
                return answer(WebhookOutcome::refused,
                              "address " + numeric + " may not be called");
        return call(url.value(), found.front(), message, real_now);
    }

private:
    bool may_call(const std::string& numeric, bool tls) const {
        if (std::ranges::find(allowed_, numeric) != allowed_.end()) return true;
        return tls && public_address(numeric);
    }

    static WebhookAnswer call(const tenants::WebhookUrl& url, const std::string& numeric,
                              const WebhookMessage& message, Timestamp real_now) {
        const auto time = std::to_string(
            std::chrono::duration_cast<std::chrono::seconds>(real_now.time_since_epoch()).count());
        const auto signature =
            tenants::webhook_signature(message.secrets, message.id, time, message.body);
        const bool v6 = numeric.find(':') != numeric.npos;
        try {
            http::Client client(url.base(), {.connect_timeout = kWebhookConnectTimeout,
                                             .timeout = kWebhookTimeout,
                                             .reply_bytes_max = kWebhookReplyBytesMax,
                                             .address = v6 ? "[" + numeric + "]" : numeric});
            const auto reply = client.request(http::Method::post, url.path, message.body,
                                              {{"Content-Type", "application/json"},
                                               {"webhook-id", message.id},
                                               {"webhook-timestamp", time},
                                               {"webhook-signature", signature}});
            const bool taken = reply.status >= 200 && reply.status < 300;
            auto result = answer(taken ? WebhookOutcome::sent : WebhookOutcome::failed,
                                 "HTTP " + std::to_string(reply.status));
            result.gone = reply.status == kGone;
            return result;
        } catch (const http::ClientFailure& failure) {
            return answer(WebhookOutcome::failed, failure.what());
        }
    }

    std::vector<std::string> allowed_;
};

}  // namespace

bool public_address(const std::string& numeric) {
    in_addr v4{};
    if (inet_pton(AF_INET, numeric.c_str(), &v4) == 1) return public_v4(ntohl(v4.s_addr));
    in6_addr v6{};
    if (inet_pton(AF_INET6, numeric.c_str(), &v6) != 1) return false;
    std::array<std::uint8_t, 16> bytes{};
    std::copy(std::begin(v6.s6_addr), std::end(v6.s6_addr), bytes.begin());
    return public_v6(bytes);
}

std::unique_ptr<tenants::WebhookPort> make_webhook_sender(std::vector<std::string> allowed) {
    return std::make_unique<HttpWebhookPort>(std::move(allowed));
}

}  // namespace yunhe::app
