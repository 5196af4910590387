/// The ceiling: rows like those of usage_events by prepared statements, straight through MariaDB's
/// C client with binary parameters, each statement a durable transaction of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "billing/event.hpp"

namespace yunhe::bench {

/// As the database's administrator. Not thread-safe; throws std::runtime_error.
class RawConnection {
public:
    explicit RawConnection(const std::filesystem::path& socket);
    ~RawConnection();
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    void run(const std::string& statement);
    std::string value(const std::string& query);
    /// Prepares the insert of so many rows into `raw_events`.
    void prepare_insert(std::size_t rows);
    /// REQUIRES: as many as were prepared.
    void insert(std::span<const billing::UsageEvent> rows);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Makes an empty table `raw_events` of usage_events's definition, and room for the connections.
void prepare_raw_table(const std::filesystem::path& socket);

}  // namespace yunhe::bench
