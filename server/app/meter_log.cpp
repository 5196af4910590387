#include "app/meter_log.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "app/text_file.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "billing/meter_log.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatchEvents = 500;
constexpr std::size_t kBatchLines = 5000;
constexpr std::uintmax_t kHeadBytes = 1024;
constexpr int kAttemptsMax = 6;

std::string text_of(const fs::path& file) {
    auto text = text_of_file(file);
    if (!text) throw std::runtime_error(file.string() + " can't be read");
    return std::move(*text);
}

/// A new file beside the old one, then renamed: an interruption leaves one or the other.
void replace_file(const fs::path& file, const std::string& text) {
    const auto fresh = file.string() + ".new";
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = handle >= 0 &&
                         ::write(handle, text.data(), text.size()) ==
                             static_cast<ssize_t>(text.size()) &&
                         ::fsync(handle) == 0;
    if (handle >= 0) ::close(handle);
    if (!written || ::rename(fresh.c_str(), file.c_str()) != 0)
        throw std::runtime_error(file.string() + " can't be written");
}

/// Which file this is, whatever it is called now.
struct FileId {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    friend bool operator==(const FileId&, const FileId&) = default;
};

FileId id_of(const fs::path& file) {
    struct stat facts = {};
    if (::stat(file.c_str(), &facts) != 0)
        throw std::runtime_error(file.string() + " can't be read");
    return {facts.st_dev, facts.st_ino};
}

/// Of the first bytes: an inode's number may come back with another file.
std::string head_digest(const fs::path& file, std::uintmax_t length) {
    std::ifstream stream(file, std::ios::binary);
    std::string head(length, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(length));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return crypto::sm3_hex(head);
}

/// How far the log was read, and how long what was written then was.
struct LogProgress {
    FileId file;
    std::uintmax_t offset = 0;
    std::uint64_t line = 0;  ///< Lines before the offset.
    std::uintmax_t head_length = 0;
    std::string head;
    std::uintmax_t out_bytes = 0;
    std::uintmax_t bad_bytes = 0;
};

Json to_json(const LogProgress& progress) {
    return {{"device", progress.file.device},       {"inode", progress.file.inode},
            {"offset", progress.offset},            {"line", progress.line},
            {"head_length", progress.head_length},  {"head_sm3", progress.head},
            {"out_bytes", progress.out_bytes},      {"bad_bytes", progress.bad_bytes}};
}

LogProgress read_progress(const fs::path& file) {
    const auto json = parse_json(text_of(file));
    if (!json.ok() || !json.value().is_object())
        throw std::runtime_error(file.string() + " isn't what meter-log wrote");
    const auto& from = json.value();
    return {.file = {from.at("device"), from.at("inode")},
            .offset = from.at("offset"),
            .line = from.at("line"),
            .head_length = from.at("head_length"),
            .head = from.at("head_sm3"),
            .out_bytes = from.at("out_bytes"),
            .bad_bytes = from.at("bad_bytes")};
}

bool is_same(const fs::path& file, const LogProgress& progress) {
    return id_of(file) == progress.file && fs::file_size(file) >= progress.offset &&
           head_digest(file, progress.head_length) == progress.head;
}

/// One at a time per log.
class RunLock {
public:
    explicit RunLock(const fs::path& file)
        : handle_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (handle_ < 0) throw std::runtime_error(file.string() + " can't be written");
        if (::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
            ::close(handle_);
            throw std::runtime_error("another meter-log is reading this log");
        }
    }
    ~RunLock() { ::close(handle_); }
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

private:
    int handle_;
};

/// A file that only grows; what a run that was broken off added last is cut off again.
class GrowingFile {
public:
    GrowingFile(fs::path file, std::uintmax_t length) : file_(std::move(file)) {
        if (file_.empty()) return;
        if (fs::exists(file_) && fs::file_size(file_) > length) fs::resize_file(file_, length);
        stream_.open(file_, std::ios::binary | std::ios::app);
        if (!stream_) throw std::runtime_error(file_.string() + " can't be written");
    }
    void add(const std::string& line) { stream_ << line << '\n'; }
    std::uintmax_t flush() {
        if (file_.empty()) return 0;
        if (!stream_.flush()) throw std::runtime_error(file_.string() + " can't be written");
        return fs::file_size(file_);
    }

private:
    fs::path file_;
    std::ofstream stream_;
};

struct Waiting {
    std::uint64_t line = 0;
    std::string text;
    billing::LoggedEvent event;
};

struct Counts {
    std::uint64_t lines = 0;
    std::uint64_t accepted = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t written = 0;
    std::uint64_t bad = 0;
};

class Server {
public:
    Server(const std::string& url, std::string key) : client_(url), key_(std::move(key)) {}

