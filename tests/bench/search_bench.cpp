/// The search at 100,000 products and 10,000 resources, in a database of its own.
#include <algorithm>
#include <cstdio>
#include <random>

#include "base/clock.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/search_service.hpp"
#include "db/database.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::bench {
namespace {

using namespace catalog;

constexpr int kDepartments = 60;
constexpr int kDevelopers = 200;
constexpr int kScenarios = 300;
constexpr int kAtOnce = 500;

constexpr const char* kPlaces[] = {"扬州市", "广陵区", "邗江区", "江都区", "宝应县", "仪征市",
                                   "高邮市", "开发区"};
constexpr const char* kThings[] = {
    "企业", "不动产", "车辆", "医保", "社保", "公积金", "税务", "用电", "用水", "燃气", "气象",
    "公交", "道路", "停车", "景区", "酒店", "学校", "医院", "药品", "食品", "环境", "水质", "土地",
    "规划", "建筑", "消防", "养老", "婚姻", "人口", "就业", "招标", "专利", "信用", "处罚"};
constexpr const char* kWhats[] = {"登记", "缴纳", "评分", "核验", "预测", "监测", "统计", "画像",
                                  "指数", "报告", "查询", "预警", "分析", "评估", "流量", "档案"};
constexpr const char* kForms[] = {"数据接口", "数据服务", "信息", "数据集", "数据产品", "信息服务",
                                  "API", "数据报告"};
constexpr const char* kFields[] = {"金融", "信用", "交通", "医疗", "旅游", "应急", "环保", "教育",
                                   "农业", "能源", "城建", "商贸"};
constexpr const char* kKinds[] = {"api", "service", "report", "dataset", "model"};

class Maker {
public:
    Maker(db::Database& database, TenantScope scope) : database_(database), scope_(scope) {}

    void make(const SearchOptions& options) {
        in_transaction([&](db::Transaction& tx) { make_bodies(tx); });
        for (int n = 0; n < options.resources; n += kAtOnce)
            in_transaction([&](db::Transaction& tx) {
                make_resources(tx, n, std::min(kAtOnce, options.resources - n));
            });
        for (int n = 0; n < options.products; n += kAtOnce)
            in_transaction([&](db::Transaction& tx) {
                make_products(tx, n, std::min(kAtOnce, options.products - n));
            });
    }
    BodyId some_developer() const { return developers_.front(); }

private:
    template <class Body>
    void in_transaction(Body body) {
        const auto done = database_.transact([&](db::Transaction& tx) -> Status {
            // Scenarios without agreements: nothing here asks for the chain.
            tx.execute("SET FOREIGN_KEY_CHECKS = 0");
            body(tx);
            return Done{};
        });
        YUNHE_ASSERT(done.ok());
    }

    template <class List>
    std::string one_of(const List& list) {
        return list[random_() % std::size(list)];
    }
    std::string name(int n) {
        return one_of(kPlaces) + one_of(kThings) + one_of(kWhats) + one_of(kForms) + " " +
               std::to_string(n);
    }

    BodyId make_body(db::Transaction& tx, tenants::BodyKind kind, const std::string& code,
                     const std::string& title) {
        tenants::Body body;
        body.id = tx.new_id<BodyId>();
        body.kind = kind;
        body.code = code;
        body.name = title;
        if (kind == tenants::BodyKind::department)
            body.department_kind = tenants::DepartmentKind::administrative;
        body.created_at = real_now();
        tenants::insert_body(tx, scope_, body);
        return body.id;
    }

