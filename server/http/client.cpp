#include "http/client.hpp"

#include <algorithm>
#include <mutex>

#include <curl/curl.h>

#include "base/text.hpp"

namespace yunhe::http {

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

namespace {

void start_curl_once() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& text) {
    auto* longer = curl_slist_append(list.get(), text.c_str());
    YUNHE_ASSERT(longer != nullptr);
    static_cast<void>(list.release());
    list.reset(longer);
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

struct Receiving {
    ClientReply reply;
    std::size_t bytes_max = 0;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* target) {
    auto& receiving = *static_cast<Receiving*>(target);
    if (receiving.reply.body.size() + size > receiving.bytes_max) return 0;  // libcurl gives up.
    receiving.reply.body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* target) {
    auto& receiving = *static_cast<Receiving*>(target);
    const std::string_view line(data, size);
    if (line.starts_with("HTTP/")) receiving.reply.headers.clear();  // After "100 Continue".
    const auto colon = line.find(':');
    if (colon == line.npos) return size;
    auto value = line.substr(colon + 1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    receiving.reply.headers.emplace_back(lower_case(line.substr(0, colon)), std::string(value));
    return size;
}

}  // namespace

struct Client::State {
    std::string base_url;
    ClientOptions options;
    CURL* handle = curl_easy_init();
    List connect_to;

    ~State() { curl_easy_cleanup(handle); }

    void set_fixed_options() {
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
        curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, long(options.connect_timeout.count()));
        curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, long(options.timeout.count()));
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
        curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
        if (options.address.empty()) return;
        // CONNECT_TO replaces the address for whatever host and port the URL names.
        append(connect_to, "::" + options.address + ":");
        curl_easy_setopt(handle, CURLOPT_CONNECT_TO, connect_to.get());
    }
};

Client::Client(std::string base_url, ClientOptions options) {
    start_curl_once();
    state_ = std::make_unique<State>();
    YUNHE_ASSERT(state_->handle != nullptr);
    while (base_url.ends_with('/')) base_url.pop_back();
    state_->base_url = std::move(base_url);
    state_->options = std::move(options);
    state_->set_fixed_options();
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

ClientReply Client::request(Method method, std::string_view path, std::optional<std::string> body,
                            const Headers& headers) {
    auto* const handle = state_->handle;
    const std::string url = state_->base_url + std::string(path);
    List lines;
    for (const auto& [name, value] : headers) {
        YUNHE_ASSERT(!has_control(name) && !has_control(value));
        append(lines, value.empty() ? name + ";" : name + ": " + value);
    }
    append(lines, "Expect:");  // No waiting for "100 Continue".

    Receiving receiving{{}, state_->options.reply_bytes_max};
    const bool with_body = method != Method::get && method != Method::head &&
        method != Method::options;
    if (with_body && !body) body.emplace();
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    if (body) {
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body->data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
            static_cast<curl_off_t>(body->size()));
    }
    curl_easy_setopt(handle, CURLOPT_NOBODY, method == Method::head ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, std::string(to_text(method)).c_str());
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines.get());
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiving);

    if (const auto outcome = curl_easy_perform(handle); outcome != CURLE_OK)
        throw ClientFailure(std::string("no answer from ") + state_->base_url + ": " +
                            curl_easy_strerror(outcome));
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    receiving.reply.status = static_cast<int>(status);
    return std::move(receiving.reply);
}

ClientReply Client::send_json(Method method, std::string_view path, const Json& body,
    Headers headers) {
    headers.emplace_back("Content-Type", "application/json");
    return request(method, path, to_text(body), headers);
}

std::string_view ClientReply::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

std::string url_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "-._~";
    std::string result;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != kPlain.npos) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return result;
}

}  // namespace yunhe::http
