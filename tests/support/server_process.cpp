#include "tests/support/server_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace yunhe::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::string_view kReady = "yunhe is ready on ";

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

void redirect(const fs::path& file, int target) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (handle < 0 || ::dup2(handle, target) < 0) _exit(127);
}

/// The address in the line that says ready; empty before.
std::string address_in(const std::string& text) {
    const auto at = text.find(kReady);
    if (at == text.npos) return {};
    const auto begin = at + kReady.size();
    const auto end = text.find('\n', begin);
    return end == text.npos ? std::string() : text.substr(begin, end - begin);
}

std::vector<std::string> joined(std::vector<std::string> words,
                                const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, fs::path out, fs::path errors)
    : out_(std::move(out)), errors_(std::move(errors)) {
    std::vector<char*> words;
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error("can't fork");
    if (id_ == 0) {
        redirect(out_, STDOUT_FILENO);
        redirect(errors_, STDERR_FILENO);
        ::execv(words[0], words.data());
        _exit(127);
    }
}

Process::~Process() {
    if (ended_) return;
    send(SIGKILL);
    wait();
}

bool Process::running() {
    if (!ended_) ended_ = ::waitpid(id_, &status_, WNOHANG) == id_;
    return !ended_;
}

int Process::wait() {
    if (!ended_) ended_ = ::waitpid(id_, &status_, 0) == id_;
    return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
}

void Process::send(int signal) {
    if (!ended_) ::kill(id_, signal);
}

std::string Process::out() const { return text_of(out_); }
std::string Process::errors() const { return text_of(errors_); }

ServerProcess::ServerProcess(const fs::path& binary, fs::path data_folder,
                             const std::vector<std::string>& more)
    : data_folder_(std::move(data_folder)),
      process_(joined({binary.string(), "serve", "--data", data_folder_.string(), "--listen",
                       "127.0.0.1:0"},
                      more),
               data_folder_.string() + ".out", data_folder_.string() + ".errors") {
    for (int tries = 0; url_.empty(); ++tries) {
        if (tries == 1200 || !process_.running())
            throw std::runtime_error("the server did not start: " + process_.errors());
        std::this_thread::sleep_for(100ms);
        url_ = address_in(process_.out());
    }
}

ServerProcess::~ServerProcess() {
    process_.send(SIGTERM);
    process_.wait();
}

void ServerProcess::cut_power() {
    pid_t database = 0;
    for (const auto& entry : fs::recursive_directory_iterator(data_folder_))
        if (entry.path().filename() == "child.pid") std::ifstream(entry.path()) >> database;
    if (database <= 1) throw std::runtime_error("the server has no database of its own");
    process_.send(SIGKILL);
    ::kill(database, SIGKILL);
    process_.wait();
}

}  // namespace yunhe::test