    /// The results, one per event. Tries again while the server is away.
    Json send(const std::vector<Waiting>& events) {
        std::string body;
        for (const auto& waiting : events) body += waiting.event.json + "\n";
        for (int attempt = 1;; ++attempt) {
            const auto reply = try_to_send(body);
            if (reply && reply->status == 200) return results_in(*reply, events.size());
            const bool wait = !reply || reply->status == 429 || reply->status >= 500;
            if (!wait || attempt == kAttemptsMax) throw std::runtime_error(trouble(reply));
            std::this_thread::sleep_for(std::chrono::milliseconds(250 << attempt));
        }
    }

private:
    std::optional<http::ClientReply> try_to_send(const std::string& body) {
        try {
            return client_.request(http::Method::post, "/api/v1/events", body,
                                   {{"Authorization", "Bearer " + key_},
                                    {"Content-Type", "application/x-ndjson"}});
        } catch (const http::ClientFailure&) {
            return std::nullopt;
        }
    }

    static std::string trouble(const std::optional<http::ClientReply>& reply) {
        if (!reply) return "the server can't be reached";
        const auto json = reply->json();
        auto text = "the server answered " + std::to_string(reply->status);
        if (json.ok() && json.value().is_object() && json.value().contains("code"))
            text += " " + json.value().at("code").get<std::string>();
        return text;
    }

    static Json results_in(const http::ClientReply& reply, std::size_t count) {
        const auto json = reply.json();
        if (!json.ok() || !json.value().contains("results") ||
            json.value().at("results").size() != count)
            throw std::runtime_error("the server's answer isn't one to these events");
        return json.value().at("results");
    }

    http::Client client_;
    std::string key_;
};

class Run {
public:
    Run(const MeterLogOptions& options, billing::LogMapping mapping,
        std::optional<LogProgress> before)
        : options_(options),
          mapping_(std::move(mapping)),
          before_(std::move(before)),
          progress_(before_.value_or(LogProgress{})),
          out_(options.out, progress_.out_bytes),
          bad_(options.bad_file, progress_.bad_bytes) {
        if (!options_.server.empty())
            server_.emplace(options_.server, std::string(trim(text_of(options_.key_file))));
    }

    Counts run() {
        const auto files = files_to_read();
        for (const auto& file : files) {
            const bool goes_on = before_ && file == files.front();
            if (!goes_on) {
                progress_.offset = 0;
                progress_.line = 0;
            }
            read(file, file != options_.log);
        }
        return counts_;
    }

private:
    /// What was read last and all that came after it, oldest first. Rotated files stand beside the
    /// log and begin with its name.
    std::vector<fs::path> files_to_read() const {
        if (!before_) return {options_.log};
        if (is_same(options_.log, *before_)) return {options_.log};
        auto rotated = rotated_files();
        const auto first = std::find_if(rotated.begin(), rotated.end(), [&](const fs::path& file) {
            return is_same(file, *before_);
        });
        if (first == rotated.end())
            throw std::runtime_error(
                options_.log.string() + " isn't the log that was read before, and no file beside "
                "it is; unpack the rotated file, or give --restart to begin anew without it");
        std::vector<fs::path> files(first, rotated.end());
        files.push_back(options_.log);
        return files;
    }

    std::vector<fs::path> rotated_files() const {
        std::vector<std::pair<fs::file_time_type, fs::path>> found;
        const auto name = options_.log.filename().string();
        const auto folder = options_.log.has_parent_path() ? options_.log.parent_path() : ".";
        const fs::path own[] = {options_.offset_file, options_.bad_file, options_.out};
        for (const auto& entry : fs::directory_iterator(folder)) {
            const auto other = entry.path().filename().string();
            if (!entry.is_regular_file() || !other.starts_with(name) || other == name) continue;
            if (other.ends_with(".gz") || other.ends_with(".lock")) continue;
            const bool ours = std::any_of(std::begin(own), std::end(own), [&](const auto& file) {
                return file.filename().string() == other;
            });
            if (!ours) found.emplace_back(entry.last_write_time(), entry.path());
        }
        std::sort(found.begin(), found.end());
        std::vector<fs::path> files;
        for (auto& [written, file] : found) files.push_back(std::move(file));
        return files;
    }

    void read(const fs::path& file, bool whole) {
        std::ifstream stream(file, std::ios::binary);
        stream.seekg(static_cast<std::streamoff>(progress_.offset));
        if (!stream) throw std::runtime_error(file.string() + " can't be read");
        progress_.file = id_of(file);
        progress_.head_length = std::min(fs::file_size(file), kHeadBytes);
        progress_.head = head_digest(file, progress_.head_length);
        std::size_t since_saved = 0;
        for (std::string line; std::getline(stream, line);) {
            // nginx is still writing it.
            if (stream.eof() && !whole) break;
            progress_.offset += line.size() + (stream.eof() ? 0 : 1);
            take(++progress_.line, line);
            if (waiting_.size() < kBatchEvents && ++since_saved < kBatchLines) continue;
            save();
            since_saved = 0;
        }
        save();
    }

