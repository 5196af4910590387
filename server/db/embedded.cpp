#include "db/embedded.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <pwd.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "db/connection.hpp"

namespace yunhe::db {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t kSocketPathBytesMax = 107;
constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr milliseconds kPollEvery{20};
constexpr milliseconds kStopMax{60'000};
constexpr milliseconds kFirstPause{100};
constexpr const char* kDatabaseName = "yunhe";
constexpr const char* kServingAccount = "yunhe_serving";

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what);
}

[[noreturn]] void fail_with_errno(const std::string& what) {
    fail(what + ": " + std::strerror(errno));
}

/// Who we are; it is also the name of the database's administrator.
std::string system_user() {
    const passwd* entry = getpwuid(geteuid());
    if (entry == nullptr) fail("the user that the server runs as has no entry in /etc/passwd");
    return entry->pw_name;
}

fs::path socket_in(const fs::path& folder) { return folder / "db.sock"; }

fs::path find_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    const std::string usual = ":/usr/sbin:/usr/local/sbin:/usr/bin";
    std::stringstream folders((path != nullptr ? path : "") + usual);
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto candidate = fs::path(folder) / name;
        if (!folder.empty() && access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    fail("cannot find " + name + "; install the package mariadb-server-core");
}

std::string file_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Written whole or not at all, readable by us only.
void write_private_file(const fs::path& path, const std::string& text) {
    const fs::path fresh = path.string() + ".new";
    const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) fail_with_errno("cannot write " + fresh.string());
    const auto written = write(descriptor, text.data(), text.size());
    const bool good = written == static_cast<ssize_t>(text.size()) && fsync(descriptor) == 0;
    close(descriptor);
    if (!good) fail_with_errno("cannot write " + fresh.string());
    fs::rename(fresh, path);
}

/// What the machine, or the container we are in, has.
std::uint64_t memory_bytes() {
    const auto machine = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    std::uint64_t container = 0;
    std::ifstream("/sys/fs/cgroup/memory.max") >> container;
    return container > 0 ? std::min(machine, container) : machine;
}

/// Starts a program whose output goes to `log`. Between fork and exec only calls that are safe in a
/// process with many threads are made, so everything is prepared before.
pid_t start_program(const std::vector<std::string>& arguments, const fs::path& log) {
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output < 0) fail_with_errno("cannot write " + log.string());
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0) {
        close(output);
        if (child < 0) fail_with_errno("cannot start " + arguments.front());
        return child;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(127);  // The parent died before it could be watched.
    setpgid(0, 0);  // A terminal's Ctrl-C is for the server, which then stops us in order.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close_range(3, ~0U, 0);  // Else the child would keep the server's sockets open.
    execv(argv[0], argv.data());
    _exit(127);
}

/// True while the process runs with our configuration (its number may have gone to a stranger).
bool is_our_child(pid_t process, const fs::path& folder) {
    if (process <= 0) return false;
    const auto command = file_text("/proc/" + std::to_string(process) + "/cmdline");
    return command.find("--defaults-file=" + (folder / "my.cnf").string()) != std::string::npos;
}

DatabaseAddress administrator_of(const fs::path& folder) {
    DatabaseAddress address;
    address.socket = socket_in(folder);
    address.user = system_user();
    address.name = kDatabaseName;
    return address;
}

DatabaseAddress serving_of(const fs::path& folder, std::string password) {
    DatabaseAddress address = administrator_of(folder);
    address.user = kServingAccount;
    address.password = std::move(password);
    return address;
}

bool folder_in_use(const fs::path& folder) {
    const int lock = open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) return false;
    const bool free = flock(lock, LOCK_SH | LOCK_NB) == 0;
    close(lock);
    return !free;
}

}  // namespace

EmbeddedDatabase::EmbeddedDatabase(EmbeddedOptions options) : options_([&] {
    options.folder = fs::absolute(options.folder).lexically_normal();
    if (options.program.empty()) options.program = find_program("mariadbd");
    return options;
}()) {
    const auto socket = socket_in(options_.folder);
    if (socket.string().size() > kSocketPathBytesMax)
        fail("the path of the data folder is too long: " + socket.string() + " has " +
             std::to_string(socket.string().size()) + " bytes, a socket may have " +
             std::to_string(kSocketPathBytesMax) + "; choose a shorter one");
    lock_folder();
    try {
        end_old_child();
        write_configuration();
        install();
        const auto password_file = options_.folder / "password";
        if (!fs::exists(password_file)) write_private_file(password_file, crypto::random_hex(32));
        password_ = file_text(password_file);
        supervisor_ = std::thread([this] { supervise(); });
        wait_until_ready();
        prepare_accounts();
    } catch (const std::exception&) {
        stop();
        throw;
    }
}

EmbeddedDatabase::~EmbeddedDatabase() { stop(); }

DatabaseAddress EmbeddedDatabase::address() const { return serving_of(options_.folder, password_); }