    void make_bodies(db::Transaction& tx) {
        for (int n = 0; n < kDepartments; ++n)
            departments_.push_back(make_body(tx, tenants::BodyKind::department,
                                             "D" + std::to_string(n), one_of(kThings) + "局"));
        for (int n = 0; n < kDevelopers; ++n)
            developers_.push_back(make_body(tx, tenants::BodyKind::developer,
                                            "V" + std::to_string(n),
                                            one_of(kThings) + "科技有限公司"));
        for (int n = 0; n < kScenarios; ++n) {
            Scenario scenario;
            scenario.id = tx.new_id<ScenarioId>();
            scenario.code = "S" + std::to_string(n);
            scenario.developer_id = developers_[random_() % developers_.size()];
            scenario.agreement_id = {1};
            scenario.name = one_of(kThings) + one_of(kWhats) + "应用";
            scenario.field = one_of(kFields);
            scenario.created_at = real_now();
            insert_scenario(tx, scope_, scenario);
            scenarios_.push_back(scenario.id);
        }
    }

    void make_resources(db::Transaction& tx, int from, int count) {
        std::vector<Resource> made;
        for (int n = from; n < from + count; ++n) {
            Resource resource;
            resource.id = tx.new_id<ResourceId>();
            resource.code = "R" + std::to_string(n);
            resource.department_id = departments_[random_() % departments_.size()];
            resource.name = name(n);
            resource.field = one_of(kFields);
            resource.level = static_cast<Level>(random_() % 4);
            resource.state = n % 20 == 0 ? ResourceState::draft : ResourceState::published;
            for (int column = 0; column < 5; ++column)
                resource.columns.push_back({"c" + std::to_string(column), one_of(kWhats)});
            resource.created_at = real_now();
            resources_.push_back({resource.id, resource.code});
            made.push_back(std::move(resource));
        }
        insert_resources(tx, scope_, made);
    }

    void make_products(db::Transaction& tx, int from, int count) {
        for (int n = from; n < from + count; ++n) {
            Product product;
            product.id = tx.new_id<ProductId>();
            product.code = "P" + std::to_string(n);
            product.developer_id = developers_[random_() % developers_.size()];
            product.name = name(n);
            product.kind = one_of(kKinds);
            product.scenario_ids = {scenarios_[random_() % scenarios_.size()]};
            for (const auto* weight : {"60", "40"}) {
                LineageItem item;
                const auto& [id, code] = resources_[random_() % resources_.size()];
                item.resource_id = id;
                item.resource_code = code;
                item.weight = weight;
                if (product.lineage.empty() || product.lineage[0].resource_id != id)
                    product.lineage.push_back(item);
            }
            product.state = n % 20 == 0 ? ProductState::draft : ProductState::registered;
            if (product.state == ProductState::registered) {
                product.registered_at = real_now();
                product.effective_on = date_of(real_now());
            }
            insert_product(tx, scope_, product, real_now());
        }
    }

    db::Database& database_;
    TenantScope scope_;
    std::minstd_rand random_{20261121};
    std::vector<BodyId> departments_;
    std::vector<BodyId> developers_;
    std::vector<ScenarioId> scenarios_;
    std::vector<std::pair<ResourceId, std::string>> resources_;
};

struct Question {
    const char* name;
    std::string text;
    std::map<Facet, std::string> filters = {};
};

/// From the commonest pairs to what hits once.
std::vector<Question> questions() {
    return {{"nothing asked, all facets", ""},
            {"commonest pair 数据", "数据"},
            {"commonest pair 信息", "信息"},
            {"one character 市", "市"},
            {"two common pairs 企业 数据", "企业 数据"},
            {"a phrase 不动产登记数据接口", "不动产登记数据接口"},
            {"a word API", "api"},
            {"a code P77777", "P77777"},
            {"nothing found 量子", "量子"},
            {"common pair, two facets", "数据", {{Facet::field, "金融"}, {Facet::kind, "api"}}},
            {"department alone", "", {{Facet::department, "D7"}}},
            {"resources of a level", "登记", {{Facet::type, "resource"}, {Facet::level, "L3"}}}};
}

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(steady_now() - begin).count();
}

