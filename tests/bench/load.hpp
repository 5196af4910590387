/// Clients that cost little: blocking sockets that stay open, requests made beforehand.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace yunhe::bench {

/// One connection to the loopback. Throws std::runtime_error when it breaks. Not thread-safe.
class KeepAlive {
public:
    explicit KeepAlive(int port);
    ~KeepAlive();
    KeepAlive(const KeepAlive&) = delete;
    KeepAlive& operator=(const KeepAlive&) = delete;

    /// Sends a whole request and waits for the whole reply, which must be a 200. Gives its body,
    /// valid until the next call.
    std::string_view exchange(std::string_view request);

private:
    int socket_;
    std::string reply_;
};

/// How often `part` occurs in `text`.
int occurrences(std::string_view text, std::string_view part);

/// Runs `work(worker)` on so many threads, all at once, and gives the seconds from their common
/// start to the end of the last. `ready(worker)` runs before the start, on the same thread. A
/// failure in one of them ends in an exception here.
double time_together(int workers, const std::function<void(int)>& ready,
                     const std::function<void(int)>& work);

}  // namespace yunhe::bench
