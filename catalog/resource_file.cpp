#include "catalog/resource_file.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/table_file.hpp"
#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

enum Column : std::size_t {
    code, name, description, subject, level, personal, secret, confidential, origin, openness,
    barred_reason, unlock, unlock_document, cadence, registration_number, registered_until,
    column_name, column_title, column_type, column_level, column_personal, column_secret,
    column_description, column_masking, kColumnCount
};

constexpr std::array<FileColumn, kColumnCount> kColumns{{
    {"code", "资源代码", "Resource code", true,
     "必填。字母、数字、点、下划线、短横线,不超过 64 个字符;同一资源每行都填。",
     "Required in every row. Letters, digits, dot, underscore, hyphen; at most 64.", 18},
    {"name", "资源名称", "Resource name", true, "必填,不超过 200 字;填在该资源的第一行即可。",
     "Required, at most 200 characters; the resource's first row is enough.", 28},
    {"description", "资源摘要", "Description", false, "选填,不超过 4000 字。",
     "Optional, at most 4000 characters.", 36},
    {"field", "所属领域", "Field", true, "必填,如 交通、信用。", "Required, like transport.", 14},
    {"level", "资源分级", "Level", true, "必填:L1、L2、L3 或 L4。", "Required: L1, L2, L3 or L4.", 10},
    {"personal", "含个人信息", "Personal information", false, "是 或 否;空白为否。",
     "yes or no; empty is no.", 12},
    {"secret", "含商业秘密", "Commercial secrets", false, "是 或 否;空白为否。",
     "yes or no; empty is no.", 12},
    {"confidential", "含保密商务信息", "Confidential business information", false,
     "是 或 否;空白为否。", "yes or no; empty is no.", 16},
    {"origin", "数据来源", "Origin", false, "本市、省级回流、市级回流区县;空白为本市。",
     "city, province_returned, city_returned_to_county; empty is city.", 14},
    {"openness", "开放属性", "Openness", true, "必填:无条件开放、有条件开放、禁止开放。",
     "Required: unconditional, conditional, barred.", 14},
    {"barred_reason", "禁止原因", "Reason of the bar", false,
     "禁止开放的资源必填,填适用办法所列原因的名称或代码。",
     "Required for barred resources: title or code of one of the rule pack's reasons.", 18},
    {"unlock", "解禁依据", "Unlock proof", false, "脱敏、匿名化 或 主体同意。",
     "desensitised, anonymised or consented.", 14},
    {"unlock_document", "解禁证明文件", "Evidence of the proof", false,
     "填了解禁依据的禁止开放资源必填:证明文件的名称或文号。",
     "Required where a barred resource has an unlock proof: title or number of the document.", 24},
    {"cadence", "更新周期", "Cadence", false, "实时、每日、每周、每月、每季度、每半年、每年、不定期。",
     "realtime, daily, weekly, monthly, quarterly, half_yearly, yearly, irregular.", 12},
    {"registration_number", "登记编号", "Registration number", false,
     "公共数据资源登记平台赋予的编号。", "Of the register of public data resources.", 24},
    {"registered_until", "登记有效期至", "Registered until", false, "日期,如 2027-06-30。",
     "A date like 2027-06-30.", 16},
    {"column_name", "信息项代码", "Column", true, "必填,一行一个信息项;不超过 64 字,在资源内不重复。",
     "Required, one row per column; at most 64 characters, unique in the resource.", 20},
    {"column_title", "信息项名称", "Column title", false, "信息项的中文名称。",
     "What people call the column.", 20},
    {"column_type", "数据类型", "Column type", false, "如 字符型、日期型、varchar(18)。",
     "Like varchar(18) or date.", 14},
    {"column_level", "信息项分级", "Column level", false, "L1 至 L4;空白同资源分级。",
     "L1 to L4; empty is the resource's.", 12},
    {"column_personal", "信息项含个人信息", "Column holds personal information", false,
     "是 或 否;空白为否。", "yes or no; empty is no.", 18},
    {"column_secret", "信息项含商业秘密", "Column holds secrets", false,
     "是 或 否,含商业秘密或保密商务信息填是;空白为否。",
     "yes or no (commercial or business secrets); empty is no.", 18},
    {"column_description", "信息项说明", "Column description", false, "选填,不超过 2000 字。",
     "Optional, at most 2000 characters.", 30},
    {"column_masking", "脱敏要求", "Masking", false, "如 保留前三位后四位。",
     "Like: keep the first three and the last four.", 24},
}};
/// From here on a cell is of the row's column, before it of the resource.
constexpr std::size_t kFirstOfColumn = column_name;