DatabaseAddress EmbeddedDatabase::administrator_address() const {
    return administrator_of(options_.folder);
}

std::optional<DatabaseAddress> EmbeddedDatabase::find_running(const fs::path& folder) {
    const auto absolute = fs::absolute(folder).lexically_normal();
    if (!folder_in_use(absolute)) return std::nullopt;
    return serving_of(absolute, file_text(absolute / "password"));
}

std::optional<DatabaseAddress> EmbeddedDatabase::find_running_administrator(
    const fs::path& folder) {
    const auto absolute = fs::absolute(folder).lexically_normal();
    if (!folder_in_use(absolute)) return std::nullopt;
    return administrator_of(absolute);
}

void EmbeddedDatabase::lock_folder() {
    fs::create_directories(options_.folder);
    const auto path = options_.folder / "lock";
    lock_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) fail_with_errno("cannot write " + path.string());
    const auto deadline = steady_now() + options_.takeover_max;
    while (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        if (steady_now() >= deadline) {
            close(lock_);
            fail("another server uses the data folder " + options_.folder.string());
        }
        std::this_thread::sleep_for(kPollEvery);
    }
}

void EmbeddedDatabase::end_old_child() {
    // A server that was killed leaves its database running for the moment that a clean stop takes.
    pid_t old = 0;
    std::ifstream(options_.folder / "child.pid") >> old;
    if (!is_our_child(old, options_.folder)) return;
    spdlog::info("waiting for the database of the previous server: process={}", old);
    kill(old, SIGTERM);
    const auto deadline = steady_now() + options_.takeover_max;
    while (is_our_child(old, options_.folder)) {
        // The database recovers from a kill; two on the same files would not.
        if (steady_now() >= deadline) kill(old, SIGKILL);
        std::this_thread::sleep_for(kPollEvery);
    }
}

void EmbeddedDatabase::write_configuration() const {
    const auto pool = options_.buffer_pool_bytes != 0
                          ? options_.buffer_pool_bytes
                          : std::clamp(memory_bytes() / 4, 128 * kMebibyte, 8192 * kMebibyte);
    const auto redo = std::clamp(pool / 2, 64 * kMebibyte, 1024 * kMebibyte);
    const auto& folder = options_.folder;
    fs::create_directories(folder / "none");
    fs::create_directories(folder / "tmp");
    std::ostringstream text;
    text << "# Written at each start of the server; changes are lost.\n"
         << "[mariadbd]\n"
         << "datadir=" << (folder / "data").string() << "\n"
         << "socket=" << socket_in(folder).string() << "\n"
         << "pid-file=" << (folder / "db.pid").string() << "\n"
         // Its own: a server that starts clears what others left in a shared one.
         << "tmpdir=" << (folder / "tmp").string() << "\n"
         << "log-error=" << (folder / "db.err").string() << "\n"
         << "secure_file_priv=" << (folder / "none").string() << "\n"
         << "innodb_buffer_pool_size=" << pool << "\n"
         << "innodb_log_file_size=" << redo << "\n"
         << "innodb_flush_log_at_trx_commit=" << (options_.durable ? 1 : 0) << "\n"
         << R"(skip-networking
skip-name-resolve
skip-external-locking
skip-symbolic-links
skip-slave-start
skip-log-bin
character-set-server=utf8mb4
collation-server=utf8mb4_bin
sql_mode=STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,)"
         << R"(ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY
transaction_isolation=READ-COMMITTED
default_storage_engine=InnoDB
default_time_zone=+00:00
lower_case_table_names=0
innodb_flush_method=O_DIRECT
innodb_doublewrite=1
innodb_file_per_table=1
innodb_strict_mode=1
innodb_rollback_on_timeout=1
innodb_lock_wait_timeout=5
innodb_autoinc_lock_mode=2
innodb_buffer_pool_dump_at_shutdown=0
innodb_buffer_pool_load_at_startup=0
innodb_stats_on_metadata=0
performance_schema=OFF
max_connections=64
thread_cache_size=16
table_open_cache=400
max_allowed_packet=64M
aria_pagecache_buffer_size=8M
key_buffer_size=1M
query_cache_type=0
query_cache_size=0
local_infile=0
)";
    write_private_file(folder / "my.cnf", text.str());
}

void EmbeddedDatabase::install() const {
    const auto data = options_.folder / "data";
    if (fs::exists(data)) return;
    // Installed beside its place and moved there when complete: an interrupted start leaves nothing
    // that looks like a database.
    const auto fresh = options_.folder / "data.new";
    fs::remove_all(fresh);
    const std::string user = system_user();
    const pid_t installer = start_program(
        {find_program("mariadb-install-db"),
         "--defaults-file=" + (options_.folder / "my.cnf").string(), "--datadir=" + fresh.string(),
         "--user=" + user, "--auth-root-authentication-method=socket",
         "--auth-root-socket-user=" + user, "--skip-test-db", "--skip-name-resolve"},
        options_.folder / "install.log");
    int status = 0;
    if (waitpid(installer, &status, 0) != installer || status != 0)
        fail("the database cannot be installed:\n" + file_text(options_.folder / "install.log"));
    fs::rename(fresh, data);
    fs::remove(options_.folder / "install.log");
}

