#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "base/clock.hpp"
#include "billing/event.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/marketplace.hpp"
#include "tests/bench/raw_insert.hpp"

namespace yunhe::bench {
namespace {

using billing::UsageEvent;

constexpr int kSingleConnections = 64;
/// Paid and waived orders of the case that are in force; its trial orders have ended.
constexpr std::string_view kLiveOrders[] = {"O01", "O02", "O03", "O04", "O05"};
constexpr std::size_t kTemplates = 2000;

/// Subjects, meters, quantities and touched resources as the case's own events have them.
std::vector<UsageEvent> templates() {
    std::ifstream file(std::string(YUNHE_SOURCE_DIR) + "/tests/cases/yangzhou/events.jsonl");
    std::vector<UsageEvent> found;
    for (std::string line; found.size() < kTemplates && std::getline(file, line);) {
        const auto json = parse_json(line).value();
        const auto& data = json.at("data");
        UsageEvent event;
        event.subject = json.at("subject").get<std::string>();
        event.source = json.at("source").get<std::string>();
        event.meter = data.at("meter").get<std::string>();
        const auto quantity = Quantity::parse(data.at("quantity").get<std::string>());
        const bool live = std::ranges::find(kLiveOrders, event.subject) != std::end(kLiveOrders);
        if (!live || data.contains("scenario") || !quantity.ok()) continue;
        event.quantity = quantity.value();
        if (data.contains("resources"))
            event.resources = data.at("resources").get<std::vector<std::string>>();
        found.push_back(std::move(event));
    }
    if (found.empty()) throw std::runtime_error("the case has no events");
    return found;
}

/// Distinct events with ids that grow in time, as UUIDv7 do.
class EventMaker {
public:
    EventMaker(Timestamp now, int days) : now_(now), days_(days), templates_(templates()) {}

