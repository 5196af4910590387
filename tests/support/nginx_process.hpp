/// A real nginx with the configuration of docs/gateway, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>

#include "tests/support/server_process.hpp"

namespace yunhe::test {

/// The gateway in front of one data service, which answers "data" on every path. Needs no root.
class NginxGateway {
public:
    /// `servers`: addresses of Yunhe's servers, "127.0.0.1:8080". Returns once it answers; throws
    /// std::runtime_error where it doesn't.
    NginxGateway(const std::filesystem::path& binary, std::filesystem::path folder,
                 const std::vector<std::string>& servers, const std::string& key);
    ~NginxGateway();

    const std::string& url() const { return url_; }
    std::filesystem::path log() const { return folder_ / "logs/use.log"; }
    std::filesystem::path mapping() const;
    /// Renames the log and lets nginx open a new one, as logrotate does.
    void rotate(const std::filesystem::path& to);

private:
    std::filesystem::path folder_;
    std::string url_;
    Process process_;
};

}  // namespace yunhe::test
