#include "http/connection.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace yunhe::http {
namespace {

constexpr std::chrono::milliseconds kSweepInterval{500};
/// What one client gets in one turn of the Sender.
constexpr std::size_t kTurnBytesMax = 1024 * 1024;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

void close_gently(Connection& connection) {
    connection.expires_in(kCloseTimeout);
    ::shutdown(connection.descriptor, SHUT_WR);
}

void Sweeper::start() {
    thread_ = std::thread([this] { run(); });
}

void Sweeper::stop() {
    {
        std::lock_guard guard(lock_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Sweeper::add(const ConnectionPointer& connection) {
    std::lock_guard guard(lock_);
    connections_[connection->descriptor] = connection;
}

void Sweeper::remove(int descriptor) {
    std::lock_guard guard(lock_);
    connections_.erase(descriptor);
}

void Sweeper::run() {
    std::unique_lock guard(lock_);
    while (!wake_.wait_for(guard, kSweepInterval, [this] { return stopping_; })) {
        const auto now = steady_now();
        for (auto& [descriptor, connection] : connections_)
            if (!connection->sending && connection->expired(now)) ::shutdown(descriptor, SHUT_RDWR);
    }
}

Outgoing::~Outgoing() {
    if (file >= 0) close(file);
}

void Outgoing::add_file(const std::filesystem::path& path) {
    file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || fstat(file, &status) != 0)
        throw std::runtime_error("a file that was to be sent can't be opened");
    file_end = static_cast<std::size_t>(status.st_size);
}

bool Outgoing::write_to(int descriptor) {
    const int more = file_end > 0 ? MSG_MORE : 0;
    std::size_t turn = 0;
    while (bytes_sent < bytes.size()) {
        const auto written = ::send(descriptor, bytes.data() + bytes_sent,
            bytes.size() - bytes_sent,
                                    MSG_NOSIGNAL | MSG_DONTWAIT | more);
        if (written < 0) return would_block();
        bytes_sent += static_cast<std::size_t>(written);
    }
    while (file_offset < file_end && turn < kTurnBytesMax) {
        auto offset = static_cast<off_t>(file_offset);
        const auto wanted = std::min(file_end - file_offset, kTurnBytesMax);
        const auto written = ::sendfile(descriptor, file, &offset, wanted);
        if (written < 0) return would_block();
        if (written == 0) return false;  // The file has become shorter.
        file_offset += static_cast<std::size_t>(written);
        turn += static_cast<std::size_t>(written);
    }
    return true;
}

struct Sender::Job {
    ConnectionPointer connection;
    int descriptor = -1;
    std::unique_ptr<Outgoing> outgoing;
    std::chrono::steady_clock::time_point last_progress = steady_now();

    ~Job() {
        if (descriptor >= 0) close(descriptor);
    }
    std::size_t progress() const { return outgoing->bytes_sent + outgoing->file_offset; }
    /// False when the job is over, well or not.
    bool go_on() {
        const auto before = progress();
        if (!outgoing->write_to(descriptor)) {
            ::shutdown(descriptor, SHUT_RDWR);
            return false;
        }
        if (progress() > before) last_progress = steady_now();
        return !outgoing->done();
    }
    void finish() {
        connection->expires_in(kIdleTimeout);
        connection->sending = false;
        // The descriptor of our own: the connection's may be closed and given away by now.
        if (connection->closing) {
            connection->expires_in(kCloseTimeout);
            ::shutdown(descriptor, SHUT_WR);
        }
    }
};

Sender::Sender() = default;
Sender::~Sender() { stop(); }

void Sender::start() {
    wake_descriptor_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake_descriptor_ < 0) throw std::runtime_error("no descriptor for the sender");
    thread_ = std::thread([this] { run(); });
}

void Sender::stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    wake();
    thread_.join();
    close(wake_descriptor_);
}

void Sender::wake() {
    const std::uint64_t one = 1;
    // A full counter wakes the thread just as well.
    [[maybe_unused]] const auto written = write(wake_descriptor_, &one, sizeof one);
}

void Sender::take(const ConnectionPointer& connection, std::unique_ptr<Outgoing> outgoing) {
    auto job = std::make_unique<Job>();
    job->descriptor = fcntl(connection->descriptor, F_DUPFD_CLOEXEC, 0);
    if (job->descriptor < 0) throw std::runtime_error("no descriptor left to send a reply");
    job->connection = connection;
    job->outgoing = std::move(outgoing);
    connection->sending = true;
    ++pending_;
    {
        std::lock_guard guard(lock_);
        arrived_.push_back(std::move(job));
    }
    wake();
}

void Sender::run() {
    std::vector<pollfd> waiting;
    while (!stopping_) {
        {
            std::lock_guard guard(lock_);
            for (auto& job : arrived_) jobs_.push_back(std::move(job));
            arrived_.clear();
        }
        waiting.assign(1, {wake_descriptor_, POLLIN, 0});
        for (const auto& job : jobs_) waiting.push_back({job->descriptor, POLLOUT, 0});
        poll(waiting.data(), waiting.size(), 1000);
        std::uint64_t woken = 0;
        [[maybe_unused]] const auto got = read(wake_descriptor_, &woken, sizeof woken);
        const auto now = steady_now();
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            auto& job = jobs_[i];
            const bool stalled = now - job->last_progress > kSendTimeout;
            if (stalled) ::shutdown(job->descriptor, SHUT_RDWR);
            const bool on = !stalled && (waiting[i + 1].revents == 0 || job->go_on());
            if (on) continue;
            job->finish();
            job.reset();
            --pending_;
        }
        std::erase(jobs_, nullptr);
    }
}

}  // namespace yunhe::http
