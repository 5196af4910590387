#include "http/metrics.hpp"

#include <spdlog/fmt/fmt.h>

namespace yunhe::http {
namespace {

/// Upper ends of the histogram's buckets, in microseconds.
constexpr std::array<std::int64_t, 9> kBounds{500, 1000, 2500, 5000, 10000, 50000, 250000, 1000000,
    5000000};
constexpr std::size_t kClasses = 6;  ///< 1xx .. 5xx; 0 is not used.

std::size_t class_of(int status) {
    return std::min<std::size_t>(static_cast<std::size_t>(status) / 100, 5); }

}  // namespace

struct Metrics::Series {
    std::string labels;
    std::array<std::atomic<std::uint64_t>, kClasses> by_class{};
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> by_duration{};
    std::atomic<std::uint64_t> total_us{0};
};

Metrics::Metrics(std::span<const Route> routes) {
    const auto add_series = [&](const Route* route, std::string labels) {
        auto series = std::make_unique<Series>();
        series->labels = std::move(labels);
        series_.emplace(route, std::move(series));
    };
    add_series(nullptr, R"(method="any",route="none")");
    for (const auto& route : routes)
        add_series(&route, fmt::format(R"(method="{}",route="{}")", to_text(route.method),
                                       route.path));
}

Metrics::~Metrics() = default;

void Metrics::record(const Route* route, int status, std::chrono::microseconds duration) {
    const auto found = series_.find(route);
    YUNHE_ASSERT(found != series_.end());
    auto& series = *found->second;
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && duration.count() > kBounds[bucket]) ++bucket;
    series.by_class[class_of(status)].fetch_add(1, std::memory_order_relaxed);
    series.by_duration[bucket].fetch_add(1, std::memory_order_relaxed);
    series.total_us.fetch_add(static_cast<std::uint64_t>(duration.count()),
        std::memory_order_relaxed);
}

void Metrics::add(std::string name, std::string help, std::string type,
    std::function<double()> read) {
    std::lock_guard guard(lock_);
    sources_.push_back({std::move(name), std::move(help), std::move(type), std::move(read)});
}

std::string Metrics::text() const {
    std::string counts = "# HELP yunhe_http_requests_total Requests by route and status class.\n"
                         "# TYPE yunhe_http_requests_total counter\n";
    std::string times = "# HELP yunhe_http_request_duration_seconds Time from request to reply.\n"
                        "# TYPE yunhe_http_request_duration_seconds histogram\n";
    for (const auto& [route, series] : series_) {
        for (std::size_t i = 1; i < kClasses; ++i)
            if (const auto count = series->by_class[i].load(); count > 0)
                counts += fmt::format("yunhe_http_requests_total{{{},status=\"{}xx\"}} {}\n",
                                      series->labels, i, count);
        std::uint64_t below = 0;
        std::string lines;
        for (std::size_t i = 0; i <= kBounds.size(); ++i) {
            below += series->by_duration[i].load();
            const auto bound = i < kBounds.size() ? fmt::format("{}",
                double(kBounds[i]) / 1e6) : "+Inf";
            lines += fmt::format("yunhe_http_request_duration_seconds_bucket{{{},le=\"{}\"}} {}\n",
                                 series->labels, bound, below);
        }
        if (below == 0) continue;
        times += lines;
        times += fmt::format("yunhe_http_request_duration_seconds_sum{{{}}} {}\n", series->labels,
                             double(series->total_us.load()) / 1e6);
        times += fmt::format("yunhe_http_request_duration_seconds_count{{{}}} {}\n",
            series->labels, below);
    }
    std::string others;
    std::lock_guard guard(lock_);
    for (const auto& source : sources_)
        others += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", source.name, source.help,
                              source.type, source.read());
    return counts + times + others;
}

}  // namespace yunhe::http
