#include <boost/test/unit_test.hpp>

#include <set>

#include "base/crypto.hpp"
#include "billing/account_name.hpp"
#include "billing/allocation_ledger.hpp"
#include "billing/export.hpp"
#include "billing/export_sidecar.hpp"
#include "billing/money_words.hpp"
#include "tenants/webhook.hpp"

namespace yunhe::billing::export_test {
namespace {

std::string words(std::string_view yuan) { return money_in_words(Money::parse(yuan).value()); }

Export made_export() {
    Export wanted;
    wanted.id = ExportId{42};
    wanted.number = 12;
    wanted.kind = ExportKind::trial_balance;
    wanted.format = ExportFormat::csv;
    wanted.filter.period_from = wanted.filter.period_to = Period{2026, 9};
    wanted.filter.book = Book::nontax;
    wanted.username = "finance1";
    wanted.file_name = export_file_name(wanted);
    wanted.size_bytes = 4;
    wanted.digest_hex = crypto::sm3_hex("file");
    return wanted;
}

struct SignedFile {
    crypto::Sm2KeyPair key = crypto::generate_sm2_key_pair();
    std::string content;
    std::string sidecar;
    SignedFile() {
        const auto wanted = made_export();
        content = statement_text({.wanted = &wanted,
                                  .tenant = "示例市",
                                  .body = "运营公司",
                                  .made_at = parse_timestamp("2026-10-01T01:00:00Z").value(),
                                  .rows = 2,
                                  .totals = {{"debit", "借方", Money::fen(12345)}},
                                  .notes = {}});
        sidecar = sidecar_text(content, crypto::sm3_hex(content),
                               crypto::sm2_sign(key.private_pem, content), key.public_pem);
    }
    ExportCheck check(std::string_view text, std::string_view file = "file",
                      std::optional<std::string> trusted = {}) const {
        return check_export(text, crypto::sm3_hex(file), file.size(), trusted);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(exports)

BOOST_AUTO_TEST_CASE(amounts_are_put_into_words_as_payment_documents_ask) {
    BOOST_TEST(words("0.00") == "人民币零元整");
    BOOST_TEST(words("1.00") == "人民币壹元整");
    BOOST_TEST(words("10.50") == "人民币壹拾元伍角整");
    BOOST_TEST(words("0.08") == "人民币捌分");
    BOOST_TEST(words("1680.32") == "人民币壹仟陆佰捌拾元叁角贰分");
    BOOST_TEST(words("1409.50") == "人民币壹仟肆佰零玖元伍角整");
    BOOST_TEST(words("16409.02") == "人民币壹万陆仟肆佰零玖元零贰分");
    BOOST_TEST(words("6007.14") == "人民币陆仟零柒元壹角肆分");
    BOOST_TEST(words("107000.53") == "人民币壹拾万柒仟元伍角叁分");
    BOOST_TEST(words("100050.00") == "人民币壹拾万零伍拾元整");
    BOOST_TEST(words("100000005.00") == "人民币壹亿零伍元整");
    BOOST_TEST(words("120000000.00") == "人民币壹亿贰仟万元整");
    BOOST_TEST(words("1200000000000.00") == "人民币壹万贰仟亿元整");
    BOOST_TEST(words("-3.20") == "人民币负叁元贰角整");
    const auto least = Money::fen(std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(money_in_words(least).ends_with("捌分"));
}

BOOST_AUTO_TEST_CASE(every_kind_has_columns_of_its_own_and_totals_are_of_money) {
    std::set<ExportKind> kinds;
    for (const auto& row : all_export_kinds()) {
        BOOST_TEST(kinds.insert(row.kind).second);
        BOOST_TEST((row.required & ~row.filters) == 0u);
        std::set<std::string_view> codes;
        for (const auto& column : row.columns) {
            BOOST_TEST(codes.insert(column.code).second);
            BOOST_TEST(!column.zh.empty());
            BOOST_TEST(!column.en.empty());
            BOOST_TEST((!column.total || column.type == CellType::money));
            BOOST_TEST((column.type == CellType::id) == !column.id_prefix.empty());
        }
    }
    BOOST_TEST(kinds.size() == enum_values<ExportKind>.size());
}

BOOST_AUTO_TEST_CASE(the_allocation_ledger_has_the_columns_that_imports_depend_on) {
    const auto& row = row_of(ExportKind::allocation_ledger);
    BOOST_REQUIRE(row.columns.size() == kAllocationLedgerColumns.size());
    for (std::size_t i = 0; i < row.columns.size(); ++i)
        BOOST_TEST(row.columns[i].code == kAllocationLedgerColumns[i]);
    BOOST_TEST((row.csv_headings == ExportHeadings::code));
}

BOOST_AUTO_TEST_CASE(only_entries_have_a_journal) {
    for (const auto& row : all_export_kinds())
        BOOST_TEST(has_format(row, ExportFormat::journal) == (row.kind == ExportKind::vouchers));
}

BOOST_AUTO_TEST_CASE(a_filter_survives_being_stored_and_is_said_in_words) {
    ExportFilter filter;
    filter.period_from = Period{2026, 8};
    filter.period_to = Period{2026, 9};
    filter.fiscal_year = 2026;
    filter.book = Book::operators;
    filter.developer_uscc = "913210001001210102";
    filter.department_code = "D01";
    filter.product_code = "P1";
    filter.account = "bank";
    filter.published_only = true;
    const auto stored = to_json(filter);
    BOOST_TEST(to_text(to_json(filter_of(stored))) == to_text(stored));
    BOOST_TEST(to_json(ExportFilter{}).empty());
    BOOST_TEST(filter_lines(filter).size() == 7u);
    BOOST_TEST(made_export().file_name == "科目余额表-2026-09-000012.csv");
}

BOOST_AUTO_TEST_CASE(a_sidecar_proves_its_own_file_and_nothing_else) {
    const SignedFile made;
    BOOST_TEST(made.check(made.sidecar).exit_code() == 0);
    BOOST_TEST(made.check(made.sidecar, "file", made.key.public_pem).exit_code() == 0);
    BOOST_TEST(made.check(made.sidecar).content.at("totals").at("debit") == "123.45");
    BOOST_TEST(made.check(made.sidecar, "fil3").faults.front() == "file_differs");
    BOOST_TEST(made.check("{}").faults.front() == "bad_sidecar");
    const auto stranger = crypto::generate_sm2_key_pair().public_pem;
    BOOST_TEST(made.check(made.sidecar, "file", stranger).faults.front() == "key_differs");
    // Every member counts: whichever is changed, the check fails.
    const auto json = parse_json(made.sidecar).value();
    for (const auto& [member, value] : json.items()) {
        auto changed = json;
        auto text = value.get<std::string>();
        // Of a key the reader skips what stands around it: one of its own characters.
        if (member == "public_key") text[60] = text[60] == 'A' ? 'B' : 'A';
        else text.erase(0, 1);
        changed[member] = text;
        BOOST_TEST_CONTEXT(member) BOOST_TEST(made.check(to_text(changed)).exit_code() == 1);
    }
    auto other = json;
    auto content = made.content;
    content.replace(content.find("123.45"), 6, "123.46");
    other["content"] = content;
    other["digest"] = crypto::sm3_hex(content);
    BOOST_TEST(made.check(to_text(other)).faults.front() == "signature_invalid");
}

BOOST_AUTO_TEST_CASE(accounts_have_names_for_people) {
    BOOST_TEST(account_title("receivable:9132", "示例公司") == "应收款项—示例公司");
    BOOST_TEST(account_title("receivable:9132", "") == "应收款项—9132");
    BOOST_TEST(account_title("proposal:pool", "") == "预算建议");
    BOOST_TEST(account_title("attributed:department:D01", "市交通局") == "测算归属—市交通局");
    BOOST_TEST(account_title("something:new", "") == "something:new");
}

BOOST_AUTO_TEST_CASE(a_webhook_is_signed_as_the_standard_says) {
    // The example of the Standard Webhooks specification's reference libraries.
    const auto secret = crypto::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    const std::string secrets[] = {secret};
    BOOST_TEST(tenants::webhook_signature(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                                          "{\"test\": 2432232314}") ==
               "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    const std::string two[] = {secret, "former"};
    const auto both = tenants::webhook_signature(two, "msg_1", "1", "{}");
    BOOST_TEST(std::count(both.begin(), both.end(), ' ') == 1);
    BOOST_TEST(tenants::webhook_secret_text(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    BOOST_TEST(tenants::find_webhook_type("bill.issued")->to_developers);
    BOOST_TEST(!tenants::find_webhook_type("nothing.happened"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::billing::export_test
