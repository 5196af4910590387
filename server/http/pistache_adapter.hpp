/// The HTTP server: Pistache's sockets and event loops, our reading of requests and our replies.
/// pistache_adapter.cpp is the only file that knows Pistache.
///
/// What it guarantees, each with a test in tests/http/pistache_adapter_test.cpp:
/// - a reply reaches the connection that asked and no other: workers write it themselves as soon as
///   the handler returns, nothing stays queued, and no descriptor number is used again soon;
/// - nothing thrown by a handler ends the process or reaches the client;
/// - requests are read by http/request_reader.hpp; after a refused one the connection closes;
/// - a body beyond 1 MiB is refused by its Content-Length, before it is read;
/// - a client that is slow to send is dropped (head 5 s, body 10 s, idle 15 s), one that is slow to
///   read keeps its download as long as it makes progress, and neither holds up another client;
/// - HEAD gets the headers of GET and no body;
/// - `stop` lets work in flight end (at most 10 s).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/message.hpp"

namespace yunhe::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    int port = 0;      ///< 0: any free one.
    int threads = 32;  ///< Handlers block on SQL, so there are more than cores.
};

/// Thread-safe after `start`. REQUIRES: signals that the process waits for are blocked before
/// `start`, because the worker threads inherit the mask.
class HttpServer {
public:
    /// `answer` runs in many threads at once. What it throws becomes a 500.
    HttpServer(ServerOptions options, std::function<Reply(const HttpRequest&)> answer);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds and serves in threads of its own. Raises the limit of open files as far as allowed.
    /// Throws std::runtime_error if the address can't be bound.
    void start();
    int port() const;
    /// Every reply from now on closes its connection; /readyz should say no. Called by `stop`.
    void drain();
    bool draining() const;
    int requests_in_flight() const;
    /// Drains, waits until no request is in flight (<= 10 s), then closes. Calling it twice is
    /// fine.
    void stop();

private:
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace yunhe::http
