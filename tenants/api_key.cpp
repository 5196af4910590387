#include "tenants/api_key.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kPrefix = "yh_live_";
constexpr std::size_t kIdCharacters = 13;
constexpr std::size_t kSecretCharacters = 43;
constexpr std::size_t kChecksumCharacters = 8;
constexpr std::size_t kKeyCharacters =
    kPrefix.size() + kIdCharacters + 1 + kSecretCharacters + 1 + kChecksumCharacters;

std::string checksum_of(std::string_view text) {
    const auto crc = crypto::crc32(text);
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(crc >> shift));
    return crypto::hex(bytes);
}

struct Block {
    std::string bytes;  ///< 4 or 16, as the network sends them.
    std::size_t bits = 0;
};

std::optional<std::string> address_bytes(std::string_view text) {
    const std::string address(text);
    std::array<char, 16> bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return std::nullopt;
    const std::string long_form(bytes.data(), 16);
    const std::string mapped = std::string(10, '\0') + "\xff\xff";
    if (long_form.starts_with(mapped)) return long_form.substr(12);
    return long_form;
}

std::optional<Block> parse_block(std::string_view text) {
    const auto slash = text.find('/');
    const auto bytes = address_bytes(text.substr(0, slash));
    if (!bytes) return std::nullopt;
    Block block{*bytes, bytes->size() * 8};
    if (slash == text.npos) return block;
    const auto digits = text.substr(slash + 1);
    std::size_t bits = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failure != std::errc() || end != digits.data() + digits.size() || bits > block.bits)
        return std::nullopt;
    block.bits = bits;
    return block;
}

bool holds(const Block& block, const std::string& address) {
    if (block.bytes.size() != address.size()) return false;
    for (std::size_t bit = 0; bit < block.bits; ++bit) {
        const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
        const auto differs = static_cast<unsigned char>(block.bytes[bit / 8] ^ address[bit / 8]);
        if ((differs & mask) != 0) return false;
    }
    return true;
}

}  // namespace

int effective_rate(std::optional<int> of_key, int of_tenant, bool operators) {
    if (!of_key) return of_tenant;
    if (operators || of_tenant == 0) return *of_key;
    return std::min(*of_key, of_tenant);
}

bool api_key_is_live(const ApiKey& key, Timestamp real_now) {
    return !key.revoked_at && (!key.expires_on || real_now < end_of(*key.expires_on));
}

std::string api_key_text(const ApiKeyText& key) {
    const auto id = to_text(key.id).substr(ApiKeyEntity::prefix.size() + 1);
    const auto text = std::string(kPrefix) + id + "_" + key.secret;
    return text + "_" + checksum_of(text);
}

std::optional<ApiKeyText> parse_api_key(std::string_view text) {
    if (text.size() != kKeyCharacters || !text.starts_with(kPrefix)) return std::nullopt;
    const auto checked = text.substr(0, text.size() - kChecksumCharacters - 1);
    if (text.substr(checked.size() + 1) != checksum_of(checked)) return std::nullopt;
    const bool joined =
        text[checked.size()] == '_' && text[kPrefix.size() + kIdCharacters] == '_';
    if (!joined) return std::nullopt;
    const auto id = parse_id<ApiKeyId>(std::string(ApiKeyEntity::prefix) + "_" +
                                       std::string(text.substr(kPrefix.size(), kIdCharacters)));
    if (!id.ok()) return std::nullopt;
    return ApiKeyText{id.value(), std::string(checked.substr(kPrefix.size() + kIdCharacters + 1))};
}

bool valid_address_block(std::string_view block) { return parse_block(block).has_value(); }

bool address_allowed(const std::vector<std::string>& blocks, std::string_view address) {
    if (blocks.empty()) return true;
    const auto bytes = address_bytes(address);
    if (!bytes) return false;
    for (const auto& text : blocks) {
        const auto block = parse_block(text);
        if (block && holds(*block, *bytes)) return true;
    }
    return false;
}

}  // namespace yunhe::tenants
