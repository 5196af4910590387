#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include <set>

#include "catalog/posting.hpp"

namespace posting_property_test {

using namespace yunhe::catalog;

namespace {

constexpr std::uint32_t kBlocks = 3;

std::set<std::uint32_t> some_documents() {
    const auto most = static_cast<int>(kBlocks * kBlockDocuments);
    std::set<std::uint32_t> documents;
    const int count = *rc::gen::element(0, 1, 40, 600, 3000);
    for (int i = 0; i < count; ++i)
        documents.insert(static_cast<std::uint32_t>(*rc::gen::inRange(0, most)));
    return documents;
}

/// By way of the stored form.
DocumentSet set_of(const std::set<std::uint32_t>& documents) {
    std::vector<std::vector<std::uint16_t>> blocks(kBlocks);
    for (const auto document : documents)
        blocks[document / kBlockDocuments].push_back(
            static_cast<std::uint16_t>(document % kBlockDocuments));
    DocumentSet set(kBlocks);
    for (std::uint32_t block = 0; block < kBlocks; ++block) {
        const auto bytes = block_bytes(blocks[block]);
        RC_ASSERT(bytes.size() <= 1024u);
        RC_ASSERT(block_members(bytes) == blocks[block]);
        set.insert_block(block, bytes);
    }
    return set;
}

std::set<std::uint32_t> members_of(const DocumentSet& set) {
    const auto all = set.largest_below(0xFFFFFFFF, kBlocks * kBlockDocuments);
    return {all.begin(), all.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posting_properties)

BOOST_AUTO_TEST_CASE(stored_sets_behave_as_sets) {
    BOOST_CHECK(rc::check([] {
        const auto a = some_documents(), b = some_documents();
        auto both = set_of(a), either = set_of(a), rest = set_of(a);
        RC_ASSERT(both.size() == a.size());
        RC_ASSERT(members_of(both) == a);
        std::set<std::uint32_t> common, united = a, left = a;
        for (const auto document : b) {
            if (a.contains(document)) common.insert(document);
            united.insert(document);
            left.erase(document);
        }
        RC_ASSERT(both.common_size(set_of(b)) == common.size());
        both &= set_of(b);
        either |= set_of(b);
        rest -= set_of(b);
        RC_ASSERT(members_of(both) == common);
        RC_ASSERT(members_of(either) == united);
        RC_ASSERT(members_of(rest) == left);
    }));
}

BOOST_AUTO_TEST_CASE(pages_from_the_largest_down_give_each_member_once) {
    BOOST_CHECK(rc::check([] {
        const auto documents = some_documents();
        const auto set = set_of(documents);
        std::vector<std::uint32_t> paged;
        std::uint32_t before = 0xFFFFFFFF;
        while (true) {
            const auto page = set.largest_below(before, 70);
            if (page.empty()) break;
            paged.insert(paged.end(), page.begin(), page.end());
            before = page.back();
        }
        RC_ASSERT(paged == std::vector<std::uint32_t>(documents.rbegin(), documents.rend()));
    }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace posting_property_test