/// Words for an enumerator; the first is the one that is written, in Chinese.
template <class E>
struct Words {
    E value;
    std::array<std::string_view, 4> words;
};
constexpr Words<Level> kLevels[] = {{Level::l1, {"L1", "1", "1级", "一级"}},
                                    {Level::l2, {"L2", "2", "2级", "二级"}},
                                    {Level::l3, {"L3", "3", "3级", "三级"}},
                                    {Level::l4, {"L4", "4", "4级", "四级"}}};
constexpr Words<Origin> kOrigins[] = {
    {Origin::city, {"本市", "市级", "市本级"}},
    {Origin::province_returned, {"省级回流", "省回流"}},
    {Origin::city_returned_to_county, {"市级回流区县", "市级回流"}}};
constexpr Words<Openness> kOpennesses[] = {
    {Openness::unconditional, {"无条件开放", "完全开放"}},
    {Openness::conditional, {"有条件开放", "受限开放"}},
    {Openness::barred, {"禁止开放", "不予开放"}}};
constexpr Words<Unlock> kUnlocks[] = {{Unlock::desensitised, {"脱敏", "脱敏处理", "脱敏脱密"}},
                                      {Unlock::anonymised, {"匿名化", "匿名化处理"}},
                                      {Unlock::consented, {"主体同意", "授权同意", "同意"}}};
constexpr Words<Cadence> kCadences[] = {
    {Cadence::realtime, {"实时"}},          {Cadence::daily, {"每日", "每天"}},
    {Cadence::weekly, {"每周"}},            {Cadence::monthly, {"每月"}},
    {Cadence::quarterly, {"每季度", "每季"}}, {Cadence::half_yearly, {"每半年"}},
    {Cadence::yearly, {"每年"}},            {Cadence::irregular, {"不定期"}}};
constexpr Words<bool> kYesNo[] = {{true, {"是", "有", "√", "Y"}}, {false, {"否", "无", "N", "×"}}};

template <class E>
std::string_view code_word(E value) {
    return to_text(value);
}
std::string_view code_word(bool value) { return value ? "yes" : "no"; }

template <class E, std::size_t Count>
std::optional<E> value_of(const Words<E> (&table)[Count], std::string_view text) {
    for (const auto& row : table) {
        if (lower_case(text) == lower_case(code_word(row.value))) return row.value;
        for (const auto word : row.words)
            if (!word.empty() && word == text) return row.value;
    }
    return std::nullopt;
}

template <class E, std::size_t Count>
std::string allowed(const Words<E> (&table)[Count]) {
    std::vector<std::string> words;
    for (const auto& row : table) words.emplace_back(row.words[0]);
    return join(words, "、");
}

