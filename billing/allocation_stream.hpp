/// Reads the objects of a stream of allocations fast, where they are as they should be. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "billing/allocation_json.hpp"

namespace yunhe::billing {

/// Takes what `parse_json` and `parse_allocation_request` would take, and reads it the same; what
/// they would refuse it doesn't take, and leaves it to them to say why. A stream mostly has few
/// plans: the last one is kept. Not thread-safe.
class AllocationStream {
public:
    AllocationStream();
    ~AllocationStream();
    AllocationStream(const AllocationStream&) = delete;
    AllocationStream& operator=(const AllocationStream&) = delete;

    /// The request of one whole object, valid until the next call; null: not taken.
    const AllocationRequest* read(std::string_view text);

private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace yunhe::billing
