#include "app/data_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.hpp"

namespace yunhe::app {
namespace {

std::runtime_error failure(const std::string& what) {
    return std::runtime_error(what + ": " + std::strerror(errno));
}

}  // namespace

void become_user(const std::string& user) {
    if (user.empty()) return;
    const passwd* entry = getpwnam(user.c_str());
    if (entry == nullptr) throw std::runtime_error("there is no system user " + user);
    if (geteuid() == entry->pw_uid) return;
    if (initgroups(user.c_str(), entry->pw_gid) != 0 || setgid(entry->pw_gid) != 0 ||
        setuid(entry->pw_uid) != 0)
        throw failure("can't become user " + user + " (only root can)");
}

void prepare_data_folder(const std::filesystem::path& folder) {
    umask(077);  // Whatever is made in it is ours alone.
    std::filesystem::create_directories(folder);
    if (chmod(folder.c_str(), 0700) != 0)
        throw failure("can't close " + folder.string() + " to others");
}

void write_secret_file(const std::filesystem::path& file, const std::string& text) {
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw failure("can't make " + file.string());
    const std::string line = text + "\n";
    const bool written =
        write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        fsync(descriptor) == 0;
    close(descriptor);
    if (!written) throw failure("can't write " + file.string());
}

std::string secret_of_file(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) write_secret_file(file, crypto::random_hex(32));
    std::ifstream input(file);
    std::string text;
    std::getline(input, text);
    if (text.empty()) throw std::runtime_error(file.string() + " is empty or can't be read");
    return text;
}

DatabaseHome open_database(const ServeOptions& options) {
    DatabaseHome home;
    if (options.database_url.empty()) {
        home.embedded = std::make_unique<db::EmbeddedDatabase>(
            db::EmbeddedOptions{.folder = options.data_folder / "db"});
        home.serving = home.embedded->address();
        home.administrator = home.embedded->administrator_address();
        return home;
    }
    const auto address = db::DatabaseAddress::parse(options.database_url);
    if (!address.ok())
        throw std::runtime_error("--database must look like mysql://user@host:3306/name");
    home.serving = address.value();
    if (const char* password = std::getenv("YUNHE_DATABASE_PASSWORD"))
        home.serving.password = password;
    home.administrator = home.serving;
    return home;
}

}  // namespace yunhe::app
