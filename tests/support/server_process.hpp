/// The real binary as a process: a server on a free port, and commands that end by themselves.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace yunhe::test {

/// A child process with its output in two files. Ended with SIGKILL where it still runs at the end.
class Process {
public:
    /// Throws std::runtime_error when it can't be started.
    Process(const std::vector<std::string>& arguments, std::filesystem::path out,
            std::filesystem::path errors);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t id() const { return id_; }
    bool running();
    /// The exit code; 128 + n after signal n.
    int wait();
    void send(int signal);

    std::string out() const;     ///< What it wrote so far.
    std::string errors() const;

private:
    std::filesystem::path out_;
    std::filesystem::path errors_;
    pid_t id_ = 0;
    int status_ = 0;
    bool ended_ = false;
};

/// `yunhe serve` over a data folder, on a free port of the loopback.
class ServerProcess {
public:
    /// Returns when the server says that it is ready. Throws std::runtime_error when it isn't after
    /// two minutes. `more`: further options of `serve`.
    ServerProcess(const std::filesystem::path& binary, std::filesystem::path data_folder,
                  const std::vector<std::string>& more = {});
    /// SIGTERM, then waits for the clean end.
    ~ServerProcess();

    const std::string& url() const { return url_; }
    const std::filesystem::path& data_folder() const { return data_folder_; }
    /// SIGSTOP and SIGCONT, and the like.
    void send(int signal) { process_.send(signal); }
    /// SIGKILL to the server and to its database: as when the power fails.
    void cut_power();

private:
    std::filesystem::path data_folder_;
    Process process_;
    std::string url_;
};

}  // namespace yunhe::test