double percentile(std::vector<double>& values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

/// A new name for one product, over and over.
void measure_writes(const SearchOptions& options, db::Database& database, TenantScope scope) {
    const auto changed = database.read([&](db::Transaction& tx) -> Result<Product> {
        return find_product_by_code(tx, scope, "P1").value();
    });
    std::vector<double> writes;
    for (int n = 0; n < options.repeats; ++n) {
        const auto begin = steady_now();
        const auto done = database.transact([&](db::Transaction& tx) -> Status {
            tx.execute("UPDATE products SET name = ? WHERE tenant_id = ? AND id = ?",
                       "改名数据" + std::to_string(n), scope, changed.value().id);
            index_product(tx, scope, changed.value().id);
            return Done{};
        });
        YUNHE_ASSERT(done.ok());
        writes.push_back(milliseconds_since(begin));
    }
    const double write_p50 = percentile(writes, 0.5), write_p99 = percentile(writes, 0.99);
    std::printf("a product renamed and indexed: p50 %.2f ms, p99 %.2f ms; load %.2f\n", write_p50,
                write_p99, load_average());
}

void insert_tenant_row(db::Database& database, TenantScope scope) {
    tenants::Tenant tenant;
    tenant.id = scope.tenant();
    tenant.slug = "search";
    tenant.name = "search";
    tenant.rule_pack_id = "yangzhou-2024";
    tenant.created_at = real_now();
    const auto done = database.transact([&](db::Transaction& tx) -> Status {
        tenants::insert_tenant(tx, scope, tenant);
        return Done{};
    });
    YUNHE_ASSERT(done.ok());
}

}  // namespace

int measure_search(const SearchOptions& options) {
    auto& database = test::test_database().database();
    const auto scope = test::test_database().fresh_scope();
    insert_tenant_row(database, scope);
    std::printf("Making %d products and %d resources ...\n", options.products, options.resources);
    std::fflush(stdout);
    Maker maker(database, scope);
    maker.make(options);
    auto begin = steady_now();
    const auto built = database.transact([&](db::Transaction& tx) -> Status {
        rebuild_search_index(tx, scope);
        return Done{};
    });
    YUNHE_ASSERT(built.ok());
    std::printf("The index was built in %.1f s.\n\n", milliseconds_since(begin) / 1000);

    const tenants::Caller caller{.scope = scope,
                                 .now = real_now(),
                                 .user_id = {},
                                 .username = {},
                                 .body_id = maker.some_developer(),
                                 .body_kind = tenants::BodyKind::developer,
                                 .role = tenants::Role::developer_staff,
                                 .delegate_for_id = {},
                                 .api_key_id = {},
                                 .key_scopes = {}};
    std::printf("%-32s %8s %8s %8s %8s\n", "", "found", "p50 ms", "p99 ms", "most ms");
    std::vector<double> all;
    for (const auto& question : questions()) {
        std::vector<double> taken;
        std::uint64_t total = 0;
        for (int n = 0; n < options.repeats; ++n) {
            const SearchQuery query{.text = question.text, .filters = question.filters, .page = {}};
            begin = steady_now();
            const auto result = database.read([&](db::Transaction& tx) -> Result<SearchResult> {
                return search(tx, caller, query);
            });
            taken.push_back(milliseconds_since(begin));
            total = result.value().total;
        }
        all.insert(all.end(), taken.begin(), taken.end());
        const double p50 = percentile(taken, 0.5), p99 = percentile(taken, 0.99);
        std::printf("%-32s %8llu %8.2f %8.2f %8.2f\n", question.name,
                    static_cast<unsigned long long>(total), p50, p99, taken.back());
    }
    const double p50 = percentile(all, 0.5), p99 = percentile(all, 0.99);
    std::printf("%-32s %8s %8.2f %8.2f %8.2f\n\n", "all", "", p50, p99, all.back());

    measure_writes(options, database, scope);
    return 0;
}

}  // namespace yunhe::bench
