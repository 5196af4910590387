#include "http/request_log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/time.hpp"

namespace yunhe::http {
namespace {

constexpr const char* kRequestLogger = "request";

std::string json_text(std::string_view text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

class JsonFormatter : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
        const auto at = std::chrono::time_point_cast<std::chrono::microseconds>(message.time);
        const auto level = spdlog::level::to_string_view(message.level);
        const std::string_view payload(message.payload.data(), message.payload.size());
        const std::string_view logger(message.logger_name.data(), message.logger_name.size());
        fmt::format_to(std::back_inserter(line), R"({{"time":"{}","level":"{}",)", to_text(at),
                       std::string_view(level.data(), level.size()));
        // The request logger's messages are members already.
        if (logger == kRequestLogger) fmt::format_to(std::back_inserter(line), "{}}}\n", payload);
        else fmt::format_to(std::back_inserter(line), "\"message\":{}}}\n", json_text(payload));
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<JsonFormatter>();
    }
};

}  // namespace

void start_log(std::optional<std::filesystem::path> file, bool with_debug) {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (file) sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file->string());
    else sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    const auto general = std::make_shared<spdlog::logger>("general", sink);
    const auto requests = std::make_shared<spdlog::logger>(kRequestLogger, sink);
    sink->set_formatter(std::make_unique<JsonFormatter>());
    for (const auto& logger : {general, requests}) {
        logger->set_level(with_debug ? spdlog::level::debug : spdlog::level::info);
        logger->flush_on(spdlog::level::err);
    }
    spdlog::drop_all();
    spdlog::set_default_logger(general);
    spdlog::register_logger(requests);
    spdlog::flush_every(std::chrono::seconds(1));
}

void log_request(const RequestLine& line) {
    static const auto requests = spdlog::get(kRequestLogger);
    if (!requests) return;  // Tests and the command line don't start the log.
    const auto level = line.status >= 500 ? spdlog::level::err : spdlog::level::info;
    requests->log(level,
                  R"("request_id":{},"method":"{}","route":{},"status":{},"duration_us":{},)"
                  R"("tenant":{},"user":{})",
                  json_text(line.request.request_id), to_text(line.request.method),
                  json_text(line.route), line.status, line.duration.count(), line.tenant_id,
                  line.user_id);
}

}  // namespace yunhe::http
