/// Counts and durations in the Prometheus text format (version 0.0.4). Labels are bounded: route
/// patterns and status classes, never ids or tenants. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "http/route.hpp"

namespace yunhe::http {

class Metrics {
public:
    /// `routes` must outlive it.
    explicit Metrics(std::span<const Route> routes);
    ~Metrics();

    /// `route` null: none was found (console files, 404).
    void record(const Route* route, int status, std::chrono::microseconds duration);
    /// A value read whenever the text is asked for: pool sizes, queue lengths. `type` is "gauge" or
    /// "counter". `read` must be thread-safe and outlive the Metrics' use.
    void add(std::string name, std::string help, std::string type, std::function<double()> read);

    std::string text() const;

private:
    struct Series;
    struct Source {
        std::string name;
        std::string help;
        std::string type;
        std::function<double()> read;
    };
    std::map<const Route*, std::unique_ptr<Series>> series_;  ///< Fixed after construction.
    mutable std::mutex lock_;
    std::vector<Source> sources_;
};

}  // namespace yunhe::http
