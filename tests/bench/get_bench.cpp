#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "tests/bench/bench.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/marketplace.hpp"

namespace yunhe::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPath = "/api/v1/clock";

/// nginx in the foreground with two workers, answering every request with 200 and two bytes.
class Nginx {
public:
    Nginx(const fs::path& program, const fs::path& folder, int port)
        : port_(port), process_({program.string(), "-p", folder.string(), "-c",
                                 configuration(folder, port).string(), "-e", "stderr"},
                                folder / "nginx.out", folder / "nginx.errors") {
        for (int tries = 0; tries < 100; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            try {
                KeepAlive(port_).exchange("GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
                return;
            } catch (const std::runtime_error&) {
                if (!process_.running()) break;
            }
        }
        throw std::runtime_error("nginx does not start: " + process_.errors());
    }
    ~Nginx() {
        process_.send(SIGTERM);
        process_.wait();
    }
    Nginx(const Nginx&) = delete;
    Nginx& operator=(const Nginx&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    static fs::path configuration(const fs::path& folder, int port) {
        fs::create_directories(folder);
        const auto file = folder / "nginx.conf";
        std::ofstream text(file);
        if (geteuid() == 0) text << "user root;\n";
        text << "daemon off;\nworker_processes 2;\npid " << (folder / "nginx.pid").string()
             << ";\nevents { worker_connections 1024; }\n"
             << "http {\n  access_log off;\n  keepalive_requests 1000000000;\n";
        for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            text << "  " << kind << "_temp_path " << (folder / kind).string() << ";\n";
        text << "  server { listen 127.0.0.1:" << port
             << "; location / { return 200 'ok'; } }\n}\n";
        return file;
    }

    int port_;
    test::Process process_;
};

}  // namespace

double requests_per_second(const WrkOptions& options, const fs::path& folder,
                           const Target& target) {
    std::vector<std::string> command{options.program.string(), "-t2",
                                     "-c" + std::to_string(options.connections),
                                     "-d" + std::to_string(options.seconds) + "s"};
    if (!target.header.empty()) {
        command.emplace_back("-H");
        command.push_back(target.header);
    }
    command.push_back(target.url);
    test::Process wrk(command, folder / "wrk.out", folder / "wrk.errors");
    const int code = wrk.wait();
    const auto text = wrk.out();
    const std::string label = "Requests/sec:";
    const auto at = text.find(label);
    const bool good = code == 0 && at != text.npos && text.find("Non-2xx") == text.npos;
    if (!good) throw std::runtime_error("wrk failed: " + text + wrk.errors());
    return std::stod(text.substr(at + label.size()));
}

int measure_get(const GetOptions& options) {
    test::TemporaryFolder folder;
    Server server(options.binary);
    const auto real = server.open_tenant("bench-real", false);
    const auto sandbox = server.open_tenant("bench-sandbox", true);
    const auto key = server.make_key(real, {"read"});
    const int port = server.port() == 18099 ? 18098 : 18099;
    const Nginx nginx(options.nginx, folder.path() / "nginx", port);

    const auto path = server.url() + kPath;
    const Target targets[] = {{"nginx, return 200", nginx.url(), ""},
                              {"session", path, "Cookie: " + real.cookie},
                              {"API key", path, "Authorization: Bearer " + key},
                              {"session, sandbox tenant", path, "Cookie: " + sandbox.cookie}};
    const WrkOptions wrk{options.wrk, options.seconds, options.connections};
    std::map<std::string, std::vector<double>> measured;
    for (int round = 0; round < options.rounds; ++round)
        for (const auto& target : targets)
            measured[target.name].push_back(requests_per_second(wrk, folder.path(), target));

    std::printf("\nGET %s by wrk -t2 -c%d -d%ds; medians of %d rounds; load %.2f\n\n", kPath,
                options.connections, options.seconds, options.rounds, load_average());
    std::printf("%-26s %12s %8s\n", "", "requests/s", "ratio");
    const double ceiling = median(measured[targets[0].name]);
    for (const auto& target : targets) {
        const double rate = median(measured[target.name]);
        std::printf("%-26s %12.0f %8.3f\n", target.name.c_str(), rate, rate / ceiling);
    }
    return 0;
}

}  // namespace yunhe::bench