    /// A batch lies in one day (or `days` days); batch after batch goes through the last 30 days.
    std::vector<UsageEvent> batch(std::size_t size) {
        std::vector<UsageEvent> events;
        events.reserve(size);
        ++batches_;
        for (std::size_t i = 0; i < size; ++i) events.push_back(next(i));
        return events;
    }

private:
    UsageEvent next(std::size_t place) {
        auto event = templates_[made_ % templates_.size()];
        const auto day = (batches_ + place % static_cast<std::size_t>(days_)) % 30;
        event.time = now_ - std::chrono::hours(24 * (day + 1)) +
                     std::chrono::microseconds(made_ * 977 % 3'600'000'000ULL);
        char id[40];
        std::snprintf(id, sizeof id, "%012llx-7%03llx-8%015llx",
                      static_cast<unsigned long long>(0x199f2c40000ULL + made_ / 4096),
                      static_cast<unsigned long long>(made_ % 4096),
                      static_cast<unsigned long long>(made_ * 0x9e3779b97f4a7c15ULL >> 4));
        event.id = id;
        ++made_;
        finish_event(event);
        return event;
    }

    Timestamp now_;
    int days_;
    std::vector<UsageEvent> templates_;
    std::uint64_t made_ = 0;
    std::size_t batches_ = 0;
};

std::string event_text(const UsageEvent& event) {
    std::string text = R"({"specversion":"1.0","id":")" + event.id + R"(","source":")" +
                       event.source + R"(","type":"yunhe.usage","subject":")" +
                       event.subject + R"(","time":")" +
                       to_text(event.time) + R"(","data":{"meter":")" + event.meter +
                       R"(","quantity":")" + to_text(event.quantity) + '"';
    if (event.resources) text += R"(,"resources":)" + to_text(Json(*event.resources));
    return text + "}}";
}

std::string request_text(const std::string& key, const std::vector<UsageEvent>& events) {
    std::string body;
    for (const auto& event : events) body += (body.empty() ? "" : ",") + event_text(event);
    const bool single = events.size() == 1;
    if (!single) body = "[" + body + "]";
    return std::string("POST /api/v1/events HTTP/1.1\r\nHost: bench\r\nContent-Type: ") +
           (single ? "application/cloudevents+json" : "application/cloudevents-batch+json") +
           "\r\nAuthorization: Bearer " + key +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// One round's load: the same events as requests and as rows.
struct Round {
    std::vector<std::string> requests;
    std::vector<std::vector<UsageEvent>> batches;  ///< Each sorted by key, as the product does it.
    std::size_t events = 0;
};

Round make_round(EventMaker& maker, const std::string& key, int events, int batch) {
    Round round;
    for (int made = 0; made < events; made += batch) {
        round.batches.push_back(maker.batch(static_cast<std::size_t>(batch)));
        auto& rows = round.batches.back();
        round.requests.push_back(request_text(key, rows));
        std::ranges::sort(rows, {}, [](const UsageEvent& event) {
            return std::tie(event.occurred_on, event.key);
        });
        round.events += rows.size();
    }
    return round;
}

/// Events/s that were accepted through HTTP; all must be.
double send_round(const Round& round, int port, int connections) {
    std::vector<std::unique_ptr<KeepAlive>> clients(static_cast<std::size_t>(connections));
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> accepted{0};
    const double seconds = time_together(
        connections,
        [&](int worker) {
            clients[static_cast<std::size_t>(worker)] = std::make_unique<KeepAlive>(port);
        },
        [&](int worker) {
            auto& client = *clients[static_cast<std::size_t>(worker)];
            for (auto i = next++; i < round.requests.size(); i = next++)
                accepted += static_cast<std::size_t>(
                    occurrences(client.exchange(round.requests[i]), R"("status":"accepted")"));
        });
    if (accepted != round.events) throw std::runtime_error("not every event was accepted");
    return static_cast<double>(accepted) / seconds;
}

double insert_round(const Round& round, const std::filesystem::path& socket, int connections) {
    std::vector<std::unique_ptr<RawConnection>> clients(static_cast<std::size_t>(connections));
    std::atomic<std::size_t> next{0};
    const double seconds = time_together(
        connections,
        [&](int worker) {
            auto& client = clients[static_cast<std::size_t>(worker)];
            client = std::make_unique<RawConnection>(socket);
            client->prepare_insert(round.batches.front().size());
        },
        [&](int worker) {
            for (auto i = next++; i < round.batches.size(); i = next++)
                clients[static_cast<std::size_t>(worker)]->insert(round.batches[i]);
        });
    return static_cast<double>(round.events) / seconds;
}

/// The tenant's time from now on is the machine's. There is no other way: a tenant that isn't a
/// sandbox can't have orders before its publicity periods are over.
void use_real_clock(const Server& server) {
    RawConnection(server.database_socket())
        .run("UPDATE tenants SET sandbox = FALSE, clock = NULL WHERE slug = '" +
             std::string(kCaseTenant) + "'");
}

void print_head(const IngestOptions& options) {
    std::printf("\nEvents through HTTP / rows by raw prepared inserts, same mariadbd, same run;\n"
                "medians of %d rounds; a batch's events lie in %d day(s); tenant's clock: %s\n\n",
                options.rounds, options.days, options.real_clock ? "real" : "sandbox");
    std::printf("%6s %12s %12s %12s %7s %7s\n", "batch", "connections", "events/s", "rows/s",
                "ratio", "load");
}

class IngestBench {
public:
    explicit IngestBench(const IngestOptions& options)
        : options_(options), server_(options.binary) {}

    int run() {
        std::printf("Playing the case ...\n");
        std::fflush(stdout);
        server_.play_case();
        if (options_.real_clock) use_real_clock(server_);
        const auto operator_admin =
            server_.sign_in(kCaseTenant, "op.admin", server_.password_of("op.admin"));
        const auto key = server_.make_key(operator_admin, {"events:write"});
        const auto clock = server_.send(operator_admin, http::Method::get, "/api/v1/clock");
        const auto now = parse_timestamp(clock.at("now").get<std::string>());
        EventMaker maker(now.value(), options_.days);
        const auto before = accepted(operator_admin);
        prepare_raw_table(server_.database_socket());
        print_head(options_);
        for (const int connections : options_.connections)
            measure(maker, key, options_.events, options_.batch, connections);
        if (options_.singles > 0)
            measure(maker, key, options_.singles, 1, kSingleConnections);
        return check_counts(accepted(operator_admin) - before);
    }

private:
    long long accepted(const Session& session) {
        return server_.send(session, http::Method::get, "/api/v1/events/summary")
            .at("accepted").get<long long>();
    }

    void measure(EventMaker& maker, const std::string& key, int events, int batch,
                 int connections) {
        std::vector<double> sent, inserted, ratios;
        for (int round = 0; round < options_.rounds; ++round) {
            const auto load = make_round(maker, key, events, batch);
            sent.push_back(send_round(load, server_.port(), connections));
            inserted.push_back(insert_round(load, server_.database_socket(), connections));
            ratios.push_back(sent.back() / inserted.back());
            total_ += static_cast<long long>(load.events);
        }
        std::printf("%6d %12d %12.0f %12.0f %7.3f %7.2f\n", batch, connections, median(sent),
                    median(inserted), median(ratios), load_average());
        std::fflush(stdout);
    }

    int check_counts(long long counted) {
        RawConnection administrator(server_.database_socket());
        const auto rows = std::stoll(administrator.value("SELECT COUNT(*) FROM raw_events"));
        std::printf("\nsent %lld, the server counts %lld, rows in the raw table %lld\n", total_,
                    counted, rows);
        return counted == total_ && rows == total_ ? 0 : 1;
    }

    IngestOptions options_;
    Server server_;
    long long total_ = 0;
};

}  // namespace

int measure_ingest(const IngestOptions& options) { return IngestBench(options).run(); }

}  // namespace yunhe::bench