template <class E, std::size_t Count>
std::string word_of(const Words<E> (&table)[Count], E value, Language language) {
    for (const auto& row : table)
        if (row.value == value)
            return std::string(language == Language::chinese ? row.words[0] : code_word(value));
    return {};
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// Where each column stands in the file.
using Places = std::array<std::size_t, kColumnCount>;

Error whole_file(std::string refusal, ErrorArgs args = {}) {
    return {Errc::malformed, std::move(refusal), std::move(args)};
}

Result<Places> places_of(const CsvRow& heading) {
    Places places;
    places.fill(kNowhere);
    for (std::size_t at = 0; at < heading.cells.size(); ++at) {
        auto title = trim(heading.cells[at]);
        // Templates mark what is required.
        while (title.ends_with('*')) title = trim(title.substr(0, title.size() - 1));
        if (title.empty()) continue;
        const auto found = std::ranges::find_if(kColumns, [&](const FileColumn& column) {
            return title == column.zh || lower_case(title) == lower_case(column.en) ||
                   lower_case(title) == column.name;
        });
        if (found == kColumns.end())
            return whole_file("file_column_unknown", {{"column", std::string(title)}});
        auto& place = places[static_cast<std::size_t>(found - kColumns.begin())];
        if (place != kNowhere)
            return whole_file("csv_column_repeated", {{"column", std::string(title)}});
        place = at;
    }
    for (std::size_t i = 0; i < kColumnCount; ++i)
        if (kColumns[i].required && places[i] == kNowhere)
            return whole_file("file_column_missing", {{"column", std::string(kColumns[i].zh)}});
    return places;
}

/// A cell with the line that says it.
struct Told {
    std::string text;
    std::size_t line = kNowhere;  ///< Index into the file's lines.
};

/// What the rows of one resource say of it.
struct Draft {
    FileResource result;
    std::array<Told, kFirstOfColumn> told;
    std::set<std::string, std::less<>> columns;
};

class CatalogueReader {
public:
    explicit CatalogueReader(const Places& places) : places_(places) {}

    CatalogueFile read(std::span<const CsvRow> rows) {
        file_.lines.reserve(rows.size());
        for (const auto& row : rows) read_row(row);
        for (auto& draft : drafts_) finish(draft);
        return std::move(file_);
    }

private:
    std::string_view cell(const CsvRow& row, std::size_t column) const {
        const auto place = places_[column];
        if (place == kNowhere || place >= row.cells.size()) return {};
        return trim(without_defusing(row.cells[place]));
    }

    void fault(std::size_t line, std::size_t column, std::string refusal, ErrorArgs args = {}) {
        file_.lines[line].errors.push_back(
            {std::string(kColumns[column].name), std::move(refusal), std::move(args)});
    }

    void read_row(const CsvRow& row) {
        if (std::ranges::all_of(row.cells, [](const auto& text) { return blank(text); })) return;
        const auto line = file_.lines.size();
        auto& report = file_.lines.emplace_back();
        report.line = row.line;
        report.resource_code = cell(row, code).substr(0, 64);
        report.column_name = cell(row, column_name).substr(0, 64);
        if (!valid_utf8(report.resource_code) || !valid_utf8(report.column_name)) {
            // A long text was cut inside a character: it is too long anyway.
            if (!valid_utf8(report.resource_code)) report.resource_code.clear();
            if (!valid_utf8(report.column_name)) report.column_name.clear();
        }
        if (row.cells.size() > kColumnCount + 20) fault(line, code, "row_too_wide");
        const auto given = cell(row, code);
        if (!is_code(given)) {
            fault(line, code, given.empty() ? "missing_field" : "bad_code");
            return;
        }
        auto& draft = draft_of(std::string(given));
        draft.result.lines.push_back(line);
        tell(draft, row, line);
        add_column(draft, row, line);
    }

    Draft& draft_of(std::string given) {
        const auto known = by_code_.find(given);
        if (known != by_code_.end()) return drafts_[known->second];
        by_code_.emplace(given, drafts_.size());
        auto& draft = drafts_.emplace_back();
        draft.result.resource.code = std::move(given);
        return draft;
    }

    void tell(Draft& draft, const CsvRow& row, std::size_t line) {
        for (std::size_t i = name; i < kFirstOfColumn; ++i) {
            const auto text = cell(row, i);
            if (text.empty() || text == draft.told[i].text) continue;
            if (draft.told[i].text.empty()) {
                draft.told[i] = {std::string(text), line};
                continue;
            }
            fault(line, i, "row_contradicts",
                  {{"line", std::to_string(file_.lines[draft.told[i].line].line)}});
        }
    }

    std::string text(std::size_t line, std::size_t column, std::string_view given,
                     std::size_t most) {
        const auto characters = character_count(given);
        if (!characters || has_control_characters(given)) {
            fault(line, column, "bad_text");
            return {};
        }
        if (*characters > most) {
            fault(line, column, "too_long", {{"max", std::to_string(most)}});
            return {};
        }
        return std::string(given);
    }

    template <class E, std::size_t Count>
    std::optional<E> word(std::size_t line, std::size_t column, std::string_view given,
                          const Words<E> (&table)[Count]) {
        if (given.empty()) return std::nullopt;
        const auto value = value_of(table, given);
        if (!value) fault(line, column, "not_one_of", {{"allowed", allowed(table)}});
        return value;
    }

    void add_column(Draft& draft, const CsvRow& row, std::size_t line) {
        const auto given = cell(row, column_name);
        if (given.empty()) return fault(line, column_name, "missing_field");
        ResourceColumn column;
        column.name = text(line, column_name, given, 64);
        if (column.name.empty()) return;
        if (!draft.columns.insert(column.name).second)
            return fault(line, column_name, "repeated_item");
        if (draft.columns.size() > kColumnsOfResourceMax)
            return fault(line, column_name, "too_many_items",
                         {{"max", std::to_string(kColumnsOfResourceMax)}});
        column.title = text(line, column_title, cell(row, column_title), 200);
        column.type = text(line, column_type, cell(row, column_type), 64);
        column.level = word(line, column_level, cell(row, column_level), kLevels);
        column.personal =
            word(line, column_personal, cell(row, column_personal), kYesNo).value_or(false);
        column.secret = word(line, column_secret, cell(row, column_secret), kYesNo).value_or(false);
        column.description = text(line, column_description, cell(row, column_description), 2000);
        column.masking = text(line, column_masking, cell(row, column_masking), 400);
        draft.result.resource.columns.push_back(std::move(column));
    }

    // What was told of the resource, read once all its rows are known.

    std::size_t line_of(const Draft& draft, std::size_t column) const {
        const auto line = draft.told[column].line;
        return line == kNowhere ? draft.result.lines.front() : line;
    }
    std::string text(const Draft& draft, std::size_t column, std::size_t most) {
        return text(line_of(draft, column), column, draft.told[column].text, most);
    }
    template <class E, std::size_t Count>
    std::optional<E> word(const Draft& draft, std::size_t column, const Words<E> (&table)[Count]) {
        return word(line_of(draft, column), column, draft.told[column].text, table);
    }

    void finish(Draft& draft) {
        for (std::size_t i = name; i < kFirstOfColumn; ++i)
            if (kColumns[i].required && draft.told[i].text.empty())
                fault(draft.result.lines.front(), i, "missing_field");
        auto& resource = draft.result.resource;
        resource.name = text(draft, name, 200);
        resource.description = text(draft, description, 4000);
        resource.field = text(draft, subject, 64);
        resource.level = word(draft, level, kLevels).value_or(Level::l2);
        resource.personal = word(draft, personal, kYesNo).value_or(false);
        resource.secret = word(draft, secret, kYesNo).value_or(false);
        resource.confidential = word(draft, confidential, kYesNo).value_or(false);
        resource.origin = word(draft, origin, kOrigins).value_or(Origin::city);
        resource.openness = word(draft, openness, kOpennesses).value_or(Openness::conditional);
        resource.unlock = word(draft, unlock, kUnlocks);
        resource.unlock_document = text(draft, unlock_document, 400);
        resource.cadence = word(draft, cadence, kCadences);
        if (auto reason = text(draft, barred_reason, 64); !reason.empty())
            resource.barred_reason = std::move(reason);
        if (auto number = text(draft, registration_number, 64); !number.empty())
            resource.registration_number = std::move(number);
        if (!draft.told[registered_until].text.empty()) {
            const auto date = parse_date(plain_date(draft.told[registered_until].text));
            if (!date.ok()) fault(line_of(draft, registered_until), registered_until, "bad_date");
            if (date.ok()) resource.registered_until = date.value();
        }
        draft.result.faulty = std::ranges::any_of(draft.result.lines, [&](std::size_t line) {
            return !file_.lines[line].errors.empty();
        });
        file_.resources.push_back(std::move(draft.result));
    }

    Places places_;
    CatalogueFile file_;
    std::vector<Draft> drafts_;
    std::map<std::string, std::size_t, std::less<>> by_code_;
};

// Planning.

/// "/columns/3/name" -> 3.
std::size_t index_in(std::string_view pointer) {
    constexpr std::string_view kColumnsPointer = "/columns/";
    if (!pointer.starts_with(kColumnsPointer)) return 0;
    std::size_t index = 0;
    for (const char c : pointer.substr(kColumnsPointer.size())) {
        if (c < '0' || c > '9') break;
        index = index * 10 + static_cast<std::size_t>(c - '0');
    }
    return index;
}

std::string column_in(std::string_view pointer) {
    if (pointer.starts_with("/columns")) return "column_name";
    return std::string(pointer.substr(std::min<std::size_t>(1, pointer.size())));
}

class Planner {
public:
    Planner(CatalogueFile& file, const KnownResources& known, BodyId department_id, bool publish,
            const tenants::RulePack& pack)
        : file_(file), known_(known), department_id_(department_id), publish_(publish),
          pack_(pack) {}

    ImportPlan plan() {
        for (auto& resource : file_.resources) plan_one(resource);
        for (auto& line : file_.lines) {
            if (line.errors.empty()) continue;
            line.outcome = LineOutcome::error;
            ++plan_.errors;
        }
        return std::move(plan_);
    }

private:
    void fault(const FileResource& resource, std::size_t index, LineError error) {
        const auto line = resource.lines[std::min(index, resource.lines.size() - 1)];
        file_.lines[line].errors.push_back(std::move(error));
    }

    void plan_one(FileResource& found) {
        auto& resource = found.resource;
        name_reason(resource);
        const auto known = known_.own.find(resource.code);
        const auto* current = known == known_.own.end() ? nullptr : &known->second;
        mark_lines(found, current);
        if (!found.faulty) found.faulty = !fits(found, current);
        if (found.faulty) return;
        resource.department_id = department_id_;
        PlannedResource planned{.resource = resource, .current = {}, .changes = true};
        if (current == nullptr) {
            planned.resource.state = publish_ ? ResourceState::published : ResourceState::draft;
            ++plan_.created;
            plan_.resources.push_back(std::move(planned));
            return;
        }
        const bool publishes = publish_ && current->state == ResourceState::draft;
        planned.current = *current;
        planned.changes = publishes || !same_content(resource, *current);
        planned.resource.id = current->id;
        planned.resource.created_at = current->created_at;
        planned.resource.state = publishes ? ResourceState::published : current->state;
        planned.resource.version = current->version + (planned.changes ? 1 : 0);
        ++(planned.changes ? plan_.changed : plan_.unchanged);
        // Published, or its columns in another order: no line of its own says so.
        const bool shown = std::ranges::any_of(found.lines, [&](std::size_t line) {
            return file_.lines[line].outcome != LineOutcome::unchanged;
        });
        if (planned.changes && !shown)
            file_.lines[found.lines.front()].outcome = LineOutcome::changed;
        plan_.resources.push_back(std::move(planned));
    }

    /// Files may call a reason by its Chinese title.
    void name_reason(Resource& resource) const {
        if (!resource.barred_reason) return;
        if (const auto item = pack_.find_item("barred_reasons", *resource.barred_reason))
            resource.barred_reason = item->code;
    }

    bool fits(const FileResource& found, const Resource* current) {
        const auto& resource = found.resource;
        if (current == nullptr && known_.taken.contains(resource.code)) {
            fault(found, 0, {"code", "code_taken", {{"code", resource.code}}});
            return false;
        }
        if (current != nullptr && current->state == ResourceState::retired) {
            fault(found, 0, {"code", "resource_retired", {{"resource", resource.code}}});
            return false;
        }
        const auto checked = check_resource(resource, pack_);
        if (checked.ok()) return true;
        for (const auto& field : checked.error().fields)
            fault(found, index_in(field.pointer),
                  {column_in(field.pointer), field.code, field.args});
        return false;
    }

    /// A line shows what becomes of its column, and a resource's first line also of the resource.
    void mark_lines(const FileResource& found, const Resource* current) {
        for (const auto index : found.lines) {
            auto& line = file_.lines[index];
            line.outcome = LineOutcome::created;
            if (current == nullptr) continue;
            const auto named = [&](const ResourceColumn& column) {
                return column.name == line.column_name;
            };
            const auto before = std::ranges::find_if(current->columns, named);
            if (before == current->columns.end()) continue;
            const auto after = std::ranges::find_if(found.resource.columns, named);
            const bool same = after != found.resource.columns.end() && *before == *after;
            line.outcome = same ? LineOutcome::unchanged : LineOutcome::changed;
        }
        if (current == nullptr) return;
        auto without_columns = found.resource;
        without_columns.columns = current->columns;
        const bool fewer = current->columns.size() > found.resource.columns.size();
        auto& first = file_.lines[found.lines.front()];
        if (first.outcome == LineOutcome::unchanged &&
            (fewer || !same_content(without_columns, *current)))
            first.outcome = LineOutcome::changed;
    }

    CatalogueFile& file_;
    const KnownResources& known_;
    BodyId department_id_;
    bool publish_;
    const tenants::RulePack& pack_;
    ImportPlan plan_;
};

}  // namespace

