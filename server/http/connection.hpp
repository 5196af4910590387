/// What the server knows about one open socket, the thread that drops slow clients and the thread
/// that sends what a slow reader has not taken yet. Knows sockets, but not Pistache.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "http/request_reader.hpp"

namespace yunhe::http {

/// Its worker thread owns it; the atomics are shared with the two threads below.
struct Connection {
    RequestReader reader;
    int descriptor = -1;
    std::string address;
    bool from_loopback = false;
    /// Nothing more is read; what still comes is dropped.
    std::atomic<bool> closing{false};
    /// A reply is with the Sender; until it is through, nothing else may be written.
    std::atomic<bool> sending{false};
    std::atomic<std::chrono::steady_clock::rep> deadline{0};

    void expires_in(std::chrono::steady_clock::duration time) {
        deadline.store((steady_now() + time).time_since_epoch().count(), std::memory_order_relaxed);
    }
    bool expired(std::chrono::steady_clock::time_point now) const {
        return now.time_since_epoch().count() > deadline.load(std::memory_order_relaxed);
    }
};
using ConnectionPointer = std::shared_ptr<Connection>;

inline constexpr std::chrono::seconds kHeadTimeout{5};
inline constexpr std::chrono::seconds kBodyTimeout{10};
inline constexpr std::chrono::seconds kIdleTimeout{15};
/// How long a client may take to close after our end is closed.
inline constexpr std::chrono::seconds kCloseTimeout{2};
/// A reader that takes no byte for so long is gone.
inline constexpr std::chrono::seconds kSendTimeout{30};

/// Our end is closed, the client reads the reply and closes; to close at once could destroy a reply
/// that it hasn't read.
void close_gently(Connection& connection);

/// Drops connections whose deadline is over. Descriptors are shut down under the lock that `remove`
/// takes before they are closed, so that a number is never somebody else's already. Thread-safe.
class Sweeper {
public:
    void start();
    void stop();
    void add(const ConnectionPointer& connection);
    void remove(int descriptor);

private:
    void run();

    std::mutex lock_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::unordered_map<int, ConnectionPointer> connections_;
    std::thread thread_;
};

/// Bytes, then possibly a file, on their way to a client.
struct Outgoing {
    std::string bytes;
    std::size_t bytes_sent = 0;
    int file = -1;  ///< Owned; closed when sent or dropped.
    std::size_t file_offset = 0;
    std::size_t file_end = 0;

    Outgoing() = default;
    Outgoing(const Outgoing&) = delete;
    Outgoing& operator=(const Outgoing&) = delete;
    ~Outgoing();

    /// Throws std::runtime_error if it can't be opened.
    void add_file(const std::filesystem::path& path);
    bool done() const { return bytes_sent == bytes.size() && file_offset == file_end; }
    /// Writes what the socket takes now. False: the client is gone.
    bool write_to(int descriptor);
};

/// Sends what a socket did not take at once, through a descriptor of its own, so that a client that
/// doesn't read holds up no worker. Thread-safe.
class Sender {
public:
    Sender();
    ~Sender();
    void start();
    void stop();
    /// Sets `connection->sending` until `outgoing` is through or its client is gone.
    void take(const ConnectionPointer& connection, std::unique_ptr<Outgoing> outgoing);
    std::size_t pending() const { return pending_; }

private:
    struct Job;
    void run();
    void wake();

    std::mutex lock_;
    std::vector<std::unique_ptr<Job>> arrived_;
    std::vector<std::unique_ptr<Job>> jobs_;  ///< The thread's own.
    std::atomic<std::size_t> pending_{0};
    std::atomic<bool> stopping_{false};
    int wake_descriptor_ = -1;
    std::thread thread_;
};

}  // namespace yunhe::http
