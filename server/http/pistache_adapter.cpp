#include "http/pistache_adapter.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <pistache/transport.h>
#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "http/connection.hpp"
#include "http/problem.hpp"
#include "http/reply_text.hpp"

namespace {

/// The descriptors [floor_first, floor_end) are given to accepted sockets in turn, so that a number
/// comes back only after thousands of other connections (see accept4 below).
std::atomic<int> floor_first{0};
std::atomic<int> floor_end{0};
std::atomic<int> floor_next{0};

int moved_to_fresh_number(int descriptor) {
    const int first = floor_first.load(std::memory_order_relaxed);
    const int end = floor_end.load(std::memory_order_relaxed);
    if (descriptor < 0 || end <= first) return descriptor;
    const auto turn = static_cast<unsigned>(floor_next.fetch_add(1, std::memory_order_relaxed));
    const int wanted = first + static_cast<int>(turn % static_cast<unsigned>(end - first));
    const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, wanted);
    if (moved < 0) return descriptor;
    close(descriptor);
    return moved;
}

}  // namespace

/// Stands before the C library's accept4 for the whole process. Pistache 0.0.5 queues replies under
/// the descriptor's number: when a client goes away and the kernel gives its number to the next
/// client, a late reply reaches a stranger. A fresh number for every connection makes that
/// impossible whatever Pistache does.
extern "C" int accept4(int listener, sockaddr* address, socklen_t* length, int flags) {
    const int accepted = static_cast<int>(syscall(SYS_accept4, listener, address, length, flags));
    if (accepted < 0 && (errno == EMFILE || errno == ENFILE)) {
        // The listening socket stays readable: without a pause Pistache would spin on it.
        const int reason = errno;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        errno = reason;
    }
    return moved_to_fresh_number(accepted);
}

namespace yunhe::http {
namespace {

using namespace std::chrono_literals;
using Peer = std::shared_ptr<Pistache::Tcp::Peer>;

constexpr auto kStopTimeout = 10s;
constexpr const char* kConnectionData = "yunhe";

bool loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

bool ip_address(const std::string& text) {
    in6_addr scratch{};
    return inet_pton(AF_INET, text.c_str(), &scratch) == 1 ||
           inet_pton(AF_INET6, text.c_str(), &scratch) == 1;
}

/// Who asks. Our own proxy sits on the loopback and appends the address that it saw; from anybody
/// else X-Forwarded-* are lies and are taken out.
void settle_sender(HttpRequest& request, const Connection& connection) {
    request.remote_address = connection.address;
    if (!connection.from_loopback) {
        std::erase_if(request.headers,
            [](const auto& h) { return h.first.starts_with("x-forwarded-"); });
        return;
    }
    std::string last;
    for (const auto& [name, value] : request.headers)
        if (name == "x-forwarded-for") last = value.substr(value.find_last_of(", ") + 1);
    if (ip_address(last)) request.remote_address = last;
}

bool well_formed_request_id(std::string_view id) {
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.';
    };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), plain);
}

std::string fresh_request_id() {
    static const std::uint64_t process = [] {
        std::uint64_t value = 0;
        if (getrandom(&value, sizeof value, 0) != sizeof value)
            throw std::runtime_error("the kernel gives no random bytes");
        return value;
    }();
    static std::atomic<std::uint64_t> counter{0};
    char text[40];
    std::snprintf(text, sizeof text, "%016llx-%06llx", static_cast<unsigned long long>(process),
                  static_cast<unsigned long long>(++counter));
    return text;
}

}  // namespace

/// What all workers share.
class HttpServer::Core {
public:
    Core(ServerOptions server_options, std::function<Reply(const HttpRequest&)> answer_function)
        : options(std::move(server_options)), answer(std::move(answer_function)) {}

    ServerOptions options;
    std::function<Reply(const HttpRequest&)> answer;
    std::atomic<int> in_flight{0};
    std::atomic<bool> draining{false};
    Sweeper sweeper;
    Sender sender;
    std::unique_ptr<Pistache::Http::Endpoint> endpoint;

    class Worker;
};

