#include <set>

#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"

namespace crypto_test {

using namespace yunhe;

namespace {

std::string bytes(std::string_view hex_text) { return crypto::from_hex(hex_text).value(); }

/// The public key of the worked example of GB/T 32918.5-2017, annex A, as SubjectPublicKeyInfo.
std::string example_public_key() {
    const auto der = bytes(
        "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    return "-----BEGIN PUBLIC KEY-----\n" + crypto::base64(der) + "\n-----END PUBLIC KEY-----\n";
}

/// r and s of the same example, over "message digest" with the default id.
std::string example_signature() {
    return bytes(
        "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto_provider)

BOOST_AUTO_TEST_CASE(sm3_gives_the_digests_of_gbt_32905) {
    BOOST_TEST(crypto::sm3_hex("abc") ==
               "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i) sixteen_times += "abcd";
    BOOST_TEST(crypto::sm3_hex(sixteen_times) ==
               "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

BOOST_AUTO_TEST_CASE(sm3_in_pieces_equals_sm3_at_once_and_can_go_on) {
    crypto::Sm3 digest;
    digest.add("a");
    digest.add("");
    digest.add("bc");
    BOOST_TEST(crypto::hex(digest.digest()) == crypto::sm3_hex("abc"));
    digest.add("d");
    BOOST_TEST(crypto::hex(digest.digest()) == crypto::sm3_hex("abcd"));
}

BOOST_AUTO_TEST_CASE(sha256_gives_the_digest_of_fips_180) {
    BOOST_TEST(crypto::hex(crypto::sha256("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(hmac_gives_the_tags_of_rfc_4231_and_rfc_2202) {
    constexpr auto kText = "what do ya want for nothing?";
    BOOST_TEST(crypto::hex(crypto::hmac_sha256("Jefe", kText)) ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BOOST_TEST(crypto::hex(crypto::hmac_sha1("Jefe", kText)) ==
               "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

BOOST_AUTO_TEST_CASE(hmac_sm3_is_the_construction_of_rfc_2104) {
    std::string inner(64, 0x36);
    std::string outer(64, 0x5c);
    const std::string key = "a key";
    for (std::size_t i = 0; i < key.size(); ++i) {
        inner[i] = static_cast<char>(inner[i] ^ key[i]);
        outer[i] = static_cast<char>(outer[i] ^ key[i]);
    }
    BOOST_TEST(crypto::hmac_sm3(key, "text") == crypto::sm3(outer + crypto::sm3(inner + "text")));
}

BOOST_AUTO_TEST_CASE(sm4_gives_the_block_of_gbt_32907) {
    // Counter mode of zeros shows the cipher's output for the counter block itself.
    const auto block = bytes("0123456789abcdeffedcba9876543210");
    BOOST_TEST(crypto::hex(crypto::sm4_ctr(block, block, std::string(16, '\0'))) ==
               "681edf34d206965e86b3e94f536e4246");
}

BOOST_AUTO_TEST_CASE(sm2_verifies_the_worked_example_of_gbt_32918) {
    const auto key = example_public_key();
    BOOST_TEST(crypto::is_sm2_public_key(key));
    BOOST_TEST(crypto::sm2_verify(key, "message digest", example_signature()));
    BOOST_TEST(!crypto::sm2_verify(key, "message digesT", example_signature()));
}

BOOST_AUTO_TEST_CASE(sm2_signatures_verify_and_no_changed_bit_does) {
    const auto pair = crypto::generate_sm2_key_pair();
    const std::string message = "授权开发协议";
    const auto signature = crypto::sm2_sign(pair.private_pem, message);
    BOOST_TEST(crypto::sm2_verify(pair.public_pem, message, signature));
    BOOST_TEST(!crypto::sm2_verify(pair.public_pem, message + " ", signature));
    BOOST_TEST(!crypto::sm2_verify(crypto::generate_sm2_key_pair().public_pem, message, signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto changed = signature;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        BOOST_TEST(!crypto::sm2_verify(pair.public_pem, message, changed), "byte " << i);
    }
    BOOST_TEST(!crypto::sm2_verify(pair.public_pem, message, ""));
}

BOOST_AUTO_TEST_CASE(what_is_no_sm2_key_is_refused) {
    // A P-256 key (RFC 6979, A.2.5): well formed, on another curve.
    const auto other =
        "-----BEGIN PUBLIC KEY-----\n" +
        crypto::base64(bytes("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                             "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                             "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")) +
        "\n-----END PUBLIC KEY-----\n";
    BOOST_TEST(!crypto::is_sm2_public_key(other));
    BOOST_TEST(!crypto::is_sm2_public_key("hello"));
    BOOST_TEST(!crypto::sm2_verify("hello", "message digest", example_signature()));
    BOOST_CHECK_THROW(crypto::sm2_sign("hello", "text"), crypto::CryptoFailure);
    const auto pair = crypto::generate_sm2_key_pair();
    BOOST_CHECK_THROW(crypto::sm2_sign(pair.public_pem, "text"), crypto::CryptoFailure);
}

BOOST_AUTO_TEST_CASE(what_is_sealed_opens_with_its_key_and_context_only) {
    const auto key = crypto::random_bytes(32);
    const auto sealed = crypto::seal(key, "secret", "tenant 7");
    BOOST_TEST(crypto::unseal(key, sealed, "tenant 7").value() == "secret");
    BOOST_TEST(!crypto::unseal(key, sealed, "tenant 8").has_value());
    BOOST_TEST(!crypto::unseal(crypto::random_bytes(32), sealed, "tenant 7").has_value());
    BOOST_TEST(crypto::seal(key, "secret", "tenant 7") != sealed);
    BOOST_TEST(crypto::unseal(key, crypto::seal(key, "", ""), "").value() == "");
}

BOOST_AUTO_TEST_CASE(a_sealed_value_that_was_changed_or_cut_stays_closed) {
    const auto key = crypto::random_bytes(32);
    const auto sealed = crypto::seal(key, "secret", "c");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 0x80);
        BOOST_TEST(!crypto::unseal(key, changed, "c").has_value(), "byte " << i);
        BOOST_TEST(!crypto::unseal(key, sealed.substr(0, i), "c").has_value(), "length " << i);
    }
}

BOOST_AUTO_TEST_CASE(text_forms_give_the_vectors_of_rfc_4648) {
    BOOST_TEST(crypto::base64("") == "");
    BOOST_TEST(crypto::base64("f") == "Zg==");
    BOOST_TEST(crypto::base64("fo") == "Zm8=");
    BOOST_TEST(crypto::base64("foobar") == "Zm9vYmFy");
    BOOST_TEST(crypto::base64url("\xfb\xff") == "-_8");
    BOOST_TEST(crypto::base32("foobar") == "MZXW6YTBOI");
    BOOST_TEST(crypto::hex("fo\xff") == "666fff");
}

BOOST_AUTO_TEST_CASE(text_forms_come_back_for_every_length) {
    for (std::size_t length = 0; length < 70; ++length) {
        const auto original = crypto::random_bytes(length);
        BOOST_TEST((crypto::from_hex(crypto::hex(original)) == original));
        BOOST_TEST((crypto::from_base64(crypto::base64(original)) == original));
        BOOST_TEST((crypto::from_base64url(crypto::base64url(original)) == original));
        BOOST_TEST((crypto::from_base32(crypto::base32(original)) == original));
    }
}

BOOST_AUTO_TEST_CASE(only_the_one_right_spelling_is_decoded) {
    BOOST_TEST((crypto::from_hex("AbCd") == "\xab\xcd"));
    for (const auto* wrong : {"a", "0g", "ab "}) BOOST_TEST(!crypto::from_hex(wrong).has_value());
    for (const auto* wrong : {"Zg", "Zg=", "Zh==", "Z===", "Zm9v====", "Z=g=", "Zm 9"})
        BOOST_TEST(!crypto::from_base64(wrong).has_value(), wrong);
    for (const auto* wrong : {"Zh", "A", "Zg==", "+/8"})
        BOOST_TEST(!crypto::from_base64url(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(crc32_gives_the_check_value) {
    BOOST_TEST(crypto::crc32("123456789") == 0xCBF43926u);
    BOOST_TEST(crypto::crc32("") == 0u);
}

BOOST_AUTO_TEST_CASE(equality_in_constant_time_is_equality) {
    BOOST_TEST(crypto::constant_time_equal("", ""));
    BOOST_TEST(crypto::constant_time_equal("abc", "abc"));
    BOOST_TEST(!crypto::constant_time_equal("abc", "abd"));
    BOOST_TEST(!crypto::constant_time_equal("abc", "abcd"));
}

BOOST_AUTO_TEST_CASE(tokens_have_256_bits_and_do_not_repeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto token = crypto::random_token();
        BOOST_TEST(crypto::from_base64url(token).value().size() == 32u);
        BOOST_TEST(seen.insert(token).second);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace crypto_test
