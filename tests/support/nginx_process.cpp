#include "tests/support/nginx_process.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "http/client.hpp"

namespace yunhe::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path kDocumented = fs::path(YUNHE_SOURCE_DIR) / "docs/gateway";

/// A port that was free a moment ago.
int free_port() {
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound =
        handle >= 0 &&
        ::bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (handle >= 0) ::close(handle);
    if (!bound) throw std::runtime_error("no port is free");
    return ntohs(address.sin_port);
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw std::runtime_error(file.string() + " can't be written");
}

/// Puts the documented files in place and this place's own beside them.
int prepare(const fs::path& folder, const std::vector<std::string>& servers,
            const std::string& key) {
    fs::create_directories(folder / "logs");
    fs::create_directories(folder / "temp");
    fs::copy_file(kDocumented / "nginx.conf", folder / "nginx.conf");
    fs::copy(kDocumented / "products", folder / "products");
    const auto data = (folder / "data.sock").string();
    std::string here = "upstream yunhe {\n";
    for (const auto& server : servers) here += "    server " + server + " max_fails=0;\n";
    here += "    keepalive 16;\n}\n";
    here += "upstream data_p01 { server unix:" + data + "; }\n";
    here += "map \"\" $yunhe_authorization { default \"Bearer " + key + "\"; }\n";
    here += "server {\n    listen unix:" + data + ";\n    access_log off;\n"
            "    location / {\n        add_header X-Yunhe-Rows 3;\n        return 200 data;\n"
            "    }\n}\n";
    write(folder / "here.conf", here);
    const int port = free_port();
    write(folder / "listen.conf", "listen 127.0.0.1:" + std::to_string(port) + ";\n");
    return port;
}

std::vector<std::string> command(const fs::path& binary, const fs::path& folder) {
    // As root nginx would give its workers to nobody, who can't enter a private folder.
    const std::string globals = ::geteuid() == 0 ? "daemon off; user root;" : "daemon off;";
    return {binary.string(), "-p",   folder.string() + "/", "-c", "nginx.conf", "-e",
            "logs/error.log", "-g", globals};
}

}  // namespace

NginxGateway::NginxGateway(const fs::path& binary, fs::path folder,
                           const std::vector<std::string>& servers, const std::string& key)
    : folder_(std::move(folder)),
      url_("http://127.0.0.1:" + std::to_string(prepare(folder_, servers, key))),
      process_(command(binary, folder_), folder_ / "nginx.out", folder_ / "nginx.errors") {
    for (int tries = 0;; ++tries) {
        if (tries == 100 || !process_.running())
            throw std::runtime_error("nginx did not start: " + process_.errors());
        try {
            if (http::Client(url_).request(http::Method::get, "/nothing").status == 404) return;
        } catch (const http::ClientFailure&) {
        }
        std::this_thread::sleep_for(100ms);
    }
}

NginxGateway::~NginxGateway() {
    process_.send(SIGTERM);
    process_.wait();
}

fs::path NginxGateway::mapping() const { return kDocumented / "mapping.json"; }

void NginxGateway::rotate(const fs::path& to) {
    fs::rename(log(), to);
    process_.send(SIGUSR1);
    for (int tries = 0; tries < 100 && !fs::exists(log()); ++tries)
        std::this_thread::sleep_for(20ms);
    std::this_thread::sleep_for(200ms);  // Workers reopen after the master.
}

}  // namespace yunhe::test
