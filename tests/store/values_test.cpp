#include <limits>

#include <boost/test/unit_test.hpp>

#include "db/connection.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::values_test {
namespace {

using test::test_database;

/// A table of one column, through which values travel there and back.
class Scratch {
public:
    explicit Scratch(const std::string& type)
        : connection_(test_database().embedded().administrator_address()) {
        connection_.run("CREATE TEMPORARY TABLE scratch (k INT PRIMARY KEY, v " + type + ")");
    }
    template <class Stored, class Reader>
    auto round_trip(const Stored& stored, Reader reader) {
        Transaction tx(connection_);
        tx.execute("REPLACE INTO scratch (k, v) VALUES (1, ?)", stored);
        return tx.one("SELECT v FROM scratch WHERE k = 1", reader);
    }

private:
    Connection connection_;
};

BOOST_AUTO_TEST_CASE(texts_come_back_byte_for_byte) {
    Scratch scratch("LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL");
    const auto read = [](const Row& row) { return row.text("v"); };
    const std::string million(1'000'000, 'x');
    for (const std::string& text :
         {std::string("扬州市公共数据授权运营 𠮷 é ' \" \\ % _ ? ;"), std::string(), std::string("a\0b", 3),
          std::string("line\r\nline  "), million, std::string("short again")})
        BOOST_TEST(scratch.round_trip(text, read) == text);
}

BOOST_AUTO_TEST_CASE(signed_integers_come_back_at_their_limits) {
    Scratch scratch("BIGINT NULL");
    const auto read = [](const Row& row) { return row.int64("v"); };
    for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                      std::int64_t{0}, std::numeric_limits<std::int64_t>::max()})
        BOOST_TEST(scratch.round_trip(number, read) == number);
    BOOST_TEST(scratch.round_trip(Money::fen(-9'007'199'254'740'993),
                                  [](const Row& row) { return row.money("v").fen(); }) ==
               -9'007'199'254'740'993);
    BOOST_TEST(scratch.round_trip(Quantity{9'007'199'254'740'993},
                                  [](const Row& row) { return row.quantity("v").micro; }) ==
               9'007'199'254'740'993);
    BOOST_TEST(scratch.round_trip(true, [](const Row& row) { return row.boolean("v"); }));
}

BOOST_AUTO_TEST_CASE(ids_use_all_64_bits) {
    Scratch scratch("BIGINT UNSIGNED NULL");
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1} << 63,
                                       std::numeric_limits<std::uint64_t>::max()}) {
        const auto id = scratch.round_trip(UserId{number},
                                           [](const Row& row) { return row.id<UserId>("v"); });
        BOOST_TEST(id.value == number);
    }
}