pid_t EmbeddedDatabase::start_child() const {
    std::vector<std::string> arguments{
        options_.program, "--defaults-file=" + (options_.folder / "my.cnf").string()};
    if (geteuid() == 0) arguments.emplace_back("--user=root");  // It refuses to be root unasked.
    const pid_t child = start_program(arguments, options_.folder / "db.err");
    try {
        write_private_file(options_.folder / "child.pid", std::to_string(child) + "\n");
    } catch (const std::exception& failure) {
        // The child runs and must be watched; the file only shortens the next start after a crash.
        spdlog::warn("the database's process id is not written down: {}", failure.what());
    }
    return child;
}

void EmbeddedDatabase::supervise() {
    for (;;) {
        pid_t child = 0;
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
            try {
                child = child_ = start_child();
                ++starts_;
            } catch (const std::exception& failure) {
                spdlog::error("the database cannot be started: {}", failure.what());
            }
        }
        if (child != 0) {
            // Seen but not reaped, so that the number stays ours until `child_` is cleared.
            siginfo_t info{};
            while (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) != 0) {
                if (errno != EINTR) break;
            }
        }
        std::unique_lock lock(mutex_);
        int status = 0;
        if (child != 0) waitpid(child, &status, 0);
        child_ = 0;
        changed_.notify_all();
        if (stopping_) return;
        spdlog::error("the database died: process={} status={}", child, status);
        if (!may_restart()) {
            gave_up_ = true;
            changed_.notify_all();
            spdlog::critical("the database died too often and stays down");
            return;
        }
        // The first restart comes at once; a child that keeps dying gets longer and longer pauses.
        const auto deaths = recent_deaths_.size();
        const auto pause = deaths < 2 ? milliseconds(0)
                                      : kFirstPause * (1 << std::min<std::size_t>(deaths - 2, 5));
        changed_.wait_for(lock, pause, [&] { return stopping_; });
    }
}

bool EmbeddedDatabase::may_restart() {
    const auto now = steady_now();
    std::erase_if(recent_deaths_, [&](auto at) { return now - at > options_.restart_window; });
    recent_deaths_.push_back(now);
    return recent_deaths_.size() <= static_cast<std::size_t>(options_.restarts_max);
}

void EmbeddedDatabase::wait_until_ready() {
    DatabaseAddress nowhere = administrator_address();
    nowhere.name.clear();
    const auto deadline = steady_now() + options_.start_max;
    for (;;) {
        if (gave_up() || steady_now() >= deadline)
            fail("the database does not come up. Its last words:\n" + last_words());
        try {
            const Connection probe(nowhere);
            return;
        } catch (const DatabaseUnavailable&) {
            std::this_thread::sleep_for(kPollEvery);
        }
    }
}

void EmbeddedDatabase::prepare_accounts() const {
    DatabaseAddress nowhere = administrator_address();
    nowhere.name.clear();
    Connection connection(nowhere);
    const std::string account = std::string("'") + kServingAccount + "'@'localhost'";
    // The password is hexadecimal digits of ours: a bound value is not possible in these
    // statements.
    const std::string identified = account + " IDENTIFIED BY '" + password_ + "'";
    connection.run(std::string("CREATE DATABASE IF NOT EXISTS ") + kDatabaseName +
                   " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    connection.run("CREATE USER IF NOT EXISTS " + identified);
    connection.run("ALTER USER " + identified);
    connection.run(std::string("GRANT SELECT, INSERT, UPDATE, DELETE ON ") + kDatabaseName +
                   ".* TO " + account);
}

std::string EmbeddedDatabase::last_words() const {
    constexpr std::size_t kBytesMax = 2000;
    const std::string log = file_text(options_.folder / "db.err");
    return log.size() > kBytesMax ? log.substr(log.size() - kBytesMax) : log;
}

pid_t EmbeddedDatabase::process_id() const {
    const std::lock_guard lock(mutex_);
    return child_;
}

int EmbeddedDatabase::restarts() const {
    const std::lock_guard lock(mutex_);
    return std::max(0, starts_ - 1);
}

bool EmbeddedDatabase::gave_up() const {
    const std::lock_guard lock(mutex_);
    return gave_up_;
}

void EmbeddedDatabase::stop() {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        if (child_ != 0) {
            kill(child_, SIGTERM);
            const bool ended = changed_.wait_for(lock, kStopMax, [&] { return child_ == 0; });
            if (!ended) kill(child_, SIGKILL);
        }
    }
    if (supervisor_.joinable()) supervisor_.join();
    if (lock_ >= 0) close(lock_);
    lock_ = -1;
}

}  // namespace yunhe::db
