/// An HTTP client for the replay and for webhooks, on libcurl. One connection, kept open; used by
/// one thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "http/message.hpp"

namespace yunhe::http {

/// No answer could be had (refused, timed out, broken off). A broken environment.
class ClientFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct ClientReply {
    int status = 0;
    Headers headers;  ///< Names in lower case, in the order of their coming.
    std::string body;

    std::string_view header(std::string_view lower_case_name) const;  ///< Empty if absent.
    /// Errors: bad_json.
    Result<Json> json() const { return parse_json(body); }
};

struct ClientOptions {
    std::chrono::milliseconds connect_timeout{5000};
    std::chrono::milliseconds timeout{60000};
    std::size_t reply_bytes_max = 64 * 1024 * 1024;
    /// Resolved address that must be used, "192.0.2.7" (webhooks check the address before they
    /// send, and a second look-up could give another one), IPv6 in brackets. Empty: look up.
    std::string address;
};

class Client {
public:
    /// "http://127.0.0.1:8080" or "https://host". Redirects are never followed; certificates are
    /// always checked.
    explicit Client(std::string base_url, ClientOptions options = {});
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    /// Sends and waits. `path` is encoded already. REQUIRES: no control characters in names and
    /// values of headers (asserted: they could start another header). Throws ClientFailure.
    ClientReply request(Method method, std::string_view path, std::optional<std::string> body = {},
                        const Headers& headers = {});
    /// The same with a JSON body.
    ClientReply send_json(Method method, std::string_view path, const Json& body,
        Headers headers = {});

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Percent-encodes one segment of a path or one query value.
std::string url_encoded(std::string_view text);

}  // namespace yunhe::http
