#include "db/pool.hpp"

namespace yunhe::db {

Pool::Pool(DatabaseAddress address, PoolOptions options)
    : address_(std::move(address)), options_(options) {
    YUNHE_ASSERT(options_.connections_max > 0);
}

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Connection> connection, std::uint64_t generation)
    : pool_(pool), connection_(std::move(connection)), generation_(generation) {}

Pool::Lease::~Lease() {
    const bool usable = !discarded_ && !connection_->broken();
    pool_.give_back(std::move(connection_), generation_, usable);
}

Pool::Lease Pool::take() {
    std::uint64_t generation = 0;
    {
        std::unique_lock lock(mutex_);
        const bool free = returned_.wait_for(
            lock, options_.wait_max, [&] { return in_use_ < options_.connections_max; });
        if (!free) throw DatabaseUnavailable("all connections to the database are in use");
        ++in_use_;
        generation = generation_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection), generation};
        }
    }
    // Connecting takes long, so it happens without the lock; the place is reserved by `in_use_`.
    try {
        const ConnectionOptions wanted{.read_max = options_.statement_max,
                                       .lock_wait_max = options_.lock_wait_max};
        return {*this, std::make_unique<Connection>(address_, wanted), generation};
    } catch (const std::exception&) {
        give_back(nullptr, generation, false);
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection, std::uint64_t generation,
                     bool usable) {
    {
        const std::lock_guard lock(mutex_);
        --in_use_;
        if (usable && generation == generation_) idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
    // A connection that was not kept is closed here, outside the lock.
}

void Pool::forget_connections() {
    std::vector<std::unique_ptr<Connection>> forgotten;
    const std::lock_guard lock(mutex_);
    ++generation_;
    forgotten.swap(idle_);
}

Database::Usage Pool::usage() const {
    const std::lock_guard lock(mutex_);
    return {in_use_, in_use_ + idle_.size()};
}

}  // namespace yunhe::db
