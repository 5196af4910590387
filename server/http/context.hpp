/// The long-lived parts that handlers use, wired once in app/wiring.cpp.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "db/database.hpp"

namespace yunhe::tenants {
class RulePackLibrary;
class Signer;
}
namespace yunhe::catalog {
class EntitlementView;
}
namespace yunhe::billing {
class Ingest;
}

namespace yunhe::http {

class Metrics;

/// Owned by app; outlives every call. All members are thread-safe.
struct Context {
    db::Database& database;
    const tenants::RulePackLibrary& rule_packs;
    tenants::Signer& signer;
    catalog::EntitlementView& entitlements;
    billing::Ingest& ingest;
    std::filesystem::path data_folder;  ///< Materials and export files live below it.
    std::function<bool()> ready = {};   ///< May requests be sent here? Empty: yes.
    const Metrics* metrics = nullptr;   ///< Null: /metrics is empty.
    /// How the world reaches the console, "https://data.example.cn", for links that leave it (QR
    /// codes). Empty: as the request was addressed.
    std::string public_url = {};
};

}  // namespace yunhe::http