    void take(std::uint64_t number, const std::string& line) {
        ++counts_.lines;
        const auto read = billing::read_log_line(mapping_, line);
        if (const auto* bad = std::get_if<billing::BadLine>(&read))
            return report(number, line, bad->code, bad->field);
        for (const auto& event : std::get<std::vector<billing::LoggedEvent>>(read))
            waiting_.push_back({number, line, event});
    }

    void report(std::uint64_t number, const std::string& line, const std::string& code,
                const std::string& field) {
        ++counts_.bad;
        std::fprintf(stderr, "%s:%llu: %s%s%s\n", options_.log.filename().c_str(),
                     static_cast<unsigned long long>(number), code.c_str(),
                     field.empty() ? "" : " ", field.c_str());
        Json record = {{"line", number}, {"code", code}, {"field", field}};
        if (valid_utf8(line)) record["text"] = line;
        else record["base64"] = crypto::base64(line);
        bad_.add(to_text(record));
    }

    /// What was read is safe before it counts as read.
    void save() {
        if (server_ && !waiting_.empty()) settle(server_->send(waiting_));
        if (!server_)
            for (const auto& waiting : waiting_) out_.add(waiting.event.json);
        if (!server_) counts_.written += waiting_.size();
        waiting_.clear();
        progress_.out_bytes = out_.flush();
        progress_.bad_bytes = bad_.flush();
        replace_file(options_.offset_file, to_text(to_json(progress_)) + "\n");
    }

    void settle(const Json& results) {
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto status = results[i].at("status").get<std::string>();
            if (status == "accepted") ++counts_.accepted;
            if (status == "duplicate") ++counts_.duplicate;
            if (status == "quarantined") ++counts_.quarantined;
            if (status != "rejected") continue;
            report(waiting_[i].line, waiting_[i].text, results[i].value("code", "rejected"),
                   results[i].value("pointer", ""));
        }
    }

    const MeterLogOptions& options_;
    billing::LogMapping mapping_;
    std::optional<LogProgress> before_;
    LogProgress progress_;
    GrowingFile out_;
    GrowingFile bad_;
    std::optional<Server> server_;
    std::vector<Waiting> waiting_;
    Counts counts_;
};

billing::LogMapping mapping_of(const fs::path& file) {
    auto mapping = billing::parse_log_mapping(text_of(file));
    if (mapping.ok()) return std::move(mapping).value();
    const auto& error = mapping.error();
    auto text = file.string() + ": ";
    if (error.fields.empty()) throw std::runtime_error(text + error.code);
    throw std::runtime_error(text + error.fields[0].pointer + " " + error.fields[0].code);
}

void tell(const Counts& counts) {
    const auto number = [](std::uint64_t count) { return std::to_string(count); };
    auto text = number(counts.lines) + " lines";
    if (counts.written > 0) text += ", " + number(counts.written) + " events written";
    text += ", " + number(counts.accepted) + " accepted, " + number(counts.duplicate) +
            " known already, " + number(counts.quarantined) + " in quarantine, " +
            number(counts.bad) + " bad";
    std::puts(text.c_str());
}

}  // namespace

int meter_log(const MeterLogOptions& given) {
    auto options = given;
    if (options.server.empty() == options.out.empty())
        throw std::runtime_error("give either --server with --key-file, or --out");
    if (!options.server.empty() && options.key_file.empty())
        throw std::runtime_error("--server needs --key-file");
    if (options.offset_file.empty()) options.offset_file = options.log.string() + ".offset";
    if (options.bad_file.empty()) options.bad_file = options.log.string() + ".bad.jsonl";
    const auto mapping = mapping_of(options.mapping);
    const RunLock lock(options.offset_file.string() + ".lock");
    std::optional<LogProgress> before;
    if (fs::exists(options.offset_file)) before = read_progress(options.offset_file);
    if (options.restart && before) {
        // What was written stays; the log is read anew.
        auto anew = LogProgress{.file = id_of(options.log), .head = head_digest(options.log, 0)};
        anew.out_bytes = before->out_bytes;
        anew.bad_bytes = before->bad_bytes;
        before = anew;
    }
    if (!before && !options.out.empty() && fs::exists(options.out))
        throw std::runtime_error(options.out.string() + " is there, but how far the log was read "
                                 "isn't known; move it away first");
    if (!before && fs::exists(options.bad_file))
        throw std::runtime_error(options.bad_file.string() + " is there, but how far the log was "
                                 "read isn't known; move it away first");
    const auto counts = Run(options, mapping, before).run();
    tell(counts);
    return counts.bad == 0 ? 0 : 3;
}

}  // namespace yunhe::app