/// One per worker thread (Pistache clones it). Takes the raw bytes of its connections itself:
/// Pistache's parser keeps no order of query values, needs seconds for a big body and goes on
/// reading after an error.
class HttpServer::Core::Worker : public Pistache::Http::Handler {
public:
    HTTP_PROTOTYPE(Worker)
    explicit Worker(Core& core) : core_(core) {}

    void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) override {
        fail_invariant("Pistache's parser is not used", __FILE__, __LINE__);
    }

private:
    void onConnection(const Peer& peer) override {
        // Pistache's own check of idle connections looks at this; ours is the Sweeper.
        peer->putData(ParserData,
                      std::make_shared<Pistache::Http::RequestParser>(getMaxRequestSize()));
        auto connection = std::make_shared<Connection>();
        connection->descriptor = peer->fd();
        connection->address = peer->address().host();
        connection->from_loopback = loopback(connection->address);
        connection->expires_in(kHeadTimeout);
        peer->putData(kConnectionData, connection);
        core_.sweeper.add(connection);
    }

    void onDisconnection(const Peer& peer) override {
        core_.sweeper.remove(peer->fd());
    }

    void onInput(const char* data, std::size_t size, const Peer& peer) override {
        const auto connection = connection_of(peer);
        if (!connection) return;
        try {
            take(connection, {data, size});
        } catch (...) {
            // Whatever leaves this function would end the process or reach the client.
            spdlog::error("connection dropped: its request could not be read or answered");
            connection->closing = true;
            ::shutdown(connection->descriptor, SHUT_RDWR);
        }
    }

    static ConnectionPointer connection_of(const Peer& peer) {
        return std::static_pointer_cast<Connection>(peer->tryGetData(kConnectionData));
    }

    void take(const ConnectionPointer& connection, std::string_view bytes) {
        while (!bytes.empty() && !connection->closing) {
            if (connection->sending) {
                // The next request came before its sender has read the last reply. To queue replies
                // would let it fill our memory; clients must be ready to ask again (RFC 9112,
                // 9.3.2).
                connection->closing = true;
                if (!connection->sending) close_gently(*connection);
                return;
            }
            const auto place = connection->reader.place();
            const auto state = connection->reader.read(bytes);
            if (state == RequestReader::State::complete) serve(connection);
            if (state == RequestReader::State::refused) refuse(connection);
            if (state == RequestReader::State::needs_more) await(connection, place);
        }
    }

    /// Each part of a request has one deadline from its start: a byte now and then doesn't move it.
    void await(const ConnectionPointer& connection, RequestReader::Place before) {
        const auto place = connection->reader.place();
        if (place == before) return;
        if (place == RequestReader::Place::head) connection->expires_in(kHeadTimeout);
        if (place == RequestReader::Place::body) connection->expires_in(kBodyTimeout);
        if (connection->reader.wants_continue()) send(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }

    void refuse(const ConnectionPointer& connection) {
        const auto& refusal = connection->reader.refusal();
        HttpRequest unread;
        unread.request_id = fresh_request_id();
        Error error{Errc::malformed, refusal.code};
        if (refusal.status == 413) error.args = {{"max", std::to_string(kBodyBytesMax)}};
        const auto reply = problem_reply(refusal.status, error, Language::chinese,
            unread.request_id);
        reply_with(connection, unread, reply, false);
    }

    void serve(const ConnectionPointer& connection) {
        HttpRequest request = connection->reader.take();
        settle_sender(request, *connection);
        const auto id = request.header("x-request-id");
        request.request_id = well_formed_request_id(id) ? std::string(id) : fresh_request_id();
        // No deadline while we work: that time is ours.
        connection->expires_in(1h);
        ++core_.in_flight;
        struct Leave {
            std::atomic<int>& count;
            ~Leave() { --count; }
        } leave{core_.in_flight};
        const Reply reply = answer(request);
        reply_with(connection, request, reply, connection->reader.keep_alive());
    }

    Reply answer(const HttpRequest& request) noexcept try {
        return core_.answer(request);
    } catch (const std::exception& failure) {
        spdlog::error("request_id={} failure=\"{}\"", request.request_id, failure.what());
        return internal_problem(request);
    } catch (...) {
        spdlog::error("request_id={} failure=\"something that is no exception\"",
            request.request_id);
        return internal_problem(request);
    }

    void reply_with(const ConnectionPointer& connection, const HttpRequest& request,
                    const Reply& reply, bool keep_alive) {
        keep_alive = keep_alive && !core_.draining;
        if (!keep_alive) connection->closing = true;
        if (reply.file && request.method != Method::head) {
            auto outgoing = std::make_unique<Outgoing>();
            outgoing->add_file(*reply.file);
            outgoing->bytes = reply_head(request, reply, outgoing->file_end, keep_alive);
            core_.sender.take(connection, std::move(outgoing));
            return;
        }
        send(connection, reply_text(request, reply, keep_alive));
        if (connection->sending) return;
        if (keep_alive) connection->expires_in(kIdleTimeout);
        else close_gently(*connection);
    }

    /// Written here and now, on the connection that asked: nothing waits in Pistache's queue, which
    /// could send it to another connection, and spins on a client that doesn't read.
    void send(const ConnectionPointer& connection, std::string bytes) {
        Outgoing outgoing;
        outgoing.bytes = std::move(bytes);
        if (!outgoing.write_to(connection->descriptor)) {
            connection->closing = true;
            return;
        }
        // Replies of other origin (Pistache's own) would leave here too.
        transport()->flush();
        if (outgoing.done()) return;
        auto rest = std::make_unique<Outgoing>();
        rest->bytes = outgoing.bytes.substr(outgoing.bytes_sent);
        core_.sender.take(connection, std::move(rest));
    }

    Core& core_;
};

