#include "tests/bench/load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <barrier>
#include <chrono>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace yunhe::bench {

KeepAlive::KeepAlive(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("can't connect to the server");
}

KeepAlive::~KeepAlive() { ::close(socket_); }

std::string_view KeepAlive::exchange(std::string_view request) {
    while (!request.empty()) {
        const auto sent = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error("the server closed the connection");
        request.remove_prefix(static_cast<std::size_t>(sent));
    }
    reply_.clear();
    std::size_t whole = std::string::npos;
    std::size_t body_at = 0;
    while (whole == std::string::npos || reply_.size() < whole) {
        char buffer[65536];
        const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) throw std::runtime_error("the server closed the connection");
        reply_.append(buffer, static_cast<std::size_t>(got));
        const auto end = whole == std::string::npos ? reply_.find("\r\n\r\n") : std::string::npos;
        if (end == std::string::npos) continue;
        body_at = end + 4;
        const auto length = reply_.find("Content-Length: ");
        if (!reply_.starts_with("HTTP/1.1 200") || length > end)
            throw std::runtime_error("not the reply that was expected: " + reply_);
        whole = body_at + std::stoul(reply_.substr(length + 16, 12));
    }
    return std::string_view(reply_).substr(body_at);
}

int occurrences(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

double time_together(int workers, const std::function<void(int)>& ready,
                     const std::function<void(int)>& work) {
    std::barrier start(workers + 1);
    std::mutex mutex;
    std::exception_ptr failure;
    const auto guarded = [&](const std::function<void(int)>& step, int worker) {
        try {
            step(worker);
        } catch (const std::exception&) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
    };
    std::vector<std::jthread> threads;
    for (int worker = 0; worker < workers; ++worker)
        threads.emplace_back([&, worker] {
            guarded(ready, worker);
            start.arrive_and_wait();
            start.arrive_and_wait();
            if (!failure) guarded(work, worker);
        });
    start.arrive_and_wait();
    const auto begin = std::chrono::steady_clock::now();
    start.arrive_and_wait();
    threads.clear();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (failure) std::rethrow_exception(failure);
    return taken.count();
}

}  // namespace yunhe::bench
