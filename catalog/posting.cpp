#include "catalog/posting.hpp"

#include <bit>

#include "base/assert.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::size_t kBitmapBytes = kBlockDocuments / 8;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<std::uint8_t>(bytes[i]);
}

/// Calls `visit(member)` for each, ascending.
template <class Visit>
void each_member(std::string_view bytes, Visit visit) {
    if (bytes.size() == kBitmapBytes) {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            for (unsigned rest = byte_at(bytes, i); rest != 0; rest &= rest - 1)
                visit(static_cast<std::uint16_t>(
                    i * 8 + static_cast<std::size_t>(std::countr_zero(rest))));
        return;
    }
    YUNHE_ASSERT(bytes.size() % 2 == 0 && bytes.size() < kBitmapBytes);
    for (std::size_t i = 0; i < bytes.size(); i += 2)
        visit(static_cast<std::uint16_t>(byte_at(bytes, i) | byte_at(bytes, i + 1) << 8));
}

}  // namespace

bool DocumentSet::contains(std::uint32_t document) const {
    return (words_[document / 64] >> (document % 64) & 1) != 0;
}

void DocumentSet::insert(std::uint32_t document) {
    words_[document / 64] |= std::uint64_t{1} << (document % 64);
}

std::uint64_t DocumentSet::size() const {
    std::uint64_t count = 0;
    for (const auto word : words_) count += static_cast<std::uint64_t>(std::popcount(word));
    return count;
}

void DocumentSet::insert_block(std::uint32_t block, std::string_view bytes) {
    const auto first = block * kBlockDocuments;
    YUNHE_ASSERT(first / 64 + kBlockWords <= words_.size());
    if (bytes.size() != kBitmapBytes) {
        each_member(bytes, [&](std::uint16_t member) { insert(first + member); });
        return;
    }
    auto* words = &words_[first / 64];
    for (std::size_t i = 0; i < bytes.size(); ++i)
        words[i / 8] |= std::uint64_t{byte_at(bytes, i)} << (i % 8 * 8);
}

DocumentSet& DocumentSet::operator&=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
}

DocumentSet& DocumentSet::operator|=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
}

DocumentSet& DocumentSet::operator-=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
}

std::uint64_t DocumentSet::common_size(const DocumentSet& other) const {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < words_.size(); ++i)
        count += static_cast<std::uint64_t>(std::popcount(words_[i] & other.words_[i]));
    return count;
}

std::vector<std::uint32_t> DocumentSet::largest_below(std::uint32_t before,
                                                      std::size_t most) const {
    std::vector<std::uint32_t> found;
    const auto end = std::min<std::size_t>(before, words_.size() * 64);
    for (std::size_t i = (end + 63) / 64; i-- > 0 && found.size() < most;) {
        auto word = words_[i];
        if (i * 64 + 64 > end) word &= (std::uint64_t{1} << (end - i * 64)) - 1;
        while (word != 0 && found.size() < most) {
            const auto bit = 63 - static_cast<unsigned>(std::countl_zero(word));
            found.push_back(static_cast<std::uint32_t>(i * 64 + bit));
            word &= ~(std::uint64_t{1} << bit);
        }
    }
    return found;
}

std::string block_bytes(const std::vector<std::uint16_t>& members) {
    std::string bytes;
    if (members.size() * 2 < kBitmapBytes) {
        for (const auto member : members) {
            bytes.push_back(static_cast<char>(member & 0xFF));
            bytes.push_back(static_cast<char>(member >> 8));
        }
        return bytes;
    }
    bytes.assign(kBitmapBytes, '\0');
    for (const auto member : members)
        bytes[member / 8] = static_cast<char>(byte_at(bytes, member / 8) | 1 << (member % 8));
    return bytes;
}

std::vector<std::uint16_t> block_members(std::string_view bytes) {
    std::vector<std::uint16_t> members;
    each_member(bytes, [&](std::uint16_t member) { members.push_back(member); });
    return members;
}

}  // namespace yunhe::catalog