std::span<const FileColumn> file_columns() { return kColumns; }

Result<CatalogueFile> read_catalogue(const std::vector<CsvRow>& rows) {
    if (rows.empty()) return whole_file("csv_empty");
    if (rows.size() - 1 > kCatalogueLinesMax)
        return whole_file("too_many_lines", {{"max", std::to_string(kCatalogueLinesMax)}});
    YUNHE_TRY(places, places_of(rows.front()));
    auto file = CatalogueReader(places).read(std::span(rows).subspan(1));
    if (file.lines.empty()) return whole_file("csv_empty");
    return file;
}

ImportPlan plan_import(CatalogueFile& file, const KnownResources& known, BodyId department_id,
                       bool publish, const tenants::RulePack& pack) {
    return Planner(file, known, department_id, publish, pack).plan();
}

std::vector<std::string> file_heading(Language language) {
    std::vector<std::string> heading;
    for (const auto& column : kColumns)
        heading.emplace_back(language == Language::chinese ? column.zh : column.en);
    return heading;
}

std::vector<std::vector<std::string>> file_rows(const Resource& resource, Language language) {
    const auto yes_no = [&](bool value) { return word_of(kYesNo, value, language); };
    std::vector<std::vector<std::string>> rows;
    for (const auto& column : resource.columns) {
        auto& row = rows.emplace_back(kColumnCount);
        row[code] = resource.code;
        row[name] = resource.name;
        row[description] = resource.description;
        row[subject] = resource.field;
        row[level] = word_of(kLevels, resource.level, language);
        row[personal] = yes_no(resource.personal);
        row[secret] = yes_no(resource.secret);
        row[confidential] = yes_no(resource.confidential);
        row[origin] = word_of(kOrigins, resource.origin, language);
        row[openness] = word_of(kOpennesses, resource.openness, language);
        row[barred_reason] = resource.barred_reason.value_or("");
        if (resource.unlock) row[unlock] = word_of(kUnlocks, *resource.unlock, language);
        row[unlock_document] = resource.unlock_document;
        if (resource.cadence) row[cadence] = word_of(kCadences, *resource.cadence, language);
        row[registration_number] = resource.registration_number.value_or("");
        if (resource.registered_until) row[registered_until] = to_text(*resource.registered_until);
        row[column_name] = column.name;
        row[column_title] = column.title;
        row[column_type] = column.type;
        if (column.level) row[column_level] = word_of(kLevels, *column.level, language);
        row[column_personal] = yes_no(column.personal);
        row[column_secret] = yes_no(column.secret);
        row[column_description] = column.description;
        row[column_masking] = column.masking;
    }
    return rows;
}

std::vector<std::vector<std::string>> file_explanations(Language language) {
    const bool chinese = language == Language::chinese;
    std::vector<std::vector<std::string>> rows;
    for (const auto& column : kColumns)
        rows.push_back({std::string(chinese ? column.zh : column.en),
                        std::string(chinese ? column.hint_zh : column.hint_en)});
    return rows;
}

}  // namespace yunhe::catalog