BOOST_AUTO_TEST_CASE(sums_are_read_exactly) {
    Scratch scratch("BIGINT NULL");
    const auto sum = scratch.round_trip(std::int64_t{9'007'199'254'740'993},
                                        [](const Row& row) { return row.int64("v"); });
    BOOST_TEST(sum == 9'007'199'254'740'993);
    Connection connection(test_database().embedded().administrator_address());
    Transaction tx(connection);
    const auto read = [](const Row& row) { return row.int64("total"); };
    BOOST_TEST(tx.one("SELECT SUM(v) AS total "
                      "FROM (SELECT 9007199254740993 AS v UNION ALL SELECT 2) t", read) ==
               9'007'199'254'740'995);
}

BOOST_AUTO_TEST_CASE(instants_keep_their_microseconds_in_utc) {
    Scratch scratch("DATETIME(6) NULL");
    for (const char* text : {"2026-09-01T01:02:03.000001Z", "2026-12-31T23:59:59.999999Z",
                             "1999-01-01T00:00:00Z", "2026-09-01T01:00:00.5+08:00"}) {
        const Timestamp instant = parse_timestamp(text).value();
        const auto read = [](const Row& row) { return row.timestamp("v"); };
        BOOST_TEST((scratch.round_trip(instant, read) == instant), text);
    }
}

BOOST_AUTO_TEST_CASE(days_periods_and_json_come_back) {
    Scratch days("DATE NULL");
    const Date day = parse_date("2024-02-29").value();
    BOOST_TEST((days.round_trip(day, [](const Row& row) { return row.date("v"); }) == day));
    Scratch periods("CHAR(7) NULL");
    const Period period{2026, 9};
    const auto read_period = [](const Row& row) { return row.period("v"); };
    BOOST_TEST((periods.round_trip(period, read_period) == period));
    Scratch documents("JSON NULL");
    const Json json = {{"乙", 1}, {"甲", {"x", nullptr, true}}};
    BOOST_TEST((documents.round_trip(json, [](const Row& row) { return row.json("v"); }) == json));
}

BOOST_AUTO_TEST_CASE(null_is_told_from_empty) {
    Scratch scratch("VARCHAR(10) NULL");
    const auto read = [](const Row& row) { return row.optional_text("v"); };
    BOOST_TEST(!scratch.round_trip(std::optional<std::string>(), read).has_value());
    BOOST_TEST(scratch.round_trip(std::optional<std::string>(""), read).value() == "");
    Scratch instants("DATETIME(6) NULL");
    BOOST_TEST(!instants.round_trip(std::optional<Timestamp>(), [](const Row& row) {
        return row.optional_timestamp("v");
    }).has_value());
    Scratch numbers("BIGINT UNSIGNED NULL");
    BOOST_TEST(!numbers.round_trip(std::optional<UserId>(), [](const Row& row) {
        return row.optional_id<UserId>("v");
    }).has_value());
}

BOOST_AUTO_TEST_CASE(a_null_where_none_is_expected_is_a_bug) {
    Scratch scratch("VARCHAR(10) NULL");
    BOOST_CHECK_THROW(scratch.round_trip(std::optional<std::string>(),
                                         [](const Row& row) { return row.text("v"); }),
                      InvariantViolation);
}

BOOST_AUTO_TEST_CASE(a_statement_may_run_inside_its_own_visitor) {
    Connection connection(test_database().embedded().administrator_address());
    Transaction tx(connection);
    constexpr const char* kThree = "SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3";
    std::int64_t sum = 0;
    tx.each(kThree, {}, [&](const Row& outer) {
        const auto factor = outer.int64("n");
        tx.each(kThree, {}, [&](const Row& inner) { sum += factor * inner.int64("n"); });
    });
    BOOST_TEST(sum == 36);
}

BOOST_AUTO_TEST_CASE(more_texts_than_are_kept_still_run) {
    Connection connection(test_database().embedded().administrator_address());
    Transaction tx(connection);
    for (std::size_t count = 1; count <= 600; ++count) {
        std::vector<Value> bound(count, Value{std::int64_t{7}});
        std::uint64_t rows = 0;
        tx.each("SELECT 1 AS found WHERE 7 IN (" + placeholders(count) + ")", bound,
                [&](const Row&) { ++rows; });
        BOOST_REQUIRE(rows == 1);
    }
    BOOST_TEST(tx.one("SELECT COUNT(*) AS n FROM information_schema.tables WHERE 1 = ?",
                      [](const Row& row) { return row.int64("n"); }, 1) > 0);
}

BOOST_AUTO_TEST_CASE(the_session_is_strict_and_in_utc) {
    Connection connection(test_database().embedded().administrator_address());
    Transaction tx(connection);
    const auto settings = tx.one(
        "SELECT CONCAT_WS('|', @@time_zone, @@character_set_client, @@collation_connection, "
        "@@tx_isolation) AS text, @@sql_mode AS mode",
        [](const Row& row) { return std::pair(row.text("text"), row.text("mode")); });
    BOOST_TEST(settings.first == "+00:00|utf8mb4|utf8mb4_bin|READ-COMMITTED");
    BOOST_TEST(settings.second.find("STRICT_ALL_TABLES") != std::string::npos);
    BOOST_TEST(settings.second.find("ANSI_QUOTES") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(ids_grow_and_carry_the_time) {
    Connection connection(test_database().embedded().administrator_address());
    Transaction tx(connection);
    std::uint64_t previous = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto id = tx.new_id<UserId>();
        BOOST_REQUIRE(id.value > previous);
        previous = id.value;
    }
    const std::uint64_t seconds = (previous >> 22) / 1000;
    BOOST_TEST(seconds > 6u * 365 * 86400);
    BOOST_TEST(seconds < 60u * 365 * 86400);
}

}  // namespace
}  // namespace yunhe::db::values_test