namespace {

/// The upper three quarters of the allowed descriptors go to connections.
void make_room_for_descriptors() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    constexpr rlim_t kEnough = 262144;
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, kEnough));
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    const int end = static_cast<int>(std::min(limit.rlim_cur, kEnough));
    floor_first = end / 4;
    floor_end = end - 64;
}

}  // namespace

HttpServer::HttpServer(ServerOptions options, std::function<Reply(const HttpRequest&)> answer)
    : core_(std::make_unique<Core>(std::move(options), std::move(answer))) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::start() {
    make_room_for_descriptors();
    std::signal(SIGPIPE, SIG_IGN);  // sendfile knows no MSG_NOSIGNAL.
    core_->sender.start();
    const Pistache::Address address(core_->options.address,
                                    Pistache::Port(static_cast<std::uint16_t>(
                                        core_->options.port)));
    core_->endpoint = std::make_unique<Pistache::Http::Endpoint>(address);
    // Before setHandler, which copies the limits. Pistache's time-outs are put out of the way: they
    // would cut a download that takes longer than the idle time.
    using Socket = Pistache::Tcp::Options;
    core_->endpoint->init(Pistache::Http::Endpoint::options()
                              .threads(core_->options.threads)
                              .threadsName("http")
                              .flags(Socket::ReuseAddr | Socket::NoDelay | Socket::CloseOnExec)
                              .maxRequestSize(1 << 20)
                              .headerTimeout(std::chrono::hours(24 * 365))
                              .bodyTimeout(std::chrono::hours(24 * 365))
                              .keepaliveTimeout(std::chrono::hours(24 * 365)));
    core_->endpoint->setHandler(std::make_shared<Core::Worker>(*core_));
    core_->sweeper.start();
    core_->endpoint->serveThreaded();
}

int HttpServer::port() const {
    YUNHE_ASSERT(core_->endpoint != nullptr);
    return static_cast<std::uint16_t>(core_->endpoint->getPort());
}

void HttpServer::drain() { core_->draining = true; }
bool HttpServer::draining() const { return core_->draining; }
int HttpServer::requests_in_flight() const { return core_->in_flight; }

void HttpServer::stop() {
    drain();
    if (!core_->endpoint) return;
    const auto latest = steady_now() + kStopTimeout;
    const auto busy = [&] { return core_->in_flight > 0 || core_->sender.pending() > 0; };
    while (busy() && steady_now() < latest) std::this_thread::sleep_for(5ms);
    core_->endpoint->shutdown();
    core_->endpoint.reset();
    core_->sweeper.stop();
    core_->sender.stop();
}

}  // namespace yunhe::http
